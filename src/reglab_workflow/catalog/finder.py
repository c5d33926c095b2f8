"""Finder: lists and counts over the whole site, holding only what the asker may view.

The trail feeds the index. Before it answers, it reads what has been committed since it last did, in a
snapshot of its own, so that writers neither wait for it nor conflict with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import transaction

from ..content.site.model import ROOT_KEY, find
from ..history.log import Trail
from ..rulebook import Rulebook
from ..security.actor import Actor
from ..security.permissions import Permission
from ..security.rights import Rights
from .documents import document_of, indexed
from .index import CAP, INDEX_VERSION, Index, clear, drop, put, set_marks
from .words import stems, term

Progress = Callable[[int, int], None]
WHOLE_SUBTREE = frozenset({"transitioned"})
"""After these events everything inside is read again: who may see it can depend on the state around it."""


@dataclass(frozen=True)
class Query:
    """What is looked for; ``terms`` maps a filter (type, state, theme …) to the values that will do."""

    text: str = ""
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "newest"
    limit: int = 25
    offset: int = 0

    def also(self, **terms: str | tuple[str, ...]) -> Query:
        """The same query with further filters."""
        more = {name: (value,) if isinstance(value, str) else value for name, value in terms.items()}
        return replace(self, terms={**self.terms, **more})


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

    def find(self, query: Query) -> Found:
        """The items that match and that the actor may view."""
        match = self._match(query)
        if match is None:
            return Found((), 0)
        catch_up(self.index, self.database, self.rulebook)
        hits = self.index.search(match, query.order, query.limit, query.offset)
        items = tuple(item for hit in hits for item in self._seen(hit.path, hit.uid))
        return Found(items, self.index.count(match))

    def count(self, query: Query) -> int:
        """How many items ``find`` would list."""
        match = self._match(query)
        if match is None:
            return 0
        catch_up(self.index, self.database, self.rulebook)
        return self.index.count(match)

    def _seen(self, path: str, uid: str) -> Iterator[Any]:
        """The item, as far as the asker's own snapshot has it and lets it be seen."""
        item = find(self.site, path)
        if item is not None and item.uid == uid and self.rights.may(self.actor, Permission.VIEW, item):
            yield item

    def _match(self, query: Query) -> str | None:
        allowed = self._allowed()
        if allowed is None or any(not values for values in query.terms.values()):
            return None
        filters = [allowed, *(
            _any(term(name, value) for value in values) for name, values in query.terms.items())]
        match = f"terms : ({' AND '.join(filters)})"
        words = stems(query.text)
        if query.text.strip() and not words:
            return None
        if words:
            match += " AND body : (" + " AND ".join(f'"{word}" *' for word in words) + ")"
        return match

    def _allowed(self) -> str | None:
        """What the actor may view: for each role, the states that show to it and the principals that hold it."""
        states: dict[str, list[str]] = defaultdict(list)
        for (type_name, state), grants in self.rulebook.grants().items():
            for role in grants.get(Permission.VIEW, ()):
                states[role].append(term("ts", type_name, state))
        roles_by_states: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for role, shown in states.items():
            roles_by_states[tuple(shown)].extend(term("r", role, name) for name in self.actor.principals)
        groups = [f"({_any(shown)} AND {_any(held)})" for shown, held in roles_by_states.items() if held]
        return f"({' OR '.join(groups)})" if groups else None


def _any(terms: Any) -> str:
    return "(" + " OR ".join(f'"{name}"' for name in terms) + ")"


def catch_up(index: Index, database: Any, rulebook: Rulebook) -> None:
    """Read what has been committed since the index last read."""
    marks = index.marks()
    with _snapshot(database) as site:
        if not _differs(marks, site):
            return
    with index.writing() as connection:
        marks = dict(connection.execute("SELECT name, value FROM marks"))
        with _snapshot(database) as site:
            if _is_of(marks, site):
                _read_news(connection, site, rulebook, tuple(json.loads(marks["counts"])))
            else:
                _read_all(connection, site, rulebook, None)


def rebuild(index: Index, database: Any, rulebook: Rulebook, progress: Progress | None = None) -> int:
    """Read the whole site anew; gives the number of items."""
    with index.writing() as connection, _snapshot(database) as site:
        return _read_all(connection, site, rulebook, progress)


class _snapshot:  # noqa: N801 - reads as a word in ``with``
    """The site as last committed, in a connection that belongs to nobody's request."""

    def __init__(self, database: Any) -> None:
        self.database = database

    def __enter__(self) -> Any:
        self.connection = self.database.open(transaction.TransactionManager(explicit=False))
        return self.connection.root()[ROOT_KEY]

    def __exit__(self, *exc: object) -> None:
        self.connection.transaction_manager.abort()
        self.connection.close()


def _identity(site: Any) -> str:
    return f"{site.identity} {INDEX_VERSION}"


def _is_of(marks: Mapping[str, str], site: Any) -> bool:
    """Whether the index was made of this site, and not of a later state of it than the database now has."""
    if marks.get("site") != _identity(site):
        return False
    counts = site.trail.counts()
    return all(read <= there for read, there in zip(json.loads(marks["counts"]), counts, strict=True))


def _differs(marks: Mapping[str, str], site: Any) -> bool:
    counts = json.dumps(site.trail.counts())
    return marks.get("site") != _identity(site) or marks.get("counts") != counts


def _read_news(connection: sqlite3.Connection, site: Any, rulebook: Rulebook, counts: tuple[int, ...]) -> None:
    trail: Trail = site.trail
    changed: dict[str, tuple[str, bool]] = {}
    for entry in trail.since(counts):
        core = entry.core
        if "item" in core:
            whole = changed.get(core["item"], ("", False))[1] or core["kind"] in WHOLE_SUBTREE
            changed[core["item"]] = (core["path"], whole)
    for uid, (path, whole) in changed.items():
        _read_item(connection, find(site, path), uid, whole, rulebook)
    set_marks(connection, [("site", _identity(site)), ("counts", json.dumps(trail.counts()))])


def _read_item(connection: sqlite3.Connection, item: Any, uid: str, whole: bool, rulebook: Rulebook) -> None:
    if item is None or getattr(item, "uid", "") != uid:
        drop(connection, uid)
        return
    if whole and item.type_name != "site":
        for inner in indexed(item):
            put(connection, document_of(inner, rulebook))
    elif not item.transparent:
        put(connection, document_of(item, rulebook))


def _read_all(connection: sqlite3.Connection, site: Any, rulebook: Rulebook, progress: Progress | None) -> int:
    clear(connection)
    done = 0
    for item in indexed(site):
        put(connection, document_of(item, rulebook))
        done += 1
        if progress is not None:
            progress(done, 0)
    set_marks(connection, [("site", _identity(site)), ("counts", json.dumps(site.trail.counts()))])
    return done
