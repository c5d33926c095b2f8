"""Why may I, why may I not, and what would change it: the answer about oneself, for any item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ..content.item import Item
from ..i18n import _
from ..people.organisation import organisation_by_uid
from ..web.words import name_of, roles_in_words, say, worded
from ..workflow.definition import SYSTEM
from .explain import Explanation, Way, explain
from .permissions import SENTENCES, Permission


@view_config(context=Item, name="rights", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:security/rights.pt")
def rights(item: Any, request: Any) -> dict[str, Any]:
    """``…/rights?what=submit`` answers one question; without it, all that the person can do with the item."""
    what = request.GET.get("what", "")
    questions = dict(_questions(request, item))
    if what and what not in questions:
        raise HTTPNotFound()
    answered = {name: explain(request.acts, name, item) for name in ((what,) if what else questions)}
    answers = [_answer(request, item, questions[name], found) for name, found in answered.items()]
    title = _("Why, and what would change it") if what else _("What you can do here")
    return {"title": say(request, title), "answers": answers, "one": bool(what), "item_title": name_of(request, item)}


def _questions(request: Any, item: Any) -> Iterator[tuple[str, str]]:
    """Everything that can be asked about the item: its steps, then the permissions of its life."""
    workflow = request.rulebook.engine(item).workflow
    for transition in workflow.transitions.values():
        if set(transition.by) != {SYSTEM}:
            yield transition.name, say(request, transition.title)
    granted = {name for state in workflow.states.values() for name in state.grants} | set(workflow.grants)
    for permission in Permission:
        if permission in granted:
            yield permission.value, say(request, SENTENCES[permission])


def _answer(request: Any, item: Any, question: str, found: Explanation) -> dict[str, Any]:
    workflow = request.rulebook.engine(item).workflow
    return {
        "question": question, "allowed": found.allowed, "because": _because(request, found),
        "reasons": [reason.text for reason in worded(request, found.reasons)],
        "ways": [_way(request, workflow, way) for way in found.ways],
    }


def _because(request: Any, found: Explanation) -> str:
    """The role that allows it, and on what it rests."""
    role = request.rulebook.roles.get(found.role)
    if not found.allowed or role is None:
        return ""
    told = say(request, role.of_one)
    ground = found.ground
    organisation = organisation_by_uid(request.site, ground.subject) if ground is not None else None
    if organisation is not None:
        told = say(request, _("${role}, through ${organisation}",
                              mapping={"role": told, "organisation": organisation.title}))
    if ground is not None and ground.since is not None:
        told = say(request, _("${role}, since ${day}", mapping={"role": told, "day": request.day(ground.since)}))
    return told


def _way(request: Any, workflow: Any, way: Way) -> str:
    if way.kind == "role":
        return say(request, _("It can be done by: ${roles}.", mapping={"roles": roles_in_words(request, way.names)}))
    states = ", ".join(say(request, workflow.state(name).title) for name in way.names)
    return say(request, _("It can be done when the state is: ${states}.", mapping={"states": states}))
