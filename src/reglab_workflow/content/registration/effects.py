"""What follows when a registration is approved, confirmed, filled with people, paid for or cancelled."""

from __future__ import annotations

from typing import Any

from ...clock import local_day
from .model import BY_LINK, RECORDED, Registration
from .model import CONTACT as CONTACT_FIELDS

CONTACT = "project_contact"


def note_approval(registration: Registration, step: Any) -> None:
    """Keep who approved by the link, and when."""
    registration.set({"approved_by": step.actor.name, "approved_on": local_day(step.now), "approval": BY_LINK})


def note_late(registration: Registration, step: Any) -> None:
    """Mark that the organisation was admitted after the last day."""
    registration.set({"is_late": True, "approval": RECORDED})


def appoint_contact(registration: Registration, step: Any) -> None:
    """Let the contact person act for the organisation in the project; without an account, one is made."""
    site, acts = step.acts.site, step.acts.as_system(f"registration.{step.transition.name}:{registration.uid}")
    person = site["people"].get(site.accounts.person_with(registration.contact_email))
    if person is None:
        person = acts.create(site["people"], "person", {
            "title": registration.contact_name, "email": registration.contact_email,
            "organisation": registration.organisation, "role_title": registration.contact_role})
    end_contact(registration, step)
    acts.appoint(person, CONTACT, registration)


def change_contact(registration: Registration, step: Any) -> None:
    """Take over who the contact person is; what is not told of the new one is left empty."""
    registration.set({name: step.facts.get(name) or "" for name in CONTACT_FIELDS})


def end_contact(registration: Registration, step: Any) -> None:
    """End the contact person's appointment."""
    acts = step.acts.as_system(f"registration.{step.transition.name}:{registration.uid}")
    for appointment in step.acts.site.appointments.on_scope(registration.uid):
        if appointment.role == CONTACT and not appointment.is_over(step.now):
            acts.end_appointment(appointment)


def keep_people(registration: Registration, step: Any) -> None:
    """Keep the people who are named."""
    registration.set({"people": step.facts["people"]})


def take_the_fee(registration: Registration, step: Any) -> None:
    """Keep the fee that the project has decided."""
    registration.set({"fee": registration.project.fee})


def note_terms(registration: Registration, step: Any) -> None:
    """Keep the number of the terms that the charge rests on: those that were accepted."""
    registration.set({"charged_by": registration.terms})
