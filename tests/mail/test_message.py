"""Nothing that a person has written can become a header, an address or a second receiver."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from reglab_workflow.mail.letter import Receiver, Ticket
from reglab_workflow.mail.message import TICKET, Unsendable, checked, message_for

from .conftest import FROM, letter

HOSTILE = [
    "Kvitto\r\nBcc: alla@reglab.example", "Kvitto\nX-Evil: 1", "Kvitto\r\n\r\n<script>", "Kvitto\x00\x0bBcc: x",
    "\r\n.\r\n",
    "=?utf-8?q?Bcc=3A?=", "Kvitto\u2028Bcc: x", "å" * 3000, "\"', ;:<>()",
]
HEADERS = {"subject", "from", "to", "date", "message-id", "content-language", "auto-submitted", "mime-version",
           "content-type"}


def sent(one, number=0, secret=""):
    """The message as another program reads it."""
    raw = message_for(one, one.receivers[number], FROM, secret).as_bytes()
    return message_from_bytes(raw, policy=default)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_is_one_line_of_subject_and_no_header(text):
    message = sent(letter(subject=text))
    assert {name.lower() for name in message} == HEADERS
    assert message["To"].addresses[0].addr_spec == "asta@dalarna.example"
    assert len(message["To"].addresses) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_is_a_name_and_no_header(text):
    one = letter()
    one.receivers = (Receiver(text, "asta@dalarna.example"),)
    message = sent(one)
    assert {name.lower() for name in message} == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["asta@dalarna.example"]


@pytest.mark.parametrize("address", [
    "", "asta", "@dalarna.example", "asta@", "a b@dalarna.example", "a@b.example, c@d.example",
    "a@b.example\r\nBcc: c@d.example", "<a@b.example>", "a@b.example>", "\"a\"@b.example", "søren@dalarna.example",
    "a@" + "x" * 70 + ".example", "a@..", "a;b@c.example",
])
def test_an_address_that_cannot_be_written_is_refused(address):
    with pytest.raises(Unsendable):
        checked(address)


@pytest.mark.parametrize(("address", "written"), [
    ("asta@dalarna.example", "asta@dalarna.example"), (" asta@dalarna.example ", "asta@dalarna.example"),
    ("asta@västerbotten.example", "asta@xn--vsterbotten-l8a.example"), ("o'brien+x@a.example", "o'brien+x@a.example"),
])
def test_an_address_is_written_as_the_network_wants_it(address, written):
    assert checked(address) == written


def test_swedish_letters_survive():
    message = sent(letter(subject="Återlämnat: ”Öppna data”"))
    assert message["Subject"] == "Återlämnat: ”Öppna data”"
    assert message["To"].addresses[0].display_name == "Någon"
    assert message.get_body(("plain",)).get_content().splitlines() == ["Återlämnat: ”Öppna data”"]
    assert message.get_body(("html",)).get_content().strip() == "<p>Återlämnat: ”Öppna data”</p>"


def test_a_letter_says_its_language_and_that_a_machine_sent_it():
    message = sent(letter())
    assert message["Content-Language"] == "sv"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_number_of_a_message_never_changes_and_is_its_receivers_own():
    one = letter("a@dalarna.example", "b@dalarna.example")
    assert sent(one)["Message-ID"] == sent(one)["Message-ID"] == f"<{one.uid}.0@reglab.example>"
    assert sent(one, 1)["Message-ID"] == f"<{one.uid}.1@reglab.example>"


def test_receivers_do_not_see_each_other():
    one = letter("a@dalarna.example", "b@dalarna.example")
    assert "b@dalarna.example" not in message_for(one, one.receivers[0], FROM).as_string()


def test_a_secret_stands_in_the_message_only():
    one = letter(subject=f"https://reglab.example/account/reset/{TICKET}", ticket=Ticket("reset", "p1"))
    message = sent(one, secret="s3cret")
    assert "reset/s3cret" in message.get_body(("plain",)).get_content()
    assert "reset/s3cret" in message.get_body(("html",)).get_content()
    assert "s3cret" not in one.text + one.html
