"""Fields that the forms of several rooms share: records, whole numbers, and what is left out for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import colander

from ...i18n import _

MOST = 100_000_000


class RecordOf(colander.Mapping):
    """A group of fields that the item keeps as one frozen record."""

    def __init__(self, record: type) -> None:
        super().__init__(unknown="raise")
        self.record = record

    def serialize(self, node: Any, appstruct: Any) -> Any:
        """The record as a mapping for the form."""
        return super().serialize(node, _mapping(appstruct))

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        """The filled-in fields as a record."""
        found = super().deserialize(node, _mapping(cstruct))
        return found if found is colander.null else self.record(**found)


def _mapping(value: Any) -> Any:
    """A record as a mapping; what it does not tell is nothing that a field could show."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return {name: colander.null if told is None else told for name, told in asdict(value).items()}


def without_what_others_decide(schema: Any, names: Mapping[str, Any]) -> None:
    """Leave out the fields that the actor may not write, or that only a step in the item's life writes."""
    item: Any = names.get("item")
    if getattr(item, "type_name", "") != schema.type_name:
        return
    may = names["request"].rights.may
    for field, permission in item.guarded.items():
        if field in schema and not (permission and may(names["actor"], permission, item)):
            del schema[field]


def present(node: Any, names: Mapping[str, Any]) -> Any:
    """What the item has now, as the start of a transition's field."""
    value = getattr(names.get("item"), node.name, None)
    return colander.null if value in (None, "") else value


def whole_number(least: int, **node: Any) -> colander.SchemaNode:
    """A field for a whole number that is not below ``least``, nor beyond what anybody counts here."""
    return colander.SchemaNode(colander.Integer(), validator=colander.Range(
        min=least, max=MOST, min_err=_("The number must be at least ${min}.")), **node)
