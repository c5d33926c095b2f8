"""What follows when homework is handed in."""

from __future__ import annotations

from typing import Any

from ...clock import local_day
from .model import Submission


def note_when_handed_in(submission: Submission, step: Any) -> None:
    """Keep the day, and whether it was after the last one."""
    day, due = local_day(step.now), submission.workshop.homework_due
    submission.set({"handed_in": day, "is_late": due is not None and day > due})
