"""Sealing: joins what is new in the slots into checkpoints, in an order for the whole site, and signs them.

It reads one snapshot of the trail and writes only checkpoints, so that it never meets those who write events.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from transaction.interfaces import TransientError

from .. import clock
from ..content import events
from ..security.actor import system
from ..storage.connection import own_transaction
from .checkpoints import BATCH, Checkpoint, Seals, TrailBroken, check_slots, next_core, order_of
from .entry import NO_HASH
from .keys import KeyFile, KeyRefused, SealKey
from .log import Slot, Trail
from .merkle import root

RULE = "seal"
ATTEMPTS = 5

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class New:
    """An event that is not sealed yet: when it was, where it stands, and its hash."""

    at: str
    slot: int
    number: int
    digest: str


@dataclass(frozen=True)
class Sealed:
    """A checkpoint was made, ``first_today`` when no other was on that day in Sweden. No event: it seals them."""

    site: Any
    checkpoint: Checkpoint
    first_today: bool


@dataclass(frozen=True)
class Sealer:
    """Seals one database; ``notify`` is told of a new key and of every checkpoint."""

    database: Any
    keys: KeyFile
    notify: Callable[[Any], None]

    def round(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Seal what there is now; tells how many checkpoints were made. Why nothing can be sealed is logged."""
        try:
            return self.seal(stopping)
        except (KeyRefused, TrailBroken) as error:
            log.critical("the history is not being sealed: %s", error)
            return 0

    def seal(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Seal what there is now, in as many batches as it takes; raises KeyRefused or TrailBroken."""
        made, lost = 0, 0
        while not stopping():
            try:
                with own_transaction(self.database) as site:
                    checkpoint = self.next(site, clock.now())
            except TransientError:
                lost += 1  # another process has sealed at the same time: the next look shows what is left
                if lost == ATTEMPTS:
                    raise
                continue
            if checkpoint is None:
                break
            made += 1
            if checkpoint.core["count"] < BATCH:
                break
        return made

    def next(self, site: Any, now: datetime) -> Checkpoint | None:
        """Seal one batch in this transaction; None when nothing is new."""
        if not is_new(site.trail, site.seals):
            return None
        return self._under(self.usable_key(site.seals), site, now)

    def refusal(self, seals: Seals) -> str:
        """Why nothing can be sealed with the key that there is; empty when something can, and before the first seal."""
        try:
            if seals:
                self.usable_key(seals)
        except KeyRefused as error:
            return str(error)
        return ""

    def change_key(self, site: Any, now: datetime) -> SealKey:
        """Take another key, tell of it in the history, and seal with it what there is, in this transaction."""
        check_slots(site.trail, site.seals)
        key = self.keys.replace()
        self._under(key, site, now)
        return key

    def _under(self, key: SealKey, site: Any, now: datetime) -> Checkpoint:
        seals: Seals = site.seals
        check_slots(site.trail, seals)
        if key.name not in seals.keys:
            seals.keys[key.name] = key.public
            self.notify(events.SealKeyTaken(site, system(RULE), now, key=key.name))
        batch = list(islice(new_events(site.trail, seals), BATCH))
        before = seals.newest
        checkpoint = made_of(batch, site, key, now)
        seals.add(checkpoint)
        first = before is None or clock.local_day(before.at) < clock.local_day(now)
        self.notify(Sealed(site, checkpoint, first))
        return checkpoint

    def usable_key(self, seals: Seals) -> SealKey:
        """The key that the history is sealed with; it is made for the first seal, and never later in silence."""
        newest = seals.newest
        if newest is None:
            return self.keys.read_or_make()
        key = self.keys.read()
        if key.name != newest.core["key"]:
            raise KeyRefused(
                f"{self.keys.path} holds another key than the history is sealed with. Put the right one back; or let "
                "`reglab history new-key` take another, which the history will tell of.")
        return key


def is_new(trail: Trail, seals: Seals) -> bool:
    """Whether anything has happened that is not sealed."""
    reached = seals.reached()
    return any(slot.count != reached.get(slot.index, (0, ""))[0] for slot in trail.slots)


def new_events(trail: Trail, seals: Seals) -> Iterator[New]:
    """What is not sealed, in an order for the whole site: by time, but each slot's in the order it was written."""
    reached = seals.reached()
    slots = (_new_in(slot, *reached.get(slot.index, (0, NO_HASH))) for slot in trail.slots)
    return merge(*slots, key=lambda new: (new.at, new.slot))


def _new_in(slot: Slot, count: int, head: str) -> Iterator[New]:
    """What is new in one slot; a chain that does not hold is never sealed."""
    for number in range(count, slot.count):
        entry = slot.entries.get(number)
        core = entry.core if entry is not None else {}
        if entry is None or (core["slot"], core["number"], core["previous"]) != (slot.index, number, head):
            raise TrailBroken(f"event {slot.index}.{number} is missing or does not follow on the one before it")
        head = entry.digest
        yield New(core["at"], slot.index, number, head)


def made_of(batch: list[New], site: Any, key: SealKey, now: datetime) -> Checkpoint:
    """The checkpoint over a batch, signed."""
    heads = {each.slot: (each.number + 1, each.digest) for each in batch}
    places = [(each.slot, each.number) for each in batch]
    core = next_core(site.seals, site.identity, now, places, root([each.digest for each in batch]), heads, key.name)
    return Checkpoint(core, order_of(places), key.sign(core))


def sealer_of(registry: Any) -> Sealer:
    """The sealer of a configured site."""
    return Sealer(registry.reglab_database, KeyFile(registry.reglab_settings.seal_key), registry.notify)
