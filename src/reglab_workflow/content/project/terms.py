"""The terms of a project: what cancelling costs by the version that was accepted, and what to begin a version with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...i18n import _
from .fee import kronor
from .model import CANCELLED, Charge, Project, Terms, occasions

USUAL_CHARGES = (Charge(28, 0), Charge(14, 50), Charge(0, 100))
USUAL_TEXT = _(
    "Registering is binding after the last day to register. Until then the organisation can cancel at no cost. After "
    "that, cancelling costs as much of the fee as is said below, reckoned from the day on which the office is told. A "
    "person who cannot come can be replaced by a colleague at no cost.")
WHOLE = 100


@dataclass(frozen=True)
class Said:
    """What the accepted terms say that cancelling costs on a day; what they say nothing of is None.

    ``days`` are left to the first occasion, fewer than none when it has been; ``kronor`` is of the organisation's fee.
    """

    terms: Terms | None = None
    days: int | None = None
    charge: Charge | None = None
    kronor: int | None = None


@dataclass(frozen=True)
class Stretch:
    """For how many days before the first occasion a charge holds: at least ``least``, fewer than ``below``."""

    charge: Charge
    below: int | None


def first_day(project: Project) -> date | None:
    """The day of the first occasion that is not cancelled, or None while no day is decided."""
    days = [each.starts for each in occasions(project) if each.starts is not None and each.state != CANCELLED]
    return min(days, default=None)


def charge_on(charges: Iterable[Charge], days: int) -> Charge | None:
    """The charge that holds when so many days are left; None where none of them does."""
    falling = in_order(charges)
    return next((each for each in falling if each.days <= max(days, 0)), None)


def charge_of(registration: Any, day: date) -> Said:
    """What cancelling a registration costs on a day, by the terms that the organisation accepted."""
    project = registration.project
    terms, first = project.terms_of(registration.terms), first_day(project)
    if terms is None:
        return Said()
    if first is None:
        return Said(terms)
    days = (first - day).days
    charge = charge_on(terms.charges, days)
    fee = registration.fee if registration.fee is not None else project.fee
    if charge is None or (fee is None and charge.percent):
        return Said(terms, days, charge)
    return Said(terms, days, charge, ((fee or 0) * charge.percent + WHOLE // 2) // WHOLE)


def in_order(charges: Iterable[Charge]) -> tuple[Charge, ...]:
    """The charges from the one that holds first to the one that holds last."""
    return tuple(sorted(charges, key=lambda each: -each.days))


def stretches(charges: Iterable[Charge]) -> Iterator[Stretch]:
    """Each charge with the days that it holds for, in the order of time."""
    below: int | None = None
    for each in in_order(charges):
        yield Stretch(each, below)
        below = each.days


def stretch_in_words(stretch: Stretch) -> Any:
    """When a charge holds."""
    days, below = stretch.charge.days, stretch.below
    if below is None:
        return _("Days left to the first occasion: ${days} or more", mapping={"days": days}) if days else _("Always")
    if not days:
        return _("Days left to the first occasion: ${most} or fewer, and after it", mapping={"most": below - 1})
    return _("Days left to the first occasion: ${days} to ${most}", mapping={"days": days, "most": below - 1})


def said_in_words(said: Said) -> Any:
    """What the accepted terms say, as a sentence for who decides the charge."""
    if said.terms is None:
        return _("The organisation has accepted no terms. The office decides what the cancellation costs.")
    told: dict[str, Any] = {"number": said.terms.number}
    if said.days is None:
        return _("No day is decided for the first occasion, so the terms, version ${number}, give no amount. The "
                 "office decides.", mapping=told)
    told |= {"days": abs(said.days)}
    if said.charge is None:
        return _("The terms, version ${number}, say nothing of when the days left to the first occasion are ${days}. "
                 "The office decides.", mapping=told)
    told |= {"percent": said.charge.percent}
    if said.kronor is None:
        return _("By the terms, version ${number}, it costs ${percent} % of the fee, which is not decided.",
                 mapping=told)
    told |= {"kronor": kronor(said.kronor)}
    if said.days < 0:
        return _("By the terms, version ${number}, it costs ${percent} % of the fee, ${kronor} kr. Days since the "
                 "first occasion: ${days}. Say in the reason why, if you write another amount.", mapping=told)
    return _("By the terms, version ${number}, it costs ${percent} % of the fee, ${kronor} kr. Days left to the first "
             "occasion: ${days}. Say in the reason why, if you write another amount.", mapping=told)
