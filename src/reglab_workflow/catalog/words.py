"""Words as the index keeps them: folded, and cut down to their Swedish stems."""

from __future__ import annotations

import re
import threading
import unicodedata

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 64
_local = threading.local()


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order; å, ä and ö stay letters of their own."""
    words = WORD.findall(unicodedata.normalize("NFC", text).casefold())
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = snowballstemmer.stemmer("swedish")
    return [stemmer.stemWord(word[:LONGEST_WORD]) for word in words]


def term(*parts: str) -> str:
    """One token made of names: ``term("state", "draft")`` is ``state_draft``."""
    return "_".join(re.sub(r"[^a-z0-9]+", "_", part.casefold()) for part in parts)
