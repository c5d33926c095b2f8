"""The history page of any item and of the whole site, and the page of each event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

from chameleon.utils import Markup
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ..content.item import Item
from ..content.site.model import Site, find
from ..i18n import _
from ..security.permissions import Permission
from ..web.dates import when
from ..web.telling import log_entries, log_entry, sentence
from ..web.words import name_of, say
from .asking import asked, choices, form_of, narrowed
from .event_page import event_page
from .log import SLOTS
from .nightly import latest_check
from .timeline import INTERNAL, LETTERS, LOOKED_AT, Position, Told, all_of, timeline, told_to, without

PAGE = 50
"""Lines on a page."""

READS_ALL = "auditor"
"""Who may view every item in every state, and so also what has been taken away."""

ITEM = "reglab_workflow.templates:history/item.pt"
SITE = "reglab_workflow.templates:history/site.pt"
EVENT = "reglab_workflow.templates:history/event.pt"


@view_config(context=Item, name="history", permission="view_history", request_method="GET", renderer=ITEM)
def history(item: Any, request: Any) -> dict[str, Any]:
    """``…/history``: the timeline a page at a time, all of it or what is asked for; ``…/history/e/3.17``: one event."""
    if request.subpath:
        return _event(item, request, _told_of(item, request))
    wanted = asked(request)
    told = timeline(item, request.actor, request.rulebook, PAGE, wanted=wanted, before=_before(request),
                    looked_at=LOOKED_AT)
    older = narrowed(request, before=told.older) if told.older is not None else None
    return {
        "title": say(request, _("What has happened")), "name": name_of(request, item),
        "entries": log_entries(request, item, told, linked=True), "withheld": withheld(request, told.withheld),
        "pills": choices(request, item), "about": _("Show events"), "form": form_of(request), "wanted": wanted,
        "older": request.link(item, "history", query=older) if older else "", "searched": told.searched,
        "newest": request.link(item, "history", query=narrowed(request)) if _before(request) is not None else "",
        "downloads": downloads(request, item), "shared": shared(request),
    }


@view_config(context=Site, name="history", permission="view_site_history", request_method="GET", renderer=SITE)
def site_history(site: Any, request: Any) -> dict[str, Any]:
    """``/history``: everything that has happened on the site, newest first; nothing of what others still write on."""
    if request.subpath:
        return _event(site, request, _told_anywhere(site, request))
    wanted = asked(request)
    found = all_of(site.trail, lambda told: known(request, told), wanted, PAGE, _cursor(request))
    older = {}
    if found.older is not None:
        at, slot, number = found.older
        older = narrowed(request, before=at, id=f"{slot}.{number}")
    return {
        "title": say(request, _("Everything that has happened")),
        "entries": [_site_entry(request, told) for told in found.lines],
        "pills": choices(request, site), "about": _("Show events"), "form": form_of(request, types=True),
        "wanted": wanted, "older": request.link(site, "history", query=older) if older else "",
        "searched": found.searched, "total": len(site.trail), "withheld": [], "downloads": downloads(request, site),
        "shared": shared(request), "compared": compared(request),
        "newest": request.link(site, "history", query=narrowed(request)) if _cursor(request) is not None else "",
    }


def shared(request: Any) -> Any:
    """What the pages of history have in common."""
    return request.registry.templates("reglab_workflow.templates:history/shared.pt")


def compared(request: Any) -> dict[str, str] | None:
    """What came of the latest comparison of the site with its history, in a sentence; None before the first."""
    entry = latest_check(request.site)
    if entry is None:
        return None
    moment = when(entry.at, request.locale_name)
    words = request.plural(
        "Compared with the history ${when}: ${n} difference.", "Compared with the history ${when}: ${n} differences.",
        entry.core["differences"], when=moment)
    return {"href": request.link(request.site, "history", "e", entry.id), "words": words}


def downloads(request: Any, item: Any) -> list[dict[str, str]]:
    """Where the same lines can be had as files."""
    query = narrowed(request) or None
    kinds = (("csv", "CSV"), ("json", "JSON")) if request.mirror is None else ()  # taking away is told, and tells today
    return [{"title": title, "href": request.link(item, f"history.{kind}", query=query)} for kind, title in kinds]


def withheld(request: Any, hidden: Mapping[str, int]) -> list[str]:
    """How many events are not shown, and why, one sentence for each reason."""
    letters, internal = hidden.get(LETTERS, 0), hidden.get(INTERNAL, 0)
    found = []
    if letters:
        found.append(request.plural(
            "${n} event is not shown to you, because it is about a letter that is not yours to read.",
            "${n} events are not shown to you, because they are about letters that are not yours to read.", letters))
    if internal:
        found.append(request.plural(
            "${n} event is not shown to you, because it is about what only the office reads.",
            "${n} events are not shown to you, because they are about what only the office reads.", internal))
    return found


def _before(request: Any) -> int | None:
    before = request.GET.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None


def _cursor(request: Any) -> Position | None:
    """Where the page begins: the time and the place of the last event of the page before."""
    before = request.GET.get("before", "")
    slot, _dot, number = request.GET.get("id", "").partition(".")
    if not before:
        return None
    if not all(part.isascii() and part.isdigit() and len(part) < 16 for part in (slot, number)):
        return (before, SLOTS, 0)
    return (before, int(slot), int(number))


# -- one event ---------------------------------------------------------------------------------------------------


def _event(item: Any, request: Any, told: Told) -> dict[str, Any]:
    about = subject_of(request, told)
    page = event_page(request, item, about if about is not None else item, told)
    request.override_renderer = EVENT
    return page


def _told_of(item: Any, request: Any) -> Told:
    """The event of the address, if it is one of this item's that the person may know; raises HTTPNotFound."""
    entry = _entry(request)
    told = told_to(entry, item, request.actor, request.rulebook) if entry.core.get("item") == item.uid else None
    if told is None:
        raise HTTPNotFound()
    return told


