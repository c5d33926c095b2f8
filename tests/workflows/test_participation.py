"""What the life of a participation promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

from reglab_workflow.workflow.definition import Timing

INSIDERS = {"office", "auditor"}
LEADERS = {"process_leader", "content_leader"}
OWN = {"colleague", "project_contact"}
GROUP = {"participant", "project_contact", "representative", "office"}
TICKERS = {"office", "process_leader", "content_leader"}

# The same in every state: names for those who lead and for the own organisation, needs for the person and the office.
ALWAYS = {
    "view": INSIDERS | OWN | LEADERS | {"participant"},
    "view_history": INSIDERS | OWN,
    "view_internal": GROUP,
    "view_letters": INSIDERS,
    "view_rights": INSIDERS,
    "view_needs": {"office", "participant"},
    "edit": {"participant"},
}

STATES = {"invited", "declined", "registered", "waiting", "offered", "lapsed", "cancelled", "replaced", "attended",
          "no_show"}
# What is to be read beforehand is for those who have a place or wait for one.
BEFOREHAND = ALWAYS | {"view_beforehand": {"participant"}}
MAY = {state: BEFOREHAND if state in {"registered", "waiting", "offered"} else ALWAYS for state in STATES}
UNANSWERED = {"invited", "declined", "lapsed", "cancelled", "replaced"}
COMING = {"registered", "waiting", "offered"}

# transition: from, to, who, how it is drawn
STEPS = {
    "sign_up": (UNANSWERED, "registered", GROUP, "forward"),
    "queue": (UNANSWERED, "waiting", GROUP, "forward"),
    "decline": ({"invited"}, "declined", GROUP, "forward"),
    "cancel": (COMING, "cancelled", GROUP | {"system"}, "side"),
    "offer": ({"waiting"}, "offered", {"system"}, "forward"),
    "accept": ({"offered"}, "registered", GROUP, "forward"),
    "lapse": ({"offered"}, "lapsed", {"system"}, "forward"),
    "admit": ({"waiting", "offered"}, "registered", {"office"}, "side"),
    "replace": (COMING, "replaced", GROUP, "side"),
    "take_over": (UNANSWERED, "registered", {"system"}, "forward"),
    "take_over_turn": (UNANSWERED, "waiting", {"system"}, "forward"),
    "take_over_offer": (UNANSWERED, "offered", {"system"}, "forward"),
    "ask_again": ({"registered"}, "same", {"system"}, "forward"),
    "confirm": ({"registered"}, "same", GROUP, "side"),
    "send_link": (STATES, "same", GROUP - {"participant"}, "side"),
    "tick": (STATES - {"attended"}, "attended", TICKERS, "forward"),
    "miss": ({"registered", "attended"}, "no_show", TICKERS | {"system"}, "forward"),
    "untick": ({"attended", "no_show"}, "previous", TICKERS, "back"),
    "forget_needs": (STATES, "same", {"system"}, "forward"),
}

SIGNING = ("occasion_takes_sign_ups", "organisation_takes_part", "organisation_has_room")

# transition: what stops it; nothing is only warned of
GUARDS = {
    "sign_up": (*SIGNING, "place_is_free"),
    "queue": (*SIGNING, "occasion_is_full"),
    "decline": ("occasion_is_ahead",),
    "cancel": ("occasion_is_ahead",),
    "offer": ("place_is_free", "is_first_in_the_queue"),
    "accept": ("offer_still_holds", "occasion_is_ahead"),
    "lapse": (),
    "admit": ("occasion_is_ahead",),
    "replace": ("occasion_is_ahead", "organisation_takes_part", "substitute_can_come"),
    "take_over": (),
    "take_over_turn": (),
    "take_over_offer": (),
    "ask_again": (),
    "confirm": ("confirmation_is_asked_for",),
    "send_link": ("person_is_on_the_list",),
    "tick": ("occasion_has_come", "occasion_is_not_closed"),
    "miss": ("occasion_has_come", "occasion_is_not_closed"),
    "untick": ("occasion_is_not_closed",),
    "forget_needs": ("needs_are_kept",),
}

# transition: what must be told, what may be told, what follows
ASKS = {
    "sign_up": ((), (), ("take_turn",)),
    "queue": ((), (), ("take_turn",)),
    "decline": ((), (), ()),
    "cancel": ((), ("reason",), ("keep_facts", "leave_place")),
    "offer": ((), (), ("open_offer",)),
    "accept": ((), (), ("close_offer",)),
    "lapse": ((), (), ("leave_place",)),
    "admit": (("reason",), (), ("keep_facts", "make_room", "close_offer")),
    "replace": (("substitute",), (), ("send_a_substitute",)),
    "take_over": ((), (), ()),
    "take_over_turn": ((), (), ()),
    "take_over_offer": ((), (), ()),
    "ask_again": ((), (), ("ask_for_confirmation",)),
    "confirm": ((), (), ("note_confirmation",)),
    "send_link": ((), (), ()),
    "tick": ((), (), ()),
    "miss": ((), (), ()),
    "untick": ((), (), ()),
    "forget_needs": ((), (), ("erase_needs",)),
}


@pytest.fixture
def life(lives):
    return lives["participation"]


def test_it_begins_with_an_invitation(life):
    assert life.initial == "invited"


def test_the_states_are_these_and_none_is_an_end(life):
    assert set(life.states) == STATES
    assert not any(state.final for state in life.states.values())


@pytest.mark.parametrize("state", sorted(STATES))
def test_who_may_what_in_each_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_who_takes_which_step(life):
    assert {step.name: (set(step.sources), step.target, set(step.by), step.kind)
            for step in life.transitions.values()} == STEPS


def test_what_stops_each_step(life):
    assert {step.name: step.guards for step in life.transitions.values()} == GUARDS
    assert not any(step.warns for step in life.transitions.values())


def test_what_each_step_asks_and_what_follows(life):
    assert {step.name: (step.required, step.optional, step.effects)
            for step in life.transitions.values()} == ASKS


def test_offers_run_out_and_needs_are_erased_by_time(life):
    assert {step.name: step.timing for step in life.transitions.values() if step.timing} == {
        "lapse": Timing(at="offer_ends"), "forget_needs": Timing(at="needs_until")}


def test_places_change_hands_only_after_what_frees_or_gives_them(life):
    assert {step.name: set(step.follows) for step in life.transitions.values() if step.follows} == {
        "offer": {"leave_place", "change_places"}, "take_over": {"send_a_substitute"},
        "take_over_turn": {"send_a_substitute"}, "take_over_offer": {"send_a_substitute"}}


def test_a_place_before_the_queue_takes_the_office_and_a_reason(life):
    before = [step for step in life.transitions.values()
              if "waiting" in step.sources and step.target == "registered" and step.name != "take_over"]
    assert [(step.name, step.by, step.required) for step in before] == [("admit", ("office",), ("reason",))]
