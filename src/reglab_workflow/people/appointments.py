"""Appointments: who is what, where, from when to when; and what a person may call on because of it.

A right that rests on an appointment ends with it: nothing is copied to the person or to the item.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from ..clock import local_day
from .organisation import MEMBER, PARTNER, organisation_by_uid

SITE = "site"
"""The scope of a role that is held everywhere."""

APPOINTMENT = "appointment"
MEMBERSHIP = "membership"
ACCOUNT = "account"


@dataclass(frozen=True)
class Ground:
    """Why somebody holds a principal: an appointment, an organisation's membership, or the account.

    ``subject`` is the uid of the item, organisation or person that it is about.
    """

    principal: str
    source: str
    since: date | None = None
    until: date | None = None
    given_by: str = ""
    subject: str = ""


class Appointment(Persistent):
    """A person holds a role on an item or on the site, from a day to a day, given for a reason."""

    ended_at: datetime | None = None
    ended_by: str = ""
    told: tuple[Any, ...] = ()
    """The entries of the trail about it, oldest first."""

    def __init__(self, person: str, role: str, scope: str, start: date, end: date | None = None,
                 given_by: str = "", why: str = "") -> None:
        self.uid = secrets.token_hex(8)
        self.person = person
        self.role = role
        self.scope = scope
        self.start = start
        self.end = end
        self.given_by = given_by
        self.why = why

    @property
    def principal(self) -> str:
        """What the person may call on while the appointment lasts."""
        return self.role if self.scope == SITE else f"{self.role}@{self.scope}"

    def holds(self, now: datetime) -> bool:
        """Whether it is in force at a moment; the first and the last day both count."""
        return self.start <= local_day(now) and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended, by its last day or because somebody ended it."""
        if self.ended_at is not None and self.ended_at <= now:
            return True
        return self.end is not None and self.end < local_day(now)

    def ground(self) -> Ground:
        """What it gives as a reason for a right."""
        return Ground(self.principal, APPOINTMENT, self.start, self.end, self.given_by, self.scope)


class Appointments(Persistent):
    """Every appointment there has been, found by person and by scope; none is ever taken out."""

    def __init__(self) -> None:
        self.by_uid: Any = OOBTree()
        self.by_person: Any = OOBTree()
        self.by_scope: Any = OOBTree()

    def __len__(self) -> int:
        return len(self.by_uid)

    def __bool__(self) -> bool:
        return True

    def add(self, appointment: Appointment) -> Appointment:
        """Keep a new appointment; raises ValueError for one that would end before it begins."""
        if appointment.end is not None and appointment.end < appointment.start:
            raise ValueError("an appointment cannot end before it begins")
        self.by_uid[appointment.uid] = appointment
        for index, key in ((self.by_person, appointment.person), (self.by_scope, appointment.scope)):
            if key not in index:
                index[key] = OOTreeSet()
            index[key].insert(appointment.uid)
        return appointment

    def end(self, appointment: Appointment, now: datetime, by: str) -> None:
        """Let an appointment end at this moment; one that has already ended keeps its end."""
        if appointment.ended_at is None:
            appointment.ended_at = now
            appointment.ended_by = by

    def get(self, uid: str) -> Appointment | None:
        """The appointment with that uid, or None."""
        found: Appointment | None = self.by_uid.get(uid)
        return found

    def all(self) -> list[Appointment]:
        """Every appointment, past ones too, oldest first."""
        return _oldest_first(self.by_uid.values())

    def of_person(self, uid: str, now: datetime | None = None) -> list[Appointment]:
        """The appointments of a person, oldest first; at a moment, or without one all there have been."""
        return self._found(self.by_person, uid, now)

    def on_scope(self, uid: str, now: datetime | None = None) -> list[Appointment]:
        """The appointments on an item or on the site; at a moment, or without one all there have been."""
        return self._found(self.by_scope, uid, now)

    def _found(self, index: Any, key: str, now: datetime | None) -> list[Appointment]:
        found = (self.by_uid[uid] for uid in index.get(key, ()))
        return _oldest_first(each for each in found if now is None or each.holds(now))


def principals_of(person: Any, site: Any, now: datetime) -> dict[str, Ground]:
    """Every principal that a person holds at a moment because of who he or she is, with its ground.

    Where two grounds give the same principal, the one that lasts longest is told.
    """
    grounds = [
        Ground(f"person:{person.uid}", ACCOUNT, subject=person.uid),
        *_membership(person, site, local_day(now)),
        *(appointment.ground() for appointment in site.appointments.of_person(person.uid, now)),
    ]
    held: dict[str, Ground] = {}
    for ground in grounds:
        known = held.get(ground.principal)
        if known is None or _outlasts(ground, known):
            held[ground.principal] = ground
    return held


def _membership(person: Any, site: Any, day: date) -> Iterator[Ground]:
    organisation = organisation_by_uid(site, person.organisation) if person.organisation else None
    if organisation is None or not organisation.takes_part(day):
        return
    principals = [f"org:{organisation.uid}"]
    if organisation.kind in (MEMBER, PARTNER):
        principals.append(organisation.kind)
    since, until = organisation.from_date, organisation.to_date
    for principal in principals:
        yield Ground(principal, MEMBERSHIP, since, until, subject=organisation.uid)


def _outlasts(one: Ground, other: Ground) -> bool:
    if other.until is None:
        return False
    return one.until is None or one.until > other.until


def _oldest_first(appointments: Iterable[Appointment]) -> list[Appointment]:
    return sorted(appointments, key=lambda each: (each.start, each.uid))
