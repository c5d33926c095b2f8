"""The page of what an organisation hands in."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...security.permissions import Permission
from ...web.telling import log_entries
from ...web.words import say, worded_offers
from ..workshop.lists import crumbs
from ..workshop.words import heading
from .model import Submission
from .words import due_in_words

LATEST = 6


@view_config(context=Submission, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:submission/view.pt")
def view(submission: Any, request: Any) -> dict[str, Any]:
    """``/projects/{slug}/workshops/{slug}/submissions/{organisation}``."""
    rights, actor, workshop = request.rights, request.actor, submission.workshop
    may_know = bool(rights.may(actor, Permission.VIEW_HISTORY, submission))
    told = timeline(submission, actor, request.rulebook, LATEST) if may_know else None
    return {
        "title": say(request, _("Homework from ${organisation}", mapping={"organisation": submission.title})),
        "crumbs": [*crumbs(request, workshop), {"title": say(request, _("Homework")),
                                                "href": request.link(workshop["submissions"])}],
        "occasion": heading(request, workshop), "workshop": workshop, "now": now(request, submission),
        "due": due_in_words(request, workshop), "files": request.files_of(submission),
        "may_know": may_know, "entries": log_entries(request, submission, told) if told is not None else [],
        "hidden": told.hidden if told is not None else 0,
    }


def now(request: Any, submission: Any) -> dict[str, Any]:
    """Where it is, and what the person can do."""
    offers = worded_offers(request, submission)
    links = []
    if request.rights.may(request.actor, Permission.EDIT, submission):
        links.append({"title": say(request, _("Change the answer")), "href": request.link(submission, "edit")})
    return {"sentence": request.state_of(submission).help, "links": links, "offers": offers,
            "notes": [say(request, _("It was handed in after the last day."))] if submission.is_late and
            submission.is_handed_in else []}
