"""Passwords: which are good enough, how they are kept, and how one is compared without telling anything."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from ..i18n import _
from ..workflow.errors import Reason

LEAST = 12
MOST = 256
LEAST_ESSENCE = 6
"""What must remain of a password when everything that guessers try first counts as one character."""

DEMO_PASSWORD = "reglab-demo"
COMMON = Path(__file__).parent / "common_passwords.txt"
LEET = str.maketrans("@4831!05$7", "aabeiiosst")
# Straight ways over a Swedish keyboard, and the alphabet.
ROWS = ("1234567890+", "qwertyuiopå", "asdfghjklöä", "zxcvbnm,.-", "abcdefghijklmnopqrstuvwxyzåäö")
SHORTEST_RUN = 4
YEAR = re.compile(r"(19|20)\d\d")
REPEATED = re.compile(r"(.{1,12}?)\1+")
WORD = re.compile(r"[^\W\d_]{4,}")
# Each word becomes a character of its own from the private use area, so that four words stay four.
FIRST_MARK = 0xE001


class Passwords:
    """The way passwords are kept on this site: argon2id, slow on purpose.

    ``fast`` is for tests only. With ``demo`` the well-known password of the demo accounts is accepted.
    """

    def __init__(self, fast: bool = False, demo: bool = False) -> None:
        self.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if fast else PasswordHasher()
        self.demo = demo
        self.dummy = self.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        """The text to keep instead of the password."""
        return self.hasher.hash(_bytes(password))

    def verify(self, kept: str, password: str) -> bool:
        """Whether it is the password that ``kept`` was made from; takes as long when nothing is kept.

        The password that everybody knows opens nothing but a demo site, whatever an account has kept.
        """
        if password == DEMO_PASSWORD and not self.demo:
            kept = ""
        try:
            self.hasher.verify(kept or self.dummy, _bytes(password))
        except VerificationError:
            return False
        return bool(kept)

    def outdated(self, kept: str) -> bool:
        """Whether the password should be kept anew, since the parameters have changed."""
        return self.hasher.check_needs_rehash(kept)

    def weakness(self, password: str, about: Iterable[str] = ()) -> Reason | None:
        """Why the password is not good enough; ``about`` are texts that belong to the person, as the name."""
        if self.demo and password == DEMO_PASSWORD:
            return None
        if len(password) < LEAST:
            return Reason("password_short", _("The password needs at least ${n} characters.", mapping={"n": LEAST}),
                          "password")
        if len(password) > MOST:
            return Reason("password_long", _("The password can have at most ${n} characters.", mapping={"n": MOST}),
                          "password")
        if len(essence(password, about)) < LEAST_ESSENCE:
            return Reason("password_common", _("The password is easy to guess. Choose other words, or more of them."),
                          "password")
        return None


def essence(password: str, about: Iterable[str] = ()) -> str:
    """What is left of a password when common words, rows of keys, years and repetitions count as one character."""
    text = YEAR.sub(chr(FIRST_MARK - 1), _folded(password))
    personal = {word for part in about for word in WORD.findall(_folded(part))}
    shortened = (_shortened(form, personal) for form in (text, text.translate(LEET)))
    return min(shortened, key=len)


def _shortened(text: str, personal: set[str]) -> str:
    words = (*sorted(personal, key=len, reverse=True), *_common_by_length(), *_runs())
    for number, word in enumerate(words):
        text = text.replace(word, chr(FIRST_MARK + number))
    return REPEATED.sub(r"\1", text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _bytes(password: str) -> bytes:
    """The same bytes for the same characters, however a keyboard composed them; never an error."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def common() -> frozenset[str]:
    """The passwords and parts of passwords that people choose often."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _common_by_length() -> tuple[str, ...]:
    return tuple(sorted(common(), key=lambda word: (-len(word), word)))


@cache
def _runs() -> tuple[str, ...]:
    """Every stretch of a row of keys, forwards and backwards, longest first."""
    ways = [way for row in ROWS for way in (row, row[::-1])]
    stretches = {
        way[start:end] for way in ways for start in range(len(way))
        for end in range(start + SHORTEST_RUN, len(way) + 1)
    }
    return tuple(sorted(stretches, key=lambda run: (-len(run), run)))
