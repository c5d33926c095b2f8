"""What a life is: states, transitions and rights as frozen facts read from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Text = Mapping[str, str]
"""A text in several languages: language code to words."""

Grants = Mapping[str, tuple[str, ...]]
"""Permission to the roles that have it."""

NOTHING: Grants = MappingProxyType({})

SAME = "same"
PREVIOUS = "previous"
SYSTEM = "system"
"""The role of cascades and of time: no person ever holds it."""


@dataclass(frozen=True)
class State:
    """A state of a life: what it is called, and who may do what while it lasts."""

    name: str
    title: Text
    help: Text | None = None
    friendly: Text | None = None
    grants: Grants = field(default_factory=lambda: NOTHING)
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    final: bool = False


@dataclass(frozen=True)
class Cascade:
    """A transition fired on every item that the moving item's ``relation`` names."""

    relation: str
    fire: str


@dataclass(frozen=True)
class Timing:
    """When a transition fires by itself: ``before`` days before the date in field ``at``, or ``days`` after the state.

    A transition that stays in its state, a reminder, wants a guard that stops it once it has been made.
    """

    at: str = ""
    days: int = 0
    before: int = 0


@dataclass(frozen=True)
class Transition:
    """A move between states: who may make it, what stops it, what it asks and what follows."""

    name: str
    title: Text
    sources: tuple[str, ...]
    target: str
    by: tuple[str, ...]
    help: Text | None = None
    done: Text | None = None
    confirm: Text | None = None
    guards: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    cascade: tuple[Cascade, ...] = ()
    follows: tuple[str, ...] = ()
    timing: Timing | None = None
    kind: str = "forward"

    @property
    def asks(self) -> tuple[str, ...]:
        """Every fact the transition's own form has a field for, required ones first."""
        return self.required + self.optional


@dataclass(frozen=True)
class Workflow:
    """The whole life of one content type, as its file tells it."""

    name: str
    version: int
    initial: str
    title: Text
    states: Mapping[str, State]
    transitions: Mapping[str, Transition]
    grants: Grants = field(default_factory=lambda: NOTHING)
    moved: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """States that were given up, and where what stood in them goes."""

    help: Text | None = None
    file: str = ""
    source: str = field(default="", repr=False)

    def state(self, name: str) -> State:
        """The state of that name, or the one that now goes under another name.

        Raises KeyError for a name that neither a state nor an alias has.
        """
        if name in self.states:
            return self.states[name]
        for state in self.states.values():
            if name in state.aliases:
                return state
        raise KeyError(name)

    def knows(self, name: str) -> bool:
        """Whether a state has that name, or had it before."""
        return name in self.states or any(name in state.aliases for state in self.states.values())

    def called_now(self, name: str | None) -> str:
        """The state that a name stands for today, also one that was given up; empty where there is none."""
        name = self.moved.get(name or "", name or "")
        return self.state(name).name if self.knows(name) else ""

    def leaving(self, state: str) -> Iterator[Transition]:
        """The transitions out of a state, in the order of the file."""
        return (transition for transition in self.transitions.values() if state in transition.sources)

    def targets(self, transition: Transition, source: str) -> tuple[str, ...]:
        """Where a transition may lead from a state; several only for ``to = "previous"``."""
        if transition.target == SAME:
            return (source,)
        if transition.target != PREVIOUS:
            return (transition.target,)
        return tuple(dict.fromkeys(
            origin
            for other in self.transitions.values()
            if other.target == source
            for origin in other.sources
        ))

    def roles_with(self, permission: str, state: str) -> tuple[str, ...]:
        """The roles that have a permission in a state, those of every state first."""
        here = self.state(state).grants.get(permission, ())
        return tuple(dict.fromkeys((*self.grants.get(permission, ()), *here)))
