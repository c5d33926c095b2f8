"""What the life of homework that is handed in promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

READERS = {"office", "auditor"}
WRITERS = {"colleague", "project_contact", "office"}
ALWAYS = {
    "view": READERS | WRITERS,
    "view_history": READERS | WRITERS,
    "view_letters": READERS,
    "view_rights": READERS,
}
LEADERS = {"process_leader", "content_leader"}

# A draft is the organisation's own; what is handed in is read by all who take part, and never by the public.
MAY = {
    "draft": ALWAYS | {"edit": WRITERS, "add_attachment": WRITERS, "delete": WRITERS},
    "handed_in": ALWAYS | {
        "view": READERS | WRITERS | LEADERS | {"co_participant"}, "view_history": READERS | WRITERS | LEADERS},
}

BY = WRITERS | {"representative"}

# transition: from, to, who, how it is drawn
STEPS = {
    "hand_in": ({"draft"}, "handed_in", BY, "forward"),
    "take_back": ({"handed_in"}, "draft", BY, "back"),
}

# transition: what stops it, what is worth saying, what follows
GUARDS = {
    "hand_in": (
        ("homework_can_be_handed_in", "is_one_of_those_who_take_part", "something_is_handed_in"),
        ("homework_is_late",), ("note_when_handed_in",)),
    "take_back": (("homework_can_be_handed_in",), (), ()),
}


@pytest.fixture
def life(lives):
    return lives["submission"]


def test_it_begins_as_a_draft(life):
    assert life.initial == "draft"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_who_takes_which_step(life):
    assert {step.name: (set(step.sources), step.target, set(step.by), step.kind)
            for step in life.transitions.values()} == STEPS


def test_what_stops_each_step_and_what_follows(life):
    assert {step.name: (step.guards, step.warns, step.effects) for step in life.transitions.values()} == GUARDS


def test_nothing_is_asked_and_nothing_follows_elsewhere_or_by_time(life):
    assert not any(step.asks or step.cascade or step.timing for step in life.transitions.values())


def test_the_public_sees_nothing_and_the_auditor_writes_nothing(life):
    for state in life.states:
        assert "anyone" not in life.roles_with("view", state)
        assert "auditor" not in {role for each in ("edit", "delete", "add_attachment")
                                 for role in life.roles_with(each, state)}
    assert not any("auditor" in step.by for step in life.transitions.values())
