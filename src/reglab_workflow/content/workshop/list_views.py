"""``…/participants`` and ``…/needs``: the lists of an occasion, on a page, on paper and as sheets."""

from __future__ import annotations

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from ... import clock
from ...documents.saving import saved_list
from ...i18n import _
from ...security.permissions import Permission
from ...web.handing import handed_out
from ...web.telling import organisation_title
from ...web.words import say
from ..events import NeedsRead
from ..participation.lists import with_needs
from .lists import as_list, crumbs, parts
from .model import Workshop
from .words import heading

TEMPLATES = "reglab_workflow.templates:workshop/"
SHEETS = (("participants.xlsx", _("Excel")), ("participants.csv", _("CSV")))


@view_config(context=Workshop, name="participants", permission=Permission.VIEW_INTERNAL, request_method="GET",
             renderer=TEMPLATES + "participants.pt")
def participants(workshop: Any, request: Any) -> dict[str, Any]:
    """``…/participants``: who has a place, who waits in which order, who has not answered, and who does not come."""
    found = parts(request, workshop)
    return {
        "title": say(request, _("Participants")), "crumbs": crumbs(request, workshop), "groups": found,
        "name": heading(request, workshop), "project": request.link(workshop.project),
        "sheets": [{"title": say(request, title), "href": request.link(workshop, name)} for name, title in SHEETS],
    }


@view_config(context=Workshop, name="participants.csv", permission=Permission.VIEW_INTERNAL, request_method="GET")
def participants_csv(workshop: Any, request: Any) -> Response:
    """``…/participants.csv``: the same rows for any program."""
    return made(workshop, request, "csv")


@view_config(context=Workshop, name="participants.xlsx", permission=Permission.VIEW_INTERNAL, request_method="GET")
def participants_xlsx(workshop: Any, request: Any) -> Response:
    """``…/participants.xlsx``: the same rows as a sheet."""
    return made(workshop, request, "xlsx")


def made(workshop: Any, request: Any, kind: str) -> Response:
    """The participants as something to save; raises NotInstalled when its library is missing."""
    name = say(request, _("participants-${name}", mapping={"name": workshop.__name__}))
    return handed_out(request, workshop, "participants", kind, saved_list(as_list(request, workshop), name, kind))


# -- needs ------------------------------------------------------------------------------------------------------


@view_config(context=Workshop, name="needs", permission=Permission.VIEW_NEEDS, request_method="GET",
             renderer=TEMPLATES + "needs.pt")
def needs(workshop: Any, request: Any) -> dict[str, Any]:
    """``…/needs``: how many have said that they need something; who, only when it is asked for."""
    return needs_page(workshop, request, told=False)


@view_config(context=Workshop, name="needs", permission=Permission.VIEW_NEEDS, request_method="POST",
             renderer=TEMPLATES + "needs.pt")
def read_needs(workshop: Any, request: Any) -> dict[str, Any]:
    """The same page with names and texts; that they were read is noted each time."""
    request.rulebook.notify(NeedsRead(workshop, request.actor, clock.now()))
    return needs_page(workshop, request, told=True)


def needs_page(workshop: Any, request: Any, told: bool) -> dict[str, Any]:
    """The totals, and with ``told`` who needs what."""
    found = with_needs(workshop)
    first = found[0].needs_until if found else None
    return {
        "title": say(request, _("Food and access needs")), "crumbs": crumbs(request, workshop),
        "name": heading(request, workshop), "asks": workshop.asks_needs, "number": len(found),
        "diet": sum(bool(each.diet) for each in found), "access": sum(bool(each.access) for each in found),
        "erased": first, "told": told, "action": request.link(workshop, "needs"),
        "edit": request.link(workshop, "edit"),
        "rows": [{"name": each.title, "organisation": organisation_title(request, each.organisation),
                  "diet": each.diet, "access": each.access} for each in found] if told else [],
    }
