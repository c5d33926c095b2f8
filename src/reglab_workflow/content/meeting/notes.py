"""The office's notes from the meeting: a page for each proposal, and a window of its own that goes along."""

from __future__ import annotations

from typing import Any

import colander
from deform.widget import TextAreaWidget
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from ...i18n import _
from ...web.cleaning import text
from ...web.done import back_to
from ...web.editing import form_page
from ...web.sheets import SheetForm
from ...web.words import say
from .model import Meeting

NOTE = "reglab_workflow.templates:meeting/note.pt"
FOLLOW = "follow"
"""In the address of a window that goes along from proposal to proposal."""


class NoteSchema(colander.MappingSchema):
    """What was said about a proposal."""

    text = text(20_000, title=_("Notes"), missing="", widget=TextAreaWidget(rows=14))


def following(request: Any, meeting: Any, proposal: Any, page: str) -> dict[str, str] | None:
    """What a window needs that goes along with the meeting; None for one that stays."""
    if FOLLOW not in request.GET or meeting.state != "in_session":
        return None
    return {"live": request.link(meeting, "live"), "here": proposal.uid,
            "pages": request.link(meeting, page, "UID", query={FOLLOW: "1"})}


def on_the_agenda(meeting: Any, request: Any) -> Any:
    """The proposal on the agenda that the address names; raises HTTPNotFound when there is none."""
    uid = request.subpath[0] if len(request.subpath) == 1 else ""
    found = meeting.round.proposal(uid) if uid in meeting.agenda else None
    if found is None:
        raise HTTPNotFound()
    return found


@form_page(context=Meeting, name="note", permission="write_notes", renderer=NOTE)
class WriteNote(SheetForm):
    """``…/meeting/note/{proposal}``: what was said about one proposal; two writers are told of each other."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.proposal: Any = on_the_agenda(context, request)
        self.meeting = context
        # A GET must not make the note, so the form counts from nought until there is one.
        self.context = context.notes.get(self.proposal.uid) or Unwritten()

    def title(self) -> Any:
        """The heading."""
        return self.proposal.title

    def schema(self) -> Any:
        """One text."""
        return NoteSchema()

    def words(self) -> dict[str, Any]:
        """What the note is about."""
        crumbs = [{"title": self.meeting.title, "href": self.request.link(self.meeting)}]
        return {"crumbs": crumbs, "kicker": say(self.request, _("Notes from the idea meeting")),
                "following": following(self.request, self.meeting, self.proposal, "note")}

    def start(self) -> dict[str, Any]:
        """What is noted already."""
        return {"text": self.context.text}

    def keep(self, values: dict[str, Any]) -> Any:
        """Save the note; a window that follows the meeting stays."""
        acts, uid = self.request.acts, self.proposal.uid
        self.context = self.meeting.note_on(uid)
        acts.edit(self.context, {"text": values["text"] or ""}, self.seen())
        if FOLLOW in self.request.GET:
            return HTTPSeeOther(self.request.link(self.meeting, "note", uid, query={FOLLOW: "1"}))
        return back_to(self.request, self.meeting, acts, anchor=f"p-{uid}")


class Unwritten:
    """Stands in for a note that nobody has begun."""

    version = 0
    text = ""
    fields = ("text",)
