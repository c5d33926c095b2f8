"""A round: where its proposals stand, which of them count, and in what order the booklet has them."""

from __future__ import annotations

import pytest

from reglab_workflow.content.round.model import DECIDED, PUBLISHED, Round, proposal_by_uid, rounds_of
from reglab_workflow.plain import plain
from reglab_workflow.security import roles
from round_site import THEMES, RoundSite


@pytest.fixture
def here():
    return RoundSite()


def titles(proposals) -> list[str]:
    return [each.title for each in proposals]


def test_a_round_stands_at_its_year_with_places_for_proposals_and_files(here):
    round_ = here.round(year=2027)
    assert round_.path == "/rounds/2027"
    assert round_["proposals"].path == "/rounds/2027/proposals"
    assert round_["files"].path == "/rounds/2027/files"


def test_a_second_round_of_the_same_year_has_an_address_of_its_own(here):
    here.round(year=2027)
    assert here.round(year=2027).path == "/rounds/2027-2"


def test_what_a_round_keeps_can_be_told_in_the_trail(here):
    told = plain(here.round().values_of())
    assert told["themes"][0] == {"id": "data", "title": "Data"}
    assert told["closes"] == here.later(30).isoformat()


def test_nothing_is_decided_when_a_round_is_new():
    round_ = Round(title="Inför 2027", year=2027)
    assert (round_.opens, round_.closes, round_.board_date, round_.adopted_date) == (None, None, None, None)
    assert (round_.themes, round_.numbered_to, round_.meeting) == ((), 0, None)


def test_readers_and_rounds_agree_on_what_is_published():
    assert (PUBLISHED, DECIDED) == (roles.PUBLISHED, roles.DECIDED)


@pytest.mark.parametrize(("state", "published", "decided"), [
    ("planned", False, False), ("open", False, False), ("closed", False, False), ("compiled", False, False),
    ("published", True, False), ("discussed", True, False), ("decided", True, True), ("adopted", True, True),
    ("archived", True, True),
])
def test_the_state_tells_who_has_seen_what(here, state, published, decided):
    round_ = here.round(state)
    assert (round_.is_published, round_.is_decided) == (published, decided)


def test_a_theme_is_found_by_its_id_and_a_removed_one_is_no_theme(here):
    round_ = here.round()
    assert round_.theme("vatten") == THEMES[1]
    assert round_.theme_title("vatten") == "Vatten"
    assert round_.theme("borta") is None
    assert round_.theme_title("") == ""


def test_the_meeting_stands_in_the_round(here):
    round_ = here.round()
    meeting = here.meeting(round_)
    assert round_.meeting is meeting
    assert meeting.path == "/rounds/2027/meeting"


# -- proposals -----------------------------------------------------------------------------------------------


def test_a_proposal_is_found_by_its_uid(here):
    round_ = here.round()
    proposal = here.proposal(round_)
    assert round_.proposal(proposal.uid) is proposal
    assert round_.proposal("0" * 16) is None


def test_a_deleted_draft_is_found_no_more_even_when_its_address_is_taken_again(here):
    round_ = here.round()
    draft = here.proposal(round_, "draft")
    here.acts(here.member).remove(draft)
    again = here.proposal(round_, "draft")
    assert again.__name__ == draft.__name__
    assert round_.proposal(draft.uid) is None


def test_a_proposal_is_found_in_whatever_round_it_stands(here):
    old, new = here.round("archived", 2026), here.round("open", 2027)
    earlier, later = here.proposal(old), here.proposal(new)
    assert proposal_by_uid(new, earlier.uid) is earlier
    assert proposal_by_uid(here.site, later.uid) is later
    assert proposal_by_uid(here.site, "") is None


def test_the_latest_round_comes_first(here):
    for year in (2026, 2028, 2027):
        here.round(year=year)
    assert [each.year for each in rounds_of(here.site)] == [2028, 2027, 2026]


STATES = ("draft", "submitted", "returned", "discussed", "selected", "running", "closed", "not_selected",
          "parked", "referred", "merged", "withdrawn")


def test_drafts_withdrawn_and_merged_proposals_do_not_live_by_themselves(here):
    round_ = here.round()
    for state in STATES:
        here.proposal(round_, state, title=state)
    assert titles(round_.live_proposals()) == [
        "submitted", "returned", "discussed", "selected", "running", "closed", "not_selected", "parked",
        "referred"]


def test_a_proposal_that_was_passed_on_before_it_got_a_number_is_not_in_the_booklet(here):
    round_ = here.round()
    here.proposal(round_, "referred", title="Före")
    here.numbered(round_, 4, "referred", title="Efter")
    assert titles(round_.booklet()) == ["Efter"]


def test_the_booklet_goes_by_theme_in_the_offices_order_and_then_by_number(here):
    round_ = here.round()
    here.proposal(round_, title="utan tema")
    here.proposal(round_, title="utan nummer", theme="data")
    here.numbered(round_, 3, theme="metoder")
    here.numbered(round_, 2, theme="data")
    here.numbered(round_, 1, theme="vatten")
    assert titles(round_.booklet()) == ["Förslag 2", "utan nummer", "Förslag 1", "Förslag 3", "utan tema"]


def test_only_proposals_that_nothing_is_decided_about_lack_an_outcome(here):
    round_ = here.round("discussed")
    for state in STATES:
        here.proposal(round_, state, title=state)
    assert titles(round_.without_outcome()) == ["submitted", "returned", "discussed"]


# -- other rounds --------------------------------------------------------------------------------------------


def test_the_nearest_later_round_that_is_open_takes_what_is_carried_over(here):
    mine = here.round("archived", 2026)
    here.round("open", 2025)
    here.round("planned", 2027)
    far, near = here.round("open", 2029), here.round("open", 2028)
    assert mine.later_open_round() is near
    assert near.later_open_round() is far
    assert far.later_open_round() is None


def test_a_round_knows_which_of_its_proposals_takes_up_an_earlier_one(here):
    old, new = here.round("archived", 2026), here.round("open", 2027)
    earlier = here.proposal(old, "parked")
    here.fire(earlier, "carry_over", here.member)
    assert new.follower(earlier.uid).follows == earlier.uid
    assert old.follower(earlier.uid) is None
