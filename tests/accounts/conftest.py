"""A site with people, and its door: no web and no workflow."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from reglab_workflow.accounts.passwords import Passwords
from reglab_workflow.accounts.signing_in import Door
from reglab_workflow.content.site.model import Site
from reglab_workflow.people.appointments import Appointment
from reglab_workflow.people.person import Person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)
GOOD = "lingon under granarna 7"
OTHER = "trasmattor och silverfisk"
SOURCE = "192.0.2.7"


class Visit:
    """One site at a moment that tests move on."""

    def __init__(self) -> None:
        self.now = NOW
        self.site = Site("Reglab", NOW)
        self.told: list = []
        self.passwords = Passwords(fast=True)

    @property
    def door(self) -> Door:
        return Door(self.site, self.told.append, self.passwords, self.now)

    @property
    def accounts(self):
        return self.site.accounts

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def person(self, name: str, email: str, password: str = "") -> Person:
        person = Person(title=name, email=email)
        person.state = "active"
        self.site["people"].add(person.uid, person)
        self.accounts.know(person.uid, email)
        if password:
            self.door.set_password(person, password)
            self.told.clear()
        return person

    def appoint(self, person: Person, role: str) -> None:
        self.site.appointments.add(Appointment(person.uid, role, "site", date(2026, 1, 1)))

    def sign_in(self, email: str, password: str = GOOD, source: str = SOURCE, device: str = ""):
        return self.door.sign_in(email, password, source, device)

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.told]


@pytest.fixture
def visit() -> Visit:
    return Visit()


@pytest.fixture
def asta(visit):
    return visit.person("Asta Granlid", "asta@dalarna.example", GOOD)
