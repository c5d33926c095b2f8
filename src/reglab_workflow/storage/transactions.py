"""One transaction a request; a lost race is run again after a random pause.

Where hundreds write about the same few places at the same moment, no number of attempts is enough for everybody:
whoever pauses is passed by those who come after. These requests take turns, among all processes of the machine.
"""

from __future__ import annotations

import fcntl
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyramid_retry import BeforeRetry

PAUSE = 0.020
"""Seconds; doubled with each attempt, since two processes on one row would else keep in step."""

TAKE_TURNS = frozenset({"take-part", "participations", "registrations", "workshops"})
"""A request that writes below one of these may change who has a place."""

NO_TURN = "files"
TURN = "turn.lock"


def pause(event: Any) -> None:
    """Sleep for a random while before the request is tried again."""
    attempt = event.environ.get("retry.attempt", 1)
    time.sleep(random.uniform(0, PAUSE * 2 ** min(attempt, 6)))


def undo(request: Any) -> None:
    """Forget what the request has changed so far, and go on with the site as it was."""
    request.tm.abort()
    request.tm.begin()


def commit_veto(request: Any, response: Any) -> bool:
    """Keep what an answer wrote unless the server failed, or something was raised and a page tells of it."""
    refused = request.exception is not None and response.status_int >= 400
    return bool(refused or response.status_int >= 500)


def turns_tween(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:
    """Let requests that may change places come in one after the other, each with the transaction it needs."""
    lock = Path(registry.reglab_settings.var) / TURN

    def tween(request: Any) -> Any:
        if not takes_turns(request):
            return handler(request)
        with _open(lock) as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed, or the process is gone
            return handler(request)
    return tween


def takes_turns(request: Any) -> bool:
    """Whether a request may change who has a place."""
    parts = request.environ.get("PATH_INFO", "").split("/")
    writes = request.method not in ("GET", "HEAD", "OPTIONS")
    return writes and not TAKE_TURNS.isdisjoint(parts) and NO_TURN not in parts


def _open(lock: Path) -> Any:
    lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(lock, os.O_CREAT | os.O_RDWR, 0o600), "r+")


def includeme(config: Any) -> None:
    """Put transaction and retry around every request."""
    settings = config.get_settings()
    settings.setdefault("tm.manager_hook", "pyramid_tm.explicit_manager")
    settings.setdefault("tm.annotate_user", "false")
    settings.setdefault("tm.commit_veto", commit_veto)
    settings.setdefault("retry.attempts", "5")
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    config.add_tween("reglab_workflow.storage.transactions.turns_tween", over="pyramid_tm.tm_tween_factory")
    config.add_subscriber(pause, BeforeRetry)
