"""A round in figures: each number is the number of rows in the list it leads to, for the person who reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from pyramid.view import view_config

from ... import clock
from ...catalog.finder import Query
from ...i18n import _
from ...people.organisation import MEMBER
from ...web.words import say
from ..proposal.life import ideas_of
from ..proposal.model import FORMS, OUTCOMES, UNSAID
from ..proposal.schema import FORM_TITLES
from ..proposal.tracker import journey
from .bars import bar
from .model import Round
from .publications import crumbs, demand

MOST = 1000
"""Proposals that are read one by one; beyond that, what takes reading is left out."""

DAY = 24 * 3600

OUTCOME_TITLES = {
    "selected": _("Selected, and what became a project"), "not_selected": _("Not prioritised this time"),
    "parked": _("Resting"),
    "referred": _("Handed over to others"), "merged": _("Merged: shares the outcome of another"),
    "withdrawn": _("Withdrawn"), "draft": _("Still a draft"), "open": _("Not decided yet"),
}
ALONE = ("merged", "withdrawn", "draft")
"""States that are told by themselves among the outcomes."""


@dataclass(frozen=True)
class Row:
    """One number of a table: what it counts, and the list that holds what it counts."""

    title: str
    value: int
    href: str = ""
    more: str = ""
    bar: str = ""


@dataclass(frozen=True)
class Table:
    """Numbers of one kind."""

    name: str
    title: str
    head: str
    rows: Sequence[Row]


class Counts:
    """The proposals of one round as the person asking may see them; a count is the query of its list."""

    def __init__(self, request: Any, round_: Any) -> None:
        self.request = request
        self.round = round_
        self.base = Query(terms={"type": ("proposal",), "round": (round_.uid,)})
        self.total = request.finder.count(self.base)

    def row(self, title: Any, **terms: Any) -> Row:
        """How many proposals a filter of the round's list leaves, with the address of that list."""
        value = self.request.finder.count(self.base.also(**terms))
        pairs = [(name, value) for name, values in terms.items()
                 for value in (values if isinstance(values, tuple) else (values,))]
        return Row(say(self.request, title), value, self.request.link(self.round, query=pairs))

    def proposals(self) -> list[Any]:
        """Every proposal the person may see, as far as they are few enough to be read."""
        return self.read(self.base)

    def so_far(self) -> list[Any]:
        """The same of this and all earlier rounds."""
        rounds = tuple(each.uid for each in self.round.site["rounds"].values() if each.year <= self.round.year)
        return self.read(Query(terms={"type": ("proposal",), "round": rounds}))

    def read(self, query: Query) -> list[Any]:
        """The proposals of a query, or none of them when they are too many."""
        if self.request.finder.count(query) > MOST:
            return []
        return list(self.request.finder.find(Query(terms=query.terms, order="number", limit=MOST)).items)


