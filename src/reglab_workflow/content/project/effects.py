"""What follows when a project ends: its figures are kept and its leaders are leaders no longer."""

from __future__ import annotations

from typing import Any

from .model import Project, figures_of


def keep_figures(project: Project, step: Any) -> None:
    """Keep the figures as they are now; what happens later no longer changes them."""
    project.set({"figures": figures_of(project)})


def end_leaders(project: Project, step: Any) -> None:
    """End every appointment on the project: the rights that rest on them end with it."""
    acts = step.acts.as_system(f"project.{step.transition.name}:{project.path}")
    for appointment in step.acts.site.appointments.on_scope(project.uid):
        if not appointment.is_over(step.now):
            acts.end_appointment(appointment, why=step.facts.get("reason") or "")
