"""Decision set: outcomes for many proposals of a round, prepared in peace and published in one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from typing import Any, ClassVar

from ...clock import STOCKHOLM
from ..item import Item
from ..round.model import round_of

STEPS = ("select", "park", "not_select", "refer")
"""The steps of a proposal that give it an outcome."""

MOST = 200
"""Proposals in one set: it is checked and published as a whole."""

PREPARED = ("draft", "scheduled")
"""States in which nothing has been published."""


@dataclass(frozen=True)
class Row:
    """One proposal of the set; what is empty is as for all. ``why`` is the motive, or the reason."""

    proposal: str
    step: str = ""
    area: str = ""
    why: str = ""
    referred_to: str = ""

    @property
    def is_own(self) -> bool:
        """Whether anything about it differs from the others."""
        return bool(self.step or self.area or self.why or self.referred_to)


@dataclass(frozen=True)
class Result:
    """What publishing did with one proposal.

    ``state`` is where it was and ``at`` the moment of its step; ``lost`` holds the fields that the step changed as
    they were before, ``entry`` names the step in the history, and ``why`` holds the codes of what stopped it.
    """

    proposal: str
    done: bool
    state: str = ""
    at: datetime | None = None
    entry: str = ""
    lost: tuple[tuple[str, Any], ...] = ()
    why: tuple[str, ...] = ()


class DecisionSet(Item):
    """Outcomes to be published together; ``with_result`` publishes the result of the round with them.

    ``rows`` are the proposals, ``results`` what publishing did with each. ``decided_by`` and ``decided_on`` hold
    for all; ``step``, ``area``, ``why`` and ``referred_to`` for every row that has none of its own.
    """

    type_name: ClassVar[str] = "decision_set"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "step", "area", "why", "referred_to", "decided_by", "decided_on", "with_result", "rows",
        "publish_at", "published_at", "results", "reason",
    )
    guarded: ClassVar[Mapping[str, str]] = dict.fromkeys(("publish_at", "published_at", "results", "reason"), "")

    step: str = ""
    area: str = ""
    why: str = ""
    referred_to: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    with_result: bool = False
    rows: tuple[Row, ...] = ()
    publish_at: datetime | None = None
    published_at: datetime | None = None
    results: tuple[Result, ...] = ()
    reason: str = ""

    def name_in(self, container: Any) -> str:
        """The next number of the round."""
        return str(max((int(name) for name in container if name.isdigit()), default=0) + 1)

    @property
    def round(self) -> Any:
        """The round whose proposals it decides about."""
        return round_of(self)

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """What lists can narrow by."""
        return {"round": (self.round.uid, self.round.__name__)}

    def proposals(self) -> list[tuple[Row, Any]]:
        """Its rows with their proposals."""
        found = ((row, self.round.proposal(row.proposal)) for row in self.rows)
        return [(row, proposal) for row, proposal in found if proposal is not None]

    def step_of(self, row: Row) -> str:
        """The step that gives the proposal of a row its outcome; empty while none is chosen."""
        return row.step or self.step

    def facts_of(self, row: Row) -> dict[str, Any]:
        """What the step of a row is told."""
        step, why = self.step_of(row), row.why or self.why
        told: dict[str, Any] = {"decided_by": self.decided_by, "decided_on": self.decided_on}
        if step == "select":
            told |= {"area": row.area or self.area, "motive": why}
        else:
            told |= {"reason": why}
        if step == "refer":
            told = {"reason": why, "referred_to": row.referred_to or self.referred_to}
        return {name: value for name, value in told.items() if value}

    def result_of(self, uid: str) -> Result | None:
        """What publishing did with a proposal, once it has been done."""
        return next((each for each in self.results if each.proposal == uid), None)


def stands(proposal: Any, result: Result) -> bool:
    """Whether the outcome that the set gave a proposal is still its outcome: nothing has moved it since."""
    return result.done and proposal.since == result.at


def moment_of(facts: Mapping[str, Any]) -> datetime | None:
    """The moment that day and time of day mean in Sweden; None until both are told."""
    day, hour = facts.get("publish_on"), facts.get("publish_time")
    if not (day and hour):
        return None
    return datetime.combine(day, time.fromisoformat(hour), STOCKHOLM).astimezone(timezone.utc)
