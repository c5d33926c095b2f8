"""What a project must have before it moves on, and what is worth saying when it lacks something."""

from __future__ import annotations

from typing import Any

from ...clock import local_day
from ...i18n import _
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from .model import Project, has_been_held, occasions

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


def has_least_organisations(project: Project, ask: Ask) -> Reason | None:
    """As many organisations as the project needs are confirmed."""
    number, least = len(project.confirmed_organisations()), project.least_organisations
    if number >= least:
        return None
    return Reason("too_few_organisations", _(
        "Too few organisations: ${number} confirmed, ${least} needed. Extend the registration, lower the "
        "number needed, or cancel the project.", mapping={"least": least, "number": number}), "organisations")


def has_content_leader(project: Project, ask: Ask) -> Reason | None:
    """At least one content leader is appointed."""
    if _leads("content_leader", project, ask):
        return None
    return Reason("no_content_leader", _("Appoint at least one content leader."))


def has_process_leader(project: Project, ask: Ask) -> Reason | None:
    """A process leader is appointed."""
    if _leads("process_leader", project, ask):
        return None
    return Reason("no_process_leader", _("Appoint a process leader."))


def has_confirmed_registration(project: Project, ask: Ask) -> Reason | None:
    """At least one organisation is confirmed."""
    if project.confirmed_organisations():
        return None
    return Reason("no_registration", _("No organisation has been confirmed yet."), "organisations")


def occasions_are_documented(project: Project, ask: Ask) -> Reason | None:
    """Every occasion is documented or cancelled."""
    left = [each for each in occasions(project) if each.state not in FINISHED]
    if not left:
        return None
    return Reason("occasions_left", _(
        "Not yet documented or cancelled: ${which}. Planned occasions can be deleted.",
        mapping={"which": _listed(left)}))


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
    uncounted = [each for each in occasions(project) if has_been_held(each) and each.attendance is None]
    if not uncounted:
        return None
    return Reason("no_attendance", _(
        "Enter how many people came to: ${which}.", mapping={"which": _listed(uncounted)}))


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
    if project.fee is not None:
        return None
    return Reason(
        "no_fee", _("The fee has not been entered. The invitation says that it will follow."), "fee")


def has_no_occasions(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: the programme is empty."""
    if occasions(project):
        return None
    return Reason("no_occasions", _("The programme is empty: no workshops or seminars have been added."))


def has_no_leader_yet(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: no content leader is appointed."""
    if _leads("content_leader", project, ask):
        return None
    return Reason("no_leader_yet", _("No content leader has been appointed yet."))


def last_day_has_not_passed(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: the last day for registration has not passed."""
    if project.last_day is None or project.last_day < local_day(ask.now):
        return None
    return Reason("last_day_ahead", _("The last day for registration has not passed yet."))


def occasions_remain(project: Project, ask: Ask) -> Reason | None:
    """Worth saying: some occasions have not been held."""
    left = [each for each in occasions(project) if not has_been_held(each) and each.state != "cancelled"]
    if not left:
        return None
    return Reason("occasions_remain", _("Not yet held: ${which}.", mapping={"which": _listed(left)}))


def _leads(role: str, project: Project, ask: Ask) -> bool:
    return any(each.role == role for each in ask.site.appointments.on_scope(project.uid, ask.now))


def _listed(which: list[Any]) -> str:
    return ", ".join(each.title or each.__name__.replace("-", " ") for each in which)
