"""Tickets: links to answer with, and marks that somebody has; made with a key that is not in the database.

The database knows whom a survey asks and which marks lie in its pot. Only with the key can a mark be told from another.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..registration.model import Participant, Registration
from .asked import Asked, asked_now
from .model import OPEN, Survey

KEY_BYTES = 32
UID_LENGTH = 16
TICKET, MARK = "ticket", "mark"


class Seal:
    """The key of a site, in a file of its own beside the database; it is made when it is first needed."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def of(self, what: str, holder: str) -> str:
        """A secret of the holder's own for one use; the same every time."""
        made = hmac.new(self.key(), f"{what}:{holder}".encode(), hashlib.sha256)
        return urlsafe_b64encode(made.digest()).decode().rstrip("=")

    def key(self) -> bytes:
        """The key; two processes that make it at once end up with the same."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return self._made()

    def _made(self) -> bytes:
        """Written aside and then linked, so that nobody ever reads half a key."""
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, self.path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
        return self.path.read_bytes()


@dataclass(frozen=True)
class Bearer:
    """Somebody who has shown a link: which survey, and whose answer; ``person`` is None for an organisation's."""

    survey: Survey
    asked: Asked

    @property
    def registration(self) -> Registration:
        """The registration that the link rests on."""
        return self.asked.registration

    @property
    def person(self) -> Participant | None:
        """The person, for whom alone the link is."""
        return self.asked.person


def ticket(seal: Seal, survey: Survey, holder: str) -> str:
    """The secret part of somebody's link to a survey."""
    return survey.uid + seal.of(TICKET, f"{survey.uid}:{holder}")


def mark(seal: Seal, survey: Survey, holder: str) -> str:
    """What lies in the pot when somebody has answered."""
    return seal.of(MARK, f"{survey.uid}:{holder}")


def bearer_of(seal: Seal, site: Any, secret: str) -> Bearer | None:
    """Whose link it is, as long as the survey is open and asks whoever it is."""
    survey = site.by_uid(secret[:UID_LENGTH]) if len(secret) > UID_LENGTH and secret.isascii() else None
    if not isinstance(survey, Survey) or survey.state != OPEN:
        return None
    return next((Bearer(survey, each) for each in asked_now(survey)
                 if hmac.compare_digest(ticket(seal, survey, each.holder), secret)), None)


def ticket_to(seal: Seal, site: Any, holder: str, address: str) -> str:
    """The secret for a letter to an address: one that opens nothing, if the letter would reach somebody else."""
    uid, _colon, rest = holder.partition(":")
    survey = site.by_uid(uid)
    found: Iterable[Asked] = asked_now(survey) if isinstance(survey, Survey) else ()
    whom = next((each for each in found if each.holder == rest), None)
    if whom is None or whom.address.strip().casefold() != address.strip().casefold():
        return secrets.token_urlsafe(KEY_BYTES)
    return ticket(seal, survey, rest)


def not_answered(seal: Seal, survey: Survey) -> list[Asked]:
    """Those who are asked and have not answered."""
    if survey.is_anonymous:
        return [each for each in asked_now(survey) if not survey.pot.holds(mark(seal, survey, each.holder))]
    replied = {each.organisation for each in survey.replies}
    return [each for each in asked_now(survey) if each.registration.organisation not in replied]
