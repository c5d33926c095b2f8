"""The results of a survey: how the answers are spread over each question, and what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...documents.lists import List
from ...i18n import _
from ...people.organisation import organisation_by_uid
from ...web.words import say
from ..round.bars import bar
from .answering import points_of
from .model import FOLLOW_UP, SCALE, TEXT, Question, Survey, Value
from .schema import QUESTION_KIND_TITLES


@dataclass(frozen=True)
class Row:
    """How many gave one of the possible answers; ``share`` is in whole per cent of those who answered."""

    title: str
    number: int
    share: int
    bar: str


@dataclass(frozen=True)
class Result:
    """What was answered to a question: ``number`` answers, spread over ``rows``, or written as ``texts``.

    A ``mean`` says little without the rows, and is only there with them.
    """

    key: str
    question: Question
    number: int
    rows: Sequence[Row] = ()
    texts: Sequence[str] = ()
    mean: str = ""


def results_of(request: Any, survey: Survey) -> list[Result]:
    """Each question with its answers, as far as they may be shown; none where they may not."""
    if not survey.has_results:
        return []
    return [result_of(request, key, question, values_of(survey, key)) for key, question in survey.numbered()]


def values_of(survey: Survey, key: str) -> list[Value]:
    """All that was answered to a question, in an order that tells nothing."""
    if survey.is_anonymous:
        return survey.pot.shown_values(key)
    found = (each.value(key) for each in survey.replies)
    return [each for each in found if each is not None]


def result_of(request: Any, key: str, question: Question, values: Sequence[Value]) -> Result:
    """The answers to one question."""
    if question.kind == TEXT:
        return Result(key, question, len(values), texts=[str(each) for each in values])
    chosen = (value if isinstance(value, tuple) else (value,) for value in values)
    counted: Counter[Any] = Counter(each for found in chosen for each in found)
    titles = [(int(point), title) for point, title in points_of(request, question)] if question.kind == SCALE else \
        [(each, each) for each in question.alternatives()]
    rows = [Row(title, counted[name], round(100 * counted[name] / len(values)) if values else 0,
                bar(counted[name], max(len(values), 1))) for name, title in titles]
    points = [each for each in values if isinstance(each, int)]
    return Result(key, question, len(values), rows, mean=mean_of(request, sum(points) / len(points)) if points else "")


def mean_of(request: Any, mean: float) -> str:
    """A mean with one decimal, as it is written in the reader's language."""
    told = f"{mean:.1f}"
    return told.replace(".", ",") if request.locale_name == "sv" else told


def as_list(request: Any, survey: Survey) -> List:
    """The results as a sheet: how often each answer was given; for a follow-up each organisation's own."""
    columns = [(say(request, _("Question")), 50), (say(request, _("How it is answered")), 18),
               (say(request, _("Answer")), 50), (say(request, _("Count")), 10), (say(request, _("Per cent")), 10)]
    rows: list[list[Any]] = [list(each) for each in _rows(request, survey)]
    if survey.kind == FOLLOW_UP:
        columns = [(say(request, _("Organisation")), 28), (say(request, _("Day")), 12), *columns[:1], *columns[2:3]]
        rows = [list(each) for each in _replies(request, survey)]
    return List(survey.title, say(request, _("Results")), columns, rows)


def _rows(request: Any, survey: Survey) -> Iterator[Sequence[Any]]:
    for each in results_of(request, survey):
        kind = say(request, QUESTION_KIND_TITLES[each.question.kind])
        for row in each.rows:
            yield each.question.text, kind, row.title, row.number, row.share
        for text in each.texts:
            yield each.question.text, kind, text, 1, ""


def _replies(request: Any, survey: Survey) -> Iterator[Sequence[Any]]:
    for reply in survey.replies:
        for key, question in survey.numbered():
            yield (title_of(request, reply.organisation), reply.day.isoformat(), question.text,
                   said_in_words(reply.value(key)))


def said_in_words(value: Value | None) -> str:
    """An answer as one reads it."""
    return "" if value is None else ", ".join(value) if isinstance(value, tuple) else str(value)


def title_of(request: Any, uid: str) -> str:
    """The name of an organisation."""
    found = organisation_by_uid(request.site, uid)
    return found.title if found is not None else ""
