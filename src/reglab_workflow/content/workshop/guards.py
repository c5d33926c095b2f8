"""What an occasion must have before it moves on, and what is worth saying while it is undecided."""

from __future__ import annotations

from ...clock import local_day
from ...i18n import _
from ...security.remedies import AddItem, EditField, Reach, TakeStep, Wait
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..participation.queue import with_place
from ..project.model import PLANNED, project_of
from .materials import BEFOREHAND, materials_of
from .model import MOVED, Workshop


def project_is_published(workshop: Workshop, ask: Ask) -> Reason | None:
    """The invitation to the project has gone out."""
    project = project_of(workshop)
    if project is not None and ask.state_of(project) != PLANNED:
        return None
    return Reason("project_planned", _("Invite to the project first: nobody else can see it yet."),
                  remedies=(Reach(project, ("inviting",)),) if project is not None else ())


def has_day(workshop: Workshop, ask: Ask) -> Reason | None:
    """The day is decided."""
    if workshop.starts is not None:
        return None
    return Reason("no_day", _("Decide the day before registration opens."), "starts")


def has_mode(workshop: Workshop, ask: Ask) -> Reason | None:
    """It is decided whether the occasion is on site or digital."""
    if workshop.mode:
        return None
    return Reason(
        "no_mode", _("Decide whether the occasion is on site or digital before registration opens."), "mode")


def day_is_ahead(workshop: Workshop, ask: Ask) -> Reason | None:
    """The day has not passed."""
    if workshop.starts is None or workshop.starts >= local_day(ask.now):
        return None
    return Reason("day_passed", _("The day has passed. Move the occasion to a later day."), "starts")


def day_has_come(workshop: Workshop, ask: Ask) -> Reason | None:
    """The day has come."""
    if workshop.starts is not None and workshop.starts <= local_day(ask.now):
        return None
    return Reason("day_ahead", _("The occasion can be marked as held when its day has come."), "starts", remedies=(
        *((Wait(workshop.starts),) if workshop.starts is not None else ()), EditField(workshop, "starts")))


def has_documentation(workshop: Workshop, ask: Ask) -> Reason | None:
    """The documentation is written, or added as files."""
    if workshop.documentation.strip() or any(each.kind != BEFOREHAND for each in materials_of(workshop)):
        return None
    return Reason(
        "no_documentation", _("Write the documentation or add files before you publish it."), "documentation",
        remedies=(EditField(workshop, "documentation"), AddItem("attachment", workshop["files"])))


def has_attendance(workshop: Workshop, ask: Ask) -> Reason | None:
    """It is known how many came."""
    if workshop.came() is not None:
        return None
    return Reason("attendance_unknown", _("Tick off those who came, or enter how many they were."), "attendance",
        remedies=(EditField(workshop, "attendance"),
                  *(TakeStep(one, "tick") for one in with_place(workshop)[:1])))


def something_moves(workshop: Workshop, ask: Ask) -> Reason | None:
    """The day, the time or the place becomes another."""
    facts = ask.facts
    told = {name: facts[name] for name in MOVED if facts.get(name)}
    moves = any(value != getattr(workshop, name) for name, value in told.items())
    undecides = facts.get("undecided") and workshop.starts is not None
    if not facts or moves or undecides:
        return None
    return Reason("nothing_moves", _("Enter a new day, a new time or a new place."), "starts")


def ends_after_it_starts(workshop: Workshop, ask: Ask) -> Reason | None:
    """The last day is not before the first, and a day is not both given and undecided."""
    starts, ends = ask.facts.get("starts"), ask.facts.get("ends")
    if ask.facts.get("undecided") and (starts or ends):
        return Reason(
            "both_days", _("Either enter the new day or say that it is not decided, not both."), "undecided")
    first = starts or workshop.starts
    if ends is None or (first is not None and first <= ends):
        return None
    return Reason("ends_before", _("The last day cannot be before the first."), "ends")


def places_are_not_taken(workshop: Workshop, ask: Ask) -> Reason | None:
    """There are at least as many places as people who have one."""
    places, taken = ask.facts.get("capacity"), len(with_place(workshop))
    if ask.told and places is None and not ask.facts.get("unlimited"):
        return Reason("no_number", _("Write how many places there are, or that there is no limit."), "capacity")
    if places is None or ask.facts.get("unlimited") or places >= taken:
        return None
    return Reason("places_taken", _(
        "${taken} people have a place already. Write at least that number, or sign somebody off first.",
        mapping={"taken": taken}), "capacity")


def mode_differs(workshop: Workshop, ask: Ask) -> Reason | None:
    """The new form differs from the present one."""
    if not ask.facts.get("mode") or ask.facts["mode"] != workshop.mode:
        return None
    return Reason("same_mode", _("The occasion already has that form."), "mode")


def day_is_undecided(workshop: Workshop, ask: Ask) -> Reason | None:
    """Worth saying: the day is not decided."""
    if workshop.decided_days() is not None:
        return None
    return Reason(
        "day_undecided", _("The day is not decided yet. It is shown as “to be announced”."), "starts")


def place_is_undecided(workshop: Workshop, ask: Ask) -> Reason | None:
    """Worth saying: the place is not decided."""
    if workshop.decided_place() is not None:
        return None
    return Reason(
        "place_undecided", _("The place is not decided yet. It is shown as “to be announced”."), "place")


def title_is_undecided(workshop: Workshop, ask: Ask) -> Reason | None:
    """Worth saying: the title is not decided."""
    if workshop.decided_title() is not None:
        return None
    return Reason(
        "title_undecided", _("The title is not decided yet. It is shown as “to be announced”."), "title")
