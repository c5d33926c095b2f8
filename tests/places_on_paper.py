"""Who has a place and who waits, kept with paper and pencil: the rules once more, in other words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from reglab_workflow.content.participation.queue import ARRIVAL

UNANSWERED = {"invited", "declined", "lapsed", "cancelled", "replaced"}
PLACED = {"registered", "offered"}
HOURS = 48


@dataclass
class Account:
    """Who has what, kept by somebody with paper and pencil."""

    rule: str
    capacity: int | None
    most: int
    state: dict[str, str] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    until: dict[str, datetime] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    taking_part: set[str] = field(default_factory=set)
    closed: bool = False
    number: int = 0

    def names(self, *states: str) -> list[str]:
        return [name for name, state in self.state.items() if state in states]

    def free(self) -> bool:
        return self.capacity is None or len(self.names(*PLACED)) < self.capacity

    def order(self) -> list[str]:
        """Those who wait, first who is first."""
        return line(self.rule, self.state, self.home, self.came)

    def may_come(self, name: str) -> bool:
        """Whether somebody who has not answered yes can do so now."""
        own = [each for each in self.names(*PLACED, "waiting") if self.home[each] == self.home[name]]
        return (not self.closed and self.state[name] in UNANSWERED and name in self.listed
                and self.home[name] in self.taking_part and len(own) < self.most)

    def take(self, name: str, state: str) -> None:
        self.number += 1
        self.state[name], self.came[name] = state, self.number

    def leave(self, name: str, state: str, now: datetime) -> None:
        self.state[name] = state
        self.hand_out(now)

    def hand_out(self, now: datetime) -> None:
        while self.free() and self.order():
            first = self.order()[0]
            self.state[first], self.until[first] = "offered", now + timedelta(hours=HOURS)


def line(rule_: str, state: dict[str, str], home: dict[str, str], came: dict[str, int]) -> list[str]:
    """The order of a queue: by arrival, or first one for each organisation that has nobody there."""
    waiting = sorted((name for name, each in state.items() if each == "waiting"), key=lambda name: came[name])
    if rule_ == ARRIVAL:
        return waiting
    there = {home[name] for name, each in state.items() if each in PLACED}
    ahead = [name for name in waiting if home[name] not in there
             and not any(home[other] == home[name] for other in waiting[:waiting.index(name)])]
    return ahead + [name for name in waiting if name not in ahead]
