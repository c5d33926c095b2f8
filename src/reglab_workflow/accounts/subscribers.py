"""Keeps the accounts true when people are added, change address, are locked, or get a role on the whole site."""

from __future__ import annotations

from typing import Any

from ..content import events
from ..i18n import _
from ..people.appointments import SITE
from ..people.person import LOCKED
from ..workflow.errors import Reason, Refused
from .accounts import Accounts, AddressTaken
from .sessions import ABSOLUTE_FOR_OFFICE


def added(event: events.Added) -> None:
    """A new person can be found by the address."""
    if event.item.type_name == "person":
        _know(event.item.site.accounts, event.item.uid, event.item.email)


def edited(event: events.Edited) -> None:
    """Another address: the old one leads nowhere, and links that were sent to it are void."""
    if event.item.type_name != "person" or "email" not in event.after:
        return
    accounts: Accounts = event.item.site.accounts
    accounts.unknow(event.item.uid, event.before["email"] or "")
    accounts.tokens.forget(event.item.uid)
    _know(accounts, event.item.uid, event.after["email"] or "")


def removed(event: events.Removed) -> None:
    """Nothing is kept of the account of somebody who has been taken away."""
    if event.item.type_name == "person":
        event.container.site.accounts.erase(event.item.uid)


def transitioned(event: events.Transitioned) -> None:
    """Whoever is locked out is out at once, everywhere."""
    if event.item.type_name == "person" and event.target == LOCKED:
        event.item.site.accounts.close(event.item.uid)


def appointed(event: events.Appointed) -> None:
    """With a role on the whole site, sessions that were begun without it end as soon as the office's do."""
    if event.appointment.scope == SITE:
        event.item.site.accounts.sessions.shorten(event.appointment.person, event.now + ABSOLUTE_FOR_OFFICE)


def _know(accounts: Accounts, person: str, address: str) -> None:
    try:
        accounts.know(person, address)
    except AddressTaken as taken:
        raise Refused([Reason(
            "address_taken", _("Somebody else has this e-mail address."), "email")]) from taken


def includeme(config: Any) -> None:
    """Listen."""
    config.add_subscriber(added, events.Added)
    config.add_subscriber(edited, events.Edited)
    config.add_subscriber(removed, events.Removed)
    config.add_subscriber(transitioned, events.Transitioned)
    config.add_subscriber(appointed, events.Appointed)
