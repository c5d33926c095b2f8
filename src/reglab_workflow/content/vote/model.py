"""Vote: the paper of one organisation in a ballot; what it says is nobody else's until the ballot closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from ..ballot.model import Mark, ballot_of
from ..item import Item


@dataclass(frozen=True)
class Saved:
    """When the draft was last saved, and on how many proposals it then changed."""

    changed: int
    at: datetime


class Vote(Item):
    """The vote of an organisation: ``marks`` are its draft, ``cast_marks`` what it has cast.

    The trail tells who saved and cast and when, and on how many proposals something changed; what the vote says
    stands only here, and in the ballot's ``tally`` once it has closed.
    """

    type_name: ClassVar[str] = "vote"
    fields: ClassVar[tuple[str, ...]] = ("title", "organisation", "marks", "saved", "cast_marks")
    guarded: ClassVar[Mapping[str, str]] = {"title": "", "organisation": "", "cast_marks": ""}
    untold: ClassVar[tuple[str, ...]] = ("marks", "cast_marks")

    organisation: str = ""
    marks: tuple[Mark, ...] = ()
    saved: Saved | None = None
    cast_marks: tuple[Mark, ...] = ()

    def owner(self, changed: Mapping[str, Any] | None = None) -> str:
        """The organisation whose vote it is."""
        return str((changed or {}).get("organisation", self.organisation))

    def search_text(self) -> str:
        """The name of the organisation; never what it answers."""
        return self.title

    @property
    def ballot(self) -> Any:
        """The ballot that it answers."""
        return ballot_of(self)

    @property
    def differs(self) -> bool:
        """Whether the draft says something else than what has been cast."""
        return set(self.marks) != set(self.cast_marks)

    def number_on(self, uid: str) -> int:
        """What the draft says of a proposal; nought when it says nothing."""
        return next((mark.number for mark in self.marks if mark.proposal == uid), 0)


def number_of_changes(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> int:
    """On how many proposals two votes differ."""
    before, after = ({mark.proposal: mark.number for mark in marks} for marks in (one, other))
    return sum(1 for uid in {*before, *after} if before.get(uid) != after.get(uid))
