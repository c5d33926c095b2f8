"""Who can do what with an item, what a person can do, and which items that is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ..catalog.index import CAP
from ..content.item import Item
from ..i18n import _
from ..people.appointments import Ground
from ..people.person import Person
from ..web.lists import Filter, Listing
from ..web.words import name_of, say
from .actor import ANYONE, Actor, actor_for
from .changes import Ledger
from .holders import Held, Holders
from .overview import LEVEL_NAMES, STRONGEST_FIRST, Group, Level, actions_on, groups_on
from .overview_words import (
    LEVELS,
    LEVELS_OF_ITEM,
    action_in_words,
    actions_in_words,
    grounds_on,
    group_title,
    role_of,
    size,
    source_of,
    why,
)
from .reach import Reach

TEMPLATES = "reglab_workflow.templates:security/"
NAMED = 5
"""So many people are named in a group; more are a number that leads to their list."""

PAGE = 50


@view_config(context=Item, name="who", permission="view_rights", request_method="GET", renderer=TEMPLATES + "who.pt")
def who_can(item: Any, request: Any) -> dict[str, Any]:
    """``…/who``: everybody who can see or do something with an item, grouped by why, the strongest first."""
    wanted = request.GET.get("group", "")
    groups = groups_on(request.rulebook, item)
    if wanted:
        return one_group(item, request, next((each for each in groups if each.principal == wanted), None))
    holders = Holders(request.site, request.finder, request.acts.now)
    held = {each.principal: holders.of(each.principal) for each in groups}
    told = [_group(request, item, each, held[each.principal], holders) for each in groups]
    return {
        "title": say(request, _("Who can see and do what")), "name": name_of(request, item),
        "crumbs": _way(request, item),
        "levels": [
            {"title": say(request, LEVELS_OF_ITEM[level]), "name": level.name.lower(),
             **_divided(group for group, each in zip(told, groups, strict=True) if each.level == level)}
            for level in STRONGEST_FIRST
        ],
        "actions": [
            {"title": action_in_words(request, action), "step": action.step is not None,
             "groups": [group for group, each in zip(told, groups, strict=True)
                        if action in each.actions and not group["empty"]]}
            for action in actions_on(request.rulebook, item)
        ],
        "state_help": request.state_of(item).title,
    }


def _divided(groups: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The groups that somebody is in, and the names of those that nobody is in now."""
    told = list(groups)
    return {"groups": [each for each in told if not each["empty"]],
            "empty": ", ".join(each["title"] for each in told if each["empty"])}


def _group(request: Any, item: Any, group: Group, held: Held, holders: Holders) -> dict[str, Any]:
    few = held.people <= NAMED and held.kind != ANYONE
    return {
        "id": f"group-{group.principal.replace(':', '-').replace('@', '-')}", "title": group_title(request, held),
        "why": why(request, group), "size": size(request, held),
        "people": [_person(request, person, ground) for person, ground in holders.people(held, NAMED)] if few else [],
        "more": "" if few or held.kind == ANYONE else request.link(item, "who", query={"group": group.principal}),
        "actions": actions_in_words(request, group.actions), "empty": not held.people and held.kind not in LOOSE,
    }


LOOSE = (ANYONE, "link")
"""Groups whose people nobody can count."""


def _person(request: Any, person: Any, ground: Ground) -> dict[str, Any]:
    return {"title": name_of(request, person), "href": request.link(person, "can"),
            "source": source_of(request, ground)}


