"""Similar proposals: those nearest to a text among what the asker may view, and the words that they share.

The index gives the candidates, by the rarest words of the text; how alike they are is the cosine of their
words, where a rare word weighs more than a common one, a word of the title counts twice, and a compound
counts half for the word that it begins with. Only what is shown is loaded from the database.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .common import tells
from .finder import LONG_WORD, Finder, Query
from .index import Near
from .words import WORD, stems, term

LEAST = 0.08
"""Texts that are less alike than this share a few words by chance."""

CANDIDATES = 30
SEARCHED = 40
"""Words that candidates are looked for by: those of the title, then the rarest."""

LONGEST = 20_000
"""Characters of a text that are read."""

MANY = 5
"""Shared words that need not stand in a title."""

MOST_WORDS = 5
PROPOSALS = Query(terms={"type": ("proposal",)}, without={"state": ("withdrawn",)})


@dataclass(frozen=True)
class Written:
    """A text as somebody wrote it: the title weighs double."""

    title: str
    body: str = ""

    @property
    def whole(self) -> str:
        """Title and body, as far as they are read."""
        return f"{self.title} {self.body}"[:LONGEST]


@dataclass(frozen=True)
class Likeness:
    """A proposal that is like the text, how much (0 to 1), and shared words as people wrote them."""

    item: Any
    score: float
    words: tuple[str, ...]


def similar_to(finder: Finder, text: Written, exclude: Collection[str] = (), most: int = 5) -> list[Likeness]:
    """The proposals that are most like a text, best first.

    ``exclude`` holds the uids of those that it is not to be compared with, its own first. Drafts count for
    those who send them, withdrawn proposals for nobody, and a merged one is shown as the one it goes on in.
    """
    compared = _Comparison(finder, text, exclude)
    found: dict[str, Likeness] = {}
    for score, near in compared.ranked():
        if len(found) == most:
            break
        hit = finder.seen(near)
        item = _shown_as(finder, hit)
        if item is not None and item.uid not in exclude and item.uid not in found:
            found[item.uid] = Likeness(item, score, compared.shared_words(near, hit))
    return list(found.values())


def _shown_as(finder: Finder, hit: Any) -> Any | None:
    """The proposal itself, or the one that it goes on in; nothing for what is still another's draft."""
    passed: set[str] = set()
    item = hit
    while item is not None and item.state == "merged" and item.uid not in passed:
        passed.add(item.uid)
        item = item.merged_into()
    if item is None or item.state in ("merged", "withdrawn"):
        return None
    if item.state == "draft" and finder.actor.organisation not in item.sending():
        return None
    return item if finder.rights.may(finder.actor, "view", item) else None


