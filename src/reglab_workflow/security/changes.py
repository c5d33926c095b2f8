"""Changes: rights given and taken over time, those that are about to end, and those that nobody uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from ..catalog.query import Query
from ..clock import local_day, midnight, over
from ..people.appointments import SITE
from ..people.person import ACTIVE
from ..plain import plain
from .overview import reads_only
from .usage import Change, Use

SOON = timedelta(days=60)
"""An appointment that ends within this time is worth a thought."""

LONG = timedelta(days=365)
"""A role that nobody has used for so long may not be needed."""

IN_FORCE = "first <= :day AND last >= :day AND ended = ''"
LATEST_USE = """(SELECT max(uses.at) FROM uses WHERE uses.actor = given.person AND uses.role = given.role
    AND uses.principal = CASE given.scope WHEN 'site' THEN given.role ELSE given.role || '@' || given.scope END)"""
NEVER_USED = """SELECT documents.uid FROM found JOIN documents ON documents.row = found.rowid
    WHERE found MATCH ? AND documents.uid NOT IN (SELECT actor FROM uses) ORDER BY documents.title COLLATE swedish"""


@dataclass(frozen=True)
class Period:
    """Which changes are asked for: of a person, of a role, from a day to a day; an empty one asks for all."""

    person: str = ""
    role: str = ""
    first: date | None = None
    last: date | None = None


class Ledger:
    """Answers from the tables that are fed from the trail: what there is to look at is counted before it is loaded."""

    def __init__(self, rulebook: Any, site: Any, finder: Any, now: datetime) -> None:
        self.rulebook = rulebook
        self.site = site
        self.finder = finder
        self.now = now
        self.day = local_day(now)

    @cached_property
    def reading(self) -> frozenset[str]:
        """The roles that let nobody do anything but look: reading leaves no trace in the trail."""
        return frozenset(name for name in self.rulebook.roles if reads_only(self.rulebook, name))

    # -- appointments ----------------------------------------------------------------------------------------

    def in_force(self, role: str = "") -> list[Any]:
        """Every appointment in force today, or those of one role."""
        return self.appointments(self._given(f"{IN_FORCE} AND (:role = '' OR role = :role)", role=role))

    def appointments(self, uids: Iterable[str]) -> list[Any]:
        """The appointments themselves."""
        found = (self.site.appointments.get(uid) for uid in uids)
        return [each for each in found if each is not None]

    def held(self) -> dict[str, list[tuple[str, str]]]:
        """For each person with an appointment in force: the roles with their scopes."""
        found: dict[str, list[tuple[str, str]]] = {}
        for person, role, scope in self._rows(f"SELECT person, role, scope FROM given WHERE {IN_FORCE}"):  # noqa: S608
            found.setdefault(person, []).append((role, scope))
        return found

    def expiring(self) -> list[str]:
        """The uids of those whose last day is close, the first to end first."""
        soon = (self.day + SOON).isoformat()
        return self._given(f"{IN_FORCE} AND last <= :soon", "last, uid", soon=soon)

    def to_begin(self) -> list[str]:
        """The uids of those that have been given and are not in force yet."""
        return self._given("first > :day AND ended = ''")

    def unused(self) -> list[str]:
        """The uids of those that have been in force for a year in which their role was not used."""
        since = str(plain(self.now - LONG))
        early = local_day(self.now - LONG).isoformat()
        rows = self._rows(f"""SELECT uid, person, role, scope FROM given WHERE {IN_FORCE} AND first <= :early
            AND coalesce({LATEST_USE}, '') < :since ORDER BY first, uid""", early=early, since=since)  # noqa: S608
        uses = ((uid, self.last_use(person, role, scope)) for uid, person, role, scope in rows)
        return [uid for uid, use in uses if use is None or use.at < since]

    def alone(self) -> list[str]:
        """The uids of those that nobody else shares: the only one of a role on an item, or on the site."""
        return self._given(f"""{IN_FORCE} AND NOT EXISTS (
            SELECT 1 FROM given AS other WHERE other.scope = given.scope AND other.role = given.role
            AND other.person <> given.person AND other.first <= :day AND other.last >= :day AND other.ended = '')""")  # noqa: S608

    def last_use(self, person: str, role: str, scope: str) -> Use | None:
        """When a person last did something in a role there; a role that only reads is used by being here at all."""
        if role in self.reading:
            return self.last_seen(person)
        principal = role if scope == SITE else f"{role}@{scope}"
        return self._use("actor = :person AND role = :role AND principal = :principal",
                         person=person, role=role, principal=principal)

    def last_seen(self, person: str) -> Use | None:
        """When a person last did anything at all."""
        return self._use("actor = :person", person=person)

    def last_by(self, person: str, principal: str) -> Use | None:
        """When a person last did something that a principal let her or him do, whichever role it was called."""
        return self._use("actor = :person AND principal = :principal", person=person, principal=principal)

    # -- people ----------------------------------------------------------------------------------------------

    def never_used(self) -> list[str]:
        """The uids of people with an open account who have never signed in or done anything, by name."""
        return [uid for (uid,) in self.finder.fresh_index().rows(NEVER_USED, (self._people(),))]

    def left_behind(self) -> list[str]:
        """The uids of people with an open account whose organisation does not take part any more, by name."""
        gone = tuple(each.uid for each in self.site["organisations"].values() if self._has_left(each))
        match = self._people(belongs=gone)
        return [hit.uid for hit in self.finder.fresh_index().search(match, "title", MOST, 0)] if match else []

    def _has_left(self, organisation: Any) -> bool:
        """Whether an organisation has been with us and is no more; one that is to begin has not left."""
        begun = organisation.from_date is None or organisation.from_date <= self.day
        return begun and not organisation.takes_part(self.day)

    # -- changes ---------------------------------------------------------------------------------------------

    def changes(self, period: Period, limit: int, offset: int = 0) -> list[Change]:
        """The changes of a period, newest first."""
        where, values = _where(period)
        sentence = f"SELECT * FROM changed WHERE {where} ORDER BY at DESC, entry DESC LIMIT ? OFFSET ?"  # noqa: S608
        return [Change(*row) for row in self.finder.fresh_index().rows(sentence, (*values, limit, offset))]

    def number(self, period: Period) -> int:
        """How many there are."""
        where, values = _where(period)
        ((number,),) = self.finder.fresh_index().rows(f"SELECT count(*) FROM changed WHERE {where}", values)  # noqa: S608
        return int(number)

    def roles_given(self) -> list[str]:
        """Every role that somebody has ever been appointed to."""
        return [role for (role,) in self.finder.fresh_index().rows("SELECT DISTINCT role FROM given ORDER BY role")]

    def _people(self, **terms: tuple[str, ...]) -> str | None:
        return Query(terms={"type": ("person",), "state": (ACTIVE,), **terms}).match()

    def _given(self, where: str, order: str = "first, uid", **values: str) -> list[str]:
        rows = self._rows(f"SELECT uid FROM given WHERE {where} ORDER BY {order}", **values)  # noqa: S608
        return [uid for (uid,) in rows]

    def _use(self, where: str, **values: str) -> Use | None:
        rows = self._rows(f"SELECT at, entry, times FROM uses WHERE {where} ORDER BY at DESC LIMIT 1", **values)  # noqa: S608
        return Use(*rows[0]) if rows else None

    def _rows(self, sentence: str, **values: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.finder.fresh_index().rows(
            sentence, {"day": self.day.isoformat(), **values})
        return found


MOST = 100_000
"""People of organisations that have left: their names alone, and no objects."""


def _where(period: Period) -> tuple[str, list[str]]:
    parts: list[tuple[str, str]] = [("person = ?", period.person), ("role = ?", period.role)]
    parts.append(("at >= ?", _written(midnight(period.first)) if period.first else ""))
    parts.append(("at < ?", _written(over(period.last)) if period.last else ""))
    wanted = [(clause, value) for clause, value in parts if value]
    return " AND ".join(clause for clause, _value in wanted) or "1", [value for _clause, value in wanted]


def _written(moment: datetime) -> str:
    """A moment as the trail writes it."""
    return str(plain(moment))
