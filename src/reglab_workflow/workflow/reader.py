"""Reads a life from TOML text, and stops with every mistake in it listed: file, key path, line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from types import MappingProxyType

from .checks import check, check_all
from .definition import NOTHING, PREVIOUS, SAME, SYSTEM, Cascade, Grants, State, Timing, Transition, Workflow
from .errors import Problem, WorkflowProblems
from .table import NAME, Notes, Table
from .vocabulary import Names, Vocabulary

__all__ = ["KINDS", "Vocabulary", "check_all", "decoded", "opened", "read"]

KINDS = ("forward", "side", "back")

_TAG = "tag:"
_TAGGED = re.compile(rf"({NAME.pattern}:)?{NAME.pattern}")  # "open", or "looks:running"
_ASK = re.compile(rf"{NAME.pattern}\??")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_LONGEST_WAIT = 36_500  # days; a hundred years are beyond any plan, and more would break the calendar


def read(source: str | bytes, file: str, vocabulary: Vocabulary) -> Workflow:
    """The life that a file tells of; raises WorkflowProblems with every mistake in it at once."""
    text = decoded(source, file)
    notes, root = opened(text, file)
    workflow = _workflow(root, vocabulary, file, text)
    check(workflow, notes, vocabulary)
    if notes.problems:
        raise WorkflowProblems(sorted(notes.problems, key=lambda problem: problem.line))
    return workflow


def decoded(source: str | bytes, file: str) -> str:
    """The text of a file; raises WorkflowProblems for what is no UTF-8."""
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object[:error.start].count(b"\n") + 1
            raise WorkflowProblems([Problem(file, "", line, "is not UTF-8 text")]) from error
    return source.removeprefix("\ufeff")


def opened(text: str, file: str) -> tuple[Notes, Table]:
    """The table that a text holds, and a place for notes about it; raises WorkflowProblems for what is no TOML."""
    try:
        data = tomllib.loads(text)
        notes = Notes(file, text, data)
    except RecursionError as error:
        raise WorkflowProblems([Problem(file, "", 0, "lists or tables are nested too deeply")]) from error
    except ValueError as error:  # tomllib's own, or Python's for a number of thousands of digits
        message = str(error)
        place = _PLACE.search(message)
        line = 0 if place is None else int(place[1] or text.count("\n") + 1)
        raise WorkflowProblems([Problem(file, "", line, _PLACE.sub("", message))]) from error
    return notes, Table(notes, (), data)


def _workflow(root: Table, vocabulary: Vocabulary, file: str, text: str) -> Workflow:
    states = {name: _state(name, table, vocabulary) for name, table in root.named("states", needed=True)}
    reading = _Transitions(states, vocabulary)
    transitions = {name: reading.one(name, table) for name, table in root.named("transitions")}
    workflow = Workflow(
        name=_name(root, file),
        version=root.whole("version", 1, needed=True) or 1,
        initial=root.word("initial", "state", states, renamed=reading.renamed, needed=True),
        title=root.text("title", needed=True) or {},
        states=MappingProxyType(states),
        transitions=MappingProxyType(transitions),
        grants=_grants(root, vocabulary),
        moved=_moved(root, states, reading.renamed),
        help=root.text("help"),
        file=file,
        source=text,
    )
    root.close()
    return workflow


def _name(root: Table, file: str) -> str:
    name = root.word("name", "name", needed=True)
    stem = re.split(r"[/\\:]", file)[-1].removesuffix(".toml")
    if name and name != stem:
        root.note("name", f"'{name}' should be the name of the file, '{stem}'")
    return name


def _grants(table: Table, vocabulary: Vocabulary) -> Grants:
    inner = table.table("grants")
    if inner is None:
        return NOTHING
    found: dict[str, tuple[str, ...]] = {}
    for permission in inner:
        meant = inner.meant((*inner.path, permission), permission, "permission", vocabulary.permissions)
        roles = inner.names(permission, "role", vocabulary.roles)
        found[meant] = (*found.get(meant, ()), *roles)
    return MappingProxyType(found)


def _moved(root: Table, states: Mapping[str, State], renamed: Mapping[str, str]) -> Mapping[str, str]:
    inner = root.table("moved")
    if inner is None:
        return MappingProxyType({})
    for name in inner:
        if name in states:
            inner.note(name, f"'{name}' is a state of this file: only one that was given up can be moved")
        elif name in renamed:
            inner.note(name, f"'{name}' is an old name of '{renamed[name]}': what stands in it need not move")
    return MappingProxyType({name: inner.word(name, "state", states, renamed=renamed) for name in inner})


def _state(name: str, table: Table, vocabulary: Vocabulary) -> State:
    if name in (SAME, PREVIOUS):
        table.notes.add(table.path, f"'{name}' has a meaning of its own after 'to': choose another name")
    state = State(
        name,
        title=table.text("title", needed=True) or {},
        help=table.text("help"),
        friendly=table.text("friendly"),
        grants=_grants(table, vocabulary),
        aliases=table.names("aliases", "alias"),
        tags=table.names("tags", "tag", form=_TAGGED),
        final=table.flag("final"),
    )
    table.close()
    return state


class _Transitions:
    """Reads transitions among the states of one file."""

    def __init__(self, states: Mapping[str, State], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.states = states
        self.renamed = {alias: state.name for state in states.values() for alias in state.aliases}
        self._tagged: dict[str, list[str]] = {}
        for state in states.values():
            for tag in state.tags:
                self._tagged.setdefault(_TAG + tag, []).append(state.name)

    def one(self, name: str, table: Table) -> Transition:
        """One transition, with the mistakes in its table noted."""
        words = self.vocabulary
        goals = (*self.states, SAME, PREVIOUS)
        roles = None if words.roles is None else words.roles | {SYSTEM}
        required, optional = _asks(table, words.facts)
        transition = Transition(
            name,
            title=table.text("title", needed=True) or {},
            sources=self._sources(table),
            target=table.word("to", "state", goals, renamed=self.renamed, needed=True),
            by=table.names("by", "role", roles, needed=True),
            help=table.text("help"), done=table.text("done"), confirm=table.text("confirm"),
            guards=table.names("guards", "guard", words.guards),
            warns=table.names("warns", "warning", words.warnings),
            required=required, optional=optional,
            effects=table.names("effects", "effect", words.effects),
            cascade=tuple(_cascade(inner, words.relations) for inner in table.tables("cascade")),
            follows=table.names("follows", "effect", words.effects),
            timing=_timing(table, words.dates),
            kind=table.word("kind", "kind", KINDS) or KINDS[0],
        )
        table.close()
        return transition

    def _sources(self, table: Table) -> tuple[str, ...]:
        known = (*self.states, *self._tagged)
        named = table.names("from", "state or tag", known, renamed=self.renamed, needed=True)
        return tuple(dict.fromkeys(state for name in named for state in self._tagged.get(name, [name])))


def _asks(table: Table, facts: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = None if facts is None else facts | {f"{fact}?" for fact in facts}
    asks = table.names("asks", "fact", known, form=_ASK)
    required = tuple(ask for ask in asks if not ask.endswith("?"))
    optional = tuple(ask[:-1] for ask in asks if ask.endswith("?"))
    for fact in required:
        if fact in optional:
            table.note("asks", f"'{fact}' is asked for twice, once as something one need not tell")
    return required, optional


def _cascade(table: Table, relations: Names) -> Cascade:
    cascade = Cascade(
        relation=table.word("relation", "relation", relations, needed=True),
        fire=table.word("fire", "transition", needed=True),
    )
    table.close()
    return cascade


def _timing(table: Table, dates: Names) -> Timing | None:
    at = table.word("at", "date", dates)
    after, before = _days(table, "after"), _days(table, "before")
    if "at" in table and "after" in table:
        table.note("after", "'at' says when already: keep one of the two")
    if "before" in table and "at" not in table:
        table.note("before", "before what? 'at' names a date")
    if after is not None:
        return Timing(at=at, days=after)
    return Timing(at=at, before=before or 0) if at else None


def _days(table: Table, key: str) -> int | None:
    inner = table.table(key)
    if inner is None:
        return None
    days = inner.whole("days", 0, needed=True)
    inner.close()
    if days is not None and days > _LONGEST_WAIT:
        inner.note("days", f"should be {_LONGEST_WAIT} or less")
    return days