class _Comparison:
    """One text beside the candidates."""

    def __init__(self, finder: Finder, text: Written, exclude: Collection[str]) -> None:
        self.finder = finder
        self.text = text
        self.exclude = exclude
        self.title = _title(text.title)
        self.plain = _counted(stems(text.whole))
        self.proposals = term("type", "proposal")
        self.spread = finder.spread({*self.plain, *_beginnings(self.plain), self.proposals}) if self.plain else {}
        self.heads = frozenset(stem for stem in {*self.plain, *self.spread} if len(stem) >= LONG_WORD and tells(stem))
        self.mine = _folded(self.plain, self.heads)
        self.weights: Mapping[str, float] = {}

    def ranked(self) -> list[tuple[float, Near]]:
        """The candidates that are alike enough, best first."""
        nears = self.finder.nearest(PROPOSALS, self._searched(), self.exclude, CANDIDATES, LONGEST)
        theirs = {near: self._counts(near) for near in nears}
        self.spread |= self.finder.spread({stem for counts in theirs.values() for stem in counts} - {*self.spread})
        self.weights = self._weighed(self.mine, self.title)
        scored = [(self._score(counts, near), near) for near, counts in theirs.items()]
        alike = [(score, near) for score, near in scored if score >= LEAST]
        return sorted(alike, key=lambda each: (-each[0], each[1].path))

    def shared_words(self, near: Near, item: Any) -> tuple[str, ...]:
        """The shared words that tell the most, each in one of the forms that people gave it."""
        theirs = self._weighed(self._counts(near), _title(near.title))
        shared = sorted(theirs.keys() & self.weights.keys(),
                        key=lambda stem: (-self.weights[stem] * theirs[stem], stem))
        forms = _forms(f"{self.text.whole} {item.search_text()[:LONGEST]}", set(shared))
        told: dict[str, str] = {}
        for stem in shared:
            if stem in forms and not any(_kin(stem, other) for other in told):
                told[stem] = forms[stem]
        return tuple(dict.fromkeys([*told.values()][:MOST_WORDS]))

    def _searched(self) -> list[str]:
        """The words to look for candidates by; one that stands in the text alone finds nothing."""
        own = 1 if self.exclude else 0
        known = [stem for stem in self.mine if self.spread.get(stem, 0) > own or len(stem) >= LONG_WORD]
        return sorted(known, key=lambda stem: (stem not in self.title, self.spread.get(stem, 0) <= own,
                                               self.spread.get(stem, 0), stem))[:SEARCHED]

    def _counts(self, near: Near) -> dict[str, float]:
        return _folded(_counted(near.body.split()), self.heads)

    def _weighed(self, counts: Mapping[str, float], title: Collection[str]) -> dict[str, float]:
        """A vector of length one; what stands in the title weighs double."""
        whole = self.spread.get(self.proposals, 1)
        found = {
            stem: math.sqrt(count) * math.log(1 + whole / self.spread.get(stem, 1)) * (2 if stem in title else 1)
            for stem, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {stem: weight / length for stem, weight in found.items()}

    def _score(self, counts: Mapping[str, float], near: Near) -> float:
        """The cosine; a few shared words count only when one of them stands in one of the titles."""
        title = _title(near.title)
        theirs = self._weighed(counts, title)
        shared = theirs.keys() & self.weights.keys()
        if len(shared) < MANY and not shared & (self.title | title):
            return 0.0
        return min(1.0, round(sum(theirs[stem] * self.weights[stem] for stem in sorted(shared)), 9))


def _title(title: str) -> frozenset[str]:
    """The telling stems of a title."""
    return frozenset(stem for stem in stems(title[:LONGEST]) if tells(stem))


def _counted(words: Iterable[str]) -> Counter[str]:
    """How often each telling stem stands in a text."""
    return Counter(stem for stem in words if tells(stem))


def _beginnings(found: Iterable[str]) -> Iterator[str]:
    """What the long words among these begin with, whether it is a word or not."""
    for stem in found:
        yield from (stem[:end] for end in range(LONG_WORD, len(stem) - 1))


def _folded(counts: Mapping[str, int], heads: Collection[str]) -> dict[str, float]:
    """The counts, where a compound counts half for the longest known word that it begins with."""
    found: dict[str, float] = dict(counts)
    for stem, count in counts.items():
        head = next((stem[:end] for end in range(len(stem) - 2, LONG_WORD - 1, -1) if stem[:end] in heads), None)
        if head is not None:
            found[head] = found.get(head, 0) + count / 2
    return found


def _forms(text: str, wanted: Collection[str]) -> dict[str, str]:
    """The commonest form of each stem in a text, in small letters where anybody wrote it so (AI is never ai)."""
    forms: dict[str, Counter[str]] = {}
    for word in WORD.findall(unicodedata.normalize("NFC", text)):
        for stem in stems(word):
            if stem in wanted:
                forms.setdefault(stem, Counter())[word] += 1
    return {stem: max(found, key=lambda word: (word.islower(), found[word])) for stem, found in forms.items()}


def _kin(one: str, other: str) -> bool:
    """Whether one of two words begins with the other."""
    short, long = sorted((one, other), key=len)
    return len(short) >= LONG_WORD and long.startswith(short)
