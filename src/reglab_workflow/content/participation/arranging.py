"""Arranging places: who is invited to which occasion, and to whom a free place is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..registration.model import Participant, Registration, taking_part
from .model import Participation, answers_of
from .queue import first_in_queue, free_places

OPEN = "open"


def invite_all(workshop: Any, acts: Any) -> None:
    """Invite everybody who is named by the organisations that take part."""
    for registration in taking_part(workshop.project):
        for person in registration.people:
            if not person.extra:
                invite(registration, person, workshop, acts)


def invite_to_open(registration: Registration, people: Iterable[Participant], acts: Any) -> None:
    """Invite people of an organisation to the occasions that are open."""
    for workshop in registration.project["workshops"].values():
        if workshop.state == OPEN:
            for person in people:
                invite(registration, person, workshop, acts)


def invite(registration: Registration, person: Participant, workshop: Any, acts: Any) -> Participation:
    """A person's answer to an occasion, not given yet; the one that there is, if there is one."""
    found = workshop["participations"].get(person.key)
    if found is None:
        found = acts.as_system(f"workshop.open:{workshop.uid}").create(
            workshop["participations"], "participation", {
                "title": person.name, "person": person.key, "registration": registration.uid,
                "organisation": registration.organisation, "email": person.email})
    return found


def follow_people(registration: Registration, acts: Any) -> None:
    """Let answers to coming occasions bear the name and address that the person has now."""
    system = acts.as_system(f"registration.name:{registration.uid}")
    for workshop in registration.project["workshops"].values():
        for answer in answers_of(registration, workshop):
            person = registration.participant(answer.person)
            if person is not None and (answer.title, answer.email) != (person.name, person.email):
                system.edit(answer, {"title": person.name, "email": person.email})


def answer_of(participation: Participation, colleague: Participant, acts: Any) -> Participation:
    """The answer of a colleague who comes instead; one who was not named is added to the organisation's people."""
    registration = acts.site.by_uid(participation.registration)
    if registration.participant(colleague.key) is None:
        colleague = replace(colleague, extra=True)
        acts.as_system(f"participation.replace:{participation.uid}").edit(
            registration, {"people": (*registration.people, colleague)})
    return invite(registration, colleague, participation.workshop, acts)


def offer_free_places(workshop: Any, acts: Any) -> None:
    """Offer every free place to who is first in the queue."""
    while workshop.state in (OPEN, "registration_closed"):
        first, free = first_in_queue(workshop), free_places(workshop)
        if first is None or free == 0:
            return
        acts.as_system(f"participation.queue:{workshop.uid}").fire(first, "offer")
