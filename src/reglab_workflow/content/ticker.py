"""Ticker: takes the steps whose time has come, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import clock
from ..catalog.finder import Finder
from ..catalog.index import Index
from ..rulebook import Rulebook
from ..security.actor import system
from ..storage.connection import own_transaction
from .ticking import Ticked, tick


@dataclass(frozen=True)
class Ticker:
    """The clock of one database; a round that loses a race is simply gone again a minute later."""

    database: Any
    rulebook: Rulebook
    index: Index

    def round(self, stopping: Callable[[], bool]) -> list[Ticked]:
        """Look once; nothing is written unless something's time has come."""
        with own_transaction(self.database) as site:
            finder = Finder(self.index, self.database, self.rulebook, site, system("clock"))
            return tick(self.rulebook, site, clock.now(), finder)
