"""Item: what the site holds; located, dated, in a state, with a timeline of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from persistent import Persistent

from ..journal import Journal


class Coming(NamedTuple):
    """Something that is to happen on a day; one that has passed is late."""

    what: Any
    day: date


class ByState:
    """A rule about fields that depends on the item's state; asked of the class, the one that always holds."""

    def __init__(self, always: Any, of_item: Callable[[Any], Any]) -> None:
        self.always = always
        self.of_item = of_item

    def __get__(self, item: Any, owner: type | None = None) -> Any:
        return self.always if item is None else self.of_item(item)


class Located(Persistent):
    """Something that stands at a place in the site."""

    __name__: str = ""
    __parent__: Any = None

    @property
    def path(self) -> str:
        """The address below the site, ``/rounds/2026``; ``/`` for the site itself."""
        names = [place.__name__ for place in lineage(self)][:-1]
        return "/" + "/".join(reversed(names))

    @property
    def site(self) -> Any:
        """The root of the site this stands in."""
        return list(lineage(self))[-1]


class Item(Located):
    """One thing people talk about: it lives by a workflow and every change to it is an event.

    ``fields`` names what can be edited and is told in events. Values are immutable:
    text, numbers, dates, None, tuples and frozen records; a list would hide its changes.
    """

    type_name: ClassVar[str] = ""
    fields: ClassVar[tuple[str, ...]] = ("title",)
    transparent: ClassVar[bool] = False
    guarded: ClassVar[Mapping[str, str]] = {}
    """Fields that take another permission than ``edit``; an empty one means that only effects write it."""
    internal: ClassVar[tuple[str, ...]] = ()
    """Fields that only those who may ``view_internal`` see."""

    untold: ClassVar[tuple[str, ...]] = ()
    """Fields whose values the trail never holds; it tells who changed something, and when."""

    removed_with: ClassVar[str] = "delete"
    """The permission that it takes to take the item away."""

    title: str = ""
    state: str = ""
    came_from: str | None = None
    version: int = 0
    sent_as: int = 0
    """The number of the form that made it: the same form sent twice makes one item."""

    creator: str = ""
    changed_by: str = ""
    """Who made the latest change: the uid of a person, or the name of what acts without one."""

    since: datetime
    created: datetime
    modified: datetime

    def __init__(self, **values: Any) -> None:
        self.uid = secrets.token_hex(8)
        self.events: Any = Journal()
        self.set(values)

    def set(self, values: dict[str, Any]) -> None:
        """Give fields their values; raises KeyError for a name that is no field."""
        for name, value in values.items():
            if name not in self.fields:
                raise KeyError(name)
            setattr(self, name, value)

    def values_of(self) -> dict[str, Any]:
        """Every field with its present value."""
        return {name: getattr(self, name) for name in self.fields}

    def owner(self, changed: Mapping[str, Any] | None = None) -> str:
        """The uid of the organisation that this speaks for, if any, or would speak for with other values."""
        return ""

    def name_in(self, container: Any) -> str:
        """The name that the item takes in a container."""
        name: str = container.free_name(self.title)
        return name

    def search_text(self) -> str:
        """The words the item is found by: its texts, but nothing that only the office may read."""
        texts = (getattr(self, name) for name in self.fields if name not in self.internal)
        return " ".join(text for text in texts if isinstance(text, str))

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """What lists can filter the item by, besides its type and state."""
        return {}

    def next_date(self, today: date) -> Coming | None:
        """The day on which something is to happen with it next, as far as that is decided."""
        return None

    def dependents(self) -> Iterable[Any]:
        """Items elsewhere whose rights, or what they are found by, rest on this one: the index reads them with it."""
        return ()

    def waits_for(self, name: str) -> bool:
        """Whether a date or moment of that name is one that will come; one that is told later must count as such."""
        return getattr(self, name, None) is not None

    def on_added(self) -> None:
        """Settle what depends on where the item stands; called once, when it has got its place."""

    def recall(self, now: Any, then: Any) -> None:
        """Take over from the item as it is now what no event tells, when it is rebuilt as it once was.

        ``then`` rebuilds what stands in it (``history.shadow.Then``).
        """
        now._p_activate()
        for name, value in vars(now).items():
            self.__dict__.setdefault(name, value)

    def touch(self, now: datetime, by: str) -> None:
        """Count one change, so that whoever saw the item before it is told."""
        self.version += 1
        self.modified = now
        self.changed_by = by


def lineage(place: Any) -> Iterator[Any]:
    """A place and everything it stands in, outwards to the site."""
    while place is not None:
        yield place
        place = getattr(place, "__parent__", None)


def item_of(place: Any) -> Any:
    """The place itself, or for a plain folder the nearest item around it that has rights of its own."""
    for outer in lineage(place):
        if not getattr(outer, "transparent", True):
            return outer
    raise LookupError("nothing around this place has rights of its own")


def inside(place: Any, type_name: str) -> Any | None:
    """The place itself or the nearest item around it of that type, or None."""
    return next((outer for outer in lineage(place) if getattr(outer, "type_name", "") == type_name), None)
