"""Two texts of one file, told apart: the lines that differ, each place with its number and the table it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from chameleon.utils import Markup

from .diff import changed_words

TABLE = re.compile(r"\s*\[\[?([^\]]+)\]")


@dataclass(frozen=True)
class Place:
    """One place where the texts differ: the line it begins at, the table around it, and both texts in one."""

    line: int
    table: str
    told: Markup


def places(before: str, after: str, removed: str, added: str) -> list[Place]:
    """Where two texts of a file differ, in the order of the newer; nothing where they are alike."""
    one, other = before.splitlines(), after.splitlines()
    return [
        Place(k + 1, _table(other if m > k else one, k if m > k else i),
              changed_words("\n".join(one[i:j]), "\n".join(other[k:m]), removed, added))
        for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if kind != "equal"
    ]


def _table(lines: list[str], at: int) -> str:
    """The name of the table that a line stands in, or begins."""
    for line in reversed(lines[:at + 1]):
        found = TABLE.match(line)
        if found is not None:
            return found[1].strip()
    return ""
