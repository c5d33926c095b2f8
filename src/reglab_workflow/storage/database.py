"""The database: opened once by its address, refused when its files tell of damage."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import zodburi
from zc.lockfile import LockError
from ZODB.DB import DB
from ZODB.POSException import POSError

POSTGRES = "postgres://"
POSTGRES_PORT = 5432
SHARED_CACHE = "cache_local_mb"


class DatabaseRefused(Exception):
    """The database cannot be opened, or its files are not as they should be; the message says what to do."""


def open_database(uri: str) -> DB:
    """The opened database; raises DatabaseRefused rather than losing attachments or hiding damage."""
    path = _file_of(uri)
    if path is not None:
        _check_files(path, _blobs_of(uri))
    database = _open(uri, path)
    try:
        _check_tail(path)
    except DatabaseRefused:
        database.close()
        raise
    return database


def _open(uri: str, path: Path | None) -> DB:
    name = _without_secrets(uri)
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        storage_factory, settings = zodburi.resolve_uri(_without_shared_cache(_with_login(uri)))
        return DB(storage_factory(), **settings)
    except LockError as error:
        raise DatabaseRefused(
            f"{path} is in use by another process: the site itself, or a command. Stop it, or wait until it is "
            "done.") from error
    except zodburi.NoResolverForScheme as error:
        raise DatabaseRefused(
            f"Nothing here can open {name}. For PostgreSQL, install reglab-workflow[postgres].") from error
    except zodburi.UnknownDatabaseKeywords as error:
        raise DatabaseRefused(f"The address {name} has settings that no database knows: {error}.") from error
    except (OSError, POSError, UnicodeDecodeError, *_server_errors()) as error:
        raise DatabaseRefused(f"{name} cannot be opened: {str(error).strip() or type(error).__name__}") from error


def _file_of(uri: str) -> Path | None:
    if not uri.startswith("file://"):
        return None
    return Path(uri.removeprefix("file://").partition("?")[0])


def _blobs_of(uri: str) -> Path | None:
    settings = dict(parse_qsl(uri.partition("?")[2]))
    return Path(settings["blobstorage_dir"]) if "blobstorage_dir" in settings else None


def _check_files(path: Path, blobs: Path | None) -> None:
    """Opening a missing Data.fs would empty its blobs, and a cut-off tail would pass in silence."""
    if not path.exists() and blobs is not None and blobs.is_dir() and any(child.is_dir() for child in blobs.iterdir()):
        raise DatabaseRefused(
            f"{path} is missing but {blobs} holds attachments. Restore {path.name} from the latest backup, "
            "or move the attachments away if this really is a new site.")
    _check_tail(path)


def _check_tail(path: Path | None) -> None:
    """What could not be read at the end of the file lies beside it, put there by an earlier start or by this one."""
    torn = sorted(path.parent.glob(f"{path.name}.tr[0-9]*")) if path is not None else []
    if path is not None and torn:
        raise DatabaseRefused(
            f"{torn[0]} holds transactions that were cut off from {path.name} after a crash. "
            "Look at it, keep it, and move it away before you start again.")


def _with_login(uri: str) -> str:
    """The address with the parts that its resolver would else write out as the word None.

    An empty password is none: the server's client then looks for one in PGPASSWORD and in ~/.pgpass.
    """
    if not uri.startswith(POSTGRES):
        return uri
    parts = urlsplit(uri)
    login = f"{parts.username or ''}:{parts.password or ''}"
    place = f"{parts.hostname or '127.0.0.1'}:{parts.port or POSTGRES_PORT}"
    return parts._replace(netloc=f"{login}@{place}").geturl()


def _without_shared_cache(uri: str) -> str:
    """The address with the cache that the connections of a process share on a server's database turned off.

    Where processes write beside each other, RelStorage 4.3 now and then goes on giving an old record out of it: a
    connection that has rested takes over an index that another is just cutting down. Each connection's own cache is
    told of every change, and stays.
    """
    if not uri.startswith(POSTGRES) or SHARED_CACHE in dict(parse_qsl(urlsplit(uri).query)):
        return uri
    return f"{uri}{'&' if urlsplit(uri).query else '?'}{SHARED_CACHE}=0"


def _without_secrets(uri: str) -> str:
    """The address as messages may show it."""
    place = uri.partition("?")[0]
    parts = urlsplit(place)
    if not parts.password:
        return place
    return parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@")).geturl()


def _server_errors() -> tuple[type[Exception], ...]:
    """What the client of a database server raises when the server does not answer; none without a client."""
    try:
        from psycopg2 import OperationalError
    except ImportError:
        return ()
    return (OperationalError,)


def root_of(connection: Any) -> Any:
    """The persistent root mapping of an open connection."""
    return connection.root()
