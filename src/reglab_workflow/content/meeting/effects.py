"""What follows when a meeting is called or begins."""

from __future__ import annotations

from typing import Any

from .model import Meeting


def forget_current(meeting: Meeting, step: Any) -> None:
    """No proposal is up any more."""
    meeting.set({"current": ""})


def complete_agenda(meeting: Meeting, step: Any) -> None:
    """Put the proposals of the booklet that are not on the agenda at its end; the office's order stays."""
    missing = (proposal.uid for proposal in meeting.round.booklet() if proposal.uid not in meeting.agenda)
    meeting.set({"agenda": (*meeting.agenda, *missing)})
