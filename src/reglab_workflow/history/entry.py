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
from typing import Any

from persistent import Persistent

from ..plain import plain

FORMAT = 1
NO_HASH = "0" * 64


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one way a mapping is written as bytes."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Entry(Persistent):
    """An event as the trail keeps it; never changed, at most relieved of its details."""

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
    def details(self) -> dict[str, Any]:
        """Names, texts and values; empty once they have been erased."""
        return json.loads(self.details_bytes) if self.details_bytes else {}


def commitment(salt: bytes, details: bytes) -> str:
    """The hash by which a core vouches for its details without telling them."""
    return hashlib.sha256(salt + details).hexdigest()
