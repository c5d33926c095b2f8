"""What the life of an occasion promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

from reglab_workflow.workflow.definition import Cascade

LEADERS = {"office", "process_leader", "content_leader"}
INSIDERS = {"office", "auditor", "process_leader", "content_leader"}
EVERYBODY = {"office", "auditor", "process_leader", "content_leader", "anyone"}
READERS = {"office", "auditor"}

# In every state the insiders see the occasion, its history, its material and what is internal.
ALWAYS = {
    "view_beforehand": INSIDERS,
    "view_history": INSIDERS,
    "view_homework": INSIDERS,
    "view_internal": INSIDERS,
    "view_letters": READERS,
    "view_materials": INSIDERS,
    "view_needs": {"office"},
    "view_rights": READERS,
}
SHARED = {"co_participant"}

# Everybody sees an occasion, those who take part its homework and what is to be read beforehand; what it gave to read
# is for everybody once it has been held.
COMING_MAY = ALWAYS | {
    "view": EVERYBODY, "view_beforehand": INSIDERS | SHARED, "view_homework": INSIDERS | SHARED, "edit": LEADERS,
    "add_attachment": LEADERS, "add_submission": {"co_participant", "office"},
}
HELD_MAY = COMING_MAY | {"view_beforehand": EVERYBODY, "view_materials": EVERYBODY}

MAY = {
    "planned": ALWAYS | {
        "view": INSIDERS,
        "edit": LEADERS,
        "delete": {"office", "process_leader"},
        "add_attachment": LEADERS,
    },
    "announced": COMING_MAY,
    "open": COMING_MAY,
    "registration_closed": COMING_MAY,
    "held": HELD_MAY,
    "documented": HELD_MAY,
    "closed": ALWAYS | {
        "view": EVERYBODY, "view_beforehand": EVERYBODY, "view_materials": EVERYBODY,
        "view_homework": INSIDERS | SHARED,
    },
    "cancelled": ALWAYS | {"view": EVERYBODY},
}

COMING = {"announced", "open", "registration_closed"}

# transition: from, to, who
STEPS = {
    "announce": ({"planned"}, "announced", {"office", "process_leader", "content_leader", "system"}),
    "open": ({"announced"}, "open", {"office", "process_leader", "content_leader"}),
    "close_registration": ({"open"}, "registration_closed", {"office", "process_leader", "content_leader"}),
    "hold": ({"registration_closed"}, "held", {"office", "process_leader", "content_leader"}),
    "document": ({"held"}, "documented", {"office", "process_leader", "content_leader"}),
    "close": ({"documented"}, "closed", {"office", "system"}),
    "move": (COMING, "same", {"office", "process_leader", "content_leader"}),
    "change_mode": (COMING, "same", {"office", "process_leader", "content_leader"}),
    "change_places": ({"open", "registration_closed"}, "same", {"office", "process_leader", "content_leader"}),
    "remind_homework": (COMING | {"held", "documented"}, "same", {"office", "process_leader", "content_leader"}),
    "cancel": (COMING, "cancelled", {"office", "system"}),
}

# transition: guards, warnings, what must be told, what may be told, effects
DETAILS = {
    "announce": (
        ("project_is_published",), ("day_is_undecided", "place_is_undecided", "title_is_undecided"),
        (), (), (),
    ),
    "open": (
        ("has_day", "has_mode", "day_is_ahead"), ("place_is_undecided", "title_is_undecided"), (), (),
        ("invite_participants",),
    ),
    "close_registration": ((), ("place_is_undecided",), (), (), ()),
    "hold": (("day_has_come",), (), (), ("attendance",), ("keep_facts",)),
    "document": (("has_documentation", "has_attendance"), (), (), (), ()),
    "close": ((), (), (), (), ()),
    "move": (
        ("something_moves", "ends_after_it_starts"), (), ("reason",),
        ("starts", "ends", "undecided", "span", "times", "place"), ("move_occasion",),
    ),
    "change_mode": (("mode_differs",), (), ("mode", "reason"), ("place",), ("change_mode",)),
    "change_places": (("places_are_not_taken",), (), (), ("capacity", "unlimited"), ("change_places",)),
    "remind_homework": (("homework_is_set", "somebody_has_not_handed_in"), (), (), (), ()),
    "cancel": ((), (), ("reason",), ("went_to", "went_on"), ("keep_where_it_went",)),
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


def test_every_step_has_its_promise(life):
    assert set(life.transitions) == set(DETAILS)


def test_those_who_have_a_place_are_asked_again_when_it_changes_and_nothing_happens_by_time_alone(life):
    again = (Cascade("participations", "ask_again"),)
    assert {name: step.cascade for name, step in life.transitions.items() if step.cascade} == {
        "move": again, "change_mode": again}
    assert [name for name, step in life.transitions.items() if step.timing] == []


def test_the_auditor_changes_nothing(life):
    assert [name for name, step in life.transitions.items() if "auditor" in step.by] == []
    changing = {"edit", "delete", "add_attachment"}
    assert [state for state in MAY for each in changing if "auditor" in life.roles_with(each, state)] == []


def test_moving_and_changing_the_form_always_have_a_reason(life):
    told = {name for name, step in life.transitions.items() if "reason" in step.required}
    assert told == {"move", "change_mode", "cancel"}
