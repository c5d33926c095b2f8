"""The history page of any item: everything that has happened, in words."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import Any

from chameleon.utils import Markup
from pyramid.view import view_config

from ..content.item import Item
from ..content.site.model import Site, find
from ..i18n import _
from ..security.permissions import Permission
from ..web.telling import log_entries, sentence
from ..web.words import name_of, say
from .timeline import Timeline, Told, everything, timeline

PAGE = 100
"""Lines on a page of the site's history."""

READS_ALL = "auditor"
"""Who may view every item in every state, and so also what has been taken away."""

GROUPS = (("", _("Everything")), ("states", _("States")), ("text", _("Text")), ("people", _("People")),
          ("letters", _("Letters")), ("other", _("Other")))


@view_config(context=Item, name="history", permission="view_history", request_method="GET",
             renderer="reglab_workflow.templates:history/item.pt")
def history(item: Any, request: Any) -> dict[str, Any]:
    """``…/history``: the timeline, all of it or one kind of events."""
    told = timeline(item, request.actor, request.rulebook)
    wanted = request.GET.get("show", "")
    chosen = wanted if wanted in dict(GROUPS) else ""
    pills = [
        {"title": say(request, title), "count": told.count(group), "on": group == chosen,
         "href": request.link(item, "history", query={"show": group} if group else None)}
        for group, title in GROUPS if told.count(group) or not group
    ]
    return {"title": say(request, _("What has happened")), "entries": log_entries(request, item, told.only(chosen)),
            "pills": pills, "hidden": told.hidden, "about": _("Show events"), "name": name_of(request, item)}


@view_config(context=Site, name="history", permission="view_site_history", request_method="GET",
             renderer="reglab_workflow.templates:history/site.pt")
def site_history(site: Any, request: Any) -> dict[str, Any]:
    """``/history``: everything that has happened on the site, newest first; nothing of what others still write on."""
    known = (told for told in everything(site.trail, _cursor(request)) if _may_know(request, told))
    lines = list(islice(known, PAGE + 1))
    shown, more = lines[:PAGE], lines[PAGE:]
    last = shown[-1] if shown else None
    older = {"before": last.core["at"], "id": last.entry.id} if more and last is not None else {}
    return {
        "title": say(request, _("Everything that has happened")),
        "entries": [_site_entry(request, told) for told in shown],
        "older": request.link(site, "history", query=older) if older else "", "total": len(site.trail),
    }


def _cursor(request: Any) -> tuple[str, str] | None:
    before = request.GET.get("before", "")
    return (before, request.GET.get("id", "")) if before else None


def _may_know(request: Any, told: Told) -> bool:
    """Whether the person may view what it is about: where it stands, or as it was when it was taken away."""
    rights, actor, core = request.rights, request.actor, told.core
    item = request.site.by_uid(core.get("item", ""))
    if item is not None or "item" not in core or actor.holds(READS_ALL):
        return item is None or bool(rights.may(actor, Permission.VIEW, item))
    granted = request.rulebook.grants().get((core["type"], core["state"]), {}).get(Permission.VIEW)
    if granted is not None:
        return any(role in granted for role, _ground in rights.held(actor, request.site))
    around = find(request.site, core["path"].rpartition("/")[0])
    return around is not None and bool(rights.may(actor, Permission.VIEW, around))


def _site_entry(request: Any, told: Told) -> dict[str, Any]:
    """One line, with a link to what it is about where that still stands."""
    item = request.site.by_uid(told.core.get("item", ""))
    if item is None or item.type_name not in request.rulebook.types:
        title = told.details.get("title", "")
        kind = request.rulebook.types.get(told.core.get("type", ""))
        gone = kind.factory if kind is not None else request.site
        plain_entry = {"when": told.at, "icon": "info", "sentence": sentence(request, gone, told)}
        return {**plain_entry, "note": title} if title else plain_entry
    (entry,) = log_entries(request, item, Timeline((told,), 0))
    name = escape(name_of(request, item))
    about = f'<br><a class="said" href="{escape(request.link(item))}">{name}</a>'
    return {**entry, "sentence": Markup(entry["sentence"] + Markup(about))}
