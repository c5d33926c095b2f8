"""What follows when a proposal moves: links to others, numbers given back, reasons that no longer hold."""

from __future__ import annotations

from typing import Any

from .model import CARRIED, Proposal


def forget_reason(proposal: Proposal, step: Any) -> None:
    """An earlier reason no longer explains the state, nor what was asked for; the history keeps both."""
    proposal.set({"reason": "", "asked_for": ()})


def forget_decision(proposal: Proposal, step: Any) -> None:
    """What was decided no longer holds, as far back as the proposal now stands."""
    proposal.set({"referred_to": ""})
    if step.target in ("submitted", "discussed"):
        proposal.set({"area": "", "motive": "", "decided_by": "", "decided_on": None})


def agree(proposal: Proposal, step: Any) -> None:
    """The organisation that was asked sends it too."""
    proposal.set({"agreed": (*proposal.agreed, step.actor.organisation)})


def decline(proposal: Proposal, step: Any) -> None:
    """The organisation that was asked is no longer among the senders."""
    others = tuple(uid for uid in proposal.co_senders if uid != step.actor.organisation)
    proposal.set({"co_senders": others})


def leave_booklet(proposal: Proposal, step: Any) -> None:
    """Give back a number that members have not seen; a published one stays with its proposal."""
    if proposal.has_unseen_number:
        proposal.set({"number": None})


def join_target(proposal: Proposal, step: Any) -> None:
    """Let the target know which proposal goes on in it."""
    target = proposal.merged_into()
    if target is not None and proposal.uid not in target.absorbed:
        _tell(step, target, (*target.absorbed, proposal.uid))


def part_from_target(proposal: Proposal, step: Any) -> None:
    """Let the target know that the proposal stands by itself again."""
    target = proposal.merged_into()
    if target is not None:
        _tell(step, target, tuple(uid for uid in target.absorbed if uid != proposal.uid))
    proposal.set({"target": ""})


def link_project(proposal: Proposal, step: Any) -> None:
    """Remember the project that the proposal led to."""
    projects = step.acts.site["projects"].values()
    behind = (project.uid for project in reversed(projects) if proposal.uid in project.proposals)
    proposal.set({"project": next(behind, "")})


def unlink_project(proposal: Proposal, step: Any) -> None:
    """The project did not take place; the history keeps which one it was."""
    proposal.set({"project": ""})


def write_again_in_later_round(proposal: Proposal, step: Any) -> None:
    """Make a draft with the same text in the round that is open, linked to this one.

    The organisation that carries it over sends it; the office does so for the first sender.
    """
    values = {name: getattr(proposal, name) for name in CARRIED}
    mine = step.actor.organisation
    if mine != proposal.organisation and mine in proposal.sending():
        others = tuple(uid for uid in proposal.sending() if uid != mine)
        values |= {"organisation": mine, "co_senders": others}
    container = proposal.round.later_open_round()["proposals"]
    step.acts.create(container, "proposal", {**values, "follows": proposal.uid})


def _tell(step: Any, target: Proposal, absorbed: tuple[str, ...]) -> None:
    rule = f"proposal.{step.transition.name}:{step.item.path}"
    step.acts.as_system(rule).edit(target, {"absorbed": absorbed})
