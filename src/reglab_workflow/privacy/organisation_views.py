"""The organisation's export: choose a year, wait for the documents, and take all of it away."""

from __future__ import annotations

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from ..content.folder import slug
from ..i18n import _
from ..people.organisation import Organisation
from ..web.words import say
from .data_views import zipped
from .organisation import (
    Eyes,
    lacks_library,
    letters_in,
    organisation_parcel,
    papers,
    printed,
    sent_in,
    waits,
    years_of,
)

PAUSE = "2"
"""Seconds until the page looks again whether the documents are ready."""


@view_config(context=Organisation, name="export", permission="export_organisation", request_method="GET",
             renderer="reglab_workflow.templates:privacy/organisation.pt")
def export(item: Any, request: Any) -> dict[str, Any]:
    """``/organisations/{slug}/export``: what a year holds; with ``make`` the documents are begun, beside it."""
    eyes, years = Eyes(request, item), years_of(item)
    year = _year(request.GET.get("year", ""), years)
    sent, making = sent_in(eyes, item, year), "make" in request.GET
    found = printed(eyes, papers(eyes, item, year, sent)) if making else []
    if waits(found):
        request.response.headers["Refresh"] = PAUSE
    return {
        "title": say(request, _("Sent and received")), "crumbs": [{"title": item.title, "href": request.link(item)}],
        "year": year, "years": years, "sent": sent, "letters": len(letters_in(eyes, item, year)), "making": making,
        "papers": len(found), "ready": len(found) - waits(found), "waits": waits(found), "no_pdf": lacks_library(found),
        "make": request.link(item, "export", query={"year": year, "make": 1}),
    }


@view_config(context=Organisation, name="export", permission="export_organisation", request_method="POST")
def take_away(item: Any, request: Any) -> Response:
    """The whole year as one file; that somebody took it is an event."""
    year = _year(request.POST.get("year", ""), years_of(item))
    content = organisation_parcel(Eyes(request, item), item, year)
    request.acts.note_export(item, "organisation", "zip")
    return zipped(content, f"{slug(item.title)}-{year}.zip")


def _year(asked: str, years: list[int]) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in years else years[0]
