"""Plain texts in documents: paragraphs and points, the number of words, and a long text cut where a sentence ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..web.marking import BULLET

SHORT = 60
"""Words of one part that a slide holds."""

WORD = re.compile(r"\S+")
SENTENCE_END = re.compile(r"[.!?…:][\"”’»)]*(?=\s)|(?=\n)")
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:(?:\w{1,3}\.)+\w{1,2}|bl|ca|dvs|etc|ev|ex|fl|inkl|jfr|kap|kl|mm|nr|obs|resp|st|t|tex)\.$",
    re.IGNORECASE)
LEAST = 3
"""Cut at the end of a sentence only if it leaves this share of the words: one part in so many."""


@dataclass(frozen=True)
class Block:
    """One paragraph, or one point of a list."""

    text: str
    point: bool = False


def blocks(text: str) -> list[Block]:
    """Blank lines part paragraphs, a line that begins with a dash is a point, an indented line goes on."""
    found: list[Block] = []
    goes_on = False
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped:
            goes_on = False
        elif BULLET.match(line):
            found.append(Block(BULLET.sub("", line).strip(), point=True))
            goes_on = True
        elif goes_on and found and (not found[-1].point or line[:1].isspace()):
            joint = " " if found[-1].point else "\n"
            found[-1] = Block(found[-1].text + joint + stripped, found[-1].point)
        else:
            found.append(Block(stripped))
            goes_on = True
    return found


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(WORD.findall(text))


def shortened(text: str, most: int = SHORT) -> str:
    """The text with at most so many words: cut at a sentence's end where there is one, never within a word."""
    text = text.strip()
    words = list(WORD.finditer(text))
    if len(words) <= most:
        return text
    limit = words[most - 1].end()
    least = words[most // LEAST].end()
    for match in reversed(list(SENTENCE_END.finditer(text, 0, limit + 1))):
        head = text[:match.end()].rstrip()
        if least <= len(head) <= limit and not ABBREVIATION.search(head):
            return f"{head} …"
    return text[:limit].rstrip(" ,;:–-") + " …"
