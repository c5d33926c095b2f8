"""Why a transition did not happen, as a family of objections.

Objection
├── UnknownTransition   the life has no transition of that name
├── WrongState          it does not leave from the present state
│   └── Repeated        ... because it has just been done (a double click)
├── Stale               somebody changed the item since the page was shown
├── NotPermitted        no role of the person may do it here
└── Refused             a guard says no
    └── MissingFacts    something that must be told was not told
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any


@dataclass(frozen=True)
class Reason:
    """One reason in words: ``code`` for programs, ``text`` (translatable) for people, ``field`` to jump to.

    ``remedies`` are what would change it, one of them enough (``security.remedies``). Where a guard names none, its
    field is the remedy: another value in the step's own form if that asks for it, else in the item.
    """

    code: str
    text: Any
    field: str = ""
    remedies: tuple[Any, ...] = dataclass_field(default=(), compare=False, repr=False)


class Objection(Exception):
    """A transition was refused and nothing has changed; ``reasons`` say why."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(f"{reason.code}: {reason.text}" for reason in self.reasons))


class UnknownTransition(Objection):
    """The life of this item has no transition of that name."""


class WrongState(Objection):
    """The transition does not leave from the state the item is in."""


class Repeated(WrongState):
    """The item is already where the transition leads: it was fired twice."""


class Stale(Objection):
    """The item has changed since the person saw it."""


class NotPermitted(Objection):
    """No role that the person holds here may fire the transition."""


class Refused(Objection):
    """One or more guards stopped the transition; every failing guard is among the reasons."""


class MissingFacts(Refused):
    """The transition asks for facts that were not given."""


@dataclass(frozen=True)
class Problem:
    """One mistake in a workflow file: where (file, key path, line from 1, 0 if unknown) and what."""

    file: str
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.message}"


class WorkflowProblems(Exception):
    """A workflow file cannot be used; ``problems`` holds every mistake in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
