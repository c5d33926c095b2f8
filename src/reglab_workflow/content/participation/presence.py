"""Presence: who is to be ticked off at the door, and what a mark does.

A mark that is sent twice is one mark, and one that rests on what somebody else has changed since is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...plain import alphabetical
from ..registration.model import Participant, Registration, taking_part
from .arranging import invite
from .model import ATTENDED, HAVE_PLACE, REGISTERED, Participation, participations_of

HERE = "here"
AWAY = "away"
MARKS = (HERE, AWAY)


@dataclass(frozen=True)
class Guest:
    """Somebody who may stand at the door; ``answer`` is None for one who is named but was never invited to this."""

    key: str
    name: str
    organisation: str
    answer: Participation | None = None

    @property
    def is_here(self) -> bool:
        """Whether the person has been ticked off."""
        return self.answer is not None and self.answer.state == ATTENDED

    @property
    def is_expected(self) -> bool:
        """Whether the person has a place."""
        return self.answer is not None and self.answer.state in HAVE_PLACE

    @property
    def seen(self) -> int:
        """The version of the answer, which a mark goes along with."""
        return self.answer.version if self.answer is not None else 0


def guests(workshop: Any) -> list[Guest]:
    """Everybody who has an answer or is named by an organisation that takes part, by name."""
    found = {each.person: Guest(each.person, each.title, each.organisation, each)
             for each in participations_of(workshop)}
    for registration, person in _named(workshop):
        found.setdefault(person.key, Guest(person.key, person.name, registration.organisation))
    return sorted(found.values(), key=lambda each: (alphabetical(each.name), each.key))


def mark(acts: Any, workshop: Any, key: str, wanted: str, seen: int) -> Guest | None:
    """Tick a person off or take the mark back; None for a person who is not known here.

    Nothing is written when it is so already. Raises Stale when it is not, and the answer has changed since it was
    seen; any other Objection as the step does.
    """
    answer = workshop["participations"].get(key)
    if answer is None:
        named = next(((registration, each) for registration, each in _named(workshop) if each.key == key), None)
        if named is None:
            return None
        answer = invite(*named, workshop, acts)
        seen = answer.version
    if (answer.state == ATTENDED) != (wanted == HERE):
        acts.fire(answer, "tick" if wanted == HERE else "untick", seen=seen)
    return Guest(answer.person, answer.title, answer.organisation, answer)


def nobody_else_came(acts: Any, workshop: Any) -> int:
    """Mark everybody who has a place and has not been ticked off as absent; gives how many."""
    missed = [each for each in participations_of(workshop) if each.state == REGISTERED]
    for each in missed:
        acts.fire(each, "miss")
    return len(missed)


def marked(answer: Participation) -> tuple[str, datetime] | None:
    """Who ticked a person off, by name, and when; None unless the person is here."""
    if answer.state != ATTENDED:
        return None
    for entry in reversed(answer.events):
        if entry.core.get("to") == ATTENDED:
            return entry.details.get("actor_name", ""), entry.at
    return None


def _named(workshop: Any) -> list[tuple[Registration, Participant]]:
    return [(registration, each) for registration in taking_part(workshop.project) for each in registration.people]
