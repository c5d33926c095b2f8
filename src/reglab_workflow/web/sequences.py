"""Repeated groups in a form: add, remove and move by buttons that work without script.

A button posts ``sequence_action`` with ``add:contacts``, ``remove:contacts.2``, ``up:contacts.2`` or
``down:contacts.2``; the form comes back changed and nothing has been checked or saved.
"""

from __future__ import annotations

from typing import Any

import colander
from deform.exception import ValidationFailure

ACTION = "sequence_action"
VERBS = ("add", "remove", "up", "down")


class Rearranged(ValidationFailure):
    """The form was not sent in but rearranged: show it again as it now is."""


def rearrange(form: Any, pstruct: dict[str, Any], action: str) -> Rearranged:
    """Change the posted structure as the button says and give the form its new shape.

    Raises ValueError for an action that the form has no button for.
    """
    verb, _, path = action.partition(":")
    steps = path.split(".")
    if verb not in VERBS:
        raise ValueError(action)
    index = int(steps.pop()) if verb != "add" else 0
    field, items = _find(form, pstruct, steps)
    _apply(verb, items, index, field.widget.max_len)
    form.set_pstruct(pstruct)
    return Rearranged(form, form.cstruct, None)


def _apply(verb: str, items: list[Any], index: int, max_len: int | None) -> None:
    if verb == "add":
        if max_len is None or len(items) < max_len:
            items.append(colander.null)
        return
    if not 0 <= index < len(items):
        raise ValueError(index)
    moved = items.pop(index)
    if verb != "remove":
        items.insert(max(0, index - 1) if verb == "up" else index + 1, moved)


def _find(form: Any, pstruct: Any, steps: list[str]) -> tuple[Any, list[Any]]:
    """The sequence field that a path names, and the list that was posted for it."""
    field, struct = form, pstruct
    for position, step in enumerate(steps):
        last = position == len(steps) - 1
        if isinstance(field.typ, colander.Sequence):
            field, struct = field.children[0], struct[int(step)]
        else:
            field = _child(field, step)
            struct = struct.setdefault(step, [] if last else {})
    if not isinstance(field.typ, colander.Sequence) or not isinstance(struct, list):
        raise ValueError(".".join(steps))
    return field, struct


def _child(field: Any, name: str) -> Any:
    for child in field.children:
        if child.name == name:
            return child
    raise ValueError(name)
