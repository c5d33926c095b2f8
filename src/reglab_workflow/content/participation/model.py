"""Participation: one person and one occasion; who has a place and who waits is told from these and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from ...clock import local_day
from ..item import Item, inside

INVITED = "invited"
REGISTERED = "registered"
WAITING = "waiting"
OFFERED = "offered"
ATTENDED = "attended"
HAVE_PLACE = (REGISTERED, OFFERED, ATTENDED, "no_show")
"""The states in which somebody takes up a place; an offer keeps one."""

BY_STEP: Mapping[str, str] = dict.fromkeys((
    "title", "person", "registration", "organisation", "email", "arrived", "turn", "offer_ends", "unconfirmed",
    "came_for", "reason"), "")
"""What only a step writes: the person's own are the needs."""

NEEDS = ("diet", "access")
NOT_COMING = ("declined", "lapsed", "cancelled", "replaced")


class Participation(Item):
    """A person's answer to one occasion, under the person's key.

    ``arrived`` is the number by which somebody stands in the queue: lower came earlier. ``turn`` is the number of the
    latest change of places that concerned this person. ``offer_ends`` is a moment in UTC. ``came_for`` is the key of
    the colleague whose place was taken over.
    """

    type_name: ClassVar[str] = "participation"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "person", "registration", "organisation", "email", "arrived", "turn", "offer_ends", "unconfirmed",
        "came_for", "reason", "diet", "access",
    )
    guarded: ClassVar[Mapping[str, str]] = BY_STEP
    internal: ClassVar[tuple[str, ...]] = ("email", "diet", "access")
    untold: ClassVar[tuple[str, ...]] = NEEDS

    person: str = ""
    registration: str = ""
    organisation: str = ""
    email: str = ""
    arrived: int = 0
    turn: int = 0
    offer_ends: datetime | None = None
    unconfirmed: bool = False
    came_for: str = ""
    reason: str = ""
    diet: str = ""
    access: str = ""

    def owner(self, changed: Mapping[str, Any] | None = None) -> str:
        """The organisation that the person comes from."""
        return self.organisation

    def name_in(self, container: Any) -> str:
        """A person has one answer to an occasion, found by the person's key."""
        return self.person

    def search_text(self) -> str:
        """Nothing: people are not found by searching the site."""
        return ""

    def waits_for(self, name: str) -> bool:
        """Needs wait to be erased from the moment they are told: the day follows the occasion, wherever it is moved."""
        return bool(self.diet or self.access) if name == "needs_until" else super().waits_for(name)

    @property
    def workshop(self) -> Any:
        """The occasion."""
        return inside(self, "workshop")

    @property
    def needs_until(self) -> date | None:
        """The day on which diet and access needs are erased; None while the occasion has no day.

        It is the day after the occasion, wherever that has been moved. What is said for an occasion that one does not
        come to, or that is cancelled, serves nothing and goes at once.
        """
        workshop = self.workshop
        if self.state in NOT_COMING:
            return local_day(self.since)
        if workshop.state == "cancelled":
            return local_day(workshop.since)
        days = workshop.decided_days()
        return days[1] + timedelta(days=1) if days is not None else None

    @property
    def has_place(self) -> bool:
        """Whether the person takes up a place."""
        return self.state in HAVE_PLACE


def participations_of(workshop: Any) -> list[Participation]:
    """Every answer to an occasion, in the order they were made."""
    found: list[Participation] = workshop["participations"].values()
    return found


def coming_of(registration: Any) -> list[Participation]:
    """The answers of an organisation's people to the occasions that are still to come.

    Those who wait come first: when all leave, none of them is offered a place that a colleague has left.
    """
    found = [each for workshop in registration.project["workshops"].values()
             if workshop.state in ("announced", "open", "registration_closed")
             for each in answers_of(registration, workshop)]
    return sorted(found, key=lambda each: each.state != WAITING)


def answers_of(registration: Any, workshop: Any) -> list[Participation]:
    """The answers of an organisation's people to an occasion, in the order of the people."""
    found = (workshop["participations"].get(each.key) for each in registration.people)
    return [each for each in found if each is not None]
