"""One item, or one appointment, as it was at a moment: rebuilt from what its events tell, and from nothing else.

Nothing here rests on the database's own old revisions: packing takes away none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..clock import local_day
from ..people.appointments import Appointment
from .entry import Entry
from .typed import hints_of, typed

ADDED = "added"
REMOVED = "removed"
RESTORED = "restored"
MAPPED = "state_mapped"
ENDED = "appointment_ended"

COUNTED = ("state", "came_from", "since", "version", "created", "modified", "creator", "changed_by")
"""What every item has besides its fields."""


@dataclass
class Past:
    """An item as it was. ``values`` holds every field; of those in ``erased`` only the default is known any more.

    ``name`` is what it was called where it stood, empty once that has been erased.
    """

    uid: str
    name: str = ""
    stands: bool = False
    state: str = ""
    came_from: str | None = None
    version: int = 0
    creator: str = ""
    changed_by: str = ""
    created: datetime | None = None
    modified: datetime | None = None
    since: datetime | None = None
    values: dict[str, Any] = field(default_factory=dict)
    erased: frozenset[str] = frozenset()
    entries: list[Entry] = field(default_factory=list)


def entries_until(events: Any, moment: datetime | None) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
    """What had been written in a timeline at a moment, oldest first, each with its core; without a moment all of it."""
    for entry in events:
        core = entry.core
        if moment is None or datetime.fromisoformat(core["at"]) <= moment:
            yield entry, core


def past_of(item: Any, moment: datetime | None = None, added: bool = True) -> Past | None:
    """An item as it was at a moment, or as its events say that it is; None while it did not stand there.

    Without ``added`` its first event of any kind brings it into being.
    """
    replay = _Replay(type(item), item.uid, not added)
    for entry, core in entries_until(item.events, moment):
        replay.take(entry, core)
    past = replay.past
    if not past.stands:
        return None
    past.name = past.entries[-1].path.rpartition("/")[2]
    return past


class _Replay:
    """Takes the events of one item in their order."""

    def __init__(self, kind: Any, uid: str, stands_at_once: bool) -> None:
        self.kind = kind
        self.hints = hints_of(kind)
        self.stands_at_once = stands_at_once
        self.past = Past(uid, values={name: getattr(kind, name, None) for name in kind.fields})

    def take(self, entry: Entry, core: Mapping[str, Any]) -> None:
        """Let one more thing have happened."""
        past = self.past
        at = datetime.fromisoformat(core["at"])
        past.entries.append(entry)
        kind = core["kind"]
        past.stands = kind != REMOVED and (past.stands or self.stands_at_once or kind in (ADDED, RESTORED))
        if kind == ADDED:
            past.created = past.since = at
            past.creator = core["actor"]
            past.state = core["state"]
        if kind == ADDED or core["version"] != past.version:
            self._changed(core, entry.details, at)
        if core.get("to", past.state) != past.state:
            if kind != MAPPED:  # what changed rules move keeps the way back that it had
                past.came_from = past.state
            past.state, past.since = core["to"], at

    def _changed(self, core: Mapping[str, Any], details: Mapping[str, Any], at: datetime) -> None:
        past = self.past
        past.modified, past.changed_by, past.version = at, core["actor"], core["version"]
        if not details:
            past.erased = frozenset(self.kind.fields)
            past.values = {name: getattr(self.kind, name, None) for name in self.kind.fields}
            return
        told = details.get("values" if core["kind"] == ADDED else "after", {})
        for name, value in told.items():
            if name in past.values:  # a field that the class no longer has is told by the timeline alone
                past.values[name] = typed(value, self.hints.get(name, Any))
        past.erased -= told.keys()


def appointment_at(appointment: Appointment, moment: datetime | None = None) -> Appointment | None:
    """An appointment with what was known of it at a moment; None before it had been given.

    Where its days have been erased, the day on which it was given stands for its first.
    """
    made: Appointment | None = None
    for entry in appointment.told:
        core, details = entry.core, entry.details
        at = datetime.fromisoformat(core["at"])
        if moment is not None and at > moment:
            continue
        if made is None:
            made = Appointment(core["person"], core["given_role"], core["scope"], local_day(at),
                               given_by=core["actor"], why=details.get("why", ""))
            made.uid = appointment.uid
        if core["kind"] == ENDED:
            made.ended_at, made.ended_by = at, core["actor"]
        elif "start" in details:
            made.start, made.end = date.fromisoformat(details["start"]), _day(details.get("end"))
    return made


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
