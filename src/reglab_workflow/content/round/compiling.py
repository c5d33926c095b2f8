"""Compiling: the office gives the proposals of a round their themes and their order, one theme at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ...catalog.finder import Query
from ...i18n import _
from ...web.forms import BadForm
from ...web.lists import Listing
from ...web.words import name_of, say
from ..proposal.listing import describe
from ..proposal.model import NOT_LIVE
from .model import Round
from .publications import crumbs

PAGE = "reglab_workflow.templates:round/compile.pt"
THEME, WAS, SWAP = "theme-", "was-", "swap"


@view_config(context=Round, name="compile", permission="arrange", request_method="GET", renderer=PAGE)
def compiling(round_: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/compile?theme=…``: the proposals of one theme, or those that have none yet."""
    return page(round_, request, _chosen(round_, request.GET.get("theme", "")))


@view_config(context=Round, name="compile", permission="arrange", request_method="POST", renderer=PAGE)
def compile_themes(round_: Any, request: Any) -> Any:
    """Keep the themes that were chosen, or let two neighbours change places; either way nothing chosen is lost."""
    theme = _chosen(round_, request.GET.get("theme", ""))
    missed = list(choose(round_, request))
    if request.POST.get(SWAP):
        swap(round_, request, request.POST[SWAP])
    if missed:
        request.response.status_int = 409
        return page(round_, request, theme, missed)
    return HTTPSeeOther(request.link(round_, "compile", query={"theme": theme} if theme else None))


def page(round_: Any, request: Any, theme: str, missed: list[str] | None = None) -> dict[str, Any]:
    """The rail of themes with their counts, and the proposals of the chosen one."""
    listing = Listing(request, of_theme(round_, theme), [], "number", which={"theme": theme})
    found = listing.found()
    title = round_.theme_title(theme) or say(request, _("Without a theme"))
    return {
        "title": say(request, _("Compile the proposals")), "heading": title, "theme": theme,
        "crumbs": crumbs(request, round_),
        "rail": [{"title": say(request, _("Themes")), "duties": list(rail(round_, request, theme))}],
        "rows": rows(request, found.items), "total": found.total, "pager": listing.pager(found),
        "themes": round_.themes, "missed": missed or [], "action": listing.here,
        "empty": say(request, _("No proposal is in this theme.") if theme else _("Every proposal has got its theme.")),
    }


def of_theme(round_: Any, theme: str) -> Query:
    """The living proposals of a theme; without one, those that lack it."""
    narrowed: dict[str, tuple[str, ...]] = {"theme": (theme,)} if theme else {"lacks": ("theme",)}
    terms = {"type": ("proposal",), "round": (round_.uid,), **narrowed}
    return Query(terms=terms, without={"state": (*NOT_LIVE, "referred")}, order="number")


def rail(round_: Any, request: Any, theme: str) -> Iterator[dict[str, Any]]:
    """The themes in their order, each with a link to its proposals; first what has none."""
    names = [("", say(request, _("Without a theme"))), *((each.id, each.title) for each in round_.themes)]
    for name, title in names:
        yield {"title": title, "count": request.finder.count(of_theme(round_, name)), "here": name == theme,
               "href": request.link(round_, "compile", query={"theme": name} if name else None)}


def rows(request: Any, items: tuple[Any, ...]) -> list[dict[str, Any]]:
    """One row for each proposal, with the one before it that it can change places with."""
    about = describe(request)
    return [
        {"item": item, "title": name_of(request, item), "about": about(item),
         "up": swap_of(before, item), "down": swap_of(item, after)}
        for before, item, after in zip([None, *items], items, [*items[1:], None], strict=False)
    ]


def swap_of(one: Any, other: Any) -> str:
    """What the button says that puts the second of two neighbours first; empty where they cannot change places."""
    if one is None or other is None or not (one.has_unseen_number and other.has_unseen_number):
        return ""
    return f"{one.uid}:{other.uid}"


def choose(round_: Any, request: Any) -> Iterator[str]:
    """Give each proposal the theme that was chosen; tells the titles of those that somebody else changed meanwhile."""
    for name, theme in request.POST.items():
        if not name.startswith(THEME):
            continue
        uid = name.removeprefix(THEME)
        was, proposal = request.POST.get(WAS + uid), round_.proposal(uid)
        if was is None or proposal is None or _chosen(round_, theme) != theme:
            raise BadForm()
        if theme == was:
            continue
        if proposal.theme != was:
            yield name_of(request, proposal)
            continue
        loose = {"number": None} if proposal.has_unseen_number else {}
        request.acts.edit(proposal, {"theme": theme, **loose})


def swap(round_: Any, request: Any, wish: str) -> None:
    """Let the second of two proposals of one theme come before the first, unless members have seen their numbers.

    A button that is pressed twice moves it once.
    """
    first_uid, _colon, second_uid = wish.partition(":")
    one, other = round_.proposal(first_uid), round_.proposal(second_uid)
    if one is None or other is None:
        raise BadForm()
    same = one.theme == other.theme
    if same and one.has_unseen_number and other.has_unseen_number and one.number < other.number:
        first, second = one.number, other.number
        request.acts.edit(other, {"number": first})
        request.acts.edit(one, {"number": second})


def _chosen(round_: Any, theme: str) -> str:
    return theme if round_.theme(theme) is not None else ""
