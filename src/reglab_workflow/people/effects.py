"""What follows when an organisation leaves or comes back."""

from __future__ import annotations

from typing import Any

from .organisation import Organisation


def end_representatives(organisation: Organisation, step: Any) -> None:
    """End every appointment on the organisation: its rights end with it."""
    acts = step.acts.as_system(f"organisation.{step.transition.name}:{organisation.uid}")
    for appointment in step.acts.site.appointments.on_scope(organisation.uid):
        if not appointment.is_over(step.now):
            acts.end_appointment(appointment, why=step.facts.get("reason") or "")


def begin_again(organisation: Organisation, step: Any) -> None:
    """Let the organisation's time begin on the told day, with no end in sight."""
    organisation.set({"from_date": step.facts["from_date"], "to_date": None})
