"""What is asked of a history, read from the address and written into it again: the address is the filter."""

from __future__ import annotations

from typing import Any

from .. import clock
from ..i18n import _
from ..web.words import say
from .timeline import Wanted

GROUPS = (("", _("Everything")), ("states", _("States")), ("text", _("Text")), ("rights", _("Roles and rights")),
          ("people", _("People and accounts")), ("letters", _("Letters")), ("other", _("Other")))
REGISTRATIONS = ("registrations", _("Registrations"))
LONGEST = 100

NAMES = ("show", "kind", "who", "title", "from", "to")
"""What an address may ask for; ``before`` and ``id`` say where a page begins."""


def asked(request: Any) -> Wanted:
    """What the address asks for; what it cannot mean is left out."""
    known = {group for group, _title in (*GROUPS, REGISTRATIONS)}
    show, kind = _said(request, "show"), _said(request, "kind")
    return Wanted(
        group=show if show in known else "", type=kind if kind in request.rulebook.types else "",
        who=_said(request, "who"), title=_said(request, "title"),
        since=clock.read_day(_said(request, "from")), until=clock.read_day(_said(request, "to")))


def narrowed(request: Any, **more: Any) -> dict[str, Any]:
    """What the address asks for, to be asked again, with more beside it."""
    said = {name: _said(request, name) for name in NAMES}
    return {**{name: value for name, value in said.items() if value}, **more}


def choices(request: Any, item: Any) -> list[dict[str, Any]]:
    """A pill for each group of events, the one that is shown among them."""
    on = asked(request).group
    groups = GROUPS if item is not request.site else (*GROUPS[:-1], REGISTRATIONS, GROUPS[-1])
    others = {name: value for name, value in narrowed(request).items() if name != "show"}
    return [{"title": say(request, title), "on": group == on,
             "href": request.link(item, "history", query={**others, **({"show": group} if group else {})} or None)}
            for group, title in groups]


def form_of(request: Any, *, types: bool = False) -> dict[str, Any]:
    """What the form that narrows the list shows: what was asked for, and where events of many types stand, these."""
    wanted = asked(request)
    person = request.site["people"].get(wanted.who) if wanted.who else None
    known = request.rulebook.types.values()
    kinds = sorted((say(request, request.rulebook.engines[each.workflow].workflow.title), each.name) for each in known)
    return {
        "show": wanted.group, "who": person.title if person is not None else wanted.who, "title": wanted.title,
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "kinds": [{"id": name, "title": title, "on": name == wanted.type} for title, name in kinds] if types else [],
        "narrows": bool(wanted.who or wanted.title or wanted.type or wanted.since or wanted.until),
    }


def _said(request: Any, name: str) -> str:
    return str(request.GET.get(name, "")).strip()[:LONGEST]
