"""``…/delete`` asks before anything goes; ``/trash`` holds what has gone, and puts it back."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from ...history.timeline import Told, timeline
from ...history.undo_views import done_before, wanted_undo
from ...i18n import _
from ...security.permissions import Permission
from ...storage.transactions import undo
from ...web.cleaning import clean_text
from ...web.done import back_to
from ...web.editing import version_seen
from ...web.telling import actor_name, log_entries
from ...web.words import name_of, say
from ...workflow.errors import Stale
from ..folder import Folder
from ..item import Item, item_of
from ..trash import DAYS, SETTING, Discarded, stands, with_contents
from .model import Site

PAGE = 50
LONGEST_REASON = 1000
TEMPLATES = "reglab_workflow.templates:site/"


# -- before ------------------------------------------------------------------------------------------------------


@view_config(context=Item, name="delete", permission=Permission.DELETE, request_method="GET",
             renderer=TEMPLATES + "delete.pt")
def ask(item: Any, request: Any) -> dict[str, Any]:
    """``…/delete``: what goes with it, what stays, and until when it can be had back."""
    return {
        "title": say(request, _("Delete “${title}”", mapping={"title": name_of(request, item)})),
        "contents": contents(request, item), "days": days(request), "seen": item.version, "reason": "",
        "letters": len(request.site.outbox.letters_about(item.uid)), "stale": False,
        "crumbs": [{"title": name_of(request, item), "href": request.link(item)}],
    }


@view_config(context=Item, name="delete", permission=Permission.DELETE, request_method="POST",
             renderer=TEMPLATES + "delete.pt")
def delete(item: Any, request: Any) -> Any:
    """Put it into the trash, unless somebody has changed it since the page was shown."""
    acts, place = request.acts, around(request, item)
    reason = str(clean_text(request.POST.get("reason", "")) or "")[:LONGEST_REASON]
    try:
        acts.remove(item, reason, version_seen(request))
    except Stale:
        undo(request)
        request.response.status_int = 409
        return {**ask(item, request), "stale": True, "reason": reason}
    return back_to(request, place, acts)


def around(request: Any, item: Any) -> Any:
    """Where one goes when an item is gone: a folder of the site, else the item that it stood in."""
    container = item.__parent__
    if isinstance(container, Folder) and container.__parent__ is request.site:
        return container
    return item_of(container)


def contents(request: Any, item: Any) -> list[dict[str, Any]]:
    """What stands in an item, counted by its type."""
    rulebook = request.rulebook
    counted = Counter(each.type_name for each in with_contents(item) if each is not item)
    return [{"term": say(request, rulebook.engines[rulebook.types[name].workflow].workflow.title), "value": number}
            for name, number in sorted(counted.items()) if name in rulebook.types]


def days(request: Any) -> int:
    """How long what is deleted is kept."""
    found: int = request.rulebook.declared.get(SETTING, DAYS)
    return found


# -- after -------------------------------------------------------------------------------------------------------


@view_config(context=Site, name="trash", permission="view", request_method="GET", renderer=TEMPLATES + "trash.pt")
def trash(site: Any, request: Any) -> Any:
    """``/trash``: what has been deleted, as far as one may see it; ``/trash/{uid}``: one thing, with its history."""
    if not request.actor.person:
        raise HTTPNotFound()
    if request.subpath:
        page = one(request, wanted(site, request))
        request.override_renderer = TEMPLATES + "discarded.pt"
        return page
    known = (each for each in site.trash.newest(request.GET.get("before", "")) if may_see(request, each))
    found = list(islice(known, PAGE + 1))
    older = {"before": found[PAGE - 1].item.uid} if len(found) > PAGE else {}
    return {
        "title": say(request, _("The trash")), "rows": [_row(request, each) for each in found[:PAGE]],
        "days": days(request), "older": request.link(site, "trash", query=older) if older else "",
    }


@view_config(context=Site, name="trash", permission="view", request_method="POST")
def restore(site: Any, request: Any) -> HTTPSeeOther:
    """Put one thing back where it stood, once for a button pressed twice."""
    if not request.actor.person:
        raise HTTPNotFound()
    there = site.by_uid("/".join(request.subpath))
    before = done_before(request, there, kind="restored") if isinstance(there, Item) else None
    if before is not None and request.rights.may(request.actor, Permission.VIEW, there):
        return before
    item, undoes = wanted(site, request).item, request.POST.get("undoes", "")
    acts = request.acts
    acts.restore(item, wanted_undo(request, undoes, item).entry.id if undoes else "")
    return back_to(request, around(request, item) if item.transparent else item, acts)


def wanted(site: Any, request: Any) -> Discarded:
    """What the address names, if it lies in the trash and the person may see it; raises HTTPNotFound."""
    found = site.trash.get(request.subpath[0]) if len(request.subpath) == 1 else None
    if found is None or not may_see(request, found):
        raise HTTPNotFound()
    discarded: Discarded = found
    return discarded


def may_see(request: Any, discarded: Discarded) -> bool:
    """Whether the person could put it back, or may read all that happens and could see it where it stood."""
    rights, actor, item = request.rights, request.actor, discarded.item
    if rights.may(actor, item.removed_with, item):
        return True
    reads = rights.may(actor, Permission.VIEW_SITE_HISTORY, request.site)
    return bool(reads and rights.may(actor, Permission.VIEW, item))


def one(request: Any, discarded: Discarded) -> dict[str, Any]:
    """One deleted thing: what it was, what is in it, and all that has happened to it."""
    item = discarded.item
    knows = bool(request.rights.may(request.actor, Permission.VIEW_HISTORY, item))
    told = timeline(item, request.actor, request.rulebook, PAGE)
    return {
        **_row(request, discarded), "title": name_of(request, item), "contents": contents(request, item),
        "knows": knows,
        "entries": log_entries(request, item, told) if knows else [], "shown": request.state_of(item),
        "where": name_of(request, item_of(item.__parent__)), "gone": not stands(item_of(item.__parent__)),
        "crumbs": [{"title": say(request, _("The trash")), "href": request.link(request.site, "trash")}],
    }


def _row(request: Any, discarded: Discarded) -> dict[str, Any]:
    item, rulebook = discarded.item, request.rulebook
    removed = next(each for each in reversed(item.events) if each.core["kind"] == "removed")
    return {
        "item": item, "name": name_of(request, item), "at": discarded.at, "until": discarded.kept_until(days(request)),
        "kind": say(request, rulebook.engine(item).workflow.title),
        "who": actor_name(request, Told(removed, removed.core, removed.details)),
        "href": request.link(request.site, "trash", item.uid),
        "may": bool(request.rights.may(request.actor, item.removed_with, item)),
    }
