"""Finder: lists and counts over the whole site, holding only what the asker may view.

The trail feeds the index. Before it answers, it reads what has been committed since it last did, in a
snapshot of its own, so that writers neither wait for it nor conflict with it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..content.site.model import find
from ..history.log import Reading, Trail
from ..rulebook import Rulebook
from ..security.actor import Actor
from ..security.permissions import Permission
from ..security.rights import Rights
from ..security.usage import MARK, read_usage
from ..storage.connection import own_transaction
from .documents import document_of, indexed, terms_of
from .index import CAP, INDEX_VERSION, Hit, Index, Near, clear, drop_with_contents, holds, put, set_marks
from .query import Query as Query
from .query import any_of
from .words import term

Progress = Callable[[int], None]
"""Told, after each item, how many have been read."""
LONG_WORD = 5
"""From this length on, words that begin with another one are taken for its compounds."""

WHOLE_SUBTREE = frozenset({"transitioned", "restored"})
"""After these events everything inside is read again: who may see it can depend on the state around it."""


@dataclass(frozen=True)
class Found:
    """One page of items, and how many there are in all; ``capped`` when counting stopped."""

    items: tuple[Any, ...]
    total: int

    @property
    def capped(self) -> bool:
        """Whether there are more than ``total`` says."""
        return self.total > CAP


class Finder:
    """The index as one actor may use it."""

    def __init__(self, index: Index, database: Any, rulebook: Rulebook, site: Any, actor: Actor) -> None:
        self.index = index
        self.database = database
        self.rulebook = rulebook
        self.site = site
        self.actor = actor
        self.rights = Rights(rulebook)
        self.fresh = False

    def find(self, query: Query) -> Found:
        """The items that match and that the actor may view."""
        match = self._match(query)
        if match is None:
            return Found((), 0)
        index = self.fresh_index()
        hits = index.search(match, query.order, query.limit, query.offset, query.second)
        items = tuple(item for hit in hits for item in self._seen(hit.path, hit.uid))
        return Found(items, index.count(match, query.second))

    def count(self, query: Query) -> int:
        """How many items ``find`` would list."""
        match = self._match(query)
        if match is None:
            return 0
        return self.fresh_index().count(match, query.second)

    def nearest(self, query: Query, words: Iterable[str], without: Iterable[str], most: int,
                longest: int) -> list[Near]:
        """The documents of a query that share the most and the rarest words (stems, or how they begin)."""
        match = self._match(query)
        wanted = " OR ".join(f'"{word}" *' if len(word) >= LONG_WORD else f'"{word}"' for word in words)
        if match is None or not wanted:
            return []
        return self.fresh_index().nearest(f"{match} AND body : ({wanted})", without, most, longest)

    def spread(self, words: Iterable[str]) -> dict[str, int]:
        """In how many documents of the whole site each word stands; figures to weigh by, never to be shown."""
        return self.fresh_index().spread(words)

    def seen(self, hit: Hit | Near) -> Any | None:
        """The item of a hit, unless the asker may not see it."""
        return next(self._seen(hit.path, hit.uid), None)

    def fresh_index(self) -> Index:
        """The index after it has read what is new, once: all lists of one page are of the same moment."""
        if not self.fresh:
            catch_up(self.index, self.database, self.rulebook)
            self.fresh = True
        return self.index

    def _seen(self, path: str, uid: str) -> Iterator[Any]:
        """The item, as far as the asker's own snapshot has it and lets it be seen."""
        item = find(self.site, path)
        if item is not None and item.uid == uid and self.rights.may(self.actor, Permission.VIEW, item):
            yield item

    def _match(self, query: Query) -> str | None:
        return query.match(self._allowed) if self._allowed is not None else None

    @cached_property
    def _allowed(self) -> str | None:
        """What the actor may view: for each role, the states that show to it and the principals that hold it."""
        states: dict[str, list[str]] = defaultdict(list)
        for (type_name, state), grants in self.rulebook.grants().items():
            for role in grants.get(Permission.VIEW, ()):
                states[role].append(term("ts", type_name, state))
        roles_by_states: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for role, shown in states.items():
            roles_by_states[tuple(shown)].extend(term("r", role, name) for name in self.actor.principals)
        groups = [f"({any_of(shown)} AND {any_of(held)})" for shown, held in roles_by_states.items() if held]
        return f"({' OR '.join(groups)})" if groups else None


