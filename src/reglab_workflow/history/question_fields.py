"""What the questions of the audit ask for: days, an item, a person, a right; read kindly and refused in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from .. import clock
from ..content.item import item_of
from ..content.site.model import find, path_in
from ..i18n import _
from ..security.permissions import SENTENCES, Permission
from ..web.words import name_of, say
from ..workflow.definition import SYSTEM, Workflow
from .questions import Field, NotUnderstood
from .who_could import STEP

STARTS_BACK = timedelta(days=30)
"""So far back a span begins where nothing else is chosen."""

IN_ORDER = sorted(Permission, key=lambda each: (each != Permission.VIEW, each != Permission.EDIT, each.value))
"""Permissions as they are offered: what is asked for most stands first."""

TRASH = "/trash/"
"""Below this address stands what has been taken away, by its uid."""


def _day(request: Any, text: str) -> date:
    day = clock.read_day(text)
    if day is None:
        raise NotUnderstood(_("Write the day as year, month and day: 2026-09-10."))
    return day


def _day_shown(request: Any, day: date) -> str:
    return str(request.day(day))


def _since(request: Any) -> str:
    return (clock.local_day(clock.now()) - STARTS_BACK).isoformat()


def _until(request: Any) -> str:
    return clock.local_day(clock.now()).isoformat()


def item_by(request: Any, text: str) -> Any:
    """The item that an address or a uid means, also in the trash; raises NotUnderstood for what one may not view."""
    site, path = request.site, path_in(text, request.script_name)
    if path.startswith(TRASH):
        text, path = path.removeprefix(TRASH).strip("/"), ""
    item = find(site, path) if path else site.by_uid(text) or gone(site, text)
    if item is None or getattr(item, "type_name", "") not in request.rulebook.types \
            or not request.rights.may(request.actor, Permission.VIEW, item):
        raise NotUnderstood(_("There is nothing at that address, or it is not yours to see. Copy the address of the "
                              "page that the question is about."))
    return item


def gone(site: Any, uid: str) -> Any | None:
    """What has been taken away, in the trash or for good, by its uid; None for what never was."""
    discarded = site.trash.get(uid)
    if discarded is not None:
        return discarded.item
    path = site.left.get(uid) if site.left is not None else None
    around = find(site, path.rpartition("/")[0]) if path else None
    kept = around.gone.get(uid) if around is not None and around.gone is not None else None
    return kept[1] if kept is not None else None


def _item_written(item: Any) -> str:
    return str(item.path if item.site.by_uid(item.uid) is item or item is item.site else item.uid)


def person_by(request: Any, text: str) -> Any:
    """The person that an id, an e-mail address or a whole name means; raises NotUnderstood when it is not one."""
    people = request.site["people"]
    found = [people[text]] if text in people else [
        each for each in people.values() if text.casefold() in (each.email.casefold(), each.title.casefold())]
    if not found:
        raise NotUnderstood(_("Nobody with an account has that name or e-mail address. Write all of it."))
    if len(found) > 1:
        raise NotUnderstood(_("Several people are called that. Write the e-mail address."))
    return found[0]


def rights_to_choose(request: Any) -> list[tuple[str, str]]:
    """What one can do, with seeing and editing first: with the item that the address tells, or else anywhere."""
    rulebook = request.rulebook
    try:
        item = item_by(request, request.GET.get("item", ""))
        engines, lives = [rulebook.engine(item_of(item))], [rulebook.engine(item)]
    except NotUnderstood:
        engines = lives = list(rulebook.engines.values())
    granted = {name for engine in engines for name in _granted(engine.workflow)}
    steps: dict[str, str] = {}
    for engine in lives:  # a file has the rights of what it belongs to, but takes none of its steps
        for name, transition in engine.workflow.transitions.items():
            if set(transition.by) != {SYSTEM}:
                steps.setdefault(f"{STEP}{name}", say(request, transition.title))
    return [*((each.value, say(request, SENTENCES[each])) for each in IN_ORDER if each in granted),
            *((name, say(request, _("take the step “${step}”", mapping={"step": title})))
              for name, title in steps.items())]


def _granted(workflow: Workflow) -> set[str]:
    return {*workflow.grants, *(name for state in workflow.states.values() for name in state.grants)}


def _right(request: Any, text: str) -> str:
    if text not in dict(rights_to_choose(request)):
        raise NotUnderstood(_("This cannot be done with what the question is about. Choose something else."))
    return text


def _right_shown(request: Any, value: str) -> str:
    return dict(rights_to_choose(request))[value]


SINCE = Field("since", _("From"), _day, _day_shown, date.isoformat, kind="date", start=_since,
              unsaid=_("from the beginning"))
UNTIL = Field("until", _("Until"), _day, _day_shown, date.isoformat, kind="date", start=_until)
FROM_THE_BEGINNING = replace(SINCE, start=lambda request: "", help=_("Without a day, from the beginning."))
ITEM = Field("item", _("What it is about"), item_by, name_of, _item_written, required=True,
             help=_("The address of its page, for example /rounds/2027. Its history leads here too."))
PERSON = Field("person", _("Who"), person_by, name_of, lambda person: str(person.email or person.uid), required=True,
               help=_("The whole name, or the e-mail address."))
ANY_PERSON = replace(PERSON, required=False, unsaid=_("everybody"),
                     help=_("The whole name, or the e-mail address. Without one, everybody."))
RIGHT = Field("what", _("What one could do"), _right,
              _right_shown, str, kind="choice", required=True,
              choices=rights_to_choose, start=lambda request: Permission.VIEW.value)
