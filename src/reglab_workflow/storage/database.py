"""The database: opened once by its address, refused when its files tell of damage."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import zodburi
from ZODB.DB import DB

log = logging.getLogger(__name__)


class DatabaseRefused(Exception):
    """The files of the database are not as they should be; the message says what to do."""


def open_database(uri: str) -> DB:
    """The opened database; raises DatabaseRefused rather than losing attachments or hiding damage."""
    path = _file_of(uri)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _check_files(path)
    storage_factory, settings = zodburi.resolve_uri(uri)
    return DB(storage_factory(), **settings)


def _file_of(uri: str) -> Path | None:
    if not uri.startswith("file://"):
        return None
    return Path(uri.removeprefix("file://").partition("?")[0])


def _check_files(path: Path) -> None:
    """Opening a missing Data.fs would empty its blobs, and a cut-off tail would pass in silence."""
    blobs = path.parent / "blobs"
    if not path.exists() and blobs.is_dir() and any(child.is_dir() for child in blobs.iterdir()):
        raise DatabaseRefused(
            f"{path} is missing but {blobs} holds attachments. Restore {path.name} from the latest backup, "
            "or move the attachments away if this really is a new site.")
    torn = sorted(path.parent.glob(f"{path.name}.tr[0-9]*"))
    if torn:
        raise DatabaseRefused(
            f"{torn[0]} holds transactions that were cut off from {path.name} after a crash. "
            "Look at it, keep it, and move it away before you start again.")


def root_of(connection: Any) -> Any:
    """The persistent root mapping of an open connection."""
    return connection.root()
