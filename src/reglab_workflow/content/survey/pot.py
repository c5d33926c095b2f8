"""Pot: what people have answered, so mixed that nobody can tell which answers came together, or from whom.

It is one record, written as a whole at every answer: for each question all that has been answered, sorted, and beside
it the marks of those who have answered. A mark is made with a key that the database does not have.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from persistent import Persistent

KEY_BYTES = 8

Values = tuple[Any, ...]
Mixed = Mapping[str, Values]
"""Every answer to each question, by the question's key."""


class Pot(Persistent):
    """The answers of a survey; ``shown`` is what was in it when it was counted last."""

    marks: frozenset[str] = frozenset()
    answers: Mixed = MappingProxyType({})
    shown: Mixed = MappingProxyType({})
    shown_number: int = 0

    @property
    def number(self) -> int:
        """How many have answered."""
        return len(self.marks)

    @property
    def not_shown(self) -> int:
        """How many have answered since it was counted."""
        return self.number - self.shown_number

    def holds(self, mark: str) -> bool:
        """Whether whoever has that mark has answered."""
        return mark in self.marks

    def put(self, mark: str, answer: Mapping[str, Any]) -> None:
        """Mix an answer with the others; raises KeyError if the mark is there already."""
        if mark in self.marks:
            raise KeyError(mark)
        self.marks = self.marks | {mark}
        mixed = dict(self.answers)
        for key, value in answer.items():
            mixed[key] = tuple(sorted((*mixed.get(key, ()), (_place(value), value))))
        self.answers = mixed

    def shown_values(self, key: str) -> list[Any]:
        """What may be shown of the answers to a question, in an order that tells nothing."""
        return [value for _place, value in self.shown.get(key, ())]

    def count(self, least: int) -> bool:
        """Show what is in the pot, unless that would show what fewer than ``least`` have said; tells whether it does.

        Those who have come since the last time are alone in what is different from then.
        """
        if self.not_shown and self.not_shown < least:
            return False
        self.shown, self.shown_number = dict(self.answers), self.number
        return True


def _place(value: Any) -> str:
    """Where a value lies among the others: texts in an order by chance, which is always the same; all else by size."""
    return secrets.token_hex(KEY_BYTES) if isinstance(value, str) else ""
