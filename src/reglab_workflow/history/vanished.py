"""States that a changed file has given up: what still stands in one, and where the file says that it goes."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from ..catalog.index import Index
from ..catalog.query import Query
from ..content import events
from ..content.site.model import find
from ..rulebook import Rulebook
from ..security.actor import Actor
from ..workflow.errors import Problem, WorkflowProblems
from .rule_texts import text_in_force

MOST = 1_000_000
EXAMPLES = 5
CAUSE = "rules"


class StatesVanished(WorkflowProblems):
    """Something stands in states that the files neither have nor tell what became of."""


def stranded(rulebook: Rulebook, site: Any, changed: Collection[str], index: Index) -> list[Any]:
    """The items in states that the changed files have given up, all of which the files move on.

    Raises StatesVanished with every other state in which something still stands.
    """
    gone = {name: states for name in changed if name in rulebook.engines
            and (states := given_up(rulebook, name, text_in_force(site, name))) != ()}
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for name, item in standing(rulebook, site, gone, index):
        found[name, item.state].append(item)
    problems = [_problem(rulebook, name, state, items) for (name, state), items in sorted(found.items())
                if state not in rulebook.engines[name].workflow.moved]
    if problems:
        raise StatesVanished(problems)
    return [item for items in found.values() for item in items]


def given_up(rulebook: Rulebook, name: str, text: str) -> tuple[str, ...] | None:
    """The states, and the old names of states, that a text had and its file has no more; None where it is not known."""
    if not text:
        return None
    workflow = rulebook.engines[name].workflow
    states = tomllib.loads(text).get("states", {})
    names = dict.fromkeys(known for state, table in states.items() for known in (state, *table.get("aliases", ())))
    return tuple(state for state in names if not workflow.knows(state))


def standing(
    rulebook: Rulebook, site: Any, gone: dict[str, tuple[str, ...] | None], index: Index,
) -> Iterator[tuple[str, Any]]:
    """The items whose state their life does not know, each with the name of the life; also in the trash.

    What the index has read, and what the trail tells since, is looked at; everything, where that cannot be trusted.
    """
    types = {each.name: each.workflow for each in rulebook.types.values() if each.workflow in gone}
    if not types:
        return
    hidden = any(getattr(rulebook.types[name].factory, "transparent", False) for name in types)
    uids = None if hidden or None in gone.values() else _uids(site, index, types, gone)
    for item in chain(_items(site, uids), site.trash):
        name = types.get(getattr(item, "type_name", ""), "")
        if name and not rulebook.engines[name].workflow.knows(item.state):
            yield name, item


def _uids(site: Any, index: Index, types: dict[str, str], gone: dict[str, Any]) -> set[str] | None:
    """The uids of all that may stand in the states; None when the index has not read this site as it is."""
    marks = index.marks()
    if marks.get("site") != site.identity or "read" not in marks:
        return None
    reading = tuple((count, head) for count, head in json.loads(marks["read"]))
    if not site.trail.continues(reading):
        return None
    states = tuple(dict.fromkeys(state for each in gone.values() for state in each))
    match = Query(terms={"type": tuple(types), "state": states}).match()
    uids = {hit.uid for hit in index.search(match, "longest", MOST, 0)} if match is not None else set()
    news = site.trail.since(tuple(count for count, _head in reading))
    return uids | {entry.core["item"] for entry in news if "item" in entry.core}


def _items(site: Any, uids: Iterable[str] | None) -> Iterator[Any]:
    wanted = site.addresses if uids is None else uids
    if uids is None or site.uid in uids:
        yield site
    for uid in wanted:
        path = site.addresses.get(uid)
        item = find(site, path) if path is not None else None
        if item is not None and item.uid == uid:
            yield item


def move_on(rulebook: Rulebook, item: Any, actor: Actor, now: datetime) -> None:
    """Put an item in the state that its file names for the one it stood in, and tell so."""
    source, target = item.state, rulebook.engine(item).workflow.moved[item.state]
    item.state, item.since = target, now
    item.touch(now, actor.id)
    rulebook.notify(events.StateMapped(item, actor, now, source=source, target=target, cause=CAUSE))


def _problem(rulebook: Rulebook, name: str, state: str, items: list[Any]) -> Problem:
    workflow = rulebook.engines[name].workflow
    examples = ", ".join(_where(item) for item in items[:EXAMPLES])
    rest = f" and {len(items) - EXAMPLES} more" if len(items) > EXAMPLES else ""
    number = "1 item stands" if len(items) == 1 else f"{len(items)} items stand"
    return Problem(workflow.file, f"states.{state}", 0, (
        f"{number} in the state '{state}', which the file no longer has: {examples}{rest}. If it has another name now, "
        f"write aliases = [\"{state}\"] in that state; if it was given up, write where its items go: "
        f"[moved] {state} = \"…\""))


def _where(item: Any) -> str:
    path: str = item.path
    return path if item is item.site or item.uid in item.site.addresses else f"{path} (in the trash)"
