"""A round's steps: what stops them, what they warn of, and what follows."""

from __future__ import annotations

import pytest

from reglab_workflow.security.actor import system
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused
from round_site import RoundSite


@pytest.fixture
def here():
    return RoundSite()


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def refused(here, round_, step, who=None, **facts):
    """The one reason a step is refused for; nothing has moved."""
    before = (round_.state, round_.values_of())
    with pytest.raises(Refused) as refusal:
        here.fire(round_, step, who, **facts)
    assert (round_.state, round_.values_of()) == before
    (reason,) = refusal.value.reasons
    return reason


def warned(here, round_, step, **facts) -> list[str]:
    return codes(here.fire(round_, step, **facts).warnings)


def clock():
    """The system when it looks at the clock."""
    return system("round.close")


# -- opening and closing -------------------------------------------------------------------------------------


def test_a_prepared_round_opens_without_a_word(here):
    round_ = here.round("planned", opens=here.today)
    assert warned(here, round_, "open") == []
    assert round_.state == "open"


def test_a_round_needs_a_last_day_to_open(here):
    reason = refused(here, here.round("planned", closes=None), "open")
    assert (reason.code, reason.field) == ("no_last_day", "closes")


def test_a_round_does_not_close_before_it_opens(here):
    round_ = here.round("planned", opens=here.later(9), closes=here.later(8))
    assert refused(here, round_, "open").code == "dates_turned"


def test_a_round_that_is_over_does_not_open(here):
    assert refused(here, here.round("planned", closes=here.later(-1)), "open").code == "last_day_passed"
    assert here.fire(here.round("planned", closes=here.today), "open").target == "open"


def test_opening_tells_what_members_will_miss(here):
    round_ = here.round("planned", instruction="", themes=())
    assert warned(here, round_, "open") == ["no_instruction", "no_themes"]


def test_the_clock_opens_a_round_too(here):
    round_ = here.round("planned", opens=here.today)
    here.fire(round_, "open", system("round.open"))
    assert round_.state == "open"


def test_the_clock_leaves_the_whole_last_day_to_the_members(here):
    round_ = here.round(closes=here.today)
    assert refused(here, round_, "close", clock()).code == "last_day_left"
    here.pass_days(1)
    here.fire(round_, "close", clock())
    assert round_.state == "closed"


def test_the_office_may_close_early_and_is_told_what_that_means(here):
    assert warned(here, here.round(closes=here.later(3)), "close") == ["closes_early"]
    assert warned(here, here.round(closes=here.later(-1)), "close") == []


def test_no_member_opens_or_closes_a_round(here):
    with pytest.raises(NotPermitted):
        here.fire(here.round("planned"), "open", here.member)
    with pytest.raises(NotPermitted):
        here.fire(here.round("open"), "close", here.member)


# -- the booklet ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["compile", "publish"])
def test_the_booklet_needs_a_theme_and_a_number_for_every_proposal(here, step):
    round_ = here.round("closed" if step == "compile" else "compiled")
    here.meeting(round_)
    lacking = here.proposal(round_, title="Halvklart", number=1)
    reason = refused(here, round_, step)
    assert (reason.code, reason.text.mapping) == ("without_theme", {"titles": "Halvklart"})
    lacking.set({"theme": "data", "number": None})
    reason = refused(here, round_, step)
    assert (reason.code, reason.text.mapping) == ("without_number", {"titles": "Halvklart"})
    lacking.set({"number": 1})
    here.fire(round_, step)


def test_a_theme_that_has_been_removed_is_no_theme(here):
    round_ = here.round("closed")
    here.numbered(round_, 1, theme="borta")
    assert refused(here, round_, "compile").code == "without_theme"


def test_drafts_and_proposals_that_left_do_not_stop_the_booklet(here):
    round_ = here.round("closed")
    here.numbered(round_, 1)
    for state in ("draft", "withdrawn", "merged", "referred"):
        here.proposal(round_, state, title=state)
    here.fire(round_, "compile")
    assert round_.state == "compiled"


def test_two_proposals_never_share_a_number(here):
    round_ = here.round("closed")
    for _again in range(2):
        here.numbered(round_, 7)
    reason = refused(here, round_, "compile")
    assert (reason.code, reason.text.mapping) == ("numbers_repeated", {"numbers": "7"})


def test_a_long_list_of_titles_is_cut_and_says_how_many_are_left(here):
    round_ = here.round("closed")
    for figure in range(1, 8):
        here.proposal(round_, title=f"F{figure}")
    with pytest.raises(Refused) as refusal:
        here.fire(round_, "compile")
    assert refusal.value.reasons[0].text.mapping == {"titles": "F1; F2; F3; F4; F5 (+ 2)"}


def test_an_empty_booklet_is_worth_a_word(here):
    assert warned(here, here.round("closed"), "compile") == ["no_proposals"]


def test_returned_proposals_are_named_but_do_not_hold_the_booklet_up(here):
    round_ = here.round("closed")
    here.numbered(round_, 1, "returned")
    assert warned(here, round_, "compile") == ["proposals_returned"]


def test_the_booklet_is_published_when_the_meeting_is_planned(here):
    round_ = here.round("compiled")
    assert refused(here, round_, "publish").code == "no_meeting"
    here.meeting(round_, day=None)
    assert warned(here, round_, "publish") == ["meeting_without_day"]