@view_config(context=Round, name="figures", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:round/figures.pt")
def figures(round_: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/figures``: the proposals by theme, sender, form and outcome, and how long each step took."""
    demand(request, round_)
    counts = Counts(request, round_)
    proposals = counts.proposals()
    senders = by_sender(counts)
    tables = [
        Table("themes", say(request, _("By theme")), say(request, _("Theme")), by_theme(counts)),
        Table("senders", say(request, _("By first sender")), say(request, _("Organisation")),
              some(row for _each, row in senders)),
        Table("forms", say(request, _("By wished form")), say(request, _("Wished form")), by_form(counts)),
        Table("outcomes", say(request, _("By outcome")), say(request, _("Outcome")), by_outcome(counts)),
    ]
    return {
        "title": say(request, _("The round in figures")), "crumbs": crumbs(request, round_), "total": counts.total,
        "figs": sums(request, counts, proposals), "tables": [with_bars(table) for table in tables if table.rows],
        "days": with_bars(Table("days", say(request, _("Days in each state")), say(request, _("State")),
                                by_state(request, round_, proposals, request.acts.now))),
        "silent": silent(request, senders), "round": round_,
    }


def sums(request: Any, counts: Counts, proposals: list[Any]) -> list[dict[str, Any]]:
    """How many proposals and ideas there are, in this round and so far; an idea counts once over the years."""
    told: list[dict[str, Any]] = [{
        "name": say(request, _("Proposals")), "value": counts.total, "href": request.link(counts.round)}]
    if proposals:
        earlier = [each.followed() for each in proposals if each.follows]
        before = sum(1 for each in earlier if each is not None and request.rights.may(request.actor, "view", each))
        told.append({"name": say(request, _("Ideas")), "value": len(ideas_of(proposals)),
                     "more": say(request, _("Merged proposals are one idea."))})
        told.append({"name": say(request, _("Carried over from an earlier round")), "value": before})
    so_far = counts.so_far()
    if len(so_far) > counts.total:
        told.append({"name": say(request, _("Ideas in this and earlier rounds")), "value": len(ideas_of(so_far)),
                     "more": request.plural("in ${n} proposal; what was carried over counts once",
                                            "in ${n} proposals; what was carried over counts once", len(so_far))})
    return told


def by_theme(counts: Counts) -> list[Row]:
    """The themes in the office's order, then what has none."""
    rows = [counts.row(theme.title, theme=theme.id) for theme in counts.round.themes]
    return [*rows, *some([counts.row(_("No theme yet"), lacks="theme")])]


def by_sender(counts: Counts) -> list[tuple[Any, Row]]:
    """Every organisation with how many proposals it is the first sender of, the one with the most first."""
    organisations = counts.round.site["organisations"].values()
    counted = [(each, counts.row(each.title, sender=each.uid)) for each in organisations]
    return sorted(counted, key=lambda pair: (-pair[1].value, pair[1].title.casefold()))


def by_form(counts: Counts) -> list[Row]:
    """The forms that the senders wish for."""
    rows = [counts.row(FORM_TITLES[form], form=form) for form in FORMS]
    return some([*rows, counts.row(_("No form wished"), form=UNSAID)])


def by_outcome(counts: Counts) -> list[Row]:
    """What has been decided, as far as anything has."""
    groups: dict[str, list[str]] = {name: [] for name in OUTCOME_TITLES}
    request = counts.request
    for state in request.rulebook.engines[request.rulebook.types["proposal"].workflow].workflow.states:
        groups[state if state in ALONE else OUTCOMES.get(state, "open")].append(state)
    return some(counts.row(OUTCOME_TITLES[name], state=tuple(states)) for name, states in groups.items() if states)


def by_state(request: Any, round_: Any, proposals: Iterable[Any], now: datetime) -> list[Row]:
    """The median of the days that stays in each state lasted; one that goes on has lasted until this moment."""
    lasted: dict[str, list[float]] = defaultdict(list)
    example = None
    for example in proposals:
        stays = journey(example).stays
        for stay, end in zip(stays, [*(each.since for each in stays[1:]), now], strict=True):
            lasted[stay.state].append((end - stay.since).total_seconds() / DAY)
    if example is None:
        return []
    states = request.rulebook.engine(example).workflow.states
    return [
        Row(request.state_of(example, name).title, round(median(lasted[name])),
            more=request.plural("${n} stay", "${n} stays", len(lasted[name])))
        for name in states if name in lasted and not states[name].final
    ]


def silent(request: Any, senders: list[tuple[Any, Row]]) -> list[dict[str, str]]:
    """The active members that are the first sender of nothing that the person may see."""
    today = clock.local_day(request.acts.now)
    return [{"title": each.title, "href": request.link(each)} for each, row in senders
            if not row.value and each.kind == MEMBER and each.takes_part(today)
            and request.rights.may(request.actor, "view", each)]


def some(rows: Iterable[Row]) -> list[Row]:
    """The rows that count anything."""
    return [row for row in rows if row.value]


def with_bars(table: Table) -> Table:
    """The same table with a bar for each number."""
    most = max((row.value for row in table.rows), default=0)
    rows = [Row(row.title, row.value, row.href, row.more, bar(row.value, most)) for row in table.rows]
    return Table(table.name, table.title, table.head, rows)
