"""What the life of a decision set promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
INSIDERS = {"office", "auditor"}

ALWAYS = {
    "view": INSIDERS,
    "view_history": INSIDERS,
    "view_internal": INSIDERS,
    "view_letters": INSIDERS,
    "view_rights": INSIDERS,
}

MAY = {
    "draft": ALWAYS | {"edit": OFFICE},
    "scheduled": ALWAYS,
    "published": ALWAYS,
    "reverted": ALWAYS,
    "dropped": ALWAYS,
}

# transition: from, to, who, how it is drawn
STEPS = {
    "publish": ({"draft", "scheduled"}, "published", {"office", "system"}, "forward"),
    "schedule": ({"draft"}, "scheduled", OFFICE, "side"),
    "unschedule": ({"scheduled"}, "draft", OFFICE, "back"),
    "drop": ({"draft"}, "dropped", OFFICE, "back"),
    "revert": ({"published"}, "reverted", OFFICE, "back"),
}

# transition: what stops it, what is worth saying
GUARDS = {
    "publish": (("something_can_be_decided", "result_will_be_whole"), ("some_cannot_be_decided",)),
    "schedule": (("publishing_is_ahead", "something_can_be_decided", "result_will_be_whole"),
                 ("some_cannot_be_decided",)),
    "unschedule": ((), ()),
    "drop": ((), ()),
    "revert": (("plan_is_not_adopted", "something_can_be_taken_back"), ("some_have_gone_on",)),
}

# transition: what must be told, what follows
ASKS = {
    "publish": ((), ("decide_rows", "decide_round")),
    "schedule": (("publish_on", "publish_time"), ("set_publishing",)),
    "unschedule": ((), ("forget_publishing",)),
    "drop": ((), ()),
    "revert": (("reason",), ("keep_facts", "reopen_round", "take_rows_back")),
}


@pytest.fixture
def life(lives):
    return lives["decision_set"]


def test_a_set_begins_as_a_draft(life):
    assert life.initial == "draft"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_which_steps_there_are_and_who_takes_them(life):
    assert {name: (set(step.sources), step.target, set(step.by), step.kind)
            for name, step in life.transitions.items()} == STEPS


def test_what_stops_each_step_and_what_it_warns_of(life):
    assert {name: (step.guards, step.warns) for name, step in life.transitions.items()} == GUARDS


def test_what_each_step_asks_and_what_follows(life):
    assert {name: (step.required, step.effects) for name, step in life.transitions.items()} == ASKS


def test_only_publishing_waits_for_a_moment(life):
    assert {name: step.timing.at for name, step in life.transitions.items() if step.timing} == {
        "publish": "publish_at"}


def test_what_cannot_be_undone_asks_first(life):
    assert {name for name, step in life.transitions.items() if step.confirm} == {"publish", "drop", "revert"}


def test_nothing_of_a_published_set_can_be_edited_and_none_is_ever_deleted(life):
    for state in life.states:
        assert life.roles_with("delete", state) == ()
    for state in ("scheduled", "published", "reverted", "dropped"):
        assert life.roles_with("edit", state) == ()
