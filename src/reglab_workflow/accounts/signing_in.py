"""How people come in and go out: signing in and out, invitations, forgotten passwords.

An unknown address gets the same answer after the same work as a known one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..content import events
from ..content.acts import Acts
from ..i18n import _
from ..security.actor import Actor, actor_for, nobody
from ..security.permissions import Permission
from ..workflow.errors import NotPermitted, Reason, Refused
from .accounts import Accounts, account_name
from .passwords import Passwords
from .sessions import ABSOLUTE, ABSOLUTE_FOR_OFFICE
from .throttle import Key
from .tokens import Purpose

ACTIVE = "active"


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt to sign in: true when somebody is in, else perhaps a time to wait."""

    person: str = ""
    session: str = ""
    device: str = ""
    wait: int = 0

    def __bool__(self) -> bool:
        return bool(self.person)


@dataclass(frozen=True)
class Door:
    """The way into a site at one moment."""

    site: Any
    notify: Callable[[Any], None]
    passwords: Passwords
    now: datetime

    @property
    def accounts(self) -> Accounts:
        """The accounts of the site."""
        accounts: Accounts = self.site.accounts
        return accounts

    def sign_in(self, address: str, password: str, source: str, device: str = "") -> Outcome:
        """Let somebody in under a new session id, or count the failure."""
        uid = self.accounts.person_with(address)
        keys = self._watched(uid, address, source, device)
        wait = self.accounts.throttle.wait(keys, self.now)
        if wait:
            return Outcome(wait=wait)
        kept = self.accounts.kept_password(uid)
        right = self.passwords.verify(kept, password)
        person = self._active(uid)
        if not right or person is None:
            self.accounts.throttle.count(keys, self.now)
            self.notify(events.SignInFailed(
                None, nobody(), self.now, note=self._here, account=uid, why="locked" if right else ""))
            return Outcome()
        self.accounts.throttle.forget([key for key in keys if key[0] != "source"])
        if self.passwords.outdated(kept):
            self.accounts.keep_password(uid, self.passwords.hash(password), self.now)
        return self.let_in(person, device)

    def let_in(self, person: Any, device: str = "") -> Outcome:
        """Begin a session for a person who has shown who he or she is."""
        actor = actor_for(person, self.site, self.now)
        lasts = ABSOLUTE_FOR_OFFICE if actor.holds("office") else ABSOLUTE
        session = self.accounts.sessions.begin(person.uid, self.now, lasts)
        self.accounts.note_visit(person.uid, self.now)
        mark = self.accounts.devices.remember(device, person.uid, self.now)
        self.notify(events.SignedIn(person, actor, self.now))
        return Outcome(person.uid, session, mark)

    def sign_out(self, session: str | None) -> None:
        """End a session; a cookie that was copied from it opens nothing any more."""
        person = self._person(self.accounts.sessions.end(session))
        if person is not None:
            self.accounts.note_visit(person.uid, self.now)
            self.notify(events.SignedOut(person, actor_for(person, self.site, self.now), self.now))

    def set_password(self, person: Any, password: str, actor: Actor | None = None) -> None:
        """Give a person a password: every way to one ends here. Raises Refused when it is too weak.

        Whoever was signed in as the person is out, and every link on its way is void.
        """
        weak = self.passwords.weakness(password, (person.title, person.email))
        if weak is not None:
            raise Refused([weak])
        self.accounts.close(person.uid)
        self.accounts.keep_password(person.uid, self.passwords.hash(password), self.now)
        by = actor or actor_for(person, self.site, self.now)
        self.notify(events.PasswordChanged(person, by, self.now))

    def change_password(self, person: Any, current: str, password: str) -> None:
        """Let a signed-in person choose another password; raises Refused unless the current one is right."""
        keys: list[Key] = [("account", account_name(person.email))]
        wait = self.accounts.throttle.wait(keys, self.now)
        if wait or not self.passwords.verify(self.accounts.kept_password(person.uid), current):
            if not wait:
                self.accounts.throttle.count(keys, self.now)
            raise Refused([Reason("wrong_password", _("That is not your present password."), "current")])
        self.set_password(person, password)

    def holder(self, purpose: Purpose, token: str | None) -> Any | None:
        """The person that a link is for, or None when it is not good any more; only reads."""
        return self._active(self.accounts.tokens.holder(token, purpose, self.now))

    def accept(self, purpose: Purpose, token: str | None, password: str) -> Any | None:
        """Use a link to choose a password; None when it is not good, Refused when the password is not."""
        person = self.holder(purpose, token)
        if person is not None:
            self.set_password(person, password)
        return person

    def forgotten(self, address: str, source: str) -> int:
        """Have a letter with a link sent, if the address is somebody's; tells how many seconds to wait, if any."""
        keys: list[Key] = [("letter", account_name(address)), ("letters_from", source)]
        wait = self.accounts.throttle.wait(keys, self.now)
        if wait:
            return wait
        self.accounts.throttle.count(keys, self.now)
        uid = self.accounts.person_with(address)
        has_account = uid in self.accounts.credentials or uid in self.accounts.invited
        person = self._active(uid) if has_account else None
        # The event is told for an unknown address too: listeners do the same work and send nothing.
        self.notify(events.PasswordForgotten(person, nobody(), self.now, note=self._here))
        return 0

    def _watched(self, uid: str, address: str, source: str, device: str) -> list[Key]:
        """Under which names the attempt counts: a known device has a count of its own, which no stranger fills."""
        if self.accounts.devices.known(device, uid):
            return [("device", device)]
        return [("account", account_name(address)), ("source", source)]

    @property
    def _here(self) -> dict[str, Any]:
        """Tells listeners the site when the event is about nobody known."""
        return {"site": self.site}

    def _person(self, uid: str) -> Any | None:
        return self.site["people"].get(uid) if uid else None

    def _active(self, uid: str) -> Any | None:
        person = self._person(uid)
        return person if person is not None and person.state == ACTIVE else None


def invite(acts: Acts, person: Any) -> None:
    """Send a person a link to choose a password; raises NotPermitted or Refused."""
    if not acts.actor.is_system:
        answer = acts.rights.may(acts.actor, Permission.INVITE, acts.site)
        if not answer:
            raise NotPermitted(answer.reasons)
    accounts: Accounts = acts.site.accounts
    now = acts.now
    keys: list[Key] = [("invitation", person.uid)]
    reason = _uninvitable(accounts, person, bool(accounts.throttle.wait(keys, now)))
    if reason is not None:
        raise Refused([reason])
    accounts.throttle.count(keys, now)
    accounts.invited.insert(person.uid)
    event = events.Invited(person, acts.actor, now)
    acts.rulebook.notify(event)
    acts.told.append(event)


def _uninvitable(accounts: Accounts, person: Any, too_often: bool) -> Reason | None:
    if person.state != ACTIVE:
        return Reason("locked", _("The account is locked. Open it first."))
    if not person.email:
        return Reason("no_address", _("There is no e-mail address to send the invitation to."), "email")
    if accounts.kept_password(person.uid):
        return Reason(
            "has_password", _("The person has a password already, and can ask for a new one when signing in.")
        )
    if too_often:
        return Reason("too_often", _("Several invitations have been sent today. Wait until tomorrow."))
    return None
