"""What the life of an organisation promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
READERS = {"office", "auditor"}
OWN = {"office", "auditor", "representative"}

MAY = {
    "active": {
        "view": {"anyone"},
        "view_history": OWN,
        "view_internal": OWN,
        "view_letters": READERS,
        "view_rights": READERS,
        "export_organisation": {"office", "representative"},
        "edit": OFFICE,
        "appoint": OFFICE,
    },
    "former": {
        "view": {"anyone"},
        "view_history": OWN,
        "view_internal": OWN,
        "view_letters": READERS,
        "view_rights": READERS,
        "export_organisation": {"office", "representative"},
        "edit": OFFICE,
    },
}

# transition: from, to, who, guards, what must be told, what may be told, effects
STEPS = {
    "end": (
        {"active"}, "former", {"office"}, ("last_day_is_not_ahead",), ("to_date",), ("reason",),
        ("keep_facts", "end_representatives"),
    ),
    "rejoin": ({"former"}, "active", {"office"}, (), ("from_date",), (), ("begin_again",)),
}


@pytest.fixture
def life(lives):
    return lives["organisation"]


def test_an_organisation_begins_active(life):
    assert life.initial == "active"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_who_takes_which_step_and_what_it_takes(life):
    assert {
        name: (set(step.sources), step.target, set(step.by), step.guards, step.required, step.optional,
               step.effects)
        for name, step in life.transitions.items()
    } == STEPS


def test_the_steps_warn_of_nothing_and_nothing_follows_elsewhere(life):
    for step in life.transitions.values():
        assert (step.warns, step.cascade, step.timing) == ((), (), None)


def test_nobody_deletes_an_organisation(life):
    assert [state for state in life.states if life.roles_with("delete", state)] == []
