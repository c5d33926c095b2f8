"""What follows when a project is invited to, and when it ends: figures are kept, leaders lead no longer."""

from __future__ import annotations

from typing import Any

from ...clock import local_day
from .fee import announced_fee, heads_now, level_at
from .model import FeeDecision, Project, Terms, figures_of
from .terms import in_order


def keep_day_of_invitation(project: Project, step: Any) -> None:
    """Keep the day of the invitation; the year that it falls in is the one that the project counts in."""
    project.set({"invited": local_day(step.now)})


def keep_figures(project: Project, step: Any) -> None:
    """Keep the figures as they are now; what happens later no longer changes them."""
    project.set({"figures": figures_of(project)})


def decide_fee(project: Project, step: Any) -> None:
    """Keep the decision about the fee: the amount, the reason, who took part and what the rule said of so many."""
    heads = heads_now(project)
    level = level_at(project, heads.people)
    decision = FeeDecision(
        fee=step.facts["fee"], day=local_day(step.now), by=step.actor.id,
        reason=step.facts.get("reason") or step.facts.get("fee_reason") or "", people=heads.people,
        organisations=heads.organisations, said=level.kind, said_fee=level.fee, announced=announced_fee(project))
    project.set({"fee_decisions": (*project.fee_decisions, decision), "fee": decision.fee})


def add_terms(project: Project, step: Any) -> None:
    """Keep the terms as a new version beside the former ones."""
    fresh = Terms(project.terms_number + 1, step.facts["terms_text"], in_order(step.facts["charges"]))
    project.set({"terms": (*project.terms, fresh)})


def end_leaders(project: Project, step: Any) -> None:
    """End every appointment on the project: the rights that rest on them end with it."""
    acts = step.acts.as_system(f"project.{step.transition.name}:{project.uid}")
    for appointment in step.acts.site.appointments.on_scope(project.uid):
        if not appointment.is_over(step.now):
            acts.end_appointment(appointment, why=step.facts.get("reason") or "")
