"""Steps that time takes: what a workflow file says happens by itself on a day or after a number of days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..catalog.query import Query
from ..clock import local_day
from ..rulebook import Rulebook
from ..security.actor import system
from ..workflow.definition import SAME, Timing, Transition
from ..workflow.errors import Refused
from . import trash
from .acts import Acts
from .item import Item
from .site.model import find

MOST = 1_000_000
"""No site has so many items that wait."""


@dataclass(frozen=True)
class Ticked:
    """A step whose time had come: taken, or stopped by a guard until a later tick."""

    path: str
    transition: str
    taken: bool


def tick(rulebook: Rulebook, site: Any, now: datetime, finder: Any | None = None) -> list[Ticked]:
    """Take every step whose time has come; each event names the rule that took it.

    With a finder only the items that wait for time are looked at; it knows what has been committed.
    """
    wait = waiting_states(rulebook)
    items = _found(site, wait, finder) if finder is not None else _walked(site, wait)
    moved = [ticked for item in list(items) for ticked in _moved(rulebook, site, item, now)]
    return [*moved, *_purged(rulebook, site, now)]


def waiting_states(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """For each type whose life has steps that time takes, the states that such steps leave."""
    found = {}
    for content_type in rulebook.types.values():
        transitions = rulebook.engines[content_type.workflow].workflow.transitions.values()
        states = dict.fromkeys(state for each in transitions if each.timing for state in each.sources)
        if states:
            found[content_type.name] = tuple(states)
    return found


def _found(site: Any, wait: Mapping[str, tuple[str, ...]], finder: Any) -> Iterator[Item]:
    """The items that wait, as the index knows them."""
    for type_name, states in wait.items():
        match = Query(terms={"type": (type_name,), "state": states, "waits": ("time",)}).match()
        for hit in finder.fresh_index().search(match, "longest", MOST, 0):
            item = find(site, hit.path)
            if item is not None and item.uid == hit.uid:
                yield item


def _walked(place: Any, wait: Mapping[str, tuple[str, ...]]) -> Iterator[Item]:
    """The items of types that can wait, found by walking through all there is."""
    for child in place.children.values():
        if getattr(child, "type_name", "") in wait:
            yield child
        if hasattr(child, "children"):
            yield from _walked(child, wait)


def _moved(rulebook: Rulebook, site: Any, item: Item, now: datetime) -> Iterator[Ticked]:
    """At most one step is taken: the first whose time has come and that no guard stops, for it may lead elsewhere."""
    engine = rulebook.engine(item)
    for transition in list(engine.workflow.leaving(engine.state_of(item).name)):
        if transition.timing is None or not _has_come(transition.timing, item, now):
            continue
        acts = Acts(rulebook, site, system(f"time:{item.type_name}.{transition.name}"), now)
        ticked = _take(acts, item, transition)
        if ticked.taken or transition.target != SAME:  # a reminder that has been given is nothing to tell of
            yield ticked
        if ticked.taken:
            return


def _purged(rulebook: Rulebook, site: Any, now: datetime) -> Iterator[Ticked]:
    """Take out of the trash for good what has lain there for as long as things are kept."""
    days: int = rulebook.declared.get(trash.SETTING, trash.DAYS)
    acts = Acts(rulebook, site, system("time:trash"), now)
    for item in site.trash.over(now - timedelta(days=days)):
        acts.purge(item)
        yield Ticked(item.path, "purge", True)


def _has_come(timing: Timing, item: Item, now: datetime) -> bool:
    if timing.at:
        at: date | None = getattr(item, timing.at, None)
        if at is None:
            return False
        begins = at - timedelta(days=timing.before)
        return begins <= now if isinstance(begins, datetime) else begins <= local_day(now)
    return item.since + timedelta(days=timing.days) <= now


def _take(acts: Acts, item: Item, transition: Transition) -> Ticked:
    try:
        acts.fire(item, transition.name)
    except Refused:
        # A guard may want the day to be over, or something to be mended first: a later tick asks again.
        return Ticked(item.path, transition.name, False)
    return Ticked(item.path, transition.name, True)
