"""What the life of a project promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
LEADERS = {"office", "process_leader", "content_leader"}
INSIDERS = {"office", "auditor", "process_leader", "content_leader"}
EVERYBODY = {"office", "auditor", "process_leader", "content_leader", "anyone"}
READERS = {"office", "auditor"}

# In every state the insiders see the project, its history and what is internal.
ALWAYS = {
    "view_history": INSIDERS,
    "view_internal": INSIDERS,
    "view_invoices": OFFICE,
    "view_letters": READERS,
    "view_rights": READERS,
}

MAY = {
    "planned": ALWAYS | {
        "view": INSIDERS,
        "edit": LEADERS,
        "delete": OFFICE,
        "add_workshop": LEADERS,
        "add_attachment": LEADERS,
        "appoint": OFFICE,
        "arrange": OFFICE,
    },
    "inviting": ALWAYS | {
        "view": EVERYBODY,
        "add_registration": {"member", "partner", "office"},
        "add_survey": LEADERS,
        "edit": LEADERS,
        "add_workshop": LEADERS,
        "add_attachment": LEADERS,
        "appoint": OFFICE,
        "arrange": OFFICE,
    },
    "confirmed": ALWAYS | {
        "view": EVERYBODY,
        "add_registration": OFFICE,
        "add_survey": LEADERS,
        "edit": LEADERS,
        "add_workshop": LEADERS,
        "add_attachment": LEADERS,
        "appoint": OFFICE,
        "arrange": OFFICE,
    },
    "running": ALWAYS | {
        "view": EVERYBODY,
        "add_registration": OFFICE,
        "add_survey": LEADERS,
        "edit": LEADERS,
        "add_workshop": LEADERS,
        "add_attachment": LEADERS,
        "appoint": OFFICE,
        "arrange": OFFICE,
    },
    "evaluating": ALWAYS | {
        "view": EVERYBODY,
        "add_survey": LEADERS,
        "edit": LEADERS,
        "add_attachment": LEADERS,
        "appoint": OFFICE,
        "arrange": OFFICE,
    },
    "closed": ALWAYS | {"view": EVERYBODY, "add_attachment": OFFICE, "add_survey": OFFICE},
    "cancelled": ALWAYS | {"view": EVERYBODY},
    "reshaped": ALWAYS | {"view": EVERYBODY},
}

UNDER_WAY = {"planned", "inviting", "confirmed", "running", "evaluating"}

# transition: from, to, who
STEPS = {
    "invite": ({"planned"}, "inviting", {"office"}),
    "extend": ({"inviting"}, "same", {"office"}),
    "close_registration": ({"inviting"}, "confirmed", {"office"}),
    "change_fee": ({"confirmed", "running", "evaluating"}, "same", {"office"}),
    "set_terms": ({"planned", "inviting", "confirmed", "running"}, "same", {"office"}),
    "start": ({"confirmed"}, "running", {"office", "process_leader", "content_leader"}),
    "finish": ({"running"}, "evaluating", {"office", "process_leader", "content_leader"}),
    "close": ({"evaluating"}, "closed", {"office"}),
    "cancel": (UNDER_WAY, "cancelled", {"office"}),
    "reshape": (UNDER_WAY, "reshaped", {"office"}),
}

# transition: guards, warnings, what must be told, what may be told, effects, what follows elsewhere
DETAILS = {
    "invite": (
        ("says_why", "last_day_is_ahead", "format_has_leading_organisation", "format_has_room_this_year"),
        ("expects_no_results", "names_no_target_group", "has_no_fee_yet", "has_no_occasions",
         "has_no_leader_yet"),
        (), (), ("keep_day_of_invitation",), (("workshops", "announce"),),
    ),
    "extend": (("new_last_day_is_later",), (), ("last_day", "reason"), (), ("keep_facts",), ()),
    "close_registration": (
        ("has_least_organisations", "fee_has_its_reason"), ("last_day_has_not_passed",), ("fee",),
        ("fee_reason", "fee_note"), ("decide_fee", "keep_facts"), (("registrations", "fix_fee"),),
    ),
    "change_fee": (
        ("fee_is_another",), (), ("fee", "reason"), (), ("decide_fee",), (("registrations", "change_fee"),),
    ),
    "set_terms": (
        ("terms_are_clear", "terms_are_new"), (), ("terms_text", "charges"), (), ("add_terms",), (),
    ),
    "start": (
        ("has_content_leader", "has_process_leader", "has_confirmed_registration", "format_has_leading_organisation",
         "format_has_participants"), (), (), (), (),
        (("proposals", "start"),),
    ),
    "finish": ((), ("occasions_remain",), (), (), (), ()),
    "close": (
        ("occasions_are_documented", "expected_results_are_rated", "figures_can_be_computed"),
        ("has_no_evaluation",), (),
        ("continuation", "continues_in"), ("keep_facts", "keep_figures", "end_leaders", "plan_follow_ups"),
        (("workshops", "close"), ("registrations", "end"), ("proposals", "close")),
    ),
    "cancel": (
        (), (), ("reason", "moved_to"), (), ("keep_facts", "end_leaders"),
        (("workshops", "cancel"), ("registrations", "end"), ("proposals", "stop")),
    ),
    "reshape": (
        (), (), ("reason", "moved_to"), (), ("keep_facts", "end_leaders"),
        (("workshops", "cancel"), ("registrations", "end"), ("proposals", "stop")),
    ),
}


@pytest.fixture
def life(lives):
    return lives["project"]


def test_a_project_begins_planned(life):
    assert life.initial == "planned"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_where_a_project_stays_for_good(life):
    assert {name for name, state in life.states.items() if state.final} == {"closed", "cancelled", "reshaped"}


def test_who_takes_which_step(life):
    assert {name: (set(step.sources), step.target, set(step.by))
            for name, step in life.transitions.items()} == STEPS


@pytest.mark.parametrize("name", DETAILS)
def test_what_each_step_takes_and_brings(life, name):
    step = life.transitions[name]
    follows = tuple((each.relation, each.fire) for each in step.cascade)
    assert (step.guards, step.warns, step.required, step.optional, step.effects, follows) == DETAILS[name]


def test_nothing_happens_to_a_project_by_time_alone(life):
    assert [name for name, step in life.transitions.items() if step.timing] == []


def test_the_auditor_changes_nothing(life):
    assert [name for name, step in life.transitions.items() if "auditor" in step.by] == []
    changing = {"edit", "delete", "add_workshop", "add_attachment", "appoint", "arrange"}
    assert [state for state in MAY for each in changing if "auditor" in life.roles_with(each, state)] == []


@pytest.mark.parametrize("state", ["closed", "cancelled", "reshaped"])
def test_nobody_writes_in_a_project_that_is_over(life, state):
    assert life.roles_with("edit", state) == ()


def test_what_cannot_be_undone_is_confirmed(life):
    assert {name for name, step in life.transitions.items() if step.confirm} == {"close", "cancel", "reshape"}
