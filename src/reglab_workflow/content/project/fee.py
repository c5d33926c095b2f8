"""The fee of a project as a rule: what it is with so many people, and where the rule says nothing.

Nothing is reckoned between two numbers that the rule names: a gap stays a gap, and the office decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ...i18n import _
from ..registration.model import ASKED, registrations_of
from .model import FeeSpan, Project

KNOWN = "known"
LOWERED = "lowered"
SILENT = "silent"
TWOFOLD = "twofold"
"""The rule says two things that are not the same."""

DECLINED = ("declined", "cancelled", "cancelled_late")
"""The states of an organisation that asked and does not take part."""

SAID = {
    KNOWN: _("an amount"), LOWERED: _("a lowered fee, not decided to what"), SILENT: _("nothing"),
    TWOFOLD: _("two different things"),
}


@dataclass(frozen=True)
class Level:
    """What the rule says with ``least`` to ``most`` people in all; without a ``most`` there is no end to it.

    ``fee`` is in kronor per organisation, ``full`` marks the fee that the budget is made with.
    """

    least: int
    most: int | None
    kind: str = SILENT
    fee: int | None = None
    note: str = ""
    full: bool = False

    def holds(self, people: int) -> bool:
        """Whether so many people are within it."""
        return self.least <= people and (self.most is None or people <= self.most)


@dataclass(frozen=True)
class Heads:
    """How many take part: people in all, and organisations."""

    people: int
    organisations: int


@dataclass(frozen=True)
class Forecast:
    """Where it can end: ``low`` if nobody more comes, ``high`` if all who have asked come with as many as they may."""

    low: Heads
    high: Heads


@dataclass(frozen=True)
class Reckoning:
    """What a fee gives with so many; money is in kronor, and None where the rule gives no amount.

    ``enough`` is how many organisations it takes for the budget.
    """

    heads: Heads
    level: Level
    fee: int | None
    income: int | None = None
    per_person: int | None = None
    budget: int | None = None
    enough: int | None = None

    @property
    def surplus(self) -> int | None:
        """What is left when the budget is covered; below nought where it is not."""
        return None if self.income is None or self.budget is None else self.income - self.budget


# -- the rule ----------------------------------------------------------------------------------------------------


def announced_fee(project: Project) -> int | None:
    """The fee that the invitation gave, also when another has been decided since."""
    return project.fee_decisions[0].announced if project.fee_decisions else project.fee


def has_rule(project: Project) -> bool:
    """Whether anything has been said about the fee."""
    return announced_fee(project) is not None or bool(project.fee_spans)


def levels(project: Project) -> tuple[Level, ...]:
    """What the rule says from nought people upwards; every number of people is in one level and no more."""
    claims = [*_spans(project.fee_spans), *_full(project)]
    starts = sorted({0, *(each.least for each in claims), *(each.most + 1 for each in claims if each.most is not None)})
    ends = [*(start - 1 for start in starts[1:]), None]
    return tuple(_joined(_claimed(claims, start, end) for start, end in zip(starts, ends, strict=True)))


def level_at(project: Project, people: int) -> Level:
    """What the rule says with so many people."""
    return next(each for each in levels(project) if each.holds(max(people, 0)))


def gaps(project: Project) -> tuple[Level, ...]:
    """Where the rule says nothing; none while there is no rule."""
    return tuple(each for each in levels(project) if each.kind == SILENT) if has_rule(project) else ()


def unsaid(project: Project) -> tuple[Level, ...]:
    """The gaps that a reader of the invitation asks about: none where one fee holds for any number of people."""
    return gaps(project) if project.fee_spans else ()


def contradictions(project: Project) -> tuple[Level, ...]:
    """Where the rule says more than one thing."""
    return tuple(each for each in levels(project) if each.kind == TWOFOLD)


def next_level(project: Project, people: int) -> tuple[int, Level] | None:
    """How many more people it takes until the rule says something else, and what; None where nothing follows."""
    now = level_at(project, people)
    if now.most is None:
        return None
    return now.most + 1 - people, level_at(project, now.most + 1)


def overlapping(spans: Iterable[FeeSpan]) -> tuple[FeeSpan, FeeSpan] | None:
    """The first two spans that hold for the same number of people, or None."""
    found = sorted(spans, key=lambda each: each.least)
    return next(((low, high) for low, high in pairwise(found) if low.most is None or low.most >= high.least), None)


def _spans(spans: Iterable[FeeSpan]) -> Iterator[Level]:
    for each in spans:
        kind = LOWERED if each.fee is None else KNOWN
        yield Level(_from(each.least), each.most, kind, each.fee, each.note)


def _full(project: Project) -> Iterator[Level]:
    """The full fee: from the number that it is reckoned from; without such a number wherever no span holds."""
    fee = announced_fee(project)
    if fee is None:
        return
    if project.expected_people is None:
        for least, most in _free(project.fee_spans):
            yield Level(least, most, KNOWN, fee, full=True)
        return
    above = [each.least for each in project.fee_spans if each.least > project.expected_people]
    yield Level(_from(project.expected_people), min(above) - 1 if above else None, KNOWN, fee, full=True)


def _from(least: int) -> int:
    """Where a level begins: one that holds for a single person holds while nobody has come too."""
    return least if least > 1 else 0


def _free(spans: Iterable[FeeSpan]) -> Iterator[tuple[int, int | None]]:
    """The numbers of people that no span holds for."""
    start = 0
    for each in sorted(spans, key=lambda one: one.least):
        if _from(each.least) > start:
            yield start, each.least - 1
        if each.most is None:
            return
        start = max(start, each.most + 1)
    yield start, None


def _claimed(claims: Iterable[Level], start: int, end: int | None) -> Level:
    held = [each for each in claims if each.holds(start)]
    if len(held) == 1:
        only = held[0]
        return Level(start, end, only.kind, only.fee, only.note, only.full)
    return Level(start, end, TWOFOLD if held else SILENT)


def _joined(found: Iterable[Level]) -> list[Level]:
    """Neighbours that say the same as one."""
    kept: list[Level] = []
    for each in found:
        last = kept[-1] if kept else None
        if last is not None and _says(last) == _says(each):
            kept[-1] = Level(last.least, each.most, *_says(each))
        else:
            kept.append(each)
    return kept


def _says(level: Level) -> tuple[str, int | None, str, bool]:
    return level.kind, level.fee, level.note, level.full


# -- how many ----------------------------------------------------------------------------------------------------


def recorded_by_hand(project: Project) -> tuple[str, ...]:
    """The uids of organisations that take part without a registration: how many people they send is not known."""
    registered = {each.organisation for each in registrations_of(project)}
    return tuple(uid for uid in project.organisations if uid not in registered)


def heads_now(project: Project) -> Heads:
    """Those who take part now; of an organisation without a registration no people are counted."""
    people = sum(each.number_of_people() for each in registrations_of(project) if each.takes_part)
    return Heads(people, len(project.confirmed_organisations()))


def forecast(project: Project) -> Forecast:
    """How few and how many it can be: each organisation comes with as many as it says, or with as many as it may."""
    now, by_hand = heads_now(project), len(recorded_by_hand(project))
    coming = [each for each in registrations_of(project) if each.takes_part or each.state in ASKED]
    asked = sum(each.state in ASKED for each in coming)
    most = sum(max(each.number_of_people(), project.most) for each in coming)
    return Forecast(Heads(now.people + by_hand * project.least, now.organisations),
                    Heads(most + by_hand * project.most, now.organisations + asked))


# -- money -------------------------------------------------------------------------------------------------------


def budget(project: Project) -> int | None:
    """What the project is to be done for: the fee of the invitation from as many organisations as are needed."""
    fee = announced_fee(project)
    return None if fee is None else fee * project.least_organisations


def reckon(project: Project, heads: Heads, fee: int | None = None) -> Reckoning:
    """What comes in with so many, at the fee that the rule gives or at another."""
    level, needed = level_at(project, heads.people), budget(project)
    paid = level.fee if fee is None else fee
    if paid is None:
        return Reckoning(heads, level, None, budget=needed)
    income = paid * heads.organisations
    return Reckoning(
        heads, level, paid, income, per_person=round(income / heads.people) if heads.people else None, budget=needed,
        enough=-(-needed // paid) if needed is not None and paid else None)


# -- words -------------------------------------------------------------------------------------------------------


def kronor(amount: int) -> str:
    """An amount with its thousands apart, without the unit."""
    return f"{amount:,}".replace(",", "\N{NO-BREAK SPACE}").replace("-", "\N{MINUS SIGN}")


def in_kronor(amount: int) -> str:
    """An amount as one writes it, in Swedish and in English."""
    return f"{kronor(amount)}\N{NO-BREAK SPACE}kr"


def range_in_words(level: Level | FeeSpan) -> Any:
    """For which numbers of people a level holds."""
    least, most = level.least, level.most
    if most is None:
        return _("${number} people or more", mapping={"number": least}) if least else _("any number of people")
    if least <= 0:
        return _("fewer than ${number} people", mapping={"number": most + 1})
    if least == most:
        return _("${number} people", mapping={"number": least})
    return _("${from}–${to} people", mapping={"from": least, "to": most})


def level_in_words(level: Level) -> Any:
    """What the rule says there."""
    if level.kind == LOWERED:
        return _("a lowered fee, not decided to what")
    if level.kind == TWOFOLD:
        return _("two different things: the office decides")
    if level.fee is None:
        return _("nothing: the office decides")
    if not level.fee:
        return _("no fee")
    told = {"fee": kronor(level.fee)}
    return _("the full fee, ${fee} kr per organisation", mapping=told) if level.full else \
        _("${fee} kr per organisation", mapping=told)
