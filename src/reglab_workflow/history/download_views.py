"""``POST …/history.csv`` and ``….json``: what the reader may know, as a file.

It names people, so taking it is an event itself, whoever takes it; so it takes a button.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from ..content.item import Item
from ..content.site.model import Site
from ..documents.lists import List
from ..documents.saving import saved, saved_list
from ..i18n import _
from ..web.handing import handed_out
from ..web.telling import actor_name, organisation_title, words_of
from ..web.words import say
from .asking import asked
from .timeline import Told, everything, timeline
from .views import known, subject_of

MOST = 20_000
"""Lines in a file of the whole site; whoever wants more asks for fewer days at a time."""


@view_config(context=Item, name="history.csv", permission="view_history", request_method="POST")
@view_config(context=Site, name="history.csv", permission="view_site_history", request_method="POST")
def as_csv(item: Any, request: Any) -> Response:
    """A row for each event, for any sheet."""
    rows = [row(request, item, told) for told in lines(item, request)]
    titles = [(say(request, title), width) for _name, title, width in COLUMNS]
    told = List(say(request, _("What has happened")), say(request, _("Events")), titles,
                [[each[name] for name, _title, _width in COLUMNS] for each in rows])
    name = say(request, _("history-${name}", mapping={"name": _name_of(item)}))
    return handed_out(request, item, "history", "csv", saved_list(told, name, "csv"))


@view_config(context=Item, name="history.json", permission="view_history", request_method="POST")
@view_config(context=Site, name="history.json", permission="view_site_history", request_method="POST")
def as_json(item: Any, request: Any) -> Response:
    """The events with all that the reader may know of each, for a program."""
    told = [{**row(request, item, each), "core": each.core, "details": each.details} for each in lines(item, request)]
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    name = say(request, _("history-${name}", mapping={"name": _name_of(item)}))
    return handed_out(request, item, "history", "json", saved(body, name, "json"))


def lines(item: Any, request: Any) -> Iterable[Told]:
    """What the address asks for and the reader may know, newest first, one event each."""
    wanted = asked(request)
    if item is request.site:
        told_here = (known(request, told) for told in _until_over(request, wanted) if wanted.fits(told))
        return islice((told for told in told_here if told is not None), MOST)
    told = timeline(item, request.actor, request.rulebook, wanted=wanted).lines
    return (each for line in told for each in (line.folded or (line,)))


def _until_over(request: Any, wanted: Any) -> Iterator[Told]:
    for told in everything(request.site.trail, wanted.end()):
        if wanted.is_over(told):
            return
        yield told


COLUMNS: tuple[tuple[str, Any, int], ...] = (
    ("id", _("Event"), 10), ("at", _("When"), 24), ("who", _("Who"), 24), ("role", _("In the role of"), 20),
    ("on_behalf_of", _("On behalf of"), 24), ("type", _("Kind"), 16), ("title", _("Title"), 40),
    ("what", _("What happened"), 60), ("from", _("From state"), 18), ("to", _("To state"), 18),
    ("reason", _("Reason"), 40), ("cause", _("Because of"), 30),
)
"""Name, title and width of each column."""


def row(request: Any, item: Any, told: Told) -> dict[str, str]:
    """One event in words."""
    core, details = told.core, told.details
    about = item if item.uid == core.get("item") else subject_of(request, told)
    kind = request.rulebook.types.get(core.get("type", ""))
    shown = about if about is not None else kind.factory if kind is not None else request.site
    role, facts = request.rulebook.roles.get(core["role"]), details.get("facts", {})
    return {
        "id": told.entry.id, "at": core["at"], "who": actor_name(request, told),
        "role": say(request, role.of_one) if role is not None else "",
        "on_behalf_of": organisation_title(request, core["on_behalf_of"]) if core["on_behalf_of"] else "",
        "type": say(request, request.rulebook.engines[kind.workflow].workflow.title) if kind is not None else "",
        "title": details.get("title", ""), "what": words_of(request, shown, told),
        "from": _state(request, core, "from"), "to": _state(request, core, "to"),
        "reason": facts.get("reason") or facts.get("motive") or details.get("reason") or details.get("why") or "",
        "cause": core.get("cause", ""),
    }


def _state(request: Any, core: dict[str, Any], name: str) -> str:
    kind = request.rulebook.types.get(core.get("type", ""))
    if name not in core or kind is None:
        return ""
    workflow = request.rulebook.engines[kind.workflow].workflow
    return say(request, workflow.state(core[name]).title)


def _name_of(item: Any) -> str:
    return item.__name__ or "reglab"
