"""Survey: what guards ask of many items at once, answered by the items themselves or by the index.

A step asks the items, as they are in its own transaction. A page that only offers the step asks the index, so that
it loads nothing that it does not show. Both answer the same query, and neither asks who may view what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ..content.site.model import find
from ..rulebook import Rulebook
from .documents import filters_of
from .query import Query

Items = Callable[[], Iterable[Any]]
"""Gives the items that a query is about, where they have to be looked at."""

LOOKED_AT = 25
"""So many items, the latest changed, are looked at to tell whether one has changed; more are taken for a change."""


@dataclass(frozen=True)
class Some:
    """The first titles of what fits, by number and then by address, how many there are in all, and where those are."""

    titles: tuple[str, ...]
    total: int
    paths: tuple[str, ...] = ()


class Survey(Protocol):
    """What can be asked; ``whole`` when every item is there to be looked at anyway."""

    whole: bool

    def some(self, query: Query, among: Items, most: int) -> Some:
        """The first of what fits, and how many there are."""

    def repeated(self, query: Query, among: Items) -> list[int]:
        """The numbers that more than one of what fits have."""

    def changed(self, query: Query, among: Items, after: datetime) -> bool:
        """Whether any of what fits may have changed since."""


class ItemSurvey:
    """Looks at every item, as this transaction has it."""

    whole = True

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def some(self, query: Query, among: Items, most: int) -> Some:
        """The first of what fits, and how many there are."""
        found = sorted(self._fitting(query, among), key=_by_number)
        first = found[:most]
        return Some(tuple(each.title for each in first), len(found), tuple(each.path for each in first))

    def repeated(self, query: Query, among: Items) -> list[int]:
        """The numbers that more than one of what fits have."""
        used = Counter(each.number for each in self._fitting(query, among) if each.number)
        return sorted(number for number, times in used.items() if times > 1)

    def changed(self, query: Query, among: Items, after: datetime) -> bool:
        """Whether any of what fits has changed since."""
        return any(each.modified > after for each in self._fitting(query, among))

    def _fitting(self, query: Query, among: Items) -> list[Any]:
        return [each for each in among() if query.fits(filters_of(each, self.rulebook))]


def _by_number(item: Any) -> tuple[bool, int, str]:
    """As the index orders: what bears a number first, then by address; not every kind of item has one."""
    number = getattr(item, "number", None) or 0
    return not number, number, item.path


class IndexSurvey:
    """Asks the index, which knows what has been committed."""

    whole = False

    def __init__(self, finder: Any) -> None:
        self.finder = finder

    def some(self, query: Query, among: Items, most: int) -> Some:
        """The first of what fits, and how many there are."""
        match = query.match()
        if match is None:
            return Some((), 0)
        rows, total = self.finder.fresh_index().titles(match, most)
        return Some(tuple(title for title, _path in rows), total, tuple(path for _title, path in rows))

    def repeated(self, query: Query, among: Items) -> list[int]:
        """The numbers that more than one of what fits have."""
        match = query.match()
        found: list[int] = self.finder.fresh_index().repeated(match) if match is not None else []
        return found

    def changed(self, query: Query, among: Items, after: datetime) -> bool:
        """Whether any of what fits may have changed since; the index knows the second, the item the moment."""
        match = query.match()
        if match is None:
            return False
        hits = self.finder.fresh_index().search(match, "newest", LOOKED_AT + 1, 0, int(after.timestamp()))
        if len(hits) > LOOKED_AT:
            return True
        items = (find(self.finder.site, hit.path) for hit in hits)
        return any(item is not None and item.modified > after for item in items)
