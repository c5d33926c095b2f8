"""Asking: a question with what was filled in becomes a form, an answer, and the answer as something to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ..web.words import say
from .cells import Cell
from .questions import Asking, Field, Finding, NotUnderstood, Question

LONGEST = 300
"""Characters of a field that are read."""


@dataclass(frozen=True)
class Told:
    """What one field was told: as it was written, its value, and what is wrong with it."""

    field: Field
    text: str
    value: Any = None
    fault: Any = None


@dataclass(frozen=True)
class Answer:
    """An answer with its question in words: what was asked, the parameters as term and value, and what was found."""

    question: Question
    title: str
    facts: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...]
    finding: Finding

    @property
    def address(self) -> str:
        """The address below the site at which the same question is asked again."""
        return f"/audit/{self.question.name}?{urlencode(self.query)}"


def told_of(request: Any, question: Question) -> list[Told]:
    """What the address says of each field, and what those start with that it does not name."""
    return [_told(request, field, request.GET[field.name] if field.name in request.GET else field.start(request))
            for field in question.fields]


def is_asked(request: Any, question: Question) -> bool:
    """Whether the question has been sent, and not only been opened."""
    return "ask" in request.GET or any(field.required and request.GET.get(field.name) for field in question.fields)


def answer_of(request: Any, question: Question, told: list[Told]) -> Answer:
    """The answer; raises NotUnderstood where a question is too large to be answered."""
    given = [each for each in told if each.value is not None]
    finding = question.ask(Asking(request, {each.field.name: each.value for each in given}))
    facts = tuple((say(request, each.field.title), each.field.shown(request, each.value)
                   if each.value is not None else say(request, each.field.unsaid))
                  for each in told if each.value is not None or each.field.unsaid)
    query = (*((each.field.name, each.text) for each in told), ("ask", "1"))
    return Answer(question, say(request, question.title), facts, query, finding)


def cells_of(rows: Any) -> tuple[tuple[Cell, ...], ...]:
    """The cells of rows, without what they are counted among."""
    return tuple(row.cells for row in rows)


def _told(request: Any, field: Field, text: str) -> Told:
    text = text.strip()[:LONGEST]
    if not text:
        return Told(field, text)
    try:
        value = field.read(request, text)
    except NotUnderstood as fault:
        return Told(field, text, fault=fault.text)
    return Told(field, field.written(value), value)
