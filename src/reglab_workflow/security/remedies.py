"""Remedies: what would turn a no into a yes, as guards and roles name it.

The vocabulary is small on purpose. A remedy says *what* has to become different; who can see to it, and by which way,
is worked out from the lives and the rights when somebody asks (``security.ways``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias


@dataclass(frozen=True)
class EditField:
    """The field of an item gets another value; ``value`` where only one will do."""

    item: Any
    field: str
    value: Any = None


@dataclass(frozen=True)
class TellFact:
    """Something else is told in the step's own form."""

    name: str


@dataclass(frozen=True)
class Reach:
    """The item comes into one of these states; the way there is read from its life."""

    item: Any
    states: tuple[str, ...]


@dataclass(frozen=True)
class TakeStep:
    """A step is taken with an item; it may be one that stays in its state."""

    item: Any
    transition: str


@dataclass(frozen=True)
class Wait:
    """A day comes."""

    until: date

    @classmethod
    def past(cls, day: date | None) -> tuple[Wait, ...]:
        """Waiting until a day is over; nothing where there is no such day, or none after it."""
        return (cls(day + timedelta(days=1)),) if day is not None and day < date.max else ()


@dataclass(frozen=True)
class Appoint:
    """So many people get a role: on an item by its uid, or on the site."""

    role: str
    scope: str
    number: int = 1


@dataclass(frozen=True)
class AddItem:
    """An item is added to a container and, where it says so, brought into one of these states."""

    type_name: str
    container: Any
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remove:
    """An item is deleted."""

    item: Any


@dataclass(frozen=True)
class LetDo:
    """Somebody else who holds a role takes the step."""

    role: str


@dataclass(frozen=True)
class UseLink:
    """The person follows the own link in a letter, which a step of the item sends."""

    item: Any
    transition: str


@dataclass(frozen=True)
class SignIn:
    """The visitor signs in."""


@dataclass(frozen=True)
class Answer:
    """What a review still asks about is answered; ``again`` where it has been, by those whom it is about."""

    review: Any
    again: bool = False


@dataclass(frozen=True)
class Instead:
    """Another step of the same item comes to the same thing."""

    item: Any
    transition: str


@dataclass(frozen=True)
class Nothing:
    """Nobody can change it: the day has passed, or there is nothing left to do."""


@dataclass(frozen=True)
class Together:
    """All of these are needed."""

    parts: tuple[Remedy, ...]


@dataclass(frozen=True)
class Later:
    """Remedies that cost something to find: looked for only when somebody asks for them."""

    find: Callable[[], tuple[Remedy, ...]]


Remedy: TypeAlias = (
    EditField | TellFact | Reach | TakeStep | Wait | Appoint | AddItem | Remove | LetDo | UseLink | SignIn | Answer
    | Instead | Nothing | Together | Later
)

NOTHING = (Nothing(),)


def each(*parts: Remedy) -> tuple[Remedy, ...]:
    """The one remedy that consists of all these, or none where there are none."""
    if len(parts) < 2:
        return parts
    return (Together(parts),)
