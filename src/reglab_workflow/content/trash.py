"""The trash: what has been taken away, kept whole for a while so that it can be put back as it was.

What lies there still knows where it stood, so its rights are those that it had; but nothing leads to it any
more, and so no list, search or address shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from .item import lineage

SETTING = "trash_days"
"""Under this name the rulebook holds how many days things are kept."""

DAYS = 90
"""How long what has been taken away is kept, where the settings do not say otherwise."""


class Discarded(Persistent):
    """One item in the trash: who took it away and when, and the place it had among the others."""

    def __init__(self, item: Any, by: str, at: datetime, place: int) -> None:
        self.item = item
        self.by = by
        self.at = at
        self.place = place

    def kept_until(self, days: int) -> datetime:
        """When it is taken out of the trash for good."""
        return self.at + timedelta(days=days)


class Trash(Persistent):
    """Everything that has been taken away and not yet for good, by uid and in the order it came."""

    def __init__(self) -> None:
        self.discarded: Any = OOBTree()
        self.order: Any = OOTreeSet()

    def put(self, item: Any, by: str, now: datetime) -> Discarded:
        """Take an item from where it stands, with all that is in it."""
        container = item.__parent__
        found = self.discarded[item.uid] = Discarded(item, by, now, container.place_of(item.__name__))
        container.remove(item.__name__)
        self.order.insert((now, item.uid))
        return found

    def get(self, uid: str) -> Discarded | None:
        """What lies here under a uid, or None."""
        found: Discarded | None = self.discarded.get(uid)
        return found

    def put_back(self, item: Any, name: str) -> None:
        """Put an item where it stood, under a name that is free there; raises KeyError when it does not lie here."""
        place = self.discarded[item.uid].place
        self.forget(item.uid)
        item.__parent__.add(name, item, place)

    def forget(self, uid: str) -> None:
        """Let go of an item; raises KeyError when it does not lie here."""
        found = self.discarded.pop(uid)
        self.order.remove((found.at, uid))

    def newest(self, before: str = "") -> Iterator[Discarded]:
        """Everything that lies here, what came last first; with the uid of one, what came before that."""
        last = self.get(before)
        end = (last.at, before) if last is not None else None
        for _at, uid in reversed(self.order.keys(None, end, False, end is not None)):
            yield self.discarded[uid]

    def over(self, before: datetime) -> list[Any]:
        """The items that were taken away before a moment."""
        return [self.discarded[uid].item for _at, uid in self.order.keys(None, (before, ""))]

    def __iter__(self) -> Iterator[Any]:
        """Every item that lies here and every item in it: all that can come back."""
        for found in self.newest():
            yield from with_contents(found.item)

    def __len__(self) -> int:
        return len(self.discarded)


def stands(item: Any) -> bool:
    """Whether an item and all around it can still be reached from the site."""
    places = list(lineage(item))
    return all(outer.get(inner.__name__) is inner for inner, outer in pairwise(places))


def with_contents(place: Any) -> Iterator[Any]:
    """An item and every item in it."""
    if hasattr(place, "uid"):
        yield place
    if hasattr(place, "children"):
        for child in place.children.values():
            yield from with_contents(child)
