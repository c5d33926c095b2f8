"""What a project must have before it moves on, and what is worth saying when it lacks something."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from ...catalog.query import Query
from ...clock import local_day
from ...i18n import _
from ...people.organisation import MEMBER
from ...security.remedies import AddItem, Appoint, EditField, Reach, Remedy, Remove, Wait, each
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..registration.model import TAKING_PART, registrations_of
from .fee import KNOWN, LOWERED, SILENT, TWOFOLD, has_rule, heads_now, kronor, level_at
from .formats import format_of
from .model import CANCELLED, HELD, PLANNED, RESHAPED, Project, begun, has_been_held, occasions
from .terms import in_order

MOST_TITLES = 5
ASKING = ("draft", "awaiting_approval", "submitted")
"""The states of a registration that may still be confirmed."""

FINISHED = ("documented", "closed", "cancelled")


def says_why(project: Project, ask: Ask) -> Reason | None:
    """It says why the project is needed."""
    if project.purpose.strip():
        return None
    return Reason("no_purpose", _("Write why the project is needed before you invite to it."), "purpose")


def last_day_is_ahead(project: Project, ask: Ask) -> Reason | None:
    """The last day for registration is decided and has not passed."""
    if project.last_day is None:
        return Reason("no_last_day", _("Decide the last day for registration before you invite."), "last_day")
    if project.last_day < local_day(ask.now):
        return Reason(
            "last_day_passed", _("The last day for registration has passed. Enter a later day."), "last_day")
    return None


def new_last_day_is_later(project: Project, ask: Ask) -> Reason | None:
    """The new last day is later than the present one and has not passed."""
    new_day = ask.facts.get("last_day")
    if new_day is None:
        return None
    if project.last_day is not None and new_day <= project.last_day:
        return Reason("not_later", _("The new last day must be later than the present one."), "last_day")
    if new_day < local_day(ask.now):
        return Reason(
            "last_day_passed", _("The last day for registration has passed. Enter a later day."), "last_day")
    return None


def fee_has_its_reason(project: Project, ask: Ask) -> Reason | None:
    """The fee is what the rule says of as many people as take part, or it is told why not."""
    fee = ask.facts.get("fee")
    if fee is None or not has_rule(project) or (ask.facts.get("fee_reason") or "").strip():
        return None
    people = heads_now(project).people
    level = level_at(project, people)
    if level.kind == KNOWN and level.fee == fee:
        return None
    names = {"people": people, "fee": kronor(level.fee or 0)}
    text = {
        KNOWN: _("When the number of people is ${people}, the rule says ${fee} kr. Write that, or write why the fee is "
                 "another.", mapping=names),
        LOWERED: _("When the number of people is ${people}, the rule says that the fee is lowered, not to what. Write "
                   "what your decision rests on.", mapping=names),
        SILENT: _("The rule says nothing of when the number of people is ${people}. Write what your decision rests on.",
                  mapping=names),
        TWOFOLD: _("The rule says two things of when the number of people is ${people}. Write what your decision rests "
                   "on.", mapping=names),
    }[level.kind]
    return Reason("no_fee_reason", text, "fee_reason")


def fee_is_another(project: Project, ask: Ask) -> Reason | None:
    """The new fee is another than the one that holds."""
    if ask.facts.get("fee") is None or ask.facts["fee"] != project.fee:
        return None
    return Reason("same_fee", _("The fee is that already. Write another, or go back."), "fee")


def terms_are_clear(project: Project, ask: Ask) -> Reason | None:
    """The terms say one thing about each day, and cancelling never gets cheaper with time."""
    charges = ask.facts.get("charges")
    if not charges:
        return None
    falling = in_order(charges)
    if len({one.days for one in falling}) < len(falling):
        return Reason("charge_twice", _("Two lines have the same number of days. Keep one of them."), "charges")
    if any(later.percent < sooner.percent for sooner, later in pairwise(falling)):
        return Reason("charge_falls", _(
            "Cancelling would cost less the later it is done. Check the days and the percentages."), "charges")
    return None


def terms_are_new(project: Project, ask: Ask) -> Reason | None:
    """The new terms say something else than those that hold."""
    text, charges = ask.facts.get("terms_text"), ask.facts.get("charges")
    now = project.terms[-1] if project.terms else None
    if now is None or text is None or charges is None or (text, in_order(charges)) != (now.text, in_order(now.charges)):
        return None
    return Reason("same_terms", _("These are the terms that hold already. Change something, or go back."), "terms_text")


def has_least_organisations(project: Project, ask: Ask) -> Reason | None:
    """As many organisations as the project needs are confirmed."""
    number, least = len(project.confirmed_organisations()), project.least_organisations
    if number >= least:
        return None
    return Reason("too_few_organisations", _(
        "Too few organisations: ${number} confirmed, ${least} needed. Extend the registration, lower the "
        "number needed, or cancel the project.", mapping={"least": least, "number": number}), "organisations",
        remedies=(EditField(project, "least_organisations"), *_more(project, least - number)))


def has_content_leader(project: Project, ask: Ask) -> Reason | None:
    """As many content leaders as the format needs are appointed."""
    number, least = _leading("content_leader", project, ask), format_of(project, ask.declared).content_leaders
    if number >= least:
        return None
    if least == 1:
        return Reason("no_content_leader", _("Appoint at least one content leader."),
                      remedies=(Appoint("content_leader", project.uid),))
    return Reason("too_few_content_leaders", _(
        "Appoint at least ${least} content leaders. Appointed so far: ${number}.",
        mapping={"least": least, "number": number}),
        remedies=(Appoint("content_leader", project.uid, least - number),))


def has_process_leader(project: Project, ask: Ask) -> Reason | None:
    """A process leader is appointed, if the format needs one."""
    if _leading("process_leader", project, ask) or not format_of(project, ask.declared).process_leader:
        return None
    return Reason("no_process_leader", _("Appoint a process leader."),
                  remedies=(Appoint("process_leader", project.uid),))


def format_has_leading_organisation(project: Project, ask: Ask) -> Reason | None:
    """One organisation leads the others, if the format needs it."""
    if not format_of(project, ask.declared).leading or ask.site.by_uid(project.leading) is not None:
        return None
    return Reason("no_leading_organisation", _(
        "This format needs an organisation that leads. The office chooses it where the project is edited."), "leading")


def format_has_participants(project: Project, ask: Ask) -> Reason | None:
    """As many members as the format needs take part besides the leading organisation."""
    least = format_of(project, ask.declared).participants
    number = len(_other_members(project, ask)) if least else 0
    if number >= least:
        return None
    return Reason("too_few_participants", _(
        "Besides the organisation that leads, this format needs ${least} members, and ${number} are confirmed. "
        "Confirm more, or choose another format.", mapping={"least": least, "number": number}), "organisations",
        remedies=(*_more(project, least - number), EditField(project, "format")))


def format_has_room_this_year(project: Project, ask: Ask) -> Reason | None:
    """No more projects of the format are begun in one year than the format allows."""
    most, year = format_of(project, ask.declared).most_a_year, local_day(ask.now).year
    if most is None:
        return None
    query = Query(terms={"type": ("project",), "begun": (begun(project.format, year),)},
                  without={"state": (CANCELLED, RESHAPED)}, order="number")
    found = ask.survey.some(query, ask.site["projects"].values, MOST_TITLES)
    if found.total < most:
        return None
    return Reason("no_room_this_year", _(
        "At most ${most} projects of this format begin in one year. Begun in ${year}: ${which}. Wait until next year, "
        "cancel one of them, or choose another format.",
        mapping={"most": most, "year": year, "which": ", ".join(found.titles)}), "format",
        remedies=(Wait(date(year + 1, 1, 1)), EditField(project, "format")))


def has_confirmed_registration(project: Project, ask: Ask) -> Reason | None:
    """At least one organisation is confirmed."""
    if project.confirmed_organisations():
        return None
    return Reason("no_registration", _("No organisation has been confirmed yet."), "organisations",
                  remedies=_more(project, 1))


def occasions_are_documented(project: Project, ask: Ask) -> Reason | None:
    """Every occasion is documented or cancelled."""
    left = [one for one in occasions(project) if one.state not in FINISHED]
    if not left:
        return None
    return Reason("occasions_left", _(
        "Not yet documented or cancelled: ${which}. Planned occasions can be deleted.",
        mapping={"which": _listed(left)}), remedies=each(*(
            Remove(one) if one.state == PLANNED else Reach(one, ("documented", "closed")) for one in left)))


def expected_results_are_rated(project: Project, ask: Ask) -> Reason | None:
    """Every expected result is rated."""
    unrated = [result.text for result in project.expected_results if not result.rating]
    if not unrated:
        return None
    return Reason("unrated_results", _(
        "Rate how far each expected result was reached. Left to rate: ${number}.",
        mapping={"number": len(unrated)}), "expected_results")


def figures_can_be_computed(project: Project, ask: Ask) -> Reason | None:
    """It is known how many came to each occasion that was held."""
    uncounted = [one for one in occasions(project) if has_been_held(one) and one.came() is None]
    if not uncounted:
        return None
    return Reason("no_attendance", _(
        "Enter how many people came to: ${which}.", mapping={"which": _listed(uncounted)}),
        remedies=each(*(EditField(one, "attendance") for one in uncounted)))


def expects_no_results(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: no expected results are written."""
    if project.expected_results:
        return None
    return Reason("no_expected_results", _("No expected results have been written."), "expected_results")


