"""Tokens: links that let their bearer do one thing, before a certain hour; most of them once."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from .secret import digest, new_secret


class Purpose(StrEnum):
    """What a token is good for; good for one purpose is good for no other."""

    INVITATION = "invitation"
    RESET = "reset"
    APPROVAL = "approval"
    PARTICIPANT = "participant"
    SURVEY = "survey"
    """Kept nowhere: a survey makes its links anew from a key, so that the database cannot tell whose they are."""


LIFETIMES = {
    Purpose.INVITATION: timedelta(days=14), Purpose.RESET: timedelta(hours=1), Purpose.APPROVAL: timedelta(days=14),
    Purpose.PARTICIPANT: timedelta(days=400), Purpose.SURVEY: timedelta(days=400),
}
LAST = "~"
"""Sorts after every hexadecimal digit."""


class Token(Persistent):
    """What is known of a token: for whom, for what, until when; never the token itself.

    ``person`` is a person's uid, or what ``bearers`` makes of those who have no account.
    """

    def __init__(self, purpose: Purpose, person: str, now: datetime, ends: datetime | None = None) -> None:
        self.purpose = purpose.value
        self.person = person
        self.created = now
        self.ends = ends or now + LIFETIMES[purpose]


class Tokens(Persistent):
    """Every token that may still be used, by its hash."""

    def __init__(self) -> None:
        self.records: Any = OOBTree()
        self.held: Any = OOTreeSet()

    def issue(self, purpose: Purpose, person: str, now: datetime, ends: datetime | None = None) -> str:
        """A new token for a person; earlier ones for the same purpose stay good until one is used.

        It is good until ``ends``, or for as long as such tokens usually are.
        """
        secret = new_secret()
        key = digest(secret)
        self.records[key] = Token(purpose, person, now, ends)
        self.held.insert((person, purpose.value, key))
        return secret

    def holder(self, secret: str | None, purpose: Purpose, now: datetime) -> str:
        """The person that a token is for; empty when it is unknown, used, too old or for something else."""
        token = self.records.get(digest(secret))
        if token is None or token.purpose != purpose.value or not now < token.ends:
            return ""
        person: str = token.person
        return person

    def use(self, secret: str | None, purpose: Purpose, now: datetime) -> str:
        """Use a token up, with all that the person holds for the purpose; empty when it is not good.

        Two who use it at once remove the same key, and the database lets only one of them.
        """
        person = self.holder(secret, purpose, now)
        if person:
            self.forget(person, purpose)
        return person

    def end(self, secret: str) -> None:
        """End one token, whatever it is for."""
        key = digest(secret)
        token = self.records.pop(key, None)
        if token is not None:
            self.held.remove((token.person, token.purpose, key))

    def forget(self, person: str, purpose: Purpose | None = None) -> None:
        """End the tokens of a person, for one purpose or for all."""
        first = (person, purpose.value if purpose else "")
        last = (person, purpose.value if purpose else LAST, LAST)
        for held in list(self.held.keys(first, last)):
            self.held.remove(held)
            del self.records[held[2]]

    def pending(self, person: str, purpose: Purpose, now: datetime) -> datetime | None:
        """When the newest usable token of a person was made, or None."""
        held = self.held.keys((person, purpose.value), (person, purpose.value, LAST))
        tokens = [self.records[key] for _person, _purpose, key in held]
        return max((token.created for token in tokens if now < token.ends), default=None)

    def sweep(self, now: datetime) -> int:
        """Forget the tokens whose time is over; tells how many."""
        over = [held for held in self.held if not now < self.records[held[2]].ends]
        for held in over:
            self.held.remove(held)
            del self.records[held[2]]
        return len(over)
