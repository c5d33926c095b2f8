"""Letter: what is said to whom, as it was written; each receiver has a record of its own."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from persistent import Persistent

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
LONGEST_SUBJECT = 200
LONGEST_NAME = 120


class Status(StrEnum):
    """How far a letter has come to one receiver."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Ticket:
    """The letter carries a link that is made when it is sent; here only for whom and for what."""

    purpose: str
    person: str


class Receiver(Persistent):
    """One receiver of a letter, and what has come of it."""

    status: str = Status.WAITING.value
    attempts: int = 0
    last_error: str = ""
    sent_at: datetime | None = None
    due: datetime | None = None
    claimed_until: datetime | None = None

    def __init__(self, name: str, address: str, person: str = "", number: int = 0) -> None:
        self.name = on_one_line(name)[:LONGEST_NAME]
        self.address = address.strip()
        self.person = person
        self.number = number

    def free(self, now: datetime) -> bool:
        """Whether a letter may be sent to the receiver now: it waits, its time has come, nobody is sending it."""
        return (
            self.status == Status.WAITING
            and (self.due is None or self.due <= now)
            and (self.claimed_until is None or self.claimed_until <= now)
        )


class Letter(Persistent):
    """One letter in one language; never changed once it is written."""

    def __init__(
        self, kind: str, subject: str, html: str, text: str, language: str, receivers: list[Receiver],
        created: datetime, domain: str, about: Any = None, cause: str = "", ticket: Ticket | None = None,
    ) -> None:
        self.uid = secrets.token_hex(8)
        self.kind = kind
        self.subject = on_one_line(subject)[:LONGEST_SUBJECT]
        self.html = html
        self.text = text
        self.language = language
        self.created = created
        self.domain = domain
        self.about_uid: str = getattr(about, "uid", "")
        self.about_path: str = about.path if about is not None else ""
        self.cause = cause
        self.ticket = ticket
        self.receivers = tuple(receivers)
        for number, receiver in enumerate(self.receivers):
            receiver.number = number

    def message_id(self, receiver: Receiver) -> str:
        """The Message-ID, the same however often the letter is sent to this receiver."""
        return f"<{self.uid}.{receiver.number}@{self.domain}>"

    @property
    def status(self) -> str:
        """The letter as a whole: failed if it failed for anybody, waiting if it waits for anybody."""
        found = {receiver.status for receiver in self.receivers}
        order = (Status.FAILED, Status.WAITING, Status.SENT)
        return next((status.value for status in order if status in found), Status.SENT.value)


def on_one_line(text: str) -> str:
    """A text that cannot become two headers: every run of control characters is one blank."""
    return CONTROL.sub(" ", text).strip()
