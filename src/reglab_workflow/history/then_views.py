"""An item as it was on a day, beside how it is today; and the ways into the site of another day or another person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from chameleon.utils import Markup
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from .. import clock
from ..content.events import ViewedAs
from ..content.item import Item
from ..content.site.model import Site
from ..i18n import _
from ..people.person import Person
from ..plain import plain
from ..security.permissions import SENTENCES, Permission
from ..web.comparing import field_title
from ..web.diff import changed_words
from ..web.mirror import AS, AT, moment_of
from ..web.redirects import safe_local_path
from ..web.states import StateShown, state_shown
from ..web.values import value_in_words
from ..web.words import name_of, roles_in_words, say
from ..workflow.definition import SYSTEM
from .past_rules import unknown_guards, unknown_roles
from .sight import Sight, sight
from .timeline import timeline

DAYS, MOST_LINES = 10, 50
"""Days that are offered where none is asked for, and lines of the history that are looked at for them."""

PAGE = "reglab_workflow.templates:history/then.pt"


@view_config(context=Item, name="then", permission="view_history", request_method="GET", renderer=PAGE)
def then(item: Any, request: Any) -> dict[str, Any]:
    """``…/then?day=2026-09-10``: state, fields, people and rights of that day, and what differs today."""
    written = request.GET.get("day", "")
    page = {"title": say(request, _("As it was")), "name": name_of(request, item), "day": written, "said": None,
            "latest": clock.local_day(clock.now()).isoformat(), "days": () if written else _days(item, request)}
    if not written:
        return page
    day = _day(written)
    if day is None:
        return {**page, "said": say(request, _("Choose a day that has been or is today."))}
    moment = moment_of(written)
    seen = sight(request.rulebook, request.site, request.actor, clock.now(), moment)
    was = seen.site.by_uid(item.uid) if item is not request.site else seen.site
    shown = request.day(day)
    page |= {"title": say(request, _("As it was on ${day}", mapping={"day": shown}))}
    if was is None:
        return {**page, "said": say(request, _("It did not exist on ${day}.", mapping={"day": shown}))}
    if not seen.rights.may(seen.actor, Permission.VIEW_HISTORY, was):
        return {**page, "said": say(request, _("You could not see it on ${day}.", mapping={"day": shown}))}
    return {**page, "told": _told(request, item, was, seen), "whole": f"{_outside(request)}/{AT}/{day}{was.path}"}


def _days(item: Any, request: Any) -> list[dict[str, str]]:
    """The latest days on which something happened to it, to begin with where no day is asked for."""
    lines = [inner for line in timeline(item, request.actor, request.rulebook, MOST_LINES).lines
             for inner in (line.folded or (line,))]
    found = dict.fromkeys(clock.local_day(line.at) for line in lines)
    return [{"title": request.day(day), "href": request.link(item, "then", query={"day": day.isoformat()})}
            for day in list(found)[:DAYS]]


def _outside(request: Any) -> str:
    """Where the site itself begins, also from a page that shows another day."""
    return str(request.mirror_outside if request.mirror else request.script_name)


def _day(written: str) -> date | None:
    """A day that has come; None for anything else."""
    day = clock.read_day(written)
    return day if day is not None and day <= clock.local_day(clock.now()) else None


def _told(request: Any, item: Any, was: Any, seen: Sight) -> dict[str, Any]:
    state = _state(request, was, seen.rulebook)
    internal = bool(seen.rights.may(seen.actor, Permission.VIEW_INTERNAL, was))
    hidden = {*was.untold, *(() if internal else (*was.internal, *item.internal))}
    fields = [_field(request, item, was, name) for name in item.fields if name not in hidden]
    erased = [field_title(request, item, name) for name in sorted(getattr(was, "erased", ()))]
    lost = (*unknown_guards(request.rulebook, seen.rulebook), *unknown_roles(request.rulebook, seen.rulebook.engines))
    return {
        "state": state, "since": was.since, "state_now": _state(request, item, request.rulebook),
        "same_state": was.state == item.state,
        "changed": [field for field in fields if field["differs"]],
        "same": [field for field in fields if not field["differs"] and field["text"]],
        "erased": erased, "untold": [field_title(request, item, name) for name in was.untold],
        "people": _people(request, was, seen), "rights": _rights(request, item, was, seen), "lost": lost,
    }


def _state(request: Any, item: Any, rulebook: Any) -> StateShown:
    workflow = rulebook.engine(item).workflow
    return state_shown(workflow, workflow.state(item.state), request.locale_name)


def _field(request: Any, item: Any, was: Any, name: str) -> dict[str, Any]:
    """One field, with the changes since then word by word."""
    before, after = (value_in_words(request, each, name, plain(getattr(each, name))) for each in (was, item))
    words = changed_words(before, after, say(request, _("removed:")), say(request, _("added:")))
    differs = getattr(was, name) != getattr(item, name)
    return {"title": field_title(request, item, name), "text": before, "differs": differs,
            "words": words if differs else Markup("")}


def _people(request: Any, was: Any, seen: Sight) -> list[dict[str, Any]]:
    """Who held which role on it that day."""
    people, roles = seen.site["people"], seen.rulebook.roles
    return [
        {"name": people[each.person].title if each.person in people else "–", "start": each.start, "end": each.end,
         "role": say(request, roles[each.role].of_one) if each.role in roles else each.role}
        for each in seen.site.appointments.on_scope(was.uid, seen.moment)
    ]


def _rights(request: Any, item: Any, was: Any, seen: Sight) -> list[dict[str, Any]]:
    """Who could do what that day by the rules of then, and who can today."""
    then, now = _granted(was, seen.rulebook), _granted(item, request.rulebook)
    return [
        {"what": say(request, SENTENCES[permission]), "then": _roles(request, then.get(permission, ())),
         "now": _roles(request, now.get(permission, ())),
         "differs": set(then.get(permission, ())) != set(now.get(permission, ()))}
        for permission in Permission if permission in then or permission in now
    ]


def _granted(item: Any, rulebook: Any) -> dict[str, tuple[str, ...]]:
    workflow = rulebook.engine(item).workflow
    state = workflow.state(item.state)
    names = dict.fromkeys((*workflow.grants, *state.grants))
    return {name: tuple(role for role in workflow.roles_with(name, state.name) if role != SYSTEM) for name in names}


def _roles(request: Any, roles: tuple[str, ...]) -> str:
    return roles_in_words(request, roles) or say(request, _("Nobody"))


@view_config(context=Site, name="look-back", permission="view", request_method="GET")
def look_back(site: Any, request: Any) -> Any:
    """From the foot of a page: the same page of another day, or today's again for a day that has not been."""
    here = safe_local_path(request.GET.get("to", ""))
    day = _day(request.GET.get("day", ""))
    prefix = f"/{AT}/{day}" if day is not None else ""
    return HTTPSeeOther(request.script_name + prefix + quote(here, safe="/%"))


@view_config(context=Person, name="view-as", permission="view", request_method="POST")
def view_as(person: Any, request: Any) -> Any:
    """Begin to look at the site as a person sees it; the person's own history tells who did."""
    if not request.rights.may(request.actor, Permission.VIEW_RIGHTS, request.site):
        raise HTTPNotFound()
    request.rulebook.notify(ViewedAs(person, request.actor, _now()))
    return HTTPSeeOther(f"{request.script_name}/{AS}/{person.uid}/")


def _now() -> datetime:
    return clock.now()
