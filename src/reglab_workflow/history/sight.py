"""Looking back and looking as: who looks, with whose eyes, at which moment, and what all of them together may see.

Nothing is opened by going back: what is shown of a day is what one could see then and may see now. Nothing is opened
by looking as somebody else: what is shown is what both may see.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ..i18n import _
from ..rulebook import Objects, Rulebook
from ..security.actor import Actor, actor_for, nobody
from ..security.permissions import Permission
from ..security.rights import Answer, Rights
from ..workflow.errors import Reason
from .past_rules import rulebook_at
from .shadow import site_at

CLOSED = frozenset({Permission.VIEW_LETTERS, Permission.VIEW_NEEDS})
"""What is not in the history, or is only read on record: nobody has it in a view that keeps no record."""

NOTHING_CHANGES = _("This page shows another day or another person's view. Nothing can be changed here.")

STILL = Reason("looks_back", NOTHING_CHANGES)

LASTS = timedelta(hours=1)
"""So long after it was begun somebody can look as another person."""

VIEWED_AS = "viewed_as"


@dataclass(frozen=True)
class Witness:
    """Somebody who must be able to see the same: on the item as it is now, or as it was."""

    rights: Rights
    actor: Actor
    now: bool

    def answer(self, permission: str, place: Any) -> Answer:
        """The witness's own answer."""
        return self.rights.may(self.actor, permission, place.origin if self.now else place)


def objections(witnesses: tuple[Witness, ...]) -> Objects:
    """What any of them says no with, for the rules by which somebody looks."""
    def objects(permission: str, place: Any) -> Answer | None:
        if permission in CLOSED:
            return Answer(False, (_not_here(),))
        answers = (witness.answer(permission, place) for witness in witnesses)
        return next((answer for answer in answers if not answer), None)
    return objects


@dataclass(frozen=True)
class Sight:
    """The site of a moment, as somebody sees it. ``person`` is whom one looks as, None for oneself."""

    moment: datetime
    is_past: bool
    site: Any
    rulebook: Rulebook
    actor: Actor
    rights: Rights
    person: Any = None


def sight(rulebook: Rulebook, site: Any, looker: Actor, now: datetime, moment: datetime | None = None,
          person: Any = None) -> Sight:
    """What ``looker`` sees of the site at a moment, or now, with the own eyes or with those of a person.

    Whoever may see the history of the whole site looks back with the roles of today, so that an auditor can audit what
    was before; everybody else with those held then.
    """
    at = moment if moment is not None and moment < now else now
    is_past = at < now
    then = rulebook_at(rulebook, site, at if is_past else None)
    shadow = site_at(then, site, at)
    present, past = Rights(rulebook), Rights(then)
    reads_all = bool(present.may(looker, Permission.VIEW_SITE_HISTORY, site))
    own = looker if reads_all or not is_past else _at(looker.person, shadow, at)
    witnesses: tuple[Witness, ...] = (Witness(present, looker, now=True),)
    eyes = own
    if person is not None:
        witnesses = (*witnesses, Witness(past, own, now=False))
        eyes = _at(person.uid, shadow, at)
    shared = replace(then, objects=objections(witnesses), still=STILL if moment is not None else None)
    return Sight(at, is_past, shadow, shared, eyes, Rights(shared), person)


def _at(uid: str, site: Any, moment: datetime) -> Actor:
    """The actor that a person was; nobody, before the person had an account."""
    person = site["people"].get(uid) if uid else None
    return actor_for(person, site, moment) if person is not None else nobody()


def began(person: Any, looker: Actor, now: datetime) -> datetime | None:
    """When somebody began to look as this person, if that is not over."""
    for entry in reversed(person.events):
        core, at = entry.core, entry.at
        if at <= now - LASTS:
            return None
        if core["kind"] == VIEWED_AS and core["actor"] == looker.id:
            return at
    return None


def _not_here() -> Reason:
    return Reason("not_here", _("This cannot be read in a view of another day or as another person."))
