"""Registration: an organisation signs up for a project; its manager agrees, and it names the people who come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from ..folder import slug
from ..item import ByState, Item, inside

DRAFT = "draft"
AWAITING = "awaiting_approval"
SUBMITTED = "submitted"
TAKING_PART = ("confirmed", "fee_fixed")
"""The states of an organisation that takes part."""

ASKED = (AWAITING, SUBMITTED)
"""The states of an organisation that has asked to take part."""

BY_LINK = "link"
RECORDED = "recorded"

BY_STEP: Mapping[str, str] = dict.fromkeys((
    "title", "organisation", "people", "approved_by", "approved_on", "approval", "is_late", "fee", "charge",
    "charged_by", "reason"), "")
"""What only a step in the life of the registration writes."""


CONTACT = ("contact_name", "contact_role", "contact_email", "contact_phone")


def field_rules(registration: Registration) -> dict[str, str]:
    """Who the contact person is rests on an appointment once the organisation takes part, and changes by a step."""
    return {**BY_STEP, **(dict.fromkeys(CONTACT, "") if registration.takes_part else {})}


@dataclass(frozen=True)
class Participant:
    """A person who comes for an organisation; ``key`` is the person's own within the site, and never changes.

    ``extra`` marks somebody who has come in a colleague's place and is not counted among the named.
    """

    key: str
    name: str
    email: str = ""
    role: str = ""
    extra: bool = False


class Registration(Item):
    """The registration of one organisation. ``planned`` is how many people it means to send.

    ``terms`` is the number of the terms that were accepted, nought for none; ``charged_by`` the number of those that a
    ``charge`` in kronor rests on. ``fee`` is what was decided, in kronor.
    """

    type_name: ClassVar[str] = "registration"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "organisation", "contact_name", "contact_role", "contact_email", "contact_phone", "planned",
        "legal_name", "organisation_number", "invoice_reference", "invoice_address", "co_organisations", "case",
        "manager_name", "manager_role", "manager_email", "terms", "people", "approved_by", "approved_on", "approval",
        "is_late", "fee", "charge", "charged_by", "reason",
    )
    guarded: ClassVar[Any] = ByState(BY_STEP, field_rules)
    internal: ClassVar[tuple[str, ...]] = (
        "contact_email", "contact_phone", "legal_name", "organisation_number", "invoice_reference", "invoice_address",
        "manager_email", "people",
    )

    organisation: str = ""
    contact_name: str = ""
    contact_role: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    planned: int | None = None
    legal_name: str = ""
    organisation_number: str = ""
    invoice_reference: str = ""
    invoice_address: str = ""
    co_organisations: tuple[str, ...] = ()
    case: str = ""
    manager_name: str = ""
    manager_role: str = ""
    manager_email: str = ""
    terms: int = 0
    people: tuple[Participant, ...] = ()
    approved_by: str = ""
    approved_on: date | None = None
    approval: str = ""
    is_late: bool = False
    fee: int | None = None
    charge: int | None = None
    charged_by: int = 0
    reason: str = ""

    def owner(self, changed: Mapping[str, Any] | None = None) -> str:
        """The organisation that is registered."""
        return str((changed or {}).get("organisation", self.organisation))

    def search_text(self) -> str:
        """The name of the organisation, and no name of a person."""
        return self.title

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """Registrations are found by who registers and for what."""
        return {"organisation": (self.organisation,), "project": (self.project.uid,)}

    def name_in(self, container: Any) -> str:
        """An organisation has one registration for a project, under its own name."""
        return slug(self.title) or self.organisation

    @property
    def project(self) -> Any:
        """The project that the organisation registers for."""
        return inside(self, "project")

    def dependents(self) -> list[Any]:
        """The project and what its organisations have in common: who takes part decides who sees it."""
        return [self.project, *self.project.dependents()]

    @property
    def takes_part(self) -> bool:
        """Whether the organisation takes part."""
        return self.state in TAKING_PART

    def number_of_people(self) -> int:
        """How many come: as many as are named, or as planned while fewer are named."""
        named = sum(not each.extra for each in self.people)
        return max(named, self.planned or 0)

    def participant(self, key: str) -> Participant | None:
        """The person with that key, or None."""
        return next((each for each in self.people if each.key == key), None)


def registrations_of(project: Any) -> list[Registration]:
    """Every registration for a project, in the order they came."""
    found: list[Registration] = project["registrations"].values()
    return found


def taking_part(project: Any) -> list[Registration]:
    """The registrations of the organisations that take part."""
    return [each for each in registrations_of(project) if each.takes_part]


def registration_by(project: Any, organisation: str) -> Registration | None:
    """The registration of an organisation for a project, or None."""
    return next((each for each in registrations_of(project) if each.organisation == organisation), None)
