"""Usage: which role each person has used and when, and every right that was given or taken; read from the trail.

The rows stand in the side index and hold opaque ids only. They are fed with what is new, so that a page about rights
never reads the whole trail; an index that is made anew in other words keeps them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..history.entry import Entry
from ..history.log import Reading, Trail
from ..rulebook import Rulebook
from .actor import SIGNED_IN

TABLES = ("uses", "given", "changed")
SCHEMA = """
CREATE TABLE uses (
    actor TEXT NOT NULL, role TEXT NOT NULL, principal TEXT NOT NULL, at TEXT NOT NULL, entry TEXT NOT NULL,
    times INTEGER NOT NULL, PRIMARY KEY (actor, role, principal)) WITHOUT ROWID;
CREATE TABLE given (
    uid TEXT PRIMARY KEY, person TEXT NOT NULL, role TEXT NOT NULL, scope TEXT NOT NULL, first TEXT NOT NULL,
    last TEXT NOT NULL, ended TEXT NOT NULL);
CREATE INDEX given_place ON given (scope, role);
CREATE TABLE changed (
    at TEXT NOT NULL, entry TEXT PRIMARY KEY, kind TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL,
    item TEXT NOT NULL, actor TEXT NOT NULL);
CREATE INDEX changed_when ON changed (at, entry)"""

MARK = "used"
"""Under this name the index remembers how far the trail has been read for these tables."""

USED = """INSERT INTO uses VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (actor, role, principal) DO UPDATE SET
    times = times + 1, entry = CASE WHEN excluded.at > at THEN excluded.entry ELSE entry END,
    at = max(at, excluded.at)"""

NOT_USED_BY = frozenset({"letter_queued", "letter_sent", "sign_in_failed", "signed_out"})
"""Kinds of events in which nobody uses a role."""

LAST_DAY = "9999-12-31"
"""The last day of what has no last day decided, so that days can be compared as texts."""

APPOINTED, ENDED, TRANSITIONED = "appointed", "appointment_ended", "transitioned"
MEMBERSHIP = {"person": ("organisation",), "organisation": ("kind", "from_date", "to_date")}
"""Fields that bring rights, by type of item."""


@dataclass(frozen=True)
class Use:
    """The latest time that somebody did something in a role, and how many times in all."""

    at: str
    entry: str
    times: int

    @property
    def moment(self) -> datetime:
        """The moment."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Change:
    """A right that was given or taken, by the uids that the trail's cores hold."""

    at: str
    entry: str
    kind: str
    person: str
    role: str
    item: str
    actor: str


def read_usage(connection: sqlite3.Connection, site: Any, rulebook: Rulebook, marks: Mapping[str, str]) -> None:
    """Read what the trail holds after the marks; all of it anew when they are of another trail."""
    trail: Trail = site.trail
    reading = _reading(marks)
    if marks.get("site") != site.identity or reading is None or not trail.continues(reading):
        reading = tuple((0, "") for _slot in trail.slots)
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above
    for entry in trail.since(tuple(count for count, _head in reading)):
        _read(connection, entry, site, rulebook)


def _reading(marks: Mapping[str, str]) -> Reading | None:
    kept = json.loads(marks.get(MARK, "null"))
    return tuple((count, head) for count, head in kept) if kept is not None else None


def _read(connection: sqlite3.Connection, entry: Entry, site: Any, rulebook: Rulebook) -> None:
    core = entry.core
    if core["actor"] and core["kind"] not in NOT_USED_BY:
        for role, principal in _held(core, site, rulebook):
            connection.execute(USED, (core["actor"], role, principal, core["at"], entry.id))
    if core["kind"] in (APPOINTED, ENDED):
        _keep_appointment(connection, site.appointments.get(core["appointment"]))
    if changes_rights(entry, core):
        person = core.get("person") or (core["item"] if core.get("type") == "person" else "")
        about = (core.get("given_role", ""), core.get("scope") or core.get("item", ""), core["actor"])
        connection.execute("INSERT OR REPLACE INTO changed VALUES (?, ?, ?, ?, ?, ?, ?)",
                           (core["at"], entry.id, core["kind"], person, *about))


def _held(core: Mapping[str, Any], site: Any, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """The role that somebody used, with each principal that holds it there.

    Signing in and looking after the own account use no role but those. An appointment that would have let the person do
    the same is used too, though a stronger role is the one told.
    """
    if core["kind"] == "signed_in":
        yield SIGNED_IN, SIGNED_IN
        return
    if core.get("item") == core["actor"]:
        yield "self", f"person:{core['actor']}"
        return
    uid = core.get("item", site.uid)
    place = site if uid == site.uid else site.by_uid(uid) or site
    used = {}
    if core["role"] in rulebook.roles:
        used = {(core["role"], principal): None for principal in rulebook.holders(core["role"], place)}
    for each in site.appointments.of_person(core["actor"], datetime.fromisoformat(core["at"])):
        if each.role in rulebook.roles and each.principal in rulebook.holders(each.role, place) and \
                _could(rulebook, core, each.role):
            used[each.role, each.principal] = None
    yield from used


def _could(rulebook: Rulebook, core: Mapping[str, Any], role: str) -> bool:
    """Whether the file lets a role do what was done: take the step, or change something in that state."""
    kind = rulebook.types.get(core.get("type", ""))
    if kind is None:
        return False
    workflow = rulebook.engines[kind.workflow].workflow
    roles = {role, *rulebook.roles[role].implies}
    if core["kind"] == TRANSITIONED:
        step = workflow.transitions.get(core["transition"])
        return step is not None and bool(roles & {*step.by})
    here = workflow.states[core["state"]].grants if core["state"] in workflow.states else {}
    return any(roles & {*granted} for grants in (workflow.grants, here)
               for permission, granted in grants.items() if not permission.startswith("view"))


def _keep_appointment(connection: sqlite3.Connection, made: Any) -> None:
    if made is not None:
        last = made.end.isoformat() if made.end is not None else LAST_DAY
        ended = made.ended_at.isoformat() if made.ended_at is not None else ""
        connection.execute("INSERT OR REPLACE INTO given VALUES (?, ?, ?, ?, ?, ?, ?)", (
            made.uid, made.person, made.role, made.scope, made.start.isoformat(), last, ended))


def changes_rights(entry: Entry, core: Mapping[str, Any]) -> bool:
    """Whether an event gave or took a right from somebody, whatever the items' own states do."""
    kind, fields = core["kind"], MEMBERSHIP.get(core.get("type", ""), ())
    if kind in (APPOINTED, ENDED) or "workflow" in core:
        return True
    if kind in (TRANSITIONED, "removed"):
        return bool(fields)
    told = entry.details.get({"added": "values", "edited": "after"}.get(kind, ""), {}) if fields else {}
    return any(told.get(name) or (kind == "edited" and name in told) for name in fields)
