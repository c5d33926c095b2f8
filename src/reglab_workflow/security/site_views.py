"""The rights of the whole site: people by what they can do, roles, changes over time, and what is worth a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.config import not_
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from .. import clock
from ..catalog.query import Query
from ..content.site.model import Site
from ..documents.saving import saved_list
from ..i18n import _
from ..people.appointments import SITE, Ground
from ..people.person import ACTIVE
from ..web.handing import handed_out
from ..web.lists import LONGEST_TEXT, organisation_filter
from ..web.words import name_of, say
from .actor import actor_for
from .changes import Ledger, Period
from .changes_list import changes_list, told_change
from .overview import STRONGEST_FIRST, Action, Level, actions_in
from .overview_views import TEMPLATES, kinds_of, last_seen, moment, page_of, pager, rights_crumb
from .overview_words import LEVELS, action_in_words, appointment_of, capital, role_of, who
from .reach import Reach

PAGE = 25
MOST_PEOPLE = 100_000
"""People that are put in order by strength: their names alone, and no objects."""


@view_config(context=Site, name="rights", permission="view_rights", request_method="GET",
             path_info=r"/rights(?!/explain/?$)", request_param=not_("what"), renderer=TEMPLATES + "site.pt")
def rights(site: Any, request: Any) -> Any:
    """``/rights`` and what lies below: roles, changes, watch."""
    pages: dict[tuple[str, ...], tuple[Callable[[Any], Any], str]] = {
        (): (people, "site.pt"), ("roles",): (roles, "roles.pt"), ("changes",): (changes, "changes.pt"),
        ("changes.csv",): (changes_csv, ""), ("watch",): (watch, "watch.pt"),
    }
    subpath = tuple(request.subpath)
    if subpath[:1] == ("roles",) and len(subpath) == 2:
        request.override_renderer = TEMPLATES + "role.pt"
        return one_role(request, subpath[1])
    if subpath not in pages:
        raise HTTPNotFound()
    page, template = pages[subpath]
    if template:
        request.override_renderer = TEMPLATES + template
    return page(request)


def ledger_of(request: Any) -> Ledger:
    """The tables of appointments, uses and changes."""
    return Ledger(request.rulebook, request.site, request.finder, request.acts.now)


# -- people ------------------------------------------------------------------------------------------------------


def people(request: Any) -> dict[str, Any]:
    """``/rights``: everybody with an account, the strongest first, each with what they can do to what."""
    ledger, reach = ledger_of(request), Reach(request.rulebook, request.finder)
    role, organisation = request.GET.get("role", ""), request.GET.get("organisation", "")
    text, page = request.GET.get("text", "").strip()[:LONGEST_TEXT], page_of(request)
    found = ranked(request, ledger, role, organisation, text)
    shown = [request.site.by_uid(uid) for uid in found[(page - 1) * PAGE:page * PAGE]]
    query = {name: value for name, value in
             (("role", role), ("organisation", organisation), ("text", text)) if value}
    return {
        "title": say(request, _("Rights")), "total": len(found), "text": text,
        "rows": [_person(request, each, ledger, reach) for each in shown if each is not None],
        "levels": [say(request, LEVELS[level]) for level in STRONGEST_FIRST],
        "pager": pager(request, page, len(shown), len(found), query, PAGE), "narrowed": bool(query),
        "choices": [_choice(request, "role", _("Role"), given_roles(request, ledger), role),
                    _choice(request, "organisation", _("Organisation"), organisation_filter(request).choices,
                            organisation)],
        "watched": sum(len(each.uids) for each in watched(ledger)), "pages": pages(request),
    }


def pages(request: Any) -> list[dict[str, str]]:
    """The other pages about rights."""
    site = request.site
    return [
        {"title": say(request, _("Worth a look")), "href": request.link(site, "rights", "watch")},
        {"title": say(request, _("Rights given and taken")), "href": request.link(site, "rights", "changes")},
        {"title": say(request, _("Roles")), "href": request.link(site, "rights", "roles")},
        {"title": say(request, _("Yearly reviews")), "href": request.link(site, "reviews")},
    ]


def ranked(request: Any, ledger: Ledger, role: str, organisation: str, text: str) -> list[str]:
    """The uids of the people that are asked for: those of stronger roles first, then by name."""
    terms = {"type": ("person",), "state": (ACTIVE,), **({"belongs": (organisation,)} if organisation else {})}
    match = Query(text=text, terms=terms).match()
    hits = request.finder.fresh_index().search(match, "title", MOST_PEOPLE, 0) if match is not None else []
    held, weights = ledger.held(), weights_of(request.rulebook)
    found = [hit.uid for hit in hits if not role or any(name == role for name, _scope in held.get(hit.uid, ()))]

    def weight(uid: str) -> tuple[int, int]:
        return max((weights.get(name, (0, 0)) for name, _scope in held.get(uid, ())), default=(0, 0))

    return sorted(found, key=weight, reverse=True)


def weights_of(rulebook: Any) -> dict[str, tuple[int, int]]:
    """For each role how many things it lets people decide, and how many it lets them write, over all lives."""
    weights = {name: [0, 0] for name in rulebook.roles}
    for type_name, state in rulebook.grants():
        for action in actions_in(rulebook, type_name, state):
            for role in action.roles:
                if action.level > Level.READ:
                    weights[role][0 if action.level is Level.DECIDE else 1] += 1
    return {name: (decides, writes) for name, (decides, writes) in weights.items()}


def _person(request: Any, person: Any, ledger: Ledger, reach: Reach) -> dict[str, Any]:
    actor = actor_for(person, request.site, request.acts.now)
    appointed = [ground for ground in actor.principals.values() if ground.source == "appointment"]
    return {
        "title": name_of(request, person), "href": request.link(person, "can"),
        "roles": [role_of(request, ground) for ground in appointed] or [_standing(request, person)],
        "levels": kinds_of(request, person, actor, reach), "seen": last_seen(ledger, person),
    }


def _standing(request: Any, person: Any) -> str:
    if not person.organisation:
        return say(request, _("No organisation"))
    return role_of(request, Ground(f"org:{person.organisation}", "membership", subject=person.organisation))


def _choice(request: Any, name: str, title: Any, choices: Any, chosen: str) -> dict[str, Any]:
    return {"name": name, "title": say(request, title), "id": f"filter-{name}",
            "options": [(value, say(request, told), value == chosen) for value, told in choices]}


def given_roles(request: Any, ledger: Ledger) -> list[tuple[str, Any]]:
    """The roles that people have been appointed to, with their names."""
    known = request.rulebook.roles
    return [(name, capital(say(request, known[name].of_one))) for name in ledger.roles_given() if name in known]


# -- roles -------------------------------------------------------------------------------------------------------


def roles(request: Any) -> dict[str, Any]:
    """``/rights/roles``: every role, how many hold it by appointment, and how much it lets them do."""
    ledger = ledger_of(request)
    held: dict[str, int] = {}
    for found in ledger.held().values():
        for name in {role for role, _scope in found}:
            held[name] = held.get(name, 0) + 1
    weights = weights_of(request.rulebook)
    names = sorted((name for name in request.rulebook.roles if name != "system"), key=lambda name: weights[name],
                   reverse=True)
    return {
        "title": say(request, _("Roles")), "crumbs": [rights_crumb(request)],
        "rows": [{"title": _called(request, name), "href": request.link(request.site, "rights", "roles", name),
                  "held": held.get(name, 0), "name": name, "about": _strength(request, *weights[name])}
                 for name in names],
    }


def _strength(request: Any, decides: int, writes: int) -> str:
    if not decides and not writes:
        return say(request, _("only reads"))
    return say(request, _("decides ${decides}, writes ${writes}", mapping={"decides": decides, "writes": writes}))


def _called(request: Any, name: str) -> str:
    return capital(say(request, request.rulebook.roles[name].title))


def one_role(request: Any, name: str) -> dict[str, Any]:
    """``/rights/roles/{role}``: what a role lets people do, life by life and state by state, and who is appointed."""
    if name not in request.rulebook.roles or name == "system":
        raise HTTPNotFound()
    ledger = ledger_of(request)
    given = ledger.in_force(name)
    return {
        "title": _called(request, name),
        "crumbs": [rights_crumb(request),
                   {"title": say(request, _("Roles")), "href": request.link(request.site, "rights", "roles")}],
        "lives": list(filter(None, (_life(request, kind, name) for kind in request.rulebook.types.values()))),
        "holders": [appointment(request, each, ledger) for each in given], "part": rows_part(request),
        "implied": [_called(request, each) for each in request.rulebook.roles[name].implies],
        "of_item": name not in {each.role for each in given} and name not in ledger.roles_given(),
    }


def _life(request: Any, kind: Any, role: str) -> dict[str, Any] | None:
    """What a role may in each state of a life; None where it may nothing."""
    workflow = request.rulebook.engines[kind.workflow].workflow
    states = []
    for state in workflow.states.values():
        theirs = [each for each in actions_in(request.rulebook, kind.name, state.name) if role in each.roles]
        if theirs:
            states.append({"title": say(request, state.title), "levels": by_level(request, theirs)})
    if not states:
        return None
    return {"title": say(request, workflow.title), "states": states, "name": kind.name,
            "href": request.link(request.site, "workflows", workflow.name)}


def by_level(request: Any, actions: list[Action]) -> list[dict[str, Any]]:
    """Actions in words, under how much they are."""
    return [{"title": say(request, LEVELS[level]),
             "actions": [action_in_words(request, each) for each in actions if each.level is level]}
            for level in STRONGEST_FIRST]


def appointment(request: Any, each: Any, ledger: Ledger) -> dict[str, Any]:
    """An appointment with all that is worth knowing of it, and the way to where it can be ended."""
    person = request.site["people"].get(each.person)
    use = ledger.last_use(each.person, each.role, each.scope)
    place = request.site.by_uid(each.scope) if each.scope != SITE else None
    return {
        "item": each, "person": name_of(request, person) if person is not None else "–",
        "role": appointment_of(request, each),
        "href": request.link(person) if person is not None else "", "start": each.start, "end": each.end,
        "given_by": who(request, each.given_by), "why": each.why, "used": moment(use),
        "place": {"title": name_of(request, place), "href": request.link(place)} if place is not None else None,
    }


def rows_part(request: Any) -> Any:
    """The part that shows appointments."""
    return request.registry.templates(TEMPLATES + "appointments.pt")


# -- changes -----------------------------------------------------------------------------------------------------


def period_of(request: Any) -> Period:
    """The changes that the address asks for."""
    return Period(request.GET.get("person", ""), request.GET.get("role", ""),
                  clock.read_day(request.GET.get("first", "")), clock.read_day(request.GET.get("last", "")))


def changes(request: Any) -> dict[str, Any]:
    """``/rights/changes``: rights given and taken, newest first: by whom and why."""
    ledger, period = ledger_of(request), period_of(request)
    page = page_of(request)
    total = ledger.number(period)
    found = ledger.changes(period, PAGE, (page - 1) * PAGE)
    query = {name: request.GET[name] for name in ("person", "role", "first", "last") if request.GET.get(name)}
    person = request.site["people"].get(period.person)
    return {
        "title": say(request, _("Rights given and taken")), "crumbs": [rights_crumb(request)], "total": total,
        "rows": [told_change(request, each) for each in found], "first": period.first, "last": period.last,
        "about": name_of(request, person) if person is not None else "", "person": period.person,
        "choices": [_choice(request, "role", _("Role"), given_roles(request, ledger), period.role)],
        "pager": pager(request, page, len(found), total, query, PAGE), "narrowed": bool(query),
        "csv": request.link(request.site, "rights", "changes.csv", query=query or None),
    }


def changes_csv(request: Any) -> Any:
    """``/rights/changes.csv``: the same as a list to work with."""
    ledger = ledger_of(request)
    found = ledger.changes(period_of(request), ledger.number(period_of(request)))
    kept = saved_list(changes_list(request, found), say(request, _("rights-given-and-taken")), "csv")
    return handed_out(request, request.site, "rights", "csv", kept)


# -- watch -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Watched:
    """One kind of thing to look at: its name in the address, what to do about it, and which appointments or people."""

    name: str
    title: Any
    what: Any
    uids: list[str]
    people: bool = False


def watch(request: Any) -> dict[str, Any]:
    """``/rights/watch``: what somebody at the office should look at, and what to do about it; people page by page."""
    ledger = ledger_of(request)
    found = watched(ledger)
    wanted = [each for each in found if each.name == request.GET.get("part")]
    page = page_of(request) if wanted else 1
    return {
        "title": say(request, _("Worth a look")), "part": rows_part(request),
        "crumbs": [rights_crumb(request), *([_to_watch(request)] if wanted else [])],
        "sections": [_looked_at(request, ledger, each, page, one=bool(wanted)) for each in wanted or found],
    }


def watched(ledger: Ledger) -> list[Watched]:
    """Each kind of thing to look at, with its appointments or people."""
    return [
        Watched("expiring", _("Ends within 60 days"),
                _("Give the role again with a later last day if it is still needed."), ledger.expiring()),
        Watched("unused", _("Not used for twelve months"),
                _("Ask the person whether the role is still needed, and end it otherwise."), ledger.unused()),
        Watched("alone", _("Rests on one person"),
                _("Nobody else has the same role there. Appoint one more, so that nothing stops when the person is "
                  "away."), ledger.alone()),
        Watched("never", _("Accounts that have never been used"),
                _("Send the invitation again, or lock the account."), ledger.never_used(), people=True),
        Watched("left", _("People whose organisation has left"),
                _("They have no rights through it any more. Change the organisation, or lock the account."),
                ledger.left_behind(), people=True),
        Watched("to-begin", _("Not begun yet"), _("Nothing to do: they begin by themselves."), ledger.to_begin()),
    ]


def _looked_at(request: Any, ledger: Ledger, found: Watched, page: int, *, one: bool) -> dict[str, Any]:
    told = {"name": found.name, "title": say(request, found.title), "what": say(request, found.what),
            "people": found.people, "number": len(found.uids), "groups": [], "more": "", "pager": None}
    if not found.people:
        rows = [appointment(request, each, ledger) for each in ledger.appointments(found.uids)]
        return {**told, "rows": rows, "groups": by_role(request, rows) if found.name == "alone" else []}
    shown = [request.site.by_uid(uid) for uid in found.uids[(page - 1) * PAGE:page * PAGE]]
    rows = [{"person": name_of(request, each), "href": request.link(each), "created": each.created}
            for each in shown if each is not None]
    which = {"part": found.name}
    if one:
        return {**told, "rows": rows, "pager": pager(request, page, len(shown), len(found.uids), which, PAGE)}
    more = request.link(request.site, "rights", "watch", query=which) if len(found.uids) > len(shown) else ""
    return {**told, "rows": rows, "more": more}


def _to_watch(request: Any) -> dict[str, str]:
    return {"title": say(request, _("Worth a look")), "href": request.link(request.site, "rights", "watch")}


def by_role(request: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Appointments under the names of their roles, those of the strongest role first."""
    found: dict[str, list[dict[str, Any]]] = {}
    weights = weights_of(request.rulebook)
    for row in rows:
        found.setdefault(row["item"].role, []).append(row)
    names = sorted(found, key=lambda name: weights.get(name, (0, 0)), reverse=True)
    return [{"title": _called(request, name) if name in weights else name, "rows": found[name]} for name in names]
