"""Throttle: how long somebody must wait after failing again and again.

Attempts are records of their own, so that many failures at once do not get in each other's way.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent


@dataclass(frozen=True)
class Rule:
    """After ``free`` attempts within ``window``, each one doubles the wait from ``first`` up to ``longest``."""

    free: int
    window: timedelta
    first: timedelta
    longest: timedelta

    def wait(self, attempts: int) -> timedelta:
        """How long after the last of so many attempts the next one may come."""
        over = attempts - self.free
        if over < 0:
            return timedelta(0)
        doublings = min(over, math.ceil(math.log2(self.longest / self.first)))
        return min(self.first * 2**doublings, self.longest)


_MINUTE = timedelta(minutes=1)
RULES = {
    # Guessing at one account from anywhere; from a browser where the person has signed in before; and from one
    # address at many accounts, where a whole organisation may sit behind one address.
    "account": Rule(5, timedelta(hours=12), timedelta(seconds=15), 15 * _MINUTE),
    "device": Rule(5, timedelta(hours=12), timedelta(seconds=15), 15 * _MINUTE),
    "source": Rule(30, timedelta(hours=1), timedelta(seconds=15), 15 * _MINUTE),
    # Asking for letters with a new password.
    "letter": Rule(3, timedelta(hours=1), 10 * _MINUTE, timedelta(hours=1)),
    "letters_from": Rule(20, timedelta(hours=1), _MINUTE, 15 * _MINUTE),
    # Guessing at the links of those who have no account; a whole organisation may sit behind one address.
    "link": Rule(30, timedelta(hours=1), timedelta(seconds=15), 15 * _MINUTE),
    # Sending somebody an invitation once more.
    "invitation": Rule(3, timedelta(hours=12), timedelta(hours=1), timedelta(hours=12)),
}

Key = tuple[str, str]
LONGEST_MEMORY = max(rule.window for rule in RULES.values())


class Throttle(Persistent):
    """The attempts of the last hours, by what was tried and from where."""

    def __init__(self) -> None:
        self.attempts: Any = OOTreeSet()

    def wait(self, keys: list[Key], now: datetime) -> int:
        """How many whole seconds to wait before the next attempt; 0 when it may be made now."""
        return max((self._wait(key, now) for key in keys), default=0)

    def count(self, keys: list[Key], now: datetime) -> None:
        """Remember an attempt that failed, or one that counts in itself."""
        for kind, name in keys:
            self.attempts.insert((kind, hidden(name), now, secrets.token_hex(4)))

    def forget(self, keys: list[Key]) -> None:
        """Start again from none, as after a right password."""
        for key in keys:
            for attempt in self._of(key):
                self.attempts.remove(attempt)

    def sweep(self, now: datetime) -> int:
        """Forget what no rule looks at any more; tells how many."""
        over = [attempt for attempt in self.attempts if now - attempt[2] > LONGEST_MEMORY]
        for attempt in over:
            self.attempts.remove(attempt)
        return len(over)

    def _wait(self, key: Key, now: datetime) -> int:
        rule = RULES[key[0]]
        recent = [attempt[2] for attempt in self._of(key) if now - attempt[2] < rule.window]
        if not recent:
            return 0
        return max(0, math.ceil((recent[-1] + rule.wait(len(recent)) - now).total_seconds()))

    def _of(self, key: Key) -> list[Any]:
        kind, name = key[0], hidden(key[1])
        return list(self.attempts.keys((kind, name), (kind, name + "\x00")))


def hidden(name: str) -> str:
    """A name of a key as it is kept: neither addresses of people nor of machines lie here in clear."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def network(address: str) -> str:
    """The part of a machine's address that one visitor cannot change: all of IPv4, the first half of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)
