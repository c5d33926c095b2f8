"""The numbers of the booklet: without gaps until members have seen them, then never changed."""

from __future__ import annotations

import pytest

from reglab_workflow.content.round.numbering import number_proposals, numbers_for
from round_site import THEMES, RoundSite


@pytest.fixture
def here():
    return RoundSite()


def number(here, round_) -> dict[str, int]:
    """Number the round as the office does, and tell the numbers by title."""
    acts = here.acts(here.office)
    for proposal, figure in number_proposals(round_):
        acts.edit(proposal, {"number": figure})
    return {each.title: each.number for each in round_.booklet()}


def test_numbers_run_through_the_themes_in_the_offices_order(here):
    round_ = here.round("closed")
    for title, theme in (("a", "metoder"), ("b", "data"), ("c", "vatten"), ("d", "data")):
        here.proposal(round_, title=title, theme=theme)
    assert number(here, round_) == {"b": 1, "d": 2, "c": 3, "a": 4}


def test_a_proposal_without_a_theme_gets_no_number(here):
    round_ = here.round("closed")
    here.proposal(round_, title="utan")
    here.proposal(round_, title="borttaget", theme="borta")
    here.proposal(round_, title="med", theme="data")
    assert number(here, round_) == {"med": 1, "utan": None, "borttaget": None}


def test_numbering_twice_changes_nothing(here):
    round_ = here.round("closed")
    for theme in ("data", "vatten", "data"):
        here.proposal(round_, theme=theme)
    number(here, round_)
    assert number_proposals(round_) == []


def test_a_returned_proposal_keeps_its_place_and_a_withdrawn_one_leaves_no_gap(here):
    round_ = here.round("closed")
    here.numbered(round_, 1)
    here.numbered(round_, 2, "withdrawn")
    here.numbered(round_, 3, "returned")
    assert number(here, round_) == {"Förslag 1": 1, "Förslag 3": 2}


def test_the_office_can_order_a_theme_by_hand_before_it_numbers(here):
    round_ = here.round("closed")
    here.numbered(round_, 20, title="sist")
    here.numbered(round_, 10, title="först")
    assert number(here, round_) == {"först": 1, "sist": 2}


def test_published_numbers_stay_when_themes_change_places(here):
    round_ = here.round("published", numbered_to=2)
    here.numbered(round_, 1, theme="data", title="a")
    here.numbered(round_, 2, theme="vatten", title="b")
    round_.set({"themes": tuple(reversed(THEMES))})
    assert number_proposals(round_) == []


def test_late_proposals_get_the_next_numbers_whatever_their_theme(here):
    round_ = here.round("published", numbered_to=2)
    here.numbered(round_, 1, theme="data", title="a")
    here.numbered(round_, 2, theme="metoder", title="b")
    here.proposal(round_, theme="metoder", title="senare")
    here.proposal(round_, theme="data", title="sen")
    assert number(here, round_) == {"a": 1, "sen": 3, "b": 2, "senare": 4}


def test_the_number_of_a_published_proposal_that_was_withdrawn_is_never_given_to_another(here):
    round_ = here.round("published", numbered_to=3)
    here.numbered(round_, 1)
    here.numbered(round_, 3, "withdrawn")
    late = here.proposal(round_, theme="data", title="sen")
    assert numbers_for(round_)[late.uid] == 4


def test_publishing_fixes_the_numbers_that_members_get_to_see(here):
    round_ = here.round("compiled")
    here.meeting(round_)
    here.numbered(round_, 1)
    here.numbered(round_, 2)
    here.fire(round_, "publish")
    assert round_.numbered_to == 2


def test_publishing_again_never_lets_a_number_loose(here):
    round_ = here.round("compiled", numbered_to=9)
    here.meeting(round_)
    here.numbered(round_, 1)
    here.fire(round_, "publish")
    assert round_.numbered_to == 9
