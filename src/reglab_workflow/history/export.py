"""Export: the history as lines that anybody can keep, and that ``verify_history.py`` can prove without us.

Each line is one JSON object: first what this is, then each checkpoint with its events, then what is not sealed yet, and
last a line that counts and signs all others. Lines come one by one; the whole is never in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..plain import canonical
from .checkpoints import Checkpoint
from .entry import Entry
from .keys import SealKey
from .merkle import Tree
from .verify_history import END, EXPORTED, FORMAT, VERSION, Broken, line_of

Line = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """An event under its checkpoint, with its number in the order of the site."""

    sequence: int
    entry: Entry


def whole(site: Any, now: datetime, key: SealKey | None = None) -> Iterator[bytes]:
    """The whole history; without a key the last line is not signed, which will do where nobody carries it away."""
    return _closed(site, _readable(_whole_lines(site, now)), now, key, whole_slots(site))


def part(site: Any, entries: Iterable[Entry], uid: str, now: datetime, key: SealKey) -> Iterator[bytes]:
    """Some events, each with the proof that it is under a checkpoint; ``uid`` says what they are about."""
    return _closed(site, _part_lines(site, list(entries), uid, now), now, key, [])


def whole_slots(site: Any) -> list[tuple[int, int, str]]:
    """How far each slot has come by its own account."""
    return [(slot.index, slot.count, slot.head) for slot in site.trail.slots if slot.count]


def _closed(site: Any, lines: Iterable[Line], now: datetime, key: SealKey | None,
            slots: list[tuple[int, int, str]]) -> Iterator[bytes]:
    """The lines as bytes, and the one that closes them."""
    told, counts = hashlib.sha256(), {"lines": 0, "events": 0, "checkpoints": 0}
    for line in lines:
        written = line_of(line)
        told.update(written)
        counts["lines"] += 1
        counts["events"] += "event" in line
        counts["checkpoints"] += "checkpoint" in line
        yield written
    core = canonical({**counts, "kind": END, "v": VERSION, "site": site.identity, "at": now, "slots": slots,
                      "digest": told.hexdigest(), "key": key.name if key is not None else ""})
    yield line_of({"end": core.decode(), "signature": key.sign(core) if key is not None else ""})


def _readable(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines as long as the database can be read; raises Broken where it cannot."""
    last = ""
    try:
        for line in lines:
            last = line.get("event", last)
            yield line
    except Exception as error:
        raise Broken("unloadable", event=last, why=f"{type(error).__name__}: {error}") from error


def _header(site: Any, now: datetime, uid: str = "") -> Line:
    return {"format": FORMAT, "v": EXPORTED, "site": site.identity, "part": uid, "keys": dict(site.seals.keys.items()),
            "at": now.isoformat()}


def _whole_lines(site: Any, now: datetime) -> Iterator[Line]:
    yield _header(site, now)
    for checkpoint in site.seals.checkpoints.values():
        yield _told(checkpoint)
        for place, (slot, number) in enumerate(checkpoint.places()):
            entry = site.trail.slots[slot].entries.get(number)
            if entry is not None:  # what is missing, the check names
                yield _event(entry, checkpoint.core["first"] + place)
        _forget(site)
    reached = site.seals.reached()
    for slot in site.trail.slots:
        sealed = reached.get(slot.index, (0, ""))[0]
        for entry in (*slot.entries.astray(), *slot.entries.since(sealed)):
            yield _event(entry, None)


def _part_lines(site: Any, entries: list[Entry], uid: str, now: datetime) -> Iterator[Line]:
    yield _header(site, now, uid)
    found: dict[int, tuple[Checkpoint, list[Found]]] = {}
    unsealed = []
    for entry in entries:
        checkpoint = site.seals.covering(entry)
        if checkpoint is None:
            unsealed.append(entry)
            continue
        core = checkpoint.core
        place = list(checkpoint.places()).index((entry.slot, entry.number))
        found.setdefault(core["number"], (checkpoint, []))[1].append(Found(core["first"] + place, entry))
    for _number, (checkpoint, events) in sorted(found.items(), key=lambda each: each[0]):
        yield from _proven(site, checkpoint, events)
    newest = site.seals.newest
    if newest is not None and newest.core["number"] not in found:
        yield _told(newest)
    yield from (_event(entry, None) for entry in unsealed)


def _proven(site: Any, checkpoint: Checkpoint, events: list[Found]) -> Iterator[Line]:
    """A checkpoint, and those of its events that are wanted, each with its proof."""
    yield _told(checkpoint)
    tree = Tree([site.trail.slots[slot].entries[number].digest for slot, number in checkpoint.places()])
    for each in sorted(events, key=lambda each: each.sequence):
        proof = tree.proof(each.sequence - checkpoint.core["first"])
        yield _event(each.entry, each.sequence) | {"proof": proof}
    _forget(site)


def _told(checkpoint: Checkpoint) -> Line:
    return {"checkpoint": _text(checkpoint.core_bytes), "signature": checkpoint.signature}


def _event(entry: Entry, sequence: int | None) -> Line:
    line = {"event": entry.id, "hash": entry.digest, "sequence": sequence, "core": _text(entry.core_bytes),
            "details": _text(entry.details_bytes) if entry.details_bytes is not None else None,
            "salt": entry.salt.hex() if entry.salt is not None else None}
    if entry.kept_bytes is not None and entry.kept_salt is not None:
        line |= {"kept": _text(entry.kept_bytes), "kept_salt": entry.kept_salt.hex()}
    return line


def _text(told: bytes) -> str:
    """The bytes as text; what has been damaged may be none, and must still be told so that it is found."""
    return told.decode(errors="backslashreplace")


def _forget(site: Any) -> None:
    """Let go of what has been read, so that a long history needs no more memory than a short one."""
    site._p_jar.cacheGC()
