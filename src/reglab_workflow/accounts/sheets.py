"""Sheets: what somebody has written in a form and not saved yet, kept on the server until it is.

A sheet is the writer's own: no part of the content, seen by nobody else, and gone when the form is saved.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

MOST = 20
"""Of one person; the oldest gives way."""

LARGEST = 500_000
"""Bytes; no form of ours can be filled in at that length."""

LONGEST_ADDRESS = 1000
KEPT = timedelta(days=60)

Controls = Sequence[tuple[str, str]]


class Sheet(Persistent):
    """The controls of one form as they were filled in at a moment."""

    def __init__(self, written: bytes, at: datetime) -> None:
        self.written = written
        self.at = at

    @property
    def controls(self) -> list[tuple[str, str]]:
        """Names and values in the order of the form."""
        return [(name, value) for name, value in json.loads(self.written)]


class Sheets(Persistent):
    """Every sheet there is, by its writer and by the address of the form."""

    def __init__(self) -> None:
        self.records: Any = OOBTree()

    def keep(self, person: str, address: str, controls: Controls, now: datetime) -> bool:
        """Keep what is written in place of what was; False when it is more than any form of ours holds."""
        written = json.dumps([list(control) for control in controls], ensure_ascii=True).encode()
        if len(written) > LARGEST or len(address) > LONGEST_ADDRESS:
            return False
        key = (person, address)
        if key not in self.records:
            self._make_room(person)
        self.records[key] = Sheet(written, now)
        return True

    def get(self, person: str, address: str) -> Sheet | None:
        """What the person has written there, or None."""
        found: Sheet | None = self.records.get((person, address))
        return found

    def drop(self, person: str, address: str) -> None:
        """It is saved, or not wanted any more."""
        self.records.pop((person, address), None)

    def forget(self, person: str) -> None:
        """Keep nothing of a person."""
        for key in self._of(person):
            del self.records[key]

    def sweep(self, now: datetime) -> int:
        """Forget what nobody has come back to; tells how many."""
        over = [key for key, sheet in self.records.items() if now - sheet.at > KEPT]
        for key in over:
            del self.records[key]
        return len(over)

    def _make_room(self, person: str) -> None:
        keys = sorted(self._of(person), key=lambda key: self.records[key].at)
        for key in keys[:max(0, len(keys) + 1 - MOST)]:
            del self.records[key]

    def _of(self, person: str) -> list[tuple[str, str]]:
        # "~" sorts after every hexadecimal digit, and after the slash that begins an address.
        return list(self.records.keys((person, ""), (person, "~")))
