"""The trail: sixty-four small logs that writers keep apart, each with its own counter and chain."""

from __future__ import annotations

import itertools
import os
import threading
import weakref
from collections.abc import Iterator, Mapping
from typing import Any

from persistent import Persistent

from ..journal import Journal
from .entry import NO_HASH, Entry

SLOTS = 64
SLOTS_PER_PROCESS = 16

Reading = tuple[tuple[int, str], ...]


class Slot(Persistent):
    """One log: entries by number, and the hash of the newest."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.head = NO_HASH
        self.entries: Any = Journal()

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    def append(self, core: Mapping[str, Any], details: Mapping[str, Any]) -> Entry:
        """Write one entry at the end and chain it to the one before."""
        entry = Entry(core, details, self.index, self.count, self.head)
        self.entries = self.entries.grown(entry)
        self.head = entry.digest
        return entry

    def head_at(self, count: int) -> str:
        """The hash of the newest entry when there were that many; empty when there never were."""
        if count == self.count:
            return self.head
        entry = self.entries.get(count - 1)
        return entry.digest if entry is not None else "" if count else NO_HASH


class Trail(Persistent):
    """Everything that has happened, append-only."""

    def __init__(self) -> None:
        self.slots = tuple(Slot(index) for index in range(SLOTS))

    def record(self, core: Mapping[str, Any], details: Mapping[str, Any], item: Any = None) -> Entry:
        """Write an event in this thread's slot and, where it is about an item, in the item's timeline."""
        entry = self.slots[_own_slot()].append(core, details)
        if item is not None:
            item.events = item.events.grown(entry)
        return entry

    def counts(self) -> tuple[int, ...]:
        """How many entries each slot holds: how far a reader can read."""
        return tuple(slot.count for slot in self.slots)

    def reading(self) -> Reading:
        """How far a reader of everything has come: for each slot how many entries, and the newest one's hash."""
        return tuple((slot.count, slot.head) for slot in self.slots)

    def continues(self, reading: Reading) -> bool:
        """Whether everything that was read is still here, as it was: nothing is missing and nothing is other."""
        return all(slot.count >= count and slot.head_at(count) == head
                   for slot, (count, head) in zip(self.slots, reading, strict=True))

    def since(self, counts: tuple[int, ...]) -> Iterator[Entry]:
        """The entries written after a reader had read that far, slot by slot."""
        for slot, seen in zip(self.slots, counts, strict=True):
            yield from slot.entries.since(seen)

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that permanent name, or None."""
        slot, _dot, number = entry_id.partition(".")
        if not (slot.isascii() and slot.isdigit() and number.isascii() and number.isdigit()):
            return None
        if len(slot) > 2 or int(slot) >= SLOTS or len(number) > 15:
            return None
        return self.slots[int(slot)].entries.get(int(number))

    def __len__(self) -> int:
        return sum(self.counts())


class _Slots(threading.local):
    """The slot of this thread; given back when the thread ends."""

    def __init__(self) -> None:
        with _lock:
            index = min(_free) if _free else next(_overflow) % SLOTS
            _free.discard(index)
        self.index = index
        weakref.finalize(threading.current_thread(), _free.add, index)


_lock = threading.Lock()
_free = set(range(SLOTS))
_overflow = itertools.count()
_slots: _Slots | None = None


def _own_slot() -> int:
    """A slot that no other running thread of any process writes in.

    A process alone has them all. Where there are several each has a range of its own: its number comes from
    ``REGLAB_PROCESS`` (0, 1, 2 …), and processes that share a number or threads beyond the range still work, only
    with more retries.
    """
    global _slots
    if _slots is None:
        _slots = _Slots()
    process = os.environ.get("REGLAB_PROCESS", "")
    if not process:
        return _slots.index
    return (int(process) * SLOTS_PER_PROCESS + _slots.index % SLOTS_PER_PROCESS) % SLOTS
