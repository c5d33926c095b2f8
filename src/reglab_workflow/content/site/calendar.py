"""What the calendar holds: the occasions of projects and the days of rounds that somebody may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from ...documents.ical import CANCELLED, CONFIRMED, TENTATIVE, Entry
from ...i18n import _
from ...security.actor import Actor
from ...security.permissions import Permission
from ...web.words import name_of, say
from ..project.model import HELD, INVITING, occasions, project_of
from ..workshop.model import DIGITAL, KINDS, Workshop
from ..workshop.programme import in_words
from ..workshop.schema import KIND_TITLES, MODE_TITLES
from ..workshop.words import heading, place_in_words, times_in_words

ROUND = "round"
LAST_DAY = "last_day"
HOMEWORK = "homework"
KIND_NAMES = {**KIND_TITLES, LAST_DAY: _("Last days to register"), HOMEWORK: _("Homework"),
              ROUND: _("Rounds of proposals")}
OF_OCCASIONS = (*KINDS, HOMEWORK)

ROUND_DAYS = {
    "opens": _("The round opens for proposals"), "closes": _("Last day to submit proposals"),
    "board_meets": _("The board meets"),
}
"""The days of a round, by the names of its fields, in the order in which they come."""

STATUS = {"planned": TENTATIVE, "cancelled": CANCELLED}


@dataclass(frozen=True)
class Happening:
    """One thing in the calendar, in the reader's words; without days as long as they are not decided.

    ``within`` is the project or the round that it belongs to.
    """

    uid: str
    kind: str
    item: Any
    within: Any
    title: str
    days: tuple[date, date] | None
    place: str = ""
    location: str = ""
    text: str = ""

    @property
    def decided(self) -> tuple[date, date]:
        """The first and the last day of what has days."""
        if self.days is None:
            raise LookupError("the days are not decided")
        return self.days

    @property
    def status(self) -> str:
        """How sure it is."""
        return STATUS.get(self.item.state, CONFIRMED) if self.kind in OF_OCCASIONS else CONFIRMED

    @property
    def is_awaited(self) -> bool:
        """Whether it is still to get its days."""
        over = ("closed",) if self.kind == HOMEWORK else HELD
        return self.days is None and self.status != CANCELLED and self.item.state not in over


class Calendar:
    """The calendar as one actor may see it, in the language of a request; the actor need not be who asks."""

    def __init__(self, request: Any, actor: Actor) -> None:
        self.request = request
        self.actor = actor

    def everything(self) -> list[Happening]:
        """What happens in every project and every round, by days; what has none comes last."""
        site = self.request.site
        found = [*self.of_projects(site["projects"].values()), *self.of_rounds(site["rounds"].values())]
        return by_days(found)

    def of_project(self, project: Any) -> list[Happening]:
        """What happens in one project."""
        return by_days(self.of_projects([project]))

    def of_projects(self, projects: Iterable[Any]) -> Iterator[Happening]:
        """The occasions of projects, with their homework, and the last day to register while one can."""
        for project in projects:
            if not self.sees(project):
                continue
            if project.state == INVITING and project.last_day is not None:
                yield self.last_day(project)
            for each in occasions(project):
                if self.sees(each):
                    yield self.occasion(each)
                    if each.homework and self.may(Permission.VIEW_HOMEWORK, each):
                        yield self.homework(each)

    def of_rounds(self, rounds: Iterable[Any]) -> Iterator[Happening]:
        """The days of rounds and their idea meetings."""
        for round_ in rounds:
            if not self.sees(round_):
                continue
            for name, title in ROUND_DAYS.items():
                day = getattr(round_, name)
                if day is not None:
                    yield Happening(f"{round_.uid}-{name}", ROUND, round_, round_, say(self.request, title), (day, day))
            meeting = round_.meeting
            if meeting is not None and meeting.day is not None and self.sees(meeting):
                yield self.idea_meeting(meeting, round_)

    def sees(self, item: Any) -> bool:
        """Whether the actor may view it."""
        return self.may(Permission.VIEW, item)

    def may(self, permission: str, item: Any) -> bool:
        """Whether the actor has a permission on it."""
        return bool(self.request.rights.may(self.actor, permission, item))

    def last_day(self, project: Any) -> Happening:
        """The last day on which organisations can register for a project."""
        return Happening(f"{project.uid}-{LAST_DAY}", LAST_DAY, project, project,
                         say(self.request, _("Last day to register")), (project.last_day, project.last_day))

    def homework(self, workshop: Workshop) -> Happening:
        """The last day for the homework of an occasion."""
        due = workshop.homework_due
        title = say(self.request, _("Last day for the homework of ${occasion}", mapping={
            "occasion": heading(self.request, workshop)}))
        return Happening(f"{workshop.uid}-{HOMEWORK}", HOMEWORK, workshop, project_of(workshop), title,
                         (due, due) if due is not None else None, text=workshop.homework)

    def occasion(self, workshop: Workshop) -> Happening:
        """A workshop, a seminar or a meeting of a project."""
        gone = ""
        if workshop.went_to:
            gone = say(self.request, _("The content went to: ${where}", mapping={"where": workshop.went_to}))
        told = (times_in_words(self.request, workshop), in_words(workshop.speakers), gone, workshop.content)
        return Happening(
            workshop.uid, workshop.kind, workshop, project_of(workshop), heading(self.request, workshop),
            workshop.decided_days(), place_in_words(self.request, workshop), self.location(workshop), joined(told))

    def idea_meeting(self, meeting: Any, round_: Any) -> Happening:
        """The idea meeting of a round."""
        hours = "–".join(each for each in (meeting.starts, meeting.ends) if each)
        return Happening(
            meeting.uid, ROUND, meeting, round_, meeting.title or say(self.request, _("Idea meeting")),
            (meeting.day, meeting.day), meeting.place, meeting.place, joined((hours, meeting.introduction)))

    def location(self, workshop: Workshop) -> str:
        """Where to go, as far as that is decided; a digital occasion is digital wherever its link leads."""
        digital = say(self.request, MODE_TITLES[DIGITAL]) if workshop.mode == DIGITAL else ""
        return ", ".join(part for part in (digital, workshop.decided_place()) if part)

    def entries(self, happenings: Iterable[Happening]) -> list[Entry]:
        """Those with days as a calendar file holds them."""
        return [self.entry(each) for each in happenings if each.days is not None]

    def entry(self, happening: Happening) -> Entry:
        """One of them, with what it belongs to; whoever reads only its title must see that it is cancelled."""
        item, (first, last) = happening.item, happening.decided
        title = f"{happening.title} – {name_of(self.request, happening.within)}"
        if happening.status == CANCELLED:
            title = f"{self.request.state_of(item).title}: {title}"
        busy = happening.kind not in (ROUND, LAST_DAY, HOMEWORK)
        home = self.request.registry.reglab_settings.base_url.rstrip("/")
        return Entry(
            happening.uid, title, first, last, item.version, item.modified, home + quote(item.path),
            happening.status, happening.text, happening.location, busy=busy)


def by_days(happenings: Iterable[Happening]) -> list[Happening]:
    """In the order of their days; those without come last."""
    return sorted(happenings, key=lambda each: (each.days is None, each.days or (date.min, date.min), each.title))


def joined(texts: Iterable[str]) -> str:
    """The texts that there are, one below the other."""
    return "\n\n".join(text for text in texts if text)
