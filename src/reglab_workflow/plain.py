"""Values as JSON can hold them, so that events and exports tell the same thing; and the order of Swedish words."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any

AS_IT_IS = frozenset({type(None), bool, int, str})
"""What JSON holds as it is: asked for by exact type, because each event asks some thirty times."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

LAST_LETTERS = str.maketrans("åäö", "{|}")


def alphabetical(text: str) -> str:
    """What texts are sorted by in Swedish: å, ä and ö come last, and capitals make no difference."""
    return text.casefold().translate(LAST_LETTERS)


def plain(value: Any) -> Any:
    """The value in the words of JSON: dates as ISO text (UTC), tuples as lists, records as objects.

    Raises TypeError for anything else, floats included: a canonical text must not depend on rounding.
    """
    if type(value) in AS_IT_IS:
        return value
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        inner_values = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [plain(inner) for inner in inner_values]
    raise TypeError(f"{type(value).__name__} has no plain form")


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one way a mapping is written as bytes."""
    return _ENCODER.encode(plain(value)).encode()
