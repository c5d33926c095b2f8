"""The page of a registration: where it is, who comes to what, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...security.permissions import Permission
from ...web.telling import log_entries
from ...web.words import say, worded_offers
from ..project.fee import in_kronor
from ..submission.words import homework_in
from .grid import grid_of
from .model import TAKING_PART, Registration

LATEST = 6

SENTENCES = {
    "draft": _("The registration has not been sent yet."),
    "awaiting_approval": _("The manager has been asked, and has not answered yet."),
    "submitted": _("The manager has agreed. The office looks at the registration next."),
    "confirmed": _("You take part. The fee is preliminary until the office has decided it."),
    "fee_fixed": _("You take part, and the fee is decided."),
    "declined": _("The office could not accept the registration."),
    "cancelled": _("The registration has been cancelled."),
    "cancelled_late": _("The registration has been cancelled after the last day."),
}

STEPS = (
    ("draft", _("Written"), ""),
    ("awaiting_approval", _("The manager approves"), _("With a link, without an account")),
    ("submitted", _("The office confirms"), _("When the manager has agreed")),
    ("confirmed", _("You take part"), _("And name those who come")),
    ("fee_fixed", _("The fee is decided"), _("When the registration has closed")),
)
"""The way of a registration: the state, its title, and what is to be known of it before it comes."""


@view_config(context=Registration, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:registration/view.pt")
def view(registration: Any, request: Any) -> dict[str, Any]:
    """``/projects/{slug}/registrations/{organisation}``."""
    return page_of(registration, request)


def page_of(registration: Any, request: Any, told: Iterable[str] = (), stopped: Iterable[str] = (),
            ticked: set[str] | None = None) -> dict[str, Any]:
    """What the template needs; ``ticked`` are boxes that are shown as ticked before they are sent."""
    project, rights, actor = registration.project, request.rights, request.actor
    may_know = bool(rights.may(actor, Permission.VIEW_HISTORY, registration))
    log = timeline(registration, actor, request.rulebook, LATEST) if may_know else None
    return {
        "title": registration.title, "project": project, "crumbs": [
            {"title": say(request, _("Learning projects")), "href": request.link(request.site["projects"])},
            {"title": project.title, "href": request.link(project)}],
        "now": now(request, registration), "steps": steps(request, registration),
        "grid": grid_of(request, registration) if registration.takes_part else None,
        "homework": homework_in(request, registration), "told": list(told), "stopped": list(stopped), "ticked": ticked,
        "may_name": registration.takes_part and bool(rights.may_fire(actor, "name", registration)),
        "sections": sections(request, registration), "facts": list(facts(request, registration)),
        "invoice": list(invoice(request, registration)),
        "may_know": may_know, "entries": log_entries(request, registration, log) if log is not None else [],
    }


def sections(request: Any, registration: Registration) -> list[dict[str, str]]:
    """What a team has written about its case."""
    title = say(request, _("What your team wants to work on"))
    return [{"title": title, "text": registration.case}] if registration.case else []


def now(request: Any, registration: Registration) -> dict[str, Any]:
    """What is happening, and what the person can do."""
    links = []
    if request.rights.may(request.actor, Permission.EDIT, registration):
        links.append({"title": say(request, _("Change the registration")), "href": request.link(registration, "edit")})
    own = request.actor.organisation == registration.organisation
    sentence = say(request, SENTENCES.get(registration.state, "")) if own else request.state_of(registration).help
    return {"sentence": sentence, "links": links,
            "said": registration.reason if registration.state not in TAKING_PART else "",
            "offers": worded_offers(request, registration), "aside": aside(request, registration)}


def aside(request: Any, registration: Registration) -> str:
    """Whom one waits for, and until when."""
    project = registration.project
    if registration.state == "awaiting_approval":
        return say(request, _("The letter went to ${name}, ${address}.", mapping={
            "name": registration.manager_name, "address": registration.manager_email}))
    if registration.state == "draft" and project.state == "inviting" and project.last_day:
        return say(request, _("Last day to register: ${day}.", mapping={"day": request.day(project.last_day)}))
    if registration.state == "confirmed" and project.state == "inviting" and project.last_day:
        return say(request, _("You can cancel without cost until ${day}.", mapping={
            "day": request.day(project.last_day)}))
    return ""


def steps(request: Any, registration: Registration) -> list[dict[str, Any]]:
    """The way of a registration, and where this one is; none where it went another way."""
    names = [name for name, _title, _ahead in STEPS]
    if registration.state not in names:
        return []
    here = names.index(registration.state)
    told = []
    for number, (name, title, ahead) in enumerate(STEPS):
        kind = "current" if number == here else "passed" if number < here else "to_come"
        when = say(request, ahead) if kind == "to_come" else ""
        if name == "awaiting_approval" and kind == "passed":
            when = registration.approved_by
        told.append({"title": title, "kind": kind, "when": when,
                     "date": registration.since if number == here else None})
    return told


def facts(request: Any, registration: Registration) -> Iterator[dict[str, Any]]:
    """Who, how many, and on what terms."""
    internal = bool(request.rights.may(request.actor, Permission.VIEW_INTERNAL, registration))
    contact = [part for part in (registration.contact_name, registration.contact_role) if part]
    if internal:
        contact += [part for part in (registration.contact_email, registration.contact_phone) if part]
    yield {"term": say(request, _("Contact person")), "values": contact}
    yield {"term": say(request, _("People planned")), "value": str(registration.planned or "")}
    if registration.co_organisations:
        yield {"term": say(request, _("In the team")), "values": list(registration.co_organisations)}
    if registration.approved_by:
        day = request.day(registration.approved_on)
        yield {"term": say(request, _("Approved by")), "values": [registration.approved_by, day]}
    elif registration.manager_name:
        yield {"term": say(request, _("Manager")), "value": registration.manager_name}
    if registration.is_late:
        yield {"term": say(request, _("Admitted")), "value": say(request, _("after the last day"))}
    if internal:
        yield from money(request, registration)


def money(request: Any, registration: Registration) -> Iterator[dict[str, Any]]:
    """The fee, decided or preliminary, what a cancellation costs, and the terms that were accepted."""
    project = registration.project
    if registration.charge is not None:
        yield {"term": say(request, _("What the cancellation costs")), "value": in_kronor(registration.charge)}
    elif registration.fee is not None:
        yield {"term": say(request, _("Fee")), "value": in_kronor(registration.fee)}
    elif project.fee is not None:
        yield {"term": say(request, _("Fee, preliminary")), "value": in_kronor(project.fee)}
    if registration.terms:
        yield {"term": say(request, _("Terms accepted")), "links": [{
            "title": say(request, _("version ${number}", mapping={"number": registration.terms})),
            "href": request.link(project, "terms", query={"number": registration.terms})}]}


def invoice(request: Any, registration: Registration) -> Iterator[dict[str, Any]]:
    """What stands on the invoice, for those who may see it."""
    if not request.rights.may(request.actor, Permission.VIEW_INTERNAL, registration):
        return
    told = (
        (_("Name on the invoice"), registration.legal_name),
        (_("Organisation number"), registration.organisation_number),
        (_("Your reference"), registration.invoice_reference),
        (_("Address for electronic invoices"), registration.invoice_address),
    )
    for term, value in told:
        yield {"term": say(request, term), "value": value, "unknown": say(request, _("Not written yet"))}
