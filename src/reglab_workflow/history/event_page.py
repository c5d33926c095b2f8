"""One event in full: who, in what role and for whom, when, why, what was told, and what was before and after."""

from __future__ import annotations

from typing import Any

from ..clock import local_day
from ..i18n import _
from ..people.organisation import organisation_by_uid
from ..security.permissions import Permission
from ..web.comparing import compare, field_title
from ..web.dates import clock as time_of_day
from ..web.telling import actor_name, cause_in_words, cause_place, log_entry, sentence, standing
from ..web.values import value_in_words
from ..web.words import name_of, say
from ..workflow.definition import SYSTEM
from .past_rules import CHANGED
from .timeline import Told
from .versions import VERSIONED

SETTINGS = "settings_changed"

CHANNELS = {"page": _("on the site"), "command": _("by a command"), "api": _("through a program"),
            "system": _("by itself"), "link": _("by a link in a letter")}


def event_page(request: Any, place: Any, item: Any, told: Told) -> dict[str, Any]:
    """What the page of an event shows; ``place`` is whose history it is read in, ``item`` what it is about."""
    core, details = told.core, told.details
    entry = log_entry(request, item, told)
    before, after = details.get("before", {}), details.get("after", {})
    if core["kind"] == "added":
        after = details.get("values", {})
    if core["kind"] in (CHANGED, SETTINGS):  # whole files, which have a page of their own, and what is no field
        before, after = {}, {}
    compared = compare(request, item, before, after, after)
    return {
        "title": say(request, _("Event ${id}", mapping={"id": told.entry.id})), "name": name_of(request, item),
        "sentence": sentence(request, item, told), "entry": entry, "at": told.at,
        "facts": facts(request, item, told), "told": told_facts(request, item, told), "changes": compared.changes,
        "links": links(request, place, item, told), "chain": chain(request, told),
        "erased": told.entry.details_bytes is None, "elsewhere": core["kind"] == CHANGED,
        "crumbs": [{"title": name_of(request, place), "href": request.link(place)},
                   {"title": say(request, _("What has happened")), "href": request.link(place, "history")}],
    }


def facts(request: Any, item: Any, told: Told) -> list[dict[str, Any]]:
    """When, who, as what, for whom, by which way and because of what."""
    core = told.core
    person = request.site["people"].get(core["actor"])
    may = person is not None and request.rights.may(request.actor, Permission.VIEW, person)
    who = {"links": [{"title": actor_name(request, told), "href": request.link(person)}]} if may \
        else {"value": actor_name(request, told)}
    moment = f"{request.day(told.at)} {time_of_day(told.at, request.locale_name)}"
    return [
        {"term": say(request, _("When")), "value": moment},
        {"term": say(request, _("Who")), **who},
        {"term": say(request, _("In the role of")), "value": standing(request, told).strip(" ()"),
         "unknown": say(request, _("None but their own"))},
        *_on_behalf(request, told), *_channel(request, told), *_cause(request, told),
    ]


def _on_behalf(request: Any, told: Told) -> list[dict[str, Any]]:
    organisation = organisation_by_uid(request.site, told.core["on_behalf_of"])
    if organisation is None:
        return []
    return [{"term": say(request, _("On behalf of")),
             "links": [{"title": organisation.title, "href": request.link(organisation)}]}]


def _channel(request: Any, told: Told) -> list[dict[str, Any]]:
    channel = told.core.get("channel", "")
    return [{"term": say(request, _("How")), "value": say(request, CHANNELS[channel])}] if channel in CHANNELS else []


def _cause(request: Any, told: Told) -> list[dict[str, Any]]:
    cause = told.core.get("cause") or told.core.get("rule")
    if not cause:
        return []
    words = cause_in_words(request, cause, by_itself=told.core["actor"] == SYSTEM)
    place = cause_place(request, cause)
    links_ = [{"title": words, "href": request.link(place)}] if place is not None else []
    return [{"term": say(request, _("Because of")), "value": "" if links_ else words, "links": links_}]


def told_facts(request: Any, item: Any, told: Told) -> list[dict[str, Any]]:
    """What was filled in when the step was taken, and the reason that was given."""
    found = [{"title": field_title(request, item, name), "text": value_in_words(request, item, name, value)}
             for name, value in told.details.get("facts", {}).items()]
    if told.core["kind"] == SETTINGS:
        before, after = told.details.get("before", {}), told.details.get("after", {})
        found += [{"title": f"reglab.{name}", "text": f"{before.get(name, '–')} → {after.get(name, '–')}"}
                  for name in sorted({*before, *after})]
    why = told.details.get("why") or told.details.get("reason")
    if why:
        found.append({"title": say(request, _("Reason")), "text": why})
    return [each for each in found if each["text"]]


def links(request: Any, place: Any, item: Any, told: Told) -> list[dict[str, str]]:
    """Where the event leads: the letter, the version that it made, and what it took back or put back."""
    core, found = told.core, []
    if core.get("letter") and request.site.outbox.letter(core["letter"]) is not None:
        found.append({"title": say(request, _("Read the letter as it was sent")),
                      "href": request.link(request.site, "letters", core["letter"])})
    if core.get("undoes") and request.site.trail.entry(core["undoes"]) is not None:
        found.append({"title": say(request, _("What this undid")),
                      "href": request.link(place, "history", "e", core["undoes"])})
    if core["kind"] == CHANGED and core["workflow"] in request.rulebook.engines \
            and request.rights.may(request.actor, Permission.VIEW_RIGHTS, request.site):
        found.append({"title": say(request, _("The texts of the file, and what was changed")),
                      "href": request.link(request.site, "workflows", core["workflow"], "versions")})
    stands = request.site.by_uid(item.uid) is item
    if stands:
        day = local_day(told.at).isoformat()
        found.append({"title": say(request, _("As it was at the end of that day")),
                      "href": request.link(item, "then", query={"day": day})})
    if stands and core["kind"] in VERSIONED and (told.details.get("after") or core["kind"] == "added"):
        found.append({"title": say(request, _("The version that this made")),
                      "href": request.link(item, "versions", query={"to": core["version"]})})
    return found


def chain(request: Any, told: Told) -> list[dict[str, str]]:
    """How the event hangs together with the others, for whoever wants to check it."""
    core = told.core
    return [
        {"term": say(request, _("Number in the trail")), "value": told.entry.id},
        {"term": say(request, _("Time in UTC")), "value": core["at"]},
        {"term": say(request, _("Its own hash")), "value": told.entry.digest},
        {"term": say(request, _("Hash of the one before")), "value": core["previous"]},
        {"term": say(request, _("Hash of what lies beside")), "value": core["details"]},
    ]
