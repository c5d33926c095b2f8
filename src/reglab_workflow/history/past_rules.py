"""The rules of a day: the workflow files as they read then, from the trail's own record of each change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..i18n import _
from ..rulebook import Rulebook
from ..security.roles import Role
from ..workflow.definition import Workflow
from ..workflow.engine import Ask, Engine, Guard
from ..workflow.errors import Reason, WorkflowProblems
from ..workflow.reader import Vocabulary, read
from .entry import Entry

CHANGED = "rules_changed"


class ReadOnly(Exception):
    """Something was to happen, or to be read on record, on a day that is only looked at."""


def rulebook_at(rulebook: Rulebook, site: Any, moment: datetime | None) -> Rulebook:
    """The rules as they were at a moment; raises ReadOnly when something is to happen by them.

    A life that nothing is recorded of is taken as it is now. A guard that no longer exists always says so, a role
    that no longer exists is nobody's.
    """
    texts = texts_at(site, moment) if moment is not None else {}
    engines = {name: _engine(rulebook, engine, texts.get(name, "")) for name, engine in rulebook.engines.items()}
    roles = dict(rulebook.roles)
    for name in unknown_roles(rulebook, engines):
        roles[name] = Role(name, name, _nobody)
    return replace(rulebook, engines=engines, roles=roles, notify=_told_to_nobody)


def texts_at(site: Any, moment: datetime) -> dict[str, str]:
    """The text of each recorded life at a moment; what was in force before the first record is that record's own."""
    texts: dict[str, str] = {}
    later: dict[str, str] = {}
    for entry in _changes(site):
        name = entry.core["workflow"]
        before, after = entry.details.get("text_before", ""), entry.details.get("text_after", "")
        if entry.at <= moment:
            texts[name] = after
        else:
            later.setdefault(name, before or after)
    return {**later, **texts}


def _changes(site: Any) -> Iterator[Entry]:
    """Every change of a workflow file, oldest first."""
    return (entry for entry in site.events if entry.core["kind"] == CHANGED)


def unknown_roles(rulebook: Rulebook, engines: Mapping[str, Engine]) -> tuple[str, ...]:
    """The roles that these lives speak of and that no longer exist."""
    named = {role for engine in engines.values() for role in _roles_of(engine.workflow)}
    return tuple(sorted(named - rulebook.roles.keys()))


def unknown_guards(rulebook: Rulebook, then: Rulebook) -> tuple[str, ...]:
    """The guards that the rules of then name and that no longer exist: nobody knows what they would have said."""
    named = {guard for engine in then.engines.values() for each in engine.workflow.transitions.values()
             for guard in (*each.guards, *each.warns)}
    return tuple(sorted(named - rulebook.guards.keys()))


def _roles_of(workflow: Workflow) -> Iterator[str]:
    for grants in (workflow.grants, *(state.grants for state in workflow.states.values())):
        for roles in grants.values():
            yield from roles
    for transition in workflow.transitions.values():
        yield from transition.by


def _engine(rulebook: Rulebook, present: Engine, text: str) -> Engine:
    """The engine of a text; built once in the life of the process, since neither text nor names ever change."""
    workflow = present.workflow
    if not text or text == workflow.source:
        return present
    key = workflow.name, text
    if key not in rulebook.past:
        rulebook.past[key] = _built(rulebook, present, text)
    return rulebook.past[key]


def _built(rulebook: Rulebook, present: Engine, text: str) -> Engine:
    """What cannot be read by today's reader gives way to the rules of today."""
    try:
        found = read(text, f"{present.workflow.name}.toml", Vocabulary())
    except WorkflowProblems:
        return present
    named = {guard for each in found.transitions.values() for guard in (*each.guards, *each.warns)}
    guards = {**rulebook.guards, **{name: _forgotten(name) for name in named - rulebook.guards.keys()}}
    return Engine(found, guards, present.words)


def _forgotten(name: str) -> Guard:
    """Stands in for a guard that no longer exists."""
    def guard(item: Any, ask: Ask) -> Reason:
        return Reason("forgotten_rule", _(
            "The rule “${name}” no longer exists: what it would have said that day is not known.",
            mapping={"name": name}))
    return guard


def _nobody(item: Any) -> tuple[str, ...]:
    return ()


def _told_to_nobody(event: Any) -> None:
    raise ReadOnly(type(event).__name__)
