"""How a site becomes as old as its story: what its founding and its first start told is told of an earlier day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..history.log import Trail
from ..history.past_rules import CHANGED
from ..history.rule_texts import keep
from ..journal import Journal

FIRST = frozenset({"founded", CHANGED, "settings_changed"})
"""What is told of a site that nobody has done anything on."""


def move_beginning(site: Any, moment: datetime) -> None:
    """Let the site have begun at a moment; nothing is moved once anything has been sealed or anybody has done anything.
    """
    told = [entry for slot in site.trail.slots for entry in slot.entries]
    if site.seals or any(entry.core["kind"] not in FIRST for entry in told):
        return
    site.created = site.modified = site.since = moment
    site.trail = Trail()
    site.events = Journal()
    site.rules = None
    for entry in told:
        of_rules = entry.core["kind"] == CHANGED
        again = site.trail.record({**entry.core, "at": moment}, entry.details, site if of_rules else None)
        if of_rules:
            keep(site, entry.core["workflow"], again)
