"""Proposals in lists: what a row says, and what lists of them can be narrowed by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ... import clock
from ...i18n import _
from ...web.lists import Filter, organisation_filter, state_filter
from ...web.words import say
from .model import UNSAID, WISHED
from .schema import FORM_TITLES

LACKING = {
    "title": _("title"), "idea": _("idea"), "purpose": _("purpose"), "target_group": _("target group"),
    "contacts": _("contact"), "contact": _("contact"), "email": _("e-mail"), "theme": _("theme"),
    "number": _("number"), "organisation": _("organisation"),
}


def describe(request: Any) -> Callable[[Any], dict[str, Any]]:
    """A function that tells what a row needs besides the proposal itself."""
    titles = {each.uid: each.short_name for each in request.site["organisations"].values()}

    today = clock.local_day(request.acts.now)

    def about(proposal: Any) -> dict[str, Any]:
        round_, coming = proposal.round, proposal.next_date(today)
        return {
            "organisation": titles.get(proposal.organisation, "–"),
            "theme": round_.theme_title(proposal.theme) or say(request, _("no theme yet")),
            "untitled": say(request, _("Proposal without a title")), "round": round_.title,
            "next": coming, "what": say(request, coming.what) if coming else "",
            "late": coming is not None and coming.day < today,
            "lacks": [say(request, LACKING.get(name, name)) for name in proposal.missing()],
        }
    return about


def round_filters(request: Any, round_: Any) -> list[Filter]:
    """What a round's proposals can be narrowed by."""
    themes = Filter("theme", _("Theme"), [(theme.id, theme.title) for theme in round_.themes])
    organisations = organisation_filter(request)
    return [
        themes, state_filter(request, "proposal"), organisations,
        Filter("sender", _("First sender"), organisations.choices),
        Filter("form", _("Wished form"), [*FORM_TITLES.items(), (UNSAID, _("No form wished"))]),
        Filter("lacks", _("Lacks"), [(name, LACKING[name]) for name in (*WISHED, "theme", "number")]),
    ]
