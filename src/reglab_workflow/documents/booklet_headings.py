"""The four headings of the form, as senders and offices write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from .booklet_lines import Line
from .booklet_model import HEADINGS

ORDER = tuple(HEADINGS)
_FULL = {
    "idea": r"id[éeè]n?(?:beskrivning)?",
    "purpose": r"syfte(?:t)?(?: ?(?:och|&|\+|/) ?| )övergripande mål|övergripande (?:syfte och )?mål",
    "target_group": r"målgrupp(?:en|er|erna|\(er\))?",
    "contacts": r"kontaktperson(?:en|er|erna|\(er\)|\(-er\))?|kontaktuppgifter",
}
# Words that may as well be a sender's own heading inside a part.
_SHORT = {
    "idea": r"beskrivning|förslag(?:et)?",
    "purpose": r"syfte(?:t)?(?: och mål)?|mål och syfte",
    "target_group": r"för vem\??",
    "contacts": r"kontakt(?:er)?",
}
_INLINE = re.compile(r"(?P<heading>[^:]{3,40}:)\s*(?P<rest>\S.*)")
ALMOST = 0.9

Found = tuple[str, str, str]
"""Part, heading as it stands, and what stands on the same line after it; the part is empty if it is none."""

NOTHING: Found = ("", "", "")


@lru_cache(maxsize=2048)
def heading_of(text: str) -> str:
    """Which of the four parts a line opens as a heading of its own, or nothing; small slips are forgiven."""
    words = _bare(text)
    return _part(_FULL, words) or _misspelt(words)


def inline_heading_of(text: str) -> Found:
    """A heading and its text together on one line (“Målgrupp: …”)."""
    found = _INLINE.fullmatch(text)
    part = heading_of(found["heading"]) if found else ""
    return (part, found["heading"], found["rest"]) if found and part else NOTHING


def opens_part(line: Line) -> bool:
    """Whether a line is or begins with one of the headings."""
    return bool(heading_of(line.text) or inline_heading_of(line.text)[0])


def part_headings(lines: Sequence[Line]) -> dict[int, Found]:
    """Where the four headings of one proposal stand; each part has one, its first."""
    found: dict[int, Found] = {}
    ways: tuple[Callable[[str], Found], ...] = (_alone, inline_heading_of, _short)
    for read in ways:
        for place, line in enumerate(lines):
            heading = read(line.text)
            known = {part for part, _, _ in found.values()}
            if heading[0] and heading[0] not in known and (read is _alone or _fits(found, place, heading[0])):
                found[place] = heading
    return found


def _alone(text: str) -> Found:
    return heading_of(text), text, ""


def _short(text: str) -> Found:
    return _part(_SHORT, _bare(text)), text, ""


def _bare(text: str) -> str:
    return text.strip().rstrip(":.").strip()


def _part(patterns: dict[str, str], words: str) -> str:
    return next((part for part, pattern in patterns.items() if re.fullmatch(pattern, words, re.I)), "")


def _misspelt(words: str) -> str:
    """The part whose heading this nearly is; the shortest heading has no room for slips."""
    if len(words) > 40 or not words[:1].isupper():
        return ""
    for part in ORDER[1:]:
        proper = HEADINGS[part].casefold()
        same_length = len(words.split()) == len(proper.split())
        if same_length and SequenceMatcher(None, proper, words.casefold()).ratio() >= ALMOST:
            return part
    return ""


def _fits(found: dict[int, Found], place: int, part: str) -> bool:
    """Whether a looser heading stands where the form's order has it, not inside another part by chance."""
    rank = ORDER.index(part)
    in_order = ((at < place) == (ORDER.index(other) < rank) for at, (other, _, _) in found.items())
    return place not in found and all(in_order)
