"""Project: what selected proposals become, with its terms, its programme and in the end its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from ...clock import local_day
from ...i18n import _
from ..folder import Children, Folder
from ..item import ByState, Coming, Item, inside

PROJECT = "project"
"""The format of a project that is nothing else; the others are declared in ``formats.toml``."""

REACHED = "reached"
PARTLY = "partly"
NOT_REACHED = "not_reached"
RATINGS = (REACHED, PARTLY, NOT_REACHED)

PLANNED = "planned"
INVITING = "inviting"
UNDER_WAY = ("confirmed", "running")
CANCELLED = "cancelled"
RESHAPED = "reshaped"

HELD = ("held", "documented", "closed")
"""The states of an occasion that has taken place."""

FIGURES = ("organisations", "workshops", "seminars", "meetings", "cancelled", "attendances", "participants",
           "represented", "speakers_women", "speakers_men")
KINDS_COUNTED = {"workshops": "workshop", "seminars": "seminar", "meetings": "meeting"}

TERMS: Mapping[str, str] = dict.fromkeys((
    "format", "proposals", "fee", "fee_note", "last_day", "least", "most", "least_organisations",
    "organisations", "expected_people", "fee_spans", "fee_excludes", "vat_note", "contacts", "offer_hours", "leading",
), "arrange")
"""What the office settles; the leaders write the rest."""

BY_STEP: Mapping[str, str] = {"moved_to": "", "figures": "", "invited": "", "terms": "", "fee_decisions": ""}
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
class FeeSpan:
    """From ``least`` to ``most`` people in all the fee is ``fee`` kronor.

    Without a ``fee`` it is lowered, not yet to what; without a ``most`` the span has no end.
    """

    least: int
    most: int | None = None
    fee: int | None = None
    note: str = ""


@dataclass(frozen=True)
class FeeDecision:
    """A decided fee in kronor, and what was known then: how many had come, and what the rule said of so many.

    ``by`` is the uid of who decided, ``announced`` the fee that the invitation gave, ``said`` a kind of ``Level`` and
    ``said_fee`` its fee.
    """

    fee: int
    day: date
    by: str = ""
    reason: str = ""
    people: int = 0
    organisations: int = 0
    said: str = ""
    said_fee: int | None = None
    announced: int | None = None


@dataclass(frozen=True)
class Charge:
    """Cancelling while at least so many ``days`` are left to the first occasion costs ``percent`` of the fee.

    With nought days it holds from then on, also when the occasion has been.
    """

    days: int
    percent: int


@dataclass(frozen=True)
class Terms:
    """What an organisation accepts when it registers; a new wording is a new number, and old ones are kept."""

    number: int
    text: str
    charges: tuple[Charge, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One number of the finished project; ``name`` is one of ``FIGURES``."""

    name: str
    value: int


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

    The fee is reckoned from ``expected_people``, and ``fee_spans`` tell what it is with other numbers of people.
    """

    type_name: ClassVar[str] = "project"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "subtitle", "lead", "background", "purpose", "target_group", "expected_results", "format",
        "proposals", "fee", "fee_note", "last_day", "least", "most", "least_organisations", "organisations",
        "moved_to", "figures", "continuation", "continues_in", "questions", "how", "expected_people", "fee_spans",
        "fee_excludes", "vat_note", "contacts", "terms", "offer_hours", "leading", "invited", "fee_decisions",
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
    continues_in: str = ""
    """The uid of what it goes on in: a project, a proposal or an organisation."""

    questions: str = ""
    how: str = ""
    expected_people: int | None = None
    fee_spans: tuple[FeeSpan, ...] = ()
    fee_excludes: str = ""
    vat_note: str = ""
    contacts: tuple[Helper, ...] = ()
    leading: str = ""
    invited: date | None = None
    terms: tuple[Terms, ...] = ()
    fee_decisions: tuple[FeeDecision, ...] = ()
    offer_hours: int = 48

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.add("workshops", Folder("workshops"))
        self.add("files", Folder("files"))
        self.add("registrations", Folder("registrations"))
        self.add("surveys", Folder("surveys"))

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """Projects can be found by who takes part; whoever lists them so must ask who may know it."""
        year = self.begun_in()
        return {"taking_part": self.confirmed_organisations(), "begun": (begun(self.format, year),) if year else (),
                "continues_in": (self.continues_in,) if self.continues_in else ()}

    def dependents(self) -> list[Any]:
        """What the organisations that take part have in common: the occasions, and what is handed in for them."""
        return [each for workshop in occasions(self) for each in (workshop, *workshop["submissions"].values())]

    def next_date(self, today: date) -> Coming | None:
        """The last day to register while one can, after that the next occasion."""
        if self.state == INVITING and self.last_day is not None:
            return Coming(_("last day to register"), self.last_day)
        days = [each.starts for each in occasions(self) if each.starts and each.starts >= today and
                each.state not in (*HELD, CANCELLED)]
        return Coming(_("next occasion"), min(days)) if days and self.state in UNDER_WAY else None

    def begun_in(self) -> int | None:
        """The year in which it was invited to, or None before that."""
        if self.state == PLANNED:
            return None
        return (self.invited or local_day(self.since)).year

    def confirmed_organisations(self) -> tuple[str, ...]:
        """The uids of the organisations that take part: by a registration, or as the office has recorded them."""
        registered = (each.organisation for each in self["registrations"].values() if each.takes_part)
        return tuple(dict.fromkeys((*self.organisations, *registered)))

    @property
    def fee_decision(self) -> FeeDecision | None:
        """The decision about the fee that holds now, or None."""
        return self.fee_decisions[-1] if self.fee_decisions else None

    @property
    def terms_number(self) -> int:
        """The number of the terms that hold now; nought while there are none."""
        return self.terms[-1].number if self.terms else 0

    def terms_of(self, number: int) -> Terms | None:
        """The terms of that number, or None."""
        return next((each for each in self.terms if each.number == number), None)

    def most_at_any_occasion(self) -> int:
        """The most people that an organisation may name: more where an occasion that is not over takes more."""
        allowed = (each.most_each or 0 for each in occasions(self) if not has_been_held(each))
        return max((self.most, *allowed))

    def programme(self) -> list[Any]:
        """The occasions in the order of their days; those whose day is not decided come last."""
        return sorted(occasions(self), key=lambda each: (each.starts is None, each.starts or date.min))


def begun(name: str, year: int) -> str:
    """What projects of a format that began in a year can be found by."""
    return f"{name} {year}"


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
    counts["attendances"] = sum(each.came() or 0 for each in held)
    for name in ("speakers_women", "speakers_men"):
        counts[name] = sum(getattr(each, name) or 0 for each in held)
    there = [each for occasion in held for each in occasion["participations"].values() if each.state == "attended"]
    counts["participants"] = len({each.person for each in there})
    counts["represented"] = len({each.organisation for each in there})
    return tuple(Figure(name, counts[name]) for name in FIGURES if counts[name])


def proposals_behind(project: Project) -> list[Any]:
    """The proposals that the project came from, in its own order."""
    found = (project.site.by_uid(uid) for uid in project.proposals)
    return [proposal for proposal in found if proposal is not None]


def project_of(place: Any) -> Any:
    """The project that something stands in, or None."""
    return inside(place, "project")
