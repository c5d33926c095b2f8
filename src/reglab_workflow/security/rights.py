"""May I? The one place that answers, with the reason, for pages, forms, commands and lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyramid.authorization import ALL_PERMISSIONS, Allow, Deny, Everyone

from ..content.item import item_of
from ..i18n import _
from ..people.appointments import Ground
from ..rulebook import Rulebook
from ..workflow.definition import SYSTEM
from ..workflow.errors import Reason
from .actor import Actor
from .permissions import READING


@dataclass(frozen=True)
class Answer:
    """Yes or no, with what decided it; true in a condition when it is yes."""

    allowed: bool
    reasons: tuple[Reason, ...] = ()
    role: str = ""
    ground: Ground | None = None
    needed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class NeededRoles:
    """The roles one of which would have been needed, to be worded in the reader's language."""

    roles: tuple[str, ...]


class Rights:
    """Who may do what, derived from where the item is in its life; nothing is stored on items."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def acl(self, place: Any) -> list[tuple[str, str, Any]]:
        """The access list of a place: the grants of its state to the principals that hold the roles.

        It ends by denying everybody everything: a state is the whole truth about its item.
        """
        item = item_of(place)
        engine = self.rulebook.engine(item)
        state = engine.state_of(item).name
        permissions = dict.fromkeys((*engine.workflow.grants, *engine.workflow.states[state].grants))
        entries = [
            (Allow, principal, permission)
            for permission in permissions
            for role in engine.workflow.roles_with(permission, state)
            for principal in self.rulebook.holders(role, item)
        ]
        return [*entries, (Deny, Everyone, ALL_PERMISSIONS)]

    def roles(self, permission: str, place: Any) -> tuple[str, ...]:
        """The roles that have a permission at a place, in its present state."""
        item = item_of(place)
        engine = self.rulebook.engine(item)
        return engine.workflow.roles_with(permission, engine.state_of(item).name)

    def may(self, actor: Actor, permission: str, place: Any) -> Answer:
        """Whether the actor has a permission at a place, and can use it."""
        answer = self.shows(actor, permission, place)
        return answer if permission in READING else self._unless_still(answer)

    def shows(self, actor: Actor, permission: str, place: Any) -> Answer:
        """The same where the permission to change something lets one see more of it, also where nothing changes."""
        answer = self._by_role(actor, self.roles(permission, place), place)
        refusal: Answer | None = self.rulebook.objects(permission, place) if answer else None
        return answer if refusal is None else refusal

    def may_fire(self, actor: Actor, transition: str, item: Any) -> Answer:
        """Whether one of the actor's roles may fire a transition; states and guards are asked elsewhere."""
        by = self.rulebook.engine(item).transition(transition).by
        if actor.is_system and SYSTEM in by:
            return Answer(True, role=SYSTEM, needed=by)
        return self._unless_still(self._by_role(actor, by, item))

    def held(self, actor: Actor, place: Any) -> Iterator[tuple[str, Ground]]:
        """Every role the actor holds at a place, and on what ground."""
        for name in self.rulebook.roles:
            ground = self.ground(actor, name, place)
            if ground is not None:
                yield name, ground

    def ground(self, actor: Actor, role: str, place: Any) -> Ground | None:
        """On what ground the actor holds a role at a place; None for who does not."""
        holders = self.rulebook.holders(role, place)
        return next((actor.principals[name] for name in holders if name in actor.principals), None)

    def _unless_still(self, answer: Answer) -> Answer:
        still = self.rulebook.still
        return Answer(False, (still,)) if answer and still is not None else answer

    def _by_role(self, actor: Actor, roles: tuple[str, ...], place: Any) -> Answer:
        for role in roles:
            ground = self.ground(actor, role, place)
            if ground is not None:
                return Answer(True, role=role, ground=ground, needed=roles)
        return Answer(False, (_no_role(roles),), needed=roles)


def _no_role(roles: tuple[str, ...]) -> Reason:
    """The refusal that names who may instead."""
    people = tuple(role for role in roles if role != SYSTEM)
    if not roles:
        return Reason("nobody_now", _("Nobody can do this in the state that it is in now."))
    if not people:
        return Reason("nobody", _("Nobody does this by hand: it follows by itself from something else."))
    return Reason("no_role", NeededRoles(people))
