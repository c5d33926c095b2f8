"""The pages of the site itself: start, desk, what is mine, search, and its folders."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...catalog.finder import Query
from ...i18n import _
from ...people.organisation import organisation_by_uid
from ...web.lists import Filter, Listing
from ...web.telling import organisation_title
from ...web.words import say
from ..folder import Folder
from ..meeting.session import live
from ..proposal.listing import describe
from ..proposal.model import WAITS_FOR_SENDER
from .desk import current_rounds, desk
from .folders import TITLES, listing_of
from .lives import all_lives, one_life
from .model import Site

LONGEST_NUMBER = 6
UNSEARCHED = ("site", "attachment", "participation")
"""Types that nobody looks for: the site itself, what stands in others, and people's answers."""


@view_config(context=Site, permission="view", request_method="GET", renderer="reglab_workflow.templates:site/start.pt")
def start(site: Any, request: Any) -> Any:
    """``/``: for a visitor, what this is; for the signed-in, what waits."""
    if request.actor.person:
        return HTTPSeeOther(request.link(site, "my", query=dict(request.GET)))
    running = request.finder.find(Query(terms={"type": ("project",), "state": ("inviting", "running")}, limit=6))
    return {"title": site.title, "projects": running.items, "rounds": current_rounds(request),
            "pages": request.finder.find(Query(terms={"type": ("page",)}, limit=6, order="title")).items}


@view_config(context=Site, name="my", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:site/my.pt")
def mine(site: Any, request: Any) -> Any:
    """``/my``: the office gets its desk, everybody else what is theirs."""
    if not request.actor.person:
        return HTTPSeeOther(request.link(site, "login", query={"came_from": "/my"}))
    if request.rights.may(request.actor, "view_desk", site):
        page = desk(request)
        request.override_renderer = "reglab_workflow.templates:site/desk.pt"
        return page
    return own_page(request)


def own_page(request: Any) -> dict[str, Any]:
    """What waits for me, the current round, my organisation's proposals, and the projects I lead."""
    actor, finder = request.actor, request.finder
    own = Query(terms={"type": ("proposal",), "organisation": (actor.organisation,)}, limit=200)
    proposals = finder.find(own).items if actor.organisation else ()
    asked = Query(terms={"type": ("proposal",), "asked": (actor.organisation,)}, limit=50)
    waiting = [*(finder.find(asked).items if actor.organisation else ()),
               *(item for item in proposals if item.state in WAITS_FOR_SENDER)]
    registrations = own_registrations(request)
    begun = [each for each in registrations if each.state == "draft"]
    return {
        "title": say(request, _("Mine")), "lede": _lede(request, len(waiting) + len(begun)), "waiting": waiting,
        "others": [item for item in proposals if item not in waiting], "rounds": current_rounds(request),
        "organisation": organisation_title(request, actor.organisation) if actor.organisation else "",
        "organisation_item": organisation_by_uid(request.site, actor.organisation),
        "registrations": registrations, "led": led_projects(request), "describe": describe(request),
        "caption_waiting": say(request, _("Proposals that wait for your organisation")),
        "caption_others": say(request, _("Your other proposals")),
        "open_round": _open_round(request), "meeting": meeting_now(request),
        "live_part": request.registry.templates("reglab_workflow.templates:meeting/live.pt"),
    }


def meeting_now(request: Any) -> dict[str, Any] | None:
    """The idea meeting that goes on and that the person may follow, and where it is; None when there is none."""
    meetings = (each.meeting for each in current_rounds(request))
    for meeting in meetings:
        if meeting is not None and request.rights.may(request.actor, "view", meeting):
            told = live(request, meeting)
            if told:
                return {"item": meeting, "live": told}
    return None


def _lede(request: Any, waiting: int) -> str:
    if not waiting:
        return say(request, _("Nothing waits for you."))
    return str(request.plural("${n} thing waits for you.", "${n} things wait for you.", waiting))


def _open_round(request: Any) -> Any | None:
    """The round that the person can write a proposal to, if any."""
    rounds = (each for each in current_rounds(request) if request.rights.may(request.actor, "add_proposal", each))
    return next(rounds, None)


def own_registrations(request: Any) -> Any:
    """What the person's organisation has registered for, what waits for it first."""
    if not request.actor.organisation:
        return ()
    query = Query(terms={"type": ("registration",), "organisation": (request.actor.organisation,)}, limit=50)
    found = request.finder.find(query).items
    return sorted(found, key=lambda each: (each.state not in ("draft", "awaiting_approval"), each.title))


def led_projects(request: Any) -> list[Any]:
    """The projects that the person leads now."""
    uids = dict.fromkeys(
        ground.subject for name, ground in request.actor.principals.items()
        if name.startswith(("content_leader@", "process_leader@")))
    found = (request.site.by_uid(uid) for uid in uids)
    return [project for project in found if project is not None]


@view_config(context=Site, name="search", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:site/search.pt")
def search(site: Any, request: Any) -> Any:
    """``/search``: everything that the person may see, by words and kind; a number leads straight to its proposal."""
    numbered = by_number(request, request.GET.get("text", "").strip())
    if numbered is not None:
        return HTTPSeeOther(request.link(numbered))
    types = [(each.name, each.engine_title) for each in searchable(request)]
    listing = Listing(request, Query(), [Filter("type", _("Kind"), types)])
    found = listing.found() if listing.narrowed else None
    return {
        "title": say(request, _("Search")),
        "listing": listing,
        "found": found.items if found else (),
        "total": found.total if found else 0,
        "pager": listing.pager(found) if found else None,
        "asked": listing.narrowed,
        "kinds": {name: say(request, title) for name, title in types},
    }


def by_number(request: Any, text: str) -> Any | None:
    """The proposal that has a number in a round that is worked on now, the latest round first."""
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER):
        return None
    proposals = (each for round_ in reversed(current_rounds(request)) for each in round_.booklet())
    return next((each for each in proposals if each.number == int(text)
                 and request.rights.may(request.actor, "view", each)), None)


class Kind:
    """A type of item with the title that its life has in the workflow file."""

    def __init__(self, name: str, engine_title: Any) -> None:
        self.name = name
        self.engine_title = engine_title


def searchable(request: Any) -> list[Kind]:
    """The types that can be found."""
    rulebook = request.rulebook
    return [
        Kind(each.name, rulebook.engines[each.workflow].workflow.title)
        for each in rulebook.types.values() if each.name not in UNSEARCHED
    ]


@view_config(context=Folder, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:site/folder.pt")
def folder(context: Any, request: Any) -> Any:
    """A folder of the site as a list; one inside an item leads to the item's own page."""
    if context.__name__ not in TITLES or context.__parent__ is not request.site:
        return HTTPSeeOther(request.link(context.__parent__))
    return listing_of(context, request)


@view_config(context=Site, name="workflows", permission=NO_PERMISSION_REQUIRED, request_method="GET",
             renderer="reglab_workflow.templates:workflows/view.pt")
def workflows(site: Any, request: Any) -> Any:
    """``/workflows`` and ``/workflows/{name}``: every life in plain words, with its drawing."""
    if not request.subpath:
        page = all_lives(request)
        request.override_renderer = "reglab_workflow.templates:workflows/list.pt"
        return page
    if len(request.subpath) != 1 or request.subpath[0] not in request.rulebook.engines:
        raise HTTPNotFound()
    return one_life(request, request.subpath[0])
