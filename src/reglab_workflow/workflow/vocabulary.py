"""The names that workflow files may use: a typo should not survive the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Names = frozenset[str] | None

ANYONE = "anyone"
"""The role that everybody holds, whatever else they hold."""


@dataclass(frozen=True)
class Vocabulary:
    """Every name that a file may use; None for a kind that is not to be checked.

    ``implies`` tells what other roles a role brings. ``warns`` are the guards unless given apart,
    and ``dates`` are the fields that ``at`` may name.
    """

    permissions: Names = None
    roles: Names = None
    implies: Mapping[str, frozenset[str]] | None = None
    guards: Names = None
    warns: Names = None
    effects: Names = None
    facts: Names = None
    relations: Names = None
    dates: Names = None

    @property
    def warnings(self) -> Names:
        """The names that ``warns`` may list."""
        return self.guards if self.warns is None else self.warns

    def with_implied(self, role: str) -> frozenset[str]:
        """A role with every role that whoever holds it holds as well."""
        held, fresh = {ANYONE}, [role]
        while fresh:
            held.add(found := fresh.pop())
            fresh.extend((self.implies or {}).get(found, frozenset()) - held)
        return frozenset(held)
