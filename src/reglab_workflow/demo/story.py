"""Story: scenes in the order of time, each played by one person through the same acts as any request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from ..accounts.passwords import Passwords
from ..accounts.signing_in import Door
from ..clock import STOCKHOLM
from ..content import events
from ..content.acts import Acts
from ..content.site.model import find
from ..mail.posting import RULE
from ..rulebook import Rulebook
from ..security.actor import Actor, actor_for, system

OFFICE = "kansli"
BY_RULE = "rule:"
"""Begins the name of a rule by which the system plays a scene."""

BETWEEN = timedelta(minutes=2, seconds=23)
"""Nobody does two things at the same moment."""

POSTED_AFTER = timedelta(seconds=40)

Play = Callable[[Acts], object]


@dataclass(frozen=True)
class Scene:
    """What one person does at a moment, or a little later when the moment is taken."""

    moment: datetime
    who: str
    play: Play


@dataclass
class Story:
    """The scenes of the demo year; ``cast`` holds what they have made, as ``round/open``."""

    rulebook: Rulebook
    site: Any
    passwords: Passwords
    cast: dict[str, Any] = field(default_factory=dict)
    scenes: list[Scene] = field(default_factory=list)

    def scene(self, day: date, hour: time, who: str, play: Play) -> None:
        """Let somebody do something on a day at an hour."""
        moment = datetime.combine(day, hour, STOCKHOLM).astimezone(timezone.utc)
        self.scenes.append(Scene(moment, who, play))

    def tell(self) -> None:
        """Play every scene in the order of time."""
        earliest = datetime.min.replace(tzinfo=timezone.utc)
        for scene in sorted(self.scenes, key=lambda scene: scene.moment):
            moment = max(scene.moment, earliest)
            acts = Acts(self.rulebook, self.site, self.actor(scene.who, moment), moment)
            scene.play(acts)
            self._post(acts)
            earliest = moment + BETWEEN

    def actor(self, who: str, moment: datetime) -> Actor:
        """Who somebody is at that moment: with the roles held then, and no others."""
        if who.startswith(BY_RULE):
            return system(who.removeprefix(BY_RULE))
        return actor_for(self.cast[f"person/{who}"], self.site, moment)

    def uid(self, name: str) -> str:
        """The uid of somebody or something in the cast."""
        uid: str = self.cast[name].uid
        return uid

    def uids(self, kind: str, keys: list[str]) -> tuple[str, ...]:
        """The uids of several of a kind."""
        return tuple(self.uid(f"{kind}/{key}") for key in keys)

    def set_password(self, person: Any, password: str, moment: datetime) -> None:
        """Let a person sign in."""
        Door(self.site, self.rulebook.notify, self.passwords, moment).set_password(person, password)

    def _post(self, acts: Acts) -> None:
        """Count the letters of the scene as posted: those of a story that is over are not sent to anybody."""
        moment, outbox = acts.now + POSTED_AFTER, self.site.outbox
        for letter, receiver in list(outbox.waiting()):
            if letter.created != acts.now:
                continue
            outbox.sent(letter, receiver, moment)
            self.rulebook.notify(events.LetterSent(
                find(self.site, letter.about_path), system(RULE), moment, note={"site": self.site},
                letter=letter, receiver=receiver.person, status=receiver.status))
