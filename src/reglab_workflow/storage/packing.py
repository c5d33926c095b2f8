"""Packing: what is no longer in the site leaves the files too, with every older revision of what is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl


def pack(database: Any, days: int = 0) -> None:
    """Keep nothing older than so many days but what still holds then; what nothing leads to is collected."""
    database.pack(days=days)


def old_copies(uri: str) -> list[Path]:
    """What packing a database file leaves beside it: the file and the attachments as they were before."""
    if not uri.startswith("file://"):
        return []
    name, _mark, settings = uri.removeprefix("file://").partition("?")
    blobs = dict(parse_qsl(settings)).get("blobstorage_dir", "")
    copies = [Path(f"{name}.old"), *([Path(f"{blobs.rstrip('/')}.old")] if blobs else [])]
    return [each for each in copies if each.exists()]


def drop_copies(uri: str) -> int:
    """Delete what packing has left: it holds all that packing took away. Tells how many there were."""
    found = old_copies(uri)
    for each in found:
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()
    return len(found)
