"""What the life of a proposal promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

OFFICE = {"office"}
SENDERS = {"sender", "auditor"}
INSIDERS = {"sender", "auditor", "office"}
INTERNAL = {"auditor", "office"}
MEMBERS = {"sender", "auditor", "office", "member", "partner", "board"}
READERS = {"sender", "auditor", "office", "reader"}

MAY = {
    "draft": {
        "view": {"sender", "auditor", "stand_in", "asked"},
        "view_history": {"sender", "auditor", "stand_in"},
        "view_letters": SENDERS,
        "view_internal": {"auditor"},
        "view_rights": {"auditor"},
        "edit": {"sender", "stand_in"},
        "delete": {"sender", "stand_in"},
        "add_attachment": {"sender", "stand_in"},
    },
    "submitted": {
        "view": READERS | {"asked"},
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
        "edit": OFFICE,
        "arrange": OFFICE,
        "add_attachment": OFFICE,
    },
    "returned": {
        "view": INSIDERS | {"asked"},
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
        "edit": {"sender"},
        "arrange": OFFICE,
        "add_attachment": {"sender"},
    },
    "discussed": {
        "view": MEMBERS,
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
        "edit": OFFICE,
        "arrange": OFFICE,
        "add_attachment": OFFICE,
    },
    "selected": {
        "view": MEMBERS | {"public_reader"},
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
        "add_attachment": OFFICE,
    },
    "running": {
        "view": INSIDERS | {"anyone"},
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
    },
    "closed": {
        "view": INSIDERS | {"anyone"},
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
    },
    "not_selected": {
        "view": MEMBERS,
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
    },
    "parked": {
        "view": MEMBERS,
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
    },
    "referred": {
        "view": READERS,
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
    },
    "merged": {
        "view": READERS,
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
    },
    "withdrawn": {
        "view": INSIDERS,
        "view_history": INSIDERS,
        "view_letters": INSIDERS,
        "view_internal": INTERNAL,
        "view_rights": INTERNAL,
    },
}

# transition: from, to, who, how it is drawn
STEPS = {
    "submit": ({"draft", "returned"}, "submitted", {"sender", "stand_in"}, "forward"),
    "agree": ({"draft", "submitted", "returned"}, "same", {"asked"}, "forward"),
    "decline": ({"draft", "submitted", "returned"}, "same", {"asked"}, "side"),
    "withdraw": ({"submitted", "returned"}, "withdrawn", {"sender", "stand_in"}, "side"),
    "reopen_draft": ({"withdrawn"}, "draft", {"sender"}, "back"),
    "return": ({"submitted"}, "returned", {"office"}, "back"),
    "accept_as_is": ({"returned"}, "submitted", {"office"}, "forward"),
    "discuss": ({"submitted"}, "discussed", {"office", "system"}, "forward"),
    "merge": ({"submitted", "discussed"}, "merged", {"office"}, "side"),
    "unmerge": ({"merged"}, "previous", {"office"}, "back"),
    "select": ({"discussed", "parked"}, "selected", {"office", "system"}, "forward"),
    "park": ({"discussed", "selected"}, "parked", {"office", "system"}, "side"),
    "not_select": ({"discussed"}, "not_selected", {"office", "system"}, "side"),
    "refer": ({"submitted", "discussed", "selected", "parked"}, "referred", {"office", "system"}, "side"),
    "start": ({"selected"}, "running", {"system"}, "forward"),
    "close": ({"running"}, "closed", {"system"}, "forward"),
    "stop": ({"running"}, "selected", {"office", "system"}, "back"),
    "carry_over": ({"not_selected", "parked"}, "same", {"sender", "office"}, "forward"),
    "reopen": ({"selected", "not_selected", "parked", "referred"}, "previous", {"office"}, "back"),
}

GUARDS = {
    "submit": ("round_is_open", "has_title", "has_organisation"),
    "agree": (),
    "decline": (),
    "withdraw": ("nothing_is_merged_here",),
    "reopen_draft": ("round_is_open",),
    "return": (),
    "accept_as_is": (),
    "discuss": ("round_is_published", "has_theme", "has_number"),
    "merge": ("target_can_take_it",),
    "unmerge": ("result_is_not_decided",),
    "select": ("has_area_or_motive", "decided_by_a_known_body", "decision_day_has_come"),
    "park": ("decided_by_a_known_body", "decision_day_has_come"),
    "not_select": ("decided_by_a_known_body", "decision_day_has_come"),
    "refer": (),
    "start": (),
    "close": (),
    "stop": (),
    "carry_over": ("later_round_is_open", "is_not_carried_over_yet"),
    "reopen": (),
}

# transition: what must be told, what may be told
ASKS = {
    "submit": ((), ()),
    "agree": ((), ()),
    "decline": ((), ()),
    "withdraw": ((), ("reason",)),
    "reopen_draft": (("reason",), ()),
    "return": (("reason",), ("asked_for",)),
    "accept_as_is": ((), ()),
    "discuss": ((), ()),
    "merge": (("target", "reason"), ()),
    "unmerge": (("reason",), ()),
    "select": (("decided_by", "decided_on"), ("area", "motive")),
    "park": (("reason",), ("decided_by", "decided_on")),
    "not_select": (("reason",), ("decided_by", "decided_on")),
    "refer": (("referred_to", "reason"), ()),
    "start": ((), ()),
    "close": ((), ()),
    "stop": (("reason",), ()),
    "carry_over": ((), ()),
    "reopen": (("reason",), ()),
}

EFFECTS = {
    "submit": ("forget_reason",),
    "agree": ("agree",),
    "decline": ("decline",),
    "withdraw": ("keep_facts", "leave_booklet"),
    "reopen_draft": ("forget_reason",),
    "return": ("keep_facts",),
    "accept_as_is": ("forget_reason",),
    "discuss": (),
    "merge": ("keep_facts", "leave_booklet", "join_target"),
    "unmerge": ("keep_facts", "part_from_target"),
    "select": ("keep_facts", "forget_reason"),
    "park": ("keep_facts",),
    "not_select": ("keep_facts",),
    "refer": ("keep_facts", "leave_booklet"),
    "start": ("link_project", "forget_reason"),
    "close": (),
    "stop": ("keep_facts", "unlink_project"),
    "carry_over": ("write_again_in_later_round",),
    "reopen": ("keep_facts", "forget_decision"),
}

WARNS = {
    "submit": ("lacks_idea", "lacks_purpose", "lacks_target_group", "lacks_contact", "odd_email",
               "co_sender_has_not_answered"),
}


@pytest.fixture
def life(lives):
    return lives["proposal"]


def test_a_proposal_begins_as_a_draft(life):
    assert life.initial == "draft"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_who_takes_which_step(life):
    assert {name: (set(step.sources), step.target, set(step.by), step.kind)
            for name, step in life.transitions.items()} == STEPS


def test_what_stops_each_step(life):
    assert {name: step.guards for name, step in life.transitions.items()} == GUARDS


def test_what_each_step_asks(life):
    assert {name: (step.required, step.optional) for name, step in life.transitions.items()} == ASKS


def test_what_follows_each_step(life):
    assert {name: step.effects for name, step in life.transitions.items()} == EFFECTS


def test_only_submitting_warns_and_it_demands_none_of_it(life):
    assert {name: step.warns for name, step in life.transitions.items() if step.warns} == WARNS


def test_no_step_moves_other_items_or_waits_for_a_day(life):
    for step in life.transitions.values():
        assert (step.cascade, step.timing) == ((), None)


def test_only_a_closed_proposal_is_finished(life):
    assert [name for name, state in life.states.items() if state.final] == ["closed"]


def test_a_stranger_sees_no_draft(life):
    assert set(life.roles_with("view", "draft")).isdisjoint(
        {"office", "member", "partner", "board", "reader", "public_reader", "anyone", "signed_in"})


def test_the_public_sees_only_what_has_been_selected(life):
    public = {"anyone", "public_reader"}
    seen = {state for state in life.states if public & set(life.roles_with("view", state))}
    assert seen == {"selected", "running", "closed"}


def test_the_sender_sees_the_proposal_whatever_becomes_of_it(life):
    assert all("sender" in life.roles_with("view", state) for state in life.states)


def test_the_auditor_sees_everything_and_does_nothing(life):
    seen = {"view", "view_history", "view_letters", "view_internal", "view_rights"}
    held = {each for state in MAY.values() for each, roles in state.items() if "auditor" in roles}
    assert held == seen
    assert not any("auditor" in step.by for step in life.transitions.values())


def test_every_answer_that_a_member_may_dislike_has_a_reason(life):
    for name in ("return", "merge", "unmerge", "park", "not_select", "refer", "stop", "reopen"):
        assert "reason" in life.transitions[name].required
