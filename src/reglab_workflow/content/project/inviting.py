"""The invitation to a learning project as it is now: one record, which the page and its documents are made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ...documents.edition import Contact
from ...documents.invitation import Gathering, Invitation, Part
from ...i18n import _
from ...mail.message import address_of
from ...web.telling import organisation_title
from ...web.words import say
from ..proposal.model import is_address
from ..workshop.programme import in_words
from ..workshop.words import days_in_words, kind_title, place_in_words, times_in_words
from .fee import announced_fee, kronor, range_in_words, unsaid
from .formats import format_of
from .model import CANCELLED, INVITING, PLANNED, FeeSpan, Project

OVER = ("closed", "cancelled", "reshaped")
NOTICES = {
    "planned": _("This is a draft. The invitation has not gone out."),
    "confirmed": _("The registration is closed."), "running": _("The registration is closed."),
    "evaluating": _("The registration is closed."), "closed": _("The project is closed."),
    "cancelled": _("The project was cancelled."), "reshaped": _("The project took another form."),
}
"""What stands above an invitation that cannot be answered."""


def invitation_of(request: Any, project: Project) -> Invitation:
    """The invitation, the same for everybody once it has gone out."""
    told = Telling(request, project)
    return Invitation(
        project.title, told.about(), project.subtitle, project.lead, told.notice(), tuple(told.facts()),
        tuple(told.before()), told.programme(), tuple(told.gatherings()), tuple(told.after()),
        told.say(_("Will be announced later.")))


def gaps_in(request: Any, project: Project) -> list[str]:
    """What the invitation says nothing of yet, for those who can mend it."""
    invitation, told = invitation_of(request, project), Telling(request, project)
    found = [part.heading for part in invitation.parts if part.is_missing]
    if not invitation.gatherings:
        found.append(invitation.programme.heading)
    found += [told.say(_("What the fee is with ${people}", mapping={"people": range_in_words(each)}))
              for each in unsaid(project)]
    waiting = [each for each in project.programme() if each.state == PLANNED]
    if waiting and project.state != PLANNED:
        found.append(told.say(_("Occasions that have not been announced: ${number}", mapping={"number": len(waiting)})))
    return list(dict.fromkeys(found))


class Telling:
    """Puts the invitation together, in the language of the reader."""

    def __init__(self, request: Any, project: Project) -> None:
        self.request = request
        self.project = project

    def say(self, text: Any) -> str:
        """A text in the reader's language."""
        return say(self.request, text)

    def about(self) -> str:
        """What this is, and to what."""
        title = format_of(self.project, self.request.rulebook.declared).title
        return f"{self.say(_('Invitation'))} · {self.say(title)}"

    def notice(self) -> str:
        """Why the invitation cannot be answered, if so."""
        return self.say(NOTICES[self.project.state]) if self.project.state != INVITING else ""

    def facts(self) -> Iterator[tuple[str, str]]:
        """What one looks for first."""
        later = self.say(_("Will be announced later"))
        yield self.say(_("Last day to register")), self.request.day(self.project.last_day) or later
        yield self.say(_("Fee")), self.fee(self.project.fee) or self.no_fee() or later
        yield self.say(_("People per organisation")), self.people()

    def before(self) -> Iterator[Part]:
        """The parts before the programme."""
        project = self.project
        for heading, text in ((_("Background"), project.background), (_("Questions to explore"), project.questions)):
            if text:
                yield Part(self.say(heading), text)
        yield Part(self.say(_("Why")), project.purpose)
        yield Part(self.say(_("Expected results")), points=tuple(each.text for each in project.expected_results))
        yield Part(self.say(_("Whom the project is for")), project.target_group, notes=(self.say(_(
            "Each organisation takes part with ${people} people, and chooses one of them as its contact person.",
            mapping={"people": self.people()})),), lacking=not project.target_group)
        yield Part(self.say(_("How")), project.how)
        yield Part(self.say(_("Who leads the project")), facts=tuple(self.leaders()))

    def leaders(self) -> Iterator[tuple[str, str]]:
        """The content leaders and the process leader, as long as either is known."""
        held = {role: self.holders(role) for role in ("content_leader", "process_leader")}
        titles = {"content_leader": _("Content leaders"), "process_leader": _("Process leader")}
        if any(held.values()):
            for role, names in held.items():
                yield self.say(titles[role]), "; ".join(names) or self.say(_("Will be announced later"))

    def holders(self, role: str) -> list[str]:
        """Those who hold a role on the project now, or held it to its end, in the order of their names."""
        site, project = self.project.site, self.project
        moment: datetime = self.request.acts.now
        if project.state in OVER:
            moment = project.since - timedelta(microseconds=1)
        names = []
        for appointment in site.appointments.on_scope(project.uid):
            person = site["people"].get(appointment.person)
            if appointment.role == role and person is not None and not appointment.is_over(moment):
                home = organisation_title(self.request, person.organisation) if person.organisation else ""
                names.append(", ".join(part for part in (person.title, home) if part))
        return sorted(set(names))

    def programme(self) -> Part:
        """What is to be known about the programme as a whole."""
        notes = [_("Everybody who takes part is expected at the workshops.")]
        if self.project.state in (PLANNED, INVITING):
            notes.append(_("The programme is preliminary and can change together with those who take part."))
        return Part(self.say(_("Programme")), notes=tuple(self.say(note) for note in notes) if self.shown() else ())

    def shown(self) -> list[Any]:
        """The occasions in the order of their days; once the invitation is out, those that are announced."""
        out = self.project.state != PLANNED
        return [each for each in self.project.programme() if not (out and each.state == PLANNED)]

    def gatherings(self) -> Iterator[Gathering]:
        """Each occasion, with what is not decided in words."""
        for each in self.shown():
            days, times = days_in_words(self.request, each), times_in_words(self.request, each)
            when = ", ".join(part for part in (days, times) if part)
            yield Gathering(
                "w" if each.kind == "workshop" else "f", f"{kind_title(self.request, each)} {each.number}",
                each.decided_title() or self.say(_("Title follows")), when,
                place_in_words(self.request, each), each.content, in_words(each.speakers),
                self.say(_("This occasion is cancelled")) if each.state == CANCELLED else "", each.uid)

    def after(self) -> Iterator[Part]:
        """The parts after the programme."""
        yield Part(self.say(_("Fee")), self.project.fee_note, facts=tuple(self.fee_rule()),
                   lacking=announced_fee(self.project) is None and not self.no_fee())
        yield Part(self.say(_("Registration")), notes=tuple(self.registration()))
        yield Part(self.say(_("Information and documentation")), notes=(
            self.say(_("All information and documentation is gathered on the page of the project: ${address}", mapping={
                "address": self.address()})),))
        yield Part(self.say(_("Whom to ask")), contacts=tuple(self.contacts()))

    def fee_rule(self) -> Iterator[tuple[str, str]]:
        """What the fee is, and what it is reckoned from."""
        project = self.project
        if announced_fee(project) is not None:
            yield self.say(_("Fee")), self.fee(announced_fee(project))
        elif self.no_fee():
            yield self.say(_("Fee")), self.no_fee()
        if project.expected_people:
            yield self.say(_("Reckoned from")), self.say(_("about ${number} people in all", mapping={
                "number": project.expected_people}))
        if project.least_organisations > 1:
            yield self.say(_("Fewest organisations")), str(project.least_organisations)
        for each in project.fee_spans:
            told = self.span(each)
            yield told if not each.note else (told[0], f"{told[1]}. {each.note}")
        if project.fee_excludes:
            yield self.say(_("Not covered by the fee")), project.fee_excludes
        if project.vat_note:
            yield self.say(_("Value-added tax")), project.vat_note
        if project.fee_decision is not None:
            yield self.say(_("Decided fee")), self.say(_("${fee}, decided on ${day}", mapping={
                "fee": self.fee(project.fee_decision.fee), "day": self.request.day(project.fee_decision.day)}))

    def span(self, span: FeeSpan) -> tuple[str, str]:
        """What the fee is with another number of people."""
        people = range_in_words(span)
        if span.fee is None:
            return self.say(_("Lowered fee")), self.say(_("if only ${people} come", mapping={"people": people}))
        return self.say(_("With ${people}", mapping={"people": people})), self.fee(span.fee)

    def registration(self) -> Iterator[str]:
        """How one registers, and until when."""
        yield self.say(_("Registration takes two steps. First the organisation registers, once its manager has agreed; "
                         "then each person registers before each occasion."))
        day = self.project.last_day
        yield self.say(_("The last day for the organisation to register is ${day}.", mapping={
            "day": self.request.day(day)})) if day else self.say(_("The last day to register will be announced later."))

    def contacts(self) -> Iterator[Contact]:
        """Whom to ask: those that the project names, or the office."""
        for each in self.project.contacts:
            yield Contact(each.name, each.matter, "", each.email, bool(each.email) and not is_address(each.email))
        if not self.project.contacts:
            sender = self.request.registry.reglab_settings.mail_from
            yield Contact(self.say(_("The office")), email=address_of(sender)[1])

    def people(self) -> str:
        """How many may come from each organisation."""
        return "–".join(str(number) for number in dict.fromkeys((self.project.least, self.project.most)))

    def no_fee(self) -> str:
        """That the format expects no fee; empty where one is expected."""
        expected = format_of(self.project, self.request.rulebook.declared).fee
        return "" if expected else self.say(_("No fee is planned"))

    def fee(self, amount: int | None) -> str:
        """A fee in words; empty while nothing is known."""
        if amount is None:
            return ""
        if not amount:
            return self.say(_("No fee"))
        return self.say(_("${fee} kr per organisation, not per person", mapping={"fee": kronor(amount)}))

    def address(self) -> str:
        """Where the project's own page is."""
        base = self.request.registry.reglab_settings.base_url
        return base.rstrip("/") + str(self.request.link(self.project))
