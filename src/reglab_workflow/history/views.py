"""The history page of any item: everything that has happened, in words."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ..content.item import Item
from ..i18n import _
from ..web.telling import log_entries
from ..web.words import say
from .timeline import timeline

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
            "pills": pills, "hidden": told.hidden, "about": _("Show events")}
