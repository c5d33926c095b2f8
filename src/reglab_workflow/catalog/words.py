"""Words as the index keeps them: folded, and cut down to their Swedish stems."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
ODD = re.compile(r"[^a-z0-9]")
LONGEST_WORD = 64
_local = threading.local()


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order; å, ä and ö stay letters of their own."""
    words = WORD.findall(unicodedata.normalize("NFC", text).casefold())
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = snowballstemmer.stemmer("swedish")
    return [stemmer.stemWord(word[:LONGEST_WORD]) for word in words]


@lru_cache(maxsize=50_000)
def term(*parts: str) -> str:
    """One token made of names: ``term("state", "draft")`` is ``state__draft``.

    No two lists of names give the same token, whatever is in them: what is no small ASCII letter or digit is
    written as its number. A filter by area "Vård" must not find "Värd".
    """
    return "__".join(ODD.sub(_numbered, part) for part in parts)


def _numbered(character: re.Match[str]) -> str:
    return f"_{ord(character[0]):x}_"
