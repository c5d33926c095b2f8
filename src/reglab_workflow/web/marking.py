"""Small pieces of HTML made in Python: icons, and plain text as paragraphs and lists.

Everything that comes from people is escaped here, once.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path

from chameleon.utils import Markup

SPRITE = Path(__file__).parent.parent / "static" / "sprite.svg"
BULLET = re.compile(r"^\s*[-*•–]\s+")


@cache
def sprite() -> Markup:
    """Every icon of the site as hidden symbols, written once in each page."""
    return Markup(SPRITE.read_text(encoding="utf-8").replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def icon(name: str, css: str = "i", width: int = 20, height: int = 20) -> Markup:
    """One icon of the sprite; readers never hear it, so a word must stand beside it."""
    css_class = f'class="{escape(css)}" ' if css else ""
    return Markup(
        f'<svg {css_class}width="{width}" height="{height}" aria-hidden="true">'
        f'<use href="#i-{escape(name)}"/></svg>'
    )


def prose(text: str | None) -> Markup:
    """Plain text as HTML: blank lines part paragraphs, lines that begin with a dash make a list."""
    return Markup("".join(_block(lines) for lines in _blocks(text or "")))


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip():
            blocks.append([])
            continue
        if blocks[-1] and not _belongs(line, blocks[-1][0]):
            blocks.append([])
        blocks[-1].append(line)
    return [block for block in blocks if block]


def _belongs(line: str, first: str) -> bool:
    """Points stand together, lines stand together, and an indented line below a point belongs to it."""
    point, in_points = bool(BULLET.match(line)), bool(BULLET.match(first))
    return point == in_points or (in_points and line[:1].isspace())


def _block(lines: list[str]) -> str:
    if not BULLET.match(lines[0]):
        return "<p>" + "<br>".join(escape(line.strip()) for line in lines) + "</p>"
    points: list[str] = []
    for line in lines:
        if BULLET.match(line):
            points.append(escape(BULLET.sub("", line).strip()))
        else:
            points[-1] += " " + escape(line.strip())
    return "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>"
