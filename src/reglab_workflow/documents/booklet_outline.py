"""Where themes and proposals begin among the lines of a booklet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .booklet_contents import Contents, Entry, alike, letters, numbered
from .booklet_headings import heading_of, inline_heading_of, opens_part
from .booklet_lines import Line, ends_sentence

_ORGANISATION_LIKE = re.compile(r"region|län\b|verket\b|kommun|@|\bAB\b|kontor", re.I)
_LINKING_WORDS = frozenset(("och", "för", "i", "av", "till", "med", "som"))


@dataclass(frozen=True)
class Title:
    """A title in the booklet itself: from which line to which (exclusive), its number and its words."""

    at: int
    after: int
    label: str
    number: int | None
    text: str


@dataclass(frozen=True)
class Theme:
    """A theme heading: at which line, and whether only its place says that it is one."""

    at: int
    text: str
    guessed: bool = False


@dataclass(frozen=True)
class Round:
    """A new run through the four headings: where it begins, and the heading before it (place -1: none)."""

    place: int
    before: int
    before_part: str

    @property
    def may_have_title(self) -> bool:
        """Whether the lines before it can hold a title that has nothing to tell it by."""
        return self.before_part in ("contacts", "")


def rounds(lines: Sequence[Line]) -> list[Round]:
    """Each place where the headings begin again."""
    inline = not any(heading_of(line.text) == "idea" for line in lines)
    found: list[Round] = []
    seen: set[str] = set()
    before, before_part = -1, ""
    for place, line in enumerate(lines):
        part = heading_of(line.text) or (inline_heading_of(line.text)[0] if inline else "")
        if not part:
            continue
        if not seen or part in seen or part == "idea" or "contacts" in seen:
            found.append(Round(place, before, before_part))
            seen = set()
        seen.add(part)
        before, before_part = place, part
    return found


def find_titles(lines: Sequence[Line], contents: Contents) -> list[Title]:
    """Every proposal's title: those in the contents for certain, the others by their place."""
    titles = {title.at: title for title in _listed_titles(lines, contents)}
    listed = tuple(titles)
    start = 0
    for each in rounds(lines):
        start = each.place
        if not any(each.before < at < each.place for at in listed):
            earlier = (title for at, title in titles.items() if at < each.place)
            titles.update((title.at, title) for title in _by_place(lines, each, _highest(earlier), contents))
    titles.update((title.at, title) for title in _tail(lines, start, titles))
    return [titles[at] for at in sorted(titles)]


def _highest(titles: Iterator[Title]) -> int:
    return max((title.number or 0 for title in titles), default=0)


def _listed_titles(lines: Sequence[Line], contents: Contents) -> Iterator[Title]:
    """The lines that the contents list as titles, with or without their number, one for each entry."""
    left: set[Entry] = set(contents.titles)
    for place, line in enumerate(lines):
        if not left or heading_of(line.text):
            continue
        title = _title_at(lines, place, contents)
        same = (each for each in left if each.number == title.number and alike(each.title, title.text))
        entry = next(same, None) or next((e for e in left if letters(e.title) == letters(title.text)), None)
        if entry and (title.label or (title.after < len(lines) and opens_part(lines[title.after]))):
            left.remove(entry)
            yield title


def _title_at(lines: Sequence[Line], place: int, contents: Contents) -> Title:
    """The title that begins at a line, with the lines it was broken over."""
    label, number, text = numbered(lines[place].text) or ("", None, lines[place].text)
    whole = text
    for after in range(place + 1, min(place + 3, len(lines))):
        if letters(whole) in contents.listed or opens_part(lines[after]):
            break
        whole = f"{whole} {lines[after].text}"
        if letters(whole) in contents.listed:
            return Title(place, after + 1, label, number, whole)
    after = place + 1
    if label and after < len(lines) and _goes_on(text, lines[after]):
        return Title(place, after + 1, label, number, f"{text} {lines[after].text}")
    return Title(place, after, label, number, text)


def _goes_on(text: str, after: Line) -> bool:
    """Whether a title plainly continues in the next line."""
    unfinished = text[-1] in ",–-:" or text.rpartition(" ")[2].casefold() in _LINKING_WORDS
    return unfinished and after.gap == 0 and not opens_part(after)


def _by_place(lines: Sequence[Line], each: Round, last: int, contents: Contents) -> Iterator[Title]:
    """The titles before a round of headings by themselves: a chain of numbers, or the line before."""
    chain = _chain(lines, each, last)
    if chain:
        yield from (_title_at(lines, at, contents) for at in chain)
    elif each.may_have_title and each.place - each.before > (2 if each.before >= 0 else 1):
        yield Title(each.place - 1, each.place, "", None, lines[each.place - 1].text)


def _chain(lines: Sequence[Line], each: Round, last: int) -> list[int]:
    """The numbered lines before a round that carry on the count, read backwards from the headings."""
    found = [
        (at, title[1]) for at in range(each.before + 1, each.place)
        if (title := numbered(lines[at].text)) and title[0][-1] in ".):" and (lines[at].gap or at == 0)
    ]
    if not each.before_part:
        # Before the first headings there are no contacts: a number that comes again is a list in a preamble.
        found = [pair for place, pair in enumerate(found) if pair[1] not in {n for _, n in found[:place]}]
    chain: list[tuple[int, int]] = []
    for at, number in reversed(found):
        if number > last and (not chain or number == chain[-1][1] - 1):
            chain.append((at, number))
    if not chain and each.may_have_title:
        chain = found[-1:]
    return [at for at, _ in chain]


def _tail(lines: Sequence[Line], start: int, titles: dict[int, Title]) -> Iterator[Title]:
    """Titles after the last contacts: proposals that came without any of the form's headings."""
    last = _highest(iter(titles.values()))
    contacts = (place for place in range(start, len(lines)) if heading_of(lines[place].text) == "contacts")
    for place in range(next(contacts, len(lines)), len(lines)):
        found = numbered(lines[place].text)
        if place in titles or not found or found[0][-1] not in ".):" or not lines[place].gap:
            continue
        if found[1] == last + 1 and not _ORGANISATION_LIKE.search(found[2]):
            last += 1
            yield Title(place, place + 1, *found)


def find_themes(lines: Sequence[Line], titles: Sequence[Title], contents: Contents) -> list[Theme]:
    """Every theme heading: lines right before a title or at the end that the contents or their place tell."""
    themes: list[Theme] = []
    lowest = 0
    for title in [*titles, None]:
        end = title.at if title else len(lines)
        place = end - 1
        while place >= lowest and contents.lists(lines[place].text):
            themes.append(Theme(place, lines[place].text))
            place -= 1
        if title and place == end - 1 and _looks_like_theme(lines, lowest, place):
            themes.append(Theme(place, lines[place].text, guessed=True))
        lowest = title.after if title else end
    return sorted(themes, key=lambda theme: theme.at)


def _looks_like_theme(lines: Sequence[Line], lowest: int, place: int) -> bool:
    """Whether a short line alone before a title is a theme although no contents say so."""
    if place < lowest:
        return False
    line = lines[place]
    if len(line.text) > 80 or ends_sentence(line.text) or numbered(line.text) or heading_of(line.text):
        return False
    if lowest == 0:
        return True
    heading = next((at for at in range(place, lowest - 1, -1) if heading_of(lines[at].text)), place)
    follows_contact = place - heading >= 2
    new_page = line.page or not any(each.page for each in lines)
    return follows_contact and new_page and "," not in line.text and not _ORGANISATION_LIKE.search(line.text)
