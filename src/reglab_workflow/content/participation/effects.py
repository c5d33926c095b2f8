"""What follows when somebody signs up, leaves a place, is offered one or lets a colleague come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ...clock import midnight, over
from ..registration.model import Registration
from .arranging import answer_of, follow_people, invite_to_open, offer_free_places
from .model import OFFERED, WAITING, Participation
from .queue import with_place

TAKING_OVER = {"registered": "take_over", OFFERED: "take_over_offer", WAITING: "take_over_turn"}


def take_turn(participation: Participation, step: Any) -> None:
    """Take the next number of the occasion: two who come at the same moment are served one after the other."""
    number = participation.workshop.turns.next()
    participation.set({"arrived": number, "turn": number, "reason": ""})


def leave_place(participation: Participation, step: Any) -> None:
    """Leave the place or the queue; a place that becomes free is offered to who is first in it."""
    participation.set({"turn": participation.workshop.turns.next(), "offer_ends": None, "unconfirmed": False})
    offer_free_places(participation.workshop, step.acts)


def open_offer(participation: Participation, step: Any) -> None:
    """Keep a place for the person for as long as the project says, but not beyond the occasion."""
    workshop = participation.workshop
    ends = step.now + timedelta(hours=workshop.project.offer_hours)
    participation.set({"turn": workshop.turns.next(), "offer_ends": min([ends, *_last_moments(workshop, step.now)])})


def make_room(participation: Participation, step: Any) -> None:
    """Add a place where all are taken, so that nobody loses one to whoever is admitted."""
    workshop, taken = participation.workshop, len(with_place(participation.workshop))
    if workshop.capacity is not None and taken > workshop.capacity:
        step.acts.as_system(f"participation.admit:{participation.uid}").edit(workshop, {"capacity": taken})


def close_offer(participation: Participation, step: Any) -> None:
    """The place is the person's own."""
    participation.set({"turn": participation.workshop.turns.next(), "offer_ends": None})


def send_a_substitute(participation: Participation, step: Any) -> None:
    """Give the place, the offer or the turn in the queue to a colleague."""
    source, workshop = step.source, participation.workshop
    other = answer_of(participation, step.facts["substitute"], step.acts)
    acts = step.acts.as_system(f"participation.replace:{participation.uid}")
    acts.edit(other, {"arrived": participation.arrived, "offer_ends": participation.offer_ends,
                      "turn": workshop.turns.next(), "came_for": participation.person, "reason": ""})
    participation.set({"offer_ends": None, "unconfirmed": False})
    acts.fire(other, TAKING_OVER[source])


def ask_for_confirmation(participation: Participation, step: Any) -> None:
    """Note that the person has not said whether the new day or form suits."""
    participation.set({"unconfirmed": True})


def note_confirmation(participation: Participation, step: Any) -> None:
    """Note that it still suits."""
    participation.set({"unconfirmed": False})


def erase_needs(participation: Participation, step: Any) -> None:
    """Erase what was said about diet and access."""
    participation.set({"diet": "", "access": ""})


def invite_named(registration: Registration, step: Any) -> None:
    """Let answers bear the names of now, and invite those who are new to the occasions that are open."""
    follow_people(registration, step.acts)
    invite_to_open(registration, (each for each in registration.people if not each.extra), step.acts)


def _last_moments(workshop: Any, now: datetime) -> list[datetime]:
    """When an offer is of no use any more: as the occasion's day begins, or, on that day, as it ends."""
    if workshop.starts is None:
        return []
    begins = midnight(workshop.starts)
    return [begins if begins > now else over(workshop.starts)]
