"""Actor: whoever does something, with every principal he or she holds at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..people.appointments import Ground, principals_of

ANYONE = "anyone"
SIGNED_IN = "signed_in"


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, nobody known, or the system by a named rule."""

    person: str = ""
    name: str = ""
    organisation: str = ""
    language: str = ""
    principals: Mapping[str, Ground] = field(default_factory=dict)
    channel: str = "page"
    on_behalf_of: str = ""
    rule: str = ""

    @property
    def is_system(self) -> bool:
        """True for cascades and timed steps, which no person fires."""
        return bool(self.rule)

    @property
    def id(self) -> str:
        """The opaque id that the trail keeps."""
        return "system" if self.is_system else self.person

    def holds(self, *principals: str) -> bool:
        """Whether the actor holds any of the principals."""
        return any(principal in self.principals for principal in principals)


def nobody(channel: str = "page") -> Actor:
    """A visitor who has not signed in."""
    return Actor(channel=channel, principals={ANYONE: Ground(ANYONE, "account")})


def system(rule: str, principals: Mapping[str, Ground] | None = None) -> Actor:
    """The system itself, acting by a named rule."""
    return Actor(name="system", channel="system", rule=rule, principals=principals or {})


def actor_for(person: Any, site: Any, now: datetime, channel: str = "page", on_behalf_of: str = "") -> Actor:
    """The actor that a person is at this moment; a locked account holds nothing but what anyone holds."""
    if person.state != "active":
        return nobody(channel)
    held = principals_of(person, site, now)
    held = {ANYONE: Ground(ANYONE, "account"), SIGNED_IN: Ground(SIGNED_IN, "account"), **held}
    return Actor(person.uid, person.title, person.organisation, person.language, held, channel, on_behalf_of)
