"""One cell of an answer; reports keep answers made of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell, in words; ``href`` is an address below the site, without host."""

    text: str
    href: str = ""
