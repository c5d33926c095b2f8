"""Ways: a remedy worked out into concrete changes in order, each with the roles that can make it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from ..rulebook import Rulebook
from ..workflow.definition import SYSTEM, Transition, Workflow
from ..workflow.errors import Reason
from .permissions import Permission
from .remedies import (
    AddItem,
    Answer,
    Appoint,
    EditField,
    Instead,
    Later,
    LetDo,
    Nothing,
    Reach,
    Remedy,
    Remove,
    SignIn,
    TakeStep,
    TellFact,
    Together,
    UseLink,
    Wait,
)
from .rights import Rights

BACKWARDS = 3
BY_ITSELF = 2
"""A way forward that people take is shorter than one that goes back, or that only follows from something else."""


@dataclass(frozen=True)
class Change:
    """One thing that somebody does, or that time does: what, and the roles that can do it, at which place.

    ``roles`` is empty where nobody does it by hand; ``after`` then names the type and step that it follows from.
    """

    what: Remedy
    roles: tuple[str, ...] = ()
    place: Any = None
    after: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Way:
    """Changes that together turn the no into a yes, in the order in which they are made."""

    changes: tuple[Change, ...]


class Ways:
    """Works remedies out for one step or permission of one item."""

    def __init__(self, rulebook: Rulebook, rights: Rights, item: Any, transition: Transition | None = None) -> None:
        self.rulebook = rulebook
        self.rights = rights
        self.item = item
        self.transition = transition

    def out_of(self, reason: Reason) -> tuple[Way, ...]:
        """Everything that would take one reason away, each way enough by itself, the shortest first."""
        remedies = reason.remedies or self._by_its_field(reason)
        ways = [way for remedy in remedies for way in self.of(remedy)]
        return tuple(sorted(dict.fromkeys(ways), key=lambda way: len(way.changes)))

    def of(self, remedy: Remedy) -> Iterator[Way]:
        """The ways that one remedy is; none where it cannot be had."""
        if isinstance(remedy, Later):
            for found in remedy.find():
                yield from self.of(found)
            return
        if isinstance(remedy, Nothing):
            return
        changes = self._changes(remedy)
        if changes:
            yield Way(tuple(changes))

    def path(self, item: Any, states: tuple[str, ...], start: str = "") -> list[Change] | None:
        """The shortest sequence of steps into one of the states, or None where none leads there."""
        workflow = self.rulebook.engine(item).workflow
        names = shortest(workflow, start or workflow.state(item.state).name, states)
        if names is None:
            return None
        return [self._step(TakeStep(item, name)) for name in names]

    def _by_its_field(self, reason: Reason) -> tuple[Remedy, ...]:
        """What a guard means that names a field and no remedy."""
        if self.transition is not None and reason.field in self.transition.asks:
            return (TellFact(reason.field),)
        return (EditField(self.item, reason.field),) if reason.field in self.item.fields else ()

    def _changes(self, remedy: Remedy) -> list[Change] | None:
        if isinstance(remedy, Together):
            parts = [self._changes(part) for part in remedy.parts]
            return None if None in parts else [change for part in parts for change in part or ()]
        if isinstance(remedy, Reach):
            return self.path(remedy.item, remedy.states)
        if isinstance(remedy, EditField):
            return self._edit(remedy)
        if isinstance(remedy, AddItem):
            return self._add(remedy)
        if isinstance(remedy, TakeStep | Instead | UseLink):
            return self._then_step(remedy)
        if isinstance(remedy, Appoint | Remove) and not self._single(remedy).roles:
            return None
        return [self._single(remedy)]

    def _single(self, remedy: Remedy) -> Change:
        if isinstance(remedy, Appoint):
            place = self._scope(remedy.scope)
            return Change(remedy, self.rights.roles(Permission.APPOINT, place), place)
        if isinstance(remedy, Remove):
            return Change(remedy, self.rights.roles(remedy.item.removed_with, remedy.item), remedy.item)
        if isinstance(remedy, Answer):
            return Change(remedy, self.rights.roles(Permission.EDIT, remedy.review), remedy.review)
        if isinstance(remedy, LetDo):
            return Change(remedy, (remedy.role,), self.item)
        if isinstance(remedy, TellFact) and self.transition is not None:
            return Change(remedy, self.transition.by, self.item)
        return Change(remedy, place=self.item if isinstance(remedy, SignIn | Wait) else None)

    def _scope(self, uid: str) -> Any:
        site = self.item.site
        return site.by_uid(uid) or site

    def _step(self, remedy: TakeStep | Instead | UseLink) -> Change:
        transition = self.rulebook.engine(remedy.item).transition(remedy.transition)
        people = tuple(role for role in transition.by if role != SYSTEM)
        after = ("", "") if people else self._follows_from(remedy.item, remedy.transition)
        return Change(remedy, people, remedy.item, after)

    def _then_step(self, remedy: TakeStep | Instead | UseLink) -> list[Change] | None:
        """The step; before it what brings the item to where the step leaves from, unless it is an alternative now."""
        engine = self.rulebook.engine(remedy.item)
        transition = engine.workflow.transitions.get(remedy.transition)
        if transition is None:
            return None
        if engine.target(remedy.item, transition) is not None:
            return [self._step(remedy)]
        if isinstance(remedy, UseLink) and transition.target == remedy.item.state:
            return [self._step(remedy)]  # the letter has been sent
        if isinstance(remedy, Instead):
            return None
        before = self.path(remedy.item, transition.sources)
        return [*before, self._step(remedy)] if before is not None else None

    def _edit(self, remedy: EditField) -> list[Change] | None:
        """The edit; where the field is not to be edited now, the step that asks for it, or the way to where it is."""
        item, field = remedy.item, remedy.field
        permission = item.guarded.get(field, Permission.EDIT)
        roles = self.rights.roles(permission, item) if permission else ()
        if roles:
            return [Change(remedy, roles, item)]
        engine = self.rulebook.engine(item)
        for transition in engine.workflow.leaving(engine.state_of(item).name):
            if field in transition.asks and set(transition.by) != {SYSTEM}:
                return [self._step(TakeStep(item, transition.name))]
        return self._edit_elsewhere(remedy)

    def _edit_elsewhere(self, remedy: EditField) -> list[Change] | None:
        """The way to the nearest state in which the field can be edited, and the edit."""
        item = remedy.item
        workflow = self.rulebook.engine(item).workflow
        roles = {}
        for state in workflow.states:
            permission = in_state(item, state).guarded.get(remedy.field, Permission.EDIT)
            if permission and workflow.roles_with(permission, state):
                roles[state] = workflow.roles_with(permission, state)
        found = [(path, state) for state in roles if (path := self.path(item, (state,)))]
        if not found:
            return None
        before, arrived = min(found, key=lambda one: len(one[0]))
        return [*before, Change(remedy, roles[arrived], item)]

    def _add(self, remedy: AddItem) -> list[Change] | None:
        content_type = self.rulebook.types[remedy.type_name]
        permission = content_type.added_with or f"add_{remedy.type_name}"
        made = Change(remedy, self.rights.roles(permission, remedy.container), remedy.container)
        return [made] if made.roles else None

    def _follows_from(self, item: Any, name: str) -> tuple[str, str]:
        """The type and step whose cascade takes this step, if one does."""
        for life, engine in self.rulebook.engines.items():
            for transition in engine.workflow.transitions.values():
                for cascade in transition.cascade:
                    target = self.rulebook.relation_targets.get(life, {}).get(cascade.relation)
                    if cascade.fire == name and target == item.type_name:
                        return life, transition.name
        return "", ""


def shortest(workflow: Workflow, start: str, goals: tuple[str, ...]) -> list[str] | None:
    """The names of the steps that lead from a state to the nearest of the goals; empty when it is one already."""
    waiting: list[tuple[int, int, str, list[str]]] = [(0, 0, start, [])]
    seen: set[str] = set()
    number = 0
    while waiting:
        cost, _number, state, taken = heappop(waiting)
        if state in goals:
            return taken
        if state in seen:
            continue
        seen.add(state)
        for transition in workflow.leaving(state):
            for target in workflow.targets(transition, state):
                number += 1
                heappush(waiting, (cost + _cost(transition), number, target, [*taken, transition.name]))
    return None


def _cost(transition: Transition) -> int:
    if set(transition.by) == {SYSTEM}:
        return BY_ITSELF
    return BACKWARDS if transition.kind == "back" else 1



def in_state(item: Any, state: str) -> Any:
    """A twin of an item that nothing is kept of, as it would be in another state."""
    version = item.version  # an item that has not been read yet holds nothing to copy
    kind: Any = type(item)
    twin = kind.__new__(kind)
    twin.__dict__.update({**item.__dict__, "state": state, "version": version})
    return twin
