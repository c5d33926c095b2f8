"""Naming several proposals in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MOST_TITLES = 5


def titles_of(proposals: Sequence[Any]) -> str:
    """The titles of proposals, or the first few and how many more there are."""
    return in_one_line([each.title for each in proposals[:MOST_TITLES]], len(proposals))


def in_one_line(titles: Sequence[str], total: int) -> str:
    """Some titles, and how many more there are of all."""
    more = total - len(titles)
    return "; ".join(titles) + (f" (+ {more})" if more > 0 else "")
