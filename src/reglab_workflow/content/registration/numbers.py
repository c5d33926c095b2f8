"""Numbers that have a check digit: those of Swedish organisations, and the GLN that electronic invoices go to."""

from __future__ import annotations

import re

ORGANISATION_NUMBER = re.compile(r"(?:16)?(\d{6})-?(\d{4})")
GLN = re.compile(r"(?:0088:)?(\d{13})")
PEPPOL = re.compile(r"0007:(\d{10})")


def organisation_number(text: str) -> str:
    """The number as ``123456-7890``; empty when it is no organisation number.

    The third digit is at least 2, which tells it from a personal number, and the last is a Luhn check digit.
    """
    found = ORGANISATION_NUMBER.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        return ""
    digits = found[1] + found[2]
    if digits[2] in "01" or not _luhn(digits):
        return ""
    return f"{found[1]}-{found[2]}"


def invoice_address(text: str) -> str:
    """A Peppol address (``0007:`` and an organisation number, or ``0088:`` and a GLN) or a bare GLN; else empty."""
    plain = re.sub(r"[\s-]", "", text)
    peppol, gln = PEPPOL.fullmatch(plain), GLN.fullmatch(plain)
    if peppol is not None:
        return plain if organisation_number(peppol[1]) else ""
    if gln is not None:
        return plain if _gln(gln[1]) else ""
    return ""


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _gln(digits: str) -> bool:
    weighed = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return sum(weighed) % 10 == 0
