"""Own notes: what a person writes down for himself or herself, beside the content and never part of it.

They are read by their writer alone. The history does not tell of them, nor does any list.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent


class OwnNote(Persistent):
    """A text, when it was written, how many times before, and the number of the form that wrote it."""

    def __init__(self, text: str, at: datetime, version: int, form: int) -> None:
        self.text = text
        self.at = at
        self.version = version
        self.form = form


class OwnNotes(Persistent):
    """Every own note, by its writer, the place, and the subject."""

    def __init__(self) -> None:
        self.records: Any = OOBTree()

    def keep(self, person: str, place: str, subject: str, note: OwnNote) -> None:
        """Keep a note in place of what was; one that has been emptied stays, so that its writer's windows know it."""
        self.records[person, place, subject] = note

    def of(self, person: str, place: str) -> dict[str, OwnNote]:
        """A person's notes at a place, by subject."""
        return {key[2]: note for key, note in self._between((person, place, ""), (person, place, "~"))}

    def forget(self, person: str) -> None:
        """Keep nothing of a person."""
        for key, _note in self._between((person, "", ""), (person, "~", "")):
            del self.records[key]

    def _between(self, first: Any, last: Any) -> list[Any]:
        # "~" sorts after every hexadecimal digit, of which uids are made.
        return list(self.records.items(first, last))
