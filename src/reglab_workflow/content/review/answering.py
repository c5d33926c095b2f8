"""Answering about one appointment: it is confirmed or ended, and that is kept at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...i18n import _
from ...security.permissions import Permission
from ...workflow.errors import NotPermitted, Reason, Refused
from ..acts import Acts
from ..events import AppointmentReviewed
from .model import ENDED, OUTCOMES, Answered, Review


def answer(acts: Acts, review: Review, uid: str, outcome: str, why: str = "", used: date | None = None) -> None:
    """Keep an answer about an appointment; raises NotPermitted, or Refused where nothing can be answered."""
    allowed = acts.rights.may(acts.actor, Permission.EDIT, review)
    if not allowed:
        raise NotPermitted(allowed.reasons)
    appointment = acts.site.appointments.get(uid)
    if uid not in review.asked or appointment is None or outcome not in OUTCOMES:
        raise Refused([Reason("not_asked", _("The review does not ask about that appointment."))])
    if appointment.is_over(acts.now):
        raise Refused([Reason("over_already", _("The appointment has ended already."))])
    if outcome == ENDED:
        if not why:
            raise Refused([Reason("why_ended", _("Write why the appointment ends."), "why")])
        acts.end_appointment(appointment, why)
    review.answers[uid] = Answered(outcome, acts.actor.id, acts.now, why, used)
    person = acts.site["people"].get(appointment.person)
    event = AppointmentReviewed(review, acts.actor, acts.now, appointment=appointment, person=person,
                                outcome=outcome, why=why)
    acts.rulebook.notify(event)
    acts.told.append(event)


def may_end(acts: Acts, appointment: Any) -> bool:
    """Whether the person asking can end an appointment; some end only with what they are for."""
    return bool(acts.rights.may(acts.actor, Permission.APPOINT, acts.holder(appointment.scope)))
