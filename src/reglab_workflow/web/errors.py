"""When a page cannot be shown: a clear sentence, the right status, and no more than the person may know."""

from __future__ import annotations

import logging
import secrets
from typing import Any
from urllib.parse import urlencode

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken, URLDecodeError
from pyramid.httpexceptions import HTTPException, HTTPForbidden
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config
from transaction.interfaces import TransientError
from translationstring import TranslationString
from ZODB.POSException import POSError

from ..catalog.index import IndexBusy
from ..content.item import item_of
from ..history.past_rules import ReadOnly
from ..i18n import _
from ..security.permissions import Permission
from ..workflow.errors import NotPermitted, Objection, Reason, Refused, Stale, UnknownTransition, WrongState
from .mirror import AT, NotYet
from .sheets import kept_for_later
from .words import say, worded

log = logging.getLogger("reglab_workflow.errors")

PAGE = "reglab_workflow.templates:error.pt"

STATUS: tuple[tuple[type[Objection], int], ...] = (
    (UnknownTransition, 404), (WrongState, 409), (Stale, 409), (NotPermitted, 403), (Refused, 422), (Objection, 422))


def status_of(objection: Objection) -> int:
    """The HTTP status that an objection means."""
    return next(status for kind, status in STATUS if isinstance(objection, kind))


@notfound_view_config(renderer=PAGE)
@forbidden_view_config(renderer=PAGE)
def missing(request: Any) -> Any:
    """Missing and secret look alike; whoever may see the item but not do this is told why.

    A form that was sent after the sign-in had expired is kept, and found again after the next one.
    """
    later = kept_for_later(request) if isinstance(request.exception, HTTPForbidden) else None
    if later is not None:
        return later
    context = getattr(request, "context", None)
    item = context if hasattr(context, "path") and hasattr(context, "type_name") else None
    asked = getattr(request.exception, "result", None)
    if asked is None and isinstance(request.exception, HTTPForbidden):
        return refused(request)  # by a guard of ours, whoever asks
    if asked is None or not _may_see(request, item):
        return not_found(request)
    request.response.status_int = 403
    return {
        "title": say(request, _("You cannot do this.")),
        "reasons": worded(request, _needed(request, item)),
        "links": _ways_on(request, item, getattr(asked, "permission", "") or Permission.VIEW),
    }


def not_found(request: Any) -> dict[str, Any]:
    """The page for what is not there, or not there for this person."""
    request.response.status_int = 404
    signed_in = bool(request.actor.person) if hasattr(request, "actor") else False
    text = _("The address may be wrong, or the page may be for other people. Search, or go to the start page.")
    if not signed_in:
        text = _("The address may be wrong, or you may need to sign in to see the page.")
    links = [{"title": say(request, _("Go to the start page")), "href": request.script_name + "/", "first": signed_in}]
    if not signed_in:
        href = request.script_name + "/login?" + _came_from(request)
        links.insert(0, {"title": say(request, _("Sign in")), "href": href, "first": True})
    return {"title": say(request, _("There is no such page")), "text": say(request, text), "links": links}


@exception_view_config(Objection, renderer=PAGE)
def objected(request: Any) -> dict[str, Any]:
    """A step was refused: why, and a way back; nothing has been changed."""
    objection = request.exception
    item = request.context if hasattr(request.context, "type_name") else None
    if isinstance(objection, UnknownTransition) or not _may_see(request, item):
        return not_found(request)
    request.response.status_int = status_of(objection)
    return {
        "title": say(request, _("It could not be done")),
        "text": say(request, _("Nothing has been changed.")),
        "reasons": worded(request, objection.reasons),
        "links": _ways_on(request, item, _tried(request)),
    }


@exception_view_config(NotYet, renderer=PAGE)
def not_yet(request: Any) -> dict[str, Any]:
    """A day before the site began: when it did, and the way there."""
    request.response.status_int = 404
    begins = request.exception.begins
    told = {"day": request.day(begins)}
    return {
        "title": say(request, _("There was no site yet")),
        "text": say(request, _("The site began on ${day}.", mapping=told)),
        "links": [{"title": say(request, _("See the site as it was on ${day}", mapping=told)), "first": True,
                   "href": f"{request.script_name}/{AT}/{begins}/"}],
    }


@exception_view_config(ReadOnly, renderer=PAGE)
def only_looked_at(request: Any) -> dict[str, Any]:
    """What is read on record is not read in a view that keeps none."""
    request.response.status_int = 403
    text = _("The site keeps a record of who reads this, so it is not shown in a view of another day or as another "
             "person.")
    return {"title": say(request, _("This is not shown here")), "text": say(request, text),
            "links": _ways_on(request, None)}


@exception_view_config(BadCSRFToken, renderer=PAGE)
@exception_view_config(BadCSRFOrigin, renderer=PAGE)
def forged(request: Any) -> dict[str, Any]:
    """The form did not carry our token: it was open too long, or another site sent it."""
    request.response.status_int = 400
    return {
        "title": say(request, _("The form could not be received")),
        "text": say(request, _("It may have been open for too long, or cookies are switched off. Go back, reload "
                               "the page and send it again. Nothing has been changed.")),
        "links": _ways_on(request, None),
    }


