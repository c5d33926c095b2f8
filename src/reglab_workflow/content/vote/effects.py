"""What follows when a vote is cast."""

from __future__ import annotations

from typing import Any

from .model import Vote


def cast_the_draft(vote: Vote, step: Any) -> None:
    """What the draft says is what the organisation has cast."""
    vote.set({"cast_marks": vote.marks})
