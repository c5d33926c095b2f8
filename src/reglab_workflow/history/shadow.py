"""The whole site as it was at a moment: ordinary objects of the same classes that no database ever stores.

Rights, guards, lists and templates work on it as on the site itself. Nothing is rebuilt before it is come to: a page of
then costs what it shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ..accounts.accounts import Accounts
from ..content.folder import Folder
from ..content.site.model import Site, find
from ..content.trash import Trash
from ..journal import Journal
from ..mail.outbox import Outbox
from ..people.appointments import Appointment, Appointments
from ..rulebook import Rulebook
from .asof import COUNTED, Past, appointment_at, past_of
from .entry import Entry
from .log import Slot, Trail

OWN = ("children", "order", "gone", "left", "addresses", "trail", "appointments", "outbox", "accounts", "trash",
       "events")
"""What a site of then has of its own; the rest of the site's own attributes is as it is."""


def site_at(rulebook: Rulebook, site: Any, moment: datetime) -> Site:
    """The site as it was at a moment, to be read only: what is done to it is lost.

    It has nobody's accounts, letters, answers and own notes, and an empty trash: those are not in the history.
    """
    return Then(moment).site(site)


class Then:
    """One moment, and what has been rebuilt of it so far."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def site(self, site: Any) -> Site:
        """The site of that moment."""
        made = Site.__new__(Site)
        site._p_activate()
        made.__dict__.update({name: value for name, value in vars(site).items() if name not in OWN})
        made.then = self
        made.origin = site
        made.children = ChildrenThen(site, made, self)
        made.order = OrderThen(made.children)
        made.addresses = AddressesThen(site, made)
        made.appointments = AppointmentsThen(site.appointments, self.moment)
        made.trail = trail_at(site.trail, self.moment)
        made.events = Journal(tuple(entry for entry in site.events if entry.at <= self.moment))
        made.outbox, made.accounts, made.trash = Outbox(), Accounts(), Trash()
        return made

    def place(self, origin: Any, parent: Any) -> Any | None:
        """What stood where this stands or stood; None when it did not then. Plain folders are always there."""
        if not hasattr(origin, "events"):
            return self._folder(origin, parent)
        past = self.past(origin)
        return self.item(origin, parent, past) if past is not None else None

    def past(self, origin: Any) -> Past | None:
        """What the events say of an item; nobody tells that somebody begins to write a note."""
        return past_of(origin, self.moment, added=origin.type_name != "note")

    def item(self, origin: Any, parent: Any, past: Past) -> Any:
        """An item as it was."""
        made = _empty(type(origin))
        made.__dict__.update(past.values)
        made.__dict__.update({name: getattr(past, name) for name in COUNTED})
        made.uid, made.__parent__, made.__name__ = origin.uid, parent, past.name or origin.__name__
        made.origin, made.erased = origin, past.erased
        made.events = Journal(tuple(past.entries))
        made.recall(origin, self)
        if hasattr(origin, "children"):
            made.children = ChildrenThen(origin, made, self)
            made.order, made.gone = OrderThen(made.children), None
        return made

    def _folder(self, origin: Any, parent: Any) -> Folder:
        made = _empty(type(origin))
        made.title, made.__name__, made.__parent__, made.origin = origin.title, origin.__name__, parent, origin
        made.children = ChildrenThen(origin, made, self)
        made.order = OrderThen(made.children)
        return made


def _empty(kind: Any) -> Any:
    """An object of a class as it is before anything has been said of it."""
    return kind.__new__(kind)


class ChildrenThen(Mapping[str, Any]):
    """What stood in a container then, by name and in the order it came; each is rebuilt when it is asked for."""

    def __init__(self, origin: Any, parent: Any, then: Then) -> None:
        self.origin = origin
        self.parent = parent
        self.then = then
        self.known: dict[int, Any] = {}
        self.listed: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:
        if self.listed is not None:
            return self.listed[name]
        present = self.origin.children.get(name)
        found = self._of(present) if present is not None else None
        if found is not None and found.__name__ == name:
            return found
        if self.origin.gone is None:  # nothing has left, so nothing has come back under another name either
            raise KeyError(name)
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, Any]:
        """Everything that stood here: of what stands here now and of what has been taken away."""
        if self.listed is None:
            origin = self.origin
            placed = [(number, origin.children[name]) for number, name in origin.order.items()]
            placed += origin.gone.values() if origin.gone is not None else ()
            found = (self._of(child) for _number, child in sorted(placed, key=lambda each: each[0]))
            self.listed = {child.__name__: child for child in found if child is not None}
        return self.listed

    def _of(self, child: Any) -> Any | None:
        key = id(child)
        if key not in self.known:
            self.known[key] = self.then.place(child, self.parent)
        return self.known[key]


class OrderThen:
    """The names in a container then, where the order of its children is asked for."""

    def __init__(self, children: ChildrenThen) -> None:
        self.children = children

    def values(self) -> list[str]:
        """The names, in order."""
        return list(self.children)

    def __len__(self) -> int:
        return len(self.children)


class AddressesThen:
    """Where an item stood then, by its uid."""

    def __init__(self, origin: Any, site: Site) -> None:
        self.origin = origin
        self.site = site

    def get(self, uid: str, default: Any = None) -> Any:
        """The path below the site, or the default for what did not stand there."""
        left = self.origin.left.get(uid) if self.origin.left is not None else None
        path = self.origin.addresses.get(uid) or left
        found = find(self.site, path) if path else None
        return path if found is not None and getattr(found, "uid", "") == uid else default

    def __contains__(self, uid: object) -> bool:
        return self.get(str(uid)) is not None

    def __len__(self) -> int:
        return len(self.origin.addresses)


class AppointmentsThen(Appointments):
    """Every appointment that had been given, with what was known of it."""

    def __init__(self, origin: Any, moment: datetime) -> None:
        self.origin = origin
        self.moment = moment
        self.by_person, self.by_scope = origin.by_person, origin.by_scope

    def __len__(self) -> int:
        return len(self.all())

    def get(self, uid: str) -> Appointment | None:
        """The appointment with that uid, or None."""
        real = self.origin.get(uid)
        return appointment_at(real, self.moment) if real is not None else None

    def all(self) -> list[Appointment]:
        """Every appointment of then, oldest first."""
        found = (appointment_at(each, self.moment) for each in self.origin.all())
        return _in_order(each for each in found if each is not None)

    def _found(self, index: Any, key: str, now: datetime | None) -> list[Appointment]:
        found = (self.get(uid) for uid in index.get(key, ()))
        return _in_order(each for each in found if each is not None and (now is None or each.holds(now)))


def _in_order(appointments: Iterable[Appointment]) -> list[Appointment]:
    return sorted(appointments, key=lambda each: (each.start, each.uid))


class SlotThen(Slot):
    """A slot as far as it had been written; it takes nothing more."""

    def append(self, core: Mapping[str, Any], details: Mapping[str, Any]) -> Entry:
        """Raises TypeError: nothing more happens on a day that has passed."""
        raise TypeError("the trail of a day that has passed takes nothing more")


def trail_at(trail: Trail, moment: datetime) -> Trail:
    """The trail as far as it had been written; each slot's entries stand in the order of their time."""
    made = Trail.__new__(Trail)
    made.slots = tuple(_slot_at(slot, moment) for slot in trail.slots)
    return made


def _slot_at(slot: Slot, moment: datetime) -> Slot:
    count = bisect_right(slot.entries, moment, key=lambda entry: entry.at)
    made = SlotThen.__new__(SlotThen)
    made.index, made.head, made.entries = slot.index, slot.head_at(count), slot.entries.first(count)
    return made
