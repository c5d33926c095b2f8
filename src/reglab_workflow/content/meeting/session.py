"""The meeting while it goes on: which proposal is up, what comes next, and when it is one's own organisation's turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ...clock import STOCKHOLM
from ...documents.deck import Slide, slide_of
from ...documents.edition import Chapter, entry_of, titles_in
from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say
from ..round.publications import words_of
from .model import Meeting
from .notes import FOLLOW
from .own_notes import may_write
from .plan import point_with, points_of

STEP = "take_up"
SCREEN = "reglab_workflow.templates:meeting/screen.pt"


@dataclass(frozen=True)
class Place:
    """Where on the agenda the meeting is; ``at`` counts from 1 and is 0 before the first proposal."""

    at: int
    total: int
    now: Any | None
    before: Any | None
    next: Any | None
    own: tuple[tuple[Any, int], ...] = ()


def place_of(request: Any, meeting: Any) -> Place:
    """Where on the whole agenda the meeting is, with the proposals that the person may see."""
    agenda = meeting.proposals()
    at = next((number for number, each in enumerate(agenda, 1) if each.uid == meeting.current), 0)
    seen = [(number, each) for number, each in enumerate(agenda, 1)
            if request.rights.may(request.actor, Permission.VIEW, each)]
    organisation = request.actor.organisation
    own = tuple((each, number - at) for number, each in seen
                if number > at and organisation and organisation in each.all_senders())
    return Place(
        at, len(agenda), next((each for number, each in seen if number == at), None),
        next((each for number, each in reversed(seen) if number < at), None),
        next((each for number, each in seen if number > at), None), own)


def live(request: Any, meeting: Any) -> dict[str, Any] | None:
    """What the meeting's page says while it is in session; None when it is not."""
    if meeting.state != "in_session":
        return None
    place = place_of(request, meeting)
    return {
        "place": place, "may_lead": bool(request.rights.may_fire(request.actor, STEP, meeting)),
        "position": say(request, _("Now: ${at} of ${total}", mapping={"at": place.at, "total": place.total}))
        if place.at else say(request, _("The meeting has begun. The first proposal comes soon.")),
        "own": [own_turn(request, each, ahead) for each, ahead in place.own],
        "screen": request.link(meeting, "screen"), "step": request.link(meeting, "do", STEP),
        "timer": timer(request, meeting),
        "own_note": request.link(meeting, "my-note", place.now.uid, query={FOLLOW: "1"})
        if place.now is not None and may_write(request, meeting) else "",
    }


def timer(request: Any, meeting: Any) -> dict[str, Any] | None:
    """How long the point that is up may take, and since when it is up; None before the first."""
    point = point_with(points_of(meeting), meeting.current)
    if point is None or meeting.current_since is None:
        return None
    since = meeting.current_since.astimezone(STOCKHOLM)
    return {
        "since": since.isoformat(timespec="seconds"), "minutes": point.minutes, "title": point.title,
        "words": request.plural("Taken up ${time}, ${n} minute", "Taken up ${time}, ${n} minutes", point.minutes,
                                time=f"{since:%H:%M}"),
    }


def own_turn(request: Any, proposal: Any, ahead: int) -> str:
    """How long until the own organisation's proposal is up."""
    if ahead == 1:
        return say(request, _("Your proposal “${title}” is next.", mapping={"title": proposal.title}))
    return str(request.plural(
        "“${title}”, your proposal, comes after ${n} more.", "“${title}”, your proposal, comes after ${n} more.",
        ahead - 1, title=proposal.title))


@view_config(context=Meeting, name="live", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:meeting/live.pt")
def follow(meeting: Any, request: Any) -> Any:
    """``…/meeting/live``: the part of a page that changes while the meeting goes on; afterwards, the meeting's page."""
    told = live(request, meeting)
    return {"live": told, "title": meeting.title} if told else HTTPSeeOther(request.link(meeting))


@view_config(context=Meeting, name="screen", permission="view", request_method="GET", renderer=SCREEN)
def screen(meeting: Any, request: Any) -> Any:
    """``…/meeting/screen``: the proposal that is up, to be read from the back of the room; it follows the meeting."""
    told = live(request, meeting)
    if told is None:
        return HTTPSeeOther(request.link(meeting))
    now = told["place"].now
    return {"live": told, "title": meeting.title, "words": words_of(request),
            "slide": slide(request, meeting, now) if now is not None else None,
            "agenda": meeting.proposals() if told["may_lead"] else [],
            "note": request.link(meeting, "note", now.uid, query={FOLLOW: "1"})
            if now is not None and told["may_lead"] else ""}


def slide(request: Any, meeting: Any, proposal: Any) -> Slide:
    """The slide of one proposal: the same as in the deck."""
    entry = entry_of(proposal, titles_in(request.site))
    chapter = Chapter(proposal.theme, meeting.round.theme_title(proposal.theme), (entry,))
    return slide_of(chapter, entry, words_of(request))
