"""Stored values in words: the title of a choice, of a theme, of what a uid stands for; a day as people write it."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Any

import colander
from deform.widget import HiddenWidget

from ..content.item import inside
from ..i18n import _
from ..security.permissions import Permission
from .words import say

UID = re.compile(r"[0-9a-f]{16}")
DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d[\d:.]*\+00:00)?")
A_DAY = len("2026-09-10")
NAMED = (colander.Integer, colander.Boolean)
MANY = 10_000
"""From here on the digits of a number stand in threes."""
UNKNOWN = "–"


def value_in_words(request: Any, item: Any, name: str, value: Any) -> str:
    """A field's value, in the plain form that history keeps, as people know it: lists line by line; hidden: none."""
    node = field_node(request, item, name)
    return node_in_words(request, item, node, value) if not _is_hidden(node) else ""


def field_node(request: Any, item: Any, name: str) -> Any | None:
    """The node of a field in the form of its type, or in what its steps ask for; None for what has no life."""
    content_type = request.rulebook.types.get(item.type_name)
    if content_type is None:
        return None
    return _nodes(content_type.schema, content_type.facts).get(name)


@cache
def _nodes(*schemas: Any) -> dict[str, Any]:
    """The nodes of schemas by name, unbound and only read; of two with one name, the first."""
    made = [schema() for schema in reversed(schemas) if schema is not None]
    return {node.name: node for schema in made for node in reversed(schema.children)}


def node_in_words(request: Any, item: Any, node: Any | None, value: Any) -> str:
    """A value as the node of its field tells it; without a node, as it is."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, bool):
        return say(request, _("Yes") if value else _("No"))
    if isinstance(value, list | tuple):
        inner = node.children[0] if node is not None and isinstance(node.typ, colander.Sequence) else node
        return "\n".join(node_in_words(request, item, inner, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(part for part in _parts(request, item, node, value) if part)
    if isinstance(value, int) and value >= MANY:
        return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")
    return _word(request, item, node, str(value))


def _parts(request: Any, item: Any, node: Any | None, value: dict[str, Any]) -> list[str]:
    """The parts of a record in the order of its form, without those that the form hides."""
    children = {child.name: child for child in node.children} if node is not None else {}
    names = [name for name in children if name in value] + [name for name in value if name not in children]
    shown = [name for name in names if not _is_hidden(children.get(name))]
    return [_part(request, item, children.get(name), value[name]) for name in shown]


def _part(request: Any, item: Any, node: Any | None, value: Any) -> str:
    """One part of a record; a number and a yes or no say nothing without the name of their field."""
    told = node_in_words(request, item, node, value)
    if not told or node is None or getattr(node, "unit", None) or not isinstance(node.typ, NAMED):
        return told
    return say(request, _("${field}: ${value}", mapping={"field": say(request, node.title), "value": told}))


def _is_hidden(node: Any | None) -> bool:
    """Whether the form of its type hides a field: it holds nothing that people know it by."""
    return isinstance(getattr(node, "widget", None), HiddenWidget)


def _word(request: Any, item: Any, node: Any | None, text: str) -> str:
    choices = getattr(getattr(node, "widget", None), "values", None)
    titles = dict(choices) if isinstance(choices, list | tuple) else {}
    declared = getattr(node, "titles", None)
    if callable(declared):
        titles = declared(request.rulebook)
    if text in titles:
        return say(request, titles[text])
    unit = getattr(node, "unit", None)
    if unit is not None:
        return say(request, _(str(unit), mapping={"n": text})) if text != "0" else ""
    if node is not None and node.name == "theme":
        round_ = inside(item, "round")
        return (round_.theme_title(text) if round_ is not None else "") or UNKNOWN
    if node is not None and node.name == "area":
        round_ = inside(item, "round")
        return str(round_.area_title(text)) if round_ is not None else text
    if UID.fullmatch(text):
        return pointed_at(request, text) or UNKNOWN
    return _day(request, text) if DAY.fullmatch(text) else text


def _day(request: Any, text: str) -> str:
    """A day in words; what only looks like one was written by hand and stays as it is."""
    try:
        return str(request.day(date.fromisoformat(text) if len(text) == A_DAY else datetime.fromisoformat(text)))
    except ValueError:
        return text


def pointed_at(request: Any, value: Any) -> str:
    """The title of the item whose uid a value is; empty for any other value, and for what the person may not see."""
    found = request.site.by_uid(value) if isinstance(value, str) and UID.fullmatch(value) else None
    if found is None or not request.rights.may(request.actor, Permission.VIEW, found):
        return ""
    return str(found.title)
