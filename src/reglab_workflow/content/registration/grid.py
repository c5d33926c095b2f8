"""The people of an organisation against the occasions of the project: who comes to what, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...i18n import _
from ...web.words import say
from ..participation.model import WAITING, Participation, answers_of
from ..participation.queue import queue
from ..workshop.words import days_in_words, kind_title
from .model import Participant, Registration

COMES = ("registered", "offered", WAITING)
"""Answers of those who come, or would if they could."""


@dataclass(frozen=True)
class Cell:
    """One person and one occasion: the answer, whether it can be changed here, and whether the box is ticked."""

    name: str
    answer: Participation | None
    can_change: bool
    ticked: bool
    words: str
    state: Any = None
    turn: int = 0


@dataclass(frozen=True)
class Column:
    """One occasion, in short."""

    workshop: Any
    title: str
    day: str
    is_open: bool


@dataclass(frozen=True)
class Row:
    """One person with an answer, or none yet, to each occasion."""

    person: Participant
    cells: tuple[Cell, ...]
    new_link: Participation | None = None
    """An answer of the person's from which a new link can be sent."""


@dataclass(frozen=True)
class Grid:
    """Everybody of one organisation against every occasion that people can see."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def can_change(self) -> bool:
        """Whether any box can be ticked."""
        return any(cell.can_change for row in self.rows for cell in row.cells)


def grid_of(request: Any, registration: Registration) -> Grid:
    """The grid as the person asking may see and change it."""
    shown = [each for each in registration.project.programme()
             if each.state not in ("planned", "cancelled") and request.rights.may(request.actor, "view", each)]
    turns = {each.uid: turns_in(registration, each) for each in shown}
    columns = tuple(
        Column(each, f"{kind_title(request, each)} {each.number}", days_in_words(request, each), each.state == "open")
        for each in shown)
    rows = tuple(
        Row(person, tuple(_cell(request, registration, person, each, turns[each.uid]) for each in shown),
            _new_link(request, person, shown))
        for person in registration.people if not person.extra or _answers(person, shown))
    return Grid(columns, rows)


def turns_in(registration: Registration, workshop: Any) -> dict[str, int]:
    """The places in the queue of an occasion; nobody else's answers are loaded while none of ours waits."""
    if not any(each.state == WAITING for each in answers_of(registration, workshop)):
        return {}
    return {turn.participation.uid: turn.number for turn in queue(workshop)}


def boxes(grid: Grid) -> Iterator[tuple[Row, Column, Cell]]:
    """The boxes that can be ticked."""
    for row in grid.rows:
        for column, cell in zip(grid.columns, row.cells, strict=True):
            if cell.can_change:
                yield row, column, cell


def _new_link(request: Any, person: Participant, workshops: list[Any]) -> Participation | None:
    found = (each["participations"].get(person.key) for each in workshops)
    return next((each for each in found
                 if each is not None and request.rights.may_fire(request.actor, "send_link", each)), None)


def _answers(person: Participant, workshops: list[Any]) -> bool:
    return any(person.key in each["participations"] for each in workshops)


def _cell(request: Any, registration: Registration, person: Participant, workshop: Any,
          turns: dict[str, int]) -> Cell:
    name, answer = f"{person.key}-{workshop.uid}", workshop["participations"].get(person.key)
    if answer is None:
        words = _("Opens later") if workshop.state == "announced" else "–"
        return Cell(name, None, False, False, say(request, words))
    comes = answer.state in COMES
    step = "cancel" if comes else "sign_up"
    can_change = workshop.state == "open" and bool(request.rights.may_fire(request.actor, step, answer))
    shown = request.state_of(answer)
    turn = turns.get(answer.uid, 0)
    words = shown.title
    if turn:
        words = say(request, _("${state}, place ${number}", mapping={"state": shown.title, "number": turn}))
    if answer.unconfirmed and answer.state == "registered":
        words = say(request, _("${state}, has not confirmed the new day", mapping={"state": shown.title}))
    return Cell(name, answer, can_change, comes, words, shown, turn)
