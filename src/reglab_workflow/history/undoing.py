"""Taking back what one has just done: by another edit, by a step that leads back, or out of the trash.

It is an ordinary act by the same door, asked of the same rights; its event names the one that it takes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ..content.acts import Acts
from ..content.item import item_of
from ..content.trash import stands
from ..mail.letter import Status
from ..security.permissions import Permission
from ..workflow.definition import Transition
from .entry import Entry
from .typed import Untyped
from .versions import former

WITHIN = timedelta(minutes=15)
"""So long one's own last act can be taken back from the message about it."""


class Letters(NamedTuple):
    """How many receivers letters about an act have reached, and how many they are on their way to."""

    sent: int
    waiting: int


NO_LETTERS = Letters(0, 0)


@dataclass(frozen=True)
class Undo:
    """How one act can be taken back: what of ``item`` gets which values, or which step leads back."""

    item: Any
    entry: Entry
    values: Mapping[str, Any] = field(default_factory=dict)
    transition: Transition | None = None
    letters: Letters = NO_LETTERS

    @property
    def asks(self) -> bool:
        """Whether the way back is a step that must be told something first."""
        return self.transition is not None and bool(self.transition.asks or self.transition.confirm)


def undo_of(acts: Acts, entry: Entry) -> Undo | None:
    """What would take back an act of the actor's own; None when it is too late, or when there is no way back."""
    core = entry.core
    recent = acts.now - datetime.fromisoformat(core["at"]) <= WITHIN
    if core["actor"] != acts.actor.id or core.get("undoes") or not recent:
        return None
    ways = {"edited": _edit, "transitioned": _step, "removed": _removal}
    way = ways.get(core["kind"])
    return way(acts, entry, core) if way is not None else None


def take_back(acts: Acts, undo: Undo) -> None:
    """Do it; raises an Objection like any other act."""
    if undo.transition is not None:
        acts.fire(undo.item, undo.transition.name, seen=undo.entry.core["version"], undoes=undo.entry.id)
    elif undo.values:
        acts.edit(undo.item, undo.values, undo.entry.core["version"], undoes=undo.entry.id)
    else:
        acts.restore(undo.item, undo.entry.id)


def _edit(acts: Acts, entry: Entry, core: Mapping[str, Any]) -> Undo | None:
    """The values of before; none where the history does not keep all that an edit of the type can change."""
    item, before = _untouched(acts, core), entry.details.get("before", {})
    if item is None or item.untold or not before:
        return None
    permissions = {item.guarded.get(name, Permission.EDIT) for name in before}
    if not all(permission and acts.rights.may(acts.actor, permission, item) for permission in permissions):
        return None
    try:
        values = {name: former(item, name, told) for name, told in before.items()}
    except Untyped:
        return None
    return Undo(item, entry, values, letters=_letters(item, entry))


def _step(acts: Acts, entry: Entry, core: Mapping[str, Any]) -> Undo | None:
    """A step back to where the item came from, if its life has one that the actor may take now."""
    item = _untouched(acts, core)
    if item is None or core["from"] == core["to"]:
        return None
    engine = acts.rulebook.engine(item)
    for transition in engine.workflow.leaving(engine.state_of(item).name):
        if engine.target(item, transition) == core["from"] and acts.offer(item, transition).allowed:
            return Undo(item, entry, transition=transition, letters=_letters(item, entry))
    return None


def _removal(acts: Acts, entry: Entry, core: Mapping[str, Any]) -> Undo | None:
    """Out of the trash, where what was taken away still lies."""
    found = acts.site.trash.get(core["item"])
    if found is None or found.at != datetime.fromisoformat(core["at"]):
        return None
    item = found.item
    may = acts.rights.may(acts.actor, item.removed_with, item)
    return Undo(item, entry, letters=_letters(item, entry)) if may and stands(item_of(item.__parent__)) else None


def _untouched(acts: Acts, core: Mapping[str, Any]) -> Any | None:
    """The item, if nothing has happened to it since."""
    item = acts.site.by_uid(core["item"])
    return item if item is not None and item.version == core["version"] else None


def _letters(item: Any, entry: Entry) -> Letters:
    """The letters that the act has caused: undoing does not call them back."""
    receivers = [receiver for letter in item.site.outbox.letters_about(item.uid) if letter.cause == entry.id
                 for receiver in letter.receivers]
    sent = sum(1 for receiver in receivers if receiver.status == Status.SENT)
    waiting = sum(1 for receiver in receivers if receiver.status == Status.WAITING)
    return Letters(sent, waiting)
