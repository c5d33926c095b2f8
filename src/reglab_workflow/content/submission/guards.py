"""What must hold before homework is handed in, taken back or reminded of."""

from __future__ import annotations

from ...clock import local_day
from ...i18n import _
from ...security.remedies import NOTHING, AddItem, EditField, Reach
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..registration.model import TAKING_PART
from ..workshop.model import Workshop
from .model import Submission, not_handed_in

OVER = ("closed", "cancelled", "reshaped")
"""The states of a project in which homework is neither handed in nor changed."""


def homework_can_be_handed_in(submission: Submission, ask: Ask) -> Reason | None:
    """Neither the project is over nor the occasion cancelled."""
    if ask.state_of(submission.project) in OVER:
        return Reason("project_over_for_homework", _("The project is over. What has been handed in stays as it is."),
                      remedies=NOTHING)
    if ask.state_of(submission.workshop) == "cancelled":
        return Reason("occasion_cancelled_for_homework", _("The occasion is cancelled, and its homework with it."),
                      remedies=NOTHING)
    return None


def is_one_of_those_who_take_part(submission: Submission, ask: Ask) -> Reason | None:
    """The organisation takes part in the project."""
    if submission.organisation in submission.project.confirmed_organisations():
        return None
    registration = ask.site.by_uid(submission.registration)
    return Reason("does_not_take_part", _(
        "Only organisations that take part in the project hand in. The registration has to be confirmed first."),
        remedies=(Reach(registration, TAKING_PART),) if registration is not None else NOTHING)


def something_is_handed_in(submission: Submission, ask: Ask) -> Reason | None:
    """There is a text or a file."""
    if submission.text.strip() or len(submission["files"]):
        return None
    return Reason("nothing_to_hand_in", _("Write something or add a file before you hand in."), "text",
                  remedies=(EditField(submission, "text"), AddItem("attachment", submission["files"])))


def homework_is_late(submission: Submission, ask: Ask) -> Reason | None:
    """Worth saying: the last day has passed."""
    due = submission.workshop.homework_due
    if due is None or local_day(ask.now) <= due:
        return None
    return Reason("homework_late", _("The last day has passed. You can hand in all the same; it is marked as late."),
                  remedies=(EditField(submission.workshop, "homework_due"),))


def homework_is_set(workshop: Workshop, ask: Ask) -> Reason | None:
    """The occasion has homework."""
    if workshop.homework.strip():
        return None
    return Reason("no_homework", _("The occasion has no homework. Write it when you edit the occasion."), "homework")


def somebody_has_not_handed_in(workshop: Workshop, ask: Ask) -> Reason | None:
    """An organisation that takes part has not handed in."""
    if not_handed_in(workshop):
        return None
    if not workshop.project.confirmed_organisations():
        return Reason("nobody_to_remind", _("No organisation takes part in the project yet."),
                      remedies=(AddItem("registration", workshop.project["registrations"], TAKING_PART),))
    return Reason("all_handed_in", _("Everybody has handed in. There is nobody to remind."), remedies=NOTHING)
