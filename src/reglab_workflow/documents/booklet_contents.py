"""The table of contents of a booklet: where it stands, what it lists, and when two titles are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from .booklet_lines import Line

_ENTRY = re.compile(r"(?P<title>\S.*?)(?P<lead>\s*[.…·_]{2,}\s*|\s*…\s*|\s*\t\s*|\s+)(?P<page>\d{1,3})")
_NUMBERED = re.compile(
    r"(?P<label>\d{1,3}\s*[.):])(?:\s+(?=\S)|(?=[^\W\d]|[\"”“'(]))(?P<title>.+)"
    r"|(?P<bare>\d{1,3})\s+(?P<open>[A-ZÅÄÖÉ].+)"
)
_HEADING = re.compile(r"innehåll(?:sförteckning)?\s*:?", re.I)
LONGEST = 300  # letters that a line of the contents may have
ALIKE = 0.85  # titles at least this alike are the same title, spelt differently


@dataclass(frozen=True)
class Entry:
    """One title in the contents; a theme has no number."""

    line: int
    number: int | None
    title: str


@dataclass(frozen=True)
class Contents:
    """What the contents list, and which of the lines (from, to) they take up."""

    entries: tuple[Entry, ...] = ()
    start: int = 0
    end: int = 0

    @cached_property
    def titles(self) -> tuple[Entry, ...]:
        """The entries that are proposals."""
        return tuple(entry for entry in self.entries if entry.number is not None)

    @cached_property
    def themes(self) -> tuple[Entry, ...]:
        """The entries that are themes."""
        return tuple(entry for entry in self.entries if entry.number is None)

    @cached_property
    def listed(self) -> frozenset[str]:
        """The letters of all the proposals' titles."""
        return frozenset(letters(entry.title) for entry in self.titles)

    def lists(self, theme: str) -> bool:
        """Whether a line is one of the themes."""
        return not numbered(theme) and any(alike(entry.title, theme) for entry in self.themes)


def numbered(text: str) -> tuple[str, int, str] | None:
    """The label, number and title of a line such as “12. A title”, or nothing."""
    found = _NUMBERED.fullmatch(text)
    if not found:
        return None
    if found["bare"]:
        return found["bare"], int(found["bare"]), found["open"]
    return found["label"], int(found["label"].rstrip(".): ")), found["title"]


@lru_cache(maxsize=4096)
def letters(title: str) -> str:
    """Only what is compared of a title when spelling marks and case do not count."""
    return "".join(sign for sign in title.casefold() if sign.isalnum())


def alike(one: str, other: str) -> bool:
    """Whether two titles are the same but for spelling."""
    first, second = letters(one), letters(other)
    if first == second or not first or not second:
        return first == second
    if min(len(first), len(second)) < ALIKE * max(len(first), len(second)) / 2:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def read_contents(lines: Sequence[Line], end: int) -> Contents:
    """The contents among the lines before ``end`` (the first heading of a proposal)."""
    heading = next((i for i, line in enumerate(lines[:end]) if _HEADING.fullmatch(line.text)), None)
    start = heading if heading is not None else _first_entry(lines[:end])
    if start is None:
        return _without_pages(lines, end)
    first = start + (heading is not None)
    entries, stop = _listed(lines, first, end)
    if len(entries) < (1 if heading is not None else 2):
        return _without_pages(lines, end)
    return Contents(tuple(entries), start, stop)


def _entry(line: Line) -> str | None:
    """The title of a line that ends with a page number; a single blank is enough only in capitals."""
    found = _ENTRY.fullmatch(line.raw.strip()) if len(line.raw) <= LONGEST else None
    if not found:
        return None
    title = " ".join(found["title"].split())
    loose = found["lead"] == " "
    return None if loose and not (title.isupper() or numbered(title)) else title


def _first_entry(lines: Sequence[Line]) -> int | None:
    return next((i for i, line in enumerate(lines) if _entry(line) is not None), None)


def _listed(lines: Sequence[Line], first: int, end: int) -> tuple[list[Entry], int]:
    """The entries from ``first`` on, until the titles begin anew or two lines in a row have no page."""
    entries: list[Entry] = []
    waiting: list[Line] = []
    stop = first
    for place in range(first, end):
        line = lines[place]
        title = _entry(line)
        if _begins_anew(entries, title if title is not None else line.text):
            break
        if title is None:
            waiting.append(line)
            if len(waiting) > 2:
                break
            continue
        entries += _entries(waiting, line, title)
        waiting, stop = [], place + 1
    return entries, stop


def _begins_anew(entries: Sequence[Entry], text: str) -> bool:
    """Whether a title has been listed before: then the contents are over."""
    found = numbered(text)
    number, title = (found[1], found[2]) if found else (None, text)
    return any(entry.number == number and alike(entry.title, title) for entry in entries)


def _entries(waiting: Sequence[Line], line: Line, title: str) -> list[Entry]:
    """The entry of a line with a page; lines without page before it begin it or are entries of their own."""
    groups: list[tuple[int, str]] = []
    for number, text in [*((before.number, before.text) for before in waiting), (line.number, title)]:
        if groups and not numbered(text):
            groups[-1] = (groups[-1][0], f"{groups[-1][1]} {text}")
        else:
            groups.append((number, text))
    return [_as_entry(*group) for group in groups]


def _as_entry(line: int, text: str) -> Entry:
    found = numbered(text)
    return Entry(line, found[1], found[2]) if found else Entry(line, None, text)


def _without_pages(lines: Sequence[Line], end: int) -> Contents:
    """Contents that lost their page numbers show by their numbered titles coming a second time."""
    seen: list[tuple[int, int, str]] = []
    for place, line in enumerate(lines[:end]):
        found = numbered(line.text)
        if not found:
            continue
        if len(seen) > 1 and any(number == found[1] and alike(title, found[2]) for _, number, title in seen):
            return _unpaged(lines, seen[0][0], place)
        seen.append((place, found[1], found[2]))
    return Contents()


def _unpaged(lines: Sequence[Line], first: int, again: int) -> Contents:
    """The contents from the first numbered title to where it comes again, theme headings included."""
    start = first - 1 if first > 1 and not numbered(lines[first - 1].text) else first
    listed = [line.text for line in lines[start:again]]
    stop = again
    while stop > start + 1 and not numbered(lines[stop - 1].text) and any(
        alike(lines[stop - 1].text, text) for text in listed[: stop - 1 - start]
    ):
        stop -= 1
    return Contents(tuple(_as_entry(line.number, line.text) for line in lines[start:stop]), start, stop)
