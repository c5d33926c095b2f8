"""The side index: one SQLite file beside the database, disposable, read by many and written by one."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..plain import alphabetical
from ..security import usage
from .documents import Document

INDEX_VERSION = 8
ROW_BITS = 20
CAP = 1000
"""Counting stops here; lists say "more than 1,000"."""

TABLES = ("marks", "documents", "found")
SCHEMA = """
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, path TEXT NOT NULL, version INTEGER NOT NULL,
    title TEXT NOT NULL, number INTEGER NOT NULL, since INTEGER NOT NULL);
CREATE VIRTUAL TABLE found USING fts5 (
    body, terms, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'");
"""
"""The tables that are made anew when documents are written in other words; those of ``usage`` stand beside them."""

SEARCH = """SELECT documents.uid, documents.path
FROM found JOIN documents ON documents.row = found.rowid WHERE found MATCH ? AND found.rowid >= ?"""

TITLES = """SELECT documents.title, documents.path FROM found JOIN documents ON documents.row = found.rowid
WHERE found MATCH ? ORDER BY documents.number = 0, documents.number, documents.path LIMIT ?"""

REPEATED = """SELECT documents.number FROM found JOIN documents ON documents.row = found.rowid
WHERE found MATCH ? AND documents.number > 0 GROUP BY documents.number HAVING count(*) > 1 ORDER BY documents.number"""

NEAREST = """SELECT documents.uid, documents.path, documents.title, substr(found.body, 1, ?)
FROM found JOIN documents ON documents.row = found.rowid
WHERE found MATCH ? AND documents.uid NOT IN (SELECT value FROM json_each(?))
ORDER BY bm25(found, 1.0, 0.0), documents.row DESC LIMIT ?"""

ORDERS = {
    "newest": "documents.row DESC",
    "number": "documents.number = 0, documents.number, documents.row",
    "title": "documents.title COLLATE swedish, documents.row",
    "longest": "documents.since, documents.row",
}


PATIENCE = 30


class IndexBusy(Exception):
    """Another process has been writing the file for long, as when it reads a whole site anew."""


@dataclass(frozen=True)
class Hit:
    """One document that answers a query."""

    uid: str
    path: str


@dataclass(frozen=True)
class Near:
    """One document among the nearest to some words, with its own title and the stems of its text."""

    uid: str
    path: str
    title: str
    body: str


class Index:
    """The file, opened once a thread; whoever takes it away gets a new one."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._local = threading.local()
        self._one_writer = threading.RLock()
        Path(path).parent.mkdir(parents=True, exist_ok=True)

    def marks(self) -> dict[str, str]:
        """How far the index has read, and of which site."""
        return dict(self._connection().execute("SELECT name, value FROM marks"))

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only writer, until the block ends; all of it is kept or none.

        Raises IndexBusy when another process does not let go of it in ``PATIENCE`` seconds.
        """
        with self._one_writer:
            connection = self._connection()
            with _patience():
                connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def search(self, match: str, order: str, limit: int, offset: int, changed_from: int = 0) -> list[Hit]:
        """The hits of an FTS5 query, in one of ``ORDERS``; ``changed_from`` (seconds) leaves out the older ones."""
        sentence = f"{SEARCH} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?"
        rows = self._connection().execute(sentence, (match, _first_row(changed_from), limit, offset))
        return [Hit(*row) for row in rows]

    def count(self, match: str, changed_from: int = 0) -> int:
        """How many hits there are; ``CAP + 1`` means more than ``CAP``."""
        query = "SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH ? AND rowid >= ? LIMIT ?)"
        (number,) = self._connection().execute(query, (match, _first_row(changed_from), CAP + 1)).fetchone()
        return int(number)

    def titles(self, match: str, most: int) -> tuple[tuple[tuple[str, str], ...], int]:
        """The first hits of an FTS5 query, title and path, by number and then by address, and how many there are."""
        connection = self._connection()
        (total,) = connection.execute("SELECT count(*) FROM found WHERE found MATCH ?", (match,)).fetchone()
        return tuple(tuple(row) for row in connection.execute(TITLES, (match, most))), int(total)

    def repeated(self, match: str) -> list[int]:
        """The numbers that stand on more than one hit of an FTS5 query."""
        return [int(number) for (number,) in self._connection().execute(REPEATED, (match,))]

    def nearest(self, match: str, without: Iterable[str], most: int, longest: int) -> list[Near]:
        """The hits of an FTS5 query that share the most and the rarest words with it, but not ``without`` (uids)."""
        rows = self._connection().execute(NEAREST, (longest, match, json.dumps([*without]), most))
        return [Near(*row) for row in rows]

    def spread(self, words: Iterable[str]) -> dict[str, int]:
        """In how many documents each of these words and terms stands; one that stands in none is left out."""
        query = "SELECT term, doc FROM temp.vocabulary WHERE term IN (SELECT value FROM json_each(?))"
        return dict(self._connection().execute(query, (json.dumps([*words]),)))

    def holds_any(self, match: str) -> bool:
        """Whether anything answers an FTS5 query."""
        query = "SELECT 1 FROM found WHERE found MATCH ? LIMIT 1"
        return self._connection().execute(query, (match,)).fetchone() is not None

    def rows(self, sentence: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """What a question about the tables beside the documents is answered with."""
        return self._connection().execute(sentence, values).fetchall()

    def vacuum(self) -> None:
        """Write the file anew without what has been deleted: words that nothing holds any more leave it."""
        connection = self._connection()
        with self._one_writer, _patience():
            connection.execute("INSERT INTO found (found) VALUES ('optimize')")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file in this thread."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and not connection.in_transaction and self._local.file != _file(self.path):
            self.close()
            connection = None
        if connection is None:
            with _patience():
                connection = self._local.connection = _opened(self.path)
            self._local.file = _file(self.path)
        return connection


@contextmanager
def _patience() -> Iterator[None]:
    """Raises IndexBusy where the file is still taken when patience is over."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise IndexBusy from error
        raise


def put(connection: sqlite3.Connection, document: Document) -> None:
    """Write one document, in place of an older one of the same item."""
    drop(connection, document.uid)
    row = _free_row(connection, document.moment)
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row, document.uid, document.path, document.version, document.title, document.number, document.since))
    connection.execute("INSERT INTO found (rowid, body, terms) VALUES (?, ?, ?)", (row, document.body, document.terms))


