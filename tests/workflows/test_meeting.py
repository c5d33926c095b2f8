"""What the life of an idea meeting promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
INSIDERS = {"office", "auditor"}
MEMBERS = {"office", "auditor", "member", "partner", "board"}

ALWAYS = {
    "view_history": INSIDERS,
    "view_internal": INSIDERS,
    "view_letters": INSIDERS,
    "view_rights": INSIDERS,
}

MAY = {
    "planned": ALWAYS | {
        "view": INSIDERS,
        "edit": OFFICE,
        "delete": OFFICE,
        "add_attachment": OFFICE,
    },
    "called": ALWAYS | {
        "view": MEMBERS,
        "edit": OFFICE,
        "add_attachment": OFFICE,
        "write_notes": OFFICE,
        "write_own_notes": MEMBERS,
    },
    "in_session": ALWAYS | {
        "view": MEMBERS,
        "edit": OFFICE,
        "add_attachment": OFFICE,
        "write_notes": OFFICE,
        "write_own_notes": MEMBERS,
    },
    "result_draft": ALWAYS | {
        "view": MEMBERS,
        "edit": OFFICE,
        "add_attachment": OFFICE,
        "write_notes": OFFICE,
        "write_own_notes": MEMBERS,
    },
    "published": ALWAYS | {
        "view": {"office", "auditor", "anyone"},
        "add_attachment": OFFICE,
    },
}

# transition: from, to, how it is drawn
STEPS = {
    "call": ({"planned"}, "called", "forward"),
    "call_off": ({"called"}, "planned", "back"),
    "begin": ({"called"}, "in_session", "forward"),
    "take_up": ({"in_session"}, "same", "side"),
    "end": ({"in_session"}, "result_draft", "forward"),
    "resume": ({"result_draft"}, "in_session", "back"),
    "publish": ({"result_draft"}, "published", "forward"),
    "correct": ({"published"}, "same", "side"),
}

# transition: what stops it, what is worth saying
GUARDS = {
    "call": (("meeting_has_a_day",),
             ("meeting_day_has_passed", "meeting_has_no_place", "round_of_meeting_is_not_published")),
    "call_off": ((), ()),
    "begin": (("meeting_day_has_come",), ("round_of_meeting_is_not_published",)),
    "take_up": (("proposal_is_on_the_agenda",), ()),
    "end": ((), ()),
    "resume": ((), ()),
    "publish": (("meeting_has_a_result", "discussed_proposals_have_outcomes"), ()),
    "correct": (("corrected_result_differs",), ()),
}

# transition: what must be told, what follows
ASKS = {
    "call": ((), ("complete_agenda",)),
    "call_off": (("reason",), ()),
    "begin": ((), ("complete_agenda",)),
    "take_up": (("current",), ("start_clock", "keep_facts")),
    "end": ((), ("forget_current",)),
    "resume": ((), ()),
    "publish": ((), ()),
    "correct": (("result", "reason"), ("keep_facts",)),
}


@pytest.fixture
def life(lives):
    return lives["meeting"]


def test_a_meeting_begins_as_planned(life):
    assert life.initial == "planned"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_which_steps_there_are(life):
    assert {name: (set(step.sources), step.target, step.kind)
            for name, step in life.transitions.items()} == STEPS


def test_the_office_takes_every_step(life):
    assert {step.by for step in life.transitions.values()} == {("office",)}


def test_what_stops_each_step_and_what_it_warns_of(life):
    assert {name: (step.guards, step.warns) for name, step in life.transitions.items()} == GUARDS


def test_what_each_step_asks_and_what_follows(life):
    assert {name: (step.required, step.effects) for name, step in life.transitions.items()} == ASKS


def test_no_step_moves_other_items_or_waits_for_a_day(life):
    for step in life.transitions.values():
        assert (step.optional, step.cascade, step.timing) == ((), (), None)


def test_a_published_result_only_changes_by_a_correction(life):
    assert life.states["published"].final
    assert [step.name for step in life.leaving("published")] == ["correct"]
    assert life.roles_with("edit", "published") == ()
