"""Who may do what, why, why not, and what would change it: the page of any item, and the form that leads there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from .. import clock
from ..catalog.query import Query
from ..content.acts import Acts
from ..content.item import Item, item_of
from ..content.site.model import Site, find, path_in
from ..i18n import _
from ..web.mirror import moment_of
from ..web.words import name_of, say
from ..workflow.definition import SYSTEM
from .actor import actor_for, nobody
from .explain import explain
from .permissions import SENTENCES, Permission
from .wording import Telling

MOST_FOUND = 20
"""So many people or items a search on these pages shows."""


@dataclass(frozen=True)
class Asked:
    """Whom a question is about: the reader, or with ``person`` somebody else; ``acts`` are what that one can do."""

    acts: Acts
    person: Any = None


@view_config(context=Item, name="rights", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:security/rights.pt")
def rights(item: Any, request: Any) -> dict[str, Any]:
    """``…/rights?what=submit&who=…&at=…`` answers one question; without ``what``, all that can be done with it.

    A question about another day is answered by the same page of the site as it was then, one about a file by the
    page of what it belongs to.
    """
    if item.transparent:
        raise HTTPSeeOther(request.link(item_of(item), "rights", query=dict(request.GET)))
    if request.GET.get("at"):
        raise HTTPSeeOther(_on_the_day(request, item, request.GET["at"]))
    what = request.GET.get("what", "")
    questions = dict(_questions(request, item))
    if what and what not in questions:
        raise HTTPNotFound()
    about_others = bool(request.rights.may(request.actor, Permission.VIEW_RIGHTS, item))
    asked = _asked(request, about_others)
    form = _form(request, item, questions, asked, about_others)
    if len(form["people"]) == 1:
        raise HTTPSeeOther(form["people"][0]["href"])
    telling = Telling(request, request.site, request.rulebook, item, asked.person)
    found = {name: explain(asked.acts, name, item, asked.person, about_others)
             for name in ((what,) if what else questions)}
    return {
        "title": _title(request, bool(what), asked), "one": bool(what), "item_title": name_of(request, item),
        "answers": sorted(({**telling.answer(questions[name], each), "href": _href(request, item, asked, name)}
                           for name, each in found.items()), key=lambda answer: not answer["allowed"]),
        "all_href": _href(request, item, asked),
        "ways_on": _ways_on(request, item) if what and not (asked.person or request.mirror) else [],
        "state": request.state_of(item), "since": item.since,
        "form": form,
    }


@view_config(context=Site, name="rights", path_info=r"/rights/explain/?$", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:security/explain.pt")
def choose(site: Any, request: Any) -> Any:
    """``/rights/explain``: which thing the question is about, by its address or by words."""
    if tuple(request.subpath) != ("explain",):
        raise HTTPNotFound()
    wanted = request.GET.get("on", "").strip()
    item = _at_address(request, wanted)
    if item is not None:
        raise HTTPSeeOther(request.link(item, "rights", query={
            name: request.GET.get(name, "") for name in ("what", "who", "name")
            if request.GET.get(name) or (name == "what" and item is site)}))
    found = request.finder.find(Query(text=wanted, limit=MOST_FOUND)) \
        if wanted else None
    return {
        "title": say(request, _("Ask who may do what")), "on": wanted,
        "found": [{"title": name_of(request, each), "href": request.link(each, "rights"),
                   "state": request.state_of(each)} for each in found.items] if found else [],
        "more": found is not None and found.total > MOST_FOUND, "searched": found is not None,
        "crumbs": [{"title": say(request, _("Start")), "href": request.link(site)}],
    }


def _asked(request: Any, about_others: bool) -> Asked:
    """Whom the question is about; somebody else only for those who may see others' rights here."""
    uid = request.GET.get("who", "")
    if not uid or uid == request.actor.person:
        return Asked(_acts_of(request, request.site["people"].get(request.actor.person)) if request.mirror
                     else request.acts)
    person = request.site["people"].get(uid)
    if person is None or not about_others or not request.rights.may(request.actor, Permission.VIEW, person):
        raise HTTPNotFound()
    return Asked(_acts_of(request, person), person)


