"""What has happened, in the past tense; history, letters and the index listen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Event:
    """Something happened to ``item`` (None for the site as a whole), by ``actor``, in this transaction.

    ``note`` is filled by the trail with the entry it wrote, so that later listeners can point to it.
    """

    item: Any
    actor: Any
    now: datetime
    note: dict[str, Any] = field(default_factory=dict, compare=False, kw_only=True)


@dataclass(frozen=True)
class Added(Event):
    """An item came into being."""

    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Edited(Event):
    """Fields got other values; ``before`` and ``after`` hold the changed ones only."""

    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Transitioned(Event):
    """An item went through a transition; ``before`` and ``after`` hold fields its effects changed."""

    transition: str = ""
    source: str = ""
    target: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    cause: str = ""


@dataclass(frozen=True)
class Removed(Event):
    """An item was taken away; ``container`` is where it stood."""

    container: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Appointed(Event):
    """A person got a role on ``item`` (or on the site)."""

    appointment: Any = None
    person: Any = None


@dataclass(frozen=True)
class AppointmentEnded(Event):
    """A role on ``item`` was taken back or came to its end."""

    appointment: Any = None
    person: Any = None
    why: str = ""


@dataclass(frozen=True)
class Invited(Event):
    """A person (``item``) was sent a link to choose a password; ``secret`` goes into the letter only."""

    secret: str = ""


@dataclass(frozen=True)
class PasswordForgotten(Event):
    """A person (``item``) asked for a new password; ``secret`` goes into the letter only."""

    secret: str = ""


@dataclass(frozen=True)
class PasswordChanged(Event):
    """A person (``item``) chose a password."""


@dataclass(frozen=True)
class CalendarAddressMade(Event):
    """A person (``item``) got a secret address for the own calendar, in place of the one before."""


@dataclass(frozen=True)
class CalendarAddressWithdrawn(Event):
    """A person (``item``) took the secret address of the own calendar back."""


@dataclass(frozen=True)
class SignedIn(Event):
    """A person (``item``) signed in."""


@dataclass(frozen=True)
class SignedOut(Event):
    """A person (``item``) signed out."""


@dataclass(frozen=True)
class SignInFailed(Event):
    """Somebody tried to sign in and did not; ``account`` is the person's uid, empty when unknown."""

    account: str = ""
    why: str = ""


@dataclass(frozen=True)
class LetterQueued(Event):
    """A letter about ``item`` was put in the outbox."""

    letter: Any = None


@dataclass(frozen=True)
class LetterSent(Event):
    """A letter reached, or finally failed to reach, one receiver."""

    letter: Any = None
    receiver: str = ""
    status: str = ""
