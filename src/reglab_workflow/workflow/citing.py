"""The very lines of a workflow file that a decision rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from .definition import Workflow
from .lines import Lines, Path, shown


@dataclass(frozen=True)
class Line:
    """A place in a workflow file: its name, the number of the line, the table it stands in, and what it says."""

    file: str
    number: int
    table: str
    text: str


def cited(workflow: Workflow, what: str, state: str) -> tuple[Line, ...]:
    """The lines that say who may take a step, or who has a permission in a state; none where no line does."""
    if not workflow.source:
        return ()
    return tuple(_line(workflow, path) for path in _places(workflow, what, state))


def _places(workflow: Workflow, what: str, state: str) -> Iterator[Path]:
    if what in workflow.transitions:
        yield ("transitions", what, "by")
        return
    if what in workflow.grants:
        yield ("grants", what)
    if what in workflow.state(state).grants:
        yield ("states", workflow.state(state).name, "grants", what)


def _line(workflow: Workflow, path: Path) -> Line:
    number = _lines(workflow.source).of(path)
    text = workflow.source.splitlines()[number - 1].strip()
    return Line(PurePath(workflow.file).name, number, shown(path[:-1]), text)


@lru_cache(maxsize=64)
def _lines(source: str) -> Lines:
    return Lines(source)