def names_no_target_group(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: it does not say whom the project is for."""
    if project.target_group.strip():
        return None
    return Reason("no_project_target_group", _("It does not say whom the project is for."), "target_group")


def has_no_fee_yet(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: the fee is not entered."""
    if project.fee is not None or not format_of(project, ask.declared).fee:
        return None
    return Reason(
        "no_fee", _("The fee has not been entered. The invitation says that it will follow."), "fee")


def has_no_occasions(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: the programme is empty."""
    if occasions(project):
        return None
    return Reason("no_occasions", _("The programme is empty: no workshops or seminars have been added."),
                  remedies=(AddItem("workshop", project["workshops"]),))


def has_no_leader_yet(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: no content leader is appointed."""
    if _leading("content_leader", project, ask) or not format_of(project, ask.declared).content_leaders:
        return None
    return Reason("no_leader_yet", _("No content leader has been appointed yet."),
                  remedies=(Appoint("content_leader", project.uid),))


def last_day_has_not_passed(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: the last day for registration has not passed."""
    if project.last_day is None or project.last_day < local_day(ask.now):
        return None
    return Reason("last_day_ahead", _("The last day for registration has not passed yet."),
                  remedies=Wait.past(project.last_day))


def occasions_remain(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: some occasions have not been held."""
    left = [one for one in occasions(project) if not has_been_held(one) and one.state != "cancelled"]
    if not left:
        return None
    return Reason("occasions_remain", _("Not yet held: ${which}.", mapping={"which": _listed(left)}),
                  remedies=each(*(Reach(one, HELD) for one in left)))


def team_is_named(registration: Any, ask: Ask) -> Reason | None:
    """As many other organisations are in the team as the format of the project wants."""
    wanted = format_of(registration.project, ask.declared).co_organisations
    if len(registration.co_organisations) >= wanted:
        return None
    return Reason("team_too_small", _(
        "Write which organisations are in your team with you: at least ${number}.", mapping={"number": wanted}),
        "co_organisations")


def _more(project: Project, number: int) -> tuple[Remedy, ...]:
    """So many more organisations take part: those that have registered already, before others."""
    waiting = [one for one in registrations_of(project) if one.state in ASKING][:number]
    added = [AddItem("registration", project["registrations"], TAKING_PART)] * (number - len(waiting))
    return each(*(Reach(one, TAKING_PART) for one in waiting), *added)


def _leading(role: str, project: Project, ask: Ask) -> int:
    held = ask.site.appointments.on_scope(project.uid, ask.now)
    return len({one.person for one in held if one.role == role})


def _other_members(project: Project, ask: Ask) -> list[str]:
    others = (uid for uid in project.confirmed_organisations() if uid != project.leading)
    found = {uid: ask.site.by_uid(uid) for uid in others}
    return [uid for uid, one in found.items() if one is not None and one.kind == MEMBER]


def _listed(which: list[Any]) -> str:
    return ", ".join(one.title or one.__name__.replace("-", " ") for one in which)
