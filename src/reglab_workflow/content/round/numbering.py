"""The numbers of a round's booklet: continuous over its themes, and fixed once members have seen them."""

from __future__ import annotations

from itertools import count
from typing import Any

from .model import Round


def numbers_for(round_: Round) -> dict[str, int]:
    """The number that each proposal with a theme should have, by uid, in the order of the booklet.

    Until the booklet is published the numbers follow themes and office order without a gap. After that a
    published number stays with its proposal, is never given to another, and late ones get the next.
    """
    fresh = count(round_.numbered_to + 1)
    numbers: dict[str, int] = {}
    for proposal in round_.booklet():
        if proposal.number is not None and not proposal.has_unseen_number:
            numbers[proposal.uid] = proposal.number
        elif round_.theme(proposal.theme) is not None:
            numbers[proposal.uid] = next(fresh)
    return numbers


def number_proposals(round_: Round) -> list[tuple[Any, int]]:
    """The proposals that are to get another number than they have, each with its number."""
    numbers = numbers_for(round_)
    numbered = [proposal for proposal in round_.booklet() if proposal.uid in numbers]
    return [(each, numbers[each.uid]) for each in numbered if each.number != numbers[each.uid]]

