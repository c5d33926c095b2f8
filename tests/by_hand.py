"""What tests write round the one door: how it came about nothing tells, so it is not compared with the history."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from persistent import Persistent

from reglab_workflow.content.item import Item
from reglab_workflow.history.checking import Difference, check

HERE = str(Path(__file__).resolve().parent)
MOST_CHECKED = 400
"""Items of a site that is compared with its history when its test is over."""

written: set[str] = set()
"""The uids of the items that a test has written itself."""

_set = Item.set


def _set_watched(item: Item, values: dict[str, Any]) -> None:
    """Set the fields, and note it where a test does so and not a room."""
    _note(item)
    _set(item, values)


def _write_watched(item: Item, name: str, value: Any) -> None:
    """Write an attribute, and note it where a test does so."""
    _note(item)
    Persistent.__setattr__(item, name, value)


def _note(item: Item) -> None:
    if sys._getframe(2).f_code.co_filename.startswith(HERE):
        written.add(item.uid)


def watch() -> None:
    """Note from now on what tests write by hand."""
    Item.set = _set_watched  # type: ignore[method-assign]
    Item.__setattr__ = _write_watched  # type: ignore[method-assign]


def untold(site: Any) -> list[Difference]:
    """What differs on a small site from what its history says, but for what was written by hand."""
    if len(site.addresses) > MOST_CHECKED:
        return []
    return [each for each in check(site).differences if each.uid not in written]
