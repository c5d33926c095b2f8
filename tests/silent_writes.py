"""Looks at every commit of a test run: whatever is written to a database must come with an entry of the trail."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from persistent import Persistent
from ZODB.Connection import Connection

from reglab_workflow.history import starting
from reglab_workflow.history.entry import Entry
from written_without_event import ALONE, MADE_ALONE

TESTS = str(Path(__file__).parent)

SOME_TREES = frozenset(name.partition(".")[0] for name in ALONE if "." in name)
"""Classes of the list of which only the named trees may change alone."""

found: list[str] = []
"""The silent writes since the last look, each in words."""

used: set[str] = set()
"""The names of the short list that something has been written by."""


_running: WeakSet[Any] = WeakSet()
"""The databases of whole applications; those of a test that tries out one part have nobody who listens."""

_by_hand: WeakKeyDictionary[Connection, set[bytes]] = WeakKeyDictionary()
"""What a test itself, and no code of the site, has changed in the transaction of a connection."""


def watch() -> None:
    """Look at every transaction of every application from now on, just before its database takes it."""
    vote, register, abort, begin = Connection.tpc_vote, Connection.register, Connection.abort, starting.begin

    def begun(registry: Any) -> None:
        _running.add(registry.reglab_database)
        begin(registry)

    def looked_at(connection: Connection, transaction: Any) -> Any:
        if connection.db() in _running:
            found.extend(silent(connection))
        _by_hand.pop(connection, None)
        return vote(connection, transaction)

    def registered(connection: Connection, thing: Any) -> None:
        if sys._getframe(1).f_code.co_filename.startswith(TESTS):
            _by_hand.setdefault(connection, set()).add(thing._p_oid)
        register(connection, thing)

    def aborted(connection: Connection, transaction: Any) -> None:
        _by_hand.pop(connection, None)
        abort(connection, transaction)

    starting.begin = begun
    Connection.register, Connection.abort = registered, aborted
    Connection.tpc_vote = looked_at


def silent(connection: Connection) -> list[str]:
    """What a connection is about to write without an entry of the trail beside it; empty when all is told."""
    written = [connection.get(oid) for oid in dict.fromkeys((*connection._modified, *connection._creating))]
    if any(isinstance(each, Entry) and each._p_oid in connection._creating for each in written):
        return []
    if not any(_ours(each) or _is_tree(each) for each in written):
        return []
    allowed = {**_below_the_list(connection), **dict.fromkeys(_by_hand.get(connection, ()), "")}
    untold = [each for each in written if each._p_oid not in allowed]
    return [_in_words(connection, each) for each in untold]


def _below_the_list(connection: Connection) -> dict[bytes, str]:
    """The objects that may be written alone: those of the short list, and the nodes of the trees that they hold."""
    allowed: dict[bytes, str] = {}
    for oid, each in list(connection._cache.items()):
        name = type(each).__name__
        if _ours(each):
            if name in ALONE and (name in MADE_ALONE or oid not in connection._creating):
                allowed[oid] = name
            for attribute, value in _attributes(each):
                listed = f"{name}.{attribute}" if f"{name}.{attribute}" in ALONE else name
                if _is_tree(value) and (listed != name or (name in ALONE and name not in SOME_TREES)):
                    allowed |= dict.fromkeys(_nodes(value), listed)
    used.update(allowed[oid] for oid in (*connection._modified, *connection._creating) if oid in allowed)
    return allowed


def _attributes(each: Any) -> Iterator[tuple[str, Any]]:
    each._p_activate()
    yield from vars(each).items()


def _nodes(tree: Any) -> Iterator[bytes]:
    """The oids of a tree and of all its inner nodes and buckets."""
    if tree._p_oid is not None:
        yield tree._p_oid
    waiting = [tree.__getstate__()]
    while waiting:
        state = waiting.pop()
        if isinstance(state, tuple):
            waiting.extend(state)
        elif _is_tree(state):
            yield from _nodes(state)


def _ours(each: Any) -> bool:
    return isinstance(each, Persistent) and type(each).__module__.startswith("reglab_workflow.")


def _is_tree(each: Any) -> bool:
    return isinstance(each, Persistent) and type(each).__module__.startswith("BTrees.")


def _in_words(connection: Connection, each: Any) -> str:
    kind = type(each)
    if not _is_tree(each):
        return f"{kind.__module__}.{kind.__qualname__}"
    for _oid, holder in list(connection._cache.items()):
        if _ours(holder):
            for attribute, value in _attributes(holder):
                if _is_tree(value) and each._p_oid in set(_nodes(value)):
                    return f"{type(holder).__name__}.{attribute} ({kind.__name__})"
    return kind.__qualname__
