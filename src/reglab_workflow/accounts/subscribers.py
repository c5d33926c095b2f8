"""Keeps the accounts true when people are added, change address, are locked, or get a role on the whole site."""

from __future__ import annotations

from typing import Any

from ..content import events
from ..content.registration.model import AWAITING, Participant
from ..i18n import _
from ..people.appointments import SITE
from ..people.person import LOCKED
from ..workflow.errors import Reason, Refused
from . import bearers
from .accounts import Accounts, AddressTaken
from .sessions import ABSOLUTE_FOR_OFFICE
from .tokens import Purpose, Tokens

WITH_CONTACT = ("confirm", "admit_late")
"""The steps of a registration that make its contact person somebody who acts in the project."""


def added(event: events.Added | events.Restored) -> None:
    """A new person, or one who is back, can be found by the address."""
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


def answered(event: events.Transitioned) -> None:
    """The link to a manager is over with the answer, or when the registration is taken back."""
    if event.item.type_name == "registration" and event.source == AWAITING != event.target:
        event.item.site.accounts.tokens.forget(event.item.uid, Purpose.APPROVAL)


def renamed(event: events.Transitioned | events.Edited) -> None:
    """Whoever is taken off a list of participants, or has another address, has no link any more."""
    if event.item.type_name != "registration" or "people" not in event.before:
        return
    tokens: Tokens = event.item.site.accounts.tokens
    now: dict[str, Participant] = {each.key: each for each in event.item.people}
    for person in event.before["people"] or ():
        if person.key not in now or now[person.key].email != person.email:
            tokens.forget(bearers.holder_of(event.item, person.key), Purpose.PARTICIPANT)


def contact_invited(event: events.Transitioned) -> None:
    """A contact person without a password gets a link to choose one in the letter, and may ask for another."""
    if event.item.type_name == "registration" and event.transition in WITH_CONTACT:
        accounts: Accounts = event.item.site.accounts
        person = accounts.person_with(event.item.contact_email)
        if person and not accounts.kept_password(person):
            accounts.invited.insert(person)


def link_renewed(event: events.Transitioned) -> None:
    """With a new link, the older ones of the same person end."""
    if (event.item.type_name, event.transition) == ("participation", "send_link"):
        registration = event.item.site.by_uid(event.item.registration)
        event.item.site.accounts.tokens.forget(bearers.holder_of(registration, event.item.person), Purpose.PARTICIPANT)


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
    config.add_subscriber(added, events.Restored)
    config.add_subscriber(edited, events.Edited)
    config.add_subscriber(removed, events.Removed)
    config.add_subscriber(transitioned, events.Transitioned)
    config.add_subscriber(answered, events.Transitioned)
    config.add_subscriber(renamed, events.Transitioned)
    config.add_subscriber(renamed, events.Edited)
    config.add_subscriber(contact_invited, events.Transitioned)
    config.add_subscriber(link_renewed, events.Transitioned)
    config.add_subscriber(appointed, events.Appointed)
