"""What the life of a survey promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
LEADING = {"office", "process_leader", "content_leader"}
READERS = LEADING | {"auditor"}

ALWAYS = {
    "view": READERS,
    "view_history": READERS,
    "view_internal": READERS,
    "view_letters": {"office", "auditor"},
    "view_rights": {"office", "auditor"},
}

MAY = {
    "draft": ALWAYS | {"edit": LEADING, "delete": LEADING},
    "open": ALWAYS | {"view": READERS | {"surveyed"}, "edit": LEADING},
    "closed": ALWAYS | {"view": READERS | {"surveyed"}, "edit": LEADING},
}

# transition: from, to, who, how it is drawn
STEPS = {
    "open": ({"draft"}, "open", LEADING | {"system"}, "forward"),
    "answer": ({"open"}, "same", {"surveyed"}, "side"),
    "remind": ({"open"}, "same", LEADING, "side"),
    "close": ({"open"}, "closed", LEADING | {"system"}, "forward"),
    "reopen": ({"closed"}, "open", OFFICE, "back"),
}

# transition: what stops it, what is worth saying
GUARDS = {
    "open": (("survey_has_questions", "survey_has_last_day", "somebody_is_asked"), ("survey_asks_too_few",)),
    "answer": (("organisation_is_asked", "reply_fits"), ()),
    "remind": (("somebody_has_not_answered", "reminding_singles_nobody_out"), ()),
    "close": (("survey_last_day_is_over",), ("survey_closes_early", "survey_has_too_few_answers")),
    "reopen": (("new_last_day_of_survey_is_ahead",), ()),
}

# transition: what must be told, what may be told, what follows
ASKS = {
    "open": ((), (), ("fix_asked",)),
    "answer": (("reply",), (), ("keep_reply",)),
    "remind": ((), (), ()),
    "close": ((), (), ("count_answers",)),
    "reopen": (("closes", "reason"), (), ("keep_facts",)),
}


@pytest.fixture
def life(lives):
    return lives["survey"]


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


def test_what_stops_each_step_and_what_it_warns_of(life):
    assert {step.name: (step.guards, step.warns) for step in life.transitions.values()} == GUARDS


def test_what_each_step_asks_and_what_follows(life):
    assert {step.name: (step.required, step.optional, step.effects)
            for step in life.transitions.values()} == ASKS


def test_it_opens_and_closes_by_its_days(life):
    assert {step.name: step.timing.at for step in life.transitions.values() if step.timing} == {
        "open": "opens", "close": "closes"}


def test_nothing_else_moves_along(life):
    assert not any(step.cascade for step in life.transitions.values())
