"""What happened between two moments, in words and with evidence: what most questions of the audit are made of."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ..content.site.model import find
from ..i18n import _
from ..security.permissions import Permission
from ..web import dates
from ..web.telling import sentence
from ..web.words import full_name_of, name_of, say
from . import views
from .cells import Cell
from .questions import Asking, Finding, Row
from .shadow import trail_at
from .timeline import INTERNAL, LETTERS, Told, everything
from .views import known, may_know, withheld

MOST_READ = 20_000
"""Events that one question reads, newest first."""

MOST_ROWS = 1_000
"""Lines that one answer holds."""

TAGS = re.compile(r"<[^>]+>")

DRAFTS = "drafts"
"""Why an event is not shown: it is about what others still write on."""

Wanted = Callable[[Told], str]
"""The name of the group that an event is counted among; empty for one that was not asked for."""


def span_of(trail: Any, begin: datetime, end: datetime) -> Iterator[Told]:
    """The events of a span, newest first; what is older or newer is not read."""
    for told in everything(trail_at(trail, end)):
        if told.at < begin:
            return
        yield told


def finding_of(asking: Asking, wanted: Wanted, groups: tuple[tuple[str, Any], ...], *limits: Any) -> Finding:
    """The events of the span that are asked for, as a table; those that the asker may not know are only counted."""
    request = asking.request
    rows: list[Row] = []
    read, reached = 0, None
    hidden: Counter[str] = Counter()
    for told in span_of(asking.site.trail, asking.begin, asking.end):
        if read == MOST_READ or len(rows) == MOST_ROWS:
            reached = told.at
            break
        read += 1
        group = wanted(told)
        if not group:
            continue
        line = known(request, told)
        if line is not None:
            rows.append(row_of(request, line, group))
        else:
            hidden[_why_not(request, told)] += 1
    told_limits = [*((_too_far(request, reached),) if reached is not None else ()), *unseen(request, hidden),
                   *(say(request, each) for each in limits)]
    return table(request, rows, read, told_limits, groups)


def table(request: Any, rows: list[Row], read: int, limits: list[str], groups: tuple[tuple[str, Any], ...]) -> Finding:
    """Rows of events as an answer."""
    columns = (_("When"), _("What somebody did"), _("Concerning"), _("Why"), _("Evidence"))
    return Finding(
        tuple(say(request, each) for each in columns), tuple(rows),
        request.plural("${n} event was read for the answer.", "${n} events were read for the answer.", read),
        tuple(limits), tuple((name, say(request, title)) for name, title in groups),
        say(request, _("Nothing of the kind is in the history between these days.")))


def row_of(request: Any, told: Told, group: str) -> Row:
    """One event as a line: when, what, about what, why, and the event itself."""
    item = subject_of(request, told)
    what = html.unescape(TAGS.sub("", sentence(request, item if item is not None else _kind(request, told), told)))
    return Row((moment_cell(request, told.at), Cell(what), about_cell(request, told, item), Cell(reason_of(told)),
                event_cell(told.entry)), group)


def moment_cell(request: Any, moment: datetime) -> Cell:
    """A moment, to the minute."""
    return Cell(dates.when(moment, request.locale_name))


def event_cell(entry: Any) -> Cell:
    """The permanent name of an event, with a link to it."""
    return Cell(entry.id, f"/history/e/{entry.id}")


def about_cell(request: Any, told: Told, item: Any) -> Cell:
    """What an event is about, with a link to it where it stands."""
    if item is None:
        around = find(request.site, told.entry.path.rpartition("/")[0]) if told.entry.path else None
        if not told.details.get("title") and around is not None and _may_view(request, around):
            return Cell(name_of(request, around), around.path)
        return Cell(str(told.details.get("title", "")) or say(request, _("something that is gone")))
    if item is request.site:
        return Cell(say(request, _("the site")))
    discarded = request.site.trash.get(item.uid) is not None
    return Cell(full_name_of(request, item), f"/trash/{item.uid}" if discarded else item.path)


def _may_view(request: Any, item: Any) -> bool:
    """Whether the person may see what has a life of its own."""
    return item.type_name in request.rulebook.types and bool(
        request.rights.may(request.actor, Permission.VIEW, item))


def reason_of(told: Told) -> str:
    """The reason that was given."""
    details, facts = told.details, told.details.get("facts") or {}
    return str(details.get("reason") or details.get("why") or facts.get("reason") or facts.get("motive") or "")


def subject_of(request: Any, told: Told) -> Any | None:
    """The item that an event is about, where it stands or in the trash; the site for what is about none."""
    return views.subject_of(request, told) if told.core.get("item") else request.site


def unseen(request: Any, hidden: Mapping[str, int]) -> list[str]:
    """How many rows are not shown, and why."""
    drafts = hidden.get(DRAFTS, 0)
    return [*((request.plural(
        "${n} row is not shown to you, because it is about what somebody else still writes on.",
        "${n} rows are not shown to you, because they are about what somebody else still writes on.", drafts),)
        if drafts else ()), *withheld(request, hidden)]


def _why_not(request: Any, told: Told) -> str:
    """Why an event is not shown."""
    if not may_know(request, told):
        return DRAFTS
    return LETTERS if told.group == LETTERS else INTERNAL


def _kind(request: Any, told: Told) -> Any:
    known = request.rulebook.types.get(told.core.get("type", ""))
    return known.factory if known is not None else request.site


def _too_far(request: Any, reached: datetime) -> str:
    return say(request, _("There is more than one answer can hold: what happened before ${moment} has not been looked "
                          "at. Ask again with that day as the last one.",
                          mapping={"moment": dates.when(reached, request.locale_name)}))
