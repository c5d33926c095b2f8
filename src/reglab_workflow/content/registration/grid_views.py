"""Signing the people of an organisation up, several at a time: what was changed in the grid, and nothing else."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config

from ...i18n import _
from ...web.forms import BadForm
from ...web.words import say, worded
from ...workflow.errors import Objection
from ..participation.signing import answer_yes
from ..project.model import has_been_held
from .grid import Cell, Grid, boxes, grid_of
from .model import Registration
from .views import page_of

VIEW = "reglab_workflow.templates:registration/view.pt"
MOST_BOXES = 500


@view_config(context=Registration, name="answers", permission="view", request_method="GET")
def back(registration: Any, request: Any) -> Any:
    """The grid stands on the registration's own page."""
    return HTTPSeeOther(request.link(registration, anchor="people"))


@view_config(context=Registration, name="answers", permission="view", request_method="POST", renderer=VIEW)
def answers(registration: Any, request: Any) -> Any:
    """``…/answers``: sign up those whose box has been ticked, and off those whose box no longer is.

    A box that nobody touched changes nothing, even if the person has answered meanwhile.
    """
    grid = grid_of(request, registration)
    if not grid.can_change:
        raise HTTPForbidden()
    ticked, before = names(request, "ticked"), names(request, "before")
    if "same" in request.POST:
        return page_of(registration, request, ticked=ticked | same_as_last(registration, grid))
    told, stopped = [], []
    for row, column, cell in boxes(grid):
        wanted = cell.name in ticked
        if wanted == (cell.name in before) or wanted == cell.ticked:
            continue
        try:
            told.append(_in_words(request, row.person.name, column.title, changed(request, cell, wanted)))
        except Objection as objection:
            reasons = " ".join(reason.text for reason in worded(request, objection.reasons))
            stopped.append(say(request, _("${who}, ${what}: ${why}", mapping={
                "who": row.person.name, "what": column.title, "why": reasons})))
    if not told and not stopped:
        return HTTPSeeOther(request.link(registration, anchor="people"))
    return page_of(registration, request, told=told, stopped=stopped)


def names(request: Any, field: str) -> set[str]:
    """The boxes that a form names."""
    found = request.POST.getall(field)
    if len(found) > MOST_BOXES or not all(isinstance(each, str) for each in found):
        raise BadForm()
    return set(found)


def changed(request: Any, cell: Cell, wanted: bool) -> str:
    """Sign somebody up or off; tells the state that it led to. Raises an Objection."""
    if cell.answer is None:
        raise BadForm()
    if wanted:
        return str(answer_yes(request.acts, cell.answer))
    request.acts.fire(cell.answer, "cancel")
    return "cancelled"


def same_as_last(registration: Registration, grid: Grid) -> set[str]:
    """The boxes of those who were signed up for, or came to, the occasion before."""
    earlier = [each for each in registration.project.programme()
               if has_been_held(each) or each.state == "registration_closed"]
    if not earlier:
        return set()
    came = {each.person for each in earlier[-1]["participations"].values() if each.has_place}
    return {cell.name for row, _column, cell in boxes(grid) if row.person.key in came}


def _in_words(request: Any, who: str, what: str, state: str) -> str:
    sentences = {
        "registered": _("${who} is signed up: ${what}."), "waiting": _("${who} is in the queue: ${what}."),
        "cancelled": _("${who} is signed off: ${what}."),
    }
    return say(request, _(str(sentences[state]), mapping={"who": who, "what": what}))
