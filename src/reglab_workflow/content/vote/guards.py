"""What a vote must hold before it is cast, and what is worth saying to who casts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...clock import local_day
from ...i18n import _
from ...people.joining import ways_to_be
from ...people.organisation import MEMBER, organisation_by_uid
from ...security.remedies import EditField
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from .model import Vote

FAULTS: Mapping[str, Any] = {
    "unknown": _("The vote names a proposal that the ballot is not about, or one twice."),
    "single": _("A proposal has more dots than one proposal can get."),
    "sum": _("The vote has more dots than there are to give."),
    "place": _("A place in the ranking is outside the places that there are."),
    "shared": _("Two proposals have the same place in the ranking."),
}
"""What is wrong with a vote, in words."""


def vote_says_something(vote: Vote, ask: Ask) -> Reason | None:
    """The vote says something about at least one proposal."""
    if vote.marks:
        return None
    return Reason("empty_vote", _("Say something about at least one proposal before the vote is cast."),
                  remedies=_by_marking(vote))


def vote_follows_the_method(vote: Vote, ask: Ask) -> Reason | None:
    """The vote keeps to the method of the ballot."""
    faults = vote.ballot.faults(vote.marks)
    return Reason(f"vote_{faults[0]}", FAULTS[faults[0]], remedies=_by_marking(vote)) if faults else None


def vote_differs_from_what_is_cast(vote: Vote, ask: Ask) -> Reason | None:
    """The draft differs from what has been cast."""
    if vote.differs:
        return None
    return Reason("vote_unchanged", _("The draft is the same as what has been cast. Change it first."),
                  remedies=_by_marking(vote))


def voter_is_a_member(vote: Vote, ask: Ask) -> Reason | None:
    """The organisation is a member now."""
    found = organisation_by_uid(ask.site, vote.organisation)
    if found is not None and found.kind == MEMBER and found.takes_part(local_day(ask.now)):
        return None
    return Reason("not_a_member", _("Only members vote, and the organisation is not a member now."),
                  remedies=ways_to_be(found, (MEMBER,), local_day(ask.now)))


def vote_has_something_left(vote: Vote, ask: Ask) -> Reason | None:
    """Worth saying: there are dots or places left."""
    left = vote.ballot.left(vote.marks)
    if left <= 0:
        return None
    return Reason("left", _("Left to give: ${number}.", mapping={"number": left}), remedies=_by_marking(vote))


def _by_marking(vote: Vote) -> tuple[EditField, ...]:
    return (EditField(vote, "marks"),)
