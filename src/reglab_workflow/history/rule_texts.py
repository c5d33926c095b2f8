"""The texts that the lives' files have had on this site, as the trail keeps them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from BTrees.OOBTree import OOBTree

from .entry import Entry


@dataclass(frozen=True)
class Version:
    """One text of a life's file: since when it is in force, and what it took the place of; empty for none."""

    entry: Entry
    since: datetime
    before: str
    after: str


def keep(site: Any, name: str, entry: Entry) -> None:
    """Remember which entry of the trail tells of a file's newest text."""
    if site.rules is None:
        site.rules = OOBTree()
    site.rules[name] = (*site.rules.get(name, ()), entry)


def text_in_force(site: Any, name: str) -> str:
    """The text that the site last started with; empty when it had no such file."""
    entries = (site.rules or {}).get(name, ())
    text: str = entries[-1].details.get("text_after", "") if entries else ""
    return text


def versions(site: Any, name: str) -> tuple[Version, ...]:
    """Every text that a life's file has had here, the oldest first."""
    return tuple(
        Version(entry, entry.at, entry.details.get("text_before", ""),
                entry.details.get("text_after", ""))
        for entry in (site.rules or {}).get(name, ()))


def title_then(site: Any, name: str, table: str, key: str, at: str = "") -> Mapping[str, str]:
    """What the file last called a state or a step, until a moment or ever, in each language; empty when it never did.
    """
    for entry in reversed((site.rules or {}).get(name, ())):
        told = _table(entry.details.get("text_after", ""), table).get(key) if not at or entry.core["at"] <= at else None
        if told is not None:
            title: Mapping[str, str] = told.get("done") or told.get("title") or {}
            return title
    return {}


@lru_cache(maxsize=64)
def _table(text: str, table: str) -> Mapping[str, Any]:
    """A table of a text that was once read without a mistake."""
    read: Mapping[str, Any] = tomllib.loads(text).get(table, {})
    return read
