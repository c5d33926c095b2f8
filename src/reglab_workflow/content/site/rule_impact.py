"""What a changed file of a life would mean here: its mistakes, what stands in its way, and who gains or loses what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from ...catalog.index import CAP, Index
from ...catalog.query import Query
from ...directives import vocabulary
from ...rulebook import Rulebook
from ...security.actor import ANYONE, actor_for
from ...workflow.checks import check_all
from ...workflow.definition import SYSTEM, Workflow
from ...workflow.errors import Problem, WorkflowProblems
from ...workflow.impact import VANISHES, Impact, RightChange, impact
from ...workflow.reader import read
from .model import find

NOTHING = Impact((), (), (), ())
LOOKED_AT = 200
"""So many items of a state are asked who holds which role on them, the newest first."""


@dataclass(frozen=True)
class Standing:
    """The items that stand in a state today: how many, and the newest of them."""

    state: str
    number: int
    newest: tuple[Any, ...]

    @property
    def capped(self) -> bool:
        """Whether there are more than ``number`` says."""
        return self.number > CAP


@dataclass(frozen=True)
class Reach:
    """A changed right and whom it concerns: people by their uids; ``open`` and ``shut`` tell of those nobody knows."""

    change: RightChange
    standing: Standing
    gaining: tuple[str, ...]
    losing: tuple[str, ...]
    opened: bool = False
    shut: bool = False

    @property
    def loses(self) -> bool:
        """Whether somebody who can do this today could not any more."""
        return bool(self.losing or self.shut)


@dataclass(frozen=True)
class Weighed:
    """A changed file, weighed: ``problems`` when it cannot be read, else what would be different."""

    old: Workflow
    new: Workflow | None
    problems: tuple[Problem, ...] = ()
    impact: Impact = NOTHING
    stranded: tuple[Standing, ...] = ()
    reaches: tuple[Reach, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether the site would start with it."""
        return not self.problems and not self.stranded

    @property
    def harmless(self) -> bool:
        """Whether it can be used and nobody loses anything by it."""
        return self.usable and not any(reach.loses for reach in self.reaches)


def weigh(rulebook: Rulebook, site: Any, index: Index, name: str, text: str | bytes, now: datetime) -> Weighed:
    """What would be different if the life of that name had this text; nothing is changed. ``index`` is fresh."""
    old = rulebook.engines[name].workflow
    try:
        new = changed_life(rulebook, name, text)
    except WorkflowProblems as found:
        return Weighed(old, None, found.problems)
    scales = _Scales(rulebook, site, index, name, now)
    differences = impact(old, new)
    gone = (scales.stranded(each.name) for each in differences.states if each.how == VANISHES)
    return Weighed(old, new, (), differences, tuple(each for each in gone if each.number),
                   tuple(scales.reach(change) for change in differences.rights))


def changed_life(rulebook: Rulebook, name: str, text: str | bytes) -> Workflow:
    """The life that a text tells of, read and checked as a start would; raises WorkflowProblems."""
    new = read(text, f"{name}.toml", vocabulary(rulebook, name))
    workflows = {other: engine.workflow for other, engine in rulebook.engines.items()} | {name: new}
    targets = {each: {key: rulebook.types[target].workflow for key, target in relations.items()}
               for each, relations in rulebook.relation_targets.items()}
    problems = check_all(workflows, targets)
    if problems:
        raise WorkflowProblems(problems)
    return new


class _Scales:
    """Counts the items and the people of one life."""

    def __init__(self, rulebook: Rulebook, site: Any, index: Index, name: str, now: datetime) -> None:
        self.rulebook = rulebook
        self.site = site
        self.index = index
        self.types = tuple(each.name for each in rulebook.types.values() if each.workflow == name)
        self.now = now
        self._known: dict[str, Standing] = {}

    def standing(self, state: str) -> Standing:
        """What stands in a state today."""
        if state not in self._known:
            self._known[state] = self._walked(state) if self._hidden else self._found(state)
        return self._known[state]

    def stranded(self, state: str) -> Standing:
        """What stands in a state that vanishes, and what could come back into it from the trash."""
        standing = self.standing(state)
        lost = [item for item in self.site.trash if item.type_name in self.types
                and self.rulebook.engine(item).state_of(item).name == state]
        return Standing(state, standing.number + len(lost), (*standing.newest, *lost))

    def reach(self, change: RightChange) -> Reach:
        """Whom a changed right concerns, of all who hold one of the roles on an item there."""
        standing = self.standing(change.state)
        gaining, losing, opened, shut = set[str](), set[str](), False, False
        for item in standing.newest:
            before, after = self._holders(change.before, item), self._holders(change.after, item)
            opened |= ANYONE in after - before
            shut |= ANYONE in before - after
            were, are = self._people(before), self._people(after)
            gaining |= are - were
            losing |= were - are
        return Reach(change, standing, tuple(sorted(gaining)), tuple(sorted(losing)), opened, shut)

    def _holders(self, roles: Iterable[str], item: Any) -> set[str]:
        return {principal for role in roles if role != SYSTEM for principal in self.rulebook.holders(role, item)}

    def _people(self, principals: Iterable[str]) -> set[str]:
        return {uid for principal in principals for uid in self._by_principal.get(principal, ())}

    @cached_property
    def _by_principal(self) -> Mapping[str, set[str]]:
        """Who can call on each principal today."""
        held: dict[str, set[str]] = defaultdict(set)
        for person in self.site["people"].values():
            for principal in actor_for(person, self.site, self.now).principals:
                held[principal].add(person.uid)
        return held

    @property
    def _hidden(self) -> bool:
        """Whether items of this life are not in the index, as files are not."""
        return any(getattr(self.rulebook.types[name].factory, "transparent", False) for name in self.types)

    def _found(self, state: str) -> Standing:
        match = Query(terms={"type": self.types, "state": (state,)}).match()
        if match is None:
            return Standing(state, 0, ())
        hits = self.index.search(match, "newest", LOOKED_AT, 0)
        items = ((hit.uid, find(self.site, hit.path)) for hit in hits)
        return Standing(state, self.index.count(match),
                        tuple(item for uid, item in items if item is not None and item.uid == uid))

    def _walked(self, state: str) -> Standing:
        items = tuple(self._all_in(state))
        return Standing(state, len(items), items[:LOOKED_AT])

    def _all_in(self, state: str) -> Iterator[Any]:
        for path in self.site.addresses.values():
            item = find(self.site, path)
            if item is not None and item.type_name in self.types and \
                    self.rulebook.engine(item).state_of(item).name == state:
                yield item
