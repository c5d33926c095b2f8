"""Row by row: another outcome, area or reason for single proposals, and leaving one out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ...i18n import _
from ...web.cleaning import LINE_LIMIT, clean_line, clean_text
from ...web.forms import BadForm
from ...web.words import name_of, say
from .model import STEPS, DecisionSet, Row
from .schema import STEP_TITLES
from .views import crumbs
from .wording import row_in_words

PAGE = "reglab_workflow.templates:decision_set/rows.pt"
LONGEST_WHY = 4000
PARTS: Mapping[str, Any] = {"step": clean_line, "area": clean_line, "why": clean_text, "referred_to": clean_line}
LIMITS = {"step": LINE_LIMIT, "area": 160, "why": LONGEST_WHY, "referred_to": LINE_LIMIT}


@view_config(context=DecisionSet, name="rows", permission="edit", request_method="GET", renderer=PAGE)
def show(decisions: Any, request: Any) -> dict[str, Any]:
    """``…/rows``: every proposal with what is its own."""
    return page(decisions, request)


@view_config(context=DecisionSet, name="rows", permission="edit", request_method="POST", renderer=PAGE)
def save(decisions: Any, request: Any) -> Any:
    """Keep what was changed; a row that somebody else has changed meanwhile is shown with both."""
    rows, missed = [], []
    for row in decisions.rows:
        wanted, leaves = read(request, row), bool(request.POST.get(f"out-{row.proposal}"))
        if wanted is None or (wanted == row and not leaves):
            rows.append(row)
        elif read(request, row, "was-") != row:
            missed.append(row)
            rows.append(row)
        elif not leaves:
            rows.append(wanted)
    if tuple(rows) != decisions.rows:
        request.acts.edit(decisions, {"rows": tuple(rows)})
    if missed:
        request.response.status_int = 409
        return page(decisions, request, missed)
    return HTTPSeeOther(request.link(decisions, anchor="rows"))


def page(decisions: Any, request: Any, missed: list[Row] | None = None) -> dict[str, Any]:
    """The rows, those that were missed as they were written."""
    areas = [("", say(request, _("As for all"))), *((area.id, area.title) for area in decisions.round.areas)]
    mine = {row.proposal: read(request, row) for row in missed or ()}
    return {
        "title": say(request, _("Row by row")), "crumbs": crumbs(request, decisions, here=True),
        "rows": [{**row_in_words(request, decisions, row, proposal), "mine": mine.get(row.proposal),
                  "shown": mine.get(row.proposal) or row} for row, proposal in decisions.proposals()],
        "steps": [("", as_for_all(request, decisions)),
                  *((step, say(request, title)) for step, title in STEP_TITLES.items())],
        "areas": areas, "by_hand": not decisions.round.areas, "kicker": name_of(request, decisions),
        "missed": [name_of(request, decisions.round.proposal(row.proposal)) for row in missed or ()],
        "longest": LONGEST_WHY,
    }


def as_for_all(request: Any, decisions: Any) -> str:
    """What the first choice says: which outcome holds for all."""
    if not decisions.step:
        return say(request, _("Not chosen"))
    title = say(request, STEP_TITLES[decisions.step])
    return say(request, _("As for all: ${outcome}", mapping={"outcome": title}))


def read(request: Any, row: Row, prefix: str = "") -> Row | None:
    """A row as the form has it, or as the form found it with the prefix ``was-``; None for one it does not have."""
    uid = row.proposal
    if f"{prefix}step-{uid}" not in request.POST:
        return None
    parts = {name: clean(request.POST.get(f"{prefix}{name}-{uid}", "")) or "" for name, clean in PARTS.items()}
    if parts["step"] not in ("", *STEPS) or any(len(value) > LIMITS[name] for name, value in parts.items()):
        raise BadForm()
    return Row(uid, **parts)
