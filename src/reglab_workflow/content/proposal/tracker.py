"""Tracker: where a proposal is, what happens next, who decides, and what the person looking can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ... import clock
from ...i18n import _
from ...web.telling import organisation_title
from ...web.words import say, worded_offers
from .model import COMES_NEXT
from .receipt import may_have
from .schema import COMPLETED

WAY = ("draft", "submitted", "discussed", "selected", "running", "closed")
"""The way most proposals hope for; every other state is a turn off it."""

LOOPS = ("returned", "withdrawn")
"""States that a proposal comes back from to the same step."""

REASONED = ("returned", "not_selected", "parked", "referred", "merged", "withdrawn")
"""States that somebody gives a reason for."""

WHO = {
    "submitted": _("The sender submits it"),
    "discussed": _("The member group discusses it"),
    "selected": _("The board decides"),
    "running": _("The office starts the learning project"),
    "closed": _("The content leaders and the office"),
}

SENTENCES = {
    "draft": _("The proposal is a draft that only the sender sees."),
    "submitted": _("The office reads the proposal and prepares the idea meeting."),
    "returned": _("The office has returned the proposal and asks the sender to complete it."),
    "discussed": _("The idea meeting has discussed the proposal. Next comes the decision."),
    "selected": _("The proposal is selected. The office plans the learning project."),
    "running": _("The learning project that grew out of the proposal is under way."),
    "closed": _("The learning project is closed and its results are reported."),
    "not_selected": _("The proposal was not prioritised this time."),
    "parked": _("The proposal rests. It can be taken up again later."),
    "referred": _("The proposal has been handed over to another activity."),
    "merged": _("The proposal has been merged into another one and shares its outcome."),
    "withdrawn": _("The sender has taken the proposal back."),
}


@dataclass
class Stay:
    """One stay in a state: when it began and who brought the proposal there."""

    state: str
    since: datetime
    who: str = ""


@dataclass
class Journey:
    """The states a proposal has been in, oldest first."""

    stays: list[Stay] = field(default_factory=list)

    def first(self, state: str) -> Stay | None:
        """The first stay in a state."""
        return next((stay for stay in self.stays if stay.state == state), None)

    def loops_after(self, state: str) -> Iterator[tuple[Stay, Stay | None]]:
        """The turns taken from a step, each with the stay that followed it."""
        last_on_way = ""
        for stay, following in zip(self.stays, [*self.stays[1:], None], strict=True):
            if stay.state in LOOPS and last_on_way == state:
                yield stay, following
            elif stay.state not in LOOPS:
                last_on_way = stay.state


def journey(proposal: Any) -> Journey:
    """Read the states of a proposal from its own events."""
    walked = Journey([Stay("draft", proposal.created)])
    for entry in proposal.events:
        core = entry.core
        if core["kind"] == "added":
            walked.stays[0].who = _by(entry)
        if core["kind"] == "transitioned" and core["from"] != core["to"]:
            walked.stays.append(Stay(core["to"], datetime.fromisoformat(core["at"]), _by(entry)))
    return walked


def _by(entry: Any) -> str:
    """Who did it; nobody where it followed by itself."""
    return "" if entry.core["actor"] == "system" else str(entry.details.get("actor_name", ""))


def steps(request: Any, proposal: Any) -> list[dict[str, Any]]:
    """The line of steps: passed ones with date and name, the present one, and the coming ones."""
    walked = journey(proposal)
    here = proposal.state
    on_way = here in WAY
    last = WAY.index(here) if on_way else max(
        (WAY.index(stay.state) for stay in walked.stays if stay.state in WAY), default=0)
    passed = WAY[:last] if on_way else WAY[:last + 1]
    told = [_passed(request, proposal, walked, state) for state in passed if walked.first(state)]
    told.append(_present(request, proposal, walked, here))
    if here in LOOPS:
        told.extend(_coming(request, proposal, WAY[1:]) if here == "returned" else ())
    elif on_way:
        told.extend(_coming(request, proposal, WAY[last + 1:]))
    return told


def _passed(request: Any, proposal: Any, walked: Journey, state: str) -> dict[str, Any]:
    stay = walked.first(state)
    assert stay is not None
    return {"title": _state_title(request, proposal, state), "kind": "passed", "date": clock.local_day(stay.since),
            "who": stay.who, "loops": _loops(request, proposal, walked, state)}


def _present(request: Any, proposal: Any, walked: Journey, state: str) -> dict[str, Any]:
    return {"title": _state_title(request, proposal, state), "kind": "current",
            "date": clock.local_day(proposal.since), "who": walked.stays[-1].who,
            "loops": _loops(request, proposal, walked, state)}


def _loops(request: Any, proposal: Any, walked: Journey, state: str) -> list[str]:
    return [
        say(request, _("${state} ${day}", mapping={
            "state": _state_title(request, proposal, turn.state), "day": request.day(turn.since)}))
        if following is None else
        say(request, _("${state} ${day}. ${next} again ${back}.", mapping={
            "state": _state_title(request, proposal, turn.state), "day": request.day(turn.since),
            "next": _state_title(request, proposal, following.state), "back": request.day(following.since)}))
        for turn, following in walked.loops_after(state) if turn.state != proposal.state
    ]


def _coming(request: Any, proposal: Any, states: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for state in states:
        yield {"title": _state_title(request, proposal, state), "kind": "to_come", "who": say(request, WHO[state]),
               "planned": proposal.planned_day(state)}


def _state_title(request: Any, proposal: Any, state: str) -> str:
    title: str = request.state_of(proposal, state).title
    return title


def now_box(request: Any, proposal: Any) -> dict[str, Any]:
    """The box "Right now": what is happening, and what the person can do."""
    offers = worded_offers(request, proposal)
    mine = request.actor.organisation in proposal.sending() or proposal.creator == request.actor.person
    return {
        "sentence": say(request, SENTENCES.get(proposal.state, _("The proposal is on its way."))),
        "notes": list(_notes(request, proposal)), "said": _said(proposal),
        "list": checklist(request, proposal), "aside": _aside(request, proposal),
        "todo": _todo(request, proposal, offers, mine), "offers": offers, "links": list(_links(request, proposal)),
    }


def checklist(request: Any, proposal: Any) -> list[dict[str, Any]]:
    """What the office has asked to be completed: each field with a link to it, and whether it has been."""
    since = completed_since_return(proposal)
    may_edit = request.rights.may(request.actor, "edit", proposal)
    return [
        {"title": say(request, COMPLETED.get(name, name)), "done": name in since and bool(getattr(proposal, name)),
         "href": request.link(proposal, "edit", anchor=f"f-{name}") if may_edit else None}
        for name in (*COMPLETED, *sorted(set(proposal.asked_for) - set(COMPLETED)))
        if name in proposal.asked_for and proposal.state == "returned"
    ]


def completed_since_return(proposal: Any) -> set[str]:
    """The fields that have been edited since the office last returned the proposal."""
    edited: set[str] = set()
    for entry in reversed(proposal.events):
        if entry.core["kind"] == "transitioned" and entry.core["to"] == "returned" != entry.core["from"]:
            break
        if entry.core["kind"] == "edited":
            edited |= set(entry.details.get("after", {}))
    return edited


def _links(request: Any, proposal: Any) -> Iterator[dict[str, Any]]:
    """Pages that the person can go on to: the project to be made of the proposal, its form, and its receipt."""
    may, actor, projects = request.rights.may, request.actor, request.site["projects"]
    if proposal.state == "selected" and may(actor, "add_project", projects) and not any(
            proposal.uid in project.proposals for project in projects.values()):
        yield {"title": say(request, _("Make a learning project")), "first": True,
               "href": request.link(projects, "add-project", query={"proposal": proposal.uid})}
    if may(actor, "edit", proposal):
        yield {"title": say(request, _("Edit the proposal")), "href": request.link(proposal, "edit")}
    if may_have(request, proposal):
        mine = actor.organisation in proposal.sending()
        yield {"title": say(request, _("Receipt: all that is printed")), "href": request.link(proposal, "receipt"),
               "first": mine and proposal.state == "submitted"}


def _said(proposal: Any) -> str:
    """The reason that somebody gave for the present state, in their own words."""
    return str(proposal.reason) if proposal.state in REASONED else ""


def _notes(request: Any, proposal: Any) -> Iterator[str]:
    if proposal.state in ("selected", "running", "closed"):
        if proposal.area:
            yield say(request, _("Area: ${area}.", mapping={"area": proposal.area_title}))
        if proposal.motive:
            yield proposal.motive
    if proposal.state == "referred" and proposal.referred_to:
        yield say(request, _("Handed over to: ${where}.", mapping={"where": proposal.referred_to}))


def _aside(request: Any, proposal: Any) -> str:
    """What comes next, with its day when it is known."""
    state = COMES_NEXT.get(proposal.state)
    if state is None:
        return ""
    day = proposal.planned_day(state)
    texts = {
        "submitted": (_("The round is open until ${day}."), _("The last day is not decided yet.")),
        "discussed": (_("Next: the idea meeting ${day}."), _("Next: the idea meeting. Its day is not decided yet.")),
        "selected": (_("Next: the board decides ${day}."), _("Next: the board decides. The day is not decided yet.")),
    }
    with_day, without = texts[state]
    return say(request, _(str(with_day), mapping={"day": request.day(day)}) if day is not None else without)


def _todo(request: Any, proposal: Any, offers: list[Any], mine: bool) -> str:
    if request.actor.organisation in proposal.asked():
        return say(request, _("${organisation} asks whether you will send the proposal together.", mapping={
            "organisation": organisation_title(request, proposal.organisation)}))
    if not mine or not any(offer.allowed for offer in offers):
        return ""
    texts = {"draft": _("Submit the proposal when you are ready."),
             "returned": _("Complete the proposal and submit it again.")}
    return say(request, texts[proposal.state]) if proposal.state in texts else ""
