"""The running site posts by itself, and survives what goes wrong around it."""

from __future__ import annotations

import time
from datetime import datetime, timezone

import pytest
from ZODB.POSException import ConflictError

from reglab_workflow.mail.posting import Posting
from reglab_workflow.mail.postman import Postman, posting_of
from reglab_workflow.mail.senders import MemorySender

from .conftest import FROM, letter


def wait_for(what, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def sender():
    return MemorySender()


@pytest.fixture
def postman(base, sender):
    walking = Postman(Posting(base.db, sender, FROM), 0.01)
    yield walking
    walking.stop()


def test_letters_go_without_anybody_asking(base, postman, sender):
    postman.start()
    base.put(letter(created=datetime.now(timezone.utc)))
    assert wait_for(lambda: sender.messages)
    base.put(letter(created=datetime.now(timezone.utc)))
    assert wait_for(lambda: len(sender.messages) == 2)


def test_a_database_that_is_away_for_a_while_stops_nobody(base, postman, sender, monkeypatch):
    faults = [OSError("disk"), ConflictError("busy")]
    whole = Posting.round

    def sometimes(self, stopping):
        if faults:
            raise faults.pop()
        return whole(self, stopping)

    monkeypatch.setattr(Posting, "round", sometimes)
    base.put(letter())
    postman.start()
    assert wait_for(lambda: sender.messages)
    assert postman.walking


def test_stopping_ends_it(postman):
    postman.start()
    postman.stop()
    assert not postman.walking


def test_a_postman_who_never_began_can_be_stopped(postman):
    postman.stop()
    assert not postman.walking


def test_the_sites_own_posting_writes_in_the_history_that_a_letter_was_sent(house):
    uid = house.person("asta@dalarna.example", "Asta Granlid")
    form = house.visitor().get("/account/forgotten").forms["form"]
    form["email"] = "asta@dalarna.example"
    form.submit("send")
    assert posting_of(house.registry).round().sent == 1
    with house.open() as site:
        kinds = [entry.core["kind"] for entry in site["people"][uid].events]
    assert kinds[-4:] == ["password_forgotten", "letter_queued", "letter_link_made", "letter_sent"]
