"""What has happened, as the person asking may see it: entries told, hidden ones counted, a page at a time.

Reading goes backwards from where the page begins and stops when the page is full, so that a history of any
length costs what is shown. Where a filter finds little, reading stops after ``LOOKED_AT`` entries and says how
far it came.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from ..clock import local_day, over
from ..rulebook import Rulebook
from ..security.actor import Actor
from ..security.permissions import Permission
from ..security.rights import Rights
from .entry import Entry
from .log import Slot, Trail

FOLDED_KINDS = frozenset({"edited"})
MOST_FOLDED = 20
FOLDED_WITHIN = timedelta(days=1)
LOOKED_AT = 1000
"""Entries that are read for one page, however little of it is asked for."""

GROUPS = {
    "added": "states", "transitioned": "states", "removed": "states", "restored": "states", "purged": "states",
    "edited": "text", "letter_queued": "letters", "letter_sent": "letters",
    "appointed": "rights", "appointment_ended": "rights",
    "invited": "people", "password_forgotten": "people", "password_changed": "people", "signed_in": "people",
    "signed_out": "people", "sign_in_failed": "people", "calendar_address_made": "people",
    "calendar_address_withdrawn": "people", "needs_read": "people", "exported": "people",
}
REGISTRATIONS = frozenset({"registration", "participation"})
"""Types whose events are also told apart as registrations, where events of many types stand together."""

LETTERS, INTERNAL = "letters", "text"
"""Why an entry is not shown, by the group that it would have been in."""

Position = tuple[str, int, int]
"""Where an entry stands among all: when it was written, in which slot, and its number there."""


@dataclass(frozen=True)
class Told:
    """One line of a timeline: an entry, or several small ones of the same kind by the same person."""

    entry: Entry
    core: dict[str, Any]
    details: dict[str, Any]
    folded: tuple[Told, ...] = ()
    number: int = 0

    @property
    def at(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.core["at"])

    @property
    def group(self) -> str:
        """What it is about: states, text, letters, rights, people or other."""
        return GROUPS.get(self.core["kind"], "other")

    @property
    def oldest(self) -> Told:
        """The first of those folded together, or the line itself."""
        return self.folded[-1] if self.folded else self


@dataclass(frozen=True)
class Wanted:
    """What is asked of a history: a group, a type, a name or uid, words of a title, and days from and to."""

    group: str = ""
    type: str = ""
    who: str = ""
    title: str = ""
    since: date | None = None
    until: date | None = None

    def fits(self, told: Told) -> bool:
        """Whether a line is among what is asked for; days are seen to by where reading begins and ends."""
        return (self._fits_group(told) and self.type in ("", told.core.get("type", ""))
                and (not self.who or self._is_by(told))
                and self.title.casefold() in str(told.details.get("title", "")).casefold())

    def is_over(self, told: Told) -> bool:
        """Whether everything from here backwards is older than what is asked for."""
        return self.since is not None and local_day(told.at) < self.since

    def end(self) -> Position | None:
        """Where reading of the whole site begins: after everything, or after the last day that is asked for."""
        return end_of(self.until) if self.until is not None else None

    def _fits_group(self, told: Told) -> bool:
        if self.group == "registrations":
            return told.core.get("type") in REGISTRATIONS
        return self.group in ("", told.group)

    def _is_by(self, told: Told) -> bool:
        name = str(told.details.get("actor_name", ""))
        return self.who == told.core["actor"] or self.who.casefold() in name.casefold()


EVERYTHING = Wanted()


@dataclass(frozen=True)
class Timeline:
    """The lines, newest first; how many entries between them are not shown, by the group they are of.

    ``older`` is the number that the next page goes on before, None when there is no more; ``searched`` tells how
    far back one has looked where reading stopped before the page was full.
    """

    lines: tuple[Told, ...]
    withheld: Mapping[str, int] = field(default_factory=dict)
    older: int | None = None
    searched: datetime | None = None

    @property
    def hidden(self) -> int:
        """How many entries are not shown."""
        return sum(self.withheld.values())


def timeline(item: Any, actor: Actor, rulebook: Rulebook, most: int | None = None, *, wanted: Wanted = EVERYTHING,
             before: int | None = None, looked_at: int | None = None) -> Timeline:
    """What has happened to an item, as far as the actor may know it; with ``most``, only the newest lines.

    ``before`` is the number of the entry before which reading begins. What is hidden is counted on the way:
    entries older than the last line are not looked at.
    """
    reader = _Reader(item, Rights(rulebook), actor, wanted, looked_at)
    lines = list(islice(_fold(reader.lines(before)), None if most is None else most + 1))
    whole = most is None or len(lines) <= most
    shown = lines[:most]
    last = shown[-1].oldest.number if shown and not whole else -1
    withheld = Counter(reason for number, reason in reader.passed_over if number > last)
    older = last if not whole else reader.stopped_at
    searched = reader.reached if whole and reader.stopped_at is not None else None
    return Timeline(tuple(shown), withheld, older, searched)


def without(told: Told, hidden: Collection[str], letters: bool) -> Told | None:
    """One entry without the fields that are hidden from the reader; None when nothing is left of it."""
    core, details = told.core, told.details
    if core["kind"].startswith("letter") and not letters:
        return None
    if hidden:
        details = {name: _without(value, hidden) for name, value in details.items()}
        if core["kind"] == "edited" and not details.get("after"):
            return None
    return replace(told, details=details)


def told_to(entry: Entry, item: Any, actor: Actor, rulebook: Rulebook) -> Told | None:
    """One entry of an item as the actor may know it; None for what is not for that person."""
    return _Reader(item, Rights(rulebook), actor, EVERYTHING, None).told(entry, 0)


class _Reader:
    """Reads an item's entries backwards, and notes those that the reader may not know."""

    def __init__(self, item: Any, rights: Rights, actor: Actor, wanted: Wanted, looked_at: int | None) -> None:
        self.item = item
        self.hidden = () if rights.may(actor, Permission.VIEW_INTERNAL, item) else item.internal
        self.letters = bool(rights.may(actor, Permission.VIEW_LETTERS, item))
        self.wanted = wanted
        self.looked_at = looked_at
        self.passed_over: list[tuple[int, str]] = []
        self.stopped_at: int | None = None
        self.reached: datetime | None = None

    def lines(self, before: int | None) -> Iterator[Told]:
        """The entries that may be told and are asked for, newest first; each is loaded when it is come to."""
        start = self._start(before)
        for number in range(start - 1, -1, -1):
            entry = self.item.events[number]
            bare = Told(entry, entry.core, {})
            if self.wanted.is_over(bare):
                return
            if self.looked_at is not None and start - number > self.looked_at:
                self.stopped_at, self.reached = number + 1, bare.at
                return
            if _goes_without_saying(entry):
                continue
            told = self.told(entry, number)
            if told is None:
                self._pass_over(bare, number)
            elif self.wanted.fits(told):
                yield told

    def told(self, entry: Entry, number: int) -> Told | None:
        """The entry without what the reader may not know, or None when nothing is left of it."""
        return without(Told(entry, entry.core, entry.details, number=number), self.hidden, self.letters)

    def _start(self, before: int | None) -> int:
        """The number before which reading begins: that of the page, and none later than the last day asked for."""
        events = self.item.events
        end = len(events)
        end = end if before is None else max(0, min(before, end))
        if self.wanted.until is None:
            return end
        limit = over(self.wanted.until)
        return bisect_left(events, limit, hi=end, key=lambda entry: entry.at)

    def _pass_over(self, bare: Told, number: int) -> None:
        reason = LETTERS if bare.group == LETTERS else INTERNAL
        if self.wanted.group in ("", reason):
            self.passed_over.append((number, reason))


