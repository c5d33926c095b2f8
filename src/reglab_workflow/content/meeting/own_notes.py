"""Notes of one's own during the meeting: written by whoever follows it, and read by nobody else.

They are kept beside the content, with the account: an act would put their text into the history.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, ClassVar

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response

from ... import clock
from ...accounts.cookies import BY_ITSELF
from ...accounts.notes import OwnNote
from ...i18n import _
from ...security.permissions import Permission
from ...web import dates
from ...web.editing import form_page
from ...web.forms import ValidationFailure, read_form
from ...web.sheets import DROP, SheetForm
from ...web.words import name_of, say
from ...workflow.errors import Stale
from .model import Meeting
from .notes import FOLLOW, NOTE, NoteSchema, following, on_the_agenda

FORMS = 10**8
"""Each form has a number below this one, so that what it keeps by itself does not make it a stranger to itself."""


@dataclass(frozen=True)
class Written:
    """An own note as its form sees it."""

    text: str = ""
    version: int = 0
    form: int = 0
    fields: ClassVar[tuple[str, ...]] = ("text",)
    type_name: ClassVar[str] = "own_note"


def listed(request: Any, meeting: Any) -> list[dict[str, Any]]:
    """The person's own notes along the agenda, with the way to each as long as it can be written."""
    notes = request.site.accounts.notes_of(request.actor.person, meeting.uid)
    writes = may_write(request, meeting)
    return [
        {"title": name_of(request, each), "number": each.number, "uid": each.uid, "text": notes[each.uid].text,
         "href": request.link(meeting, "my-note", each.uid) if writes else ""}
        for each in meeting.proposals()
        if each.uid in notes and notes[each.uid].text
        and request.rights.may(request.actor, Permission.VIEW, each)]


def may_write(request: Any, meeting: Any) -> bool:
    """Whether the person can write notes of his or her own here."""
    return bool(request.actor.person and request.rights.may(request.actor, Permission.WRITE_OWN_NOTES, meeting))


@form_page(context=Meeting, name="my-note", permission="write_own_notes", renderer=NOTE)
class WriteOwnNote(SheetForm):
    """``…/meeting/my-note/{proposal}``: one's own note about a proposal; it is saved by itself while one writes."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.proposal: Any = on_the_agenda(context, request)
        if not request.rights.may(request.actor, Permission.VIEW, self.proposal):
            raise HTTPNotFound()
        self.meeting = context
        self.context = self.present()

    def present(self) -> Written:
        """The note as it is saved."""
        note = self.request.site.accounts.notes_of(self.request.actor.person, self.meeting.uid).get(self.proposal.uid)
        return Written(note.text, note.version, note.form) if note is not None else Written()

    def title(self) -> Any:
        """The heading."""
        return name_of(self.request, self.proposal)

    def schema(self) -> Any:
        """One text."""
        return NoteSchema()

    def words(self) -> dict[str, Any]:
        """What the note is about, and who reads it."""
        crumbs = [{"title": self.meeting.title, "href": self.request.link(self.meeting)}]
        return {"crumbs": crumbs, "kicker": say(self.request, _("My notes")),
                "lede": say(self.request, _("Only you read this. It is saved while you write.")),
                "following": following(self.request, self.meeting, self.proposal, "my-note")}

    def start(self) -> dict[str, Any]:
        """What is noted already."""
        return {"text": self.context.text}

    def version(self) -> int:
        """What is saved now, and a number of the form's own."""
        return self.context.version * FORMS + secrets.randbelow(FORMS - 1) + 1

    def read(self) -> Any:
        """Save what a form sends by itself; when it comes from another window than the latest, only keep it."""
        request = self.request
        if BY_ITSELF not in request.headers or request.POST.get(DROP):
            return super().read()
        try:
            saved = self.write(read_form(self.form(), request)["text"] or "")
        except ValidationFailure:
            saved = False
        if not saved:
            return super().read()
        request.site.accounts.drop_sheet(request.actor.person, request.path)
        return Response(json_body={"at": dates.clock(clock.now(), request.locale_name)}, charset="utf-8")

    def keep(self, values: dict[str, Any]) -> Any:
        """Save the note."""
        if not self.write(values["text"] or ""):
            raise Stale(())
        if FOLLOW in self.request.GET:
            return HTTPSeeOther(self.request.link(self.meeting, "my-note", self.proposal.uid, query={FOLLOW: "1"}))
        return HTTPSeeOther(self.request.link(self.meeting, anchor="my-notes"))

    def write(self, text: str) -> bool:
        """Save the note, unless another window has saved another text since this one was opened."""
        before, form = divmod(self.seen(), FORMS)
        now = self.context
        if text != now.text:
            if before != now.version and form != now.form:
                return False
            self.request.site.accounts.keep_note(
                self.request.actor.person, self.meeting.uid, self.proposal.uid,
                OwnNote(text, clock.now(), now.version + 1, form))
        return True
