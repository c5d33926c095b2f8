"""The finder of a day: the same lists and counts, over the site as it was."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ..rulebook import Rulebook
from ..security.actor import Actor
from ..security.rights import Rights
from .finder import Finder, Found, Query, read_whole
from .index import CAP, Index, Near

KEPT = 4
"""Moments whose index is kept, the latest asked for."""

LASTS = 900
"""Seconds; afterwards it is read anew, since what has been erased must not be found."""


class PastIndexes:
    """The indexes of the last few moments that anybody has looked at, in files that end with the process."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._known: OrderedDict[str, tuple[float, Index]] = OrderedDict()
        self._lock = threading.Lock()
        self._count = 0

    def get(self, key: str, site: Any, rulebook: Rulebook) -> Index:
        """The index of a moment; made now, if nobody has asked for it lately."""
        with self._lock:
            made_at, index = self._known.get(key, (0.0, None))
            if index is None or time.monotonic() - made_at > LASTS:
                index = self._fresh()
                read_whole(index, site, rulebook)
                self._known[key] = time.monotonic(), index
            self._known.move_to_end(key)
            while len(self._known) > KEPT:
                _key, (_made_at, old) = self._known.popitem(last=False)
                old.close()
                Path(old.path).unlink(missing_ok=True)
            return index

    def _fresh(self) -> Index:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="reglab-then-")
        self._count += 1
        return Index(str(Path(self._folder.name) / f"{self._count}.sqlite"))


class FinderThen(Finder):
    """The finder over a site of then; it counts what it shows, and shows what everybody concerned may see."""

    def __init__(self, fresh: Callable[[], Index], rulebook: Rulebook, site: Any, actor: Actor,
                 rights: Rights) -> None:
        self.read = fresh
        self.rulebook, self.site, self.actor, self.rights = rulebook, site, actor, rights

    def fresh_index(self) -> Index:
        """The index of the moment."""
        return self.read()

    def find(self, query: Query) -> Found:
        """The items that match and that may be seen."""
        found = self._all(query)
        return Found(tuple(found[query.offset:query.offset + query.limit]), len(found))

    def count(self, query: Query) -> int:
        """How many items ``find`` would list."""
        return len(self._all(query))

    def nearest(self, query: Query, words: Iterable[str], without: Iterable[str], most: int,
                longest: int) -> list[Near]:
        """The documents that share the most words, of those that may be seen."""
        return [near for near in super().nearest(query, words, without, most, longest) if self.seen(near) is not None]

    def _all(self, query: Query) -> list[Any]:
        match = self._match(query)
        if match is None:
            return []
        hits = self.fresh_index().search(match, query.order, CAP + 1, 0, query.second)
        return [item for hit in hits for item in self._seen(hit.path, hit.uid)]
