"""The pages of an idea meeting: agenda, notes for each proposal, and the way to its outcome."""

from __future__ import annotations

from typing import Any

import colander
from deform.widget import TextAreaWidget
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...web.cleaning import text
from ...web.crud import PlainAdd, PlainEdit
from ...web.done import back_to
from ...web.editing import form_page
from ...web.sheets import SheetForm
from ...web.telling import log_entries, organisation_title
from ...web.words import say, worded_offers
from ..round.model import Round
from .model import Meeting
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
    may_write = bool(rights.may(actor, "write_notes", meeting))
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
        "agenda": agenda(request, meeting, may_write or internal),
        "may_write": may_write,
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
    return {"sentence": say(request, SENTENCES.get(meeting.state, "")), "links": links,
            "offers": [each for each in worded_offers(request, meeting) if each.transition.name != STEP], "aside": ""}


def facts(request: Any, meeting: Any) -> list[dict[str, Any]]:
    """When and where."""
    return [{"term": say(request, _("When")), "value": request.day(meeting.day)},
            {"term": say(request, _("Where")), "value": meeting.place}]


def agenda(request: Any, meeting: Any, with_notes: bool) -> list[dict[str, Any]]:
    """The proposals that the person may see, in the order they are called."""
    return [
        {"item": each, "number": each.number, "organisation": organisation_title(request, each.organisation),
         "note": meeting.text_on(each.uid) if with_notes else "", "href": request.link(meeting, "note", each.uid)}
        for each in meeting.proposals() if request.rights.may(request.actor, "view", each)
    ]


@form_page(context=Meeting, name="edit", permission="edit")
class Edit(PlainEdit):
    """``…/meeting/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the meeting")


@form_page(context=Round, name="add-meeting", permission="add_meeting")
class Add(PlainAdd):
    """``/rounds/{year}/add-meeting``."""

    kind = "meeting"
    heading = _("Plan the idea meeting")


class NoteSchema(colander.MappingSchema):
    """What was said about a proposal."""

    text = text(20_000, title=_("Notes"), missing="", widget=TextAreaWidget(rows=14))


@form_page(context=Meeting, name="note", permission="write_notes")
class WriteNote(SheetForm):
    """``…/meeting/note/{proposal}``: what was said about one proposal; two writers are told of each other."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        uid = request.subpath[0] if len(request.subpath) == 1 else ""
        found = context.round.proposal(uid) if uid in context.agenda else None
        if found is None:
            raise HTTPNotFound()
        self.proposal: Any = found
        self.meeting = context
        # A GET must not make the note, so the form counts from nought until there is one.
        self.context = context.notes.get(uid) or Unwritten()

    def title(self) -> Any:
        """The heading."""
        return self.proposal.title

    def schema(self) -> Any:
        """One text."""
        return NoteSchema()

    def words(self) -> dict[str, Any]:
        """What the note is about."""
        crumbs = [{"title": self.meeting.title, "href": self.request.link(self.meeting)}]
        return {"crumbs": crumbs, "kicker": say(self.request, _("Notes from the idea meeting"))}

    def start(self) -> dict[str, Any]:
        """What is noted already."""
        return {"text": self.context.text}

    def keep(self, values: dict[str, Any]) -> Any:
        """Save the note."""
        acts = self.request.acts
        self.context = self.meeting.note_on(self.proposal.uid)
        acts.edit(self.context, {"text": values["text"] or ""}, self.seen())
        return back_to(self.request, self.meeting, acts, anchor=f"p-{self.proposal.uid}")


class Unwritten:
    """Stands in for a note that nobody has begun."""

    version = 0
    text = ""
    fields = ("text",)
