"""The life line of an idea: from its first proposal to the results of its project, on one page."""

from __future__ import annotations

from functools import partial
from typing import Any

from pyramid.view import view_config

from ...i18n import _
from ...security.permissions import Permission
from ...web.telling import organisation_title
from ...web.words import name_of, say
from ..project.formats import format_of
from ..project.schema import FIGURE_TITLES, RATING_TITLES
from ..round.publications import crumbs
from ..workshop.words import days_in_words, heading, kind_title
from .life import AREA, BECAME, CARRIED, KINDS, MERGED, OCCASION, PROJECT, PROPOSAL, RESULT, Life, Node, life_of
from .lifeline_drawing import Line, Step, draw
from .model import Proposal

LED = {CARRIED: _("Taken up again as"), MERGED: _("Goes on in"), BECAME: _("Became")}


@view_config(context=Proposal, name="life", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:proposal/life.pt")
def lifeline(proposal: Any, request: Any) -> dict[str, Any]:
    """``…/life``: every step of the idea that the person may see, drawn and as a list."""
    life = life_of(proposal, partial(_may_view, request))
    titles = {node.key: title_of(request, node) for node in life.nodes}
    told = [told_of(request, life, node, titles, node.key == proposal.uid) for node in life.nodes]
    steps = [Step(each["key"], each["year"], each["title"], each["caption"], each["href"], each["here"],
                  KINDS.index(node.kind)) for each, node in zip(told, life.nodes, strict=True)]
    return {
        "title": say(request, _("The life line of the idea")), "name": name_of(request, proposal),
        "crumbs": crumbs(request, proposal.round, (name_of(request, proposal), request.link(proposal))),
        "told": told, "drawing": draw(steps, (Line(each.source, each.target, each.kind) for each in life.links)),
        "alone": len(life.nodes) == 1,
    }


def _may_view(request: Any, item: Any) -> bool:
    return bool(request.rights.may(request.actor, Permission.VIEW, item))


def title_of(request: Any, node: Node) -> str:
    """What a step is called."""
    if node.kind == AREA:
        return str(node.item.area_title)
    if node.kind == OCCASION:
        return heading(request, node.item)
    if node.kind == RESULT:
        return say(request, _("Results of the project"))
    return name_of(request, node.item)


def told_of(request: Any, life: Life, node: Node, titles: dict[str, str], here: bool) -> dict[str, Any]:
    """A step as the list tells it, with what it led to."""
    kind, state = kind_of(request, node), None
    if node.kind in (PROPOSAL, PROJECT, OCCASION):
        state = request.state_of(node.item)
    onward: dict[str, list[str]] = {}
    for way, other in life.onward(node):
        onward.setdefault(way, []).append(titles[other.key])
    return {
        "key": node.key, "year": node.year, "title": titles[node.key], "kind": kind, "state": state, "here": here,
        "caption": state.title if state is not None else kind,
        "href": address_of(request, node), "day": day_of(request, node), "who": who_is_behind(request, node),
        "results": results_of(request, node) if node.kind == RESULT else [],
        "onward": [{"way": say(request, LED[way]), "titles": ", ".join(names)} for way, names in onward.items()],
    }


def kind_of(request: Any, node: Node) -> str:
    """What sort of step it is, with the number that it goes by."""
    if node.kind == PROPOSAL and node.item.number:
        return say(request, _("Proposal ${number}", mapping={"number": node.item.number}))
    if node.kind == PROJECT:
        return say(request, format_of(node.item, request.rulebook.declared).title)
    if node.kind == OCCASION:
        return kind_title(request, node.item)
    return say(request, {PROPOSAL: _("Proposal"), AREA: _("Area"), RESULT: _("Results")}[node.kind])


def address_of(request: Any, node: Node) -> str:
    """The page of a step; an area has none."""
    if node.kind == AREA:
        return ""
    return str(request.link(node.item, anchor="figs" if node.kind == RESULT else None))


def day_of(request: Any, node: Node) -> str:
    """The day of a step in words; an occasion may be without one."""
    if node.kind == OCCASION:
        return days_in_words(request, node.item)
    return str(request.day(node.day))


def who_is_behind(request: Any, node: Node) -> str:
    """The organisations that send a proposal, and the round it was sent to."""
    if node.kind != PROPOSAL:
        return ""
    senders = ", ".join(organisation_title(request, uid) for uid in node.item.all_senders())
    return " · ".join(part for part in (senders, node.item.round.title) if part)


def results_of(request: Any, node: Node) -> list[str]:
    """What a project led to: its figures, and how far each expected result was reached."""
    project = node.item
    lines = [f"{say(request, FIGURE_TITLES[each.name])}: {each.value}" for each in project.figures]
    lines += [f"{each.text}: {say(request, RATING_TITLES[each.rating])}" for each in project.expected_results
              if each.rating]
    return lines or [say(request, _("Nothing has been reported yet."))]
