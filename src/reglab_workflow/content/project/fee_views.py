"""The fee of a project: who comes, what the rule says of so many, where it can end, and what has been decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say, worded_offers
from ..registration.model import ASKED, registrations_of
from .fee import (
    DECLINED,
    SAID,
    SILENT,
    TWOFOLD,
    Forecast,
    Heads,
    Level,
    Reckoning,
    announced_fee,
    budget,
    contradictions,
    forecast,
    has_rule,
    heads_now,
    kronor,
    level_at,
    level_in_words,
    levels,
    next_level,
    range_in_words,
    reckon,
    recorded_by_hand,
)
from .fee_drawing import draw
from .model import FeeDecision, Project

DECIDES = ("close_registration", "change_fee")
MOST = 1_000_000
TRIED = ("people", "organisations", "fee")


@dataclass(frozen=True)
class Tried:
    """One field of the form that tries a fee: what was written, its number, and what is wrong with it."""

    text: str = ""
    number: int | None = None
    fault: bool = False


@view_config(context=Project, name="fee", permission="view_internal", request_method="GET",
             renderer="reglab_workflow.templates:project/fee.pt")
def fee(project: Project, request: Any) -> dict[str, Any]:
    """``/projects/{slug}/fee``: for the office and those who lead the project; the auditor reads it."""
    now, ahead = heads_now(project), forecast(project)
    tried = {name: read(request.GET.get(name, "")) for name in TRIED}
    return {
        "title": say(request, _("The fee")), "crumbs": crumbs(request, project),
        "figs": counts(request, project, now), "by_hand": len(recorded_by_hand(project)),
        "has_rule": has_rule(project), "rows": [row(request, each, now.people) for each in levels(project)],
        "twofold": [say(request, range_in_words(each)) for each in contradictions(project)],
        "sentences": list(sentences(request, project, now, ahead)), "band": band(request, project, now, ahead),
        "tried": tried, "reckoned": list(reckoned(request, project, now, ahead, tried)),
        "budget": budget_in_words(request, project), "decisions": decisions(request, project),
        "offers": [each for each in worded_offers(request, project) if each.transition.name in DECIDES],
        "note": project.fee_note, "excludes": project.fee_excludes, "vat": project.vat_note,
        "invoices": may_link(request, project, "invoices", Permission.VIEW_INVOICES),
        "may_edit": bool(request.rights.may(request.actor, Permission.ARRANGE, project)),
    }


def crumbs(request: Any, project: Project) -> list[dict[str, str]]:
    """The way to a page of the project."""
    return [{"title": say(request, _("Learning projects")), "href": request.link(request.site["projects"])},
            {"title": project.title, "href": request.link(project)}]


def may_link(request: Any, project: Project, name: str, permission: Permission) -> str:
    """The address of a page of the project, for those who may open it."""
    return str(request.link(project, name)) if request.rights.may(request.actor, permission, project) else ""


# -- who comes -----------------------------------------------------------------------------------------------------


def counts(request: Any, project: Project, now: Heads) -> list[dict[str, Any]]:
    """How many there are of each, with the list for those who may see all that is counted."""
    found = registrations_of(project)

    def fig(name: Any, value: int, counted: list[Any], group: str) -> dict[str, Any]:
        seen = all(request.rights.may(request.actor, Permission.VIEW, each) for each in counted)
        href = request.link(project["registrations"], query={"show": group}) if seen else ""
        return {"name": say(request, name), "value": value, "href": href}

    taking, by_hand = [each for each in found if each.takes_part], len(recorded_by_hand(project))
    recorded = {"name": say(request, _("organisations are recorded by hand")), "value": by_hand,
                "href": request.link(project)}
    return [
        fig(_("organisations take part"), now.organisations - by_hand, taking, "taking_part"),
        fig(_("people come from them"), now.people, taking, "taking_part"), *([recorded] if by_hand else []),
        *(fig(name, len(some), some, group) for name, group, some in (
            (_("organisations wait for the office"), "submitted", [each for each in found if each.state == ASKED[1]]),
            (_("organisations wait for their manager"), "awaiting", [each for each in found if each.state == ASKED[0]]),
            (_("organisations declined or cancelled"), "left", [each for each in found if each.state in DECLINED]))),
    ]


# -- the rule ------------------------------------------------------------------------------------------------------


def row(request: Any, level: Level, people: int) -> dict[str, Any]:
    """One line of the rule."""
    return {
        "people": say(request, range_in_words(level)), "said": say(request, level_in_words(level)),
        "note": level.note, "now": level.holds(people), "open": level.kind in (SILENT, TWOFOLD),
    }


def sentences(request: Any, project: Project, now: Heads, ahead: Forecast) -> Any:
    """What the rule says now, what it says next, and at both ends of the forecast."""
    said = say(request, level_in_words(level_at(project, now.people)))
    yield say(request, _("Now ${heads} take part, and the rule says: ${said}.", mapping={
        "heads": heads_in_words(request, now), "said": said}))
    following = next_level(project, now.people)
    if following is not None:
        more, level = following
        yield request.plural("With ${n} more person it says: ${said}.", "With ${n} more people it says: ${said}.", more,
                             said=say(request, level_in_words(level)))
    low, high = ahead.low, ahead.high
    yield say(request, _(
        "It can end between ${low} and ${high}: the fewest if nobody more comes, the most if all who have asked come "
        "with as many as they may.", mapping={
            "low": heads_in_words(request, low), "high": heads_in_words(request, high)}))
    yield say(request, _("At the low end the rule says: ${low}. At the high end: ${high}.", mapping={
        "low": say(request, level_in_words(level_at(project, low.people))),
        "high": say(request, level_in_words(level_at(project, high.people)))}))


def heads_in_words(request: Any, heads: Heads) -> str:
    """How many people in how many organisations."""
    return say(request, _("${people} in ${organisations}", mapping={
        "people": request.plural("${n} person", "${n} people", heads.people),
        "organisations": organisations_in_words(request, heads.organisations)}))


def organisations_in_words(request: Any, number: int) -> str:
    """How many organisations."""
    return str(request.plural("${n} organisation", "${n} organisations", number))


def band(request: Any, project: Project, now: Heads, ahead: Forecast) -> str:
    """The picture of the rule, with its words."""
    if not has_rule(project):
        return ""
    told = [f"{say(request, range_in_words(each))}: {say(request, level_in_words(each))}." for each in levels(project)]
    return draw(levels(project), now.people, ahead, say(request, _("The fee by the number of people")),
                " ".join([*told, *sentences(request, project, now, ahead)]))


# -- trying --------------------------------------------------------------------------------------------------------


def read(text: str) -> Tried:
    """A number that somebody has written; nothing is no number and no fault."""
    plain = "".join(text.split()).replace("\N{NO-BREAK SPACE}", "")
    if not plain:
        return Tried()
    if not (plain.isascii() and plain.isdigit() and int(plain[:9]) <= MOST and len(plain) < 9):
        return Tried(text, fault=True)
    return Tried(text, int(plain))


def reckoned(request: Any, project: Project, now: Heads, ahead: Forecast, tried: dict[str, Tried]) -> Any:
    """What comes in now, at both ends of the forecast, and with the numbers that are tried."""
    decided = project.fee if project.fee_decision is not None else None
    for name, heads in ((_("Now"), now), (_("If nobody more comes"), ahead.low), (_("At most"), ahead.high)):
        yield line(request, name, reckon(project, heads, decided))
    if any(each.number is not None for each in tried.values()):
        people, organisations = tried["people"].number, tried["organisations"].number
        heads = Heads(now.people if people is None else people,
                      now.organisations if organisations is None else organisations)
        yield line(request, _("What you try"), reckon(project, heads, tried["fee"].number), tried=True)


def line(request: Any, name: Any, found: Reckoning, tried: bool = False) -> dict[str, Any]:
    """One line of what comes in."""
    def money(amount: int | None) -> str:
        return "–" if amount is None else kronor(amount)

    return {
        "name": say(request, name), "people": found.heads.people, "organisations": found.heads.organisations,
        "fee": money(found.fee), "income": money(found.income), "per_person": money(found.per_person),
        "surplus": money(found.surplus), "enough": "–" if found.enough is None else found.enough, "tried": tried,
        "said": say(request, level_in_words(found.level)),
    }


def budget_in_words(request: Any, project: Project) -> str:
    """What the project is to be done for."""
    needed, announced = budget(project), announced_fee(project)
    if needed is None or announced is None:
        return say(request, _("There is no budget to compare with: no fee has been written yet."))
    return say(request, _("The budget is ${budget} kr: ${fee} kr from ${organisations}.", mapping={
        "budget": kronor(needed), "fee": kronor(announced),
        "organisations": organisations_in_words(request, project.least_organisations)}))


# -- the decision --------------------------------------------------------------------------------------------------


def decisions(request: Any, project: Project) -> list[dict[str, Any]]:
    """What has been decided, the latest first."""
    return [decision(request, each) for each in reversed(project.fee_decisions)]


def decision(request: Any, told: FeeDecision) -> dict[str, Any]:
    """One decision in words."""
    person = request.site["people"].get(told.by)
    said = say(request, SAID.get(told.said, "")) if told.said_fee is None else amount_in_words(request, told.said_fee)
    return {
        "fee": amount_in_words(request, told.fee), "day": told.day, "reason": told.reason,
        "by": person.title if person is not None else "", "said": said,
        "heads": heads_in_words(request, Heads(told.people, told.organisations)),
    }


def amount_in_words(request: Any, amount: int) -> str:
    """A fee in words."""
    if not amount:
        return say(request, _("No fee"))
    return say(request, _("${fee} kr per organisation", mapping={"fee": kronor(amount)}))


def facts(request: Any, project: Project) -> list[dict[str, Any]]:
    """What the project's own page tells of the fee and the terms."""
    fee = [] if project.fee is None else [amount_in_words(request, project.fee)]
    decided = decided_in_words(request, project)
    reason = project.fee_decision.reason if project.fee_decision is not None else ""
    excludes = say(request, _("Not covered by the fee: ${what}", mapping={"what": project.fee_excludes})) \
        if project.fee_excludes else ""
    links = [(_("The fee and who comes"), "fee", Permission.VIEW_INTERNAL),
             (_("The invoice list"), "invoices", Permission.VIEW_INVOICES)]
    ways = [{"title": say(request, title), "href": href} for title, name, permission in links
            if (href := may_link(request, project, name, permission))]
    told: list[dict[str, Any]] = [{
        "term": say(request, _("Fee")), "links": ways,
        "values": [part for part in (*fee, decided, reason, project.fee_note, excludes, project.vat_note) if part]}]
    if project.terms:
        told.append({"term": say(request, _("Terms")), "links": [{
            "title": say(request, _("version ${number}", mapping={"number": project.terms_number})),
            "href": request.link(project, "terms")}]})
    elif request.rights.may(request.actor, Permission.ARRANGE, project):
        told.append({"term": say(request, _("Terms")), "links": [{
            "title": say(request, _("No terms have been written yet")), "href": request.link(project, "terms")}]})
    return told


def decided_in_words(request: Any, project: Project) -> str:
    """The decision that holds, as one sentence for everybody; empty before there is one."""
    told = project.fee_decision
    if told is None:
        return ""
    return say(request, _("Decided on ${day}, when ${heads} took part.", mapping={
        "day": request.day(told.day), "heads": heads_in_words(request, Heads(told.people, told.organisations))}))
