"""What the life of a page promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
READERS = {"office", "auditor"}

MAY = {
    "draft": {
        "view": READERS,
        "view_history": READERS,
        "view_rights": READERS,
        "edit": OFFICE,
        "add_attachment": OFFICE,
        "delete": OFFICE,
    },
    "published": {
        "view": {"office", "auditor", "anyone"},
        "view_history": READERS,
        "view_rights": READERS,
        "edit": OFFICE,
        "add_attachment": OFFICE,
    },
}

# transition: from, to, who, guards
STEPS = {
    "publish": ({"draft"}, "published", {"office"}, ("page_has_text",)),
    "withdraw": ({"published"}, "draft", {"office"}, ()),
}


@pytest.fixture
def life(lives):
    return lives["page"]


def test_a_page_begins_as_a_draft(life):
    assert life.initial == "draft"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_who_takes_which_step_and_what_it_takes(life):
    assert {name: (set(step.sources), step.target, set(step.by), step.guards)
            for name, step in life.transitions.items()} == STEPS


def test_the_steps_ask_nothing_and_bring_nothing_else(life):
    for step in life.transitions.values():
        assert (step.warns, step.asks, step.effects, step.cascade, step.timing) == ((), (), (), (), None)


def test_a_page_is_never_finished(life):
    assert [name for name, state in life.states.items() if state.final] == []
