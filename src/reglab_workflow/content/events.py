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
    why: str = ""
    restored_from: int | None = None
    """The version that the values are from, where they were put back."""

    undoes: str = ""
    """The id of the event that this takes back, if it does."""


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
    undoes: str = ""


@dataclass(frozen=True)
class Removed(Event):
    """An item was taken away; ``container`` is where it stood."""

    container: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Restored(Event):
    """An item that had been taken away was put back, with all that went with it."""

    container: Any = None
    undoes: str = ""


@dataclass(frozen=True)
class Purged(Event):
    """An item that lay in the trash was taken out of it for good; what was told of it stays told."""


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
class AppointmentReviewed(Event):
    """The office answered in a review (``item``) about an appointment: it was confirmed, or it was ended."""

    appointment: Any = None
    person: Any = None
    outcome: str = ""
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
class NeedsRead(Event):
    """Somebody looked at who needs what to be able to come to an occasion (``item``); what it is, nothing tells."""


@dataclass(frozen=True)
class Exported(Event):
    """Somebody took personal data about ``item`` away in a file: ``what`` it holds, and in which ``form``."""

    what: str = ""
    form: str = ""


@dataclass(frozen=True)
class LinkMade(Event):
    """A link for the bearer of a ``letter`` was made: for which ``purpose``, and ``whose`` it is, by an opaque id."""

    purpose: str = ""
    whose: str = ""
    letter: Any = None


@dataclass(frozen=True)
class ViewedAs(Event):
    """Somebody began to look at the site as this person (``item``) sees it."""


@dataclass(frozen=True)
class RulesChanged(Event):
    """The site (``item``) was started with another text of a life's file; empty where there was or is none."""

    workflow: str = ""
    text_before: str = ""
    text_after: str = ""


@dataclass(frozen=True)
class StateMapped(Event):
    """A changed file gave a state up, and told where its items go: from ``source`` to ``target``."""

    source: str = ""
    target: str = ""
    cause: str = ""


@dataclass(frozen=True)
class SettingsChanged(Event):
    """The site (``item``) was started with other settings; ``before`` and ``after`` hold those that differ."""

    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CommandRun(Event):
    """An administrator's command changed the site (``item``); ``account`` is who ran it, as the machine knows it."""

    command: str = ""
    account: str = ""


@dataclass(frozen=True)
class HistoryChecked(Event):
    """The present was rebuilt from the history and compared; ``found`` tells each thing that differed."""

    items: int = 0
    appointments: int = 0
    differences: int = 0
    found: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class SealKeyTaken(Event):
    """The site (``item``) seals its history with another key from now on; ``key`` is its fingerprint."""

    key: str = ""


@dataclass(frozen=True)
class PersonErased(Event):
    """A person was erased from ``item``: from these ``fields``, or without any, from the site as a whole.

    ``subject`` is an opaque id that the events of one erasing share; ``erased`` the entries of the trail that lost
    details, by their ids, each with the commitment to what is left.
    """

    subject: str = ""
    fields: tuple[str, ...] = ()
    reason: str = ""
    erased: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RetentionApplied(Event):
    """The time of personal data in ``item`` was over: a ``rule`` of the retention file emptied these ``fields``.

    ``erased`` as of an erased person.
    """

    rule: str = ""
    fields: tuple[str, ...] = ()
    erased: Mapping[str, str] = field(default_factory=dict)
