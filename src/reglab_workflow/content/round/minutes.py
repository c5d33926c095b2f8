"""The minutes of an idea meeting, made of what the site holds: page, text document and PDF say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.renderers import render
from pyramid.response import Response
from pyramid.view import view_config

from ...documents import MissingLibrary
from ...documents.minutes import Line, Minutes, Piece, minutes_docx
from ...history.checkpoints import vouching
from ...i18n import _
from ...security.permissions import Permission
from ...web import dates
from ...web.telling import organisation_title
from ...web.words import name_of, say
from ..meeting.model import Meeting
from ..meeting.schema import DECIDED_BY
from .publications import HAS_MINUTES, TEMPLATES, crumbs, download, missing, pdf, shown, words_of
from .result import OTHERS, all_of, is_out, told_area

WHAT = "minutes"
NOTES = "notes"


@view_config(context=Meeting, name="minutes", permission="view", request_method="GET",
             renderer=TEMPLATES + "round/minutes.pt")
def minutes(meeting: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/meeting/minutes``: when the meeting has been held, for all who see it."""
    round_, noted = meeting.round, wants_notes(request, meeting)
    query = {NOTES: "1"} if noted else None
    proposals = {each.uid: each for each in (*meeting.proposals(), *round_.live_proposals()) if shown(request)(each)}
    return {
        "title": say(request, _("The minutes")), "minutes": minutes_of(request, meeting), "words": words_of(request),
        "crumbs": crumbs(request, round_, (meeting.title, request.link(meeting))), "proposals": proposals,
        "ways": [{"title": say(request, title), "href": request.link(meeting, f"minutes.{kind}", query=query)}
                 for kind, title in (("pdf", _("PDF")), ("docx", _("Word")))],
        "switch": {"href": request.link(meeting, "minutes", query=None if noted else {NOTES: "1"}), "on": noted}
        if may_have_notes(request, meeting) else None,
    }


@view_config(context=Meeting, name="minutes.docx", permission="view", request_method="GET")
def minutes_text(meeting: Any, request: Any) -> Response:
    """``…/meeting/minutes.docx``: the minutes to write in."""
    told = minutes_of(request, meeting)
    try:
        content = minutes_docx(told, words_of(request))
    except MissingLibrary as error:
        return missing(request, meeting.round, str(error))
    return download(request, meeting.round, "docx", content, WHAT)


@view_config(context=Meeting, name="minutes.pdf", permission="view", request_method="GET")
def minutes_pdf(meeting: Any, request: Any) -> Response:
    """``…/meeting/minutes.pdf``: the PDF when it is made, and until then a page that waits for it."""
    values = {"minutes": minutes_of(request, meeting), "words": words_of(request)}
    page = render(TEMPLATES + "documents/minutes.pt", values, request)
    return pdf(request, meeting.round, page, _("The minutes are being made"), WHAT)


def may_have_notes(request: Any, meeting: Any) -> bool:
    """Whether the person may read what was noted about each proposal."""
    rights, actor = request.rights, request.actor
    return bool(rights.may(actor, Permission.VIEW_INTERNAL, meeting)
                or rights.may(actor, Permission.WRITE_NOTES, meeting))


def wants_notes(request: Any, meeting: Any) -> bool:
    """Whether the notes are asked for by somebody who may read them."""
    return bool(request.GET.get(NOTES)) and may_have_notes(request, meeting)


def minutes_of(request: Any, meeting: Any) -> Minutes:
    """The minutes as the person asking may read them."""
    if meeting.state not in HAS_MINUTES:
        raise HTTPNotFound()
    told = Telling(request, meeting)
    facts = ((_("When"), request.day(meeting.day)), (_("Where"), meeting.place), (_("Present"), told.present))
    return Minutes(
        say(request, _("Minutes: ${title}", mapping={"title": meeting.title})), meeting.round.title,
        tuple((say(request, term), value) for term, value in facts if value), tuple(told.pieces()))


