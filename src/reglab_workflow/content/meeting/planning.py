"""Planning the meeting: the office puts the agenda in order, gives each point its minutes, and sees the clock run.

Every button keeps what is filled in and does its one thing; dragging with script presses the same buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ...i18n import _
from ...plain import plain
from ...security.permissions import Permission
from ...web.editing import version_seen
from ...web.forms import BadForm, as_values
from ...web.telling import organisation_title
from ...web.values import value_in_words
from ...web.words import name_of, say
from . import plan
from .model import PACE, Meeting, Point
from .schema import PlanSchema

PAGE = "reglab_workflow.templates:meeting/plan.pt"
WISH = "do"
CONTROLS = ("starts", "ends", "pace")
COLUMNS = ("proposals", "title", "minutes", "pause")
MOST_POINTS = 500
TOLD = ("agenda", "points", "starts", "ends")


@dataclass(frozen=True)
class Draft:
    """The plan as somebody has filled it in, in the words that were written, and what is wrong with them."""

    written: dict[str, Any]
    faults: Mapping[str, str]
    seen: int

    @property
    def points(self) -> plan.Points:
        """The points, when nothing is wrong."""
        return tuple(Point(tuple(each["proposals"]), int(each["minutes"]), each["title"], int(each["pause"]))
                     for each in self.written["points"]) if not self.faults else ()


@view_config(context=Meeting, name="plan", permission="edit", request_method="GET", renderer=PAGE)
def planning(meeting: Any, request: Any) -> dict[str, Any]:
    """``…/meeting/plan``: the points with their minutes, and the proposals that are not on the agenda."""
    return page(request, meeting, draft_of(plan.points_of(meeting), meeting.starts, meeting.ends, meeting.mark(*TOLD)))


@view_config(context=Meeting, name="plan", permission="edit", request_method="POST", renderer=PAGE)
def plan_meeting(meeting: Any, request: Any) -> Any:
    """Keep what is filled in and do what the button says; two who plan at once are shown both plans."""
    values, draft = read(request, meeting)
    if draft.faults:
        request.response.status_int = 422
        return page(request, meeting, draft)
    points, goal = changed(request, meeting, draft.points, values["pace"])
    fields = {"agenda": plan.agenda_of(points), "points": points, "starts": values["starts"], "ends": values["ends"]}
    others = differing(request, meeting, fields) if draft.seen != meeting.mark(*TOLD) else []
    if others:
        request.response.status_int = 409
        return page(request, meeting, draft_of(points, values["starts"], values["ends"], meeting.mark(*TOLD)), others)
    request.acts.edit(meeting, fields)
    return HTTPSeeOther(request.link(meeting, "plan", anchor=goal or None))


# -- reading ----------------------------------------------------------------------------------------------------


def read(request: Any, meeting: Any) -> tuple[dict[str, Any], Draft]:
    """What was filled in, checked; raises BadForm for what no plan of ours can post."""
    written = {name: request.POST.get(name, "") for name in (*CONTROLS, WISH)}
    columns = [request.POST.getall(name) for name in COLUMNS]
    if len({len(column) for column in columns}) != 1 or len(columns[0]) > MOST_POINTS:
        raise BadForm()
    if not all(isinstance(each, str) for each in (*written.values(), *(one for column in columns for one in column))):
        raise BadForm()
    del written[WISH]
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*columns, strict=True)]
    written["points"] = [{**row, "proposals": row["proposals"].split()} for row in rows]
    if not all(row["proposals"] for row in written["points"]):
        raise BadForm()
    _refuse_strangers(meeting, [uid for row in written["points"] for uid in row["proposals"]])
    try:
        values = as_values(PlanSchema().deserialize(written))
    except colander.Invalid as invalid:
        return {}, Draft(written, invalid.asdict(translate=request.translate), version_seen(request))
    points = tuple(Point(each["proposals"], each["minutes"], each["title"], each["pause"]) for each in values["points"])
    return values, draft_of(points, values["starts"], values["ends"], version_seen(request))


def _refuse_strangers(meeting: Any, uids: list[str]) -> None:
    """Each proposal stands once, and in the booklet or on the agenda already."""
    known = {each.uid for each in (*meeting.round.booklet(), *meeting.proposals())}
    if len(set(uids)) != len(uids) or not set(uids) <= known:
        raise BadForm()


def draft_of(points: plan.Points, starts: str, ends: str, seen: int) -> Draft:
    """A plan as its form has it."""
    rows = [{"proposals": list(point.proposals), "title": point.title, "minutes": str(point.minutes),
             "pause": str(point.pause)} for point in points]
    return Draft({"starts": starts, "ends": ends, "points": rows}, {}, seen)


# -- doing ------------------------------------------------------------------------------------------------------


def changed(request: Any, meeting: Any, points: plan.Points, pace: int) -> tuple[plan.Points, str]:
    """The points after the wish of the button, and the place on the page that it is about."""
    verb, _colon, rest = request.POST.get(WISH, "").partition(":")
    if not verb:
        return points, ""
    try:
        made = WISHES[verb](meeting, points, rest, pace)
    except (KeyError, ValueError, IndexError) as odd:
        raise BadForm() from odd
    return made, goal(points, made, verb, rest)


def move(meeting: Any, points: plan.Points, rest: str, pace: int) -> plan.Points:
    """``move:2:5``: the third point comes to stand sixth."""
    at, _colon, to = rest.partition(":")
    return plan.moved(points, int(at), int(to))


def put_in(meeting: Any, points: plan.Points, rest: str, pace: int) -> plan.Points:
    """``add:uid``, or ``add:`` for every proposal of the booklet that is missing."""
    missing = [each.uid for each in lacking(meeting, points)]
    if rest and rest not in missing:
        raise ValueError(rest)
    return plan.with_more(points, [rest] if rest else missing, pace)


WISHES: Mapping[str, Callable[[Any, plan.Points, str, int], plan.Points]] = {
    "move": move,
    "join": lambda meeting, points, rest, pace: plan.joined(points, int(rest)),
    "part": lambda meeting, points, rest, pace: plan.parted(points, rest),
    "off": lambda meeting, points, rest, pace: plan.without(points, rest),
    "add": put_in,
    "fill": lambda meeting, points, rest, pace: plan.with_more(
        (), (each.uid for each in meeting.round.booklet()), pace),
}


def goal(points: plan.Points, made: plan.Points, verb: str, rest: str) -> str:
    """The anchor of the point that was moved, joined or parted."""
    uid = points[int(rest.partition(":")[0])].proposals[0] if verb in ("move", "join") else rest
    point = plan.point_with(made, uid)
    return f"p-{point.proposals[0]}" if point is not None else "plan"


def lacking(meeting: Any, points: plan.Points) -> list[Any]:
    """The proposals of the booklet that are not on the agenda."""
    known = set(plan.agenda_of(points))
    return [each for each in meeting.round.booklet() if each.uid not in known]


# -- showing ----------------------------------------------------------------------------------------------------


def page(request: Any, meeting: Any, draft: Draft, differing: Any = ()) -> dict[str, Any]:
    """The plan with its clock, and what is not on it."""
    points = draft.points
    clock = list(plan.timed(points, draft.written["starts"]))
    known = {uid for row in draft.written["points"] for uid in row["proposals"]}
    return {
        "title": say(request, _("Plan the meeting")),
        "crumbs": [{"title": meeting.title, "href": request.link(meeting)}],
        "draft": draft.written, "faults": draft.faults, "seen": draft.seen, "pace": draft.written.get("pace", PACE),
        "rows": [row(request, meeting, draft, at, clock[at] if clock else None)
                 for at in range(len(draft.written["points"]))],
        "missing": [told(request, each) for each in meeting.round.booklet() if each.uid not in known],
        "sum": summary(request, points, draft.written["starts"], draft.written["ends"]) if points else None,
        "differing": differing, "action": request.link(meeting, "plan"),
    }


def row(request: Any, meeting: Any, draft: Draft, at: int, clock: plan.Timed | None) -> dict[str, Any]:
    """One point with its proposals, its time, and what its buttons say."""
    written, last = draft.written["points"][at], len(draft.written["points"]) - 1
    found = [meeting.round.proposal(uid) for uid in written["proposals"]]
    return {
        **written, "at": at, "clock": clock,
        "uids": " ".join(written["proposals"]),
        "proposals": [told(request, each) for each in found if each is not None],
        "faults": {name: draft.faults.get(f"points.{at}.{name}", "") for name in COLUMNS},
        "up": f"move:{at}:{at - 1}" if at else "", "down": f"move:{at}:{at + 1}" if at < last else "",
        "join": f"join:{at}" if at else "",
    }


def told(request: Any, proposal: Any) -> dict[str, Any]:
    """A proposal as the plan names it."""
    seen = bool(request.rights.may(request.actor, Permission.VIEW, proposal))
    return {"uid": proposal.uid, "number": proposal.number, "title": name_of(request, proposal) if seen else "–",
            "href": request.link(proposal) if seen else "", "theme": proposal.round.theme_title(proposal.theme),
            "organisation": organisation_title(request, proposal.organisation)}


def summary(request: Any, points: plan.Points, starts: str, ends: str) -> dict[str, Any]:
    """How long it all takes, when it ends, and whether that is too late."""
    whole, beyond = plan.length(points), plan.over(points, starts, ends)
    sentences = [say(request, _("All of it takes ${time}.", mapping={"time": duration(request, whole)}))]
    if starts:
        end = plan.time_of((plan.in_minutes(starts) or 0) + whole)
        sentences.append(say(request, _("The plan ends at ${time}.", mapping={"time": end})))
    if beyond is not None and beyond > 0:
        sentences.append(request.plural("It runs ${n} minute over.", "It runs ${n} minutes over.", beyond))
    elif beyond:
        sentences.append(request.plural("${n} minute is left.", "${n} minutes are left.", -beyond))
    return {"sentence": " ".join(sentences), "late": beyond is not None and beyond > 0}


def duration(request: Any, minutes: int) -> str:
    """A number of minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return say(request, _("${n} min", mapping={"n": rest}))
    return say(request, _("${hours} h ${minutes} min", mapping={"hours": hours, "minutes": rest}))


def differing(request: Any, meeting: Any, fields: dict[str, Any]) -> list[dict[str, str]]:
    """What is saved now beside what somebody wanted to save, field by field in words."""
    titles = {"agenda": _("Agenda"), "points": _("Points of the plan"), "starts": _("The meeting starts"),
              "ends": _("The meeting ends")}
    return [
        {"title": say(request, titles[name]), "theirs": value_in_words(request, meeting, name, plain(present)),
         "mine": value_in_words(request, meeting, name, plain(fields[name]))}
        for name in TOLD if (present := getattr(meeting, name)) != fields[name]]