def _told_anywhere(site: Any, request: Any) -> Told:
    """The event of the address, wherever it happened; raises HTTPNotFound."""
    entry = _entry(request)
    told = known(request, Told(entry, entry.core, entry.details))
    if told is None:
        raise HTTPNotFound()
    return told


def _entry(request: Any) -> Any:
    subpath = request.subpath
    entry = request.site.trail.entry(subpath[1]) if len(subpath) == 2 and subpath[0] == "e" else None
    if entry is None:
        raise HTTPNotFound()
    return entry


# -- the whole site ----------------------------------------------------------------------------------------------


def subject_of(request: Any, told: Told) -> Any | None:
    """The item that an event is about, where it stands or in the trash; None when it is gone for good."""
    uid = told.core.get("item", "")
    site = request.site
    if uid == site.uid:
        return site
    discarded = site.trash.get(uid)
    item = discarded.item if discarded is not None else site.by_uid(uid)
    return item if item is not None and item.type_name in request.rulebook.types else None


def known(request: Any, told: Told) -> Told | None:
    """An event as the person may know it, wherever it happened; None for what is not for that person."""
    if not may_know(request, told):
        return None
    item, core = subject_of(request, told), told.core
    if item is not None:
        there = told_to(told.entry, item, request.actor, request.rulebook)
        return replace(there, number=told.number) if there is not None else None
    if "item" not in core:
        return told
    kind = request.rulebook.types.get(core["type"])
    hidden = () if kind is None or _may_gone(request, core, Permission.VIEW_INTERNAL) else kind.factory.internal
    return without(told, hidden, _may_gone(request, core, Permission.VIEW_LETTERS))


def may_know(request: Any, told: Told) -> bool:
    """Whether the person may view what it is about: where it stands, or as it was when it was taken away."""
    rights, actor, core = request.rights, request.actor, told.core
    item = subject_of(request, told)
    if item is not None or "item" not in core or actor.holds(READS_ALL):
        return item is None or bool(rights.may(actor, Permission.VIEW, item))
    if (core["type"], core["state"]) in request.rulebook.grants():
        return _may_gone(request, core, Permission.VIEW)
    around = find(request.site, told.entry.path.rpartition("/")[0])
    return around is not None and bool(rights.may(actor, Permission.VIEW, around))


def _may_gone(request: Any, core: Mapping[str, Any], permission: str) -> bool:
    """Whether a role that the person has on the whole site has a permission in the state of what is gone."""
    granted = request.rulebook.grants().get((core["type"], core["state"]), {}).get(permission, ())
    return any(role in granted for role, _ground in request.rights.held(request.actor, request.site))


def _around(request: Any, told: Told) -> str:
    """The title of the nearest item around what has none of its own, as a note at a meeting has not."""
    path = told.entry.path
    while path.strip("/"):
        path = path.rpartition("/")[0]
        place = find(request.site, path)
        if getattr(place, "type_name", "") in request.rulebook.types and place is not request.site:
            return name_of(request, place) if request.rights.may(request.actor, Permission.VIEW, place) else ""
    return ""


def _site_entry(request: Any, told: Told) -> dict[str, Any]:
    """One line, with a link to what it is about where that still stands."""
    site, entry_id = request.site, told.entry.id
    address = {"id": f"e{entry_id}", "href": request.link(site, "history", "e", entry_id)}
    item = subject_of(request, told)
    if item is None:
        title = told.details.get("title", "")
        kind = request.rulebook.types.get(told.core.get("type", ""))
        gone = kind.factory if kind is not None else site
        plain_entry = {"when": told.at, "icon": "info", "sentence": sentence(request, gone, told), **address}
        around = title or _around(request, told)
        return {**plain_entry, "note": around} if around else plain_entry
    entry = {**log_entry(request, item, told, linked=True), **address}
    place = request.link(item) if site.trash.get(item.uid) is None else request.link(site, "trash", item.uid)
    about = f'<p class="about"><a class="said" href="{escape(place)}">{escape(name_of(request, item))}</a></p>'
    return {**entry, "sentence": Markup(about) + Markup(entry["sentence"])} if item is not site else entry
