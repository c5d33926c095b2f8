"""An answer as a file: CSV for any program, PDF to sign and to send; what is asked now, or what a report has kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.renderers import render
from pyramid.response import Response

from .. import clock
from ..documents.lists import List
from ..documents.press import BROKEN, NO_LIBRARY, NO_TIME
from ..documents.saving import saved, saved_list
from ..i18n import _
from ..web import dates
from ..web.words import say
from .answering import Answer, cells_of
from .cells import Cell
from .checkpoints import by_control, control_number

TEMPLATES = "reglab_workflow.templates:"
WIDTH = 28
LONGEST_SHEET = 31
"""Characters that the name of a sheet may have."""

SORRY = {
    NO_LIBRARY: _("What it is made with is not installed: WeasyPrint, Pango. Whoever runs the site can add it."),
    NO_TIME: _("It took too long. Ask about fewer days."),
    BROKEN: _("Something went wrong when the file was made. Whoever runs the site can read more in the log."),
}


@dataclass(frozen=True)
class Paper:
    """An answer as it stands in a file; ``facts`` are terms and values above the table."""

    title: str
    name: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    looked_at: str
    limits: tuple[str, ...]
    empty: str
    back: str
    language: str


def answer_csv(request: Any, answer: Answer) -> Response:
    """The answer of this moment as a sheet."""
    return paper_csv(_paper(request, answer))


def answer_pdf(request: Any, answer: Answer) -> Response:
    """The answer of this moment as a document."""
    return paper_pdf(request, _paper(request, answer))


def paper_csv(paper: Paper) -> Response:
    """The rows, and below them what was asked and what the answer cannot know."""
    width = len(paper.columns)
    below = [*paper.facts, ("", paper.looked_at), *(("", limit) for limit in paper.limits)]
    rows = [*([cell.text for cell in cells] for cells in paper.rows), [""] * width,
            *([term, value, *[""] * width][:width] for term, value in below)]
    columns = [(column, WIDTH) for column in paper.columns]
    return saved_list(List(paper.title, paper.title[:LONGEST_SHEET], columns, rows), paper.name, "csv")


def paper_pdf(request: Any, paper: Paper) -> Response:
    """The PDF when it is made, and until then a page that waits for it."""
    page = render(TEMPLATES + "documents/answer.pt", {"paper": paper}, request)
    printed = request.registry.reglab_press.asked(page)
    if printed.ready is not None:
        return saved(printed.ready.read_bytes(), paper.name, "pdf")
    if printed.failed:
        return _waiting(request, paper, 503, say(request, SORRY.get(printed.failed, SORRY[BROKEN])))
    answer = _waiting(request, paper, 202)
    answer.headers["Refresh"] = "2"
    return answer


def standing(request: Any, day: Any, name: str, control: str) -> tuple[tuple[str, str], ...]:
    """When an answer was given, to whom, and by which control number, as terms and values."""
    told = [(say(request, _("Asked on")), str(request.day(day))), (say(request, _("By")), name)]
    if control:
        told.append((say(request, _("Control number of the history")), sealed_until(request, control)))
    return tuple(told)


def sealed_until(request: Any, control: str) -> str:
    """A control number, and up to which moment the history is under it; empty where nothing has been sealed."""
    checkpoint, fits = by_control(request.site.seals, control)
    if checkpoint is None or not fits:
        return control
    return say(request, _("${control}, the history up to ${moment}", mapping={
        "control": control, "moment": dates.when(checkpoint.at, request.locale_name)}))


def _paper(request: Any, answer: Answer) -> Paper:
    finding = answer.finding
    asked = standing(request, clock.local_day(clock.now()), request.actor.name, control_number(request.site))
    return Paper(
        answer.title, say(request, _("audit-${name}", mapping={"name": answer.question.name})),
        (*answer.facts, *asked), finding.columns, cells_of(finding.rows), finding.looked_at, finding.limits,
        finding.empty, request.frame.path(answer.address), request.locale_name)


def _waiting(request: Any, paper: Paper, status: int, reason: str = "") -> Response:
    title = _("The document could not be made") if reason else _("The report is being made")
    told = {"title": say(request, title), "kicker": paper.title, "reason": reason, "again": request.path_qs,
            "back": paper.back}
    return Response(render(TEMPLATES + "history/waiting.pt", {**told, "view": told}, request), status=status)
