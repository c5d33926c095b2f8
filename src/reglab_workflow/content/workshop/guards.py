"""What an occasion must have before it moves on, and what is worth saying while it is undecided."""

from __future__ import annotations

from ...clock import local_day
from ...i18n import _
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..project.model import PLANNED, project_of
from .model import Workshop


def project_is_published(workshop: Workshop, ask: Ask) -> Reason | None:
    """An occasion is not public before its project is."""
    project = project_of(workshop)
    if project is not None and project.state != PLANNED:
        return None
    return Reason("project_planned", _("Invite to the project first: nobody else can see it yet."))


def has_day(workshop: Workshop, ask: Ask) -> Reason | None:
    """Nobody can register for an unknown day."""
    if workshop.starts is not None:
        return None
    return Reason("no_day", _("Decide the day before registration opens."), "starts")


def has_mode(workshop: Workshop, ask: Ask) -> Reason | None:
    """Whoever registers needs to know whether to travel."""
    if workshop.mode:
        return None
    return Reason(
        "no_mode", _("Decide whether the occasion is on site or digital before registration opens."), "mode")


def day_is_ahead(workshop: Workshop, ask: Ask) -> Reason | None:
    """Registration does not open for a day that has passed."""
    if workshop.starts is None or workshop.starts >= local_day(ask.now):
        return None
    return Reason("day_passed", _("The day has passed. Move the occasion to a later day."), "starts")


def day_has_come(workshop: Workshop, ask: Ask) -> Reason | None:
    """Nothing has been held before its day."""
    if workshop.starts is not None and workshop.starts <= local_day(ask.now):
        return None
    return Reason("day_ahead", _("The occasion can be marked as held when its day has come."), "starts")


def has_documentation(workshop: Workshop, ask: Ask) -> Reason | None:
    """There is something to read, as a text or as files."""
    if workshop.documentation.strip() or len(workshop["files"]):
        return None
    return Reason(
        "no_documentation", _("Write the documentation or add files before you publish it."), "documentation")


def has_attendance(workshop: Workshop, ask: Ask) -> Reason | None:
    """It is known how many came."""
    if workshop.attendance is not None:
        return None
    return Reason("attendance_unknown", _("Enter how many people came."), "attendance")


def something_moves(workshop: Workshop, ask: Ask) -> Reason | None:
    """Moving takes a new day, a new time or a new place."""
    facts = ask.facts
    told = {name: facts[name] for name in ("starts", "ends", "times", "place") if facts.get(name)}
    moves = any(value != getattr(workshop, name) for name, value in told.items())
    undecides = facts.get("undecided") and workshop.starts is not None
    if not facts or moves or undecides:
        return None
    return Reason("nothing_moves", _("Enter a new day, a new time or a new place."), "starts")


def ends_after_it_starts(workshop: Workshop, ask: Ask) -> Reason | None:
    """The last day is not before the first, and a day is not both told and undecided."""
    starts, ends = ask.facts.get("starts"), ask.facts.get("ends")
    if ask.facts.get("undecided") and (starts or ends):
        return Reason(
            "both_days", _("Either enter the new day or say that it is not decided, not both."), "undecided")
    first = starts or workshop.starts
    if ends is None or (first is not None and first <= ends):
        return None
    return Reason("ends_before", _("The last day cannot be before the first."), "ends")


def mode_differs(workshop: Workshop, ask: Ask) -> Reason | None:
    """Changing the form takes another form."""
    if not ask.facts.get("mode") or ask.facts["mode"] != workshop.mode:
        return None
    return Reason("same_mode", _("The occasion already has that form."), "mode")


def day_is_undecided(workshop: Workshop, ask: Ask) -> Reason | None:
    """Worth saying: the programme will say that the day follows."""
    if workshop.decided_days() is not None:
        return None
    return Reason(
        "day_undecided", _("The day is not decided yet. It is shown as “to be announced”."), "starts")


def place_is_undecided(workshop: Workshop, ask: Ask) -> Reason | None:
    """Worth saying: the programme will say that the place follows."""
    if workshop.decided_place() is not None:
        return None
    return Reason(
        "place_undecided", _("The place is not decided yet. It is shown as “to be announced”."), "place")


def title_is_undecided(workshop: Workshop, ask: Ask) -> Reason | None:
    """Worth saying: the programme will say that the title follows."""
    if workshop.decided_title() is not None:
        return None
    return Reason(
        "title_undecided", _("The title is not decided yet. It is shown as “to be announced”."), "title")
