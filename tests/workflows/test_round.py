"""What the life of a round promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

from reglab_workflow.workflow.definition import Cascade, Timing

OFFICE = {"office"}
INSIDERS = {"office", "auditor"}
MEMBERS = {"office", "auditor", "member", "partner", "board"}
EVERYBODY = {"office", "auditor", "anyone"}

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
        "add_meeting": OFFICE,
        "add_attachment": OFFICE,
    },
    "open": ALWAYS | {
        "view": MEMBERS,
        "edit": OFFICE,
        "add_proposal": {"member", "office"},
        "add_meeting": OFFICE,
        "add_attachment": OFFICE,
        "arrange": OFFICE,
    },
    "closed": ALWAYS | {
        "view": MEMBERS,
        "edit": OFFICE,
        "add_proposal": OFFICE,
        "add_meeting": OFFICE,
        "add_attachment": OFFICE,
        "arrange": OFFICE,
    },
    "compiled": ALWAYS | {
        "view": MEMBERS,
        "edit": OFFICE,
        "add_proposal": OFFICE,
        "add_ballot": OFFICE,
        "add_meeting": OFFICE,
        "add_attachment": OFFICE,
        "arrange": OFFICE,
    },
    "published": ALWAYS | {
        "view": MEMBERS,
        "edit": OFFICE,
        "add_proposal": OFFICE,
        "add_ballot": OFFICE,
        "add_meeting": OFFICE,
        "add_attachment": OFFICE,
        "arrange": OFFICE,
    },
    "discussed": ALWAYS | {"view": MEMBERS, "edit": OFFICE, "add_ballot": OFFICE, "add_attachment": OFFICE},
    "decided": ALWAYS | {"view": EVERYBODY, "edit": OFFICE, "add_attachment": OFFICE},
    "adopted": ALWAYS | {"view": EVERYBODY, "edit": OFFICE, "add_attachment": OFFICE},
    "archived": ALWAYS | {"view": EVERYBODY},
}

# transition: from, to, who, how it is drawn
STEPS = {
    "open": ({"planned"}, "open", {"office", "system"}, "forward"),
    "close": ({"open"}, "closed", {"office", "system"}, "forward"),
    "compile": ({"open", "closed"}, "compiled", {"office"}, "forward"),
    "publish": ({"compiled"}, "published", {"office"}, "forward"),
    "issue": ({"published"}, "same", {"office"}, "side"),
    "remind": ({"open"}, "same", {"system"}, "side"),
    "hold": ({"published"}, "discussed", {"office"}, "forward"),
    "decide": ({"discussed"}, "decided", {"office", "system"}, "forward"),
    "adopt": ({"decided"}, "adopted", {"office"}, "forward"),
    "archive": ({"adopted"}, "archived", {"office"}, "forward"),
    "reopen": ({"closed", "compiled", "published"}, "open", {"office"}, "back"),
    "reopen_result": ({"decided", "adopted", "archived"}, "discussed", {"office"}, "back"),
}

# transition: what stops it, what is worth saying
GUARDS = {
    "open": (("round_has_last_day", "round_dates_are_in_order", "round_last_day_is_ahead"),
             ("round_lacks_instruction", "round_lacks_themes")),
    "close": (("round_last_day_is_over",), ("round_closes_early",)),
    "compile": (("proposals_have_themes", "proposals_have_numbers", "proposal_numbers_differ"),
                        ("round_has_no_proposals", "proposals_are_with_their_senders")),
    "publish": (("proposals_have_themes", "proposals_have_numbers", "proposal_numbers_differ",
                 "round_has_meeting"),
                ("proposals_are_with_their_senders", "meeting_of_round_has_no_day")),
    "issue": (("proposals_have_themes", "proposals_have_numbers", "proposal_numbers_differ",
               "booklet_differs_from_its_issue"), ()),
    "remind": (("members_are_not_reminded",), ()),
    "hold": (("meeting_of_round_has_begun",), ()),
    "decide": (("proposals_have_outcomes", "board_date_has_come"),
               ("no_proposal_is_selected", "meeting_result_is_not_published")),
    "adopt": (("adopted_date_has_come", "adopted_after_the_board"), ()),
    "archive": ((), ()),
    "reopen": (("new_last_day_of_round_is_ahead",), ()),
    "reopen_result": ((), ()),
}

# transition: what must be told, what follows
ASKS = {
    "open": ((), ()),
    "close": ((), ()),
    "compile": ((), ()),
    "publish": ((), ("fix_numbers", "issue_booklet")),
    "issue": ((), ("fix_numbers", "issue_booklet")),
    "remind": ((), ("keep_reminder",)),
    "hold": ((), ()),
    "decide": (("board_date",), ("keep_facts",)),
    "adopt": (("adopted_date",), ("keep_facts",)),
    "archive": ((), ()),
    "reopen": (("closes", "reason"), ("keep_facts",)),
    "reopen_result": (("reason",), ("forget_decisions",)),
}

TIMES = {"open": Timing(at="opens"), "close": Timing(at="closes"), "remind": Timing(at="closes", before=7)}
CASCADES = {"hold": (Cascade("proposals", "discuss"),)}


@pytest.fixture
def life(lives):
    return lives["round"]


def test_a_round_begins_as_planned(life):
    assert life.initial == "planned"


def test_the_states_are_these(life):
    assert set(life.states) == set(MAY)


@pytest.mark.parametrize("state", MAY)
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_who_takes_which_step(life):
    assert {name: (set(step.sources), step.target, set(step.by), step.kind)
            for name, step in life.transitions.items()} == STEPS


def test_what_stops_each_step_and_what_it_warns_of(life):
    assert {name: (step.guards, step.warns) for name, step in life.transitions.items()} == GUARDS


def test_what_each_step_asks_and_what_follows(life):
    assert {name: (step.required, step.effects) for name, step in life.transitions.items()} == ASKS
    assert not any(step.optional for step in life.transitions.values())


def test_the_clock_opens_and_closes_the_round_reminds_a_week_before_and_does_nothing_else(life):
    assert {name: step.timing for name, step in life.transitions.items() if step.timing} == TIMES


def test_holding_the_meeting_discusses_the_proposals_and_nothing_else_moves_them(life):
    assert {name: step.cascade for name, step in life.transitions.items() if step.cascade} == CASCADES


def test_a_round_is_never_beyond_the_offices_reach(life):
    assert [name for name, state in life.states.items() if state.final] == []


def test_only_members_and_the_office_write_proposals(life):
    writing = {role for state in life.states for role in life.roles_with("add_proposal", state)}
    assert writing == {"member", "office"}


def test_an_archived_round_can_only_be_read(life):
    changing = {"edit", "delete", "add_proposal", "add_ballot", "add_meeting", "add_attachment", "arrange"}
    assert not any(life.roles_with(each, "archived") for each in changing)
