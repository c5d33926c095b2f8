"""Letters about homework: a reminder to each organisation that has not handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..content import events
from ..content.registration.model import registration_by
from ..content.submission.model import not_handed_in
from ..people.organisation import organisation_by_uid
from . import receivers
from .changes import heading_of


class HomeworkLetters:
    """Listens, and lets the writer write."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer

    def reminded(self, event: events.Transitioned) -> None:
        """A reminder to every organisation that takes part and has not handed in."""
        if (event.item.type_name, event.transition) != ("workshop", "remind_homework"):
            return
        workshop = event.item
        page = self.writer.composer.address(f"{workshop.path}/submissions")
        for uid in not_handed_in(workshop):
            organisation = organisation_by_uid(workshop.site, uid)
            if organisation is not None:
                self.writer.write(
                    "homework", event, responsible(workshop, organisation, event.now), heading=heading_of(workshop),
                    project=workshop.project, organisation=organisation.title, due=workshop.homework_due, page=page)


def responsible(workshop: Any, organisation: Any, now: datetime) -> receivers.ByLanguage:
    """The contact person of an organisation and its representatives; without any, whoever an invitation goes to."""
    registration = registration_by(workshop.project, organisation.uid)
    contact = receivers.somebody(workshop.site, registration.contact_name, registration.contact_email) \
        if registration is not None and registration.takes_part else {}
    found = receivers.together(
        contact, receivers.by_language(receivers.representatives(workshop, now, [organisation.uid])))
    return found or receivers.by_language(receivers.invited_of(organisation, now))


def listen(config: Any, writer: Any) -> None:
    """Listen to reminders."""
    config.add_subscriber(HomeworkLetters(writer).reminded, events.Transitioned)
