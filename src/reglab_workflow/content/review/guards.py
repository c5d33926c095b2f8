"""What must be true before a review is signed off, and what is worth a thought."""

from __future__ import annotations

from ...i18n import _
from ...security.remedies import Answer
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from .model import Review


def every_appointment_is_answered(review: Review, ask: Ask) -> Reason | None:
    """Every appointment has been confirmed or ended."""
    left = len(review.left(ask.now))
    if not left:
        return None
    return Reason("appointments_left", _(
        "${number} appointments wait for an answer. Confirm or end each of them first.", mapping={"number": left}),
        remedies=(Answer(review),))


def some_answered_about_themselves(review: Review, ask: Ask) -> Reason | None:
    """Nobody has confirmed the own appointment."""
    own = len(review.about_themselves())
    if not own:
        return None
    return Reason("about_themselves", _(
        "${number} appointments were confirmed by those who hold them. A colleague's answer says more.",
        mapping={"number": own}), remedies=(Answer(review, again=True),))
