"""One entry of the trail: immutable, chained to the one before it in its slot.

The core is canonical JSON (sorted keys, UTF-8, no floats, version in ``v``). Whatever can be personal
(names, texts, values) is kept beside it as details, and the core holds only their salted hash: details
can be erased and every proof stays valid.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from persistent import Persistent

from ..plain import canonical

FORMAT = 1
NO_HASH = "0" * 64


class Entry(Persistent):
    """An event as the trail keeps it; never changed, at most relieved of its details.

    ``kept_bytes`` is what stays of erased details; the event of the erasing vouches for it with ``kept_salt``.
    """

    kept_bytes: bytes | None = None
    kept_salt: bytes | None = None

    def __init__(self, core: Mapping[str, Any], details: Mapping[str, Any], slot: int, number: int,
                 previous: str) -> None:
        self.salt: bytes | None = secrets.token_bytes(16)
        self.details_bytes: bytes | None = canonical(details)
        self.slot = slot
        self.number = number
        self.core_bytes = canonical({
            **core, "v": FORMAT, "slot": slot, "number": number, "previous": previous,
            "details": commitment(self.salt, self.details_bytes),
        })

    @property
    def id(self) -> str:
        """The permanent name of the entry, ``slot.number``."""
        return f"{self.slot}.{self.number}"

    @property
    def digest(self) -> str:
        """The hash that the next entry of the slot carries."""
        return hashlib.sha256(self.core_bytes).hexdigest()

    @property
    def core(self) -> dict[str, Any]:
        """What the chain protects: kind, item, time, actor id, role, states."""
        loaded: dict[str, Any] = json.loads(self.core_bytes)
        return loaded

    @property
    def at(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.core["at"])

    @property
    def path(self) -> str:
        """Where what it is about stood, by a name made of its title; empty once that has been erased."""
        path: str = self.details.get("path", "")
        return path

    @property
    def details(self) -> dict[str, Any]:
        """Names, texts and values; once they have been erased, what is left of them without the person."""
        told = self.details_bytes or self.kept_bytes
        return json.loads(told) if told else {}

    @property
    def is_erased(self) -> bool:
        """Whether something in it has been erased, so that its details cannot be proven any more."""
        return self.details_bytes is None

    def erase(self, kept: Mapping[str, Any]) -> str:
        """Forget details and salt for good; ``kept`` is what they said that is nobody's.

        Gives the commitment to that, for the core of the event that tells of the erasing: without it, it would be harm.
        """
        self.details_bytes = self.salt = None
        self.kept_salt, self.kept_bytes = secrets.token_bytes(16), canonical(kept)
        return commitment(self.kept_salt, self.kept_bytes)


def commitment(salt: bytes, details: bytes) -> str:
    """The hash by which a core vouches for its details without telling them."""
    return hashlib.sha256(salt + details).hexdigest()
