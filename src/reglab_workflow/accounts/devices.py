"""Devices: where a person has signed in before, so that strangers cannot lock him or her out there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

from .secret import digest, new_secret

REMEMBERED = timedelta(days=365)
MOST = 10


class Devices(Persistent):
    """Random marks left in browsers, by person; a mark opens nothing, it only says "has been here"."""

    def __init__(self) -> None:
        self.held: Any = OOTreeSet()

    def known(self, mark: str | None, person: str) -> bool:
        """Whether the person has signed in on the device that shows this mark."""
        key = digest(mark)
        return bool(person and key) and any(held[2] == key for held in self._of(person))

    def remember(self, mark: str | None, person: str, now: datetime) -> str:
        """The mark for a device where the person has just signed in; a new one unless it is known."""
        if mark and self.known(mark, person):
            return mark
        mark = new_secret()
        self.held.insert((person, now, digest(mark)))
        for oldest in self._of(person)[:-MOST]:
            self.held.remove(oldest)
        return mark

    def forget(self, person: str) -> None:
        """No device of the person is known any more."""
        for held in self._of(person):
            self.held.remove(held)

    def sweep(self, now: datetime) -> int:
        """Forget devices of last year; tells how many."""
        over = [held for held in self.held if now - held[1] > REMEMBERED]
        for held in over:
            self.held.remove(held)
        return len(over)

    def _of(self, person: str) -> list[Any]:
        return list(self.held.keys((person,), (person + "\x00",)))
