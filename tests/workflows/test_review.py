"""What the life of an access review promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
INSIDERS = {"office", "auditor"}
ALWAYS = dict.fromkeys(("view", "view_history", "view_internal", "view_letters", "view_rights"), INSIDERS)
MAY = {"open": ALWAYS | {"edit": OFFICE}, "signed_off": ALWAYS}

# transition: from, to, who, guards, warnings, what is asked, what follows
STEPS = {
    "sign_off": ({"open"}, "signed_off", OFFICE, ("every_appointment_is_answered",),
                 ("some_answered_about_themselves",), (), ("settle_report",)),
    "reopen": ({"signed_off"}, "open", OFFICE, (), (), ("reason",), ("take_report_back",)),
}


@pytest.fixture
def life(lives):
    return lives["review"]


def test_a_review_begins_open(life):
    assert (life.initial, set(life.states)) == ("open", set(MAY))


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_who_takes_which_step_and_what_it_takes(life):
    assert {name: (set(step.sources), step.target, set(step.by), step.guards, step.warns, step.asks, step.effects)
            for name, step in life.transitions.items()} == STEPS


def test_reopening_takes_a_reason(life):
    assert life.transitions["reopen"].required == ("reason",)
