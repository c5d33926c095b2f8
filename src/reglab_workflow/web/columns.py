"""Columns: which columns a person wants in lists of proposals, remembered in the browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..i18n import _
from .words import say

COOKIE = "columns"
SEPARATOR = "."

TITLES = {
    "number": _("No."), "organisation": _("Organisation"), "theme": _("Theme"), "state": _("State"),
    "next": _("Next date"), "lacks": _("Lacks"),
}
"""Every column that can be left out, in the order they stand; the title of the proposal always stands."""


def offered(lacks: bool) -> tuple[str, ...]:
    """The columns to choose from; what is lacking is told to those who arrange the proposals."""
    return tuple(name for name in TITLES if name != "lacks" or lacks)


def chosen(request: Any, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the columns that the person wants to see."""
    kept = request.cookies.get(COOKIE)
    wanted = set(kept.split(SEPARATOR)) if kept is not None else None
    return tuple(name for name in names if wanted is None or name in wanted)


def choices(request: Any, names: Iterable[str]) -> list[dict[str, Any]]:
    """The columns as the form shows them: name, title, whether it is seen now."""
    names = tuple(names)
    seen = chosen(request, names)
    return [{"name": name, "title": say(request, TITLES[name]), "seen": name in seen}
            for name in names]


def kept(names: Iterable[str]) -> str:
    """What the browser remembers; names that are none of ours are left out."""
    wanted = set(names)
    return SEPARATOR.join(("title", *(name for name in TITLES if name in wanted)))
