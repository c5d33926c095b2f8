"""One transaction a request; a lost race is run again after a random pause."""

from __future__ import annotations

import random
import time
from typing import Any

from pyramid_retry import BeforeRetry

PAUSE = 0.020
"""Seconds; doubled with each attempt, since two processes on one row would else keep in step."""


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


def includeme(config: Any) -> None:
    """Put transaction and retry around every request."""
    settings = config.get_settings()
    settings.setdefault("tm.manager_hook", "pyramid_tm.explicit_manager")
    settings.setdefault("tm.annotate_user", "false")
    settings.setdefault("tm.commit_veto", commit_veto)
    settings.setdefault("retry.attempts", "5")
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    config.add_subscriber(pause, BeforeRetry)
