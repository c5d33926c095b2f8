"""What the page of an occasion shows besides its facts: the programme, the material, and where its content went."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from ...catalog.finder import Query
from ...i18n import _
from ...security.permissions import Permission
from ...web import dates
from ...web.words import name_of, say
from ..attachment.views import size_in_words
from ..participation.model import REGISTERED
from .materials import KIND_TITLES, Material, materials_of, permission_for
from .model import COMING
from .programme import days_of, length_in_days
from .words import heading

SPOKEN = ("sv", "en")
"""The languages that a browser can be told of."""

LANGUAGE_NOTES = {"sv": _("in Swedish"), "en": _("in English"), "other": _("in another language")}
MOST_SOURCES = 50


def programme(request: Any, workshop: Any) -> list[dict[str, Any]]:
    """The points day by day; the days have headings where there are several."""
    found, days = days_of(workshop.points, workshop.decided_days()), workshop.decided_days()
    several = (length_in_days(days) or 1) > 1 or len(found) > 1 or any(each.number > 1 for each in found)
    return [
        {"id": f"day-{each.number}", "title": day_title(request, each.number, each.day) if several else "",
         "points": each.points}
        for each in found
    ]


def day_title(request: Any, number: int, day: Any) -> str:
    """Which day of the occasion, and its date once that is decided."""
    title = say(request, _("Day ${number}", mapping={"number": number}))
    return f"{title}, {dates.date(day, request.locale_name)}" if day is not None else title


def materials(request: Any, workshop: Any) -> list[dict[str, Any]]:
    """What the person may have, kind by kind."""
    may, actor = request.rights.may, request.actor
    found = materials_of(workshop)
    return grouped(request, [each for each in found if may(actor, permission_for(each.kind), workshop)])


def grouped(request: Any, found: Iterable[Material]) -> list[dict[str, Any]]:
    """Material under the titles of its kinds."""
    kinds = groupby(found, lambda each: each.kind)
    return [{"id": f"kind-{kind}", "title": say(request, KIND_TITLES[kind]),
             "rows": [row(request, each) for each in rows]} for kind, rows in kinds]


def row(request: Any, material: Material) -> dict[str, Any]:
    """One file or link; ``lang`` is empty unless it is another language than the page's own."""
    file = material.file
    lang = material.language if material.language in SPOKEN and material.language != request.locale_name else ""
    note = LANGUAGE_NOTES.get(material.language) if material.language != request.locale_name else None
    return {
        "title": material.title, "lang": lang or None, "note": say(request, note) if note is not None else "",
        "href": request.link(file) if file is not None else material.address, "is_link": file is None,
        "size": size_in_words(file.size) if file is not None else "", "alt": file.alt if file is not None else "",
        "uid": file.uid if file is not None else "",
    }


def unconfirmed(request: Any, workshop: Any) -> list[dict[str, str]]:
    """That some have not said whether the new day suits, with the list of them; for those who may have it."""
    if workshop.state not in COMING or not request.rights.may(request.actor, Permission.VIEW_INTERNAL, workshop):
        return []
    number = sum(each.unconfirmed and each.state == REGISTERED for each in workshop["participations"].values())
    if not number:
        return []
    return [{"title": request.plural(
        "${n} person has not confirmed since the occasion was changed",
        "${n} people have not confirmed since the occasion was changed", number),
        "href": request.link(workshop, "participants")}]


def went_on(request: Any, workshop: Any) -> list[dict[str, str]]:
    """Where the content of a cancelled occasion went on, as a link for those who may see it."""
    found = request.site.by_uid(workshop.went_on) if workshop.went_on else None
    if found is None or not request.rights.may(request.actor, Permission.VIEW, found):
        return []
    return [{"title": say(request, _("The content goes on in “${title}”", mapping={"title": named(request, found)})),
             "href": request.link(found)}]


def came_from(request: Any, item: Any) -> list[dict[str, str]]:
    """The cancelled occasions whose content came here, as far as the person may see them."""
    query = Query(terms={"type": ("workshop",), "went_on": (item.uid,)}, limit=MOST_SOURCES)
    return [{"title": say(request, _("Takes over the content of “${title}”, which was cancelled", mapping={
        "title": named(request, each)})), "href": request.link(each)} for each in request.finder.find(query).items]


def named(request: Any, item: Any) -> str:
    """An occasion by kind, number and title; a project by its title."""
    return heading(request, item) if item.type_name == "workshop" else str(name_of(request, item))
