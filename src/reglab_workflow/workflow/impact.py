"""What another text of a life's file would change: states, rights, steps and words. Pure: two lives, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .definition import Text, Timing, Transition, Workflow

APPEARS, GOES, CHANGES = "appears", "goes", "changes"
RENAMED, MOVED, VANISHES = "renamed", "moved", "vanishes"
PARTS = ("from", "to", "by", "guards", "warns", "asks", "may_tell", "effects", "follows", "takes_along", "time", "kind")
"""What a step consists of, besides its words."""


@dataclass(frozen=True)
class StateChange:
    """A state that appears, or that the new file calls something else, moves on, or has no place for."""

    name: str
    how: str
    now: str = ""


@dataclass(frozen=True)
class RightChange:
    """Another answer to who may do something in a state; ``step`` says that it is a step and no permission.

    ``state`` is the old name. ``gains`` and ``loses`` are roles; ``before`` and ``after`` all that may.
    """

    name: str
    state: str
    step: bool
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def gains(self) -> tuple[str, ...]:
        """The roles that may now."""
        return tuple(role for role in self.after if role not in self.before)

    @property
    def loses(self) -> tuple[str, ...]:
        """The roles that may no longer."""
        return tuple(role for role in self.before if role not in self.after)


@dataclass(frozen=True)
class PartChange:
    """One part of a step, before and after."""

    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class StepChange:
    """A step that appears, goes, or is another one than it was."""

    name: str
    how: str
    parts: tuple[PartChange, ...] = ()


@dataclass(frozen=True)
class TextChange:
    """Words that people read: of the life itself, or of a state or step, in one language."""

    of: str
    name: str
    part: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class Impact:
    """Everything that would be different."""

    states: tuple[StateChange, ...]
    rights: tuple[RightChange, ...]
    steps: tuple[StepChange, ...]
    texts: tuple[TextChange, ...]

    def __bool__(self) -> bool:
        return bool(self.states or self.rights or self.steps or self.texts)


def impact(old: Workflow, new: Workflow) -> Impact:
    """What changes when a life's file is replaced by another."""
    return Impact(tuple(_states(old, new)), tuple(_rights(old, new)), tuple(_steps(old, new)), tuple(_texts(old, new)))


def _states(old: Workflow, new: Workflow) -> Iterator[StateChange]:
    known = {name for state in old.states.values() for name in (state.name, *state.aliases)}
    for name in old.states:
        now = new.called_now(name)
        if name in new.moved:
            yield StateChange(name, MOVED, now)
        elif not now:
            yield StateChange(name, VANISHES)
        elif now != name:
            yield StateChange(name, RENAMED, now)
    for state in new.states.values():
        if known.isdisjoint((state.name, *state.aliases)):
            yield StateChange(state.name, APPEARS, state.name)


def _rights(old: Workflow, new: Workflow) -> Iterator[RightChange]:
    """Only states in which something can stand today are compared; what vanishes is told as that."""
    for state in old.states:
        now = new.called_now(state)
        if not now:
            continue
        for permission in dict.fromkeys((*_granted(old, state), *_granted(new, now))):
            before, after = old.roles_with(permission, state), new.roles_with(permission, now)
            if set(before) != set(after):
                yield RightChange(permission, state, False, before, after)
        for step in dict.fromkeys((*old.transitions, *new.transitions)):
            before, after = _who(old, step, state), _who(new, step, now)
            if set(before) != set(after):
                yield RightChange(step, state, True, before, after)


def _granted(workflow: Workflow, state: str) -> tuple[str, ...]:
    return (*workflow.grants, *workflow.state(state).grants)


def _who(workflow: Workflow, step: str, state: str) -> tuple[str, ...]:
    transition = workflow.transitions.get(step)
    return transition.by if transition is not None and state in transition.sources else ()


def _steps(old: Workflow, new: Workflow) -> Iterator[StepChange]:
    for name in dict.fromkeys((*old.transitions, *new.transitions)):
        if name not in new.transitions:
            yield StepChange(name, GOES)
        elif name not in old.transitions:
            yield StepChange(name, APPEARS)
        else:
            before, after = _parts(old.transitions[name], new), _parts(new.transitions[name], new)
            parts = tuple(PartChange(part, before[part], after[part]) for part in PARTS
                          if sorted(before[part]) != sorted(after[part]))
            if parts:
                yield StepChange(name, CHANGES, parts)


def _parts(step: Transition, new: Workflow) -> dict[str, tuple[str, ...]]:
    """What a step consists of, with each state as the new file calls it, so that a new name is no change."""
    return {
        "from": tuple(dict.fromkeys(new.called_now(state) or state for state in step.sources)),
        "to": (new.called_now(step.target) or step.target,), "by": step.by, "guards": step.guards,
        "warns": step.warns, "asks": step.required, "may_tell": step.optional, "effects": step.effects,
        "follows": step.follows, "time": _time(step.timing), "kind": (step.kind,),
        "takes_along": tuple(f"{each.relation}.{each.fire}" for each in step.cascade),
    }


def _time(timing: Timing | None) -> tuple[str, ...]:
    """When a step happens by itself, in the words of the file."""
    if timing is None:
        return ()
    if not timing.at:
        return (f"after {timing.days} days",)
    return (f"{timing.before} days before {timing.at}" if timing.before else f"at {timing.at}",)


def _texts(old: Workflow, new: Workflow) -> Iterator[TextChange]:
    yield from _worded("life", old.name, old, new, ("title", "help"))
    for name, state in old.states.items():
        if now := new.called_now(name):
            yield from _worded("state", name, state, new.states[now], ("title", "help", "friendly"))
    for name, step in old.transitions.items():
        if name in new.transitions:
            yield from _worded("step", name, step, new.transitions[name], ("title", "help", "done", "confirm"))


def _worded(of: str, name: str, old: Any, new: Any, parts: tuple[str, ...]) -> Iterator[TextChange]:
    for part in parts:
        before: Text = getattr(old, part) or {}
        after: Text = getattr(new, part) or {}
        for language in dict.fromkeys((*before, *after)):
            if _word(before, language) != _word(after, language):
                yield TextChange(of, name, part, language, _word(before, language), _word(after, language))


def _word(text: Mapping[str, str], language: str) -> str:
    return text.get(language, "")
