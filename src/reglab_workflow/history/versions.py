"""Versions of an item: every event that changed its fields made one, and each can be rebuilt from the events.

A version has the number that the item had after the event. Its fields are found backwards from the present:
each later event tells what was there before it. So a recent version costs little, however long the history is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..plain import plain
from .entry import Entry
from .typed import hints_of, typed

VERSIONED = frozenset({"added", "edited", "transitioned"})


class Forgotten(LookupError):
    """What the item held then can no longer be told: details of its history have been erased."""


@dataclass(frozen=True)
class Version:
    """One version: its number, the entry that made it, and which fields it changed."""

    number: int
    entry: Entry
    core: dict[str, Any]
    details: dict[str, Any]

    @property
    def ordinal(self) -> int:
        """The number as people count: the first version is number one."""
        return self.number + 1

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the fields that got another value."""
        return tuple(self.details.get("after") or self.details.get("values") or ())


def versions(item: Any, unseen: frozenset[str] = frozenset(), before: int | None = None) -> Iterator[Version]:
    """The versions of an item, newest first; those that changed only ``unseen`` fields are passed over.

    ``before`` is the version before which reading goes on.
    """
    for entry in reversed(item.events):
        core, details = entry.core, entry.details
        if core["kind"] not in VERSIONED or (before is not None and core["version"] >= before):
            continue
        version = Version(core["version"], entry, core, details)
        if core["kind"] == "added" or set(version.changed) - unseen:
            yield version


def former(item: Any, name: str, told: Any) -> Any:
    """The value that a field had, from its plain form; raises Untyped for what the field cannot hold today."""
    kind: Any = type(item)
    return typed(told, hints_of(kind)[name])


def version_of(item: Any, number: int) -> Version | None:
    """The version of that number, or None where no event made one."""
    for version in versions(item):
        if version.number <= number:
            return version if version.number == number else None
    return None


def fields_at(item: Any, number: int) -> dict[str, Any]:
    """What the fields held after the event that made a version, in the plain form; without what is never told.

    Raises Forgotten when the details of a later event have been erased.
    """
    fields = {name: plain(value) for name, value in item.values_of().items() if name not in item.untold}
    for entry in reversed(item.events):
        core = entry.core
        if core["kind"] not in VERSIONED:
            continue
        if core["version"] <= number:
            break
        if entry.details_bytes is None:
            raise Forgotten(entry.id)
        fields |= {name: value for name, value in entry.details.get("before", {}).items() if name in fields}
    return fields
