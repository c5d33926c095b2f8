"""Everything about a person: to read on a page, and to take away."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from ..content.attachment.model import HEADERS, disposition
from ..content.folder import slug
from ..content.site.model import Site
from ..i18n import _
from ..people.person import Person
from ..security.permissions import Permission
from ..web.words import say
from .erase_views import asked_for
from .finding import Traces, somebody, traces
from .held import as_parcel, held

ZIP = "application/zip"


@view_config(context=Site, name="my-data", permission="view", request_method="GET")
def mine(site: Any, request: Any) -> Any:
    """``/my-data``: leads to one's own page, after signing in."""
    if not request.actor.person:
        return HTTPSeeOther(request.link(site, "login", query={"came_from": "/my-data"}))
    return HTTPSeeOther(request.link(site["people"][request.actor.person], "data"))


@view_config(context=Person, name="data", permission="view_personal_data", request_method="GET",
             renderer="reglab_workflow.templates:privacy/data.pt")
def data(item: Any, request: Any) -> dict[str, Any]:
    """``/people/{id}/data``: what is held about the person, for the person and the office."""
    whole = _reads_all(request)
    told = held(request, _traces(request, item), item, whole)
    may_erase = bool(request.rights.may(request.actor, Permission.ERASE_PERSON, item)) and item.erased_at is None
    return {"title": say(request, _("My personal data") if item.uid == request.actor.person else _("Personal data")),
            "crumbs": [{"title": item.title, "href": request.link(item)}], "told": told, "whole": whole,
            "may_erase": may_erase and item.uid != request.actor.person,
            "own": item.uid == request.actor.person}


@view_config(context=Person, name="data", permission="view_personal_data", request_method="POST")
def take_away(item: Any, request: Any) -> Response:
    """The same as a file; that somebody took it is an event."""
    content = as_parcel(request, _traces(request, item), item, _reads_all(request))
    request.acts.note_export(item, "person", "zip")
    return zipped(content, f"{slug(item.title) or 'person'}.zip")


@view_config(context=Site, name="personal-data.zip", permission="view_personal_data", request_method="POST")
def take_away_found(site: Any, request: Any) -> Response:
    """Everything about somebody who may have no account, found by name and address, for the office to hand over."""
    asked = asked_for(request.POST)
    if not any(asked.values()):
        raise HTTPNotFound()
    found = traces(site, somebody(site, name=asked["name"], address=asked["address"]))
    person = next((site["people"].get(uid) for uid in found.who.ids if uid in site["people"]), None)
    request.acts.note_export(person if person is not None else site, "person", "zip")
    return zipped(as_parcel(request, found, person, everything=True), "person.zip")


def zipped(content: bytes, name: str) -> Response:
    """A parcel to save."""
    response = Response(body=content)
    response.headers["Content-Type"] = ZIP
    response.headers["Content-Disposition"] = disposition(name)
    for header, value in HEADERS:
        response.headers[header] = value
    return response


def _traces(request: Any, person: Any) -> Traces:
    return traces(request.site, somebody(request.site, person.uid))


def _reads_all(request: Any) -> bool:
    """Whether the asker answers for the site: then texts of others are included."""
    return bool(request.rights.may(request.actor, Permission.VIEW_PERSONAL_DATA, request.site))
