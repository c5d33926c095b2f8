"""A report: the answer as it was, as a page and as files."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ... import clock
from ...history.answer_files import Paper, paper_csv, paper_pdf, standing
from ...history.timeline import timeline
from ...i18n import _
from ...web.handing import handed_out
from ...web.telling import log_entries
from ...web.words import say, worded_offers
from .model import Report

SHARED = "reglab_workflow.templates:history/answer.pt"
LATEST = 8


@view_config(context=Report, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:report/view.pt")
def view(report: Any, request: Any) -> dict[str, Any]:
    """``/reports/{number}``."""
    again = request.link(request.site, "audit", report.question, query=list(report.query) or None)
    return {
        "title": say(request, _("Report ${n}", mapping={"n": report.number})), "again": again,
        "crumbs": [{"title": say(request, _("Audit")), "href": request.link(request.site, "audit")}],
        "facts": [{"term": term, "value": value} for term, value in (*report.facts, *kept(report, request))],
        "now": {"sentence": request.state_of(report).help, "offers": worded_offers(request, report)},
        "finding": report, "rows": report.rows, "shared": request.registry.templates(SHARED),
        "entries": log_entries(request, report, timeline(report, request.actor, request.rulebook, LATEST)),
        "ways": [{"title": title, "href": request.link(report, name)}
                 for name, title in (("report.csv", say(request, _("CSV"))), ("report.pdf", say(request, _("PDF"))))],
    }


@view_config(context=Report, name="report.csv", permission="view", request_method="GET")
def as_csv(report: Any, request: Any) -> Any:
    """``…/report.csv``: the rows for any program."""
    return handed_out(request, report, "report", "csv", paper_csv(paper_of(report, request)))


@view_config(context=Report, name="report.pdf", permission="view", request_method="GET")
def as_pdf(report: Any, request: Any) -> Any:
    """``…/report.pdf``: the report to sign and to send."""
    return handed_out(request, report, "report", "pdf", paper_pdf(request, paper_of(report, request)))


def kept(report: Any, request: Any) -> tuple[tuple[str, str], ...]:
    """When it was kept, by whom, and by which control number."""
    author = request.site["people"].get(report.creator)
    return standing(request, clock.local_day(report.created), author.title if author is not None else "–",
                    report.control)


def paper_of(report: Any, request: Any) -> Paper:
    """The report as it stands in a file."""
    name = say(request, _("report-${n}", mapping={"n": report.number}))
    title = f"{say(request, _('Report ${n}', mapping={'n': report.number}))}: {report.title}"
    return Paper(title, name, (*report.facts, *kept(report, request)), report.columns, report.rows, report.looked_at,
                 report.limits, report.empty, request.link(report), report.language)