def holds(connection: sqlite3.Connection, uid: str, version: int, terms: str) -> bool:
    """Whether the document of an item is there as it should be; its words change only with its version."""
    query = """SELECT 1 FROM documents JOIN found ON found.rowid = documents.row
        WHERE documents.uid = ? AND documents.version = ? AND found.terms = ?"""
    return connection.execute(query, (uid, version, terms)).fetchone() is not None


def drop(connection: sqlite3.Connection, uid: str) -> None:
    """Forget an item."""
    row = connection.execute("SELECT row FROM documents WHERE uid = ?", (uid,)).fetchone()
    if row is not None:
        connection.execute("DELETE FROM documents WHERE row = ?", row)
        connection.execute("DELETE FROM found WHERE rowid = ?", row)


def drop_with_contents(connection: sqlite3.Connection, uid: str) -> None:
    """Forget an item that has been taken away, and all that stood in it."""
    found = connection.execute("SELECT path FROM documents WHERE uid = ?", (uid,)).fetchone()
    if found is not None:
        # "0" is the character after "/": between the two lies every path that goes on from here.
        first, end = f"{found[0]}/", f"{found[0]}0"
        inner = connection.execute("SELECT uid FROM documents WHERE path > ? AND path < ?", (first, end)).fetchall()
        for (inner_uid,) in inner:
            drop(connection, inner_uid)
    drop(connection, uid)


def clear(connection: sqlite3.Connection) -> None:
    """Forget everything."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above


def set_marks(connection: sqlite3.Connection, marks: Iterable[tuple[str, str]]) -> None:
    """Remember how far the index has read."""
    connection.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?)", marks)


def _free_row(connection: sqlite3.Connection, moment: int) -> int:
    """A row number that sorts by time: the second, then the order within it."""
    first = _first_row(moment)
    query = "SELECT max(row) FROM documents WHERE row >= ? AND row < ?"
    (last,) = connection.execute(query, (first, first + (1 << ROW_BITS))).fetchone()
    return first if last is None else int(last) + 1


def _first_row(moment: int) -> int:
    """The first row number of a second."""
    return moment << ROW_BITS


def _swedish(one: str, other: str) -> int:
    """Swedish alphabetical order: å, ä and ö come last, and capitals make no difference."""
    left, right = alphabetical(one), alphabetical(other)
    return (left > right) - (left < right)


def _file(path: str) -> tuple[int, int] | None:
    """Which file stands at a path now."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _opened(path: str) -> sqlite3.Connection:
    """The file, made anew when what stands there is none of ours: nothing in it is worth keeping."""
    try:
        return _open(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        for leftover in (path, f"{path}-wal", f"{path}-shm"):
            Path(leftover).unlink(missing_ok=True)
        return _open(path)


def _open(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        connection.create_collation("swedish", _swedish)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten
        _make_tables(connection)
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, found, row)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables, unless they are there as this version of ours makes them; one process at a time."""
    if _made_as(connection) == INDEX_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    if _made_as(connection) != INDEX_VERSION:
        for table in (*TABLES, *usage.TABLES):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for sentence in (SCHEMA + usage.SCHEMA).split(";"):
            connection.execute(sentence)
        connection.execute(f"PRAGMA user_version = {INDEX_VERSION}")
    connection.execute("COMMIT")


def _made_as(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
