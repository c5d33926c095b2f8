"""A change of rights in words: what happened, to whom, by whom and why; and many of them as a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape, unescape
from typing import Any

from chameleon.utils import Markup

from .. import clock
from ..documents.lists import List
from ..history.timeline import Told
from ..i18n import _
from ..web.telling import sentence
from ..web.words import full_name_of, name_of, say
from .overview_words import capital, who
from .usage import Change

COLUMNS = ((_("When"), 18), (_("What happened"), 50), (_("Person"), 28), (_("Role"), 24), (_("About"), 36),
           (_("Done by"), 28), (_("Why"), 50))

TAG = re.compile("<[^>]*>")


def told_change(request: Any, change: Change) -> dict[str, Any]:
    """One change as the page and the list tell it."""
    entry = request.site.trail.entry(change.entry)
    core, details = entry.core, entry.details
    item = request.site.by_uid(change.item) if change.item != request.site.uid else request.site
    person = request.site["people"].get(change.person)
    role = request.rulebook.roles.get(change.role)
    facts = details.get("facts", {})
    kind = request.rulebook.types.get(core.get("type", ""))
    about = item if item is not None else kind.factory if kind is not None else request.site
    return {
        "when": datetime.fromisoformat(change.at), "by": who(request, change.actor) if change.actor else "",
        "sentence": _added(request, core, details) if core["kind"] == "added" else
        sentence(request, about, Told(entry, core, details)),
        "person": name_of(request, person) if person is not None else details.get("person_name", ""),
        "person_href": request.link(person) if person is not None else "",
        "role": capital(say(request, role.of_one)) if role is not None else change.role,
        "item": full_name_of(request, item) if item not in (None, request.site, person) else "",
        "item_href": request.link(item) if item not in (None, request.site, person) else "",
        "why": details.get("why") or details.get("reason") or facts.get("reason") or facts.get("motive") or "",
        "given": change.kind == "appointed",
    }


def _added(request: Any, core: dict[str, Any], details: dict[str, Any]) -> Markup:
    """Who let a person or an organisation in."""
    return Markup(escape(say(request, _("${who} added “${title}”", mapping={
        "who": capital(who(request, core["actor"])), "title": details.get("title", "")}))))


def changes_list(request: Any, changes: Iterable[Change]) -> List:
    """Changes as a list to work with."""
    rows = [_row(told_change(request, each)) for each in changes]
    title = say(request, _("Rights given and taken"))
    return List(title, title, [(say(request, name), width) for name, width in COLUMNS], rows)


def _row(told: dict[str, Any]) -> list[str]:
    moment = told["when"].astimezone(clock.STOCKHOLM).strftime("%Y-%m-%d %H:%M")
    what = unescape(TAG.sub("", str(told["sentence"])))
    return [moment, what, told["person"], told["role"], told["item"], told["by"], told["why"]]