def _acts_of(request: Any, person: Any) -> Acts:
    """What a person can do by the rules and appointments of the moment, whatever whoever asks may see of it."""
    rulebook = replace(request.rulebook, objects=lambda permission, place: None, still=None)
    actor = actor_for(person, request.site, request.acts.now) if person is not None else nobody()
    return Acts(rulebook, request.site, actor, request.acts.fixed_now, glance=request.acts.glance)


def _href(request: Any, item: Any, asked: Asked, what: str = "") -> str:
    """The same question about one thing, or about everything; the site's other page of rights asks nothing."""
    query = {"what": what, "who": asked.person.uid if asked.person is not None else ""}
    kept = {name: value for name, value in query.items() if value or (name == "what" and item is request.site)}
    return str(request.link(item, "rights", query=kept))


def _title(request: Any, one: bool, asked: Asked) -> str:
    if asked.person is not None:
        return say(request, _("What ${name} may do here", mapping={"name": asked.person.title}))
    return say(request, _("Why, and what would change it") if one else _("What you can do here"))


def _questions(request: Any, item: Any) -> Iterator[tuple[str, str]]:
    """Everything that can be asked about the item: its steps, then the permissions of its life."""
    workflow = request.rulebook.engine(item).workflow
    for transition in workflow.transitions.values():
        if set(transition.by) != {SYSTEM}:
            yield transition.name, say(request, transition.title)
    granted = {name for state in workflow.states.values() for name in state.grants} | set(workflow.grants)
    for permission in Permission:
        if permission in granted:
            told = say(request, SENTENCES[permission])
            yield permission.value, told[:1].upper() + told[1:]


def _ways_on(request: Any, item: Any) -> list[dict[str, str]]:
    """The steps that the reader can take now, for when the one asked about leads nowhere."""
    return [{"title": say(request, offer.transition.title), "href": request.link(item, "do", offer.transition.name)}
            for offer in request.acts.open_to(item) if offer.allowed]


def _form(request: Any, item: Any, questions: dict[str, str], asked: Asked, about_others: bool) -> dict[str, Any]:
    """The form that asks: what, and for those who may, about whom."""
    what, name = request.GET.get("what", ""), request.GET.get("name", "").strip()
    people = _people(request, name) if about_others and name else []
    query = {"what": what} if what else {}
    return {
        "questions": [{"value": value, "title": title, "on": value == what} for value, title in questions.items()],
        "others": about_others, "name": name, "who": asked.person,
        "people": [{"title": each.title, "href": request.link(item, "rights", query={**query, "who": each.uid})}
                   for each in people],
        "nobody": bool(name) and not people,
        "day": request.mirror.prefix.at[:10] if request.mirror else "",
        "today": clock.local_day(clock.now()),
    }


def _on_the_day(request: Any, item: Any, day: str) -> str:
    """The address of the same question on the site as it was."""
    if moment_of(day) is None:
        raise HTTPNotFound()
    outside = request.mirror_outside if request.mirror else request.script_name
    query = urlencode({name: request.GET[name] for name in ("what", "who", "name") if request.GET.get(name)})
    return f"{outside}/at/{day}{item.path.rstrip('/')}/rights" + (f"?{query}" if query else "")


def _people(request: Any, name: str) -> tuple[Any, ...]:
    """The people that a name may mean, as far as the reader may see them."""
    found: tuple[Any, ...] = request.finder.find(
        Query(text=name, terms={"type": ("person",)}, order="title", limit=MOST_FOUND)).items
    return found


def _at_address(request: Any, wanted: str) -> Any | None:
    """The item at an address, with or without the host, if the reader may see it."""
    path = path_in(wanted, request.script_name)
    found = find(request.site, path) if path else None
    item = item_of(found) if found is not None else None
    may = item is not None and request.rights.may(request.actor, Permission.VIEW, item)
    return item if may else None
