"""The rows of a decision set in words: what becomes of each proposal, and what stops it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...i18n import _
from ...web.comparing import field_title
from ...web.telling import organisation_title
from ...web.words import name_of, say
from ...workflow.errors import Reason
from .model import DecisionSet, Result, Row
from .trial import stopped

MISSING = "missing:"

WHY = {
    "no_step": _("No outcome had been chosen."), "no_area": _("Neither area nor motive was told."),
    "decision_ahead": _("The day of the decision had not come."), "unknown_body": _("Nobody was told to have decided."),
    "no_role": _("Whoever published the decisions may not give this outcome."),
}
"""What had stopped a row, by the code of the reason."""


def row_in_words(request: Any, decisions: DecisionSet, row: Row, proposal: Any) -> dict[str, Any]:
    """A row before it is published: where the proposal is, where it is going, and everything that stops it."""
    reasons = stopped(decisions, row, request.acts.ask())
    return {**proposal_in_words(request, decisions, row, proposal),
            "stops": list(stops_in_words(request, proposal, reasons))}


def proposal_in_words(request: Any, decisions: DecisionSet, row: Row, proposal: Any) -> dict[str, Any]:
    """What a row says of its proposal at any time: whose it is, where it is going, and what it has of its own."""
    step = decisions.step_of(row)
    return {
        "row": row, "item": proposal, "title": name_of(request, proposal), "number": proposal.number,
        "senders": ", ".join(organisation_title(request, uid) for uid in proposal.all_senders()),
        "target": target_of(request, proposal, step) if step else None, **own_in_words(decisions, row),
    }


def target_of(request: Any, proposal: Any, step: str) -> Any:
    """The state that a step leads to, as it is shown."""
    transition = request.rulebook.engine(proposal).transition(step)
    return request.state_of(proposal, transition.target)


def own_in_words(decisions: DecisionSet, row: Row) -> dict[str, str]:
    """What a row has of its own: area, motive or reason, and where it goes."""
    area = decisions.round.area_title(row.area) if row.area else ""
    return {"area": area, "to": row.referred_to, "why": row.why}


def stops_in_words(request: Any, proposal: Any, reasons: Iterable[Reason]) -> Iterable[str]:
    """Everything that stops a row, each as a sentence of its own."""
    for reason in reasons:
        yield _is_missing(request, proposal, reason.code) or say(request, reason.text)


def result_in_words(request: Any, decisions: DecisionSet, row: Row, proposal: Any) -> dict[str, Any]:
    """A row after it was published: from where to where the proposal went, or why it stayed."""
    result = decisions.result_of(proposal.uid) or Result(proposal.uid, False)
    return {
        **proposal_in_words(request, decisions, row, proposal), "done": result.done,
        "source": request.state_of(proposal, result.state) if result.state else None,
        "stops": [] if result.done else list(_was_stopped(request, proposal, result)),
        "letters": letters_of(request, result),
    }


def _was_stopped(request: Any, proposal: Any, result: Result) -> Iterable[str]:
    for code in result.why:
        state = request.state_of(proposal, result.state).title
        told = WHY.get(code, _("It could not be done from “${state}”.", mapping={"state": state}))
        yield _is_missing(request, proposal, code) or say(request, told)


def _is_missing(request: Any, proposal: Any, code: str) -> str:
    """That a fact is missing, if that is what the code of a reason says."""
    if not code.startswith(MISSING):
        return ""
    title = field_title(request, proposal, code.removeprefix(MISSING))
    return say(request, _("This is missing: ${field}.", mapping={"field": title}))


def letters_of(request: Any, result: Result) -> list[Any]:
    """The letters that went out about a proposal because of the set."""
    if not result.entry:
        return []
    return [letter for letter in request.site.outbox.letters_about(result.proposal) if letter.cause == result.entry]
