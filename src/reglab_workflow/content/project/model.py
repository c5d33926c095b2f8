"""Project: what selected proposals become, with its terms, its programme and in the end its results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from ...i18n import _
from ..folder import Children, Folder
from ..item import Coming, Item, inside

PROJECT = "project"
STUDY_CIRCLE = "study_circle"
NETWORK = "network"
SEMINARS = "seminars"
TRY_OUT = "try_out"
FORMATS = (PROJECT, STUDY_CIRCLE, NETWORK, SEMINARS, TRY_OUT)

REACHED = "reached"
PARTLY = "partly"
NOT_REACHED = "not_reached"
RATINGS = (REACHED, PARTLY, NOT_REACHED)

PLANNED = "planned"
INVITING = "inviting"
UNDER_WAY = ("confirmed", "running")
CANCELLED = "cancelled"

HELD = ("held", "documented", "closed")
"""The states of an occasion that has taken place."""

FIGURES = ("organisations", "workshops", "seminars", "meetings", "cancelled", "attendances")
KINDS_COUNTED = {"workshops": "workshop", "seminars": "seminar", "meetings": "meeting"}

TERMS: Mapping[str, str] = dict.fromkeys((
    "format", "proposals", "fee", "fee_note", "last_day", "least", "most", "least_organisations",
    "organisations", "expected_people", "fewer_from", "fewer_to", "contacts",
), "arrange")
"""What the office settles; the leaders write the rest."""

BY_STEP: Mapping[str, str] = {"moved_to": "", "figures": ""}
"""What only a step in the life of the project writes."""


@dataclass(frozen=True)
class ExpectedResult:
    """Something the project should lead to, and in the end how far it did."""

    text: str
    rating: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Helper:
    """Whom to ask about the project, and about what; the address is printed for all to see."""

    name: str
    matter: str = ""
    email: str = ""


@dataclass(frozen=True)
class Figure:
    """One number of the finished project; ``name`` is one of ``FIGURES``."""

    name: str
    value: int


class ByState:
    """A rule about fields that depends on the item's state; asked of the class, the one that always holds."""

    def __init__(self, always: Any, of_item: Callable[[Any], Any]) -> None:
        self.always = always
        self.of_item = of_item

    def __get__(self, item: Any, owner: type | None = None) -> Any:
        return self.always if item is None else self.of_item(item)


def field_rules(project: Project) -> dict[str, str]:
    """The permission that each field takes beyond ``edit``: what has been promised changes only by a step."""
    rules = {**TERMS, **BY_STEP}
    if project.state != PLANNED:
        rules["last_day"] = ""
    if project.state not in (PLANNED, INVITING):
        rules["fee"] = ""
    return rules


class Project(Children, Item):
    """A learning project. ``least`` and ``most`` are people per organisation; the fee is per organisation.

    The fee is reckoned from ``expected_people``; with ``fewer_from`` to ``fewer_to`` it is lowered.
    """

    type_name: ClassVar[str] = "project"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "subtitle", "lead", "background", "purpose", "target_group", "expected_results", "format",
        "proposals", "fee", "fee_note", "last_day", "least", "most", "least_organisations", "organisations",
        "moved_to", "figures", "continuation", "questions", "how", "expected_people", "fewer_from", "fewer_to",
        "contacts",
    )
    guarded: ClassVar[Any] = ByState({**TERMS, **BY_STEP}, field_rules)
    internal: ClassVar[tuple[str, ...]] = ("organisations",)

    subtitle: str = ""
    lead: str = ""
    background: str = ""
    purpose: str = ""
    target_group: str = ""
    expected_results: tuple[ExpectedResult, ...] = ()
    format: str = PROJECT
    proposals: tuple[str, ...] = ()
    fee: int | None = None
    fee_note: str = ""
    last_day: date | None = None
    least: int = 1
    most: int = 5
    least_organisations: int = 1
    organisations: tuple[str, ...] = ()
    moved_to: str = ""
    figures: tuple[Figure, ...] = ()
    continuation: str = ""
    questions: str = ""
    how: str = ""
    expected_people: int | None = None
    fewer_from: int | None = None
    fewer_to: int | None = None
    contacts: tuple[Helper, ...] = ()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.add("workshops", Folder("workshops"))
        self.add("files", Folder("files"))

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """Projects can be found by who takes part; whoever lists them so must ask who may know it."""
        return {"taking_part": self.confirmed_organisations()}

    def next_date(self, today: date) -> Coming | None:
        """The last day to register while one can, after that the next occasion."""
        if self.state == INVITING and self.last_day is not None:
            return Coming(_("last day to register"), self.last_day)
        days = [each.starts for each in occasions(self) if each.starts and each.starts >= today and
                each.state not in (*HELD, CANCELLED)]
        return Coming(_("next occasion"), min(days)) if days and self.state in UNDER_WAY else None

    def confirmed_organisations(self) -> tuple[str, ...]:
        """The uids of the organisations that will take part, as the office has recorded them."""
        return self.organisations

    def programme(self) -> list[Any]:
        """The occasions in the order of their days; those whose day is not decided come last."""
        return sorted(occasions(self), key=lambda each: (each.starts is None, each.starts or date.min))


def occasions(project: Project) -> list[Any]:
    """The workshops, seminars and meetings of a project, in the order they were added."""
    found: list[Any] = project["workshops"].values()
    return found


def next_number(project: Any, kind: str) -> int:
    """The number that the next occasion of a kind gets: each kind is counted by itself."""
    numbers = (each.number or 0 for each in occasions(project) if each.kind == kind)
    return max(numbers, default=0) + 1


def has_been_held(occasion: Any) -> bool:
    """Whether an occasion has taken place."""
    return occasion.state in HELD


def figures_of(project: Project) -> tuple[Figure, ...]:
    """What can be counted in the finished project, in the order of ``FIGURES``; nought is left out."""
    held = [each for each in occasions(project) if has_been_held(each)]
    counts = {name: sum(each.kind == kind for each in held) for name, kind in KINDS_COUNTED.items()}
    counts["organisations"] = len(project.confirmed_organisations())
    counts["cancelled"] = sum(each.state == CANCELLED for each in occasions(project))
    counts["attendances"] = sum(each.attendance or 0 for each in held)
    return tuple(Figure(name, counts[name]) for name in FIGURES if counts[name])


def proposals_behind(project: Project) -> list[Any]:
    """The proposals that the project came from, in its own order."""
    found = (project.site.by_uid(uid) for uid in project.proposals)
    return [proposal for proposal in found if proposal is not None]


def project_of(place: Any) -> Any:
    """The project that something stands in, or None."""
    return inside(place, "project")
