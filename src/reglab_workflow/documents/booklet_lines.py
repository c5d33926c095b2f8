"""From raw text to numbered lines, and from lines to paragraphs: pages, points and cut sentences."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_SOFT_BREAKS = re.compile(r"([\f\v\u2028\u2029\x85])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_PAGE_NUMBER = re.compile(
    r"(?:sida|sid|s)?\.?\s*[-–]?\s*\d{1,3}\s*[-–]?\s*(?:(?:av|/|\()\s*\d{1,3}\)?)?", re.I)
_BULLETS = frozenset("•·▪◦‣●○■□\uf0b7")
_BULLET = re.compile(r"[-–—*•·▪◦‣●○■□\uf0b7]\s+|[-•▪●](?=[^\W\d_])")
_NUMBERED_ITEM = re.compile(r"(?:\d{1,2}|[a-zA-Z])[.)]\s+\S")
_SENTENCE_END = re.compile(r"[.?!:;…][\"”’'»)\]]*$")
_ABBREVIATION = re.compile(r"(?:\b(?:t\.?\s?ex|bl\.?\s?a|d\.?v\.?s|s\.?k|inkl|exkl|resp|ca|jfr))\.$", re.I)
_PAIRED_HYPHEN = re.compile(r"(?:och|eller|samt|respektive)\b")
WRAPPED = 60  # a line at least this long may have been cut by the width of the page


@dataclass(frozen=True)
class Line:
    """One non-blank line: its number in the source, its words, its raw form and what lies before it."""

    number: int
    text: str
    raw: str
    gap: int = 0
    page: bool = False

    @property
    def indent(self) -> int:
        """How far the line is moved in."""
        return len(self.raw) - len(self.raw.lstrip())


def plain(text: str) -> str:
    """The words of a text with single spaces, in composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_lines(text: str) -> tuple[list[Line], list[int]]:
    """The non-blank lines of a text, and the numbers of those that had unprintable characters."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    lines: list[Line] = []
    unprintable: list[int] = []
    gap, page = 0, False
    for number, source in enumerate(_LINE_ENDS.split(text), start=1):
        if _CONTROL.search(source):
            unprintable.append(number)
            source = _CONTROL.sub(" ", source)
        for piece in _SOFT_BREAKS.split(source):
            page = page or piece == "\f"
            if words := plain(piece):
                lines.append(Line(number, words, piece.rstrip(), max(gap, 0), page))
                gap, page = -1, False
        gap += 1
    return mark_pages(lines), unprintable


def mark_pages(lines: Sequence[Line]) -> list[Line]:
    """The same lines, each told whether a page break lies before it: a gap larger than the usual one."""
    gaps = Counter(line.gap for line in lines if line.gap > 0)
    usual = min(gaps, key=lambda gap: (-gaps[gap], gap), default=1)
    return [replace(line, page=line.page or line.gap > usual) for line in lines]


def without_furniture(
    lines: Sequence[Line], title: str = "", keep: Callable[[Line], bool] = lambda line: False
) -> tuple[list[Line], list[Line]]:
    """The lines of the text itself, and apart from them page numbers and headings repeated on the pages."""
    repeated = _page_headings([line for line in lines if not keep(line)], title)
    kept: list[Line] = []
    furniture: list[Line] = []
    turned = False
    for place, line in enumerate(lines):
        at_edge = line.page or turned or place + 1 == len(lines) or lines[place + 1].page
        aside = is_page_number(line.text) or line.text.casefold() in repeated
        if aside and at_edge and not keep(line):
            furniture.append(line)
            turned = True
            continue
        kept.append(replace(line, page=line.page or turned, gap=max(line.gap, 1) if turned else line.gap))
        turned = False
    return kept, furniture


def _page_headings(lines: Sequence[Line], title: str) -> set[str]:
    """Short lines that begin or end page after page, and the booklet's own title; senders' names are none."""
    last = [replace(line, page=True) for line in lines[-1:]]
    edges = Counter(
        line.text.casefold() for line, after in pairwise([*lines, *last])
        if (line.page or after.page) and len(line.text) <= 80 and "region" not in line.text.casefold()
    )
    often = max(3, len(lines) // 40)
    return {text for text, times in edges.items() if times > often} | ({title.casefold()} if title else set())


def ends_sentence(text: str) -> bool:
    """Whether nothing more is expected after these words."""
    return bool(_SENTENCE_END.search(text)) and not _ABBREVIATION.search(text)


def is_page_number(text: str) -> bool:
    """Whether a line is a page number and nothing else."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def is_item(text: str) -> bool:
    """Whether a line is a point of a list: a bullet or a numbering."""
    return bool(_BULLET.match(text) or _NUMBERED_ITEM.match(text))


def paragraphs(lines: Sequence[Line]) -> str:
    """The lines as running text: blank lines between paragraphs, points as “- ”, cut sentences rejoined."""
    lines = _with_bullets(lines)
    blocks: list[tuple[str, bool]] = []
    separators: list[str] = []
    base = min((line.indent for line in lines if is_item(line.text)), default=0)
    for line in lines:
        if blocks and _continues(blocks[-1], line):
            blocks[-1] = (_rejoined(blocks[-1][0], line.text), blocks[-1][1])
            continue
        item = is_item(line.text)
        tight = bool(blocks) and (line.gap == 0 or (item and blocks[-1][1]))
        separators.append("" if not blocks else "\n" if tight else "\n\n")
        blocks.append((_as_item(line, base) if item else line.text, item))
    return "".join(separator + text for separator, (text, _) in zip(separators, blocks, strict=True))


def _with_bullets(lines: Sequence[Line]) -> list[Line]:
    """The lines, a bullet that stands alone put before the line it was parted from."""
    joined: list[Line] = []
    for line in lines:
        if joined and joined[-1].text in _BULLETS and not is_item(line.text):
            bullet = joined.pop()
            line = replace(bullet, text=f"{bullet.text} {line.text}")
        joined.append(line)
    return joined


def _as_item(line: Line, base: int) -> str:
    """A point of a list in one form, moved in when it is a point under a point."""
    bullet = _BULLET.match(line.text)
    text = "- " + line.text[bullet.end():] if bullet else line.text
    return "  " + text if line.indent > base else text


def _continues(before: tuple[str, bool], line: Line) -> bool:
    """Whether a line goes on with a sentence that the width or the end of a page has cut."""
    text, item = before
    last = text.rpartition("\n")[2]
    starts_small = line.text[0].islower()
    if is_item(line.text) or ends_sentence(last):
        return False
    if line.page:
        return starts_small or (not item and len(last.split()) > 3)
    return line.gap == 0 and (starts_small or len(last) >= WRAPPED)


def _rejoined(before: str, after: str) -> str:
    """Two halves of a sentence; a word parted by a hyphen is closed up, “miljö- och …” is not."""
    parted = before[-1] == "-" and before[-2:-1].isalpha() and after[0].islower()
    parted = parted and not _PAIRED_HYPHEN.match(after)
    return before + ("" if parted else " ") + after
