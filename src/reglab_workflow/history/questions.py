"""The questions of the audit: what each asks for, how it is answered, and what the answer cannot know.

A question is one function and one declaration; a host application adds its own with ``config.add_question``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from pyramid.config import PHASE1_CONFIG

from .. import clock
from ..security.rights import Rights
from .cells import Cell


class NotUnderstood(ValueError):
    """What was filled in says nothing that can be asked; ``text`` says what to write instead."""

    def __init__(self, text: Any) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Row:
    """One line of an answer; ``group`` is the name of what it is counted among."""

    cells: tuple[Cell, ...]
    group: str = ""


@dataclass(frozen=True)
class Finding:
    """An answer: a table in words, what the numbers in it count, and what it cannot know.

    ``looked_at`` says how much was read or worked out for it, ``groups`` are the names and titles that rows are
    counted by, ``empty`` is what an answer without rows means.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    looked_at: str
    limits: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    empty: str = ""

    def only(self, group: str) -> tuple[Row, ...]:
        """The rows of one group, or all."""
        return tuple(row for row in self.rows if row.group == group) if group else self.rows


@dataclass(frozen=True)
class Field:
    """Something that a question must be told.

    ``read`` makes a value of the text, or raises NotUnderstood; ``shown`` tells a value in words, ``written`` as one
    writes it; ``choices`` gives the names and titles to choose from where not everything can be written,
    ``unsaid`` what it means to leave it empty.
    """

    name: str
    title: Any
    read: Callable[[Any, str], Any]
    shown: Callable[[Any, Any], str]
    written: Callable[[Any], str]
    help: Any = ""
    kind: str = "text"
    required: bool = False
    choices: Callable[[Any], list[tuple[str, str]]] | None = None
    start: Callable[[Any], str] = lambda request: ""
    unsaid: Any = ""


@dataclass(frozen=True)
class Asking:
    """A question being asked: by whom, and with what filled in."""

    request: Any
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def site(self) -> Any:
        """The site that is asked about."""
        return self.request.site

    @property
    def rights(self) -> Rights:
        """The rules of today, by which the asker may know things or not."""
        rights: Rights = self.request.rights
        return rights

    def value(self, name: str) -> Any:
        """What was filled in, or None."""
        return self.values.get(name)

    @property
    def begin(self) -> datetime:
        """The moment at which the span begins; the earliest there is, where no day was told."""
        since: date | None = self.value("since")
        return clock.midnight(since) if since is not None else clock.FIRST

    @property
    def end(self) -> datetime:
        """The last moment of the span; never later than now."""
        until: date | None = self.value("until")
        now = clock.now()
        return min(clock.over(until) - timedelta(microseconds=1), now) if until else now


@dataclass(frozen=True)
class Question:
    """A question of the audit: the name in its address, its title and what it is for, its fields, and its answer."""

    name: str
    title: Any
    about: Any
    fields: tuple[Field, ...]
    ask: Callable[[Asking], Finding]


def questions_of(registry: Any) -> dict[str, Question]:
    """Every question that can be asked, by name, in the order they were added."""
    if not hasattr(registry, "reglab_questions"):
        registry.reglab_questions = {}
    found: dict[str, Question] = registry.reglab_questions
    return found


def add_question(config: Any, question: Question) -> None:
    """Let the audit ask this too; a question of the same name replaces ours."""
    introspectable = config.introspectable("reglab questions", question.name, question.name, "question")

    def register() -> None:
        questions_of(config.registry)[question.name] = question
    config.action(("reglab question", question.name), register, order=PHASE1_CONFIG,
                  introspectables=(introspectable,))
