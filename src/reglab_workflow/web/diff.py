"""What has changed in a text, word by word, told by sign and by colour and to the ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Any

from chameleon.utils import Markup

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 4000
"""Pieces; beyond this the texts are shown one after the other, since comparing them would take too long."""


@dataclass(frozen=True)
class Change:
    """Two texts compared: both in one, what was with its losses marked, and what is with its gains marked."""

    one: Markup
    left: Markup
    right: Markup


def compared(before: str, after: str, removed: str, added: str) -> Change:
    """Two texts word by word, with ``del`` and ``ins``; a screen reader says ``removed`` and ``added``, where given."""
    one: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for gone, come in _pieces(before, after):
        same = gone == come
        lost, gained = (escape(gone), "") if same else (_marked("del", gone, removed), _marked("ins", come, added))
        one.append(lost + gained)
        left.append(lost)
        right.append(lost if same else gained)
    return Change(Markup("".join(one)), Markup("".join(left)), Markup("".join(right)))


def changed_words(before: str, after: str, removed: str, added: str) -> Markup:
    """Both texts in one."""
    return compared(before, after, removed, added).one


def likeness(one: str, other: str) -> float:
    """How much two texts share, from 0 to 1."""
    return SequenceMatcher(None, PIECE.findall(one)[:LONGEST], PIECE.findall(other)[:LONGEST], autojunk=False).ratio()


def _pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The texts in pieces that are the same or differ; what is but a blank between two changes is of the change."""
    one, other = PIECE.findall(before), PIECE.findall(after)
    if len(one) + len(other) > LONGEST:
        yield before, after
        return
    gone = come = ""
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        was, now = "".join(one[i:j]), "".join(other[k:m])
        if kind != "equal" or (was == " " and (gone or come) and j < len(one) and m < len(other)):
            gone, come = gone + was, come + now
            continue
        if gone or come:
            yield gone, come
        gone = come = ""
        yield was, was
    if gone or come:
        yield gone, come


def _marked(tag: str, text: str, word: str) -> str:
    if not text:
        return ""
    told = f'<span class="unseen">{escape(word)} </span>' if word else ""
    return f"<{tag}>{told}{escape(text)}</{tag}>"


def as_text(value: Any) -> str:
    """A field's value as words to compare: lists line by line, records as their parts."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(as_text(inner) for inner in value)
    if isinstance(value, dict):
        return ", ".join(as_text(inner) for inner in value.values() if inner not in (None, ""))
    return str(value)
