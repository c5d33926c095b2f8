"""A database with an outbox, letters to put in it, and a mail server that keeps what it gets."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import transaction
from aiosmtpd.controller import Controller
from ZODB.DB import DB

from reglab_workflow.content.site.model import ROOT_KEY, found
from reglab_workflow.mail.letter import Letter, Receiver
from reglab_workflow.mail.posting import Posting
from reglab_workflow.mail.senders import MemorySender

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)
FROM = "Reglab <reglab@reglab.example>"


def letter(*addresses: str, subject: str = "Kvitto", created: datetime = NOW, **more) -> Letter:
    """A letter to some addresses."""
    receivers = [Receiver("Någon", address) for address in addresses or ("asta@dalarna.example",)]
    return Letter(more.pop("kind", "receipt"), subject, f"<p>{subject}</p>", f"{subject}\n", "sv", receivers, created,
                  "reglab.example", **more)


class Base:
    """A database, opened for one piece of work at a time."""

    def __init__(self, db: DB) -> None:
        self.db = db
        self.work(lambda root: found(root, "Reglab", NOW), whole=True)

    def work(self, what, commit: bool = True, whole: bool = False):
        manager = transaction.TransactionManager(explicit=True)
        connection = self.db.open(manager)
        manager.begin()
        try:
            answer = what(connection.root() if whole else connection.root()[ROOT_KEY])
        except BaseException:
            manager.abort()
            raise
        else:
            (manager.commit if commit else manager.abort)()
            return answer
        finally:
            connection.close()

    def put(self, *letters: Letter) -> list[str]:
        uids = [one.uid for one in letters]
        self.work(lambda site: [site.outbox.put(one) for one in letters] and None)
        return uids

    def read(self, what):
        return self.work(what, commit=False)


@pytest.fixture
def base():
    db = DB(None)
    yield Base(db)
    db.close()


class Clock:
    """Time that tests move on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sender():
    return MemorySender()


@pytest.fixture
def told():
    return []


@pytest.fixture
def posting(base, sender, clock, told):
    return Posting(base.db, sender, FROM, told.append, clock)


class Mailbox:
    """What a mail server does with what it gets: keeps it, or refuses it as it was told."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.refusals: dict[str, str] = {}
        self.pause = 0.0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.pause)
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        self.receivers.extend(envelope.rcpt_tos)
        return "250 OK"

    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.messages]


class Server(Controller):
    """A mail server on any free port."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def server(mailbox):
    running = Server(mailbox, hostname="127.0.0.1", port=0)
    running.start()
    yield running
    running.stop()
