"""Pyramid's security policy: who asks, and what the derived access list answers."""

from __future__ import annotations

from typing import Any

from pyramid.authorization import ACLDenied, ACLHelper

from .. import clock
from ..catalog.survey import IndexSurvey
from ..content.acts import Acts
from ..directives import rulebook_of
from .actor import Actor, actor_for, nobody
from .rights import Rights

CLOSED = "closed to everybody"
"""The permission of a view that names none: no role is ever granted it."""


class DerivedList:
    """A stand-in that shows Pyramid's helper the access list of a place."""

    __parent__ = None

    def __init__(self, acl: list[tuple[str, str, Any]]) -> None:
        self.__acl__ = acl


class SecurityPolicy:
    """Identity from our own session records, permission from the item's state."""

    helper = ACLHelper()

    def identity(self, request: Any) -> Actor:
        """The actor behind a request."""
        return request.actor

    def authenticated_userid(self, request: Any) -> str | None:
        """The uid of the signed-in person."""
        return request.actor.person or None

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        """Pyramid's own answer object over the list that the item's state gives."""
        rights: Rights = request.rights
        found = self.helper.permits(DerivedList(rights.acl(context)), list(request.actor.principals), permission)
        if found and not rights.may(request.actor, permission, context):
            return ACLDenied(None, [], permission, [], context)
        return found

    def remember(self, request: Any, userid: str, **kw: Any) -> list[tuple[str, str]]:
        """Signing in goes through ``accounts``; nothing is remembered here."""
        return []

    def forget(self, request: Any, **kw: Any) -> list[tuple[str, str]]:
        """Signing out goes through ``accounts``."""
        return []


def actor(request: Any) -> Actor:
    """Who asks: the person of a living session, or nobody."""
    person = request.registry.reglab_who(request)
    if person is None:
        return nobody()
    return actor_for(person, request.site, clock.now())


def acts(request: Any) -> Acts:
    """Everything the person asking can do."""
    return Acts(request.rulebook, request.site, request.actor, glance=IndexSurvey(request.finder))


def includeme(config: Any) -> None:
    """Register the policy.

    ``registry.reglab_who`` finds the person of a request (``accounts``), ``reglab_was`` also of an expired one.
    """
    config.registry.reglab_who = lambda request: None
    config.registry.reglab_was = lambda request: None
    config.set_security_policy(SecurityPolicy())
    config.set_default_permission(CLOSED)
    config.add_request_method(actor, "actor", reify=True)
    config.add_request_method(acts, "acts", reify=True)
    config.add_request_method(lambda request: rulebook_of(request.registry), "rulebook", reify=True)
    config.add_request_method(lambda request: Rights(request.rulebook), "rights", reify=True)
