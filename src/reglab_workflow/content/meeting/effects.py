"""What follows when a meeting is called or begins."""

from __future__ import annotations

from typing import Any

from .model import Meeting
from .plan import point_with, points_of


def forget_current(meeting: Meeting, step: Any) -> None:
    """No proposal is up any more."""
    meeting.set({"current": "", "current_since": None})


def start_clock(meeting: Meeting, step: Any) -> None:
    """The time of a point begins when its first proposal is taken up."""
    points, taken_up = points_of(meeting), step.facts["current"]
    goes_on = meeting.current_since is not None and point_with(points, taken_up) == point_with(points, meeting.current)
    if not goes_on:
        meeting.set({"current_since": step.now})


def complete_agenda(meeting: Meeting, step: Any) -> None:
    """Put the proposals of the booklet that are not on the agenda at its end; the office's order stays."""
    missing = (proposal.uid for proposal in meeting.round.booklet() if proposal.uid not in meeting.agenda)
    meeting.set({"agenda": (*meeting.agenda, *missing)})