def catch_up(index: Index, database: Any, rulebook: Rulebook) -> None:
    """Read what has been committed since the index last read."""
    marks = index.marks()
    with own_transaction(database, keep=False) as site:
        if marks == _marks(site, rulebook):
            return
    with index.writing() as connection:
        marks = dict(connection.execute("SELECT name, value FROM marks"))
        with own_transaction(database, keep=False) as site:
            reading = _reading(marks, site, rulebook)
            if reading is not None and site.trail.continues(reading):
                _read_news(connection, site, rulebook, reading)
            else:
                _read_all(connection, site, rulebook, None)
            read_usage(connection, site, rulebook, marks)


def rebuild(index: Index, database: Any, rulebook: Rulebook, progress: Progress | None = None) -> int:
    """Read the whole site anew; gives the number of items."""
    with index.writing() as connection, own_transaction(database, keep=False) as site:
        number = _read_all(connection, site, rulebook, progress)
        read_usage(connection, site, rulebook, {})
        return number


def read_whole(index: Index, site: Any, rulebook: Rulebook) -> int:
    """Read a site that is at hand; gives the number of items."""
    with index.writing() as connection:
        number = _read_all(connection, site, rulebook, None)
        read_usage(connection, site, rulebook, {})
        return number


def _marks(site: Any, rulebook: Rulebook) -> dict[str, str]:
    """What the index remembers when it has read all there is: of which site, by which words, and how far."""
    read = json.dumps(site.trail.reading())
    return {"site": site.identity, "words": _words(rulebook), "read": read, MARK: read}


def _words(rulebook: Rulebook) -> str:
    """What documents are written in: other roles, or states under other names, need other documents."""
    roles = sorted((role.name, role.implies) for role in rulebook.roles.values())
    states = sorted(
        (name, state.name, state.aliases)
        for name, content_type in rulebook.types.items()
        for state in rulebook.engines[content_type.workflow].workflow.states.values()
    )
    told = json.dumps([INDEX_VERSION, roles, states])
    return hashlib.sha256(told.encode()).hexdigest()


def _reading(marks: Mapping[str, str], site: Any, rulebook: Rulebook) -> Reading | None:
    """How far the index has read this site; None when it was made of another one or in other words."""
    if (marks.get("site"), marks.get("words")) != (site.identity, _words(rulebook)):
        return None
    return tuple((count, head) for count, head in json.loads(marks["read"]))


def _read_news(connection: sqlite3.Connection, site: Any, rulebook: Rulebook, reading: Reading) -> None:
    trail: Trail = site.trail
    changed: dict[str, bool] = {}
    for entry in trail.since(tuple(count for count, _head in reading)):
        core = entry.core
        if "item" in core:
            changed[core["item"]] = changed.get(core["item"], False) or core["kind"] in WHOLE_SUBTREE
    there = {uid: _still_there(site, uid) for uid in changed}
    # What is gone goes first: something else may stand at its address already.
    for uid, item in there.items():
        if item is None:
            drop_with_contents(connection, uid)
    for uid, item in there.items():
        if item is not None:
            _read_item(connection, item, changed[uid], rulebook)
    for other in _dependents(item for item in there.values() if item is not None):
        _read_if_other(connection, other, rulebook)
    set_marks(connection, _marks(site, rulebook).items())


def _dependents(items: Iterable[Any]) -> Iterable[Any]:
    """The items whose rights rest on any of these, each once."""
    return {other.uid: other for item in items for other in item.dependents()}.values()


def _still_there(site: Any, uid: str) -> Any | None:
    item = site if uid == site.uid else site.by_uid(uid)
    return item if item is not None and item.uid == uid else None


def _read_item(connection: sqlite3.Connection, item: Any, whole: bool, rulebook: Rulebook) -> None:
    if not item.transparent:
        put(connection, document_of(item, rulebook))
    if whole and item.type_name != "site":
        for inner in indexed(item):
            _read_if_other(connection, inner, rulebook)


def _read_if_other(connection: sqlite3.Connection, item: Any, rulebook: Rulebook) -> None:
    """Read an item that has not changed itself, if what is around it has made another of its document."""
    if not holds(connection, item.uid, item.version, terms_of(item, rulebook)):
        put(connection, document_of(item, rulebook))


def _read_all(connection: sqlite3.Connection, site: Any, rulebook: Rulebook, progress: Progress | None) -> int:
    clear(connection)
    done = 0
    for item in indexed(site):
        put(connection, document_of(item, rulebook))
        done += 1
        if progress is not None:
            progress(done)
    set_marks(connection, _marks(site, rulebook).items())
    return done
