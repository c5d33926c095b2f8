"""A link works for one person, for one thing, once, and for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
import transaction
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from ZODB.POSException import ConflictError

from reglab_workflow.accounts.secret import digest, new_secret
from reglab_workflow.accounts.tokens import LIFETIMES, Purpose, Tokens

from .conftest import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tokens():
    return Tokens()


def test_a_token_leads_to_its_person(tokens):
    token = tokens.issue(Purpose.RESET, "p1", NOW)
    assert tokens.holder(token, Purpose.RESET, NOW) == "p1"


def test_a_token_is_never_kept_in_clear(tokens):
    token = tokens.issue(Purpose.RESET, "p1", NOW)
    assert list(tokens.records) == [digest(token)]
    assert token not in repr([vars(record) for record in tokens.records.values()])


def test_a_token_cannot_be_guessed():
    made = {new_secret() for _number in range(1000)}
    assert len(made) == 1000
    assert all(len(secret) == 43 for secret in made)


@pytest.mark.parametrize("junk", [None, "", "x", "x" * 43, "x" * 100_000, "å" * 43, "\ud800" * 43, "../" * 20])
def test_anything_else_leads_nowhere(tokens, junk):
    tokens.issue(Purpose.RESET, "p1", NOW)
    assert tokens.holder(junk, Purpose.RESET, NOW) == ""
    assert tokens.use(junk, Purpose.RESET, NOW) == ""


def test_a_token_works_once(tokens):
    token = tokens.issue(Purpose.RESET, "p1", NOW)
    assert tokens.use(token, Purpose.RESET, NOW) == "p1"
    assert tokens.use(token, Purpose.RESET, NOW) == ""


def test_using_one_ends_the_others_for_the_same_thing(tokens):
    first, second = (tokens.issue(Purpose.RESET, "p1", NOW) for _number in range(2))
    assert tokens.use(second, Purpose.RESET, NOW) == "p1"
    assert tokens.holder(first, Purpose.RESET, NOW) == ""


def test_an_invitation_is_no_reset(tokens):
    token = tokens.issue(Purpose.INVITATION, "p1", NOW)
    assert tokens.use(token, Purpose.RESET, NOW) == ""
    assert tokens.use(token, Purpose.INVITATION, NOW) == "p1"


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_token_ends_with_its_time(tokens, purpose):
    token = tokens.issue(purpose, "p1", NOW)
    assert tokens.holder(token, purpose, NOW + LIFETIMES[purpose] - MINUTE) == "p1"
    assert tokens.holder(token, purpose, NOW + LIFETIMES[purpose]) == ""


def test_lifetimes_are_those_we_promise():
    assert {
        Purpose.INVITATION: timedelta(days=14), Purpose.RESET: timedelta(hours=1),
        Purpose.APPROVAL: timedelta(days=14), Purpose.PARTICIPANT: timedelta(days=400),
        Purpose.SURVEY: timedelta(days=400),
    } == LIFETIMES


def test_forgetting_one_person_leaves_the_others(tokens):
    mine, theirs = tokens.issue(Purpose.RESET, "p1", NOW), tokens.issue(Purpose.RESET, "p10", NOW)
    tokens.issue(Purpose.INVITATION, "p1", NOW)
    tokens.forget("p1")
    assert tokens.holder(mine, Purpose.RESET, NOW) == ""
    assert tokens.holder(theirs, Purpose.RESET, NOW) == "p10"
    assert len(tokens.records) == len(tokens.held) == 1


def test_sweeping_takes_what_is_over_and_nothing_else(tokens):
    tokens.issue(Purpose.RESET, "p1", NOW)
    kept = tokens.issue(Purpose.INVITATION, "p1", NOW)
    assert tokens.sweep(NOW + timedelta(hours=2)) == 1
    assert tokens.holder(kept, Purpose.INVITATION, NOW + timedelta(hours=2)) == "p1"
    assert len(tokens.records) == len(tokens.held) == 1


def test_two_who_use_a_token_at_the_same_moment_do_not_both_succeed(tmp_path):
    database = DB(FileStorage(str(tmp_path / "Data.fs")))
    managers = [transaction.TransactionManager(explicit=True) for _number in range(3)]
    managers[0].begin()
    first = database.open(managers[0])
    first.root()["tokens"] = Tokens()
    token = first.root()["tokens"].issue(Purpose.RESET, "p1", NOW)
    managers[0].commit()
    connections = [first]
    for manager in managers[1:]:
        connections.append(database.open(manager))
        manager.begin()
        assert connections[-1].root()["tokens"].use(token, Purpose.RESET, NOW) == "p1"
    managers[1].commit()
    with pytest.raises(ConflictError):
        managers[2].commit()
    managers[2].abort()
    managers[2].begin()
    assert connections[2].root()["tokens"].use(token, Purpose.RESET, NOW) == ""
    managers[2].abort()
    for connection in connections:
        connection.close()
    database.close()
