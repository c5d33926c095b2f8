"""Where a test's site is kept: in files, or in a PostgreSQL database made for the test alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

VARIABLE = "REGLAB_TEST_POSTGRES"
NAMED = os.environ.get(VARIABLE, "")
DSN = NAMED if urlsplit(NAMED).hostname else ""
WITHOUT_SERVER = f"no PostgreSQL: {VARIABLE} " + (
    "names a socket, and the address of a site's database needs a host" if NAMED else "names none")

FILES, POSTGRES = "files", "postgres"
KINDS = (
    FILES,
    pytest.param(POSTGRES, marks=[pytest.mark.postgres, pytest.mark.skipif(not DSN, reason=WITHOUT_SERVER)]),
)
"""The parameters of a fixture whose tests run on every kind of storage."""


@contextmanager
def store(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a site that is kept one way or the other; what was made for it goes when the block ends."""
    if kind == FILES:
        yield {}
        return
    with database_of_its_own() as name:
        yield {"reglab.database": address(name, folder / "blobs")}


def address(database: str, blobs: Path, server: str = DSN) -> str:
    """The address of a database on the server, as settings files spell it."""
    parts = urlsplit(server)
    login = f"{parts.username or 'postgres'}:{parts.password or ''}"
    return (f"postgres://{login}@{parts.hostname or '127.0.0.1'}:{parts.port or 5432}/{database}"
            f"?shared_blob_dir=false&blob_dir={blobs}&keep_history=true"
            "&connection_cache_size=20000&connection_pool_size=12")


@contextmanager
def database_of_its_own() -> Iterator[str]:
    """A database that nobody else uses; skips where the account may make none."""
    import psycopg2

    name = f"reglab_test_{secrets.token_hex(6)}"
    try:
        tell_server(f"CREATE DATABASE {name}")
    except psycopg2.errors.InsufficientPrivilege:
        pytest.skip("the PostgreSQL account may not make databases")
    try:
        yield name
    finally:
        tell_server(f"DROP DATABASE {name} WITH (FORCE)")


def tell_server(sentence: str, *values: str) -> None:
    """One sentence of SQL to the server that the tests may use."""
    import psycopg2

    connection: Any = psycopg2.connect(DSN)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sentence, values)
    finally:
        connection.close()
