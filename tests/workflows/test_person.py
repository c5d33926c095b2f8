"""What the life of a person's account promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
READERS = {"office", "auditor"}
OWN = {"office", "auditor", "self"}

MAY = {
    "active": {
        "view": OWN,
        "view_history": OWN,
        "view_internal": OWN,
        "view_letters": READERS,
        "view_rights": OWN,
        "view_personal_data": {"office", "self"},
        "erase_person": OFFICE,
        "appoint": OFFICE,
        "edit": {"office", "self"},
        "invite_person": OFFICE,
    },
    "locked": {
        "view": OWN,
        "view_history": OWN,
        "view_internal": OWN,
        "view_letters": READERS,
        "view_rights": OWN,
        "view_personal_data": {"office", "self"},
        "erase_person": OFFICE,
        "appoint": OFFICE,
        "edit": OFFICE,
    },
}

# transition: from, to, who, guards, what must be told, what may be told
STEPS = {
    "lock": ({"active"}, "locked", {"office"}, ("is_somebody_else",), ("reason",), ()),
    "unlock": ({"locked"}, "active", {"office"}, ("is_not_erased",), (), ("reason",)),
}


@pytest.fixture
def life(lives):
    return lives["person"]


def test_an_account_begins_active(life):
    assert life.initial == "active"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_who_takes_which_step_and_what_it_takes(life):
    assert {name: (set(step.sources), step.target, set(step.by), step.guards, step.required, step.optional)
            for name, step in life.transitions.items()} == STEPS


def test_the_steps_warn_of_nothing_and_bring_nothing_else(life):
    for step in life.transitions.values():
        assert (step.warns, step.effects, step.cascade, step.timing) == ((), (), (), None)


def test_nobody_deletes_a_person(life):
    assert [state for state in life.states if life.roles_with("delete", state)] == []
