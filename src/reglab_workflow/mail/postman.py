"""Postman: the thread of the running site that posts what waits; the site's clock walks in the same way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Protocol

from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from .posting import Posting

log = logging.getLogger(__name__)


class Round(Protocol):
    """Work that is done again and again; ``stopping`` tells whether to break off."""

    def round(self, stopping: Callable[[], bool]) -> Any:
        """Do it once."""


class Postman:
    """Goes a round every few seconds until told to stop."""

    def __init__(self, posting: Round, pause: float, name: str = "postman") -> None:
        self.posting = posting
        self.pause = pause
        self.name = name
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._walk, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self.thread.start()

    def stop(self, seconds: float = 10) -> None:
        """Finish the letter at hand and end."""
        self.stopping.set()
        if self.thread.is_alive():
            self.thread.join(seconds)

    @property
    def walking(self) -> bool:
        """Whether letters are being posted."""
        return self.thread.is_alive()

    def _walk(self) -> None:
        try:
            while not self.stopping.wait(self.pause):
                self._round()
        finally:
            if not self.stopping.is_set():
                log.critical("the %s has stopped: its work lies until the site is started again", self.name)

    def _round(self) -> None:
        try:
            self.posting.round(self.stopping.is_set)
        except (TransientError, POSError, OSError) as error:
            # The database is busy or away: the letters lie there and the next round finds them.
            log.warning("a round of the %s was broken off: %s: %s", self.name, type(error).__name__, error)


def posting_of(registry: Any) -> Posting:
    """The posting of a configured site."""
    return Posting(
        registry.reglab_database, registry.reglab_sender, registry.reglab_settings.mail_from, registry.notify,
        seal=registry.reglab_seal)