# -- the idea meeting and the decisions ----------------------------------------------------------------------


@pytest.mark.parametrize(("state", "held"), [
    ("planned", False), ("called", False), ("in_session", True), ("result_draft", True), ("published", True)])
def test_a_meeting_that_has_not_begun_has_not_been_held(here, state, held):
    round_ = here.round("published")
    here.meeting(round_, state)
    if held:
        here.fire(round_, "hold")
    else:
        assert refused(here, round_, "hold").code == "meeting_not_begun"


def test_holding_the_meeting_makes_every_submitted_proposal_discussed(here):
    round_ = here.round("published", numbered_to=3)
    here.meeting(round_, "in_session")
    states = {"submitted": "discussed", "discussed": "discussed", "returned": "returned", "draft": "draft",
              "merged": "merged", "withdrawn": "withdrawn", "referred": "referred"}
    made = {state: here.numbered(round_, figure, state) for figure, state in enumerate(states, 1)}
    here.fire(round_, "hold")
    assert {state: proposal.state for state, proposal in made.items()} == states


def test_one_proposal_that_cannot_be_discussed_stops_the_whole_and_is_named(here):
    round_ = here.round("published")
    here.meeting(round_, "in_session")
    ready, late = here.numbered(round_, 1), here.proposal(round_, title="Sent", theme="data")
    reason = refused(here, round_, "hold")
    assert (reason.code, reason.text.mapping) == ("no_number", {"title": "Sent"})
    assert (ready.state, late.state) == ("submitted", "submitted")


def test_no_member_is_left_without_an_answer_when_the_board_has_decided(here):
    round_ = here.round("discussed")
    here.numbered(round_, 1, "selected")
    left = here.numbered(round_, 2, "returned")
    reason = refused(here, round_, "decide", board_date=here.today)
    assert (reason.code, reason.text.mapping) == ("without_outcome", {"titles": "Förslag 2"})
    here.put(left, "not_selected")
    here.fire(round_, "decide", board_date=here.today)
    assert (round_.state, round_.board_date) == ("decided", here.today)


def test_a_merged_proposal_has_the_outcome_of_its_target(here):
    round_ = here.round("discussed")
    target = here.numbered(round_, 1, "discussed")
    here.numbered(round_, 2, "merged", target=target.uid)
    assert refused(here, round_, "decide", board_date=here.today).text.mapping == {"titles": "Förslag 1"}
    here.put(target, "parked")
    assert here.fire(round_, "decide", board_date=here.today).target == "decided"


def test_deciding_tells_when_nothing_is_selected_and_the_meeting_has_not_answered(here):
    round_ = here.round("discussed")
    meeting = here.meeting(round_, "result_draft")
    here.numbered(round_, 1, "not_selected")
    offer = here.acts(here.office).offer(round_, here.rulebook.engine(round_).transition("decide"))
    assert codes(offer.warnings) == ["nothing_selected", "meeting_result_unpublished"]
    here.put(meeting, "published")
    here.numbered(round_, 2, "running")
    assert warned(here, round_, "decide", board_date=here.today) == []


def test_a_decision_has_its_day_and_it_is_not_tomorrow(here):
    round_ = here.round("discussed")
    with pytest.raises(MissingFacts):
        here.fire(round_, "decide")
    reason = refused(here, round_, "decide", board_date=here.later(1))
    assert (reason.code, reason.field) == ("date_ahead", "board_date")


def test_the_member_group_adopts_after_the_board(here):
    round_ = here.round("decided", board_date=here.later(-3))
    assert refused(here, round_, "adopt", adopted_date=here.later(-4)).code == "adopted_before_board"
    assert refused(here, round_, "adopt", adopted_date=here.later(1)).code == "date_ahead"
    here.fire(round_, "adopt", adopted_date=here.later(-3))
    assert (round_.state, round_.adopted_date) == ("adopted", here.later(-3))


# -- going back ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["closed", "compiled", "published"])
def test_a_round_opens_again_until_a_day_that_is_still_to_come(here, state):
    round_ = here.round(state, closes=here.later(-5))
    reason = refused(here, round_, "reopen", closes=here.later(-1), reason="Två organisationer till")
    assert (reason.code, reason.field) == ("last_day_passed", "closes")
    here.fire(round_, "reopen", closes=here.later(5), reason="Två organisationer till")
    assert (round_.state, round_.closes) == ("open", here.later(5))


@pytest.mark.parametrize("state", ["decided", "adopted", "archived"])
def test_a_result_that_is_opened_again_is_undecided(here, state):
    round_ = here.round(state, board_date=here.today, adopted_date=here.today)
    with pytest.raises(MissingFacts):
        here.fire(round_, "reopen_result")
    here.fire(round_, "reopen_result", reason="Ett förslag glömdes bort")
    assert (round_.state, round_.board_date, round_.adopted_date) == ("discussed", None, None)


def test_the_year_and_the_numbers_are_not_written_by_hand(here):
    round_ = here.round("planned")
    for values in ({"year": 2030}, {"numbered_to": 3}, {"board_date": here.today}):
        with pytest.raises(NotPermitted):
            here.acts(here.office).edit(round_, values)
