"""Steps that time takes: what a workflow file says happens by itself on a day or after a number of days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..clock import local_day
from ..rulebook import Rulebook
from ..security.actor import system
from ..workflow.definition import Timing, Transition
from ..workflow.errors import Refused
from .acts import Acts
from .item import Item


@dataclass(frozen=True)
class Ticked:
    """A step whose time had come: taken, or stopped by a guard until a later tick."""

    path: str
    transition: str
    taken: bool


def tick(rulebook: Rulebook, site: Any, now: datetime) -> list[Ticked]:
    """Take every step whose time has come; each event names the rule that took it."""
    return [
        _take(Acts(rulebook, site, system(f"time:{item.type_name}.{transition.name}"), now), item, transition)
        for item in list(_timed(rulebook, site))
        for transition in _due(rulebook, item, now)
    ]


def _timed(rulebook: Rulebook, site: Any) -> Iterator[Item]:
    """The items whose life has a step that time takes, in rounds and projects."""
    timed = {
        content_type.name for content_type in rulebook.types.values()
        if any(each.timing for each in rulebook.engines[content_type.workflow].workflow.transitions.values())
    }
    for item in _inside(site):
        if getattr(item, "type_name", "") in timed:
            yield item


def _inside(place: Any) -> Iterator[Any]:
    for child in place.children.values():
        yield child
        if hasattr(child, "children"):
            yield from _inside(child)


def _due(rulebook: Rulebook, item: Item, now: datetime) -> list[Transition]:
    """At most one step: the first whose time has come leads to another state."""
    engine = rulebook.engine(item)
    leaving = engine.workflow.leaving(engine.state_of(item).name)
    return [each for each in leaving if each.timing and _has_come(each.timing, item, now)][:1]


def _has_come(timing: Timing, item: Item, now: datetime) -> bool:
    if timing.at:
        at: date | None = getattr(item, timing.at, None)
        return at is not None and (at <= now if isinstance(at, datetime) else at <= local_day(now))
    return item.since + timedelta(days=timing.days) <= now


def _take(acts: Acts, item: Item, transition: Transition) -> Ticked:
    try:
        acts.fire(item, transition.name)
    except Refused:
        # A guard may want the day to be over, or something to be mended first: a later tick asks again.
        return Ticked(item.path, transition.name, False)
    return Ticked(item.path, transition.name, True)
