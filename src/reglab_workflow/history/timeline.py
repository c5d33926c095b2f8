"""An item's timeline as the person asking may see it: entries told, hidden ones counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..rulebook import Rulebook
from ..security.actor import Actor
from ..security.permissions import Permission
from ..security.rights import Rights
from .entry import Entry

FOLDED_KINDS = frozenset({"edited"})
GROUPS = {
    "added": "states", "transitioned": "states", "edited": "text", "letter_queued": "letters", "letter_sent": "letters",
    "appointed": "people", "appointment_ended": "people",
}


@dataclass(frozen=True)
class Told:
    """One line of a timeline: an entry, or several small ones of the same kind by the same person."""

    entry: Entry
    core: dict[str, Any]
    details: dict[str, Any]
    folded: tuple[Told, ...] = ()

    @property
    def at(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.core["at"])

    @property
    def group(self) -> str:
        """What it is about: states, text, letters, people or other."""
        return GROUPS.get(self.core["kind"], "other")


@dataclass(frozen=True)
class Timeline:
    """The lines, newest first, and how many entries are not shown."""

    lines: tuple[Told, ...]
    hidden: int

    def count(self, group: str = "") -> int:
        """How many entries the lines stand for, of one group or of all."""
        return sum(max(1, len(line.folded)) for line in self.lines if group in ("", line.group))

    def only(self, group: str) -> Timeline:
        """The lines of one group."""
        return Timeline(tuple(line for line in self.lines if line.group == group), self.hidden) if group else self


def timeline(item: Any, actor: Actor, rulebook: Rulebook) -> Timeline:
    """Everything that has happened to an item, as far as the actor may know it."""
    rights = Rights(rulebook)
    internal = bool(rights.may(actor, Permission.VIEW_INTERNAL, item))
    letters = bool(rights.may(actor, Permission.VIEW_LETTERS, item))
    shown, hidden = [], 0
    for entry in reversed(list(item.events.values())):
        if _goes_without_saying(entry):
            continue
        told = _told(entry, item, internal, letters)
        if told is None:
            hidden += 1
        else:
            shown.append(told)
    return Timeline(tuple(_fold(shown)), hidden)


def _goes_without_saying(entry: Entry) -> bool:
    """A letter that arrived adds nothing to the line that says it was written; one that did not does."""
    return entry.core["kind"] == "letter_sent" and entry.details.get("status") == "sent"


def _told(entry: Entry, item: Any, internal: bool, letters: bool) -> Told | None:
    core, details = entry.core, entry.details
    if core["kind"].startswith("letter") and not letters:
        return None
    if not internal:
        details = {name: _without(value, item.internal) for name, value in details.items()}
        if core["kind"] == "edited" and not details.get("after"):
            return None
    return Told(entry, core, details)


def _without(value: Any, internal: tuple[str, ...]) -> Any:
    return {name: inner for name, inner in value.items() if name not in internal} if isinstance(value, dict) else value


def _fold(lines: list[Told]) -> Iterator[Told]:
    """Join edits that the same person made one after the other."""
    run: list[Told] = []
    for line in lines:
        if run and not _alike(run[-1], line):
            yield _joined(run)
            run = []
        run.append(line)
    if run:
        yield _joined(run)


def _alike(one: Told, other: Told) -> bool:
    kind = one.core["kind"]
    return kind in FOLDED_KINDS and kind == other.core["kind"] and one.core["actor"] == other.core["actor"]


def _joined(run: list[Told]) -> Told:
    first = run[0]
    return first if len(run) == 1 else Told(first.entry, first.core, first.details, tuple(run))
