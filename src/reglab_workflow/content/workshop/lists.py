"""The lists of an occasion in words, for those who lead it; no addresses, and nothing of what somebody needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...documents.lists import List
from ...i18n import _
from ...security.permissions import Permission
from ...web.telling import organisation_title
from ...web.words import say
from ..participation.lists import FEW_LEFT, FREE, FULL, UNKNOWN, admitted, free_in_general, lists_of
from ..participation.model import Participation
from ..participation.queue import Turn, queue
from ..project.model import project_of
from .words import heading

COLUMNS = (
    (_("Name"), 28), (_("Organisation"), 28), (_("State"), 20), (_("Number in the queue"), 12), (_("Remark"), 48))


def crumbs(request: Any, workshop: Any) -> list[dict[str, str]]:
    """The way to a page of the occasion."""
    project = project_of(workshop)
    return [{"title": say(request, _("Learning projects")), "href": request.link(request.site["projects"])},
            {"title": project.title, "href": request.link(project)},
            {"title": heading(request, workshop), "href": request.link(workshop)}]


def parts(request: Any, workshop: Any) -> list[dict[str, Any]]:
    """The lists with their heads and rows; those of nobody are left out, but for the people with a place."""
    found = lists_of(workshop)
    waiting = [row(request, turn.participation, turn) for turn in found.turns]
    told: list[dict[str, Any]] = [
        {"id": "places", "title": say(request, _("Have a place")), "rows": rows(request, found.places)},
        {"id": "queue", "title": say(request, _("In the queue")), "rows": waiting},
        {"id": "unanswered", "title": say(request, _("Have not answered")), "rows": rows(request, found.silent)},
        {"id": "gone", "title": say(request, _("Do not come")), "rows": rows(request, found.gone)},
    ]
    return [each for each in told if each["rows"]]


def rows(request: Any, found: list[Participation]) -> list[dict[str, Any]]:
    """Each of them as a row."""
    return [row(request, each) for each in found]


def row(request: Any, answer: Participation, turn: Turn | None = None) -> dict[str, Any]:
    """One person: name, organisation, state, and what is to be said besides."""
    return {
        "item": answer, "name": answer.title, "organisation": organisation_title(request, answer.organisation),
        "state": str(request.state_of(answer).title), "number": turn.number if turn is not None else "",
        "remarks": list(remarks(request, answer, turn)),
    }


def remarks(request: Any, answer: Participation, turn: Turn | None) -> Iterator[str]:
    """Why somebody stands where they stand."""
    if turn is not None and turn.moved_up:
        yield say(request, _("moved up: nobody from the organisation has a place yet"))
    reason = admitted(answer)
    if reason:
        yield say(request, _("given a place before the queue: ${reason}", mapping={"reason": reason}))
    other = answer.workshop["participations"].get(answer.came_for) if answer.came_for else None
    if other is not None and (answer.has_place or turn is not None):
        yield say(request, _("comes in the place of ${name}", mapping={"name": other.title}))
    if answer.unconfirmed:
        yield say(request, _("has not confirmed since the occasion was changed"))


def as_list(request: Any, workshop: Any) -> List:
    """Everybody as the rows of a sheet, in the order of the page."""
    told = [[each["name"], each["organisation"], each["state"], each["number"], "; ".join(each["remarks"])]
            for part in parts(request, workshop) for each in part["rows"]]
    name = say(request, _("Participants"))
    columns = [(say(request, title), width) for title, width in COLUMNS]
    return List(f"{name}: {heading(request, workshop)}", name, columns, told)


IN_GENERAL: Mapping[str, Any] = {
    FREE: _("There are free places."),
    FEW_LEFT: _("There are few places left."),
    FULL: _("The occasion is full."),
}


def free_in_words(request: Any, workshop: Any) -> str:
    """What everybody may know of the places; empty where there is nothing to say."""
    known = free_in_general(workshop)
    if known == UNKNOWN:
        return ""
    waiting = len(queue(workshop)) if known == FULL else 0
    more = request.plural("${n} person is in the queue.", "${n} people are in the queue.", waiting) if waiting else ""
    return f"{say(request, IN_GENERAL[known])} {more}".strip()


def ways(request: Any, workshop: Any) -> list[dict[str, str]]:
    """The links to the lists, for those who may have them."""
    def may(permission: str) -> bool:
        return bool(request.rights.may(request.actor, permission, workshop))

    found = []
    if may(Permission.VIEW_INTERNAL) and len(workshop["participations"]):
        found += [(_("Participants"), "participants"), (_("Who is here"), "attendance")]
    if may(Permission.VIEW_NEEDS) and workshop.asks_needs:
        found.append((_("Food and access needs"), "needs"))
    return [{"title": say(request, title), "href": request.link(workshop, name)} for title, name in found]


def counted(request: Any, workshop: Any) -> list[dict[str, str]]:
    """How many have a place, wait and have not answered, each with its list; for those who may have the lists."""
    if not request.rights.may(request.actor, Permission.VIEW_INTERNAL, workshop):
        return []
    found = lists_of(workshop)
    told = [
        ("places", request.plural("${n} person has a place", "${n} people have a place", len(found.places)),
         found.places),
        ("queue", request.plural("${n} person is in the queue", "${n} people are in the queue", len(found.turns)),
         found.turns),
        ("unanswered", request.plural("${n} person has not answered", "${n} people have not answered",
                                      len(found.silent)), found.silent),
    ]
    return [{"title": title, "href": request.link(workshop, "participants", anchor=anchor)}
            for anchor, title, people in told if people]
