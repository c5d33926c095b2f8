"""Ticker: takes the steps whose time has come, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import transaction

from .. import clock
from ..rulebook import Rulebook
from ..storage.connection import site_of
from .ticking import Ticked, tick


@dataclass(frozen=True)
class Ticker:
    """The clock of one database; a round that loses a race is simply gone again a minute later."""

    database: Any
    rulebook: Rulebook

    def round(self, stopping: Callable[[], bool]) -> list[Ticked]:
        """Look once; nothing is written unless something's time has come."""
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.database.open(manager)
        kept = False
        try:
            taken = tick(self.rulebook, site_of(connection), clock.now())
            manager.commit()
            kept = True
        finally:
            if not kept:
                manager.abort()
            connection.close()
        return taken
