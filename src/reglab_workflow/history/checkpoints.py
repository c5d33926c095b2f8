"""Checkpoints: what the site has sealed of its trail, each chained to the one before and signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..plain import canonical
from .entry import NO_HASH, Entry
from .log import Trail
from .verify_history import CHECKPOINT, VERSION, read_control, sha256
from .verify_history import control_number as control_number_of

SLOT_BYTES, NUMBER_BYTES = 1, 6
STEP = SLOT_BYTES + NUMBER_BYTES
BATCH = 4096
"""So many events stand under one checkpoint at most: what proves one of them stays small."""

Place = tuple[int, int]
"""A slot, and a number in it."""


class TrailBroken(Exception):
    """The trail is not what was sealed; the message says where."""


class Checkpoint(Persistent):
    """A batch of events under one signed hash; never changed. ``order`` holds the place of each event, as bytes."""

    def __init__(self, core_bytes: bytes, order: bytes, signature: str) -> None:
        self.core_bytes = core_bytes
        self.order = order
        self.signature = signature

    @property
    def core(self) -> dict[str, Any]:
        """What is signed: number, time, how many events, their root, and how far each slot reached."""
        loaded: dict[str, Any] = json.loads(self.core_bytes)
        return loaded

    @property
    def digest(self) -> str:
        """The hash that the next checkpoint carries."""
        return sha256(self.core_bytes)

    @property
    def control(self) -> str:
        """The control number that is printed and read aloud."""
        return control_number_of(self.core["number"], self.digest)

    @property
    def at(self) -> datetime:
        """When it was sealed."""
        return datetime.fromisoformat(self.core["at"])

    @property
    def reached(self) -> dict[int, tuple[int, str]]:
        """How far each slot is sealed: how many entries, and the newest one's hash."""
        return {slot: (count, head) for slot, count, head in self.core["slots"]}

    def places(self) -> Iterator[Place]:
        """The place of each event of the batch, in the sealed order."""
        for start in range(0, len(self.order), STEP):
            yield self.order[start], int.from_bytes(self.order[start + SLOT_BYTES:start + STEP], "big")


def order_of(places: list[Place]) -> bytes:
    """Places as a checkpoint keeps them."""
    return b"".join(bytes((slot,)) + number.to_bytes(NUMBER_BYTES, "big") for slot, number in places)


class Seals(Persistent):
    """Every checkpoint by its number, and every public key that has signed one by its fingerprint."""

    def __init__(self) -> None:
        self.checkpoints: Any = LOBTree()
        self.keys: Any = OOBTree()

    def __len__(self) -> int:
        return int(self.checkpoints.maxKey()) if self.checkpoints else 0

    def __bool__(self) -> bool:
        return bool(self.checkpoints)

    @property
    def newest(self) -> Checkpoint | None:
        """The latest checkpoint, or None when nothing has been sealed."""
        return self.checkpoints[self.checkpoints.maxKey()] if self.checkpoints else None

    def reached(self) -> dict[int, tuple[int, str]]:
        """How far each slot is sealed."""
        newest = self.newest
        return newest.reached if newest is not None else {}

    def add(self, checkpoint: Checkpoint) -> None:
        """Put the next checkpoint at the end; whoever does so at the same time conflicts, and one of the two wins."""
        self.checkpoints[checkpoint.core["number"]] = checkpoint

    def covering(self, entry: Entry) -> Checkpoint | None:
        """The checkpoint that an entry is in, or None while it is not sealed."""
        low, high = 1, len(self)
        if entry.number >= self.reached().get(entry.slot, (0, ""))[0]:
            return None
        while low < high:
            middle = (low + high) // 2
            if entry.number < self.checkpoints[middle].reached.get(entry.slot, (0, ""))[0]:
                high = middle
            else:
                low = middle + 1
        found: Checkpoint = self.checkpoints[low]
        return found


def control_number(site: Any) -> str:
    """The control number of the newest checkpoint; empty when nothing has been sealed."""
    newest = site.seals.newest
    return newest.control if newest is not None else ""


def vouching(site: Any, items: Iterable[Any]) -> Checkpoint | None:
    """The checkpoint under which all that has happened to these items is sealed; None while something is not."""
    newest = [item.events[-1] for item in items if item.events]
    found = [site.seals.covering(entry) for entry in newest]
    return max(found, key=lambda each: each.core["number"]) if found and None not in found else None


def by_control(seals: Seals, told: str) -> tuple[Checkpoint | None, bool]:
    """The checkpoint of that number, if there is one, and whether its control number is the one that is told."""
    read = read_control(told)
    found = seals.checkpoints.get(read[0]) if read is not None else None
    return found, found is not None and read is not None and found.control == read[1]


def check_slots(trail: Trail, seals: Seals) -> None:
    """That the trail goes on from the newest checkpoint; raises TrailBroken when it is shorter, or other."""
    for slot, (count, head) in seals.reached().items():
        if trail.slots[slot].count < count or trail.slots[slot].head_at(count) != head:
            raise TrailBroken(f"slot {slot} no longer holds the {count} events that checkpoint {len(seals)} sealed")
    for each in trail.slots:
        newest = each.entries.get(each.count - 1)
        if each.count and (newest is None or newest.digest != each.head):
            raise TrailBroken(f"event {each.index}.{each.count - 1} is not the one that slot {each.index} ends with")


def next_core(seals: Seals, site: str, at: datetime, places: list[Place], root: str,
              heads: Mapping[int, tuple[int, str]], key: str) -> bytes:
    """What the next checkpoint says, as it is signed."""
    newest = seals.newest
    before = newest.core if newest is not None else {"number": 0, "total": 0}
    return canonical({
        "kind": CHECKPOINT, "v": VERSION, "site": site,
        "number": before["number"] + 1, "at": at, "first": before["total"] + 1, "count": len(places),
        "total": before["total"] + len(places), "root": root, "key": key,
        "previous": newest.digest if newest is not None else NO_HASH,
        "slots": [[slot, *reached] for slot, reached in sorted({**seals.reached(), **heads}.items())],
    })
