"""Senders: the ways out of the house. Each has ``send(message, receiver)`` and ``close()``."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

from ..settings import Settings
from .message import address_of

SECONDS = 30
FOR_GOOD = range(500, 600)


class NotSent(Exception):
    """The message was not handed over."""


class Closed(NotSent):
    """Nothing can be sent to anybody just now; the next round tries again."""


class Later(NotSent):
    """This receiver does not take it now."""


class Never(NotSent):
    """This receiver will not take it, however often it is tried."""


class Sender(Protocol):
    """What posting needs of a way out."""

    def send(self, message: EmailMessage, receiver: str) -> None:
        """Hand over one message; returns when somebody else has taken responsibility for it, else NotSent."""

    def close(self) -> None:
        """The round is over."""


class SmtpSender:
    """Hands messages to a mail server, over one connection a round."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.address = address_of(settings.mail_from)[1]
        self.connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, receiver: str) -> None:
        """Hand over one message."""
        try:
            self._connected().send_message(message, self.address, [receiver])
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            raise _refusal(code, said) from refused
        except smtplib.SMTPDataError as refused:
            raise _refusal(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPException, OSError) as error:
            self.connection = None
            raise Closed(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Say goodbye to the server."""
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None or not _answers(self.connection):
            self.connection = self._connect()
        return self.connection

    def _connect(self) -> smtplib.SMTP:
        given = self.settings
        # A name of our own: looking up the machine's name can take longer than everything else.
        own_name = self.address.rpartition("@")[2] or "localhost"
        connection = smtplib.SMTP(given.smtp_host, given.smtp_port, local_hostname=own_name, timeout=SECONDS)
        if given.smtp_tls:
            connection.starttls(context=ssl.create_default_context())
        if given.smtp_user:
            connection.login(given.smtp_user, given.smtp_password)
        return connection


class FileSender:
    """Writes each message to a file of its own, to be opened with a mail program."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def send(self, message: EmailMessage, receiver: str) -> None:
        """Write one message; the same message again replaces itself."""
        moment = parsedate_to_datetime(message["Date"])
        number = re.sub(r"[^A-Za-z0-9.-]", "", message["Message-ID"].partition("@")[0])
        path = self.folder / f"{moment:%Y%m%dT%H%M%S}-{number}.eml"
        unfinished = path.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            raise Closed(f"{path}: {error}") from error

    def close(self) -> None:
        """Nothing is open."""


class MemorySender:
    """Keeps messages, for tests."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.receivers: list[str] = []

    def send(self, message: EmailMessage, receiver: str) -> None:
        """Keep one message."""
        self.messages.append(message)
        self.receivers.append(receiver)

    def close(self) -> None:
        """Nothing is open."""


def make_sender(settings: Settings) -> Sender:
    """The way out that the settings name; raises ValueError for one we do not have."""
    if settings.mail == "smtp":
        return SmtpSender(settings)
    if settings.mail == "file":
        return FileSender(Path(settings.var) / "mail")
    if settings.mail == "memory":
        return MemorySender()
    raise ValueError(f"reglab.mail = {settings.mail}: it is smtp, file or memory")


def _answers(connection: smtplib.SMTP) -> bool:
    try:
        code, _said = connection.noop()
    except (smtplib.SMTPException, OSError):
        return False
    return code == 250


def _refusal(code: int, said: bytes | str) -> NotSent:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return (Never if code in FOR_GOOD else Later)(f"{code} {words}"[:500])
