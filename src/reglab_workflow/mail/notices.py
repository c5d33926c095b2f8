"""Letters about changes: an occasion moves or is cancelled, a project ends early, or the registration takes longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..content import events
from ..content.project.model import project_of
from ..content.workshop.model import COMING
from . import receivers
from .changes import heading_of, news_of, rows_of, subject_of, subject_of_end

MOVES = ("move", "change_mode")
ENDS = ("cancel", "reshape")
BECAUSE_OF_PROJECT = "project."
"""How the cause of a step begins that a step of the project has brought along: its own letter tells of it."""


class Notices:
    """Listens, and lets the writer write."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer

    def occasion_moved(self, event: events.Transitioned) -> None:
        """An occasion is on another day, at another place, or in another form."""
        if event.item.type_name == "workshop" and event.transition in MOVES:
            self._moved(event, subject_of(event.transition, event.item), event.facts.get("reason") or "")

    def occasion_settled(self, event: events.Edited) -> None:
        """What was announced as not decided yet is decided."""
        subject = news_of(event.item, event.before) if event.item.type_name == "workshop" else None
        if subject is not None:
            self._moved(event, subject, "")

    def occasion_cancelled(self, event: events.Transitioned) -> None:
        """An occasion is cancelled; when the whole project is, one letter about that is enough."""
        if (event.item.type_name, event.transition) != ("workshop", "cancel") or event.source not in COMING:
            return
        if event.cause.startswith(BECAUSE_OF_PROJECT):
            return
        subject = subject_of_end(event.transition, heading_of(event.item))
        whom = receivers.others(receivers.concerned_by(event.item, event.now), event.actor.person)
        self.writer.write(
            "called_off", event, whom, subject=subject, reason=event.facts.get("reason") or "",
            went_to=event.item.went_to, rows=rows_of(event.item, {}), **self._project(event.item))

    def project_ended(self, event: events.Transitioned) -> None:
        """A project is cancelled or takes another form."""
        if event.item.type_name != "project" or event.transition not in ENDS:
            return
        subject = subject_of_end(event.transition, event.item.title)
        # The step has ended the leaders' appointments: those who led until now are told.
        people = receivers.taking_part(event.item, event.now - timedelta(microseconds=1))
        self.writer.write(
            "called_off", event, receivers.others(people, event.actor.person), subject=subject,
            reason=event.facts.get("reason") or "", went_to=event.item.moved_to, rows=[], project=None, project_page="")

    def project_extended(self, event: events.Transitioned) -> None:
        """Organisations that were invited have more time to register."""
        if (event.item.type_name, event.transition) != ("project", "extend"):
            return
        whom = receivers.others(receivers.invitees(event.item.site, event.now), event.actor.person)
        self.writer.write(
            "extended", event, whom, was=event.before.get("last_day"), reason=event.facts.get("reason") or "",
            invitation=self.writer.composer.address(f"{event.item.path}/invitation"))

    def _moved(self, event: Any, subject: Any, reason: str) -> None:
        whom = receivers.others(receivers.concerned_by(event.item, event.now), event.actor.person)
        self.writer.write("moved", event, whom, subject=subject, reason=reason,
                          rows=rows_of(event.item, event.before), **self._project(event.item))

    def _project(self, workshop: Any) -> dict[str, Any]:
        project = project_of(workshop)
        return {"project": project, "project_page": self.writer.composer.address(project.path)}


def listen(config: Any, writer: Any) -> None:
    """Listen to what may concern somebody."""
    notices = Notices(writer)
    config.add_subscriber(notices.occasion_moved, events.Transitioned)
    config.add_subscriber(notices.occasion_settled, events.Edited)
    config.add_subscriber(notices.occasion_cancelled, events.Transitioned)
    config.add_subscriber(notices.project_ended, events.Transitioned)
    config.add_subscriber(notices.project_extended, events.Transitioned)