def one_group(item: Any, request: Any, group: Group | None) -> dict[str, Any]:
    """``…/who?group=member``: everybody in one of the groups, page by page."""
    holders = Holders(request.site, request.finder, request.acts.now)
    if group is None or group.principal == ANYONE:
        raise HTTPNotFound()
    held, page = holders.of(group.principal), page_of(request)
    request.override_renderer = TEMPLATES + "group.pt"
    people = holders.people(held, PAGE, (page - 1) * PAGE)
    return {
        "title": group_title(request, held), "name": name_of(request, item), "size": size(request, held),
        "crumbs": [*_way(request, item), {"title": say(request, _("Who can see and do what")),
                                          "href": request.link(item, "who")}],
        "why": why(request, group), "actions": actions_in_words(request, group.actions),
        "people": [_person(request, person, ground) for person, ground in people],
        "pager": pager(request, page, len(people), held.people, {"group": group.principal}),
    }


def page_of(request: Any) -> int:
    """The page of a list that the address asks for."""
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def pager(request: Any, page: int, shown: int, total: int, query: dict[str, str], size_: int = PAGE) -> dict[str, Any]:
    """Where in a list that is no ``Listing`` the page stands."""
    def to(number: int) -> str:
        return str(request.link(request.context, *request_names(request), query={**query, "page": number}))

    first = (page - 1) * size_
    told: dict[str, Any] = {"text": say(request, _("${first}–${last} of ${total}", mapping={
        "first": first + 1 if shown else 0, "last": first + shown,
        "total": say(request, _("more than 1,000")) if total > CAP else total}))}
    if page > 1:
        told["previous"] = to(page - 1)
    if first + shown < total and shown:
        told["next"] = to(page + 1)
    return told


def request_names(request: Any) -> tuple[str, ...]:
    """The names of the address below the item that the page is about."""
    return tuple(name for name in (request.view_name, *request.subpath) if name)


def _way(request: Any, item: Any) -> list[dict[str, str]]:
    if item is request.site:
        return [rights_crumb(request)]
    return [{"title": name_of(request, item), "href": request.link(item)}]


def rights_crumb(request: Any) -> dict[str, str]:
    """The way back to the overview of the whole site."""
    return {"title": say(request, _("Rights")), "href": request.link(request.site, "rights")}


# -- a person --------------------------------------------------------------------------------------------------


@view_config(context=Person, name="can", permission="view_rights", request_method="GET", renderer=TEMPLATES + "can.pt")
def can(item: Any, request: Any) -> dict[str, Any]:
    """``/people/{id}/can``: every right of a person by its ground, the strongest first, and when it was last used."""
    now = request.acts.now
    actor = actor_for(item, request.site, now)
    reach = Reach(request.rulebook, request.finder)
    reach.note(actor.principals)
    ledger = Ledger(request.rulebook, request.site, request.finder, now)
    rows = [_ground(request, item, ground, reach, ledger) for ground in actor.principals.values()]
    own = item.uid == request.actor.person
    return {
        "title": say(request, _("What I can do") if own else _("What ${name} can do", mapping={"name": item.title})),
        "crumbs": [{"title": item.title, "href": request.link(item)}], "locked": item.state != "active",
        "kinds": kinds_of(request, item, actor, reach), "own": own,
        "rows": sorted((row for row in rows if row["counts"] or row["given"]), key=lambda row: row["weight"]),
        "seen": last_seen(ledger, item),
    }


def last_seen(ledger: Ledger, person: Any) -> Any:
    """When a person was last heard of, as a moment; None for never."""
    return moment(ledger.last_seen(person.uid))


def moment(use: Any) -> Any:
    """When that was; None where there is no use."""
    return use.moment if use is not None else None


def _ground(request: Any, person: Any, ground: Ground, reach: Reach, ledger: Ledger) -> dict[str, Any]:
    counts = []
    for level in STRONGEST_FIRST:
        number = reach.number([ground.principal], level)
        if number:
            counts.append({
                "title": say(request, LEVELS[level]), "number": counted(request, number), "level": level,
                "href": request.link(person, "reach", query={
                    "held": ground.principal, "level": level.name.lower()})})
    given = ground.source == "appointment"
    use = ledger.last_use(person.uid, ground.principal.partition("@")[0], ground.subject) if given \
        else ledger.last_by(person.uid, ground.principal)
    appointment = _appointment(request, person, ground) if given else None
    return {
        "title": role_of(request, ground), "source": source_of(request, ground), "counts": counts, "given": given,
        "why": appointment.why if appointment is not None else "", "used": moment(use),
        "times": use.times if use is not None else 0,
        "weight": (-max((each["level"] for each in counts), default=0), not given, ground.principal in PLAIN),
    }


