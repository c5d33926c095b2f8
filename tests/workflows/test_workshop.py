"""What the life of an occasion promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

LEADERS = {"office", "process_leader", "content_leader"}
INSIDERS = {"office", "auditor", "process_leader", "content_leader"}
EVERYBODY = {"office", "auditor", "process_leader", "content_leader", "anyone"}
READERS = {"office", "auditor"}

# In every state the insiders see the occasion, its history and what is internal.
ALWAYS = {
    "view_history": INSIDERS,
    "view_internal": INSIDERS,
    "view_letters": READERS,
    "view_rights": READERS,
}

MAY = {
    "planned": ALWAYS | {
        "view": INSIDERS,
        "edit": LEADERS,
        "delete": {"office", "process_leader"},
        "add_attachment": LEADERS,
    },
    "announced": ALWAYS | {"view": EVERYBODY, "edit": LEADERS, "add_attachment": LEADERS},
    "open": ALWAYS | {"view": EVERYBODY, "edit": LEADERS, "add_attachment": LEADERS},
    "registration_closed": ALWAYS | {"view": EVERYBODY, "edit": LEADERS, "add_attachment": LEADERS},
    "held": ALWAYS | {"view": EVERYBODY, "edit": LEADERS, "add_attachment": LEADERS},
    "documented": ALWAYS | {"view": EVERYBODY, "edit": LEADERS, "add_attachment": LEADERS},
    "closed": ALWAYS | {"view": EVERYBODY},
    "cancelled": ALWAYS | {"view": EVERYBODY},
}

COMING = {"announced", "open", "registration_closed"}

# transition: from, to, who
STEPS = {
    "announce": ({"planned"}, "announced", {"office", "process_leader", "content_leader"}),
    "open": ({"announced"}, "open", {"office", "process_leader", "content_leader"}),
    "close_registration": ({"open"}, "registration_closed", {"office", "process_leader", "content_leader"}),
    "hold": ({"registration_closed"}, "held", {"office", "process_leader", "content_leader"}),
    "document": ({"held"}, "documented", {"office", "process_leader", "content_leader"}),
    "close": ({"documented"}, "closed", {"office", "system"}),
    "move": (COMING, "same", {"office", "process_leader", "content_leader"}),
    "change_mode": (COMING, "same", {"office", "process_leader", "content_leader"}),
    "cancel": (COMING, "cancelled", {"office", "system"}),
}

# transition: guards, warnings, what must be told, what may be told, effects
DETAILS = {
    "announce": (
        ("project_is_published",), ("day_is_undecided", "place_is_undecided", "title_is_undecided"),
        (), (), (),
    ),
    "open": (
        ("has_day", "has_mode", "day_is_ahead"), ("place_is_undecided", "title_is_undecided"), (), (), (),
    ),
    "close_registration": ((), ("place_is_undecided",), (), (), ()),
    "hold": (("day_has_come",), (), (), ("attendance",), ("keep_facts",)),
    "document": (("has_documentation", "has_attendance"), (), (), (), ()),
    "close": ((), (), (), (), ()),
    "move": (
        ("something_moves", "ends_after_it_starts"), (), ("reason",),
        ("starts", "ends", "undecided", "times", "place"), ("move_occasion",),
    ),
    "change_mode": (("mode_differs",), (), ("mode", "reason"), ("place",), ("change_mode",)),
    "cancel": ((), (), ("reason",), ("went_to",), ("keep_where_it_went",)),
}


@pytest.fixture
def life(lives):
    return lives["workshop"]


def test_an_occasion_begins_planned(life):
    assert life.initial == "planned"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_where_an_occasion_stays_for_good(life):
    assert {name for name, state in life.states.items() if state.final} == {"closed", "cancelled"}


def test_who_takes_which_step(life):
    assert {name: (set(step.sources), step.target, set(step.by))
            for name, step in life.transitions.items()} == STEPS


@pytest.mark.parametrize("name", DETAILS)
def test_what_each_step_takes_and_brings(life, name):
    step = life.transitions[name]
    assert (step.guards, step.warns, step.required, step.optional, step.effects) == DETAILS[name]


def test_nothing_follows_elsewhere_and_nothing_by_time_alone(life):
    assert [name for name, step in life.transitions.items() if step.cascade or step.timing] == []


def test_the_auditor_changes_nothing(life):
    assert [name for name, step in life.transitions.items() if "auditor" in step.by] == []
    changing = {"edit", "delete", "add_attachment"}
    assert [state for state in MAY for each in changing if "auditor" in life.roles_with(each, state)] == []


def test_moving_and_changing_the_form_always_have_a_reason(life):
    told = {name for name, step in life.transitions.items() if "reason" in step.required}
    assert told == {"move", "change_mode", "cancel"}
