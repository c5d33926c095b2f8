"""What the life of an organisation's registration promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

from reglab_workflow.workflow.definition import Cascade

OFFICE = {"office"}
INSIDERS = {"office", "auditor"}
OWN = {"colleague", "project_contact"}
WRITERS = {"project_contact", "representative", "office"}
LEADERS = {"process_leader", "content_leader"}

ALWAYS = {
    "view": INSIDERS | OWN,
    "view_history": INSIDERS | OWN,
    "view_internal": OFFICE | OWN,
    "view_letters": INSIDERS,
    "view_rights": INSIDERS,
}

# The leaders see who takes part once it is certain, and never what the invoice says; the manager sees what to approve.
MAY = {
    "draft": ALWAYS | {"edit": {"colleague", "office"}, "delete": {"colleague", "office"}},
    "awaiting_approval": ALWAYS | {"view": INSIDERS | OWN | {"approver"}},
    "submitted": ALWAYS,
    "confirmed": ALWAYS | {"view": INSIDERS | OWN | LEADERS, "edit": WRITERS},
    "fee_fixed": ALWAYS | {"view": INSIDERS | OWN | LEADERS, "edit": WRITERS},
    "declined": ALWAYS,
    "cancelled": ALWAYS,
    "cancelled_late": ALWAYS,
}

BEFORE = {"draft", "awaiting_approval"}
TAKING_PART = {"confirmed", "fee_fixed"}

# transition: from, to, who, how it is drawn
STEPS = {
    "ask_approval": ({"draft"}, "awaiting_approval", {"colleague", "office"}, "forward"),
    "record_approval": (BEFORE, "submitted", {"colleague", "office"}, "forward"),
    "approve": ({"awaiting_approval"}, "submitted", {"approver"}, "forward"),
    "refuse": ({"awaiting_approval"}, "draft", {"approver"}, "back"),
    "take_back": ({"awaiting_approval"}, "draft", {"colleague", "office"}, "back"),
    "confirm": ({"submitted"}, "confirmed", OFFICE, "forward"),
    "admit_late": (BEFORE, "confirmed", OFFICE, "side"),
    "return": ({"submitted"}, "draft", OFFICE, "back"),
    "decline": ({"submitted"}, "declined", OFFICE, "side"),
    "name": (TAKING_PART, "same", WRITERS, "side"),
    "change_contact": (TAKING_PART, "same", WRITERS, "side"),
    "remind": (TAKING_PART, "same", {"office", "process_leader"}, "side"),
    "fix_fee": ({"confirmed"}, "fee_fixed", {"office", "system"}, "forward"),
    "change_fee": ({"fee_fixed"}, "same", {"system"}, "side"),
    "cancel": (BEFORE | {"submitted", "confirmed"}, "cancelled", {"representative", "project_contact", "office"},
               "side"),
    "cancel_late": (BEFORE | {"submitted"} | TAKING_PART, "cancelled_late", OFFICE, "side"),
    "reopen": ({"declined", "cancelled"}, "draft", {"representative", "office"}, "back"),
    "end": (TAKING_PART, "same", {"system"}, "forward"),
}

WHOLE = ("project_takes_registrations", "organisation_may_register", "contact_is_named", "number_fits",
         "team_is_named", "invoice_is_complete", "terms_are_accepted")

# transition: what stops it, what is worth saying
GUARDS = {
    "ask_approval": ((*WHOLE, "manager_is_named"), ("contact_is_somebody_elsewhere", "manager_is_the_contact")),
    "record_approval": ((*WHOLE, "approval_is_not_ahead"), ("contact_is_somebody_elsewhere",)),
    "approve": ((), ()),
    "refuse": ((), ()),
    "take_back": ((), ()),
    "confirm": (("project_is_not_over",), ("contact_gets_an_account",)),
    "admit_late": (("last_day_is_over", "project_is_not_over", "contact_is_named", "number_fits",
                    "invoice_is_complete", "approval_is_not_ahead"), ("contact_gets_an_account",)),
    "return": ((), ()),
    "decline": ((), ()),
    "name": (("project_is_not_over", "people_are_not_too_many", "people_have_names",
              "no_one_with_a_place_is_left_out"), ()),
    "change_contact": (("project_is_not_over", "new_contact_is_named"), ()),
    "remind": (("nobody_is_named", "project_is_not_over"), ()),
    "fix_fee": (("project_has_a_decided_fee",), ()),
    "change_fee": ((), ()),
    "cancel": (("last_day_is_not_over",), ()),
    "cancel_late": (("last_day_is_over",), ()),
    "reopen": (("project_takes_registrations",), ()),
    "end": ((), ()),
}

# transition: what must be told, what may be told, what follows
ASKS = {
    "ask_approval": ((), (), ()),
    "record_approval": (("approved_by", "approved_on"), (), ("keep_facts",)),
    "approve": ((), (), ("note_approval",)),
    "refuse": (("reason",), (), ("keep_facts",)),
    "take_back": ((), (), ()),
    "confirm": ((), (), ("appoint_contact", "invite_named")),
    "admit_late": (("reason", "approved_by", "approved_on"), (),
                   ("keep_facts", "note_late", "appoint_contact", "invite_named")),
    "return": (("reason",), (), ("keep_facts",)),
    "decline": (("reason",), (), ("keep_facts",)),
    "name": (("people",), (), ("keep_people", "invite_named")),
    "change_contact": (("contact_name", "contact_email"), ("contact_role", "contact_phone"),
                       ("change_contact", "appoint_contact")),
    "remind": ((), (), ()),
    "fix_fee": ((), (), ("take_the_fee",)),
    "change_fee": ((), (), ("take_the_fee",)),
    "cancel": ((), ("reason",), ("keep_facts", "end_contact")),
    "cancel_late": (("reason", "charge"), (), ("keep_facts", "note_terms", "end_contact")),
    "reopen": ((), (), ()),
    "end": ((), (), ("end_contact",)),
}


@pytest.fixture
def life(lives):
    return lives["registration"]


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


def test_who_cancels_frees_the_places_of_its_people(life):
    along = (Cascade("participations", "cancel"),)
    assert {step.name: step.cascade for step in life.transitions.values() if step.cascade} == {
        "cancel": along, "cancel_late": along}


def test_nothing_happens_by_time_alone(life):
    assert not any(step.timing for step in life.transitions.values())


def test_the_auditor_takes_no_step_and_writes_nothing(life):
    assert not any("auditor" in step.by for step in life.transitions.values())
    assert not any("auditor" in life.roles_with(each, state) for state in life.states
                   for each in ("edit", "delete", "view_internal"))
