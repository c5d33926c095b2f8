"""The registrations of a project as the office and the leaders see them: organisations, people, occasions, answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ...i18n import _
from ...web.words import say
from ..participation.model import WAITING, Participation, answers_of
from ..participation.queue import with_place
from ..workshop.words import days_in_words, kind_title
from .model import DRAFT, TAKING_PART, Registration, registrations_of

LEFT = ("declined", "cancelled", "cancelled_late")

GROUPS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "taking_part": (_("Take part"), TAKING_PART),
    "submitted": (_("To confirm"), ("submitted",)),
    "awaiting": (_("Wait for a manager"), ("awaiting_approval",)),
    "draft": (_("Drafts"), (DRAFT,)),
    "left": (_("Declined or cancelled"), LEFT),
}
"""The parts that the list can be narrowed to; ``unnamed`` besides, which is no state."""

UNNAMED = "unnamed"


@dataclass(frozen=True)
class Answers:
    """How an organisation answers one occasion: people with a place, in the queue, and who have not answered."""

    workshop: Any
    places: int = 0
    waiting: int = 0
    unanswered: int = 0

    @property
    def is_open(self) -> bool:
        """Whether answers can come."""
        return self.workshop.state == "open"


def visible(request: Any, project: Any) -> list[Registration]:
    """The registrations that the person asking may see, by the name of the organisation."""
    found = (each for each in registrations_of(project) if request.rights.may(request.actor, "view", each))
    return sorted(found, key=lambda each: each.title)


def narrowed(found: Iterable[Registration], group: str) -> list[Registration]:
    """Those of one group, or all."""
    if group == UNNAMED:
        return [each for each in found if lacks_people(each)]
    if group in GROUPS:
        return [each for each in found if each.state in GROUPS[group][1]]
    return list(found)


def lacks_people(registration: Registration) -> bool:
    """Whether an organisation takes part and has named nobody."""
    return registration.takes_part and not registration.people


def answers(registration: Registration, workshops: Iterable[Any]) -> list[Answers]:
    """How an organisation answers each occasion."""
    return [_counted(each, answers_of(registration, each)) for each in workshops]


def _counted(workshop: Any, found: list[Participation]) -> Answers:
    return Answers(workshop, sum(each.has_place for each in found), sum(each.state == WAITING for each in found),
                   sum(each.state == "invited" for each in found))


def occasions_of(request: Any, project: Any) -> list[dict[str, Any]]:
    """The occasions as the heads of columns, with places and queue."""
    told = []
    for each in project.programme():
        if each.state in ("planned", "cancelled"):
            continue
        waiting = sum(one.state == WAITING for one in each["participations"].values())
        told.append({
            "item": each, "title": f"{kind_title(request, each)} {each.number}", "day": days_in_words(request, each),
            "places": len(with_place(each)), "waiting": waiting, "capacity": each.capacity})
    return told


def figures(request: Any, project: Any, found: list[Registration]) -> list[dict[str, Any]]:
    """The numbers at the head of the page, each with its list."""
    def way(group: str) -> str:
        return str(request.link(project["registrations"], query={"show": group}))

    taking = narrowed(found, "taking_part")
    told = [{"name": say(request, title), "value": len(narrowed(found, group)), "href": way(group)}
            for group, (title, _states) in GROUPS.items()]
    unnamed = len(narrowed(found, UNNAMED))
    named = sum(len([person for person in each.people if not person.extra]) for each in taking)
    planned = sum(each.number_of_people() for each in taking)
    return [
        *told[:1],
        {"name": say(request, _("People named")), "value": named, "href": way("taking_part"),
         "more": say(request, _("${number} planned", mapping={"number": planned}))},
        {"name": say(request, _("Have not named anybody")), "value": unnamed, "href": way(UNNAMED)}, *told[1:],
    ]
