"""The audit: its questions, each with its form and its answer, and the answers that have been kept as reports."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from .. import clock
from ..content.report.model import Reports, reports_of
from ..content.site.model import Site
from ..i18n import _
from ..security.permissions import Permission
from ..web.crud import FORMS, LATEST
from ..web.handing import handed_out
from ..web.words import say
from .answer_files import answer_csv, answer_pdf, sealed_until
from .answering import Answer, Told, answer_of, cells_of, is_asked, told_of
from .checkpoints import control_number
from .question_fields import ITEM
from .questions import NotUnderstood, Question, questions_of

TEMPLATES = "reglab_workflow.templates:"
FILES = {"answer.csv": ("csv", answer_csv), "answer.pdf": ("pdf", answer_pdf)}
REPORTS_SHOWN = 50


@view_config(context=Site, name="audit", permission="view_site_history", request_method="GET",
             renderer=TEMPLATES + "history/audit.pt")
def audit(site: Any, request: Any) -> Any:
    """``/audit``: what can be asked, and the reports; ``/audit/{question}``: its form and answer; ``…/answer.csv``."""
    if request.mirror_prefix is not None:  # a question is about any day already
        return HTTPSeeOther(_outside(request))
    if request.subpath:
        return _asked(request)
    about = request.GET.get("item", "")
    kept = site.get("reports")
    reports = [kept[name] for name in reversed(kept.keys())] if kept is not None else []
    visible = [each for each in reports if request.rights.may(request.actor, Permission.VIEW, each)]
    return {
        "title": say(request, _("Audit")), "reports": visible[:REPORTS_SHOWN], "total": len(visible),
        "questions": [{"title": say(request, each.title), "about": say(request, each.about),
                       "href": request.link(site, "audit", each.name, query={"item": about} if about else None)}
                      for each in _questions(request).values() if not about or ITEM in each.fields],
        "of_item": about,
        "may_keep": _may_keep(request),
    }


@view_config(context=Reports, permission="view_site_history", request_method="GET")
def reports(folder: Any, request: Any) -> Any:
    """``/reports`` leads to the audit, where they are listed."""
    return HTTPSeeOther(request.link(request.site, "audit", anchor="reports"))


@view_config(context=Site, name="audit", permission="add_report", request_method="POST")
def keep(site: Any, request: Any) -> Any:
    """Keep the answer of this moment as a report; the same form sent twice keeps one."""
    question, told = _question(request, 1)
    number = request.POST.get("made", "")
    sent_as = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
    there = site.get("reports")
    for name in reversed(there.keys()[-LATEST:]) if sent_as and there is not None else ():
        if there[name].sent_as == sent_as and there[name].creator == request.actor.id:
            return HTTPSeeOther(request.link(there[name]))
    if _faults(told):
        return HTTPSeeOther(_address(request, question))
    try:
        answer = answer_of(request, question, told)
    except NotUnderstood:
        return HTTPSeeOther(_address(request, question))
    finding, folder = answer.finding, reports_of(site)
    report = request.acts.create(folder, "report", {
        "title": " · ".join((answer.title, *(each.field.shown(request, each.value)
                                             for each in told if each.value is not None))),
        "question": question.name, "facts": answer.facts, "query": answer.query, "columns": finding.columns,
        "rows": cells_of(finding.rows), "looked_at": finding.looked_at, "limits": finding.limits,
        "empty": finding.empty, "control": control_number(site), "number": len(folder) + 1,
        "language": request.locale_name,
    })
    report.sent_as = sent_as
    return HTTPSeeOther(request.link(report))


def _asked(request: Any) -> Any:
    """The page of one question, or its answer as a file."""
    question, told = _question(request, 2)
    complete = is_asked(request, question) and not _faults(told)
    answer, refused = None, None
    if complete:
        try:
            answer = answer_of(request, question, told)
        except NotUnderstood as objection:
            refused = objection.text
    if len(request.subpath) == 2:
        return _file(request, answer, request.subpath[1])
    request.override_renderer = TEMPLATES + "history/question.pt"
    return _page(request, question, told, answer, refused)


def _page(request: Any, question: Question, told: list[Told], answer: Answer | None, refused: Any) -> dict[str, Any]:
    faults = _faults(told) if is_asked(request, question) else {}
    only = request.GET.get("only", "")
    finding = answer.finding if answer is not None else None
    groups = dict(finding.groups) if finding is not None else {}
    shown = finding.only(only if only in groups else "") if finding is not None else ()
    return {
        "title": say(request, question.title), "about": say(request, question.about),
        "crumbs": [{"title": say(request, _("Audit")), "href": request.link(request.site, "audit")}],
        "fields": [_field(request, each, faults.get(each.field.name)) for each in told], "faults": len(faults),
        "answer": answer, "refused": say(request, refused) if refused else "", "finding": finding,
        "rows": cells_of(shown), "pills": _pills(request, answer, only) if answer is not None else [],
        "about_pills": _("Show only"), "may_keep": _may_keep(request), "made": secrets.randbelow(FORMS - 1) + 1,
        "here": _address(request, question),
        "control": sealed_until(request, control_number(request.site)),
        "ways": _ways(request, answer) if answer is not None else [],
        "shared": request.registry.templates(TEMPLATES + "history/answer.pt"),
    }


def _field(request: Any, told: Told, fault: Any) -> dict[str, Any]:
    field = told.field
    return {
        "name": field.name, "title": say(request, field.title), "kind": field.kind, "text": told.text,
        "help": say(request, field.help) if field.help else "", "required": field.required,
        "choices": field.choices(request) if field.choices is not None else [],
        "fault": say(request, fault) if fault else "",
        "means": field.shown(request, told.value) if told.value is not None and field.kind == "text" else "",
    }


def _faults(told: list[Told]) -> dict[str, Any]:
    """What is wrong with each field, by its name."""
    found = {each.field.name: each.fault for each in told if each.fault is not None}
    found |= {each.field.name: _("Fill in this field.") for each in told if each.field.required and not each.text}
    days = {each.field.name: each.value for each in told}
    since, until = days.get("since"), days.get("until")
    if since is not None and until is not None and until < since:
        found["until"] = _("The last day is before the first. Choose a later day.")
    if since is not None and since > clock.local_day(clock.now()):
        found["since"] = _("That day has not come yet.")
    return found


def _pills(request: Any, answer: Answer, only: str) -> list[dict[str, Any]]:
    """How many rows there are of each kind; each number leads to its rows."""
    finding, path = answer.finding, request.frame.path(answer.address)
    if len({row.group for row in finding.rows}) < 2:
        return []
    pills = [{"title": say(request, _("All")), "count": len(finding.rows), "href": path, "on": not only}]
    return pills + [
        {"title": title, "count": len(finding.only(name)), "href": f"{path}&{urlencode({'only': name})}",
         "on": name == only} for name, title in finding.groups if finding.only(name)]


def _ways(request: Any, answer: Answer) -> list[dict[str, str]]:
    """The same answer as files."""
    return [{"title": title, "href": request.link(request.site, "audit", answer.question.name, name,
                                                   query=list(answer.query) or None)}
            for name, title in (("answer.csv", say(request, _("CSV"))), ("answer.pdf", say(request, _("PDF"))))]


def _file(request: Any, answer: Answer | None, name: str) -> Any:
    if answer is None or name not in FILES:
        raise HTTPNotFound()
    form, make = FILES[name]
    return handed_out(request, request.site, "answer", form, make(request, answer))


def _question(request: Any, most: int) -> tuple[Question, list[Told]]:
    """The question of the address, and what it says of its fields; raises HTTPNotFound."""
    known = _questions(request)
    if not 1 <= len(request.subpath) <= most or request.subpath[0] not in known:
        raise HTTPNotFound()
    question = known[request.subpath[0]]
    return question, told_of(request, question)


def _address(request: Any, question: Question) -> str:
    """This very question, as it stands in the address."""
    address: str = request.link(request.site, "audit", question.name, query=list(request.GET.items()) or None)
    return address


def _questions(request: Any) -> dict[str, Question]:
    return questions_of(request.registry)


def _outside(request: Any) -> str:
    """The same address on the site itself."""
    query = f"?{request.query_string}" if request.query_string else ""
    return f"{request.mirror_outside}{request.path_info}{query}"


def _may_keep(request: Any) -> bool:
    return bool(request.rights.may(request.actor, Permission.ADD_REPORT, request.site))
