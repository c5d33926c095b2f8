"""Calendar keys: the secret in the address of a person's own calendar, kept as nothing but its hash.

A calendar reads its address for years and cannot sign in, so a key has no last day. A person has one at most.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from .secret import digest, new_secret


class CalendarKeys(Persistent):
    """Whom each key is for, and since when each person has one."""

    def __init__(self) -> None:
        self.holders: Any = OOBTree()
        self.held: Any = OOBTree()

    def issue(self, person: str, now: datetime) -> str:
        """A new key for a person, which ends the one before."""
        self.forget(person)
        secret = new_secret()
        key = digest(secret)
        self.holders[key] = person
        self.held[person] = (key, now)
        return secret

    def holder(self, secret: str) -> str:
        """The person that a key is for; empty when there is no such key."""
        person: str = self.holders.get(digest(secret), "")
        return person

    def since(self, person: str) -> datetime | None:
        """When the key of a person was made, or None."""
        _key, made = self.held.get(person, ("", None))
        return made

    def forget(self, person: str) -> None:
        """End the key of a person, if there is one."""
        key, _made = self.held.pop(person, ("", None))
        self.holders.pop(key, None)
