"""Why yes, why no, and what would change it: the same code that decides, asked for its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..content.acts import Acts
from ..people.appointments import Ground
from ..workflow.definition import SYSTEM
from ..workflow.errors import Reason, WrongState


@dataclass(frozen=True)
class Way:
    """One thing that would help: another state to be in, or a role to hold."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """The answer to *may who do what on this*, with everything that decided it."""

    allowed: bool
    what: str
    role: str = ""
    ground: Ground | None = None
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    ways: tuple[Way, ...] = ()


def explain(acts: Acts, what: str, item: Any) -> Explanation:
    """Explain a permission or a transition for the actor of ``acts``; what nobody has heard of, nobody may."""
    engine = acts.rulebook.engine(item)
    if what in engine.workflow.transitions:
        return _explain_transition(acts, what, item)
    return _explain_permission(acts, what, item)


def _explain_transition(acts: Acts, name: str, item: Any) -> Explanation:
    engine = acts.rulebook.engine(item)
    transition = engine.transition(name)
    answer = acts.rights.may_fire(acts.actor, name, item)
    reasons = list(answer.reasons)
    ways = [] if answer else [Way("role", tuple(role for role in transition.by if role != SYSTEM))]
    try:
        engine.leaves(item, transition)
    except WrongState as objection:
        reasons.extend(objection.reasons)
        ways.append(Way("state", transition.sources))
    offer = acts.offer(item, transition)
    if offer.permitted:
        reasons.extend(offer.reasons)
    return Explanation(not reasons, name, answer.role, answer.ground, tuple(reasons), offer.warnings, tuple(ways))


def _explain_permission(acts: Acts, permission: str, item: Any) -> Explanation:
    answer = acts.rights.may(acts.actor, permission, item)
    if answer:
        return Explanation(True, permission, answer.role, answer.ground)
    workflow = acts.rulebook.engine(item).workflow
    held = {role for role, _ground in acts.rights.held(acts.actor, item)}
    states = tuple(
        state for state in workflow.states if held & set(workflow.roles_with(permission, state)))
    ways = tuple(way for way in (Way("role", answer.needed), Way("state", states)) if way.names)
    return Explanation(False, permission, reasons=answer.reasons, ways=ways)
