"""What a project is to be invoiced for: one line for each organisation that pays, and what its line lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...clock import local_day
from ...i18n import _
from ...people.organisation import organisation_by_uid
from ..proposal.model import is_address
from ..registration.model import Registration, registrations_of
from ..registration.numbers import invoice_address, organisation_number
from .fee import recorded_by_hand
from .model import Project

FEE = "fee"
CANCELLED_LATE = "cancelled_late"
PRELIMINARY = "preliminary"

LACKING = {
    "legal_name": _("Name on the invoice"), "organisation_number": _("Organisation number"),
    "reference": _("Reference"), "address": _("Address for electronic invoices"), "contact": _("Contact person"),
}
"""What a line can lack, in words."""


@dataclass(frozen=True)
class Line:
    """One organisation: what it pays in kronor and on what ground, and what the invoice needs to know.

    ``amount`` is None while nothing is decided; ``terms`` is the version that a charge rests on.
    """

    organisation: str
    ground: str
    amount: int | None = None
    day: date | None = None
    terms: int = 0
    legal_name: str = ""
    organisation_number: str = ""
    reference: str = ""
    address: str = ""
    contact: str = ""
    email: str = ""
    item: Any = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing or cannot be right; nothing where there is nothing to pay."""
        if self.amount == 0:
            return ()
        there = {
            "legal_name": self.legal_name, "organisation_number": organisation_number(self.organisation_number),
            "reference": self.reference, "address": invoice_address(self.address),
            "contact": self.contact and is_address(self.email),
        }
        return tuple(name for name in LACKING if not there[name])


def lines(project: Project) -> list[Line]:
    """Everybody who takes part or cancelled too late, by the name of the organisation."""
    found = [_registered(each) for each in registrations_of(project) if each.takes_part or each.state == CANCELLED_LATE]
    found += [_by_hand(project, uid) for uid in recorded_by_hand(project)]
    return sorted(found, key=lambda each: each.organisation.casefold())


def total(found: Iterable[Line]) -> int:
    """What is decided, in kronor."""
    return sum(each.amount or 0 for each in found)


def _registered(registration: Registration) -> Line:
    late = registration.state == CANCELLED_LATE
    amount = registration.charge if late else registration.fee
    decision = registration.project.fee_decision
    day = local_day(registration.since) if late else decision.day if decision is not None else None
    ground = CANCELLED_LATE if late else PRELIMINARY if amount is None else FEE
    return Line(
        registration.title, ground, amount, day if amount is not None else None, registration.charged_by,
        registration.legal_name, registration.organisation_number, registration.invoice_reference,
        registration.invoice_address, registration.contact_name, registration.contact_email, registration)


def _by_hand(project: Project, uid: str) -> Line:
    found, decision = organisation_by_uid(project.site, uid), project.fee_decision
    title = found.title if found is not None else ""
    if decision is None:
        return Line(title, PRELIMINARY)
    return Line(title, FEE, decision.fee, decision.day)
