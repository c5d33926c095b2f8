"""Each way out hands over whole messages, and says truly when it could not."""

from __future__ import annotations

import socket
from email import message_from_bytes
from email.policy import default

import pytest

from reglab_workflow.mail.message import message_for
from reglab_workflow.mail.posting import Posting
from reglab_workflow.mail.senders import Closed, FileSender, Later, MemorySender, Never, SmtpSender, make_sender
from reglab_workflow.settings import Settings

from .conftest import FROM, letter

ASTA = "asta@dalarna.example"


def message(**more):
    one = letter(**more)
    return message_for(one, one.receivers[0], FROM)


@pytest.fixture
def smtp(server):
    sender = SmtpSender(Settings(mail="smtp", mail_from=FROM, smtp_host="127.0.0.1", smtp_port=server.port))
    yield sender
    sender.close()


def test_a_message_arrives_as_it_was_written(smtp, mailbox):
    smtp.send(message(subject="Återlämnat: ”Öppna data”"), ASTA)
    arrived = mailbox.messages[0]
    assert arrived["Subject"] == "Återlämnat: ”Öppna data”"
    assert arrived["From"].addresses[0].addr_spec == "reglab@reglab.example"
    assert mailbox.receivers == [ASTA]


def test_a_line_with_a_single_dot_is_no_end(smtp, mailbox):
    one = letter()
    one.text = "före\n.\nefter\n.punkt\n"
    smtp.send(message_for(one, one.receivers[0], FROM), ASTA)
    text = mailbox.messages[0].get_body(("plain",)).get_content()
    assert text.splitlines() == ["före", ".", "efter", ".punkt"]


@pytest.mark.parametrize(("answer", "fault"), [
    ("550 no such person", Never), ("552 mailbox full", Never), ("451 come back later", Later), ("450 busy", Later),
])
def test_a_refused_receiver_is_told_apart_from_a_busy_one(smtp, mailbox, answer, fault):
    mailbox.refusals[ASTA] = answer
    with pytest.raises(fault, match=answer):
        smtp.send(message(), ASTA)
    smtp.send(message(), "bo@dalarna.example")
    assert mailbox.receivers == ["bo@dalarna.example"]


def test_no_server_is_nobodys_fault():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    sender = SmtpSender(Settings(mail="smtp", mail_from=FROM, smtp_port=port))
    with pytest.raises(Closed):
        sender.send(message(), ASTA)
    sender.close()


def test_a_server_that_asks_for_more_than_it_can_is_closed(server):
    given = Settings(mail="smtp", mail_from=FROM, smtp_port=server.port, smtp_user="a", smtp_password="b")
    with pytest.raises(Closed):
        SmtpSender(given).send(message(), ASTA)


def test_encryption_that_is_asked_for_is_never_skipped(server, mailbox):
    given = Settings(mail="smtp", mail_from=FROM, smtp_port=server.port, smtp_tls=True)
    with pytest.raises(Closed):
        SmtpSender(given).send(message(), ASTA)
    assert mailbox.messages == []


def test_a_connection_that_was_lost_is_made_again(smtp, mailbox):
    smtp.send(message(), ASTA)
    smtp.connection.sock.close()
    smtp.send(message(), ASTA)
    assert len(mailbox.messages) == 2


def test_a_whole_round_goes_over_one_connection(base, server, mailbox, clock):
    base.put(*(letter(f"p{number}@dalarna.example") for number in range(10)))
    sender = SmtpSender(Settings(mail="smtp", mail_from=FROM, smtp_port=server.port))
    made = []
    connect = sender._connect
    sender._connect = lambda: made.append(1) or connect()
    assert Posting(base.db, sender, FROM, now=clock).round().sent == 10
    assert len(made) == 1
    assert sender.connection is None


def test_files_hold_whole_messages_under_safe_names(tmp_path):
    sender = FileSender(tmp_path / "mail")
    one = message(subject="Kvitto: ../../evil")
    sender.send(one, ASTA)
    sender.send(one, ASTA)
    path, = (tmp_path / "mail").iterdir()
    assert path.suffix == ".eml"
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == "Kvitto: ../../evil"


def test_a_folder_that_cannot_be_written_is_closed(tmp_path):
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(Closed):
        FileSender(tmp_path / "mail").send(message(), ASTA)


def test_the_settings_choose_the_way(tmp_path):
    assert isinstance(make_sender(Settings(mail="memory")), MemorySender)
    assert isinstance(make_sender(Settings(mail="smtp")), SmtpSender)
    assert make_sender(Settings(mail="file", var=str(tmp_path))).folder == tmp_path / "mail"
    with pytest.raises(ValueError, match="pigeon"):
        make_sender(Settings(mail="pigeon"))
