"""Formats: what a study circle, a network or a try-out room asks for, read from files and kept as records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ...workflow.definition import Text
from ...workflow.errors import Problem, WorkflowProblems
from ...workflow.reader import decoded, opened
from ...workflow.table import Table
from .model import PROJECT, Project

FILE = Path(__file__).parent / "formats.toml"
"""The formats that come with the plugin."""

DECLARED = "project_formats"
"""The name that a site's formats have among its declared rules."""

NONE = "none"
ALLOWED = "allowed"
REQUIRED = "required"
TEAMS = (NONE, ALLOWED, REQUIRED)

Formats = Mapping[str, "Format"]


@dataclass(frozen=True)
class Format:
    """One format and its rules; ``most_a_year`` is None where any number will do, ``least`` and ``most`` are people."""

    name: str
    title: Text
    help: Text
    content_leaders: int
    process_leader: bool
    leading: bool
    participants: int
    most_a_year: int | None
    teams: str
    co_organisations: int
    fee: bool
    least: int
    most: int


def read_formats(source: str | bytes, file: str) -> dict[str, Format]:
    """The formats that a file declares; raises WorkflowProblems with every mistake in it at once."""
    notes, root = opened(decoded(source, file), file)
    found = {name: _format(name, table) for name, table in root.named("formats", needed=True)}
    root.close()
    if notes.problems:
        raise WorkflowProblems(sorted(notes.problems, key=lambda problem: problem.line))
    return found


def _format(name: str, table: Table) -> Format:
    read = Format(
        name,
        title=table.text("title", needed=True) or {},
        help=table.text("help", needed=True) or {},
        content_leaders=table.whole("content_leaders", 0, needed=True) or 0,
        process_leader=table.flag("process_leader", needed=True),
        leading=table.flag("leading", needed=True),
        participants=table.whole("participants", 0, needed=True) or 0,
        most_a_year=table.whole("most_a_year", 1),
        teams=table.word("teams", "kind of team", TEAMS, needed=True) or NONE,
        co_organisations=table.whole("co_organisations", 1) or 0,
        fee=table.flag("fee", needed=True),
        least=table.whole("least", 1, needed=True) or 1,
        most=table.whole("most", 1, needed=True) or 1,
    )
    if read.least > read.most and "most" in table:
        table.note("most", "should not be below 'least'")
    if read.teams == REQUIRED and "co_organisations" not in table:
        table.note("co_organisations", "is missing: with 'required', say how many other organisations a team has")
    if read.teams != REQUIRED and "co_organisations" in table:
        table.note("co_organisations", "means something only where 'teams' is 'required'")
    table.close()
    return read


@cache
def packaged() -> Formats:
    """The formats that come with the plugin."""
    return MappingProxyType(read_formats(FILE.read_bytes(), str(FILE)))


def with_others(files: Iterable[str]) -> Formats:
    """Our formats with those of other files, which may add to them and replace them, but not each other's.

    Raises WorkflowProblems with every mistake in every file.
    """
    others: dict[str, Format] = {}
    homes: dict[str, str] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            read = read_formats(Path(file).read_bytes(), file)
        except WorkflowProblems as found:
            problems.extend(found.problems)
            continue
        problems.extend(Problem(file, f"formats.{name}", 0, f"is declared in {homes[name]} too")
                        for name in read if name in homes)
        homes.update(dict.fromkeys(read, file))
        others.update(read)
    if problems:
        raise WorkflowProblems(problems)
    return MappingProxyType({**packaged(), **others})


def formats_in(declared: Mapping[str, Any]) -> Formats:
    """The formats among a site's declared rules; ours, where nobody has declared any."""
    found: Formats = declared.get(DECLARED) or packaged()
    return found


def format_of(project: Project, declared: Mapping[str, Any]) -> Format:
    """The format of a project; one that is declared no more goes by its name and by the rules of a learning project."""
    formats, name = formats_in(declared), project.format
    if name in formats:
        return formats[name]
    words = {"sv": name, "en": name}
    return replace(formats[PROJECT], name=name, title=words, help={"sv": "", "en": ""})
