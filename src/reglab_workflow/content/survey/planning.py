"""What surveys usually ask, and when those come that follow up a closed project."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ...i18n import LANGUAGES, in_language
from .model import EVALUATION, FOLLOW_UP, Question

FILE = Path(__file__).with_name("questions.toml")
MONTHS = (3, 6, 12)
"""How long after a project is closed it is followed up."""

OPEN_FOR = timedelta(days=28)


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months later; the last day of the month where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def usual_questions(kind: str, project: Any, language: str) -> tuple[Question, ...]:
    """The questions that a survey begins with; an evaluation asks about each expected result of the project."""
    return tuple(_questions(kind, project, language))


def usual_words(kind: str, language: str, **mapping: Any) -> dict[str, str]:
    """Title and introduction that a survey begins with."""
    told = _written()[kind]
    return {name: in_language(told[name], language).format_map(_Known(mapping)) for name in ("title", "introduction")}


def follow_up(project: Any, months: int, closed_on: date) -> dict[str, Any]:
    """What a survey holds that follows up a project so many months after it was closed."""
    language = LANGUAGES[0]
    opens = add_months(closed_on, months)
    return {
        **usual_words(FOLLOW_UP, language, months=months, project=project.title), "kind": FOLLOW_UP, "months": months,
        "questions": usual_questions(FOLLOW_UP, project, language), "opens": opens, "closes": opens + OPEN_FOR,
    }


class _Known(dict[str, Any]):
    """Leaves out what is not known."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def _written() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _questions(kind: str, project: Any, language: str) -> Iterator[Question]:
    for told in _written()[kind]["questions"]:
        words = {name: in_language(told[name], language) for name in ("text", "low", "high", "choices") if name in told}
        made = Question(kind=told["kind"], required=told.get("required", False), **words)
        if not told.get("each_result"):
            yield made
        elif kind == EVALUATION:
            for result in project.expected_results:
                text = f"{made.text} {result.text}"
                yield Question(text, made.kind, made.required, made.low, made.high, about=result.text)
