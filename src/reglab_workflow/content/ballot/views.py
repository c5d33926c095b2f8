"""The pages of a ballot: what it is about, who has answered, and once it has closed the result."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...security.permissions import Permission
from ...web.crud import PlainEdit
from ...web.editing import form_page
from ...web.telling import log_entries
from ...web.words import say, worded_offers
from ..round.publications import crumbs
from .model import ANSWERED, DOTS, OPEN, Ballot
from .results import result_of
from .schema import METHOD_TITLES

LATEST = 6
NEWCOMERS = "include_members"
"""A step that is shown only when there is somebody for it."""

SENTENCES = {
    "planned": _("The ballot is being prepared."),
    "open": _("The members vote. Nobody sees the votes of others until the ballot closes."),
    "closed": _("The ballot is closed, and the votes are counted."),
}


@view_config(context=Ballot, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:ballot/view.pt")
def view(ballot: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/ballot``: how the members vote and who has answered; when it has closed, what came of it."""
    rights, actor = request.rights, request.actor
    may_know = bool(rights.may(actor, Permission.VIEW_HISTORY, ballot))
    told = timeline(ballot, actor, request.rulebook, LATEST) if may_know else None
    return {
        "title": ballot.title, "crumbs": crumbs(request, ballot.round), "now": now(request, ballot),
        "facts": facts(request, ballot), "way": way_in_words(request, ballot),
        "result": result_of(request, ballot) if ballot.is_closed else None,
        "answers": answers(request, ballot), "may_know": may_know,
        "entries": log_entries(request, ballot, told) if told is not None else [],
        "hidden": told.hidden if told is not None else 0,
    }


def now(request: Any, ballot: Any) -> dict[str, Any]:
    """What is happening, and what the person can do."""
    links = []
    own = ballot.vote_of(request.actor.organisation) if request.actor.organisation else None
    if own is not None and request.rights.may(request.actor, Permission.VIEW, own):
        links.append({"title": say(request, _("Your organisation's vote")), "href": request.link(own),
                      "first": ballot.state == OPEN})
    if request.rights.may(request.actor, Permission.EDIT, ballot):
        links.append({"title": say(request, _("Edit the ballot")), "href": request.link(ballot, "edit")})
    return {"sentence": say(request, SENTENCES[ballot.state]), "links": links, "aside": "",
            "offers": [each for each in worded_offers(request, ballot)
                       if each.allowed or each.transition.name != NEWCOMERS]}


def facts(request: Any, ballot: Any) -> list[dict[str, Any]]:
    """How, about how many proposals, and until when."""
    return [
        {"term": say(request, _("Way to vote")), "value": say(request, METHOD_TITLES[ballot.method])},
        {"term": say(request, _("Proposals")), "value": str(len(ballot.subjects()))},
        {"term": say(request, _("Opens")), "value": request.day(ballot.opens)},
        {"term": say(request, _("Last day")), "value": request.day(ballot.closes)},
    ]


def way_in_words(request: Any, ballot: Any) -> str:
    """What each member does, in a sentence or two."""
    if ballot.method == DOTS:
        return say(request, _(
            "Each member has ${dots} dots to give, at most ${most} on one proposal. All dots need not be used.",
            mapping={"dots": ballot.dots, "most": ballot.most}))
    return say(request, _(
        "Each member puts at most ${top} proposals in order, the most important first. Fewer will do.",
        mapping={"top": ballot.top}))


def answers(request: Any, ballot: Any) -> dict[str, list[dict[str, str]]]:
    """The organisations that have answered and those that have not; never what they answered."""
    told: dict[str, list[dict[str, str]]] = {"cast": [], "waiting": []}
    for vote in ballot.votes():
        shown = request.rights.may(request.actor, Permission.VIEW, vote)
        told["cast" if vote.state in ANSWERED else "waiting"].append(
            {"title": vote.title, "href": request.link(vote) if shown else ""})
    return told


@form_page(context=Ballot, name="edit", permission="edit")
class Edit(PlainEdit):
    """``…/ballot/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the ballot")
