"""What follows when a decision set is published or taken back: every proposal moves, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .model import DecisionSet, Result, Row, moment_of, stands
from .trial import stopped


def set_publishing(decisions: DecisionSet, step: Any) -> None:
    """The set is published by itself at the time that was told."""
    decisions.set({"publish_at": moment_of(step.facts)})


def forget_publishing(decisions: DecisionSet, step: Any) -> None:
    """The set is not published by itself."""
    decisions.set({"publish_at": None})


def decide_rows(decisions: DecisionSet, step: Any) -> None:
    """Give each proposal its outcome, and remember what was done with each; what is stopped stays as it is."""
    acts = step.acts.because(_rule(step))
    results = tuple(_decided(decisions, row, proposal, acts) for row, proposal in decisions.proposals())
    decisions.set({"results": results, "published_at": step.now, "publish_at": None})


def decide_round(decisions: DecisionSet, step: Any) -> None:
    """If it was wished, publish the result of the round."""
    if decisions.with_result:
        step.acts.because(_rule(step)).fire(decisions.round, "decide", {"board_date": decisions.decided_on})


def reopen_round(decisions: DecisionSet, step: Any) -> None:
    """If the result of the round is published, open it again."""
    if decisions.round.is_decided:
        step.acts.because(_rule(step)).fire(decisions.round, "reopen_result", {"reason": step.facts["reason"]})


def take_rows_back(decisions: DecisionSet, step: Any) -> None:
    """Put each proposal that has not gone on back where it was, as it was."""
    acts = step.acts.because(_rule(step))
    for result in decisions.results:
        proposal = decisions.round.proposal(result.proposal)
        if proposal is not None and stands(proposal, result):
            decided = proposal.values_of()
            acts.fire(proposal, "reopen", {"reason": step.facts["reason"]})
            acts.as_system(_rule(step)).edit(proposal, dict(_changed(decided, proposal)) | dict(result.lost))


def _decided(decisions: DecisionSet, row: Row, proposal: Any, acts: Any) -> Result:
    step, facts = decisions.step_of(row), decisions.facts_of(row)
    stops = stopped(decisions, row, acts.ask())
    state, before = proposal.state, proposal.values_of()
    if stops:
        return Result(proposal.uid, False, state, why=tuple(reason.code for reason in stops))
    acts.fire(proposal, step, facts)
    return Result(proposal.uid, True, state, proposal.since, _entry(acts), tuple(_changed(before, proposal)))


def _changed(before: Mapping[str, Any], proposal: Any) -> Iterator[tuple[str, Any]]:
    """The fields that have another value now, with the one before."""
    return ((name, value) for name, value in before.items() if getattr(proposal, name) != value)


def _entry(acts: Any) -> str:
    """The number of the trail's entry of what was just done; empty when nobody keeps a trail."""
    entry = acts.told[-1].note.get("entry")
    return entry.id if entry is not None else ""


def _rule(step: Any) -> str:
    return f"{step.item.type_name}.{step.transition.name}:{step.item.uid}"
