"""What would give somebody a role on an item: an appointment, an organisation, a link in a letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..clock import local_day
from ..content.item import inside
from ..content.round.model import DECIDED, PUBLISHED
from ..i18n import _
from ..people.appointments import SITE, Appointment
from ..people.joining import ways_to_be
from ..people.organisation import MEMBER, PARTNER, organisation_by_uid
from ..rulebook import Rulebook
from ..workflow.definition import SYSTEM
from ..workflow.errors import Reason
from .actor import ANYONE, SIGNED_IN, Actor
from .remedies import (
    NOTHING,
    Appoint,
    EditField,
    Reach,
    Remedy,
    SignIn,
    TakeStep,
    Together,
    UseLink,
    Wait,
    each,
)

LATEST = 3
"""So many appointments that are not in force are told, the latest first."""


@dataclass(frozen=True)
class Somebody:
    """Who asks or is asked about: the actor that decides, and the person behind it if there is one."""

    actor: Actor
    person: Any = None


class Holding:
    """What gives a role on one item, to one person, at one moment."""

    def __init__(self, rulebook: Rulebook, site: Any, item: Any, who: Somebody, now: datetime) -> None:
        self.rulebook = rulebook
        self.site = site
        self.item = item
        self.who = who
        self.now = now

    @property
    def day(self) -> date:
        """The day it is."""
        return local_day(self.now)

    def remedies(self, roles: tuple[str, ...]) -> Iterator[Remedy]:
        """What would give one of these roles, each thing once."""
        told: set[Remedy] = set()
        for role in roles:
            for remedy in self._role(role) if role != SYSTEM else ():
                if remedy not in told and remedy not in NOTHING:
                    told.add(remedy)
                    yield remedy

    def lapsed(self, roles: tuple[str, ...]) -> Iterator[Reason]:
        """Appointments that would have given a role and are over or not begun, and an absent organisation."""
        wanted = {principal for role in roles for principal in self.rulebook.holders(role, self.item)}
        found = self.site.appointments.of_person(self.who.person.uid) if self.who.person is not None else []
        mine = [one for one in found if one.principal in wanted and not one.holds(self.now)]
        for appointment in mine[:-LATEST - 1:-1]:
            yield self._lapsed(appointment)
        organisation = organisation_by_uid(self.site, self.who.person.organisation) if self.who.person else None
        if organisation is None or organisation.takes_part(self.day):
            return
        if wanted & {f"org:{organisation.uid}", *({organisation.kind} & {MEMBER, PARTNER})}:
            yield Reason("organisation_away", _(
                "${organisation} does not take part now.", mapping={"organisation": organisation.title}),
                remedies=ways_to_be(organisation, (organisation.kind,), self.day))

    def _lapsed(self, appointment: Appointment) -> Reason:
        role = self.rulebook.roles[appointment.role].of_one if appointment.role in self.rulebook.roles else ""
        again = Appoint(appointment.role, appointment.scope)
        if appointment.is_over(self.now):
            return Reason("appointment_over", _("The appointment as ${role} has ended.", mapping={"role": role}),
                          remedies=(again,))
        return Reason("appointment_ahead", _("The appointment as ${role} has not begun.", mapping={"role": role}),
                      remedies=(Wait(appointment.start), again))

    def _role(self, role: str) -> Iterator[Remedy]:
        principals = self.rulebook.holders(role, self.item)
        if role in ("reader", "public_reader"):
            yield from self._of_the_round(role)
        elif role in ("sender", "asked"):
            yield from self._co_signing(role)
        elif role == "co_participant":
            yield from self._by_registration()
        for principal in principals:
            if role != "reader":
                yield from self._principal(principal)

    def _of_the_round(self, role: str) -> Iterator[Remedy]:
        """What everybody, or every member, sees of a round from one of its states on."""
        round_ = inside(self.item, "round")
        states = PUBLISHED if role == "reader" else DECIDED
        if round_ is None:
            return
        come = () if round_.state in states else (Reach(round_, states),)
        if role == "public_reader" or self.who.actor.holds(MEMBER, PARTNER, "board"):
            yield from come
            return
        for principal in (MEMBER, PARTNER, "board"):
            for remedy in self._principal(principal):
                yield Together((*come, remedy)) if come else remedy

    def _co_signing(self, role: str) -> Iterator[Remedy]:
        """The person's organisation is named as the sender, asked to send it too, or agrees to when it has been."""
        proposal, own = inside(self.item, "proposal"), self.who.actor.organisation
        if proposal is None:
            return
        if role == "sender" and not proposal.sending():
            yield EditField(proposal, "organisation", own)
        elif role == "sender" and own in proposal.asked():
            yield TakeStep(proposal, "agree")
        elif role == "asked" and own and not proposal.taken_in and own not in (*proposal.sending(), *proposal.asked()):
            yield EditField(proposal, "co_senders", (*proposal.co_senders, own))

    def _by_registration(self) -> Iterator[Remedy]:
        """The person's organisation comes to take part in the project, if it has registered."""
        project = inside(self.item, "project")
        own = self.who.person.organisation if self.who.person is not None else ""
        registered = [one for one in project["registrations"].values() if one.organisation == own] if project else []
        for registration in registered:
            if not registration.takes_part:
                yield Reach(registration, ("confirmed", "fee_fixed"))

    def _principal(self, principal: str) -> Iterator[Remedy]:
        """What would give somebody the principal."""
        kind, _at, uid = principal.partition("@")
        if principal in (ANYONE, "system"):
            return
        if principal == SIGNED_IN or self.who.person is None:
            yield SignIn()
        elif principal in (MEMBER, PARTNER):
            yield from self._membership(principal)
        elif principal.startswith("org:"):
            yield from self._belonging(principal.removeprefix("org:"))
        elif uid and kind in LINKS:
            yield from self._link(kind)
        elif uid and kind == "project_contact":
            registration = self.site.by_uid(uid)
            yield from (TakeStep(registration, "change_contact"),) if registration is not None else ()
        elif not principal.startswith("person:"):
            yield Appoint(kind, uid or SITE)

    def _membership(self, kind: str) -> Iterator[Remedy]:
        organisation = organisation_by_uid(self.site, self.who.person.organisation)
        if organisation is None:
            yield EditField(self.who.person, "organisation")
        else:
            yield from ways_to_be(organisation, (kind,), self.day)

    def _belonging(self, uid: str) -> Iterator[Remedy]:
        organisation = organisation_by_uid(self.site, uid)
        if organisation is None:
            return
        back = () if organisation.takes_part(self.day) else ways_to_be(organisation, (organisation.kind,), self.day)[:1]
        moved = () if self.who.person.organisation == uid else (EditField(self.who.person, "organisation", uid),)
        yield from each(*moved, *back)

    def _link(self, kind: str) -> Iterator[Remedy]:
        noun, step = LINKS[kind]
        item = inside(self.item, noun)
        yield from (UseLink(item, step),) if item is not None else ()


LINKS = {"approver": ("registration", "ask_approval"), "participant": ("participation", "send_link"),
         "surveyed": ("survey", "open")}
"""The principals that a link in a letter gives: whose letter it is, and the step that sends it."""
