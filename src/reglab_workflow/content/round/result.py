"""The result of a round: its areas with their proposals, and what became of all the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config

from ...i18n import _
from ...security.permissions import Permission
from ...web.done import back_to
from ...web.editing import EditForm, form_page
from ...web.telling import organisation_title
from ...web.words import name_of, say
from ..folder import slug
from .model import Area, Round
from .publications import crumbs
from .schema import BODY_TITLES, AreasSchema

PAGE = "reglab_workflow.templates:round/result.pt"

OTHERS: Mapping[str, Any] = {
    "selected": _("Selected, in no area"), "parked": _("Parked"), "referred": _("Referred"),
    "not_selected": _("Not prioritised"), "": _("Without an outcome yet"),
}
"""What becomes of proposals outside the areas, in the order of the page."""


@view_config(context=Round, name="result", permission="view", request_method="GET", renderer=PAGE)
def result(round_: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/result``: for everybody once the result is out, for the office while it grows."""
    arranges = bool(request.rights.shows(request.actor, Permission.EDIT, round_))
    if not (arranges or is_out(round_)):
        raise HTTPForbidden(result=NotOut())
    shown = [each for each in all_of(round_) if request.rights.may(request.actor, Permission.VIEW, each)]
    areas = [told_area(request, round_, area, [each for each in shown if each.area == area.id and each.outcome])
             for area in round_.areas]
    placed = {area.id for area in round_.areas}
    rest = [each for each in shown if not (each.area in placed and each.outcome)]
    return {
        "title": say(request, _("What became of the proposals")), "is_out": is_out(round_),
        "crumbs": crumbs(request, round_),
        "areas": [each for each in areas if not each["lesser"]], "lesser": [each for each in areas if each["lesser"]],
        "others": [told for outcome, title in OTHERS.items()
                   for told in [group(request, title, [each for each in rest if each.outcome == outcome], outcome)]
                   if told["rows"] and (outcome or arranges)],
        "may_edit": bool(request.rights.may(request.actor, Permission.EDIT, round_)),
        "edit": request.link(round_, "areas"), "number": len(shown),
    }


def all_of(round_: Any) -> list[Any]:
    """Every living proposal: those of the booklet in its order, then those that were passed on before it."""
    printed = round_.booklet()
    known = {each.uid for each in printed}
    return [*printed, *(each for each in round_.live_proposals() if each.uid not in known)]


class NotOut:
    """Names the permission that it takes until the result is out."""

    permission = Permission.EDIT


def is_out(round_: Any) -> bool:
    """Whether the result is told: the board has decided, or the meeting's result is published."""
    meeting = round_.meeting
    return round_.is_decided or (meeting is not None and meeting.state == "published")


def told_area(request: Any, round_: Any, area: Area, proposals: list[Any]) -> dict[str, Any]:
    """One area with its motive, who pointed it out, and its proposals."""
    told = group(request, area.title, proposals, "selected")
    body = say(request, BODY_TITLES[area.body]) if area.body else ""
    by = say(request, _("${body}, ${day}", mapping={"body": body, "day": request.day(area.day)})) \
        if body and area.day else body
    return {**told, "motive": area.motive, "lesser": area.lesser, "by": by, "anchor": f"area-{area.id}",
            "make": project_of_area(request, round_, area, proposals)}


def project_of_area(request: Any, round_: Any, area: Area, proposals: list[Any]) -> str:
    """Where a project is made of an area, for who may; empty while nothing in it is selected."""
    projects = request.site["projects"]
    if not any(each.state == "selected" for each in proposals) or not request.rights.may(
            request.actor, Permission.ADD_PROJECT, projects):
        return ""
    return str(request.link(projects, "add-project", query={"round": round_.__name__, "area": area.id}))


def group(request: Any, title: Any, proposals: list[Any], outcome: str) -> dict[str, Any]:
    """Proposals under a heading, each with its reason or where it went."""
    return {"title": say(request, title), "anchor": f"outcome-{outcome or 'none'}", "rows": [
        {"item": each, "title": name_of(request, each), "number": each.number,
         "senders": ", ".join(organisation_title(request, uid) for uid in each.all_senders()),
         "why": each.reason or each.motive, "to": each.referred_to if outcome == "referred" else ""}
        for each in proposals]}


@form_page(context=Round, name="areas", permission="edit")
class EditAreas(EditForm):
    """``/rounds/{year}/areas``: the areas in their order; an area keeps its id when its title is changed."""

    def title(self) -> Any:
        """The heading."""
        return _("The areas of the round")

    def schema(self) -> Any:
        """Areas alone."""
        return AreasSchema()

    def words(self) -> dict[str, Any]:
        """The way back, and what an area is."""
        return {"crumbs": [{"title": self.context.title, "href": self.request.link(self.context)}],
                "lede": say(self.request, _(
                    "An area gathers proposals from any theme. Proposals are put into it when they are selected."))}

    def keep(self, values: dict[str, Any]) -> Any:
        """Save, and go back to the result."""
        self.request.acts.edit(self.context, self.to_fields(values), self.seen())
        return back_to(self.request, self.context, self.request.acts, page="result")

    def to_fields(self, values: dict[str, Any]) -> dict[str, Any]:
        """The areas as the round keeps them."""
        return {"areas": areas_from(values.get("areas") or (), self.context.areas)}


def areas_from(given: Any, known: tuple[Area, ...]) -> tuple[Area, ...]:
    """Areas in the order of the form; known ones by id, new ones with an id made of their title."""
    taken = {area.id for area in known}
    made: list[Area] = []
    for each in given:
        title, area_id = (each.get("title") or "").strip(), each.get("id") or ""
        if not title:
            continue
        if area_id not in taken or area_id in {area.id for area in made}:
            base, used = slug(title) or "omrade", taken | {area.id for area in made}
            area_id = next(name for name in (base, *(f"{base}-{n}" for n in range(2, 999))) if name not in used)
        made.append(Area(area_id, title, each.get("motive") or "", bool(each.get("lesser")), each.get("body") or "",
                         each.get("day")))
    return tuple(made)
