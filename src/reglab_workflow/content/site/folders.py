"""The folders of the site as lists: rounds, learning projects, organisations, people, pages."""

from __future__ import annotations

from typing import Any

from ...catalog.finder import Query
from ...i18n import _
from ...people.schema import KIND_TITLES
from ...web.lists import Filter, Listing, state_filter
from ...web.words import say

TYPES = {"rounds": "round", "projects": "project", "organisations": "organisation", "people": "person", "pages": "page",
         "reviews": "review"}

TITLES = {
    "rounds": _("Rounds of proposals"), "projects": _("Learning projects"), "organisations": _("Organisations"),
    "people": _("People"), "pages": _("Pages"), "reviews": _("Yearly reviews"),
}

LEDES = {
    "rounds": _("Each year the members send in proposals to a round. Open a round to read its proposals and see "
                "what became of them."),
    "projects": _("What grows out of the proposals that were selected."),
    "organisations": _("The members and partners of the network, and what they have sent in."),
    "people": _("Everybody with an account."),
    "pages": _("About the network and about this site."),
    "reviews": _("Once a year the office confirms or ends every appointment, and signs a report."),
}

ADD = {
    "rounds": ("add_round", "add-round", _("Start a new round")),
    "projects": ("add_project", "add-project", _("Make a learning project")),
    "organisations": ("add_organisation", "add-organisation", _("Add an organisation")),
    "people": ("add_person", "add-person", _("Add a person")),
    "pages": ("add_page", "add-page", _("Write a page")),
    "reviews": ("add_review", "add-review", _("Begin an access review")),
}

PERSONAL = (
    ("personal-data", "erase_person", _("Find and erase a person")),
    ("retention", "view_retention", _("How long personal data is kept")),
)
"""What the list of people leads to besides."""


def listing_of(folder: Any, request: Any) -> dict[str, Any]:
    """A folder's page: everything in it that the person may see, newest first or by title."""
    name = folder.__name__
    filters = [state_filter(request, TYPES[name])]
    if name == "organisations":
        filters = [Filter("kind", _("Kind"), list(KIND_TITLES.items())), *filters]
    order = "newest" if name in ("rounds", "projects") else "title"
    listing = Listing(request, Query(terms={"type": (TYPES[name],)}), filters, order=order)
    found = listing.found()
    items = _by_year(found.items) if name == "rounds" else found.items
    return {
        "title": say(request, TITLES[name]), "lede": say(request, LEDES[name]), "listing": listing,
        "total": found.total, "pager": listing.pager(found), "orders": ("title", "newest", "longest"),
        "rows": [_row(request, item) for item in items], "ways": ways(folder, request),
    }


def ways(folder: Any, request: Any) -> list[dict[str, str]]:
    """What the person can add here, and what else the list leads to."""
    permission, view, title = ADD[folder.__name__]
    found = [{"title": say(request, title), "href": request.link(folder, view)}] \
        if request.rights.may(request.actor, permission, folder) else []
    if folder.__name__ == "people":
        found += [{"title": say(request, words), "href": request.link(request.site, name)}
                  for name, needed, words in PERSONAL if request.rights.may(request.actor, needed, request.site)]
    return found


def _by_year(rounds: Any) -> tuple[Any, ...]:
    return tuple(sorted(rounds, key=lambda each: -each.year))


def _row(request: Any, item: Any) -> dict[str, Any]:
    """One line: what it is, and a few words about it."""
    return {"item": item, "title": item.title, "about": _about(request, item)}


def _about(request: Any, item: Any) -> str:
    if item.type_name == "round":
        query = Query(terms={"type": ("proposal",), "round": (item.uid,)})
        number = request.finder.count(query)
        return str(request.plural("${n} proposal", "${n} proposals", number))
    if item.type_name == "organisation":
        return say(request, KIND_TITLES.get(item.kind, ""))
    if item.type_name == "project":
        return str(item.subtitle or item.lead[:160])
    if item.type_name == "person":
        return str(item.role_title)
    return ""
