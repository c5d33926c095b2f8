"""Text as people meant it: no invisible characters, one way to write each letter, not too long.

Schemas use these as preparers and validators; importers may call them too. Nothing of the web is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import colander
from deform.widget import TextAreaWidget

from ..i18n import _

Validator = Callable[[Any, str], None]
Preparer = Callable[[Any], Any]

LINE_LIMIT = 300
TEXT_LIMIT = 20_000

# Tab and line breaks are dealt with before; everything else here can hide, reorder or break text.
UNWANTED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that change the direction of reading
    "\u200b\u2060\ufeff\ufff9-\ufffb"  # characters without width or meaning of their own
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # halves of characters, and what is no character
)
BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
BLANK_LINES = re.compile(r"\n{3,}")
GAPS = re.compile(r"[ \t\n]+")
HIGHEST_PILE = 30
"""Marks upon one letter (Unicode's own limit); putting longer piles in order takes the square of their length."""


def clean_text(value: Any) -> Any:
    """Several lines of text, tidied; nothing but blanks is no text at all."""
    if not isinstance(value, str):
        return value
    # Line by line: an expression for blanks before a break would look at each blank of a long run again and again.
    lines = (line.rstrip(" ") for line in _plain(value).replace("\t", " ").split("\n"))
    text = BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n ")
    return text or colander.null


def clean_line(value: Any) -> Any:
    """One line of text, tidied; a line break in it becomes a space."""
    if not isinstance(value, str):
        return value
    return GAPS.sub(" ", _plain(value)).strip() or colander.null


def at_most(limit: int) -> Validator:
    """Refuses a text of more characters, and says how many to take away."""
    def check(node: Any, value: str) -> None:
        over = len(value) - limit
        if over > 0:
            names = {"length": len(value), "max": limit, "over": over}
            raise colander.Invalid(node, _(
                "The text has ${length} characters. It may have at most ${max}: take away at least ${over}.",
                mapping=names,
            ))
    return check


def line(limit: int = LINE_LIMIT, **node: Any) -> colander.SchemaNode:
    """A field for one line: ``title = line(110, title=_("Title"))``; with ``missing=""`` it may be empty."""
    return _field(clean_line, limit, node)


def text(limit: int = TEXT_LIMIT, **node: Any) -> colander.SchemaNode:
    """A field for several lines of plain text."""
    node.setdefault("widget", TextAreaWidget(rows=5))
    return _field(clean_text, limit, node)


def _field(preparer: Preparer, limit: int, node: dict[str, Any]) -> colander.SchemaNode:
    other = node.pop("validator", None)
    validator = colander.All(at_most(limit), other) if other else at_most(limit)
    return colander.SchemaNode(colander.String(), preparer=preparer, validator=validator, **node)


def _plain(value: str) -> str:
    text = BREAKS.sub("\n", value)
    return UNWANTED.sub("", text if text.isascii() else unicodedata.normalize("NFC", _without_piles(text)))


def _without_piles(text: str) -> str:
    height, kept = 0, []
    for character in text:
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= HIGHEST_PILE:
            kept.append(character)
    return "".join(kept)
