"""The settled report of an access review as documents: a list, and a PDF."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.renderers import render
from pyramid.response import Response
from pyramid.view import view_config

from ...documents.lists import List
from ...documents.minutes import Line, Minutes, Piece
from ...documents.press import BROKEN, NO_LIBRARY
from ...documents.saving import NotInstalled, saved, saved_list
from ...i18n import _
from ...security.overview_words import capital, who
from ...web.handing import handed_out
from ...web.words import say
from ..round.publications import SORRY, words_of
from .model import Review
from .views import report_rows

TEMPLATES = "reglab_workflow.templates:"
COLUMNS = (
    (_("Person"), 28), (_("Role"), 24), (_("About"), 32), (_("From"), 12), (_("Until"), 12), (_("Given by"), 26),
    (_("Last used"), 12), (_("How it was answered"), 18), (_("Answered by"), 26), (_("Day"), 12), (_("Why"), 50),
)


def settled(review: Any) -> None:
    """Refuse a review that has no report yet."""
    if not review.signed_at:
        raise HTTPNotFound()


@view_config(context=Review, name="report.csv", permission="view", request_method="GET")
def report_list(review: Any, request: Any) -> Any:
    """``…/report.csv``: one row for each appointment."""
    settled(review)
    rows = [_cells(row) for row in report_rows(request, review)]
    columns = [(say(request, title), width) for title, width in COLUMNS]
    kept = List(review.title, say(request, _("Access review")), columns, rows)
    return handed_out(request, review, "review", "csv", saved_list(kept, _file_name(request), "csv"))


def _cells(row: dict[str, Any]) -> list[str]:
    line = row["line"]
    days = [day.isoformat() if day is not None else "" for day in (line.start, line.end, line.used, line.at)]
    return [line.name, capital(row["role"]), line.place, days[0], days[1], line.given_by, days[2], row["outcome"],
            line.by, days[3], line.why]


def _file_name(request: Any) -> str:
    return say(request, _("access-review"))


@view_config(context=Review, name="report.pdf", permission="view", request_method="GET")
def report_pdf(review: Any, request: Any) -> Any:
    """``…/report.pdf``: the PDF when it is made, and until then a page that waits for it."""
    settled(review)
    values = {"minutes": minutes_of(request, review), "words": words_of(request)}
    printed = request.registry.reglab_press.asked(render(TEMPLATES + "documents/minutes.pt", values, request))
    if printed.ready is not None:
        answer = saved(printed.ready.read_bytes(), _file_name(request), "pdf")
        return handed_out(request, review, "review", "pdf", answer)
    if printed.failed == NO_LIBRARY:
        raise NotInstalled("WeasyPrint, Pango")
    told = {"title": say(request, _("The report is being made")), "waits": not printed.failed,
            "reason": say(request, SORRY.get(printed.failed, SORRY[BROKEN])) if printed.failed else "",
            "crumbs": [{"title": review.title, "href": request.link(review)}], "again": request.path_qs,
            "ways": [{"title": say(request, _("As a list (CSV)")), "href": request.link(review, "report.csv")}]}
    answer = Response(render(TEMPLATES + "review/waiting.pt", {**told, "view": told}, request),
                      status=503 if printed.failed else 202)
    if not printed.failed:
        answer.headers["Refresh"] = "2"
    return answer


def minutes_of(request: Any, review: Any) -> Minutes:
    """The report as the document machinery prints it: one part for each answer, one point for each appointment."""
    rows = report_rows(request, review)
    titles = dict.fromkeys(row["outcome"] for row in rows)
    pieces = tuple(
        Piece(title, lines=tuple(Line(_point(request, row)) for row in rows if row["outcome"] == title))
        for title in titles)
    facts = ((say(request, _("Signed off by")), who(request, review.signed_by)),
             (say(request, _("Signed off on")), request.day(review.signed_at)),
             (say(request, _("Appointments")), str(len(rows))))
    sealed = ((say(request, _("Control number")), review.control),) if review.control else ()
    return Minutes(review.title, request.site.title, (*facts, *sealed), pieces)


def _point(request: Any, row: dict[str, Any]) -> str:
    line = row["line"]
    role = f"{row['role']}, {line.place}" if line.place else row["role"]
    parts = [f"{line.name}: {role}", say(request, _("since ${day}", mapping={"day": request.day(line.start)}))]
    if line.by:
        parts.append(say(request, _("answered by ${who} ${day}", mapping={
            "who": line.by, "day": request.day(line.at)})))
    if line.own:
        parts.append(say(request, _("the own appointment")))
    return "; ".join([*parts, *([line.why] if line.why else [])])
