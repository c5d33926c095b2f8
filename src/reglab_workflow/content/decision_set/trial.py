"""The trial run: what would stop each row of a decision set if it were published now."""

from __future__ import annotations

from ...i18n import _
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from .model import DecisionSet, Row


def stopped(decisions: DecisionSet, row: Row, ask: Ask) -> tuple[Reason, ...]:
    """What stops the step of a row."""
    proposal, step = decisions.round.proposal(row.proposal), decisions.step_of(row)
    if proposal is None or not step:
        return (Reason("no_step", _("Choose an outcome."), "step"),)
    return ask.stops(proposal, step, decisions.facts_of(row))
