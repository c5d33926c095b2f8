"""The retention rules in words, what would go today, and when they were last carried out."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pyramid.view import view_config

from ..clock import local_day
from ..content.site.model import Site
from ..content.trash import stands
from ..i18n import _, in_language
from ..web.words import name_of, say
from .retention import ELSEWHERE, LETTERS, PROPOSE, Due, Rule, due

MOST = 50
"""Things of one rule that are named; the rest is counted."""


@view_config(context=Site, name="retention", permission="view_retention", request_method="GET",
             renderer="reglab_workflow.templates:privacy/retention.pt")
def retention(site: Any, request: Any) -> dict[str, Any]:
    """``/retention``: rule by rule."""
    found: dict[str, list[Due]] = defaultdict(list)
    for each in due(request.registry.reglab_retention, site, local_day(request.acts.now)):
        found[each.rule.name].append(each)
    return {
        "title": say(request, _("How long personal data is kept")), "last": site.retained,
        "rules": [_row(request, rule, found[rule.name]) for rule in request.registry.reglab_retention],
    }


def _row(request: Any, rule: Rule, found: list[Due]) -> dict[str, Any]:
    language = request.locale_name
    last = request.site.retained
    return {
        "name": rule.name, "what": in_language(rule.what, language), "why": in_language(rule.why, language),
        "how_long": how_long(request, rule), "number": len(found), "proposes": rule.does == PROPOSE,
        "elsewhere": rule.does == ELSEWHERE, "taken": last.taken.get(rule.name, 0) if last is not None else 0,
        "things": [{"title": _title(request, each), "day": each.day,
                    "href": request.link(each.thing) if stands(each.thing) else ""}
                   for each in found[:MOST] if rule.does != LETTERS],
        "more": max(0, len(found) - MOST),
    }


def how_long(request: Any, rule: Rule) -> str:
    """How long, and counted from what, in words."""
    unit = request.plural("${n} month after ${day}", "${n} months after ${day}", rule.months, day=_day(request, rule)) \
        if rule.months else request.plural(
            "${n} day after ${day}", "${n} days after ${day}", rule.days, day=_day(request, rule))
    return str(unit)


def _day(request: Any, rule: Rule) -> str:
    return say(request, DAYS[rule.since])


DAYS = {
    "result": _("the day the round's result was decided"), "project_over": _("the day the learning project ended"),
    "survey_closed": _("the day the survey was closed"), "last_seen": _("the last visit"),
    "purged": _("the day it left the trash"),
    "sent": _("the day the letter was written"), "made": _("the day it was made"), "occasion": _("the occasion"),
}


def _title(request: Any, each: Due) -> str:
    workshop = getattr(each.thing, "workshop", None) if each.thing.type_name == "participation" else None
    return name_of(request, workshop if workshop is not None else each.thing)
