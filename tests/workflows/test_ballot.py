"""What the lives of a ballot and of the votes in it promise, written out by hand and compared with their files."""

from __future__ import annotations

import pytest

from house_reading import ROOT
from reglab_workflow.workflow.definition import Cascade, Timing

OFFICE = {"office"}
INSIDERS = {"office", "auditor"}
MEMBERS = {"office", "auditor", "member", "partner", "board"}
OWN = {"colleague"}

ALWAYS = {
    "view_history": INSIDERS,
    "view_internal": INSIDERS,
    "view_letters": INSIDERS,
    "view_rights": INSIDERS,
}

MAY = {
    "planned": ALWAYS | {"view": INSIDERS, "edit": OFFICE, "delete": OFFICE},
    "open": ALWAYS | {"view": MEMBERS},
    "closed": ALWAYS | {"view": MEMBERS},
}

# Neither the office nor the auditor is anywhere among those who see a vote before it is counted.
MAY_VOTE = {
    "draft": {"view": OWN, "view_history": OWN, "edit": OWN},
    "cast": {"view": OWN, "view_history": OWN, "edit": OWN},
    "counted": {"view": OWN | MEMBERS, "view_history": OWN | INSIDERS, "view_rights": INSIDERS},
    "left_out": {"view": OWN, "view_history": OWN},
}

# transition: from, to, who, how it is drawn
STEPS = {
    "open": ({"planned"}, "open", {"office", "system"}, "forward"),
    "move_last_day": ({"open"}, "same", OFFICE, "side"),
    "include_members": ({"open"}, "same", OFFICE, "side"),
    "close": ({"open"}, "closed", {"office", "system"}, "forward"),
    "reopen": ({"closed"}, "open", OFFICE, "back"),
}

VOTE_STEPS = {
    "cast": ({"draft"}, "cast", {"representative"}, "forward"),
    "recast": ({"cast"}, "same", {"representative"}, "forward"),
    "count": ({"cast"}, "counted", {"system"}, "forward"),
    "leave_out": ({"draft"}, "left_out", {"system"}, "side"),
    "give_back": ({"counted", "left_out"}, "previous", {"system"}, "back"),
}

# transition: what stops it, what is worth saying
GUARDS = {
    "open": (("ballot_has_last_day", "ballot_last_day_is_ahead", "round_of_ballot_is_published",
              "ballot_has_proposals"), ("members_lack_representatives",)),
    "move_last_day": (("new_last_day_of_ballot_is_ahead",), ()),
    "include_members": (("members_lack_votes",), ()),
    "close": (("ballot_last_day_is_over",), ("ballot_closes_early", "members_have_not_voted")),
    "reopen": (("new_last_day_of_ballot_is_ahead",), ()),
}

VOTE_GUARDS = {
    "cast": (("vote_says_something", "vote_follows_the_method", "voter_is_a_member"), ("vote_has_something_left",)),
    "recast": (("vote_differs_from_what_is_cast", "vote_says_something", "vote_follows_the_method",
                "voter_is_a_member"), ("vote_has_something_left",)),
    "count": ((), ()),
    "leave_out": ((), ()),
    "give_back": ((), ()),
}

# transition: what must be told, what follows
ASKS = {
    "open": ((), ("fix_proposals", "hand_out_votes")),
    "move_last_day": (("closes",), ("keep_facts",)),
    "include_members": ((), ("hand_out_votes",)),
    "close": ((), ("count_votes",)),
    "reopen": (("closes", "reason"), ("keep_facts", "forget_tally", "hand_out_votes")),
}

VOTE_ASKS = {
    "cast": ((), ("cast_the_draft",)),
    "recast": ((), ("cast_the_draft",)),
    "count": ((), ()),
    "leave_out": ((), ()),
    "give_back": ((), ()),
}

TABLES = {"ballot": (MAY, STEPS, GUARDS, ASKS), "vote": (MAY_VOTE, VOTE_STEPS, VOTE_GUARDS, VOTE_ASKS)}

names = pytest.mark.parametrize("name", TABLES)


@pytest.mark.parametrize(("name", "first"), [("ballot", "planned"), ("vote", "draft")])
def test_how_it_begins(lives, name, first):
    assert lives[name].initial == first


@names
def test_the_states_are_these(lives, name):
    assert set(lives[name].states) == set(TABLES[name][0])


@pytest.mark.parametrize(("name", "state"), [(name, state) for name, tables in TABLES.items() for state in tables[0]])
def test_who_may_what_in_each_state(lives, name, state):
    life = lives[name]
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == TABLES[name][0][state]


@names
def test_who_takes_which_step(lives, name):
    assert {step.name: (set(step.sources), step.target, set(step.by), step.kind)
            for step in lives[name].transitions.values()} == TABLES[name][1]


@names
def test_what_stops_each_step_and_what_it_warns_of(lives, name):
    assert {step.name: (step.guards, step.warns) for step in lives[name].transitions.values()} == TABLES[name][2]


@names
def test_what_each_step_asks_and_what_follows(lives, name):
    assert {step.name: (step.required, step.effects) for step in lives[name].transitions.values()} == TABLES[name][3]
    assert not any(step.optional for step in lives[name].transitions.values())


def test_the_clock_opens_and_closes_the_ballot_and_does_nothing_else(lives):
    assert {step.name: step.timing for step in lives["ballot"].transitions.values() if step.timing} == {
        "open": Timing(at="opens"), "close": Timing(at="closes")}
    assert not any(step.timing for step in lives["vote"].transitions.values())


def test_the_votes_move_when_the_ballot_closes_or_opens_again(lives):
    assert {step.name: step.cascade for step in lives["ballot"].transitions.values() if step.cascade} == {
        "close": (Cascade("votes", "count"), Cascade("votes", "leave_out")),
        "reopen": (Cascade("votes", "give_back"),)}


def test_only_the_organisation_itself_sees_its_vote_before_it_is_counted(lives):
    for state in ("draft", "cast", "left_out"):
        permissions = {*lives["vote"].grants, *lives["vote"].states[state].grants}
        assert {role for each in permissions for role in lives["vote"].roles_with(each, state)} == OWN


def test_no_life_but_those_of_the_ballot_itself_ever_asks_for_one(lives):
    """A decision never needs a ballot: no step of anything else is stopped, warned or moved by one."""
    own = {*(guard for table in (GUARDS, VOTE_GUARDS) for guards in table.values() for group in guards
             for guard in group)}
    for path in (ROOT / "workflows").glob("*.toml"):
        if path.stem in TABLES:
            continue
        for step in lives[path.stem].transitions.values():
            told = " ".join((*step.guards, *step.warns, *step.effects, *(each.relation for each in step.cascade)))
            assert not own & {*step.guards, *step.warns}
            assert "ballot" not in told and "vote" not in told
