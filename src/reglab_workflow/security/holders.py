"""Holders: which people a principal stands for, found by appointment, by organisation or by account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..catalog.query import Query
from ..clock import local_day
from ..people.appointments import SITE, Ground
from ..people.organisation import MEMBER, PARTNER, organisation_by_uid
from ..people.person import ACTIVE
from .actor import ANYONE, SIGNED_IN


@dataclass(frozen=True)
class Held:
    """Those who hold one principal now: some by appointment, some because of their organisation.

    ``people`` is how many they are in all; ``kind`` is anyone, signed_in, account, appointment, organisation,
    membership, or link when only whoever has a link from a letter holds it.
    """

    principal: str
    kind: str
    people: int
    organisations: tuple[Any, ...] = ()
    appointed: tuple[tuple[Any, Ground], ...] = ()
    query: Query | None = None


class Holders:
    """Finds the people behind principals, and loads no more of them than it names."""

    def __init__(self, site: Any, finder: Any, now: datetime) -> None:
        self.site = site
        self.finder = finder
        self.now = now
        self.day = local_day(now)

    def of(self, principal: str) -> Held:
        """Who holds a principal at this moment."""
        kind, _at, scope = principal.partition("@")
        appointed = tuple(self._appointed(kind, scope or SITE))
        if principal.startswith("person:"):
            return self._account(principal)
        if principal in (ANYONE, SIGNED_IN):
            everybody = Query(terms={"type": ("person",), "state": (ACTIVE,)}, order="title")
            return Held(principal, principal, self._count(everybody), query=everybody)
        if principal.startswith("org:") or principal in (MEMBER, PARTNER):
            return self._members(principal, appointed)
        if scope and not appointed and kind in LINKED:
            return Held(principal, "link", 0)
        return Held(principal, "appointment", len(appointed), appointed=appointed)

    def people(self, held: Held, limit: int, offset: int = 0) -> list[tuple[Any, Ground]]:
        """Some of the people, each with the ground: those who are appointed, then those of organisations."""
        some = list(held.appointed[offset:offset + limit])
        if held.query is None or len(some) == limit:
            return some
        first = max(0, offset - len(held.appointed))
        query = Query(terms=held.query.terms, order="title", limit=limit - len(some), offset=first)
        return some + [(person, self._ground(person, held)) for person in self.finder.find(query).items]

    def _ground(self, person: Any, held: Held) -> Ground:
        organisation = organisation_by_uid(self.site, person.organisation)
        if held.kind in (ANYONE, SIGNED_IN) or organisation is None:
            return Ground(held.principal, "account", subject=person.uid)
        return Ground(held.principal, "membership", organisation.from_date, organisation.to_date,
                      subject=organisation.uid)

    def _account(self, principal: str) -> Held:
        person = self.site.by_uid(principal.removeprefix("person:"))
        there = person is not None and person.state == ACTIVE
        found = ((person, Ground(principal, "account", subject=person.uid)),) if there else ()
        return Held(principal, "account", len(found), appointed=found)

    def _members(self, principal: str, appointed: tuple[tuple[Any, Ground], ...]) -> Held:
        """The people of one organisation, or of all of a kind, that take part today."""
        one = principal.startswith("org:")
        wanted = [organisation_by_uid(self.site, principal.removeprefix("org:"))] if one else [
            each for each in self.site["organisations"].values() if each.kind == principal]
        with_us = tuple(each for each in wanted if each is not None and each.takes_part(self.day))
        query = Query(terms={"type": ("person",), "state": (ACTIVE,), "belongs": tuple(each.uid for each in with_us)},
                      order="title")
        return Held(principal, "organisation" if one else "membership", self._count(query) + len(appointed),
                    with_us, appointed, query)

    def _appointed(self, role: str, scope: str) -> Iterator[tuple[Any, Ground]]:
        """Everybody with an open account who has a role there now, each once."""
        seen = set()
        for each in self.site.appointments.on_scope(scope, self.now):
            person = self.site.by_uid(each.person) if each.role == role and each.person not in seen else None
            if person is not None and person.state == ACTIVE:
                seen.add(each.person)
                yield person, each.ground()

    def _count(self, query: Query) -> int:
        match = query.match()
        return int(self.finder.fresh_index().count(match)) if match is not None else 0


LINKED = ("approver", "participant", "surveyed")
"""Roles that nobody is appointed to: whoever has the link from a letter holds them."""
