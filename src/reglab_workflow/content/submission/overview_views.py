"""Who has handed in the homework of an occasion, and who has not."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say, worded_offers
from ..folder import Folder
from ..workshop.lists import crumbs
from ..workshop.model import Workshop
from ..workshop.words import heading
from .words import answer_of, homework_of

FOLDER = "submissions"
REMINDER = "remind_homework"


class InSubmissions:
    """A predicate: the folder is that of what is handed in for an occasion."""

    def __init__(self, value: bool, info: Any) -> None:
        self.value = value

    def text(self) -> str:
        """How the predicate is told."""
        return f"submissions_folder = {self.value}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        """Whether it holds."""
        is_it = context.__name__ == FOLDER and isinstance(context.__parent__, Workshop)
        return is_it == self.value


@view_config(context=Folder, submissions_folder=True, permission=Permission.VIEW_HOMEWORK, request_method="GET",
             renderer="reglab_workflow.templates:submission/list.pt")
def overview(folder: Any, request: Any) -> dict[str, Any]:
    """``/projects/{slug}/workshops/{slug}/submissions``: each organisation and how far it has come."""
    workshop = folder.__parent__
    homework = homework_of(request, workshop)
    if homework is None:
        raise HTTPNotFound()
    rows = [answer_of(request, workshop, uid) for uid in organisations(workshop)]
    may_stand_in = bool(request.rights.may(request.actor, Permission.ACT_ON_BEHALF, request.site))
    return {
        "title": say(request, _("Homework")), "crumbs": crumbs(request, workshop), "homework": homework,
        "occasion": heading(request, workshop), "workshop": workshop,
        "rows": sorted(rows, key=lambda each: each["organisation"]),
        "begin": request.link(workshop, "hand-in") if may_stand_in and rows and request.rights.may(
            request.actor, Permission.ADD_SUBMISSION, workshop) else "",
        "offers": [each for each in worded_offers(request, workshop) if each.transition.name == REMINDER],
    }


def organisations(workshop: Any) -> list[str]:
    """Those that take part, and those that do no longer but have answered."""
    answered = (each.organisation for each in workshop[FOLDER].values())
    return list(dict.fromkeys((*workshop.project.confirmed_organisations(), *answered)))
