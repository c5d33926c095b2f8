"""Letters about an organisation's registration: to its manager, its contact person and its representatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..accounts.tokens import Purpose
from ..content import events
from ..content.registration.asking import asked_by
from ..content.registration.model import Registration
from . import receivers
from .letter import Ticket

ANSWERS = ("return", "decline")
ENDS = ("cancel", "cancel_late")
WRITTEN = ("awaiting_approval", "submitted", "confirmed", "fee_fixed")
"""The states in which somebody besides the writer knows of a registration."""


class RegistrationLetters:
    """Listens, and lets the writer write."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer
        self.letters: Mapping[str, Callable[[events.Transitioned], None]] = {
            "ask_approval": self.manager_asked, "approve": self.received, "record_approval": self.received,
            "refuse": self.not_approved, "confirm": self.confirmed, "admit_late": self.confirmed,
            "change_contact": self.confirmed,
            "remind": self.reminded, **dict.fromkeys(ANSWERS, self.answered), **dict.fromkeys(ENDS, self.cancelled)}

    def transitioned(self, event: events.Transitioned) -> None:
        """What has happened to a registration."""
        if event.item.type_name == "registration" and event.transition in self.letters:
            self.letters[event.transition](event)

    def manager_asked(self, event: events.Transitioned) -> None:
        """A link to answer with, to the manager alone."""
        registration = event.item
        whom = receivers.somebody(registration.site, registration.manager_name, registration.manager_email)
        self.write("approval", event, whom, Ticket(Purpose.APPROVAL.value, registration.uid), who=event.actor.name)

    def received(self, event: events.Transitioned) -> None:
        """A receipt for what has been registered, to whoever sent it and to the contact person."""
        self.write("registered", event, self.asking(event.item))

    def not_approved(self, event: events.Transitioned) -> None:
        """The manager's reason, to whoever asked and to the contact person."""
        self.write("not_approved", event, self.asking(event.item), who=event.actor.name, reason=_reason(event))

    def confirmed(self, event: events.Transitioned) -> None:
        """The place is confirmed: the contact names people next, and gets a password where there is none."""
        registration, site = event.item, event.item.site
        contact, uid = self.contact(registration), site.accounts.person_with(registration.contact_email)
        is_new = bool(uid) and not site.accounts.kept_password(uid)
        ticket = Ticket(Purpose.INVITATION.value, uid) if is_new else None
        self.write("confirmed", event, contact, ticket, is_contact=True)
        told = {receivers.plain_address(each.address) for people in contact.values() for each in people}
        others = self.representatives(event)
        for language, people in others.items():
            left = [each for each in people if receivers.plain_address(each.address) not in told]
            if left:
                self.write("confirmed", event, {language: left}, is_contact=False)

    def reminded(self, event: events.Transitioned) -> None:
        """Nobody has been named yet."""
        self.write("name_people", event, self.contact(event.item))

    def answered(self, event: events.Transitioned) -> None:
        """The office asks for more, or says no."""
        self.write("registration_answered", event, self.around(event), step=event.transition, reason=_reason(event),
                   who=event.actor.name)

    def cancelled(self, event: events.Transitioned) -> None:
        """The organisation does not take part."""
        if event.source in WRITTEN:
            self.write("registration_cancelled", event, self.around(event), reason=_reason(event),
                       is_late=event.transition == "cancel_late", who=event.actor.name)

    def asking(self, registration: Registration) -> receivers.ByLanguage:
        """Whoever sent the registration on its way, and its contact person."""
        asked = asked_by(registration)
        person = registration.site["people"].get(asked.person) if asked is not None else None
        return receivers.together(receivers.by_language([person]), self.contact(registration))

    def contact(self, registration: Registration) -> receivers.ByLanguage:
        """The contact person."""
        return receivers.somebody(registration.site, registration.contact_name, registration.contact_email)

    def representatives(self, event: events.Transitioned) -> receivers.ByLanguage:
        """The representatives of the organisation, without whoever took the step."""
        found = receivers.representatives(event.item, event.now, [event.item.organisation])
        return receivers.others(found, event.actor.person)

    def around(self, event: events.Transitioned) -> receivers.ByLanguage:
        """The contact person and the representatives, without whoever took the step."""
        return receivers.together(
            self.contact(event.item), self.representatives(event), without=event.actor.person)

    def write(self, kind: str, event: events.Transitioned, whom: receivers.ByLanguage, ticket: Ticket | None = None,
              **facts: Any) -> None:
        """A letter about a registration, with what all of them may speak of."""
        project = event.item.project
        self.writer.write(kind, event, whom, ticket, project=project, terms=project.terms_of(event.item.terms), **facts)


def _reason(event: events.Transitioned) -> str:
    return event.facts.get("reason") or ""


def listen(config: Any, writer: Any) -> None:
    """Listen to what happens to registrations."""
    config.add_subscriber(RegistrationLetters(writer).transitioned, events.Transitioned)
