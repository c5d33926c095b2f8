"""A letter as the message that goes over the wire; no text of a person can add a header to it."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from .letter import Letter, Receiver, on_one_line

TICKET = "a-link-of-your-own"
"""Stands in a kept letter where the sent one has a secret."""


class Unsendable(ValueError):
    """The address cannot be written on an envelope."""


def address_of(text: str) -> tuple[str, str]:
    """Name and address out of ``Reglab <reglab@reglab.example>``."""
    return parseaddr(on_one_line(text))


def checked(address: str) -> str:
    """The address, with a domain as the network writes it; raises Unsendable."""
    address = address.strip()
    local, at, domain = address.rpartition("@")
    try:
        encoded = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Unsendable(f"domain: {error}") from error
    if not (local and at and encoded) or not local.isascii() or any(sign in address for sign in " \t\r\n,;<>()\"\\"):
        raise Unsendable("not an address that mail can be sent to")
    return f"{local}@{encoded}"


def message_for(letter: Letter, receiver: Receiver, sender: str, secret: str = "") -> EmailMessage:
    """The message for one receiver: text first, the same as HTML beside it. Raises Unsendable."""
    name, address = address_of(sender)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = Address(name, addr_spec=checked(address))
    message["To"] = Address(receiver.name, addr_spec=checked(receiver.address))
    message["Date"] = format_datetime(letter.created)
    message["Message-ID"] = letter.message_id(receiver)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_with(letter.text, secret))
    message.add_alternative(_with(letter.html, secret), subtype="html")
    # Set last: a header about content would move into the first part when the second one comes.
    message["Content-Language"] = letter.language
    return message


def _with(text: str, secret: str) -> str:
    return text.replace(TICKET, secret) if secret else text
