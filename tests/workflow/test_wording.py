"""A life in words says of each state who may do what, which ways lead out, and what they ask and bring."""

from __future__ import annotations

import pytest

from reglab_workflow.workflow.reader import read
from reglab_workflow.workflow.wording import (
    AskWords,
    CascadeWords,
    RightWords,
    StateWords,
    Titles,
    TransitionWords,
    describe,
    said,
)
from sample_life import NO_WORDS, proposal_life, small

SWEDISH = Titles(
    roles={"office": "kansliet", "auditor": "granskaren", "sender": "avsändaren", "member": "medlemmar",
           "representative": "medlemsansvarig"},
    permissions={"view": "se förslaget", "edit": "ändra innehållet"},
    guards={"has_theme": "Förslaget har ett tema.", "has_title": "Förslaget har en titel.",
            "lacks_purpose": "Syftet saknas."},
    effects={"number_receipt": "Avsändaren får ett kvitto."},
    facts={"reason": "Skäl", "decided_by": "Vem som beslutar", "decided_on": "Dag", "area": "Område"},
    dates={"closes": "när omgången stänger"},
)


@pytest.fixture
def states() -> dict[str, StateWords]:
    return {state.name: state for state in describe(proposal_life(), "sv", SWEDISH)}


def way(state: StateWords, name: str) -> TransitionWords:
    """One way out of a state."""
    return next(transition for transition in state.leaving if transition.name == name)


def test_every_state_is_told_in_the_order_of_the_file(states):
    assert list(states) == list(proposal_life().states)
    assert [state.title for state in states.values()][:3] == ["Utkast", "Inlämnat", "Åter för komplettering"]


def test_a_state_says_what_it_is(states):
    draft, closed, submitted = states["draft"], states["closed"], states["submitted"]
    assert (draft.initial, draft.final, draft.help) == (True, False, "Bara din organisation ser förslaget.")
    assert (closed.initial, closed.final, closed.help) == (False, True, "")
    assert submitted.friendly == "Kansliet läser"


def test_a_state_says_who_may_do_what(states):
    assert states["draft"].rights == (
        RightWords(
            "view", "se förslaget", ("kansliet", "granskaren", "avsändaren"), ("kansliet", "granskaren")),
        RightWords("view_history", "view_history", *[("kansliet", "granskaren", "avsändaren")] * 2),
        RightWords("edit", "ändra innehållet", ("avsändaren", "medlemsansvarig"), ()),
    )


def test_a_state_tells_the_ways_that_lead_out_of_it(states):
    names = [way.name for way in states["discussed"].leaving]
    assert names == ["select", "park", "not_select", "refer", "merge"]
    assert states["closed"].leaving == ()


def test_a_way_says_who_may_and_where_it_leads(states):
    submit = way(states["draft"], "submit")
    assert submit.title == "Lämna in"
    assert submit.targets == ("Inlämnat",)
    assert submit.who == ("avsändaren", "medlemsansvarig", "kansliet")
    assert (submit.by_itself, submit.at, submit.days) == (False, "", None)


def test_a_way_says_what_must_hold_what_is_warned_of_and_what_follows(states):
    submit = way(states["draft"], "submit")
    assert submit.must_hold == ("round_is_open", "Förslaget har en titel.", "has_organisation")
    assert submit.warned_of == ("Syftet saknas.", "lacks_target_group", "odd_email")
    assert submit.follows == ("Avsändaren får ett kvitto.",)


def test_a_way_says_what_is_asked_and_what_must_be_told(states):
    assert way(states["discussed"], "select").asks == (
        AskWords("decided_by", "Vem som beslutar", required=True),
        AskWords("decided_on", "Dag", required=True),
        AskWords("area", "Område", required=False),
        AskWords("motive", "motive", required=False),
    )


def test_what_happens_by_itself_is_told_with_its_time(states):
    start, close = way(states["selected"], "start"), way(states["running"], "close")
    assert (start.by_itself, start.who, start.at, start.days) == (True, (), "när omgången stänger", None)
    assert (close.by_itself, close.who, close.at, close.days) == (True, ("kansliet",), "", 400)
    assert close.confirm == "Förslaget ändras inte längre."
    assert states["selected"].by_itself == (start,)
    assert states["draft"].by_itself == ()


def test_a_way_back_tells_every_state_it_may_lead_to(states):
    reopen = way(states["withdrawn"], "reopen")
    assert (reopen.goes_back, reopen.stays) == (True, False)
    assert reopen.targets == ("Inlämnat", "Åter för komplettering")


def test_a_way_that_stays_says_so(states):
    carry_over = way(states["parked"], "carry_over")
    assert (carry_over.stays, carry_over.targets) == (True, ("Vilande",))


def test_the_same_life_in_english():
    draft = describe(proposal_life(), "en", Titles(roles={"sender": "the sender"}))[0]
    assert draft.title == "Draft"
    assert way(draft, "submit").title == "Submit"
    assert way(draft, "submit").who == ("the sender", "representative", "office")


def test_what_has_no_title_goes_by_its_name():
    draft = describe(proposal_life(), "sv")[0]
    everywhere = ("office", "auditor")
    assert draft.rights[0] == RightWords("view", "view", (*everywhere, "sender"), everywhere)


def test_a_cascade_is_told_with_the_words_of_the_life_it_moves():
    fired = '{relation = "proposals", fire = "close"}, {relation = "notes", fire = "finish"}'
    life = read(small(f"cascade = [{fired}]"), "note.toml", NO_WORDS)
    titles = Titles(relations={"proposals": "förslagen bakom"})
    finish = describe(life, "sv", titles, {"proposals": proposal_life()})[0].leaving[0]
    assert finish.fires == (
        CascadeWords("proposals", "förslagen bakom", "close", "Avsluta"),
        CascadeWords("notes", "notes", "finish", "finish"),
    )


def test_a_text_is_said_in_the_language_asked_for_or_else_in_its_first():
    text = {"sv": "Hej", "en": "Hello"}
    assert [said(text, language) for language in ("sv", "en", "fi")] == ["Hej", "Hello", "Hej"]
    assert said(None, "sv") == ""