PLAIN = (ANYONE, "signed_in")
"""Principals that everybody holds: told last."""


def _appointment(request: Any, person: Any, ground: Ground) -> Any:
    """The appointment that a ground was made of."""
    return next((each for each in request.site.appointments.of_person(person.uid, request.acts.now)
                 if each.ground() == ground), None)


def counted(request: Any, number: int) -> str:
    """A number of items, as far as they are counted."""
    return say(request, _("more than 1,000")) if number > CAP else str(number)


def kinds_of(request: Any, person: Any, actor: Actor, reach: Reach) -> list[dict[str, Any]]:
    """For each level the kinds of content where it is the most that somebody can do, each with a link to its list."""
    strongest = {name: max(reach.strongest(principal, name) for principal in actor.principals)
                 for name in request.rulebook.types}
    return [
        {"title": say(request, LEVELS[level]), "name": level.name.lower(), "kinds": [
            {"title": title, "href": request.link(person, "reach", query={"type": name, "level": level.name.lower()})}
            for name, title in kind_titles(request) if strongest[name] == level]}
        for level in STRONGEST_FIRST
    ]


def kind_titles(request: Any) -> Iterator[tuple[str, str]]:
    """Every kind of content by its name, with the title of its life."""
    for content_type in request.rulebook.types.values():
        if not getattr(content_type.factory, "transparent", False):
            yield content_type.name, say(request, request.rulebook.engines[content_type.workflow].workflow.title)


@view_config(context=Person, name="reach", permission="view_rights", request_method="GET",
             renderer=TEMPLATES + "reach.pt")
def reached(item: Any, request: Any) -> dict[str, Any]:
    """``/people/{id}/reach?level=write&type=proposal``: the items a person can do so much with, and on what ground."""
    actor = actor_for(item, request.site, request.acts.now)
    held = request.GET.get("held", "")
    level = LEVEL_NAMES.get(request.GET.get("level", ""))
    reach = Reach(request.rulebook, request.finder)
    wanted = [name for name in actor.principals if not held or name == held]
    if not wanted:
        raise HTTPNotFound()
    which = {name: value for name, value in (("held", held), ("level", level.name.lower() if level else "")) if value}
    listing = Listing(request, reach.query(wanted, level), [Filter("type", _("Kind"), list(kind_titles(request)))],
                      which=which)
    found = listing.found()
    match = listing.query.match()
    total = request.finder.fresh_index().count(match) if match is not None else 0
    kept = Actor(actor.person, actor.name, actor.organisation, principals={
        name: ground for name, ground in actor.principals.items() if name in wanted})
    return {
        "title": say(request, _("Where ${name} can do something", mapping={"name": item.title})),
        "lede": _lede(request, held, level, kept),
        "crumbs": [{"title": item.title, "href": request.link(item)},
                   {"title": say(request, _("What ${name} can do", mapping={"name": item.title})),
                    "href": request.link(item, "can")}],
        "listing": listing, "found": found.items, "total": found.total, "pager": listing.pager(found),
        "unseen": total - found.total,
        "rows": [{"item": each, "title": name_of(request, each),
                  "grounds": list(grounds_on(request, kept, each, level))} for each in found.items],
    }


def _lede(request: Any, held: str, level: Level | None, actor: Actor) -> str:
    parts = [say(request, LEVELS[level])] if level is not None else []
    if held:
        parts.append(role_of(request, actor.principals[held]))
    return " · ".join(parts)

