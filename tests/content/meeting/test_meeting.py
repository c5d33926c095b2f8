"""An idea meeting: its agenda and notes, what stops its steps, and who reads its result when."""

from __future__ import annotations

import pytest

from reglab_workflow.content.events import Edited
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused, Stale
from round_site import RoundSite


@pytest.fixture
def here():
    return RoundSite()


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def refused(here, meeting, step, **facts):
    """The one reason a step is refused for; nothing has moved."""
    before = (meeting.state, meeting.values_of())
    with pytest.raises(Refused) as refusal:
        here.fire(meeting, step, **facts)
    assert (meeting.state, meeting.values_of()) == before
    (reason,) = refusal.value.reasons
    return reason


# -- the agenda ----------------------------------------------------------------------------------------------


def test_calling_puts_the_proposals_on_the_agenda_in_the_order_of_the_booklet(here):
    round_ = here.round("published")
    second, first = here.numbered(round_, 2, theme="vatten"), here.numbered(round_, 1)
    here.proposal(round_, "draft")
    meeting = here.meeting(round_)
    here.fire(meeting, "call")
    assert meeting.proposals() == [first, second]


def test_the_offices_own_order_stays_and_late_proposals_come_last(here):
    round_ = here.round("published")
    first, second = here.numbered(round_, 1), here.numbered(round_, 2)
    meeting = here.meeting(round_, "called", agenda=(second.uid, first.uid))
    late = here.numbered(round_, 3)
    here.fire(meeting, "begin")
    assert meeting.proposals() == [second, first, late]


def test_a_proposal_that_is_gone_leaves_no_hole_in_the_agenda(here):
    meeting = here.meeting(here.round("published"), agenda=("0" * 16,))
    assert meeting.proposals() == []


# -- notes ---------------------------------------------------------------------------------------------------


def test_a_note_is_written_by_the_office_through_the_one_door(here):
    round_ = here.round("published")
    meeting, proposal = here.meeting(round_, "in_session"), here.proposal(round_)
    assert meeting.text_on(proposal.uid) == ""
    here.heard.clear()
    assert here.acts(here.office).edit(meeting.note_on(proposal.uid), {"text": "Många känner igen sig."})
    assert meeting.text_on(proposal.uid) == "Många känner igen sig."
    assert [type(event) for event in here.heard] == [Edited]


def test_reading_a_note_makes_none(here):
    meeting = here.meeting(here.round("published"), "in_session")
    meeting.text_on("0" * 16)
    assert len(meeting.notes) == 0


def test_nobody_else_writes_notes_and_nobody_before_the_call_or_after_the_result(here):
    round_ = here.round("published")
    meeting, proposal = here.meeting(round_, "in_session"), here.proposal(round_)
    with pytest.raises(NotPermitted):
        here.acts(here.member).edit(meeting.note_on(proposal.uid), {"text": "Vårt är bäst."})
    for state in ("planned", "published"):
        here.put(meeting, state)
        with pytest.raises(NotPermitted):
            here.acts(here.office).edit(meeting.note_on(proposal.uid), {"text": "Sent."})


def test_two_who_write_about_the_same_proposal_are_told_and_two_notes_never_meet(here):
    round_ = here.round("published")
    meeting, one, other = here.meeting(round_, "in_session"), here.proposal(round_), here.proposal(round_)
    acts, seen = here.acts(here.office), meeting.version
    acts.edit(meeting.note_on(one.uid), {"text": "Först."}, seen=0)
    with pytest.raises(Stale):
        acts.edit(meeting.note_on(one.uid), {"text": "Sedan."}, seen=0)
    acts.edit(meeting.note_on(other.uid), {"text": "Ett annat."}, seen=0)
    assert meeting.version == seen


# -- calling, beginning, ending ------------------------------------------------------------------------------


def test_nobody_is_called_to_an_undecided_day(here):
    reason = refused(here, here.meeting(here.round("published"), day=None), "call")
    assert (reason.code, reason.field) == ("no_day", "day")


