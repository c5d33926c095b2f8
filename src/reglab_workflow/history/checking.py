"""Whether the history tells the whole truth: the present, rebuilt from events, compared with the present itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..people.appointments import Appointment
from ..plain import plain
from .asof import COUNTED, Past, appointment_at, past_of

MANY = 500
"""After so many items the memory that they took is given back."""

APPOINTED = ("person", "role", "scope", "start", "end", "given_by", "ended_at", "ended_by")


ON_SITE = ("rules_changed", "history_checked")
"""Events of the whole site that its own timeline holds."""

ON_TRAIL = ("sign_in_failed",)
"""Events about something that its timeline does not hold."""


@dataclass(frozen=True)
class Difference:
    """Something is not as its events say; ``real`` and ``told`` are plain values, ``what`` the name of the field."""

    uid: str
    path: str
    what: str
    real: Any = None
    told: Any = None


@dataclass(frozen=True)
class Checked:
    """How much was compared, and what differed."""

    items: int
    appointments: int
    differences: tuple[Difference, ...]


def check(site: Any) -> Checked:
    """Compare everything that stands on the site, and every appointment, with what the events say of it."""
    timelines = Timelines(site.trail)
    found = list(timelines.read(site))
    standing = 0
    for number, item in enumerate(everything(site), 1):
        standing += 1
        found += timelines.read(item)
        found += differences_of(item)
        if number % MANY == 0 and site._p_jar is not None:
            site._p_jar.cacheMinimize()
    for item in taken_away(site):
        found += timelines.read(item)
    appointments = site.appointments.all()
    for appointment in appointments:
        found += timelines.read(appointment)
        found += _appointed(appointment)
    found += timelines.left_out(site)
    return Checked(standing, len(appointments), tuple(found))


class Timelines:
    """What the timelines of items and appointments hold of the trail: nothing else, and nothing of it left out."""

    def __init__(self, trail: Any) -> None:
        self.trail = trail
        self.held: dict[str, set[str]] = {}

    def read(self, of: Any) -> Iterator[Difference]:
        """Every entry of one timeline is the trail's own, about this, and in its slot later than those before."""
        appointed = isinstance(of, Appointment)
        held = self.held.setdefault(of.uid, set())
        latest: dict[int, int] = {}
        for entry in of.told if appointed else of.events:
            core = entry.core
            slot, number = core["slot"], core["number"]
            name = f"{slot}.{number}"
            theirs = self.trail.entry(name) is entry and core.get("appointment" if appointed else "item") == of.uid
            if not theirs or number <= latest.get(slot, -1):
                yield Difference(of.uid, "" if appointed else of.path, "timeline", name, None)
            latest[slot] = number
            held.add(name)

    def left_out(self, site: Any) -> Iterator[Difference]:
        """What the trail says of something and its timeline does not, and what it says was added and is nowhere."""
        for slot in self.trail.slots:
            for entry in slot.entries:
                core = entry.core
                if core["kind"] == "added" and core["item"] not in self.held:
                    yield Difference(core["item"], entry.path, "stands", False, True)
                for uid in _told_by(core, site.uid):
                    if uid in self.held and entry.id not in self.held[uid]:
                        yield Difference(uid, entry.path, "timeline", None, entry.id)


def _told_by(core: Mapping[str, Any], site: str) -> Iterator[str]:
    """Whose timelines hold an event; that of the site itself is the trail, and holds only what is looked for there."""
    if core["kind"] in ON_SITE or (core.get("item", site) != site and core["kind"] not in ON_TRAIL):
        yield core["item"]
    if "appointment" in core:
        yield core["appointment"]


def everything(place: Any) -> Iterator[Any]:
    """Every item in a place, with what is written about others there; not the place itself."""
    for child in place.children.values():
        if hasattr(child, "events"):
            yield child
        if hasattr(child, "children"):
            yield from everything(child)
    yield from (note for note in getattr(place, "notes", {}).values() if note.events)


def differences_of(item: Any) -> Iterator[Difference]:
    """In what an item is not as its own events say."""
    note = item.type_name == "note"
    past = past_of(item, added=not note)
    if past is None:
        yield Difference(item.uid, item.path, "stands", True, False)
        return
    for name in () if note else COUNTED:
        real, told = getattr(item, name), getattr(past, name)
        if real != told:
            yield Difference(item.uid, item.path, name, plain(real), plain(told))
    yield from _fields(item, past)
    if past.name not in ("", item.__name__):
        yield Difference(item.uid, item.path, "name", item.__name__, past.name)


def _fields(item: Any, past: Past) -> Iterator[Difference]:
    """Values are compared as they are, and where anything may stand in their plain form."""
    for name in item.fields:
        if name in item.untold or name in past.erased:
            continue
        real, told = getattr(item, name), past.values[name]
        if real != told and plain(real) != plain(told):
            yield Difference(item.uid, item.path, name, plain(real), plain(told))


def _appointed(appointment: Appointment) -> Iterator[Difference]:
    told = appointment_at(appointment)
    if told is None:
        yield Difference(appointment.uid, "", "appointment", appointment.role, None)
        return
    for name in APPOINTED:
        real, then = getattr(appointment, name), getattr(told, name)
        if real != then:
            yield Difference(appointment.uid, "", f"appointment.{name}", plain(real), plain(then))


def taken_away(place: Any) -> Iterator[Any]:
    """Everything that once stood in a place and has been taken away, with what stood in it."""
    for _number, item in (place.gone.values() if getattr(place, "gone", None) is not None else ()):
        yield item
        if hasattr(item, "children"):
            yield from everything(item)
            yield from taken_away(item)
    for child in place.children.values():
        if hasattr(child, "children"):
            yield from taken_away(child)
