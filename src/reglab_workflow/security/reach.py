"""Reach: what the holders of some principals can do on the whole site, asked of the index and never of every item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ..catalog.query import Query, any_of
from ..catalog.words import term
from ..rulebook import Rulebook
from .overview import STRONGEST_FIRST, Level, actions_in

NOWHERE = term("ts", "nothing", "nowhere")
"""A term that no document holds."""


class Reach:
    """The items that people reach by their principals, how strongly, and how many they are."""

    def __init__(self, rulebook: Rulebook, finder: Any) -> None:
        self.rulebook = rulebook
        self.finder = finder
        self.states = _states_by(rulebook)
        self.known: dict[tuple[str, str], Level] = {}
        self.roles: dict[str, tuple[str, ...]] = {}

    def query(self, principals: Iterable[str], level: Level | None = None, type_name: str = "",
              limit: int = 25) -> Query:
        """What holders of any of the principals can do something with, of one level or of any."""
        return Query(terms={"type": (type_name,)} if type_name else {}, limit=limit,
                     condition=self._condition(principals, (level,) if level is not None else STRONGEST_FIRST))

    def number(self, principals: Iterable[str], level: Level | None = None, type_name: str = "") -> int:
        """How many items that is, whoever asks; more than ``CAP`` are not counted."""
        return self._count(self.query(principals, level, type_name))

    def strongest(self, principal: str, type_name: str) -> Level:
        """The most that a principal lets anybody do with any item of a type that there is now."""
        key = principal, type_name
        if key not in self.known:
            self.known[key] = next(
                (level for level in STRONGEST_FIRST if self._reaches(principal, level, type_name)), Level.NONE)
        return self.known[key]

    def note(self, principals: Iterable[str]) -> None:
        """Ask once by which roles each of these principals is held anywhere."""
        wanted = {(name, role): term("r", role, name) for name in principals if name not in self.roles
                  for role in self.rulebook.roles}
        there = self.finder.spread(wanted.values())
        for name in {name for name, _role in wanted}:
            self.roles[name] = tuple(role for role in self.rulebook.roles if wanted[name, role] in there)

    def _reaches(self, principal: str, level: Level, type_name: str) -> bool:
        self.note([principal])
        if not any(self.states.get((role, level, type_name)) for role in self.roles[principal]):
            return False
        match = self.query([principal], level, type_name).match()
        return bool(match and self.finder.fresh_index().holds_any(match))

    def _count(self, query: Query) -> int:
        match = query.match()
        return int(self.finder.fresh_index().count(match)) if match is not None else 0

    def _condition(self, principals: Iterable[str], levels: Iterable[Level]) -> str:
        """Each role in the states that let it do so much, held by any of the principals."""
        held = [*principals]
        self.note(held)
        roles_in: dict[tuple[str, ...], list[str]] = defaultdict(list)
        levels = {*levels}
        for role in self.rulebook.roles:
            states = dict.fromkeys(
                state for (name, level, _type), found in self.states.items()
                if name == role and level in levels for state in found)
            if states:
                roles_in[tuple(states)] += [term("r", role, name) for name in held if role in self.roles[name]]
        parts = [f"({any_of(states)} AND {any_of(roles)})" for states, roles in roles_in.items() if roles]
        return f"({' OR '.join(parts)})" if parts else f'"{NOWHERE}"'


def _states_by(rulebook: Rulebook) -> dict[tuple[str, Level, str], list[str]]:
    """For each role, level and type, the states in which the role can do something of that level, as terms."""
    found: dict[tuple[str, Level, str], list[str]] = defaultdict(list)
    for role, level, type_name, state in _all(rulebook):
        found[role, level, type_name].append(term("ts", type_name, state))
    return found


def _all(rulebook: Rulebook) -> Iterator[tuple[str, Level, str, str]]:
    for type_name, state in rulebook.grants():
        told = {(role, action.level) for action in actions_in(rulebook, type_name, state) for role in action.roles}
        yield from ((role, level, type_name, state) for role, level in sorted(told))
