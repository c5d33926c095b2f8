"""A session is a record on the server: it ends when it ends, whatever the cookie says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reglab_workflow.accounts.sessions import ABSOLUTE, ABSOLUTE_FOR_OFFICE, IDLE, REMEMBERED, TOUCH_AFTER, Sessions

from .conftest import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sessions():
    return Sessions()


def test_a_session_is_found_by_its_id(sessions):
    secret = sessions.begin("p1", NOW)
    assert sessions.find(secret, NOW).person == "p1"


def test_a_copied_database_opens_no_session(sessions):
    secret = sessions.begin("p1", NOW)
    key = next(iter(sessions.records))
    assert secret != key
    assert sessions.find(key, NOW) is None


@pytest.mark.parametrize("junk", [None, "", "x" * 43, "x" * 100_000, "gASVBAAAAAAAAABLAS4=", "\ud800", "å" * 43])
def test_a_tampered_cookie_is_no_cookie(sessions, junk):
    sessions.begin("p1", NOW)
    assert sessions.find(junk, NOW) is None
    assert sessions.end(junk) == ""


def test_each_session_has_an_id_of_its_own(sessions):
    assert len({sessions.begin("p1", NOW) for _number in range(100)}) == 100


def test_an_ended_session_stays_ended(sessions):
    secret = sessions.begin("p1", NOW)
    assert sessions.end(secret) == "p1"
    assert sessions.find(secret, NOW) is None
    assert len(sessions.records) == len(sessions.held) == 0


def test_ending_all_ends_one_persons_and_no_others(sessions):
    mine = [sessions.begin("p1", NOW) for _number in range(3)]
    theirs = sessions.begin("p10", NOW)
    assert sessions.end_all("p1") == 3
    assert [sessions.find(secret, NOW) for secret in mine] == [None] * 3
    assert sessions.find(theirs, NOW) is not None


def test_a_session_that_nobody_uses_ends(sessions):
    secret = sessions.begin("p1", NOW)
    assert sessions.find(secret, NOW + IDLE - MINUTE) is not None
    assert sessions.find(secret, NOW + IDLE) is None


def test_using_it_keeps_it_alive_but_not_for_ever(sessions):
    secret, now = sessions.begin("p1", NOW), NOW
    while now < NOW + ABSOLUTE:
        assert sessions.find(secret, now) is not None
        sessions.touch(secret, now)
        now += IDLE - MINUTE
    assert sessions.find(secret, NOW + ABSOLUTE) is None


def test_a_session_is_written_at_most_every_five_minutes(sessions):
    secret = sessions.begin("p1", NOW)
    session = sessions.find(secret, NOW)
    sessions.touch(secret, NOW + TOUCH_AFTER - MINUTE)
    assert session.seen == NOW
    sessions.touch(secret, NOW + TOUCH_AFTER)
    assert session.seen == NOW + TOUCH_AFTER


def test_touching_wakes_no_dead_session(sessions):
    secret = sessions.begin("p1", NOW)
    sessions.touch(secret, NOW + IDLE)
    assert sessions.find(secret, NOW + IDLE) is None


def test_a_clock_put_back_does_not_lengthen_a_session(sessions):
    secret = sessions.begin("p1", NOW)
    sessions.touch(secret, NOW - timedelta(days=1))
    assert sessions.find(secret, NOW).seen == NOW
    assert sessions.find(secret, NOW + IDLE) is None


def test_the_limits_are_those_we_promise():
    assert (timedelta(hours=8), timedelta(days=7), timedelta(hours=12)) == (IDLE, ABSOLUTE, ABSOLUTE_FOR_OFFICE)


def test_a_session_can_be_made_shorter_but_not_longer(sessions):
    secret = sessions.begin("p1", NOW)
    sessions.shorten("p1", NOW + timedelta(hours=1))
    sessions.shorten("p1", NOW + timedelta(days=30))
    assert sessions.find(secret, NOW + timedelta(hours=1)) is None


def test_whose_a_session_was_is_known_for_a_day_after_it_has_expired(sessions):
    secret = sessions.begin("p1", NOW)
    expired = NOW + IDLE
    assert sessions.find(secret, expired) is None
    assert sessions.was(secret, expired + REMEMBERED - MINUTE).person == "p1"
    assert sessions.was(secret, expired + REMEMBERED) is None
    sessions.end(secret)
    assert sessions.was(secret, NOW) is None


def test_sweeping_takes_the_dead_and_leaves_the_living(sessions):
    sessions.begin("p1", NOW - IDLE - REMEMBERED)
    living = sessions.begin("p1", NOW)
    assert sessions.sweep(NOW) == 1
    assert sessions.find(living, NOW) is not None
    assert [session.created for session in sessions.of("p1", NOW)] == [NOW]
