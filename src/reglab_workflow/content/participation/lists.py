"""Lists of an occasion: who has a place, who waits in which order and why, and who has said what besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...plain import alphabetical
from .model import ATTENDED, OFFERED, REGISTERED, WAITING, Participation, participations_of
from .queue import Turn, free_places, is_full, queue, with_place

FEW = 3
"""So many free places are few."""

UNKNOWN, FREE, FEW_LEFT, FULL = "", "free", "few", "full"
COMING = (REGISTERED, OFFERED, ATTENDED, WAITING)
"""The states of those whose needs the kitchen has to know."""


@dataclass(frozen=True)
class Lists:
    """Everybody of an occasion, each in one list: with a place, in the queue, without an answer, not coming."""

    places: list[Participation]
    turns: list[Turn]
    silent: list[Participation]
    gone: list[Participation]


def lists_of(workshop: Any) -> Lists:
    """The lists; names in alphabetical order, the queue in its own."""
    placed, turns = with_place(workshop), queue(workshop)
    listed = {each.person for each in (*placed, *(turn.participation for turn in turns))}
    rest = [each for each in participations_of(workshop) if each.person not in listed]
    return Lists(
        by_name(placed), turns, by_name([each for each in rest if each.state == "invited"]),
        by_name([each for each in rest if each.state != "invited"]))


def by_name(found: list[Participation]) -> list[Participation]:
    """In the order of their names."""
    return sorted(found, key=lambda each: (alphabetical(each.title), each.person))


def admitted(answer: Participation) -> str:
    """Why somebody who waited was given a place before the queue; empty for all others."""
    if not answer.has_place:
        return ""
    for entry in reversed(answer.events):
        core = entry.core
        if core.get("transition") in ("sign_up", "queue", "accept", "take_over"):
            return ""
        if core.get("transition") == "admit" and core["from"] == WAITING:
            return answer.reason
    return ""


def free_in_general(workshop: Any) -> str:
    """What everybody may know of the places: free, few, full, or nothing where there is no limit or no registration."""
    free = free_places(workshop)
    if workshop.state not in ("open", "registration_closed") or free is None:
        return UNKNOWN
    if is_full(workshop):
        return FULL
    if workshop.state != "open":
        return UNKNOWN
    return FEW_LEFT if free <= FEW else FREE


def with_needs(workshop: Any) -> list[Participation]:
    """Those who come and have said what they cannot eat or need, by name."""
    return by_name([each for each in participations_of(workshop)
                    if each.state in COMING and (each.diet or each.access)])
