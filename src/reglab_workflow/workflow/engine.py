"""Fires transitions: the machine of one life, shared by every item that lives it.

``transitions`` keeps the machine; it is built once, bound to nothing and sees only a throw-away
``Subject``, so that no persistent object ever carries a machine into the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from transitions import EventData, Machine

from .definition import SAME, State, Transition, Workflow
from .errors import MissingFacts, Reason, Refused, Repeated, UnknownTransition, WrongState


class Living(Protocol):
    """What the engine needs of an item."""

    state: str
    came_from: str | None


def _nothing_stops(item: Any, transition: str, facts: Mapping[str, Any]) -> tuple[Reason, ...]:
    return ()


@dataclass(frozen=True)
class Ask:
    """What a guard may know of the attempt besides the item.

    ``stops(item, transition, facts)`` tells what would stop another step, for a step that takes others along.
    ``survey`` answers what is asked of many items at once (``catalog.survey``). ``declared`` holds what rooms have read
    from files of their own. ``moving`` maps the uids of the items that the step takes along, or is taken along by, to
    the states they will have when this one is moved. ``told`` says that the facts are all that will be told: until then
    a fact that is not there may still come.
    """

    actor: Any
    now: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    site: Any = None
    stops: Callable[[Any, str, Mapping[str, Any]], tuple[Reason, ...]] = _nothing_stops
    survey: Any = None
    declared: Mapping[str, Any] = field(default_factory=dict)
    moving: Mapping[str, str] = field(default_factory=dict)
    told: bool = False

    def state_of(self, item: Any) -> str:
        """The state that an item will have when the step is taken."""
        state: str = item.state
        return self.moving.get(item.uid, state)


@dataclass(frozen=True)
class Change:
    """A transition that has happened: which, from where to where, and with what warnings."""

    transition: str
    source: str
    target: str
    warnings: tuple[Reason, ...] = ()


Guard = Callable[[Any, Ask], Reason | None]


class Words(Protocol):
    """The engine's own sentences, worded by the layer that speaks to people."""

    def unknown(self, workflow: Workflow, name: str) -> Reason: ...
    def wrong_state(self, workflow: Workflow, transition: Transition, state: State) -> Reason: ...
    def repeated(self, workflow: Workflow, transition: Transition, state: State) -> Reason: ...
    def missing_fact(self, workflow: Workflow, transition: Transition, fact: str) -> Reason: ...


class PlainWords:
    """Bare codes for programs and tests that speak to nobody."""

    def unknown(self, workflow: Workflow, name: str) -> Reason:
        return Reason("unknown_transition", f"{workflow.name} has no transition {name}")

    def wrong_state(self, workflow: Workflow, transition: Transition, state: State) -> Reason:
        return Reason("wrong_state", f"{transition.name} does not leave {state.name}")

    def repeated(self, workflow: Workflow, transition: Transition, state: State) -> Reason:
        return Reason("repeated", f"{transition.name} has been done: the state is {state.name}")

    def missing_fact(self, workflow: Workflow, transition: Transition, fact: str) -> Reason:
        return Reason(f"missing:{fact}", f"{transition.name} asks for {fact}", fact)


class Subject:
    """One item for the length of one transition; the machine never sees the item itself."""

    __slots__ = ("item", "workflow")

    def __init__(self, item: Living, workflow: Workflow) -> None:
        self.item = item
        self.workflow = workflow

    @property
    def state(self) -> str:
        return self.workflow.state(self.item.state).name

    @state.setter
    def state(self, target: str) -> None:
        source = self.item.state
        if target != source:
            self.item.came_from = source
            self.item.state = target


class Engine:
    """The machine of one workflow, and the guards it asks before it moves anything."""

    def __init__(self, workflow: Workflow, guards: Mapping[str, Guard], words: Words | None = None) -> None:
        self.workflow = workflow
        self.guards = guards
        self.words: Words = words or PlainWords()
        self.machine = _machine(workflow)

    def state_of(self, item: Living) -> State:
        """The state an item is in, also when it was stored under a name the file now calls an alias."""
        return self.workflow.state(item.state)

    def transition(self, name: str) -> Transition:
        """The transition of that name; raises UnknownTransition."""
        try:
            return self.workflow.transitions[name]
        except KeyError:
            raise UnknownTransition([self.words.unknown(self.workflow, name)]) from None

    def target(self, item: Living, transition: Transition) -> str | None:
        """Where the transition would take the item, or None where it does not leave its state."""
        source = self.state_of(item).name
        if source not in transition.sources:
            return None
        targets = self.workflow.targets(transition, source)
        if len(targets) == 1:
            return targets[0]
        before = self.workflow.called_now(item.came_from)
        return before if before in targets else None

    def leaves(self, item: Living, transition: Transition) -> str:
        """The state the transition leads to; raises WrongState or Repeated."""
        target = self.target(item, transition)
        if target is not None:
            return target
        state = self.state_of(item)
        if transition.target == state.name:
            raise Repeated([self.words.repeated(self.workflow, transition, state)])
        raise WrongState([self.words.wrong_state(self.workflow, transition, state)])

    def refusals(self, item: Living, transition: Transition, ask: Ask) -> tuple[Reason, ...]:
        """Every guard that says no, in the order of the file."""
        return self._ask(transition.guards, item, ask)

    def warnings(self, item: Living, transition: Transition, ask: Ask) -> tuple[Reason, ...]:
        """What is worth saying and stops nothing."""
        return self._ask(transition.warns, item, ask)

    def missing(self, transition: Transition, facts: Mapping[str, Any]) -> tuple[Reason, ...]:
        """The required facts that were not told."""
        return tuple(
            self.words.missing_fact(self.workflow, transition, name)
            for name in transition.required
            if _empty(facts.get(name))
        )

    def fire(self, item: Living, name: str, ask: Ask) -> Change:
        """Move the item, or raise the objection and leave it untouched.

        Rights are not asked here: the caller has done so (``content.acts``).
        """
        transition = self.transition(name)
        target = self.leaves(item, transition)
        missing = self.missing(transition, ask.facts)
        refusals = self.refusals(item, transition, ask)
        if refusals:
            raise Refused(refusals + missing)
        if missing:
            raise MissingFacts(missing)
        warnings = self.warnings(item, transition, ask)
        source = self.state_of(item).name
        if target != source:
            self.machine.events[name].trigger(Subject(item, self.workflow), target=target)
        return Change(name, source, target, warnings)

    def _ask(self, names: tuple[str, ...], item: Living, ask: Ask) -> tuple[Reason, ...]:
        answers = (self.guards[name](item, ask) for name in names)
        return tuple(answer for answer in answers if answer is not None)


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _leads_to(target: str) -> Callable[[EventData], bool]:
    def chosen(event: EventData) -> bool:
        return bool(event.kwargs["target"] == target)
    return chosen


def _machine(workflow: Workflow) -> Machine:
    """The bare machine; transitions that stay in their state never reach it."""
    moves: list[dict[str, Any]] = [
        {"trigger": transition.name, "source": source, "dest": target, "conditions": [_leads_to(target)]}
        for transition in workflow.transitions.values()
        if transition.target != SAME
        for source in transition.sources
        for target in workflow.targets(transition, source)
        if target != source
    ]
    return Machine(
        model=None, states=list(workflow.states), initial=workflow.initial, transitions=moves,
        auto_transitions=False, send_event=True, queued=False,
    )