def test_a_call_tells_what_members_will_ask_about(here):
    meeting = here.meeting(here.round("open"), place="", day=here.later(-1))
    assert codes(here.fire(meeting, "call").warnings) == ["day_passed", "no_place", "round_not_published"]


def test_a_complete_call_goes_out_without_a_word(here):
    meeting = here.meeting(here.round("published"), day=here.later(20))
    assert here.fire(meeting, "call").warnings == ()


def test_a_call_is_taken_back_with_a_reason(here):
    meeting = here.meeting(here.round("published"), "called")
    with pytest.raises(MissingFacts):
        here.fire(meeting, "call_off")
    here.fire(meeting, "call_off", reason="Snö")
    assert meeting.state == "planned"


def test_a_meeting_begins_on_its_day(here):
    meeting = here.meeting(here.round("published"), "called", day=here.later(1))
    assert refused(here, meeting, "begin").code == "day_ahead"
    here.pass_days(1)
    here.fire(meeting, "begin")
    assert meeting.state == "in_session"


def test_a_meeting_that_ended_too_early_goes_on(here):
    meeting = here.meeting(here.round("published"), "in_session")
    here.fire(meeting, "end")
    here.fire(meeting, "resume")
    assert meeting.state == "in_session"


# -- the result ----------------------------------------------------------------------------------------------


def test_an_empty_result_is_not_published(here):
    reason = refused(here, here.meeting(here.round("discussed"), "result_draft"), "publish")
    assert (reason.code, reason.field) == ("no_result", "result")


def test_a_result_answers_every_proposal(here):
    round_ = here.round("discussed")
    meeting = here.meeting(round_, "result_draft", result="Tre områden.")
    left = here.numbered(round_, 1, "discussed")
    assert refused(here, meeting, "publish").text.mapping == {"number": 1}
    here.put(left, "parked")
    here.fire(meeting, "publish")
    assert meeting.state == "published"


def test_the_result_is_kept_from_members_until_it_is_published(here):
    meeting = here.meeting(here.round("discussed"), "result_draft", result="Tre områden.")
    assert meeting.internal == ("result",)
    assert "områden" not in meeting.search_text()
    here.put(meeting, "published")
    assert meeting.internal == ()
    assert "områden" in meeting.search_text()


@pytest.mark.parametrize(("state", "members", "public"), [
    ("planned", False, False), ("called", True, False), ("in_session", True, False),
    ("result_draft", True, False), ("published", True, True)])
def test_members_see_the_meeting_from_the_call_and_anyone_its_result(here, state, members, public):
    meeting = here.meeting(here.round("published"), state)
    assert (here.may(here.member, "view", meeting), here.may(None, "view", meeting)) == (members, public)


def test_a_published_result_is_corrected_with_a_reason_and_becomes_a_new_version(here):
    meeting = here.meeting(here.round("discussed"), "published", result="Tre områden.")
    version = meeting.version
    with pytest.raises(NotPermitted):
        here.acts(here.office).edit(meeting, {"result": "Fyra områden."})
    with pytest.raises(MissingFacts):
        here.fire(meeting, "correct", result="Fyra områden.")
    here.fire(meeting, "correct", result="Fyra områden.", reason="Ett föll bort")
    assert (meeting.state, meeting.result, meeting.version) == ("published", "Fyra områden.", version + 1)


def test_a_correction_corrects_something(here):
    meeting = here.meeting(here.round("discussed"), "published", result="Tre områden.")
    reason = refused(here, meeting, "correct", result="Tre områden.", reason="Ingenting")
    assert (reason.code, reason.field) == ("result_unchanged", "result")


def test_a_meeting_is_listed_with_its_round(here):
    meeting = here.meeting(here.round())
    assert meeting.search_terms() == {"round": (meeting.round.uid, "2027")}


def test_a_round_has_one_idea_meeting(here):
    round_ = here.round()
    here.meeting(round_)
    with pytest.raises(Refused) as refusal:
        here.acts(here.office).create(round_, "meeting", {"title": "Ett till"})
    assert codes(refusal.value.reasons) == ["there_already"]
    assert round_.meeting.title == "Idémöte"
