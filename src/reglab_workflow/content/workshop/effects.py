"""What follows when an occasion is moved, changes form or is cancelled."""

from __future__ import annotations

from typing import Any

from ..participation.arranging import invite_all, offer_free_places
from .model import MOVED, Workshop


def invite_participants(workshop: Workshop, step: Any) -> None:
    """Invite everybody whom the organisations have named; each answers with a link of their own."""
    invite_all(workshop, step.acts)


def change_places(workshop: Workshop, step: Any) -> None:
    """Take over the other number of places, and offer those that are free to the queue."""
    workshop.set({"capacity": None if step.facts.get("unlimited") else step.facts.get("capacity")})
    offer_free_places(workshop, step.acts)


def move_occasion(workshop: Workshop, step: Any) -> None:
    """Take over the told day, time and place; a new first day without a last one is one day."""
    told = {name: step.facts[name] for name in MOVED if step.facts.get(name)}
    if step.facts.get("undecided"):
        told |= {"starts": None, "ends": None}
    elif "starts" in told:
        told.setdefault("ends", None)
    workshop.set(told)


def change_mode(workshop: Workshop, step: Any) -> None:
    """Take over the other form; the old place does not follow, the new one may be told later."""
    workshop.set({"mode": step.facts["mode"], "place": step.facts.get("place") or ""})


def keep_where_it_went(workshop: Workshop, step: Any) -> None:
    """Keep where the content went: told for the occasion itself, or for the whole project."""
    workshop.set({"went_to": step.facts.get("went_to") or step.facts.get("moved_to") or "",
                  "went_on": step.facts.get("went_on") or ""})
