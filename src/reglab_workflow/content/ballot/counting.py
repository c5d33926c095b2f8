"""Counting votes: dots and rankings by several methods, and how much the order hangs on single organisations.

A vote is what an organisation said: proposal to number, the number of dots or the place (1 is the first). Everything
here is a pure function of votes; nothing knows of the web or of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Vote = Mapping[str, int]
Votes = Mapping[str, Vote]
Scores = Mapping[str, int]
Method = Callable[[Votes, Sequence[str]], Scores]

HEAD = 3
"""How many places make the head of the list, which robustness is told about."""


# -- methods -------------------------------------------------------------------------------------------------


def total(votes: Votes, proposals: Sequence[str]) -> Scores:
    """All dots that a proposal got."""
    return {each: sum(vote.get(each, 0) for vote in votes.values()) for each in proposals}


def supporters(votes: Votes, proposals: Sequence[str]) -> Scores:
    """How many organisations marked a proposal at all."""
    return {each: sum(1 for vote in votes.values() if vote.get(each)) for each in proposals}


def borda(top: int) -> Method:
    """As many points for the first place as there are places, one less for each place after it, none without."""
    def method(votes: Votes, proposals: Sequence[str]) -> Scores:
        return {each: sum(top + 1 - vote[each] for vote in votes.values() if each in vote) for each in proposals}
    return method


def copeland(votes: Votes, proposals: Sequence[str]) -> Scores:
    """Duels won less duels lost: of two proposals the one that more organisations put before the other wins."""
    lead = {(one, other): 0 for one in proposals for other in proposals}
    for vote in votes.values():
        ranked = sorted((each for each in proposals if each in vote), key=lambda each: vote[each])
        unranked = [each for each in proposals if each not in vote]
        for place, one in enumerate(ranked):
            for other in (*ranked[place + 1:], *unranked):
                lead[one, other] += vote.get(other) != vote[one]
    return {
        one: sum((lead[one, other] > lead[other, one]) - (lead[one, other] < lead[other, one]) for other in proposals)
        for one in proposals
    }


# -- order ---------------------------------------------------------------------------------------------------


def places(scores: Scores) -> Mapping[str, int]:
    """The place of each: one more than the number of those with a higher score; equal scores share a place."""
    first: dict[int, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), 1):
        first.setdefault(score, place)
    return {each: first[score] for each, score in scores.items()}


def head(votes: Votes, proposals: Sequence[str], method: Method) -> Mapping[str, int]:
    """The proposals on the first places that somebody marked, with their places."""
    marked = {each for vote in votes.values() for each, number in vote.items() if number}
    found = places(method(votes, proposals))
    return {each: place for each, place in found.items() if place <= HEAD and each in marked}


# -- robustness ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shift:
    """What the head of the list would be without one organisation, where that differs."""

    organisation: str
    gone: frozenset[str]
    come: frozenset[str]

    @property
    def is_order_only(self) -> bool:
        """Whether the same proposals would stand there, on other places."""
        return not self.gone and not self.come


def without_one(votes: Votes, proposals: Sequence[str], method: Method) -> tuple[Shift, ...]:
    """How the head of the list would change, one organisation at a time left out."""
    now = head(votes, proposals, method)
    shifts = []
    for organisation in votes:
        then = head({each: vote for each, vote in votes.items() if each != organisation}, proposals, method)
        if then != now:
            shifts.append(Shift(organisation, frozenset(now) - frozenset(then), frozenset(then) - frozenset(now)))
    return tuple(shifts)


def agree(one: Scores, other: Scores, among: Iterable[str]) -> bool:
    """Whether two methods put the same proposals on the first places, of those that somebody marked."""
    wanted = set(among)
    heads = [{each for each, place in places(scores).items() if place <= HEAD and each in wanted}
             for scores in (one, other)]
    return heads[0] == heads[1]
