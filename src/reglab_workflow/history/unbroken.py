"""Starting: a site whose newest seal does not hold refuses to run, before anything is written after it."""

from __future__ import annotations

from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from ZODB.POSException import POSError

from ..storage.connection import own_transaction
from ..storage.database import DatabaseRefused
from .checkpoints import Checkpoint, TrailBroken, check_slots
from .keys import KeyFile, KeyRefused
from .verify_history import fingerprint, signature_fits

RUNBOOK = ("Nothing has been changed. Keep a copy of the data folder, run `reglab history verify` to see the first "
           "broken place, and restore the back-up from before it: docs/operating.md, When the history is broken.")

UNREADABLE = (AttributeError, LookupError, POSError, TypeError, UnpicklingError, ValueError)
"""What reading something damaged can end with."""


def check_head(site: Any, key_file: str) -> None:
    """That the newest checkpoint is signed with the site's key and the trail goes on from it; raises TrailBroken."""
    newest: Checkpoint | None = site.seals.newest
    if newest is None:
        if site.seals.keys:
            raise TrailBroken("the history has been sealed, and its checkpoints are gone")
        return
    core = newest.core
    public = site.seals.keys.get(core["key"], "")
    if core["site"] != site.identity or core["number"] != len(site.seals) or not public:
        raise TrailBroken(f"checkpoint {len(site.seals)} is not of this site")
    if fingerprint(public) != core["key"] or not signature_fits(public, newest.signature, newest.core_bytes):
        raise TrailBroken(f"the signature of checkpoint {len(site.seals)} does not fit")
    if Path(key_file).exists() and KeyFile(key_file).read().name != core["key"]:
        raise TrailBroken(f"{key_file} is not the key that checkpoint {len(site.seals)} is signed with")
    check_slots(site.trail, site.seals)


def includeme(config: Any) -> None:
    """Refuse to start on a history that is not the one that was sealed."""
    try:
        with own_transaction(config.registry.reglab_database, keep=False) as site:
            check_head(site, config.registry.reglab_settings.seal_key)
    except (TrailBroken, KeyRefused, *UNREADABLE) as error:
        config.registry.reglab_database.close()
        told = str(error) if isinstance(error, TrailBroken | KeyRefused) else \
            f"its end cannot be read, {type(error).__name__}: {error}"
        raise DatabaseRefused(f"The history is not what was sealed: {told}. {RUNBOOK}") from error
