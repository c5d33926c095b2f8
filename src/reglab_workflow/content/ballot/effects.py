"""What follows when a ballot opens, closes, or is opened again."""

from __future__ import annotations

from typing import Any

from .model import Ballot, Counted, members_of, readable


def fix_proposals(ballot: Ballot, step: Any) -> None:
    """The ballot is about the proposals of the booklet that the members can read now."""
    ballot.set({"proposals": tuple(proposal.uid for proposal in readable(ballot.round))})


def hand_out_votes(ballot: Ballot, step: Any) -> None:
    """Every member that has no vote yet gets one to fill in."""
    there = {vote.organisation for vote in ballot["votes"].values()}
    acts = step.acts.as_system(f"ballot.{step.transition.name}:{ballot.uid}")
    for each in members_of(step.acts.site, step.now):
        if each.uid not in there:
            acts.create(ballot["votes"], "vote", {"title": each.title, "organisation": each.uid})


def count_votes(ballot: Ballot, step: Any) -> None:
    """Keep what has been cast, organisation by organisation; until this moment nobody else could read it."""
    cast = (vote for vote in ballot.votes() if vote.state == "cast")
    ballot.set({"tally": tuple(Counted(vote.organisation, vote.cast_marks) for vote in cast)})


def forget_tally(ballot: Ballot, step: Any) -> None:
    """What was counted no longer counts; the votes themselves remain, and can be changed."""
    ballot.set({"tally": ()})
