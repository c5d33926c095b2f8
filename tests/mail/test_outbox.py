"""Letters wait in the order they were written, and what failed can be found."""

from __future__ import annotations

from datetime import timedelta

import pytest
import transaction
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from ZODB.POSException import ConflictError

from reglab_workflow.content.site.model import ROOT_KEY
from reglab_workflow.mail.letter import Status
from reglab_workflow.mail.outbox import Outbox

from .conftest import NOW, Base, letter

MINUTE = timedelta(minutes=1)


class About:
    uid = "abc123"
    path = "/rounds/2026/proposals/x"


@pytest.fixture
def outbox():
    return Outbox()


def test_letters_wait_in_the_order_they_were_written(outbox):
    written = [outbox.put(letter(created=NOW + number * MINUTE)) for number in range(40)]
    assert [one.uid for one, _receiver in outbox.waiting()] == [one.uid for one in written]


def test_each_receiver_waits_alone(outbox):
    one = outbox.put(letter("a@dalarna.example", "b@dalarna.example"))
    outbox.sent(one, one.receivers[0], NOW)
    assert [receiver.address for _letter, receiver in outbox.waiting()] == ["b@dalarna.example"]
    assert one.status == Status.WAITING
    outbox.sent(one, one.receivers[1], NOW)
    assert one.status == Status.SENT
    assert outbox.count_waiting() == 0


def test_what_failed_is_shown_and_can_be_sent_again(outbox):
    one = outbox.put(letter())
    outbox.fail(one, one.receivers[0], "550 no such person")
    assert [receiver.last_error for _letter, receiver in outbox.failed()] == ["550 no such person"]
    assert (outbox.count_waiting(), outbox.count_failed(), one.status) == (0, 1, "failed")
    outbox.again(one, one.receivers[0], "asta.granlid@dalarna.example")
    assert (outbox.count_waiting(), outbox.count_failed(), one.status) == (1, 0, "waiting")
    assert one.receivers[0].address == "asta.granlid@dalarna.example"


def test_the_letters_about_an_item_are_found(outbox):
    first = outbox.put(letter(about=About))
    second = outbox.put(letter(about=About, created=NOW + MINUTE))
    outbox.put(letter())
    assert outbox.letters_about("abc123") == [first, second]
    assert outbox.letters_about("abc12") == []
    assert outbox.letters_about("") == []


def test_the_newest_come_first(outbox):
    written = [outbox.put(letter(created=NOW + number * MINUTE)) for number in range(40)]
    assert [one.uid for one in outbox.newest(3)] == [one.uid for one in reversed(written[-3:])]
    assert len(outbox.newest(100)) == 40


def test_a_letter_is_found_by_its_uid(outbox):
    one = outbox.put(letter())
    assert outbox.letter(one.uid) is one
    assert outbox.letter("nothing") is None


def test_a_person_can_be_forgotten(outbox):
    one = outbox.put(letter("a@dalarna.example", "b@dalarna.example"))
    one.receivers[0].person = "p1"
    assert outbox.forget_person("p1") == 1
    assert (one.receivers[0].name, one.receivers[0].address, one.receivers[0].person) == ("", "", "")
    assert [receiver.address for _letter, receiver in outbox.waiting()] == ["b@dalarna.example"]


def test_those_who_write_at_once_hardly_ever_get_in_each_others_way(tmp_path):
    """Transactions that overlap, each with one letter: only the split of a full shelf makes one be run again."""
    base = Base(DB(FileStorage(str(tmp_path / "Data.fs"))))
    base.put(*(letter() for _number in range(200)))
    again = 0
    for _round in range(50):
        managers = [transaction.TransactionManager(explicit=True) for _number in range(4)]
        connections = [base.db.open(manager) for manager in managers]
        for manager, connection in zip(managers, connections, strict=True):
            manager.begin()
            connection.root()[ROOT_KEY].outbox.put(letter())
        for manager, connection in zip(managers, connections, strict=True):
            try:
                manager.commit()
            except ConflictError:
                manager.abort()
                again += 1
            connection.close()
    assert base.read(lambda site: site.outbox.count_waiting()) == 400 - again
    assert again <= 10
    base.db.close()
