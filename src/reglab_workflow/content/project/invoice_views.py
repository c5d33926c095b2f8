"""The invoice list of a project, as a page and as sheets, for the office alone."""

from __future__ import annotations

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from ...documents.lists import List
from ...documents.saving import saved_list
from ...i18n import _
from ...web.handing import handed_out
from ...web.words import say
from .fee import kronor
from .fee_views import crumbs
from .invoices import CANCELLED_LATE, FEE, LACKING, Line, lines, total
from .model import Project

COLUMNS = (
    (_("Organisation"), 28), (_("Name on the invoice"), 28), (_("Organisation number"), 16), (_("Reference"), 22),
    (_("Address for electronic invoices"), 24), (_("Contact person"), 24), (_("E-mail"), 30),
    (_("Amount in kronor"), 14), (_("Ground"), 40), (_("Missing"), 40),
)
WAYS = (("invoices.xlsx", _("Excel")), ("invoices.csv", _("CSV")))


@view_config(context=Project, name="invoices", permission="view_invoices", request_method="GET",
             renderer="reglab_workflow.templates:project/invoices.pt")
def invoices(project: Project, request: Any) -> dict[str, Any]:
    """``/projects/{slug}/invoices``: who pays what, on what ground, and what is missing."""
    found = lines(project)
    return {
        "title": say(request, _("The invoice list")), "crumbs": crumbs(request, project), "total": kronor(total(found)),
        "rows": [row(request, each) for each in found], "undecided": sum(each.amount is None for each in found),
        "lacking": sum(bool(each.lacking) for each in found),
        "ways": [{"title": say(request, title), "href": request.link(project, name)} for name, title in WAYS],
    }


@view_config(context=Project, name="invoices.csv", permission="view_invoices", request_method="GET")
def invoices_csv(project: Project, request: Any) -> Response:
    """``…/invoices.csv``: the same rows for any program."""
    return made(project, request, "csv")


@view_config(context=Project, name="invoices.xlsx", permission="view_invoices", request_method="GET")
def invoices_xlsx(project: Project, request: Any) -> Response:
    """``…/invoices.xlsx``: the same rows as a sheet."""
    return made(project, request, "xlsx")


def made(project: Project, request: Any, kind: str) -> Response:
    """The invoices as something to save; raises NotInstalled when its library is missing."""
    name = say(request, _("invoices-${name}", mapping={"name": project.__name__}))
    return handed_out(request, project, "invoices", kind, saved_list(as_list(request, project), name, kind))


def as_list(request: Any, project: Project) -> List:
    """The rows of the page, in the columns that an invoice is made from."""
    found = lines(project)
    rows = [
        [each.organisation, each.legal_name, each.organisation_number, each.reference, each.address, each.contact,
         each.email, "" if each.amount is None else each.amount, ground(request, each), missing(request, each)]
        for each in found]
    sums = [say(request, _("Total")), "", "", "", "", "", "", total(found), "", ""]
    return List(f"{say(request, _('The invoice list'))}: {project.title}", say(request, _("Invoices")),
                [(say(request, title), width) for title, width in COLUMNS], rows, sums)


def row(request: Any, line: Line) -> dict[str, Any]:
    """One line of the page."""
    return {
        "title": line.organisation, "href": request.link(line.item) if line.item is not None else "",
        "told": [part for part in (line.legal_name, line.organisation_number, line.reference, line.address) if part],
        "contact": line.contact, "email": line.email, "ground": ground(request, line),
        "amount": "–" if line.amount is None else kronor(line.amount),
        "missing": [say(request, LACKING[name]) for name in line.lacking],
    }


def missing(request: Any, line: Line) -> str:
    """What a line lacks, in words."""
    return ", ".join(say(request, LACKING[name]) for name in line.lacking)


def ground(request: Any, line: Line) -> str:
    """Why the organisation pays what it pays."""
    if line.ground == CANCELLED_LATE:
        names = {"day": request.day(line.day), "number": line.terms}
        return say(request, _("Cancelled after the last day, on ${day}, by the terms, version ${number}", mapping=names)
                   if line.terms else _("Cancelled after the last day, on ${day}; no terms accepted", mapping=names))
    if line.ground == FEE and line.day is not None:
        return say(request, _("The fee, decided on ${day}", mapping={"day": request.day(line.day)}))
    return say(request, _("The fee") if line.ground == FEE else _("The fee is not decided yet"))
