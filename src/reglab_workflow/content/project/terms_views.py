"""The terms of a project: what an organisation accepts when it registers, in every version there has been."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say, worded_offers
from ..registration.model import registrations_of
from .fee_views import crumbs
from .model import Project, Terms
from .terms import stretch_in_words, stretches

WRITES = "set_terms"


@view_config(context=Project, name="terms", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:project/terms.pt")
def terms(project: Project, request: Any) -> dict[str, Any]:
    """``/projects/{slug}/terms``: those that hold now; ``?number=1`` shows an earlier version."""
    shown = wanted(project, request.GET.get("number", ""))
    others = [each for each in reversed(project.terms) if each != shown]
    return {
        "title": say(request, _("Terms")), "crumbs": crumbs(request, project), "terms": shown,
        "holds": shown is not None and shown.number == project.terms_number,
        "charges": charges(request, shown) if shown is not None else [],
        "others": [{"title": say(request, _("version ${number}", mapping={"number": each.number})),
                    "href": request.link(project, "terms", query={"number": each.number})} for each in others],
        "accepted": accepted(request, project, shown) if shown is not None else [],
        "offers": [each for each in worded_offers(request, project) if each.transition.name == WRITES],
    }


def wanted(project: Project, number: str) -> Terms | None:
    """The version that is asked for, or the one that holds; None while there are no terms."""
    if not number:
        return project.terms[-1] if project.terms else None
    found = project.terms_of(int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else None
    if found is None:
        raise HTTPNotFound()
    return found


def charges(request: Any, shown: Terms) -> list[dict[str, Any]]:
    """What cancelling costs, in the order of time."""
    return [{"when": say(request, stretch_in_words(each)), "percent": each.charge.percent}
            for each in stretches(shown.charges)]


def accepted(request: Any, project: Project, shown: Terms) -> list[Any]:
    """The registrations that rest on a version, for those who may see what is internal."""
    if not request.rights.may(request.actor, Permission.VIEW_INTERNAL, project):
        return []
    return [each for each in registrations_of(project)
            if each.terms == shown.number and request.rights.may(request.actor, Permission.VIEW, each)]