class Telling:
    """Puts one person's minutes together, piece by piece."""

    def __init__(self, request: Any, meeting: Any) -> None:
        self.request = request
        self.meeting = meeting
        self.round = meeting.round
        self.may_edit = bool(request.rights.may(request.actor, Permission.EDIT, self.round))
        self.shown = [each for each in all_of(self.round) if shown(request)(each)]

    @property
    def present(self) -> str:
        """Who was at the meeting, as its own decisions tell."""
        told = (each.present for each in self.meeting.told_decisions() if each.body == "meeting" and each.present)
        return "; ".join(dict.fromkeys(told))

    def pieces(self) -> Iterator[Piece]:
        """Every part that there is something to say in."""
        if self.meeting.introduction:
            yield Piece(self.say(_("Before the meeting")), text=self.meeting.introduction)
        yield from self.agenda()
        if self.meeting.result and self.may_read("result"):
            yield Piece(self.say(_("What the meeting arrived at")), text=self.meeting.result)
        yield from self.decisions()
        if self.may_edit or is_out(self.round):
            yield from self.areas()
            yield from self.outcomes()
        yield from self.afterwards()
        yield from self.control()

    def agenda(self) -> Iterator[Piece]:
        """Each proposal in the order it was called, with what was noted about it where that is wanted."""
        called = [each for each in self.meeting.proposals() if shown(self.request)(each)]
        if called:
            yield Piece(self.say(_("Agenda")))
        noted = wants_notes(self.request, self.meeting)
        for each in called:
            yield Piece(self.numbered(each), 2, self.senders(each),
                        self.meeting.text_on(each.uid) if noted else "", uid=each.uid, said=True)

    def decisions(self) -> Iterator[Piece]:
        """Each decision word by word: who made it, when and where, and what it is about."""
        made = self.meeting.told_decisions()
        if made:
            yield Piece(self.say(_("Decisions")))
        for number, each in enumerate(made, 1):
            body = self.say(DECIDED_BY[each.body]) if each.body in DECIDED_BY else ""
            here = self.say(_("Present: ${names}", mapping={"names": each.present})) \
                if each.present and each.body != "meeting" else ""
            area = self.round.area_title(each.area) if each.area else ""
            about = " · ".join(part for part in (body, self.request.day(each.day), here, area) if part)
            yield Piece(self.say(_("Decision ${number}", mapping={"number": number})), 2, about, each.wording,
                        self.lines(each_ for each_ in self.shown if each_.uid in each.proposals))

    def areas(self) -> Iterator[Piece]:
        """The areas with their motives and proposals, the lesser ones after the others."""
        told = [told_area(self.request, self.round, area, [
            each for each in self.shown if each.area == area.id and each.outcome]) for area in self.round.areas]
        for lesser, heading in ((False, _("Areas")), (True, _("Lesser interests"))):
            group = [each for each in told if each["lesser"] is lesser]
            if group:
                yield Piece(self.say(heading))
            for each in group:
                yield Piece(each["title"], 2, each["by"], each["motive"],
                            self.lines(row["item"] for row in each["rows"]), said=True)

    def outcomes(self) -> Iterator[Piece]:
        """What became of the proposals outside the areas, with the reasons."""
        placed = {area.id for area in self.round.areas}
        rest = [each for each in self.shown if each.outcome and each.area not in placed]
        if rest:
            yield Piece(self.say(_("The other proposals")))
        for outcome, title in OTHERS.items():
            group = [each for each in rest if each.outcome == outcome]
            if outcome and group:
                yield Piece(self.say(title), 2, lines=self.lines(group, reasons=True))

    def afterwards(self) -> Iterator[Piece]:
        """The board's decision and the adoption, with their days."""
        told = [self.say(_(str(text), mapping={"day": self.request.day(day)})) for text, day in (
            (_("The board decided on ${day}."), self.round.board_date),
            (_("The member group adopted the plan on ${day}."), self.round.adopted_date)) if day]
        if told:
            yield Piece(self.say(_("Decision of the board and adoption")), text="\n\n".join(told))

    def control(self) -> Iterator[Piece]:
        """The control number under which all that has happened to the meeting and its round is sealed."""
        checkpoint = vouching(self.meeting.site, (self.meeting, self.round))
        if checkpoint is not None:
            yield Piece(self.say(_("Control number")), text=self.say(
                _("${number}, the history until ${when}", mapping={
                    "number": checkpoint.control, "when": dates.when(checkpoint.at, self.request.locale_name)})))

    def lines(self, proposals: Iterable[Any], reasons: bool = False) -> tuple[Line, ...]:
        """Proposals as points of a list, with senders and, where asked for, why."""
        return tuple(Line(self.line(each), each.uid, self.reasons(each) if reasons else "") for each in proposals)

    def line(self, proposal: Any) -> str:
        """One proposal on one line."""
        senders = self.senders(proposal)
        return f"{self.numbered(proposal)} ({senders})" if senders else self.numbered(proposal)

    def reasons(self, proposal: Any) -> str:
        """Why it was decided so, and where the proposal went."""
        to = self.say(_("Handed over to: ${where}", mapping={"where": proposal.referred_to})) \
            if proposal.outcome == "referred" and proposal.referred_to else ""
        return " ".join([*(proposal.reason or proposal.motive).split(), to]).strip()

    def may_read(self, name: str) -> bool:
        """Whether the person may read a field of the meeting."""
        return name not in self.meeting.internal or bool(
            self.request.rights.may(self.request.actor, Permission.VIEW_INTERNAL, self.meeting))

    def senders(self, proposal: Any) -> str:
        """Who sends it."""
        return ", ".join(organisation_title(self.request, uid) for uid in proposal.all_senders())

    def numbered(self, proposal: Any) -> str:
        """Number and title."""
        title = name_of(self.request, proposal)
        return f"{proposal.number}. {title}" if proposal.number else title

    def say(self, text: Any) -> str:
        """A text in the reader's language."""
        return say(self.request, text)
