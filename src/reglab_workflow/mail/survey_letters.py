"""Letters about surveys: to those who are asked, and to those of them who have not answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..accounts.tokens import Purpose
from ..content import events
from ..content.survey.asked import Asked, asked_now
from ..content.survey.model import Survey
from ..content.survey.tickets import not_answered
from . import receivers
from .letter import Receiver, Ticket


class SurveyLetters:
    """Listens, and lets the writer write."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer

    def transitioned(self, event: events.Transitioned) -> None:
        """A survey has opened, or those who have not answered are reminded."""
        if event.item.type_name != "survey" or event.transition not in ("open", "remind"):
            return
        again = event.transition == "remind"
        seal = self.writer.registry.reglab_seal
        whom = not_answered(seal, event.item) if again else asked_now(event.item)
        for each in whom:
            self.to_one(event, each, again)
        if not event.item.is_anonymous:
            self.to_representatives(event, whom, again)

    def to_one(self, event: events.Transitioned, asked: Asked, again: bool) -> None:
        """A letter with a link of their own to somebody who may have no account."""
        kind = "survey" if event.item.is_anonymous else "survey_follow_up"
        ticket = Ticket(Purpose.SURVEY.value, f"{event.item.uid}:{asked.holder}")
        whom = {"": [Receiver(asked.name, asked.address)]} if asked.address else {}
        self.writer.write(kind, event, whom, ticket, project=event.item.project, workshop=event.item.workshop,
                          again=again, organisation=asked.registration.title, by_link=True)

    def to_representatives(self, event: events.Transitioned, told: Iterable[Asked], again: bool) -> None:
        """The same to the representatives of each organisation, who have accounts and no link."""
        survey: Survey = event.item
        addresses = {receivers.plain_address(each.address) for each in told}
        replied = {each.organisation for each in survey.replies}
        for uid in survey.organisations:
            organisation = survey.site.by_uid(uid)
            if organisation is None or (again and uid in replied):
                continue
            found = (each for each in receivers.representatives(survey, event.now, [uid])
                     if each is not None and receivers.plain_address(each.email) not in addresses)
            self.writer.write(
                "survey_follow_up", event, receivers.by_language(found), project=survey.project, again=again,
                workshop=None, organisation=organisation.title, by_link=False)


def listen(config: Any, writer: Any) -> None:
    """Listen to what happens to surveys."""
    config.add_subscriber(SurveyLetters(writer).transitioned, events.Transitioned)
