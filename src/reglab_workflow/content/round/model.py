"""Round: a year's call for proposals, with its themes, its dates and what is sent in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..folder import Children, Folder
from ..item import Item, inside

OPEN = "open"
TAKES_LATE = ("closed", "compiled", "published")
"""States in which the office still takes in a proposal that comes late."""

PUBLISHED = ("published", "discussed", "decided", "adopted", "archived")
DECIDED = ("decided", "adopted", "archived")

DECIDABLE = ("selected", "not_selected", "parked", "referred")
"""The states that a decision brings a proposal into."""

LAST = 1_000_000
"""Sorts what has no place yet after everything that has one."""


@dataclass(frozen=True)
class Theme:
    """A heading of the booklet; the office decides themes and their order."""

    id: str
    title: str


class Issue(Persistent):
    """The booklet as it once went out, word by word; never changed."""

    def __init__(self, number: int, at: datetime, content: bytes) -> None:
        self.number = number
        self.at = at
        self.content = content


@dataclass(frozen=True)
class Area:
    """What the idea meeting or somebody after it points out; it gathers proposals from any theme.

    ``lesser`` interests are no areas of their own; ``body`` and ``day`` tell who pointed it out and when.
    """

    id: str
    title: str
    motive: str = ""
    lesser: bool = False
    body: str = ""
    day: date | None = None


class Round(Children, Item):
    """A round holds its proposals in the order they came, and its idea meeting.

    ``board_meets`` is the day planned for the board's decision, ``board_date`` the day it was made.
    ``numbered_to`` is the highest number that has been published: numbers up to it never change.
    ``issued`` is the number of the latest issue of the booklet, which ``issues`` holds. ``reminded`` is the last day
    that members have been reminded of.
    """

    type_name: ClassVar[str] = "round"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "year", "opens", "closes", "instruction", "themes", "areas", "board_meets", "board_date",
        "adopted_date", "numbered_to", "issued", "reminded",
    )
    # The year is part of the address; the dates of decisions and the numbers follow from steps.
    guarded: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("year", "board_date", "adopted_date", "numbered_to", "issued", "reminded"), "")

    year: int = 0
    opens: date | None = None
    closes: date | None = None
    instruction: str = ""
    themes: tuple[Theme, ...] = ()
    areas: tuple[Area, ...] = ()
    board_meets: date | None = None
    board_date: date | None = None
    adopted_date: date | None = None
    numbered_to: int = 0
    issued: int = 0
    reminded: date | None = None
    issues: Any = None
    """By number; None until the booklet has been issued."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.names: Any = OOBTree()
        self.followers: Any = OOBTree()
        self.add("proposals", Folder("proposals"))
        self.add("files", Folder("files"))
        self.add("decisions", Folder("decisions"))

    def recall(self, now: Any, then: Any) -> None:
        """The booklets that had gone out; they never change."""
        if now.issues is not None:
            self.issues = {number: issue for number, issue in now.issues.items() if number <= self.issued}
        super().recall(now, then)

    def name_in(self, container: Any) -> str:
        """The year, which people put in the address by hand."""
        name: str = container.free_name(str(self.year))
        return name

    # -- where in its life -------------------------------------------------------------------------------

    @property
    def is_published(self) -> bool:
        """Whether members have the booklet."""
        return self.state in PUBLISHED

    @property
    def is_decided(self) -> bool:
        """Whether the result is public."""
        return self.state in DECIDED

    @property
    def meeting(self) -> Any | None:
        """The idea meeting, once it is planned."""
        return self.get("meeting")

    @property
    def ballot(self) -> Any | None:
        """The advisory ballot, where there is one."""
        return self.get("ballot")

    def later_open_round(self) -> Round | None:
        """The nearest round of a later year that takes proposals, if any."""
        later = (other for other in self.__parent__.values() if other.year > self.year)
        found = (other for other in later if other.state == OPEN)
        return min(found, key=lambda other: other.year, default=None)

    # -- themes ------------------------------------------------------------------------------------------

    def theme(self, theme_id: str) -> Theme | None:
        """The theme with that id, or None."""
        return next((theme for theme in self.themes if theme.id == theme_id), None)

    def theme_title(self, theme_id: str) -> str:
        """What a theme is called; empty when there is no such theme (any more)."""
        theme = self.theme(theme_id)
        return theme.title if theme is not None else ""

    def area_title(self, area_id: str) -> str:
        """What an area is called; what is no area of the round was written by hand, and stays as it is."""
        return next((area.title for area in self.areas if area.id == area_id), area_id)

    # -- proposals ---------------------------------------------------------------------------------------

    def note(self, proposal: Any) -> None:
        """Remember where a new proposal stands and what it follows, so that nobody looks through all."""
        self.names[proposal.uid] = proposal.__name__
        if proposal.follows:
            self.followers[proposal.follows] = proposal.uid

    def proposals(self) -> list[Any]:
        """Every proposal, drafts too, in the order they came."""
        found: list[Any] = self["proposals"].values()
        return found

    def proposal(self, uid: str) -> Any | None:
        """The proposal with that uid, or None."""
        found = self["proposals"].get(self.names.get(uid, ""))
        return found if found is not None and found.uid == uid else None

    def follower(self, uid: str) -> Any | None:
        """The proposal of this round that takes up an earlier one, or None."""
        return self.proposal(self.followers.get(uid, ""))

    def live_proposals(self) -> list[Any]:
        """The proposals that have been sent in and go on by themselves: not withdrawn and not merged."""
        return [proposal for proposal in self.proposals() if proposal.is_live]

    def booklet(self) -> list[Any]:
        """The proposals of the booklet in its order: by theme, then by number, then as they came."""
        order = {theme.id: place for place, theme in enumerate(self.themes)}
        chosen = [proposal for proposal in self.proposals() if proposal.in_booklet]
        return sorted(chosen, key=lambda each: (order.get(each.theme, LAST), each.number or LAST))

    # -- the booklet that went out -----------------------------------------------------------------------

    @property
    def last_issue(self) -> Issue | None:
        """The booklet as it last went out, if it has."""
        return self.issues.get(self.issued) if self.issues is not None else None

    def keep_issue(self, content: bytes, now: datetime) -> Issue:
        """Keep the booklet as it goes out now, under the next number."""
        if self.issues is None:
            self.issues = IOBTree()
        issue = Issue(self.issued + 1, now, content)
        self.issues[issue.number] = issue
        self.set({"issued": issue.number})
        return issue

    def without_outcome(self) -> list[Any]:
        """The live proposals that nothing has been decided about."""
        return [proposal for proposal in self.live_proposals() if not proposal.outcome]


def proposals_of(round_: Round) -> Iterator[Any]:
    """Every proposal of a round, for steps of the round that move its proposals along; one by one, as they came."""
    folder = round_["proposals"]
    return (folder[name] for name in folder)


def round_of(place: Any) -> Any:
    """The round that a place stands in, or None."""
    return inside(place, "round")


def rounds_of(place: Any) -> Iterator[Any]:
    """Every round of the site, the latest year first."""
    yield from sorted(place.site["rounds"].values(), key=lambda each: each.year, reverse=True)


def proposal_by_uid(place: Any, uid: str) -> Any | None:
    """The proposal with that uid, in whatever round of the site it stands."""
    found = place.site.by_uid(uid) if uid else None
    return found if found is not None and found.type_name == "proposal" else None
