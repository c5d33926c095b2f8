"""Two versions compared field by field: texts word by word, lists as what was added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import colander
from chameleon.utils import Markup

from ..i18n import _
from .diff import Change, as_text, compared, likeness
from .values import field_node, node_in_words, value_in_words
from .words import say

KEYS = ("key", "id", "uid", "email", "name", "title")
"""What a record in a list is known by, if it has one of these: with another it is another."""
ALIKE = 0.5
"""Records that are known by nothing and share this much of their words are one that has changed."""
MOST_COMPARED = 60
"""Entries on each side; beyond this those that differ are told as removed and added."""

WORDS = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}


@dataclass(frozen=True)
class FieldChange:
    """One field in two versions: its name, its title, and both values compared; ``left`` and ``right`` alone too."""

    name: str
    title: str
    one: Markup
    left: Markup
    right: Markup


@dataclass(frozen=True)
class Comparison:
    """Two versions of an item: the fields that differ, and those that are as they were, in words."""

    changes: tuple[FieldChange, ...]
    unchanged: tuple[dict[str, str], ...]


def compare(request: Any, item: Any, before: Mapping[str, Any], after: Mapping[str, Any],
            names: Iterable[str]) -> Comparison:
    """The named fields of an item, with their values in the plain form; what is empty in both is left out."""
    changes, unchanged = [], []
    for name in names:
        one, other = before.get(name), after.get(name)
        if as_text(one) == as_text(other):
            told = value_in_words(request, item, name, other)
            if told:
                unchanged.append({"title": field_title(request, item, name), "text": told})
        else:
            changes.append(field_change(request, item, name, one, other))
    return Comparison(tuple(changes), tuple(unchanged))


def field_change(request: Any, item: Any, name: str, before: Any, after: Any) -> FieldChange:
    """How one field changed."""
    title = field_title(request, item, name)
    node = field_node(request, item, name)
    if _is_list(before) or _is_list(after):
        return FieldChange(name, title, *_lists(request, item, node, before or [], after or []))
    change = _words(request, node_in_words(request, item, node, before), node_in_words(request, item, node, after))
    return FieldChange(name, title, change.one, change.left, change.right)


def field_title(request: Any, item: Any, name: str) -> str:
    """The name of a field as its form has it."""
    node = field_node(request, item, name)
    if node is None:  # the site has a title and no form
        return say(request, _("Title")) if name == "title" else name.replace("_", " ").capitalize()
    return say(request, node.title)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _words(request: Any, before: str, after: str) -> Change:
    return compared(before, after, say(request, _("removed:")), say(request, _("added:")))


# -- lists -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Pair:
    """An entry as it was and as it is; None where there was or is none."""

    before: Any
    after: Any


def _lists(request: Any, item: Any, node: Any, before: list[Any], after: list[Any]) -> tuple[Markup, Markup, Markup]:
    """What was removed, changed and added, both in one and each side alone; what stayed is only counted."""
    inner = node.children[0] if node is not None and isinstance(node.typ, colander.Sequence) else node
    pairs = list(_pairs(request, item, inner, before, after))
    stayed = sum(1 for pair in pairs if pair.before == pair.after)
    rows = [_row(request, item, inner, pair) for pair in pairs if pair.before != pair.after]
    if not rows:
        rows = [("changed", Change(*[Markup(escape(say(request, _("The order is another."))))] * 3))]
        stayed = 0
    kept = request.plural("${n} more is as it was", "${n} more are as they were", stayed) if stayed else ""
    return (_listed(request, ((kind, change.one) for kind, change in rows), kept),
            _listed(request, ((kind, change.left) for kind, change in rows if kind != "added"), kept),
            _listed(request, ((kind, change.right) for kind, change in rows if kind != "removed"), kept))


def _pairs(request: Any, item: Any, node: Any, before: list[Any], after: list[Any]) -> Iterator[_Pair]:
    """Entries that belong together: the same, of the same key, or most alike; then those that are new."""
    left = [each for each in after if each not in before]
    for entry in before:
        if entry in after:
            yield _Pair(entry, entry)
            continue
        match = _match(request, item, node, entry, left if len(left) <= MOST_COMPARED else [])
        if match is not None:
            left.remove(match)
        yield _Pair(entry, match)
    yield from (_Pair(None, each) for each in left)


def _match(request: Any, item: Any, node: Any, entry: Any, among: list[Any]) -> Any | None:
    if not among or not isinstance(entry, dict):
        return None
    keys = [name for name in KEYS if entry.get(name)]
    if keys:
        return next((each for key in keys for each in among if isinstance(each, dict) and each.get(key) == entry[key]),
                    None)
    told = node_in_words(request, item, node, entry)
    near = max(among, key=lambda each: likeness(told, node_in_words(request, item, node, each)))
    return near if likeness(told, node_in_words(request, item, node, near)) >= ALIKE else None


def _row(request: Any, item: Any, node: Any, pair: _Pair) -> tuple[str, Change]:
    kind = "added" if pair.before is None else "removed" if pair.after is None else "changed"
    before, after = (node_in_words(request, item, node, each) for each in (pair.before, pair.after))
    if kind != "changed":  # which the head of the row says already
        return kind, compared(before, after, "", "")
    return kind, _words(request, before, after)


def _listed(request: Any, rows: Iterable[tuple[str, Markup]], kept: str) -> Markup:
    told = "".join(f'<li class="{kind}"><span class="sort">{escape(say(request, WORDS[kind]))}</span> {change}</li>'
                   for kind, change in rows)
    rest = f'<li class="quiet">{escape(kept)}</li>' if kept else ""
    return Markup(f'<ul class="entries">{told}{rest}</ul>' if told or rest else "")
