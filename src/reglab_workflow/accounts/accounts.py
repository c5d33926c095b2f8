"""Accounts: everything that lets people in, beside the content and never part of it."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from .calendar_keys import CalendarKeys
from .devices import Devices
from .notes import OwnNote, OwnNotes
from .sessions import Sessions
from .sheets import Controls, Sheet, Sheets
from .throttle import Throttle
from .tokens import Tokens

ABSENCE = timedelta(hours=3)
"""Whoever comes back sooner is still on the same visit."""


class Credential(Persistent):
    """The hash of a person's password, and since when it is that password."""

    def __init__(self, kept: str, since: datetime) -> None:
        self.kept = kept
        self.since = since


class Visits(Persistent):
    """When a person was here last, and the end of the visit before: what came after that is news."""

    last: datetime | None = None
    news_from: datetime | None = None

    def note(self, now: datetime) -> None:
        """The person comes, does something or leaves; after a longer absence a new visit begins."""
        if self.last is not None and now - self.last >= ABSENCE:
            self.news_from = self.last
        self.last = now


class AddressTaken(Exception):
    """Somebody else signs in with this address."""


class Accounts(Persistent):
    """Who can sign in, and who has.

    ``visits``, ``sheets``, ``notes`` and ``calendar_keys`` are made with the first one, also on a site that is older
    than they are.
    """

    visits: Any = None
    sheets: Any = None
    notes: Any = None
    calendar_keys: Any = None

    def __init__(self) -> None:
        self.sessions = Sessions()
        self.tokens = Tokens()
        self.throttle = Throttle()
        self.devices = Devices()
        self.credentials: Any = OOBTree()
        self.addresses: Any = OOBTree()
        self.invited: Any = OOTreeSet()

    def person_with(self, address: str) -> str:
        """The uid of the person that an e-mail address belongs to; empty when it is nobody's."""
        person: str = self.addresses.get(account_name(address), "")
        return person

    def know(self, person: str, address: str) -> None:
        """Let a person sign in with an address; raises AddressTaken."""
        name = account_name(address)
        if not name:
            return
        if self.addresses.get(name, person) != person:
            raise AddressTaken(name)
        self.addresses[name] = person

    def unknow(self, person: str, address: str) -> None:
        """The address is not the person's any more."""
        name = account_name(address)
        if name and self.addresses.get(name) == person:
            del self.addresses[name]

    def kept_password(self, person: str) -> str:
        """What is kept of a person's password; empty for somebody without one."""
        credential = self.credentials.get(person)
        return credential.kept if credential is not None else ""

    def keep_password(self, person: str, kept: str, now: datetime) -> None:
        """Keep another hash; ``signing_in.Door.set_password`` is who decides that it may be kept."""
        self.credentials[person] = Credential(kept, now)

    def note_visit(self, person: str, now: datetime) -> None:
        """A person comes, does something or leaves."""
        if self.visits is None:
            self.visits = OOBTree()
        if person not in self.visits:
            self.visits[person] = Visits()
        self.visits[person].note(now)

    def news_from(self, person: str) -> datetime | None:
        """From when on things are news to a person; None during the first visit."""
        visits = (self.visits or {}).get(person)
        return visits.news_from if visits is not None else None

    def no_news(self, person: str, now: datetime) -> None:
        """The person has seen what was new until now."""
        self.note_visit(person, now)
        self.visits[person].news_from = now

    def keep_sheet(self, person: str, address: str, controls: Controls, now: datetime) -> bool:
        """Keep what a person is writing in a form; False when it is too much."""
        if self.sheets is None:
            self.sheets = Sheets()
        kept: bool = self.sheets.keep(person, address, controls, now)
        return kept

    def sheet(self, person: str, address: str) -> Sheet | None:
        """What a person has written in a form and not saved, or None."""
        return self.sheets.get(person, address) if self.sheets is not None else None

    def drop_sheet(self, person: str, address: str) -> None:
        """What was written there is saved, or not wanted any more."""
        if self.sheets is not None:
            self.sheets.drop(person, address)

    def keep_note(self, person: str, place: str, subject: str, note: OwnNote) -> None:
        """Keep what a person notes for himself or herself about a subject at a place."""
        if self.notes is None:
            self.notes = OwnNotes()
        self.notes.keep(person, place, subject, note)

    def notes_of(self, person: str, place: str) -> dict[str, OwnNote]:
        """A person's own notes at a place, by subject."""
        return self.notes.of(person, place) if self.notes is not None and person else {}

    def issue_calendar_key(self, person: str, now: datetime) -> str:
        """A new secret for the address of a person's own calendar, in place of the one before."""
        if self.calendar_keys is None:
            self.calendar_keys = CalendarKeys()
        secret: str = self.calendar_keys.issue(person, now)
        return secret

    def calendar_holder(self, secret: str) -> str:
        """The person whose own calendar a secret opens; empty when it opens none."""
        return self.calendar_keys.holder(secret) if self.calendar_keys is not None else ""

    def calendar_key_since(self, person: str) -> datetime | None:
        """Since when a person's own calendar has its address; None when it has none."""
        return self.calendar_keys.since(person) if self.calendar_keys is not None else None

    def forget_calendar_key(self, person: str) -> None:
        """The address of a person's own calendar leads nowhere any more."""
        if self.calendar_keys is not None:
            self.calendar_keys.forget(person)

    def close(self, person: str) -> None:
        """End what is open for a person: sessions, links on their way, remembered devices, the own calendar."""
        self.sessions.end_all(person)
        self.tokens.forget(person)
        self.devices.forget(person)
        self.forget_calendar_key(person)

    def erase(self, person: str) -> None:
        """Keep nothing of a person."""
        self.close(person)
        self.credentials.pop(person, None)
        (self.visits or {}).pop(person, None)
        if self.sheets is not None:
            self.sheets.forget(person)
        if self.notes is not None:
            self.notes.forget(person)
        if person in self.invited:
            self.invited.remove(person)
        for name in [name for name, held in self.addresses.items() if held == person]:
            del self.addresses[name]

    def sweep(self, now: datetime) -> int:
        """Forget everything whose time is over; tells how much it was."""
        parts = (self.sessions, self.tokens, self.throttle, self.devices, self.sheets)
        return sum(part.sweep(now) for part in parts if part is not None)


def account_name(address: str) -> str:
    """What two spellings of one address have in common: case, form and surrounding blanks do not count."""
    return unicodedata.normalize("NFKC", address or "").strip().casefold()
