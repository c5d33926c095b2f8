"""Overview: everything that can be done with an item, who holds what it takes, and how much that is.

It is worked out from the workflow files and the roles alone, like every answer of ``rights``, and is never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from ..content.item import item_of
from ..rulebook import Rulebook
from ..workflow.definition import SYSTEM, Transition
from .permissions import Permission


class Level(IntEnum):
    """How much somebody may do with something; a stronger one is greater."""

    NONE = 0
    READ = 1
    WRITE = 2
    DECIDE = 3


STRONGEST_FIRST = (Level.DECIDE, Level.WRITE, Level.READ)
LEVEL_NAMES = {level.name.lower(): level for level in STRONGEST_FIRST}
READING = frozenset({Permission.WRITE_OWN_NOTES})
"""Permissions that go with reading: what is written with them, nobody else ever sees."""

DECIDING = frozenset({Permission.APPOINT, Permission.ACT_ON_BEHALF, Permission.INVITE})
"""Permissions over what others can do, which weigh as much as a step in a life."""


@dataclass(frozen=True)
class Action:
    """Something that can be done in a state, and the roles that may: a permission, or a step out of the state."""

    name: str
    level: Level
    roles: tuple[str, ...]
    step: Transition | None = None


@dataclass(frozen=True)
class Group:
    """Those who hold one principal on an item: by which roles, and what they may do there."""

    principal: str
    roles: tuple[str, ...]
    actions: tuple[Action, ...]

    @property
    def level(self) -> Level:
        """The strongest thing that they may do."""
        return max(action.level for action in self.actions)


def level_of(permission: str) -> Level:
    """How much a permission is: what only shows something is reading, what touches others' rights is deciding."""
    if permission in DECIDING:
        return Level.DECIDE
    return Level.READ if permission.startswith("view") or permission in READING else Level.WRITE


def actions_in(rulebook: Rulebook, type_name: str, state: str) -> tuple[Action, ...]:
    """Everything that people can do with an item of a type while it is in a state, the strongest first."""
    workflow = rulebook.engines[rulebook.types[type_name].workflow].workflow
    granted = dict.fromkeys((*workflow.grants, *workflow.states[state].grants))
    found = [*_steps(workflow.leaving(state)),
             *(Action(name, level_of(name), workflow.roles_with(name, state)) for name in granted)]
    return tuple(sorted((each for each in found if each.roles), key=lambda each: -each.level))


def _steps(transitions: Iterable[Transition]) -> Iterator[Action]:
    for transition in transitions:
        people = tuple(role for role in transition.by if role != SYSTEM)
        yield Action(transition.name, Level.DECIDE, people, transition)


def actions_on(rulebook: Rulebook, place: Any) -> tuple[Action, ...]:
    """Everything that people can do with an item now, the strongest first."""
    item = item_of(place)
    return actions_in(rulebook, item.type_name, rulebook.engine(item).state_of(item).name)


def groups_on(rulebook: Rulebook, place: Any) -> tuple[Group, ...]:
    """Everybody who can do anything with an item, by the principals that let them, the strongest first."""
    actions = actions_on(rulebook, place)
    holders = {role: rulebook.holders(role, place) for action in actions for role in action.roles}
    found = []
    for principal in dict.fromkeys(name for names in holders.values() for name in names):
        roles = tuple(role for role, names in holders.items() if principal in names)
        theirs = tuple(action for action in actions if {*roles} & {*action.roles})
        found.append(Group(principal, roles, theirs))
    return tuple(sorted(found, key=lambda group: (-group.level, -len(group.actions))))


def reads_only(rulebook: Rulebook, role: str) -> bool:
    """Whether a role lets nobody do anything but look, in any state of any life."""
    return not any(
        role in action.roles and action.level > Level.READ
        for (type_name, state) in rulebook.grants() for action in actions_in(rulebook, type_name, state))
