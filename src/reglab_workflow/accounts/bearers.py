"""Bearers: those who have a link from a letter and no account, the manager who approves and the participant.

A token names whom it is for; whether it still opens anything is told from the registration as it is now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..clock import local_day
from ..content.project.model import CANCELLED, occasions
from ..content.registration.model import AWAITING, Participant, Registration
from ..people.appointments import Ground
from ..security.actor import ANYONE, Actor
from .tokens import LIFETIMES, Purpose

AFTERWARDS = timedelta(days=60)
"""How long the link of a participant stays good after the last occasion, and after the project is over."""

OVER = ("closed", "cancelled", "reshaped")
LINK = "link"


@dataclass(frozen=True)
class Bearer:
    """A participant who has shown the link: the person, for which registration."""

    registration: Registration
    person: Participant

    @property
    def actor(self) -> Actor:
        """Who acts: the person, with nothing but the right to the own answers."""
        return Actor(self.person.key, self.person.name, self.registration.organisation, channel=LINK,
                     principals=_held(f"participant@{self.person.key}"))


def holder_of(registration: Registration, key: str) -> str:
    """Whom the token of a participant is for."""
    return f"{registration.uid}:{key}"


def registration_to_approve(site: Any, secret: str, now: datetime) -> Registration | None:
    """The registration that a manager's link is for, as long as it waits for an answer."""
    return _awaiting(site, site.accounts.tokens.holder(secret, Purpose.APPROVAL, now))


def approver_of(registration: Registration) -> Actor:
    """The manager who has shown the link: may say yes or no to this registration, and nothing else."""
    return Actor(name=registration.manager_name, principals=_held(f"approver@{registration.uid}"), channel=LINK)


def participant(site: Any, secret: str, now: datetime) -> Bearer | None:
    """The participant whose link it is, as long as the person is on the list and the project not long over."""
    return _on_the_list(site, site.accounts.tokens.holder(secret, Purpose.PARTICIPANT, now), now)


def issue(site: Any, purpose: Purpose, holder: str, address: str, now: datetime) -> str:
    """A new secret for a letter to an address.

    Letters can lie for a while before they are sent: if the address is not that of whom the link is for any more, the
    secret is kept nowhere and opens nothing.
    """
    secret: str = site.accounts.tokens.issue(purpose, holder, now, ends_of(site, purpose, holder, now))
    if not _is_the_address(site, purpose, holder, address, now):
        site.accounts.tokens.end(secret)
    return secret


def ends_of(site: Any, purpose: Purpose, holder: str, now: datetime) -> datetime:
    """Until when a link that is made now is good: a participant's, until some time after the last occasion.

    As long as the day of an occasion is not decided, nobody knows which is the last.
    """
    usual = now + LIFETIMES[purpose]
    bearer = _on_the_list(site, holder, now) if purpose is Purpose.PARTICIPANT else None
    if bearer is None:
        return usual
    days = [each.ends or each.starts for each in occasions(bearer.registration.project) if each.state != CANCELLED]
    if not days or None in days:
        return usual
    return max(now, now + (max(days) - local_day(now))) + AFTERWARDS


def _held(principal: str) -> dict[str, Ground]:
    return {name: Ground(name, LINK) for name in (ANYONE, principal)}


def _awaiting(site: Any, uid: str) -> Registration | None:
    found = site.by_uid(uid) if uid else None
    return found if isinstance(found, Registration) and found.state == AWAITING else None


def _on_the_list(site: Any, holder: str, now: datetime) -> Bearer | None:
    uid, _colon, key = holder.partition(":")
    registration = site.by_uid(uid) if uid else None
    if not isinstance(registration, Registration):
        return None
    person, project = registration.participant(key), registration.project
    is_over = project.state in OVER and project.since + AFTERWARDS <= now
    return Bearer(registration, person) if person is not None and not is_over else None


def _is_the_address(site: Any, purpose: Purpose, holder: str, address: str, now: datetime) -> bool:
    """Whether a letter with such a link may go there; those with an account choose their password at any address."""
    if purpose is Purpose.APPROVAL:
        registration = _awaiting(site, holder)
        return registration is not None and _same(registration.manager_email, address)
    if purpose is Purpose.PARTICIPANT:
        bearer = _on_the_list(site, holder, now)
        return bearer is not None and _same(bearer.person.email, address)
    return True


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
