"""Survey: questions about an occasion or a project, whom they are for, and what the leaders say of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from ...i18n import _
from ..folder import Folder
from ..item import ByState, Coming, Item
from ..project.model import Project, occasions, project_of
from .pot import Pot

EVALUATION = "evaluation"
FOLLOW_UP = "follow_up"
KINDS = (EVALUATION, FOLLOW_UP)

SCALE = "scale"
ONE = "one"
MANY = "many"
TEXT = "text"
QUESTION_KINDS = (SCALE, ONE, MANY, TEXT)
POINTS = (1, 2, 3, 4, 5)

DRAFT = "draft"
OPEN = "open"
CLOSED = "closed"

LEAST = 3
"""However few a survey is content with, results of fewer answers than this are never shown."""

USUALLY = 5

FOLDER = "surveys"

Value = int | str | tuple[str, ...]

BY_STEP: Mapping[str, str] = dict.fromkeys(("asked", "organisations", "replies", "months"), "")
"""What only a step writes."""

WHAT_IS_ASKED = ("kind", "occasion", "introduction", "questions", "least", "title")
"""What holds from when the first can have answered."""


@dataclass(frozen=True)
class Question:
    """A question. ``low`` and ``high`` are the ends of a scale; ``choices`` has one alternative on each line.

    ``about`` is the text of the expected result that it measures, if it does.
    """

    text: str
    kind: str = SCALE
    required: bool = False
    low: str = ""
    high: str = ""
    choices: str = ""
    about: str = ""

    def alternatives(self) -> tuple[str, ...]:
        """What one can choose from."""
        return tuple(dict.fromkeys(each.strip() for each in self.choices.splitlines() if each.strip()))

    def fits(self, value: Any) -> bool:
        """Whether a value is an answer to it."""
        if self.kind == SCALE:
            return type(value) is int and value in POINTS
        if self.kind == MANY:
            return isinstance(value, tuple) and set(value) <= set(self.alternatives())
        return isinstance(value, str) and (self.kind == TEXT or value in self.alternatives())


@dataclass(frozen=True)
class Said:
    """What was answered to one question."""

    question: str
    value: Value


@dataclass(frozen=True)
class Reply:
    """What an organisation has answered, who wrote it, and on which day."""

    organisation: str
    by: str
    day: date
    said: tuple[Said, ...] = ()

    def value(self, key: str) -> Value | None:
        """The answer to a question, or None."""
        return next((each.value for each in self.said if each.question == key), None)


def field_rules(survey: Survey) -> dict[str, str]:
    """The permission that each field takes beyond ``edit``: nobody changes what others have begun to answer."""
    rules = dict(BY_STEP)
    if survey.state != DRAFT:
        rules |= dict.fromkeys((*WHAT_IS_ASKED, "opens"), "")
    if survey.state == CLOSED:
        rules["closes"] = ""
    return rules


class Survey(Item):
    """A survey. ``occasion`` is the uid of the occasion that it is about, empty for the whole project.

    ``asked`` are the holders of links as they were when it opened, ``organisations`` the uids of those that a follow-up
    asks, ``months`` how long after the closing of the project it comes. Answers to an evaluation lie in the ``pot``,
    those to a follow-up are ``replies``. Results are shown when there are ``least`` answers.
    """

    type_name: ClassVar[str] = "survey"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "kind", "occasion", "introduction", "questions", "least", "opens", "closes", "summary", "months",
        "asked", "organisations", "replies",
    )
    guarded: ClassVar[Any] = ByState({**BY_STEP}, field_rules)
    internal: ClassVar[tuple[str, ...]] = ("asked", "organisations", "replies")
    untold: ClassVar[tuple[str, ...]] = ("asked",)

    kind: str = EVALUATION
    occasion: str = ""
    introduction: str = ""
    questions: tuple[Question, ...] = ()
    least: int = USUALLY
    opens: date | None = None
    closes: date | None = None
    summary: str = ""
    months: int | None = None
    asked: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.pot = Pot()

    def recall(self, now: Any, then: Any) -> None:
        """When which answer came, nothing tells: they are there only for a survey that has been closed since."""
        if (self.state, self.since) != (CLOSED, now.since):
            self.pot = Pot()
        super().recall(now, then)

    def search_text(self) -> str:
        """What it is called and what came of it."""
        return f"{self.title} {self.summary}" if self.state == CLOSED else self.title

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """Surveys are found by what they are about."""
        return {"project": (self.project.uid,)}

    def next_date(self, today: date) -> Coming | None:
        """The day on which it opens, then its last day."""
        if self.state == DRAFT and self.opens is not None:
            return Coming(_("survey opens"), self.opens)
        return Coming(_("last day to answer"), self.closes) if self.state == OPEN and self.closes else None

    @property
    def project(self) -> Any:
        """The project that it belongs to."""
        return project_of(self)

    @property
    def workshop(self) -> Any | None:
        """The occasion that it is about, or None."""
        return next((each for each in occasions(self.project) if each.uid == self.occasion), None)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody may know who has answered what."""
        return self.kind == EVALUATION

    @property
    def has_results(self) -> bool:
        """Whether there is something that may be shown."""
        if not self.is_anonymous:
            return bool(self.replies)
        return self.state == CLOSED and self.pot.shown_number >= self.fewest

    @property
    def fewest(self) -> int:
        """How many answers it takes until any of them is shown."""
        return max(self.least, LEAST)

    def number_asked(self) -> int:
        """How many are asked: people, or in a follow-up organisations."""
        return len(self.asked) if self.is_anonymous else len(self.organisations)

    def number_answered(self) -> int:
        """How many of them have answered."""
        return self.pot.number if self.is_anonymous else len(self.replies)

    def reply_of(self, organisation: str) -> Reply | None:
        """What an organisation has answered, or None."""
        return next((each for each in self.replies if each.organisation == organisation), None)

    def numbered(self) -> list[tuple[str, Question]]:
        """The questions, each with its key."""
        return [(f"q{number}", each) for number, each in enumerate(self.questions, 1)]


def surveys_of(project: Project) -> list[Survey]:
    """Every survey of a project, in the order they were written; none in a project from before there were any."""
    folder = project.get(FOLDER)
    found: list[Survey] = folder.values() if folder is not None else []
    return found


def folder_of(project: Project) -> Any:
    """Where the surveys of a project stand; projects from before there were any get it when it is needed."""
    return project[FOLDER] if FOLDER in project else project.add(FOLDER, Folder(FOLDER))


def figure_of(survey: Survey, about: str) -> tuple[float, int] | None:
    """The mean of the answers about an expected result and how many they are, where they may be shown."""
    if not survey.is_anonymous or not survey.has_results:
        return None
    points = [point for key, each in survey.numbered() if each.kind == SCALE and each.about == about
              for point in survey.pot.shown_values(key)]
    return (sum(points) / len(points), len(points)) if points else None
