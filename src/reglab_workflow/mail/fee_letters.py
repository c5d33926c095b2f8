"""Letters about the fee: to every organisation that takes part, when it is decided and when it is changed."""

from __future__ import annotations

from typing import Any

from ..content import events
from ..content.project.fee import kronor
from ..i18n import _
from . import receivers

DECIDES = ("fix_fee", "change_fee")


class FeeLetters:
    """Listens, and lets the writer write."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer

    def decided(self, event: events.Transitioned) -> None:
        """A registration has got its fee, or another one: the contact person and the representatives are told."""
        if event.item.type_name != "registration" or event.transition not in DECIDES or event.item.fee is None:
            return
        registration, project = event.item, event.item.project
        contact = receivers.somebody(registration.site, registration.contact_name, registration.contact_email)
        others = receivers.representatives(registration, event.now, [registration.organisation])
        decision, was = project.fee_decision, event.before.get("fee")
        self.writer.write(
            "fee", event, receivers.together(contact, receivers.by_language(others)), project=project,
            amount=in_words(registration.fee), was=in_words(was) if was is not None else "",
            reason=decision.reason if decision is not None else "", terms=project.terms_of(registration.terms),
            invoice=invoice_of(registration), terms_page=self.page(project, "terms"),
            project_page=self.page(project))

    def page(self, project: Any, name: str = "") -> str:
        """The whole address of a page of the project."""
        address: str = self.writer.composer.address(f"{project.path}/{name}" if name else project.path)
        return address


def in_words(amount: int) -> Any:
    """A fee in words."""
    return _("${fee} kr per organisation", mapping={"fee": kronor(amount)}) if amount else _("No fee")


def invoice_of(registration: Any) -> list[tuple[Any, str]]:
    """What we know for the invoice."""
    return [
        (_("Name on the invoice"), registration.legal_name),
        (_("Organisation number"), registration.organisation_number),
        (_("Your reference"), registration.invoice_reference),
        (_("Address for electronic invoices"), registration.invoice_address),
    ]


def listen(config: Any, writer: Any) -> None:
    """Listen to what the registrations are told about their fee."""
    config.add_subscriber(FeeLetters(writer).decided, events.Transitioned)
