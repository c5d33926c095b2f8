"""What an idea meeting needs before it moves on, and what is worth saying to the office."""

from __future__ import annotations

from ...clock import local_day
from ...i18n import _
from ...security.remedies import EditField, Reach, Wait, each
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..round.model import DECIDABLE, PUBLISHED
from .model import Meeting


def meeting_has_a_day(meeting: Meeting, ask: Ask) -> Reason | None:
    """The day of the meeting is decided."""
    if meeting.day is not None:
        return None
    return Reason("no_day", _("Decide the day of the meeting before you call it."), "day")


def meeting_day_has_passed(meeting: Meeting, ask: Ask) -> Reason | None:
    """Worth saying: the day of the meeting has passed."""
    if meeting.day is None or meeting.day >= local_day(ask.now):
        return None
    return Reason("day_passed", _("The day of the meeting has already passed."), "day")


def meeting_has_no_place(meeting: Meeting, ask: Ask) -> Reason | None:
    """Worth saying: the place of the meeting is not decided."""
    if meeting.place:
        return None
    return Reason("no_place", _("The place of the meeting has not been decided yet."), "place")


def round_of_meeting_is_not_published(meeting: Meeting, ask: Ask) -> Reason | None:
    """Worth saying: members cannot read the proposals yet."""
    if meeting.round.is_published:
        return None
    return Reason("round_not_published", _("The members cannot read the proposals yet: publish the booklet."),
                  remedies=(Reach(meeting.round, PUBLISHED),))


def meeting_day_has_come(meeting: Meeting, ask: Ask) -> Reason | None:
    """The day of the meeting has come."""
    if meeting.day is not None and meeting.day <= local_day(ask.now):
        return None
    return Reason("day_ahead", _(
        "The day of the meeting has not come. Change the day if the meeting is moved."), "day", remedies=(
            *((Wait(meeting.day),) if meeting.day is not None else ()), EditField(meeting, "day")))


def proposal_is_on_the_agenda(meeting: Meeting, ask: Ask) -> Reason | None:
    """The proposal is on the agenda."""
    uid = ask.facts.get("current")
    if not uid or uid in meeting.agenda:
        return None
    return Reason("not_on_agenda", _("The proposal is not on the agenda. Choose one that is."), "current")


def meeting_has_a_result(meeting: Meeting, ask: Ask) -> Reason | None:
    """The result of the meeting is written."""
    if meeting.result:
        return None
    return Reason("no_result", _("Write what the meeting arrived at before you publish it."), "result")


def discussed_proposals_have_outcomes(meeting: Meeting, ask: Ask) -> Reason | None:
    """Every proposal has an outcome."""
    lacking = meeting.round.without_outcome()
    if not lacking:
        return None
    return Reason("without_outcome", _(
        "Record an outcome for every proposal before you publish the result. Without one: ${number}.",
        mapping={"number": len(lacking)}), remedies=each(*(Reach(proposal, DECIDABLE) for proposal in lacking)))


def corrected_result_differs(meeting: Meeting, ask: Ask) -> Reason | None:
    """The corrected text differs from the published one."""
    text = ask.facts.get("result")
    if text is None or text != meeting.result:
        return None
    return Reason("result_unchanged", _("The text is the same as before. Change what was wrong."), "result")
