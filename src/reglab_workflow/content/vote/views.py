"""The page of a vote: what the organisation answers, who has worked on it, and how it is cast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pyramid.view import view_config

from ... import clock
from ...history.timeline import timeline
from ...i18n import _
from ...security.permissions import Permission
from ...web import dates
from ...web.telling import log_entries
from ...web.words import name_of, say, worded_offers
from ..ballot.model import DOTS
from ..round.publications import crumbs
from .model import Vote

LATEST = 6
CHANGES = 3
"""How many of the latest changes are told."""


@view_config(context=Vote, permission="view", request_method="GET", renderer="reglab_workflow.templates:vote/view.pt")
def view(vote: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/ballot/votes/{organisation}``: for the organisation itself; for others when it is counted."""
    may_know = bool(request.rights.may(request.actor, Permission.VIEW_HISTORY, vote))
    told = timeline(vote, request.actor, request.rulebook, LATEST) if may_know else None
    return {
        "title": say(request, _("The vote of ${organisation}", mapping={"organisation": vote.title})),
        "crumbs": crumbs(request, vote.ballot.round, (vote.ballot.title, request.link(vote.ballot))),
        "now": now(request, vote), "rows": rows(request, vote), "is_dots": vote.ballot.method == DOTS,
        "shows_draft": vote.state in ("draft", "left_out") or (vote.state == "cast" and vote.differs),
        "shows_cast": vote.state in ("cast", "counted"),
        "may_know": may_know, "entries": log_entries(request, vote, told) if told is not None else [],
        "hidden": told.hidden if told is not None else 0,
    }


def now(request: Any, vote: Any) -> dict[str, Any]:
    """Where the vote stands, who changed what, and what the person can do."""
    offers, links, notes = worded_offers(request, vote), [], []
    if request.rights.may(request.actor, Permission.EDIT, vote):
        notes = [*changes_in_words(request, vote)]
        links.append({"title": say(request, _("Fill in the vote")), "href": request.link(vote, "edit"),
                      "first": not any(offer.allowed for offer in offers)})
        if vote.state == "cast" and vote.differs:
            notes.insert(0, say(request, _(
                "The draft has been changed since. What was cast counts until the changed vote is cast.")))
        if not offers:
            notes.append(who_casts(request, vote))
    return {"sentence": request.state_of(vote).help, "notes": notes, "links": links, "offers": offers, "aside": ""}


def who_casts(request: Any, vote: Any) -> str:
    """The people who can cast the vote, by name."""
    people = request.site["people"]
    found = request.site.appointments.on_scope(vote.organisation, request.acts.now)
    names = [people[each.person].title for each in found if each.role == "representative" and each.person in people]
    if not names:
        return say(request, _("Nobody can cast the vote yet: the office appoints a member representative."))
    return say(request, _("The vote is cast by ${names}.", mapping={"names": ", ".join(names)}))


def changes_in_words(request: Any, vote: Any) -> Iterator[str]:
    """The latest saves: who changed how many proposals, and when."""
    saves = [entry for entry in vote.events if entry.core["kind"] == "edited"]
    for entry in reversed(saves[-CHANGES:]):
        moment = entry.at
        number = entry.details.get("after", {}).get("saved", {}).get("changed", 0)
        who = entry.details.get("actor_name") or say(request, _("Somebody whose name has been erased"))
        yield request.plural("${who} changed ${n} proposal ${moment}", "${who} changed ${n} proposals ${moment}",
                             number, who=who, moment=short_moment(request, moment))


def short_moment(request: Any, moment: datetime) -> str:
    """A moment as one says it: the time alone when it is today."""
    is_today = clock.local_day(moment) == clock.local_day(request.acts.now)
    tell = dates.clock if is_today else dates.when
    return tell(moment, request.locale_name)


def rows(request: Any, vote: Any) -> list[dict[str, Any]]:
    """The proposals that the vote says something about: by place, or with the most dots first."""
    cast = {mark.proposal: mark.number for mark in vote.cast_marks}
    drafted = {mark.proposal: mark.number for mark in vote.marks}
    told = []
    for proposal in vote.ballot.subjects():
        uid = proposal.uid
        if (uid in cast or uid in drafted) and request.rights.may(request.actor, Permission.VIEW, proposal):
            told.append({"item": proposal, "number": proposal.number, "title": name_of(request, proposal),
                         "cast": cast.get(uid), "draft": drafted.get(uid)})
    sign = -1 if vote.ballot.method == DOTS else 1
    shown = "cast" if vote.state in ("cast", "counted") else "draft"
    return sorted(told, key=lambda row: (row[shown] is None, sign * (row[shown] or 0)))
