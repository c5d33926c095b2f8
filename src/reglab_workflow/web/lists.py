"""Lists: the address is the filter, a count and its list are one query, and every filter can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ..catalog.finder import Found, Query
from ..catalog.index import ORDERS
from ..i18n import _
from . import columns
from .words import say

PAGE_SIZE = 50
LONGEST_TEXT = 200
MOST_VALUES, LONGEST_VALUE = 20, 100
"""Of one filter in an address: each chosen value is a pill whose link names all the others."""

TITLES = {
    "newest": _("latest change"), "number": _("number"), "title": _("title"), "longest": _("longest in its state"),
}


@dataclass(frozen=True)
class Filter:
    """Something a list can be narrowed by: its name in the address, its title, and the values to choose from."""

    name: str
    title: Any
    choices: Sequence[tuple[str, Any]]

    def title_of(self, value: str) -> Any:
        """How a value is called, or the value itself when nobody has heard of it."""
        return dict(self.choices).get(value, value)


class Listing:
    """One list as the address asks for it; ``which`` holds what else the address says of which list it is."""

    def __init__(self, request: Any, base: Query, filters: Sequence[Filter], order: str = "newest", *,
                 columns: Sequence[str] = (), which: Mapping[str, str] | None = None) -> None:
        self.request = request
        self.base = base
        self.filters = tuple(filters)
        self.default_order = order
        self.size = PAGE_SIZE
        self.which = dict(which or {})
        self.offered_columns = tuple(columns)
        self.chosen = {
            each.name: _values(request.GET.getall(each.name)) for each in self.filters
        }
        self.text = request.GET.get("text", "").strip()[:LONGEST_TEXT]
        asked = request.GET.get("sort", "")
        self.order = asked if asked in ORDERS else order
        page = request.GET.get("page", "1")
        self.page = max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1

    @property
    def query(self) -> Query:
        """What the address asks for."""
        terms = {**self.base.terms, **{name: values for name, values in self.chosen.items() if values}}
        offset = (self.page - 1) * self.size
        return replace(self.base, text=self.text, terms=terms, order=self.order, limit=self.size, offset=offset)

    def found(self) -> Found:
        """The page of items."""
        found: Found = self.request.finder.find(self.query)
        return found

    @property
    def narrowed(self) -> bool:
        """Whether anything has been chosen."""
        return bool(self.text) or any(self.chosen.values())

    def href(self, **changes: Any) -> str:
        """The address of the same list with something changed; None takes a filter away."""
        params: list[tuple[str, str]] = []
        wanted: dict[str, Any] = {**self.which, **self.chosen, "text": self.text, "page": None}
        if self.order != self.default_order:
            wanted["sort"] = self.order
        wanted |= changes
        for name, value in wanted.items():
            values = value if isinstance(value, tuple) else (value,)
            params.extend((name, str(each)) for each in values if each)
        path = str(self.request.path)
        return f"{path}?{urlencode(params)}" if params else path

    @property
    def here(self) -> str:
        """The address of this very page of the list."""
        return self.href(page=self.page if self.page > 1 else None)

    def pills(self) -> list[dict[str, Any]]:
        """What the list is narrowed by; each pill is a link that takes itself away."""
        pills = [
            {"title": say(self.request, each.title_of(value)), "on": True, "removes": True,
             "href": self.href(**{each.name: tuple(other for other in self.chosen[each.name] if other != value)})}
            for each in self.filters for value in self.chosen[each.name]
        ]
        if self.text:
            words = say(self.request, _("“${text}”", mapping={"text": self.text}))
            pills.append({"title": words, "on": True, "removes": True, "href": self.href(text=None)})
        return pills

    def choices(self) -> list[dict[str, Any]]:
        """The filters as the form under the list shows them."""
        return [
            {"name": each.name, "title": say(self.request, each.title), "id": f"filter-{each.name}",
             "options": [(value, say(self.request, title), value in self.chosen[each.name])
                         for value, title in each.choices]}
            for each in self.filters if each.choices
        ]

    def orders(self, *names: str) -> list[tuple[str, str, bool]]:
        """The orders to choose from: name, title, chosen."""
        return [(name, say(self.request, TITLES[name]), name == self.order) for name in names]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to show, of those that this list has."""
        return columns.chosen(self.request, self.offered_columns)

    def column_choices(self) -> list[dict[str, Any]]:
        """The columns as the form that chooses among them shows them."""
        return columns.choices(self.request, self.offered_columns)

    def heading(self, order: str) -> dict[str, Any]:
        """The head of a column that the list can be sorted by: its link, and whether it is."""
        return {"href": self.href(sort=order), "sorted": "ascending" if self.order == order else None}

    def pager(self, found: Found) -> dict[str, Any]:
        """Where in the list the page stands."""
        first, last = (self.page - 1) * self.size + 1, (self.page - 1) * self.size + len(found.items)
        total = say(self.request, _("more than 1,000")) if found.capped else str(found.total)
        pager: dict[str, Any] = {"text": say(self.request, _(
            "${first}–${last} of ${total}", mapping={"first": first, "last": last, "total": total}))}
        if self.page > 1:
            pager["previous"] = self.href(page=self.page - 1)
        if found.total > self.page * self.size:
            pager["next"] = self.href(page=self.page + 1)
        return pager


def _values(given: Iterable[str]) -> tuple[str, ...]:
    """The values of a filter, each once, and no more than a list can be narrowed by."""
    return tuple(dict.fromkeys(value[:LONGEST_VALUE] for value in given if value))[:MOST_VALUES]


def state_filter(request: Any, type_name: str) -> Filter:
    """Narrow by the states of a type."""
    workflow = request.rulebook.engines[request.rulebook.types[type_name].workflow].workflow
    return Filter("state", _("State"), [(state.name, state.title) for state in workflow.states.values()])


def organisation_filter(request: Any) -> Filter:
    """Narrow by the organisation that something comes from."""
    members = sorted(request.site["organisations"].values(), key=lambda each: each.title.casefold())
    return Filter("organisation", _("Organisation"), [(each.uid, each.short_name) for each in members])
