"""Rulebook: every life, type and role of the running site, gathered when it starts and then only read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .content.item import item_of
from .security.roles import ROLES, Role
from .workflow.engine import Engine, Guard
from .workflow.errors import Reason

Relation = Callable[[Any], Iterable[Any]]
Effect = Callable[[Any, Any], None]
Objects = Callable[[str, Any], Any]


@dataclass(frozen=True)
class ContentType:
    """A kind of item: its class, the life it lives, its form and the forms of its transitions."""

    name: str
    factory: type
    workflow: str
    schema: Any = None
    facts: Any = None
    title: Any = None
    added_with: str = ""


@dataclass
class Rulebook:
    """What may happen on this site; ``notify`` tells the listeners that it has.

    ``objects`` is asked before a permission is granted, where somebody else must have it too: the other's refusal, or
    None. ``still`` says why by these rules nothing can be changed at all.

    ``past`` keeps the engines of lives as they once read, by name and text. ``declared`` holds the rules that rooms
    have read from files of their own, by the name each room gives them.
    """

    types: dict[str, ContentType] = field(default_factory=dict)
    engines: dict[str, Engine] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=lambda: dict(ROLES))
    guards: dict[str, Guard] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)
    relations: dict[str, dict[str, Relation]] = field(default_factory=dict)
    relation_targets: dict[str, dict[str, str]] = field(default_factory=dict)
    declared: dict[str, Any] = field(default_factory=dict)
    notify: Callable[[Any], None] = lambda event: None
    objects: Objects = lambda permission, place: None
    still: Reason | None = None
    past: dict[tuple[str, str], Engine] = field(default_factory=dict)

    def type_of(self, item: Any) -> ContentType:
        """The content type of an item; raises KeyError for a class nobody declared."""
        return self.types[item.type_name]

    def engine(self, item: Any) -> Engine:
        """The engine of the life that an item lives."""
        return self.engines[self.type_of(item).workflow]

    def related(self, item: Any, relation: str, most: int | None = None) -> list[Any]:
        """The items that a relation of this item's life names; none where there are more than ``most``."""
        found = self.relations[self.type_of(item).workflow][relation](item)
        if most is None:
            return list(found)
        some = list(islice(found, most + 1))
        return some if len(some) <= most else []

    def holders(self, role: str, place: Any) -> tuple[str, ...]:
        """The principals that hold a role at a place, with those of every role that implies it."""
        item = item_of(place)
        found = dict.fromkeys(self.roles[role].holders(item))
        for other in self.roles.values():
            if role in other.implies:
                found.update(dict.fromkeys(other.holders(item)))
        return tuple(found)

    def grants(self) -> Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]:
        """For each type and state, the roles that each permission is granted to."""
        table: dict[tuple[str, str], Mapping[str, tuple[str, ...]]] = {}
        for content_type in self.types.values():
            workflow = self.engines[content_type.workflow].workflow
            for state in workflow.states.values():
                permissions = dict.fromkeys((*workflow.grants, *state.grants))
                table[content_type.name, state.name] = {
                    permission: workflow.roles_with(permission, state.name) for permission in permissions
                }
        return table
