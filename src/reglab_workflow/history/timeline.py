"""An item's timeline as the person asking may see it: entries told, hidden ones counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from ..rulebook import Rulebook
from ..security.actor import Actor
from ..security.permissions import Permission
from ..security.rights import Rights
from .entry import Entry
from .log import Slot, Trail

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


def timeline(item: Any, actor: Actor, rulebook: Rulebook, most: int | None = None) -> Timeline:
    """What has happened to an item, as far as the actor may know it; with ``most``, only the newest lines.

    ``hidden`` counts what was passed over on the way: entries older than the last line are not looked at.
    """
    rights = Rights(rulebook)
    reader = _Reader(
        item, bool(rights.may(actor, Permission.VIEW_INTERNAL, item)),
        bool(rights.may(actor, Permission.VIEW_LETTERS, item)))
    lines = tuple(islice(_fold(reader.lines()), most))
    return Timeline(lines, reader.hidden)


@dataclass
class _Reader:
    """Reads an item's entries backwards, and counts those that the reader may not know."""

    item: Any
    internal: bool
    letters: bool
    hidden: int = 0

    def lines(self) -> Iterator[Told]:
        """The entries that may be told, newest first; each is loaded when it is come to."""
        events = self.item.events
        for number in range(events.maxKey() if events else -1, -1, -1):
            entry = events[number]
            if _goes_without_saying(entry):
                continue
            told = _told(entry, self.item, self.internal, self.letters)
            if told is None:
                self.hidden += 1
            else:
                yield told


def everything(trail: Trail, before: tuple[str, str] | None = None) -> Iterator[Told]:
    """Every entry of the site, newest first: the slots are read side by side, each only as far as needed.

    ``before`` is the time and id of the entry after which reading goes on.
    """
    newest_first = merge(*(_slot_backwards(slot) for slot in trail.slots), key=_when, reverse=True)
    for told in newest_first:
        if before is None or _when(told) < before:
            yield told


def _slot_backwards(slot: Slot) -> Iterator[Told]:
    for number in range(slot.count - 1, -1, -1):
        entry = slot.entries[number]
        yield Told(entry, entry.core, entry.details)


def _when(told: Told) -> tuple[str, str]:
    return told.core["at"], told.entry.id


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


def _fold(lines: Iterable[Told]) -> Iterator[Told]:
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
