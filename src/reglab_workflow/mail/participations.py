"""Letters to participants: each has one receiver, and most carry the link that is the person's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from ..accounts.bearers import holder_of
from ..accounts.tokens import Purpose
from ..content import events
from ..content.participation.model import Participation, participations_of
from ..content.participation.queue import QUEUE_TITLES, queue
from ..content.project.model import occasions, project_of
from ..content.registration.model import Participant, Registration
from ..content.workshop.model import COMING
from . import receivers
from .changes import heading_of, news_of, rows_of, subject_of, subject_of_end
from .letter import Receiver, Ticket
from .notices import BECAUSE_OF_PROJECT, ENDS, MOVES

BECAUSE_OF_REGISTRATION = "registration."
"""How the cause of a step begins that a registration has brought along: its own letter tells of it."""

PLACE = ("sign_up", "accept", "admit", "take_over")
IN_QUEUE = ("queue", "take_over_turn")
OFFERS = ("offer", "take_over_offer")
TAKEN_OVER = ("take_over", "take_over_turn", "take_over_offer")


class ParticipantLetters:
    """Listens, and lets the writer write."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer
        self.letters: Mapping[str, Callable[[events.Transitioned], None]] = {
            **dict.fromkeys(PLACE, self.has_place), **dict.fromkeys(IN_QUEUE, self.queued),
            **dict.fromkeys(OFFERS, self.offered), "lapse": self.lapsed, "cancel": self.signed_off,
            "replace": self.replaced, "send_link": self.link_sent}

    # -- the person's own answer -----------------------------------------------------------------------------

    def answered(self, event: events.Transitioned) -> None:
        """What has happened to somebody's answer to an occasion."""
        if event.item.type_name == "participation" and event.transition in self.letters:
            self.letters[event.transition](event)

    def has_place(self, event: events.Transitioned) -> None:
        """The person has a place."""
        self.to_one("has_place", event, taken_over=event.transition in TAKEN_OVER)

    def queued(self, event: events.Transitioned) -> None:
        """The person waits: in which place, and by what rule."""
        workshop = event.item.workshop
        turn = next((each for each in queue(workshop) if each.participation is event.item), None)
        self.to_one("in_queue", event, number=turn.number if turn is not None else None,
                    rule=QUEUE_TITLES[workshop.queue_rule], taken_over=event.transition in TAKEN_OVER)

    def offered(self, event: events.Transitioned) -> None:
        """A place is kept for a while."""
        self.to_one("offered", event, ends=event.item.offer_ends, taken_over=event.transition in TAKEN_OVER)

    def lapsed(self, event: events.Transitioned) -> None:
        """The offer has run out."""
        self.to_one("lapsed", event)

    def signed_off(self, event: events.Transitioned) -> None:
        """The person does not come; when the whole organisation does not, one letter about that is enough."""
        if not event.cause.startswith(BECAUSE_OF_REGISTRATION):
            self.to_one("signed_off", event)

    def replaced(self, event: events.Transitioned) -> None:
        """A colleague comes instead, who hears of it in a letter of the colleague's own."""
        self.to_one("replaced", event, colleague=event.facts["substitute"].name)

    def link_sent(self, event: events.Transitioned) -> None:
        """Another link, in place of the ones before."""
        self.to_one("own_link", event)

    def to_one(self, kind: str, event: events.Transitioned, **facts: Any) -> None:
        """A letter to the person whose answer it is."""
        self.about(kind, event, event.item, event.item.workshop, **facts)

    # -- the organisation's people ---------------------------------------------------------------------------

    def named(self, event: events.Transitioned) -> None:
        """A link of one's own, for everybody who is new on the list or has another address."""
        if (event.item.type_name, event.transition) != ("registration", "name"):
            return
        registration, before = event.item, {each.key: each for each in event.before.get("people") or ()}
        rows = [(heading_of(each), rows_of(each, {})) for each in registration.project.programme()
                if each.state in COMING]
        for person in registration.people:
            if person.key not in before or before[person.key].email != person.email:
                self.to_person("take_part", event, registration, person, project=registration.project, occasions=rows)

    def organisation_left(self, event: events.Transitioned) -> None:
        """The organisation does not take part any more: one letter, however many occasions there are."""
        if event.item.type_name == "registration" and event.transition in ("cancel", "cancel_late"):
            for person in event.item.people:
                self.writer.write("not_taking_part", event, _one(person.name, person.email),
                                  project=event.item.project)

    # -- the occasion ----------------------------------------------------------------------------------------

    def opened(self, event: events.Transitioned) -> None:
        """One can sign up: to everybody who is invited."""
        if (event.item.type_name, event.transition) == ("workshop", "open"):
            self.to_all("opened", event, participations_of(event.item))

    def moved(self, event: events.Transitioned) -> None:
        """It is on another day, at another place or in another form: does it still suit?"""
        if event.item.type_name == "workshop" and event.transition in MOVES:
            self.changed(event, subject_of(event.transition, event.item), event.facts.get("reason") or "")

    def settled(self, event: events.Edited) -> None:
        """What was not decided is decided."""
        subject = news_of(event.item, event.before) if event.item.type_name == "workshop" else None
        if subject is not None:
            self.changed(event, subject, "")

    def changed(self, event: Any, subject: Any, reason: str) -> None:
        """What is different, to those who mean to come."""
        self.to_all("moved", event, receivers.coming_to(event.item), subject=subject, reason=reason,
                    rows=rows_of(event.item, event.before), project_page=self.page_of(event.item))

    def called_off(self, event: events.Transitioned) -> None:
        """The occasion is cancelled; when the whole project is, one letter about that is enough."""
        if (event.item.type_name, event.transition) != ("workshop", "cancel") or event.source not in COMING or \
                event.cause.startswith(BECAUSE_OF_PROJECT):
            return
        subject = subject_of_end(event.transition, heading_of(event.item))
        self.to_all("called_off", event, receivers.coming_to(event.item), subject=subject,
                    reason=event.facts.get("reason") or "", went_to=event.item.went_to,
                    project_page=self.page_of(event.item))

    def project_ended(self, event: events.Transitioned) -> None:
        """The whole project ends early: one letter to everybody who meant to come to something."""
        if event.item.type_name != "project" or event.transition not in ENDS:
            return
        subject = subject_of_end(event.transition, event.item.title)
        leading = receivers.taking_part(event.item, event.now - timedelta(microseconds=1))
        told = {receivers.plain_address(each.email) for each in leading if each is not None}
        for answer in (each for workshop in occasions(event.item) if workshop.state in COMING
                       for each in receivers.coming_to(workshop)):
            if receivers.plain_address(answer.email) not in told:
                told.add(receivers.plain_address(answer.email))
                self.writer.write("called_off", event, _one(answer.title, answer.email), subject=subject,
                                  reason=event.facts.get("reason") or "", went_to=event.item.moved_to, rows=[],
                                  project=None, project_page="")

    def to_all(self, kind: str, event: Any, answers: Iterable[Participation], **facts: Any) -> None:
        """A letter to each of those people about an occasion."""
        for answer in answers:
            self.about(kind, event, answer, event.item, **facts)

    # -- writing ---------------------------------------------------------------------------------------------

    def about(self, kind: str, event: Any, answer: Participation, workshop: Any, **facts: Any) -> None:
        """A letter to a person about an occasion, with the link of the person's own."""
        registration = answer.site.by_uid(answer.registration)
        person = registration.participant(answer.person) if registration is not None else None
        if person is not None:
            told = {"rows": rows_of(workshop, {}), "heading": heading_of(workshop), "project": project_of(workshop)}
            self.to_person(kind, event, registration, person, **{**told, **facts})

    def to_person(self, kind: str, event: Any, registration: Registration, person: Participant, **facts: Any) -> None:
        """A letter to one of an organisation's people."""
        ticket = Ticket(Purpose.PARTICIPANT.value, holder_of(registration, person.key))
        self.writer.write(kind, event, _one(person.name, person.email), ticket, registration=registration, **facts)

    def page_of(self, workshop: Any) -> str:
        """The whole address of the project's page."""
        address: str = self.writer.composer.address(project_of(workshop).path)
        return address


def _one(name: str, address: str) -> receivers.ByLanguage:
    return {"": [Receiver(name, address)]} if address else {}


def listen(config: Any, writer: Any) -> None:
    """Listen to what concerns participants."""
    letters = ParticipantLetters(writer)
    for listener in (letters.answered, letters.named, letters.organisation_left, letters.opened, letters.moved,
                     letters.called_off, letters.project_ended):
        config.add_subscriber(listener, events.Transitioned)
    config.add_subscriber(letters.settled, events.Edited)