# -- the whole site ----------------------------------------------------------------------------------------------


def everything(trail: Trail, before: Position | None = None) -> Iterator[Told]:
    """Every entry of the site, newest first: the slots are read side by side, each only as far as needed.

    ``before`` is where the entry stands after which reading goes on.
    """
    return merge(*(_slot_backwards(slot, before) for slot in trail.slots), key=position, reverse=True)


def position(told: Told) -> Position:
    """Where an entry stands among all."""
    return told.core["at"], told.entry.slot, told.entry.number


def end_of(day: date) -> Position:
    """The place after everything that happened until the end of a day."""
    return over(day).isoformat(timespec="microseconds"), -1, -1


@dataclass(frozen=True)
class Everything:
    """One page of all that has happened; ``older`` is where the next one begins."""

    lines: tuple[Told, ...]
    older: Position | None = None
    searched: datetime | None = None


def all_of(trail: Trail, known: Callable[[Told], Told | None], wanted: Wanted, most: int,
           before: Position | None = None) -> Everything:
    """The newest lines of the whole site that are asked for and may be known."""
    ends = [each for each in (wanted.end(), before) if each is not None]
    before = min(ends) if ends else None
    shown: list[Told] = []
    looked_at = max(LOOKED_AT, most)
    last = before
    for count, told in enumerate(everything(trail, before)):
        if wanted.is_over(told):
            break
        if len(shown) == most:
            return Everything(tuple(shown), position(shown[-1]))
        if count == looked_at:
            return Everything(tuple(shown), last, told.at)
        last = position(told)
        line = known(told) if wanted.fits(told) else None
        if line is not None:
            shown.append(line)
    return Everything(tuple(shown))


def _slot_backwards(slot: Slot, before: Position | None) -> Iterator[Told]:
    end = slot.count
    if before is not None:
        end = bisect_left(range(end), before, key=lambda number: (
            slot.entries[number].core["at"], slot.index, number))
    for number in range(end - 1, -1, -1):
        entry = slot.entries[number]
        yield Told(entry, entry.core, entry.details, number=number)


# -- one line ----------------------------------------------------------------------------------------------------


def _goes_without_saying(entry: Entry) -> bool:
    """A letter that arrived adds nothing to the line that says it was written; one that did not does."""
    return entry.core["kind"] == "letter_sent" and entry.details.get("status") == "sent"


def _without(value: Any, hidden: Collection[str]) -> Any:
    return {name: inner for name, inner in value.items() if name not in hidden} if isinstance(value, dict) else value


def _fold(lines: Iterable[Told]) -> Iterator[Told]:
    """Join edits that the same person made one after the other; the rest of a long row is another line."""
    run: list[Told] = []
    for line in lines:
        if run and not _goes_with(run, line):
            yield _joined(run)
            run = []
        run.append(line)
    if run:
        yield _joined(run)


def _goes_with(run: list[Told], line: Told) -> bool:
    last = run[-1].core
    alike = line.core["kind"] in FOLDED_KINDS and all(
        last.get(name) == line.core.get(name) for name in ("kind", "actor", "on_behalf_of"))
    plain = not any(core.get("restored_from") is not None or core.get("undoes") for core in (last, line.core))
    return alike and plain and len(run) < MOST_FOLDED and run[-1].at - line.at < FOLDED_WITHIN


def _joined(run: list[Told]) -> Told:
    first = run[0]
    return first if len(run) == 1 else Told(first.entry, first.core, first.details, tuple(run), first.number)
