"""What has changed in a text, word by word, told by sign and by colour and to the ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape
from typing import Any

from chameleon.utils import Markup

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 4000
"""Pieces; beyond this the texts are shown one after the other, since comparing them would take too long."""


def changed_words(before: str, after: str, removed: str, added: str) -> Markup:
    """Both texts in one, with ``del`` and ``ins``; ``removed`` and ``added`` are the words a screen reader says."""
    one, other = PIECE.findall(before), PIECE.findall(after)
    if len(one) + len(other) > LONGEST:
        return Markup(_marked("del", before, removed) + " " + _marked("ins", after, added))
    return Markup("".join(_pieces(one, other, removed, added)))


def _pieces(one: list[str], other: list[str], removed: str, added: str) -> Iterator[str]:
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            yield escape("".join(one[i:j]))
            continue
        yield _marked("del", "".join(one[i:j]), removed)
        yield _marked("ins", "".join(other[k:m]), added)


def _marked(tag: str, text: str, word: str) -> str:
    if not text:
        return ""
    return f'<{tag}><span class="unseen">{escape(word)} </span>{escape(text)}</{tag}>'


def as_text(value: Any) -> str:
    """A field's value as words to compare: lists line by line, records as their parts."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(as_text(inner) for inner in value)
    if isinstance(value, dict):
        return ", ".join(as_text(inner) for inner in value.values() if inner not in (None, ""))
    return str(value)
