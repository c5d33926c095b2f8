"""The nightly comparison: once a day the present is rebuilt from the history, and what came of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .. import clock
from ..content.events import HistoryChecked
from ..rulebook import Rulebook
from ..security.actor import Actor, system
from ..storage.connection import own_transaction
from .checking import Checked, Difference, check
from .entry import Entry

RULE = "history.check"
CHECKED = "history_checked"
MOST_NAMED = 100
"""Differences that the event names; the command lists all of them."""

LONGEST = 300


@dataclass(frozen=True)
class Checker:
    """Compares one database with its history, on the first round of each day."""

    database: Any
    rulebook: Rulebook

    def round(self, stopping: Callable[[], bool]) -> Checked | None:
        """Compare, unless that has been done today; None when it has."""
        with own_transaction(self.database, keep=False) as site:
            if last_checked(site) == clock.local_day(clock.now()):
                return None
            found = check(site)
        with own_transaction(self.database) as site:
            keep(self.rulebook, site, system(RULE), clock.now(), found)
        return found


def keep(rulebook: Rulebook, site: Any, actor: Actor, now: datetime, found: Checked) -> None:
    """Let the history tell that it was compared, and what differed."""
    rulebook.notify(HistoryChecked(
        site, actor, now, items=found.items, appointments=found.appointments, differences=len(found.differences),
        found=tuple(in_words(each) for each in found.differences[:MOST_NAMED])))


def in_words(difference: Difference) -> str:
    """One difference on a line: where, what, how it is and what the history says."""
    place = difference.path or difference.uid
    return f"{place}: {difference.what}: {difference.real!r}, told {difference.told!r}"[:LONGEST]


def latest_check(site: Any) -> Entry | None:
    """The event of the latest comparison; None before the first."""
    return next((entry for entry in reversed(site.events) if entry.core["kind"] == CHECKED), None)


def last_checked(site: Any) -> date | None:
    """The day of the latest comparison; None before the first."""
    entry = latest_check(site)
    return clock.local_day(entry.at) if entry is not None else None
