"""Homework in words: until when, and how far an organisation has come."""

from __future__ import annotations

from typing import Any

from ...i18n import _
from ...security.permissions import Permission
from ...web.telling import organisation_title
from ...web.words import say
from ..workshop.words import heading
from .model import not_handed_in, submission_by

NOT_OPEN = ("planned", "closed", "cancelled")
"""The states of an occasion in which nobody begins to answer its homework."""


def due_in_words(request: Any, workshop: Any) -> str:
    """The last day, or that it follows."""
    if workshop.homework_due is None:
        return say(request, _("The last day follows"))
    return str(request.day(workshop.homework_due))


def homework_of(request: Any, workshop: Any) -> dict[str, Any] | None:
    """The homework of an occasion for those who may know of it; None for all others, and where there is none."""
    if not workshop.homework or not request.rights.may(request.actor, Permission.VIEW_HOMEWORK, workshop):
        return None
    taking_part = len(workshop.project.confirmed_organisations())
    done = taking_part - len(not_handed_in(workshop))
    return {
        "text": workshop.homework, "due": due_in_words(request, workshop), "own": own(request, workshop),
        "href": request.link(workshop["submissions"]),
        "count": say(request, _("${done} of ${all} have handed in", mapping={"done": done, "all": taking_part})),
    }


def own(request: Any, workshop: Any) -> dict[str, Any] | None:
    """The own organisation's answer, the way to begin one, or None for those who hand nothing in."""
    organisation = request.actor.organisation
    if organisation not in workshop.project.confirmed_organisations():
        return None
    return answer_of(request, workshop, organisation)


def answer_of(request: Any, workshop: Any, organisation: str) -> dict[str, Any]:
    """How far an organisation has come: its answer where it may be seen, and the way to begin one."""
    found = submission_by(workshop, organisation)
    shown = found is not None and bool(request.rights.may(request.actor, Permission.VIEW, found))
    may_begin = found is None and workshop.state not in NOT_OPEN and organisation == request.actor.organisation and \
        bool(request.rights.may(request.actor, Permission.ADD_SUBMISSION, workshop))
    return {
        "organisation": organisation_title(request, organisation), "item": found if shown else None,
        "is_late": found is not None and found.is_handed_in and found.is_late,
        "day": request.day(found.handed_in) if shown and found is not None and found.is_handed_in else "",
        "begin": request.link(workshop, "hand-in") if may_begin else "",
    }


def homework_in(request: Any, registration: Any) -> list[dict[str, Any]]:
    """The homework of every occasion of a project, as the organisation of a registration has answered it."""
    if not registration.takes_part:
        return []
    return [
        {"title": heading(request, each), "due": due_in_words(request, each),
         "href": request.link(each["submissions"]), **answer_of(request, each, registration.organisation)}
        for each in registration.project.programme()
        if each.homework and request.rights.may(request.actor, Permission.VIEW_HOMEWORK, each)
    ]
