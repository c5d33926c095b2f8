"""Sessions: who is signed in, kept on the server so that signing out means something.

The cookie holds a random id and the record is found by its hash: a copied database opens no session.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from .secret import digest, new_secret

IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(days=7)
ABSOLUTE_FOR_OFFICE = timedelta(hours=12)
REMEMBERED = timedelta(days=1)
"""So long after it has expired is it known whose it was: what is sent then is kept for that person."""

TOUCH_AFTER = timedelta(minutes=5)


class Session(Persistent):
    """One person on one device, until ``ends`` or until nothing has been done for a while."""

    def __init__(self, person: str, now: datetime, lasts: timedelta) -> None:
        self.person = person
        self.created = self.seen = self.authenticated = now
        self.ends = now + lasts

    def alive(self, now: datetime) -> bool:
        """Whether it still counts."""
        return now < self.ends and now - self.seen < IDLE


class Sessions(Persistent):
    """Every session there is, by the hash of its id."""

    def __init__(self) -> None:
        self.records: Any = OOBTree()
        self.held: Any = OOTreeSet()

    def begin(self, person: str, now: datetime, lasts: timedelta = ABSOLUTE) -> str:
        """Start a session under a new id, which only the answer's cookie gets."""
        secret = new_secret()
        key = digest(secret)
        self.records[key] = Session(person, now, lasts)
        self.held.insert((person, key))
        return secret

    def find(self, secret: str | None, now: datetime) -> Session | None:
        """The living session of that id, or None; only reads."""
        session = self.records.get(digest(secret))
        return session if session is not None and session.alive(now) else None

    def touch(self, secret: str | None, now: datetime) -> bool:
        """Note that the session is used, at most every few minutes, and tell whether that was now.

        Never called when a page is only read.
        """
        session = self.find(secret, now)
        if session is None or now - session.seen < TOUCH_AFTER:
            return False
        session.seen = now
        return True

    def end(self, secret: str | None) -> str:
        """End the session of that id; tells whose it was, empty when there was none."""
        key = digest(secret)
        session = self.records.get(key)
        if session is None:
            return ""
        self._drop(session.person, key)
        person: str = session.person
        return person

    def end_all(self, person: str) -> int:
        """End every session of a person; tells how many there were."""
        keys = [key for _person, key in self._of(person)]
        for key in keys:
            self._drop(person, key)
        return len(keys)

    def shorten(self, person: str, ends: datetime) -> None:
        """Let no session of a person last longer than that."""
        for _person, key in self._of(person):
            session = self.records[key]
            session.ends = min(session.ends, ends)

    def of(self, person: str, now: datetime) -> list[Session]:
        """The living sessions of a person."""
        sessions = [self.records[key] for _person, key in self._of(person)]
        return [session for session in sessions if session.alive(now)]

    def was(self, secret: str | None, now: datetime) -> Session | None:
        """The session of that id, living or expired not long ago, or None; only reads."""
        session = self.records.get(digest(secret))
        return session if session is not None and session.alive(now - REMEMBERED) else None

    def sweep(self, now: datetime) -> int:
        """Forget the sessions that expired a while ago; tells how many."""
        over = [held for held in self.held if not self.records[held[1]].alive(now - REMEMBERED)]
        for person, key in over:
            self._drop(person, key)
        return len(over)

    def _of(self, person: str) -> list[tuple[str, str]]:
        # "~" sorts after every hexadecimal digit.
        return list(self.held.keys((person, ""), (person, "~")))

    def _drop(self, person: str, key: str) -> None:
        self.held.remove((person, key))
        del self.records[key]
