"""Naming several proposals in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MOST_TITLES = 5


def titles_of(proposals: Sequence[Any]) -> str:
    """The titles, or the first few and how many more there are."""
    titles = "; ".join(each.title for each in proposals[:MOST_TITLES])
    more = len(proposals) - MOST_TITLES
    return f"{titles} (+ {more})" if more > 0 else titles
