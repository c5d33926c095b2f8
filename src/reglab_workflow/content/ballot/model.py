"""Ballot: which proposals of a round the members advise on, by which method, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from ...clock import local_day
from ...people.organisation import MEMBER, Organisation
from ..folder import Children, Folder
from ..item import Item, inside
from ..round.model import round_of

DOTS = "dots"
RANKING = "ranking"
METHODS = (DOTS, RANKING)

OPEN = "open"
CLOSED = "closed"
ANSWERED = ("cast", "counted")
"""States of a vote that its organisation has cast."""


@dataclass(frozen=True)
class Mark:
    """What one vote says of one proposal: how many dots it gets, or which place."""

    proposal: str
    number: int


@dataclass(frozen=True)
class Counted:
    """The vote of one organisation as it was counted."""

    organisation: str
    marks: tuple[Mark, ...]


class Ballot(Children, Item):
    """A ballot of a round.

    With dots each organisation has ``dots`` of them, at most ``most`` on one proposal; in a ranking it puts at most
    ``top`` proposals in order. ``proposals`` are the uids that the ballot was opened with, and ``tally`` is what was
    cast when it closed: nobody sees a vote of others before.
    """

    type_name: ClassVar[str] = "ballot"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "introduction", "method", "dots", "most", "top", "opens", "closes", "proposals", "tally",
    )
    guarded: ClassVar[Mapping[str, str]] = {"proposals": "", "tally": ""}

    introduction: str = ""
    method: str = DOTS
    dots: int = 10
    most: int = 3
    top: int = 5
    opens: date | None = None
    closes: date | None = None
    proposals: tuple[str, ...] = ()
    tally: tuple[Counted, ...] = ()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.add("votes", Folder("votes"))

    def name_in(self, container: Any) -> str:
        """A round has one ballot, at an address people can guess."""
        return "ballot"

    def search_text(self) -> str:
        """What it is called and what it is about."""
        return f"{self.title} {self.introduction}"

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """What lists of ballots can be filtered by."""
        return {"round": (self.round.uid, self.round.__name__)}

    @property
    def round(self) -> Any:
        """The round whose proposals it is about."""
        return round_of(self)

    @property
    def is_closed(self) -> bool:
        """Whether the votes have been counted and may be read."""
        return self.state == CLOSED

    def subjects(self) -> list[Any]:
        """The proposals that it is about, in the order of the booklet; before it opens those that would be."""
        if not self.proposals:
            return readable(self.round)
        found = (self.round.proposal(uid) for uid in self.proposals)
        return [proposal for proposal in found if proposal is not None]

    def votes(self) -> list[Any]:
        """The vote of every organisation that was handed one, by the organisation's name."""
        return sorted(self["votes"].values(), key=lambda vote: vote.title.casefold())

    def vote_of(self, organisation: str) -> Any | None:
        """The vote of an organisation, or None when it has none."""
        return next((vote for vote in self["votes"].values() if vote.organisation == organisation), None)

    def faults(self, marks: tuple[Mark, ...]) -> tuple[str, ...]:
        """What keeps a vote from being counted: ``unknown``, ``single``, ``sum``, ``place`` or ``shared``."""
        numbers = [mark.number for mark in marks]
        named = [mark.proposal for mark in marks]
        found = {"unknown": not set(named) <= set(self.proposals) or len(set(named)) < len(named)}
        if self.method == DOTS:
            found |= {"single": any(not 0 < number <= self.most for number in numbers),
                      "sum": sum(numbers) > self.dots}
        else:
            found |= {"place": any(not 0 < number <= self.top for number in numbers),
                      "shared": len(set(numbers)) < len(numbers)}
        return tuple(name for name, wrong in found.items() if wrong)

    def left(self, marks: tuple[Mark, ...]) -> int:
        """How many dots, or places, a vote has not used."""
        return self.dots - sum(mark.number for mark in marks) if self.method == DOTS else self.top - len(marks)


def readable(round_: Any) -> list[Any]:
    """The proposals of the booklet that the members can read: not those that are back with their senders."""
    return [proposal for proposal in round_.booklet() if proposal.state != "returned"]


def votes_of(ballot: Ballot) -> list[Any]:
    """Every vote of a ballot, for steps of the ballot that move its votes along."""
    found: list[Any] = ballot["votes"].values()
    return found


def ballot_of(place: Any) -> Any:
    """The ballot that a place stands in, or None."""
    return inside(place, "ballot")


def members_of(site: Any, now: datetime) -> list[Organisation]:
    """The member organisations that take part now, by name."""
    day = local_day(now)
    found = (each for each in site["organisations"].values() if each.kind == MEMBER and each.takes_part(day))
    return sorted(found, key=lambda each: each.title.casefold())
