"""Places and queue of an occasion: the one place that counts, and the one rule of who comes first.

The count, the list and the next in turn are the same question asked of the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...i18n import _
from .model import HAVE_PLACE, WAITING, Participation, participations_of

ARRIVAL = "arrival"
EACH_FIRST = "each_first"
RULES = (ARRIVAL, EACH_FIRST)
QUEUE_TITLES: Mapping[str, Any] = {
    ARRIVAL: _("Who came first"),
    EACH_FIRST: _("Organisations that have no place yet, then who came first"),
}


@dataclass(frozen=True)
class Turn:
    """One who waits: the place in the queue from 1, and whether it was moved up since the organisation has no place."""

    participation: Participation
    number: int
    moved_up: bool = False


def with_place(workshop: Any) -> list[Participation]:
    """Those who have a place, or to whom one is offered."""
    return [each for each in participations_of(workshop) if each.state in HAVE_PLACE]


def free_places(workshop: Any) -> int | None:
    """How many places are free, never below nought; None where there is no limit."""
    if workshop.capacity is None:
        return None
    return max(0, workshop.capacity - len(with_place(workshop)))


def is_full(workshop: Any) -> bool:
    """Whether there is no free place."""
    return free_places(workshop) == 0


def queue(workshop: Any) -> list[Turn]:
    """Those who wait, in the order in which places are offered.

    By ``arrival``, who came first is first. By ``each_first``, organisations that have no place yet come before the
    others, each with the one of its people who came first; then everybody else as they came.
    """
    answers = participations_of(workshop)
    waiting = sorted((each for each in answers if each.state == WAITING), key=lambda each: each.arrived)
    if workshop.queue_rule != EACH_FIRST:
        return [Turn(each, number) for number, each in enumerate(waiting, 1)]
    there = {each.organisation for each in answers if each.state in HAVE_PLACE}
    first: list[Participation] = []
    for each in waiting:
        if each.organisation not in there:
            there.add(each.organisation)
            first.append(each)
    ordered = [*first, *(each for each in waiting if each not in first)]
    return [Turn(each, number, each in first and waiting.index(each) + 1 > number)
            for number, each in enumerate(ordered, 1)]


def first_in_queue(workshop: Any) -> Participation | None:
    """Who is to be offered the next place, or None when nobody waits."""
    turns = queue(workshop)
    return turns[0].participation if turns else None


def taken_by(workshop: Any, organisation: str) -> list[Participation]:
    """Those of an organisation who have a place or wait for one."""
    return [each for each in participations_of(workshop)
            if each.organisation == organisation and each.state in (*HAVE_PLACE, WAITING)]