@exception_view_config(URLDecodeError, renderer=PAGE)
@exception_view_config(UnicodeDecodeError, renderer=PAGE)
def unreadable(request: Any) -> dict[str, Any]:
    """The address or the form holds bytes that are no text."""
    request.response.status_int = 400
    return {
        "title": say(request, _("The address or the form could not be read")),
        "text": say(request, _("It holds characters that are not text. Check the address, or fill in the form again.")),
        "links": _ways_on(request, None),
    }


@exception_view_config(HTTPException, renderer=PAGE)
def refused(request: Any) -> Any:
    """Any other answer that is not a page, in our words; redirects pass as they are."""
    answer = request.exception
    if answer.status_int < 400:
        return answer
    request.response.status_int = answer.status_int
    titles = {
        400: _("The request could not be understood"), 403: _("You cannot do this."),
        405: _("This address does not take that kind of request"), 413: _("What you sent is too large"),
        429: _("Too many attempts"),
    }
    return {
        "title": say(request, titles.get(answer.status_int, _("It could not be done"))),
        "text": _explained(request, answer),
        "links": _ways_on(request, None),
    }


@exception_view_config(IndexBusy, renderer=PAGE)
@exception_view_config(TransientError, renderer=PAGE)
@exception_view_config(POSError, renderer=PAGE)
def busy(request: Any) -> dict[str, Any]:
    """Several people wrote the same thing at once, the lists are being read anew, or the database is away."""
    request.response.status_int = 503
    request.response.retry_after = 2
    return {
        "title": say(request, _("Many are writing at the same time")),
        "text": say(request, _("What you sent has not been saved. Wait a moment and send it again.")),
    }


@exception_view_config(Exception, renderer=PAGE)
def broken(request: Any) -> dict[str, Any]:
    """A fault of ours: a number for the person, everything else in the log."""
    mark = secrets.token_hex(4)
    place = getattr(request, "view_name", "the door")  # a fault before the way to a view was found
    log.error("fault %s at %s", mark, place, exc_info=request.exception)
    request.response.status_int = 500
    return {
        "title": say(request, _("Something went wrong with us")),
        "text": say(request, _("It is not your fault, and nothing has been changed. Try again in a while.")),
        "mark": mark,
    }


def _explained(request: Any, answer: HTTPException) -> str:
    """What the refusal says of itself if it speaks to people; the libraries' own words are for programs."""
    nothing = say(request, _("Nothing has been changed."))
    told = answer.explanation
    return f"{say(request, told)} {nothing}" if isinstance(told, TranslationString) else nothing


def _may_see(request: Any, item: Any) -> bool:
    return item is not None and bool(request.rights.may(request.actor, Permission.VIEW, item))


def _needed(request: Any, item: Any) -> tuple[Reason, ...]:
    permission = getattr(request.exception.result, "permission", None) or Permission.VIEW
    return request.rights.may(request.actor, permission, item).reasons


def _ways_on(request: Any, item: Any, what: str = "") -> list[dict[str, Any]]:
    """Back to where one was, to the start, and to what would change the answer."""
    start = {"title": say(request, _("Go to the start page")), "href": request.script_name + "/"}
    about, question = item_of(item) if item is not None else None, _("Why not, and what would change it?")
    why = [{"title": say(request, question), "href": request.link(about, "rights", query={"what": what})}] \
        if _is_a_question(request, about, what) else []
    if item is None or not item.__parent__:
        return [{**start, "first": True}, *why]
    return [{"title": say(request, _("Go back")), "href": request.link(item), "first": True}, *why, start]


def _tried(request: Any) -> str:
    """The step that was tried, or the right that it takes to be where one is."""
    subpath = getattr(request, "subpath", ())
    if request.view_name == "do" and subpath:
        return str(subpath[0])
    return Permission.EDIT if request.view_name == "edit" else ""


def _is_a_question(request: Any, item: Any, what: str) -> bool:
    """Whether the life of the item says anything about it."""
    if item is None or not what:
        return False
    workflow = request.rulebook.engine(item).workflow
    return what in workflow.transitions or any(
        what in grants for grants in (workflow.grants, *(state.grants for state in workflow.states.values())))


def _came_from(request: Any) -> str:
    return urlencode({"came_from": request.path}) if request.method == "GET" else ""


def own_template(view: Any, info: Any) -> Any:
    """Let an error be shown by its own template, also where the view that failed had chosen another for itself."""
    if not info.exception_only:
        return view

    def shown(context: Any, request: Any) -> Any:
        request.__dict__.pop("override_renderer", None)
        return view(context, request)
    return shown


def includeme(config: Any) -> None:
    """Show errors in our words."""
    config.add_view_deriver(own_template)
    config.scan(__name__)
