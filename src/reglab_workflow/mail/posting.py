"""Posting: hands over what waits in the outbox, at least once and to each receiver in the order of writing.

Three short steps for each receiver: claim (a transaction), send (none is open), note the result (a transaction).
Killed between the last two, the letter is sent once more, with the same Message-ID, when the claim has run out.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, TypeVar

from transaction.interfaces import TransientError

from .. import clock
from ..accounts import bearers
from ..accounts.tokens import Purpose
from ..content import events
from ..content.item import Item
from ..content.survey.tickets import Seal, ticket_to
from ..security.actor import system
from ..storage.connection import own_transaction
from .letter import Letter, Receiver
from .message import Unsendable, address_of, checked, message_for
from .outbox import Outbox
from .senders import Closed, Never, NotSent, Sender

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 14
MOST_AN_HOUR = 200
"""More than this to one address within an hour waits: a mistake must not fill anybody's mailbox."""

CONFLICTS = 8
RULE = "mail.posting"

Answer = TypeVar("Answer")


@dataclass
class Count:
    """What came of a round."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    closed: str = ""


@dataclass(frozen=True)
class Job:
    """One letter to one receiver."""

    letter: str
    number: int
    address: str


@dataclass
class Posting:
    """Posts the letters of one database by one sender."""

    db: Any
    sender: Sender
    mail_from: str
    notify: Callable[[Any], None] = lambda event: None
    now: Callable[[], datetime] = clock.now
    claim: timedelta = CLAIM
    recent: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    seal: Seal | None = None

    def __post_init__(self) -> None:
        """Refuse a sender's address that no letter could be sent from."""
        checked(address_of(self.mail_from)[1])

    def round(self, stopping: Callable[[], bool] = lambda: False) -> Count:
        """Send everything whose time has come, once; ``stopping`` ends the round between two letters."""
        count, held = Count(), set[str]()
        try:
            for job in self._jobs():
                if stopping():
                    break
                if job.address not in held and not self._post(job, count):
                    held.add(job.address)
        except Closed as closed:
            count.closed = str(closed)
            log.warning("mail cannot be sent now: %s", closed)
        finally:
            self.sender.close()
        return count

    def _post(self, job: Job, count: Count) -> bool:
        """Send to one receiver; False when later letters to the same address must wait for this one."""
        try:
            envelope = checked(job.address)
        except Unsendable as error:
            return self._refused(job, Never(str(error)), count)
        message = self._in_transaction(lambda site: self._take(site, job))
        if message is None:
            count.later += 1
            return False
        try:
            self.sender.send(message, envelope)
        except Closed:
            self._in_transaction(lambda site: self._release(site, job))
            raise
        except NotSent as refusal:
            return self._refused(job, refusal, count)
        self.recent[job.address].append(self.now())
        self._in_transaction(lambda site: self._sent(site, job))
        count.sent += 1
        return True

    def _jobs(self) -> list[Job]:
        def read(site: Any) -> list[Job]:
            return [Job(letter.uid, receiver.number, receiver.address) for letter, receiver in site.outbox.waiting()]
        return self._in_transaction(read)

    def _take(self, site: Any, job: Job) -> EmailMessage | None:
        """Claim a receiver and write the message; None when it is not its turn."""
        letter, receiver = _found(site.outbox, job)
        now = self.now()
        if receiver is None or not receiver.free(now) or self._too_many(job.address, now):
            return None
        receiver.claimed_until = now + self.claim
        secret = _secret(self.seal, site, letter, receiver, now)
        self._tell_of_link(site, letter, secret, now)
        return message_for(letter, receiver, self.mail_from, secret)

    def _tell_of_link(self, site: Any, letter: Letter, secret: str, now: datetime) -> None:
        """A link that the site itself will know again is in the trail; those of surveys are kept nowhere."""
        ticket = letter.ticket
        if ticket is not None and site.accounts.tokens.holder(secret, Purpose(ticket.purpose), now):
            self.notify(events.LinkMade(
                _about(site, letter), system(RULE), now, note={"site": site}, letter=letter, purpose=ticket.purpose,
                whose=ticket.person))

    def _release(self, site: Any, job: Job) -> None:
        _letter, receiver = _found(site.outbox, job)
        if receiver is not None:
            receiver.claimed_until = None

    def _sent(self, site: Any, job: Job) -> None:
        letter, receiver = _found(site.outbox, job)
        if receiver is not None:
            site.outbox.sent(letter, receiver, self.now())
            self._tell(site, letter, receiver)

    def _refused(self, job: Job, refusal: NotSent, count: Count) -> bool:
        """Note a refusal; True when it is for good, so that nothing waits for it."""
        def note(site: Any) -> bool:
            letter, receiver = _found(site.outbox, job)
            if receiver is None:
                return True
            receiver.attempts += 1
            if isinstance(refusal, Never) or receiver.attempts >= MOST_ATTEMPTS:
                self._put_aside(site, letter, receiver, str(refusal))
                return True
            receiver.last_error, receiver.claimed_until = str(refusal), None
            receiver.due = self.now() + min(FIRST_PAUSE * 2 ** (receiver.attempts - 1), LONGEST_PAUSE)
            return False
        over = self._in_transaction(note)
        count.failed += over
        count.later += not over
        return over

    def _put_aside(self, site: Any, letter: Letter, receiver: Receiver, error: str) -> None:
        site.outbox.fail(letter, receiver, error)
        log.warning("letter %s to receiver %s failed: %s", letter.uid, receiver.number, error)
        self._tell(site, letter, receiver)

    def _tell(self, site: Any, letter: Letter, receiver: Receiver) -> None:
        self.notify(events.LetterSent(
            _about(site, letter), system(RULE), self.now(), note={"site": site}, letter=letter,
            receiver=receiver.person, status=receiver.status))

    def _too_many(self, address: str, now: datetime) -> bool:
        sent = self.recent[address]
        while sent and now - sent[0] > timedelta(hours=1):
            sent.popleft()
        return len(sent) >= MOST_AN_HOUR

    def _in_transaction(self, work: Callable[[Any], Answer]) -> Answer:
        """Do a piece of work on the site and commit it, again when somebody else was quicker."""
        for attempt in range(CONFLICTS):
            try:
                with own_transaction(self.db) as site:
                    return work(site)
            except TransientError:
                if attempt == CONFLICTS - 1:
                    raise
            time.sleep(0.01 * 2**attempt)
        raise AssertionError("the last attempt either answers or raises")


def _about(site: Any, letter: Letter) -> Item | None:
    """The item that a letter is about, where it still stands."""
    item = site.by_uid(letter.about_uid) if letter.about_uid else None
    return item if isinstance(item, Item) else None


def _found(outbox: Outbox, job: Job) -> tuple[Any, Any]:
    letter = outbox.letter(job.letter)
    return (letter, letter.receivers[job.number]) if letter is not None else (None, None)


def _secret(seal: Seal | None, site: Any, letter: Letter, receiver: Receiver, now: datetime) -> str:
    """A link of the receiver's own, for a letter that carries one: the database keeps only its hash, or nothing."""
    ticket = letter.ticket
    if ticket is None:
        return ""
    if seal is not None and ticket.purpose == Purpose.SURVEY:
        return ticket_to(seal, site, ticket.person, receiver.address)
    return bearers.issue(site, Purpose(ticket.purpose), ticket.person, receiver.address, now)
