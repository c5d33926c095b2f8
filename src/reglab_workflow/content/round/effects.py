"""What follows when a round moves on: published numbers are fixed, a reopened result is undecided again."""

from __future__ import annotations

from typing import Any

from ...documents.edition import whole_edition
from .model import Round


def fix_numbers(round_: Round, step: Any) -> None:
    """Remember how far members have seen the numbers: from here on those stay as they are."""
    numbers = (proposal.number or 0 for proposal in round_.booklet())
    round_.set({"numbered_to": max(round_.numbered_to, max(numbers, default=0))})


def issue_booklet(round_: Round, step: Any) -> None:
    """Keep the booklet as it goes out, so that what changes afterwards can be told."""
    round_.keep_issue(whole_edition(round_).canonical(), step.now)


def keep_reminder(round_: Round, step: Any) -> None:
    """Remember which last day members have been reminded of, so that it is done once."""
    round_.set({"reminded": round_.closes})


def forget_decisions(round_: Round, step: Any) -> None:
    """The decisions are to be recorded anew; the old dates stay in the history."""
    round_.set({"board_date": None, "adopted_date": None})
