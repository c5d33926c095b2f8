"""Who is asked: the people who were at an occasion or took part in a project, or the organisations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..participation.model import ATTENDED, participations_of
from ..registration.model import Participant, Registration, registrations_of, taking_part
from .model import Survey


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked: a person of an organisation, or with ``person`` None its contact for all of it."""

    registration: Registration
    person: Participant | None = None

    @property
    def holder(self) -> str:
        """Whom the link is for."""
        return f"{self.registration.uid}:{self.person.key if self.person is not None else ''}"

    @property
    def name(self) -> str:
        """The name that the letter goes to."""
        return self.person.name if self.person is not None else self.registration.contact_name

    @property
    def address(self) -> str:
        """The address that the letter goes to."""
        return self.person.email if self.person is not None else self.registration.contact_email


def to_be_asked(survey: Survey) -> list[Asked]:
    """Whom the survey would ask if it opened now."""
    found = [each for each in _people(survey.project) if each.person is not None]
    if survey.occasion:
        there = _who_came(survey.workshop) if survey.workshop is not None else set()
        found = [each for each in found if each.person is not None and each.person.key in there]
    return found if survey.is_anonymous else list(_contacts(survey.project, survey.project.confirmed_organisations()))


def asked_now(survey: Survey) -> list[Asked]:
    """Those whom the survey asked when it opened, as far as they are still on a list."""
    if not survey.is_anonymous:
        return list(_contacts(survey.project, survey.organisations))
    holders = set(survey.asked)
    return [each for each in _people(survey.project, all_of_them=True) if each.holder in holders]


def _people(project: Any, all_of_them: bool = False) -> Iterator[Asked]:
    for registration in registrations_of(project) if all_of_them else taking_part(project):
        for person in registration.people:
            yield Asked(registration, person)


def _contacts(project: Any, organisations: tuple[str, ...]) -> Iterator[Asked]:
    for registration in taking_part(project):
        if registration.organisation in organisations:
            yield Asked(registration)


def _who_came(workshop: Any) -> set[str]:
    """The keys of those who were ticked off; where nobody was, of those who had a place."""
    answers = participations_of(workshop)
    came = {each.person for each in answers if each.state == ATTENDED}
    return came or {each.person for each in answers if each.has_place}
