"""The pages of an idea meeting: agenda, notes for each proposal, and the way to its outcome."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...security.permissions import Permission
from ...web.crud import PlainAdd, PlainEdit
from ...web.editing import form_page
from ...web.telling import log_entries, organisation_title
from ...web.words import say, worded_offers
from ..round.model import Round
from .decisions import told
from .model import Meeting
from .own_notes import listed, may_write
from .plan import points_of, timed
from .session import STEP, live

LATEST = 6

SENTENCES = {
    "planned": _("The meeting is being prepared."),
    "called": _("The members have been called."),
    "in_session": _("The meeting is in session."),
    "result_draft": _("The meeting has been held. The office writes down its result."),
    "published": _("The result of the meeting is published."),
}


@view_config(context=Meeting, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:meeting/view.pt")
def view(meeting: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/meeting``: the agenda with notes and outcomes."""
    rights, actor = request.rights, request.actor
    writes = bool(rights.may(actor, "write_notes", meeting))
    internal = bool(rights.may(actor, "view_internal", meeting))
    may_know = bool(rights.may(actor, "view_history", meeting))
    return {
        "title": meeting.title,
        "now": now(request, meeting),
        "facts": facts(request, meeting),
        "crumbs": [
            {"title": say(request, _("Proposals")), "href": request.link(request.site["rounds"])},
            {"title": meeting.round.title, "href": request.link(meeting.round)},
        ],
        "agenda": agenda(request, meeting, writes or internal),
        "may_write": writes,
        "may_write_own": may_write(request, meeting),
        "own_notes": listed(request, meeting),
        "decisions": told(request, meeting),
        "result": meeting.result if "result" not in meeting.internal or internal else "",
        "entries": log_entries(request, meeting, timeline(meeting, actor, request.rulebook, LATEST))
        if may_know
        else [],
        "may_know": may_know,
        "files": request.files_of(meeting),
        "live": live(request, meeting),
        "live_part": request.registry.templates("reglab_workflow.templates:meeting/live.pt"),
    }


def now(request: Any, meeting: Any) -> dict[str, Any]:
    """What is happening, and what the person can do."""
    links = []
    if request.rights.may(request.actor, "edit", meeting):
        links.append({"title": say(request, _("Edit the meeting")), "href": request.link(meeting, "edit")})
        links.append({"title": say(request, _("Plan the meeting")), "href": request.link(meeting, "plan")})
        links.append({"title": say(request, _("Record decisions")), "href": request.link(meeting, "decisions")})
    return {"sentence": say(request, SENTENCES.get(meeting.state, "")), "links": links,
            "offers": [each for each in worded_offers(request, meeting) if each.transition.name != STEP], "aside": ""}


def facts(request: Any, meeting: Any) -> list[dict[str, Any]]:
    """When and where."""
    hours = "–".join(part for part in (meeting.starts, meeting.ends) if part)
    day = ", ".join(part for part in (request.day(meeting.day), hours) if part)
    return [{"term": say(request, _("When")), "value": day}, {"term": say(request, _("Where")), "value": meeting.place}]


def agenda(request: Any, meeting: Any, with_notes: bool) -> list[dict[str, Any]]:
    """The points with their times, each with the proposals that the person may see; one without any is left out."""
    seen = {each.uid: each for each in meeting.proposals()
            if request.rights.may(request.actor, Permission.VIEW, each)}
    points = points_of(meeting)
    return [
        {"title": each.point.title, "begins": each.begins, "ends": each.ends, "goes_on": each.goes_on,
         "minutes": each.point.minutes, "pause": each.point.pause,
         "proposals": [row(request, meeting, seen[uid], with_notes) for uid in each.point.proposals if uid in seen]}
        for each in timed(points, meeting.starts) if seen.keys() & set(each.point.proposals)
    ]


def row(request: Any, meeting: Any, proposal: Any, with_notes: bool) -> dict[str, Any]:
    """A proposal on the agenda, with the notes about it for those who may read them."""
    return {"item": proposal, "number": proposal.number,
            "organisation": organisation_title(request, proposal.organisation),
            "note": meeting.text_on(proposal.uid) if with_notes else "",
            "href": request.link(meeting, "note", proposal.uid),
            "own_href": request.link(meeting, "my-note", proposal.uid)}


@form_page(context=Meeting, name="edit", permission="edit")
class Edit(PlainEdit):
    """``…/meeting/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the meeting")

    def schema(self) -> Any:
        """Everything but the agenda, which is put in order on the page of the plan."""
        return without_agenda(super().schema())


@form_page(context=Round, name="add-meeting", permission="add_meeting")
class Add(PlainAdd):
    """``/rounds/{year}/add-meeting``."""

    kind = "meeting"
    heading = _("Plan the idea meeting")

    def schema(self) -> Any:
        """Everything but the agenda, which follows on the page of the plan."""
        return without_agenda(super().schema())


def without_agenda(schema: Any) -> Any:
    """The form of a meeting without its longest field."""
    del schema["agenda"]
    return schema
