"""Values out of their plain form: what an event tells becomes again what the class of its item says that it is."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, timezone
from functools import cache
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints


class Untyped(TypeError):
    """A plain value that does not fit what it should become, or a type that nobody has taught us to read."""


@cache
def hints_of(kind: type) -> Mapping[str, Any]:
    """What a class says of its fields."""
    return {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar}


def typed(value: Any, hint: Any) -> Any:
    """The value that ``plain`` made this of, by what is said of it; raises Untyped when it cannot be that.

    Where anything may stand the plain value stays as it is, with tuples for lists.
    """
    if hint is Any:
        return _any(value)
    kind = get_origin(hint) or hint
    if kind in (Union, types.UnionType):
        return _one_of(value, get_args(hint))
    if kind in SIMPLE:
        return SIMPLE[kind](value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record(value, kind)
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _tuple(value, hint, kind)
    if isinstance(kind, type) and issubclass(kind, Mapping):
        return _mapping(value, get_args(hint))
    if isinstance(kind, type) and issubclass(kind, Set | Sequence):
        return _many(value, get_args(hint), kind)
    raise Untyped(f"{hint!r} has no reading")


def _exactly(kind: type) -> Any:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise Untyped(f"{value!r} is no {kind.__name__}")
        return value
    return read


def _moment(value: Any) -> datetime:
    text = _exactly(str)(value)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Untyped(f"{value!r} is no moment") from None
    if found.tzinfo is None:
        raise Untyped(f"{value!r} is a moment in no zone")
    return found.astimezone(timezone.utc)


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(_exactly(str)(value))
    except ValueError:
        raise Untyped(f"{value!r} is no day") from None


SIMPLE: Mapping[Any, Any] = {
    str: _exactly(str), int: _exactly(int), bool: _exactly(bool), type(None): _exactly(type(None)),
    date: _day, datetime: _moment,
}


def _any(value: Any) -> Any:
    return tuple(_any(each) for each in value) if isinstance(value, list) else value


def _one_of(value: Any, hints: tuple[Any, ...]) -> Any:
    faults = []
    for hint in hints:
        try:
            return typed(value, hint)
        except Untyped as fault:
            faults.append(str(fault))
    raise Untyped("; ".join(faults))


def _record(value: Any, kind: Any) -> Any:
    """A record; a part that it did not have when it was told gets its default."""
    hints = hints_of(kind)
    names = {field.name for field in dataclasses.fields(kind)}
    if not isinstance(value, Mapping) or not set(value) <= names:
        raise Untyped(f"{value!r} is no {kind.__name__}")
    try:
        return kind(**{name: typed(each, hints[name]) for name, each in value.items()})
    except TypeError as fault:
        raise Untyped(str(fault)) from fault


def _tuple(value: Any, hint: Any, kind: type) -> Any:
    if not isinstance(value, list | tuple):
        raise Untyped(f"{value!r} is no {kind.__name__}")
    fields: tuple[str, ...] = getattr(kind, "_fields", ())
    inner = tuple(hints_of(kind)[name] for name in fields) if fields else get_args(hint)
    if inner[-1:] == (Ellipsis,):
        inner = (inner[0],) * len(value)
    if len(inner) != len(value):
        raise Untyped(f"{value!r} has {len(value)} parts, not {len(inner)}")
    parts = tuple(typed(each, part) for each, part in zip(value, inner, strict=True))
    return kind(*parts) if fields else parts


def _mapping(value: Any, hints: tuple[Any, ...]) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise Untyped(f"{value!r} is no mapping")
    of_key, of_value = hints or (str, Any)
    return {typed(key, of_key): typed(each, of_value) for key, each in value.items()}


def _many(value: Any, hints: tuple[Any, ...], kind: type) -> Any:
    if not isinstance(value, list | tuple):
        raise Untyped(f"{value!r} is no {kind.__name__}")
    parts = (typed(each, hints[0] if hints else Any) for each in value)
    return frozenset(parts) if issubclass(kind, Set) else tuple(parts)
