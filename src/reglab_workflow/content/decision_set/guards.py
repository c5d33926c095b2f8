"""What a decision set needs before it is published or taken back.

Until a step's own form is filled in (``ask.facts`` is empty) there is nothing to judge in it.
"""

from __future__ import annotations

from dataclasses import replace

from ...i18n import _
from ...security.remedies import NOTHING, EditField, Reach
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..round.naming import titles_of
from .model import DecisionSet, Result, moment_of, stands
from .trial import stopped

PUBLISHES_RESULT = "decide"
WITHOUT_OUTCOME = "without_outcome"


def something_can_be_decided(decisions: DecisionSet, ask: Ask) -> Reason | None:
    """At least one proposal of the set can get its outcome."""
    if not decisions.rows:
        return Reason("no_rows", _("There is no proposal in the set. Choose some, or throw the set away."),
                      remedies=_by_choosing_others(decisions))
    if any(not stopped(decisions, row, ask) for row in decisions.rows):
        return None
    return Reason("all_stopped", _("None of these proposals can get its outcome as it is. The table says why."),
                  remedies=_by_choosing_others(decisions))


def some_cannot_be_decided(decisions: DecisionSet, ask: Ask) -> Reason | None:
    """Worth saying: some proposals of the set cannot get their outcomes."""
    lacking = [proposal for row, proposal in decisions.proposals() if stopped(decisions, row, ask)]
    if not lacking:
        return None
    return Reason("some_stopped", _(
        "These cannot be decided as they are, and will be left untouched: ${titles}",
        mapping={"titles": titles_of(lacking)}), remedies=_by_choosing_others(decisions))


def result_will_be_whole(decisions: DecisionSet, ask: Ask) -> Reason | None:
    """If the result of the round is to be published too, every proposal has its outcome then."""
    if not decisions.with_result:
        return None
    told = {"board_date": decisions.decided_on} if decisions.decided_on else {}
    others = [each for each in ask.stops(decisions.round, PUBLISHES_RESULT, told) if each.code != WITHOUT_OUTCOME]
    if others:
        return replace(others[0], remedies=(EditField(decisions, "with_result", False), *others[0].remedies))
    decided = {row.proposal for row in decisions.rows if not stopped(decisions, row, ask)}
    lacking = [each for each in decisions.round.without_outcome() if each.uid not in decided]
    if not lacking:
        return None
    return Reason(WITHOUT_OUTCOME, _(
        "The result of the round cannot be published with these, because some proposals would have no outcome: "
        "${titles}", mapping={"titles": titles_of(lacking)}),
        remedies=(EditField(decisions, "with_result", False), *_by_choosing_others(decisions)))


def publishing_is_ahead(decisions: DecisionSet, ask: Ask) -> Reason | None:
    """The time of publishing has not passed."""
    moment = moment_of(ask.facts)
    if moment is None or moment > ask.now:
        return None
    return Reason("time_passed", _("This time has passed. Choose a later one, or publish now."), "publish_on")


def plan_is_not_adopted(decisions: DecisionSet, ask: Ask) -> Reason | None:
    """The member group has not adopted the plan of the round."""
    if decisions.round.state not in ("adopted", "archived"):
        return None
    return Reason("adopted", _(
        "The member group has adopted the plan. Open the result of the round again before you take decisions back."),
        remedies=(Reach(decisions.round, ("discussed", "decided")),))


def something_can_be_taken_back(decisions: DecisionSet, ask: Ask) -> Reason | None:
    """At least one proposal stands where the set has put it."""
    if any(proposal is not None and stands(proposal, result) for result, proposal in _decided(decisions)):
        return None
    return Reason("all_gone_on", _("Every proposal has gone on since. Change their outcomes one by one."),
                  remedies=NOTHING)


def some_have_gone_on(decisions: DecisionSet, ask: Ask) -> Reason | None:
    """Worth saying: some proposals have gone on since, and stay where they are."""
    gone = [proposal for result, proposal in _decided(decisions)
            if proposal is not None and not stands(proposal, result)]
    if not gone:
        return None
    return Reason("some_gone_on", _(
        "These have gone on since, and stay as they are: ${titles}", mapping={"titles": titles_of(gone)}),
        remedies=NOTHING)


def _by_choosing_others(decisions: DecisionSet) -> tuple[EditField, ...]:
    return (EditField(decisions, "rows"),)


def _decided(decisions: DecisionSet) -> list[tuple[Result, object]]:
    return [(result, decisions.round.proposal(result.proposal)) for result in decisions.results if result.done]
