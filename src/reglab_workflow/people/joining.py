"""What would make an organisation a member or a partner on a day."""

from __future__ import annotations

from datetime import date

from ..security.remedies import NOTHING, EditField, Remedy, TakeStep, Wait, each
from .organisation import ACTIVE, Organisation


def ways_to_be(organisation: Organisation | None, kinds: tuple[str, ...], day: date) -> tuple[Remedy, ...]:
    """What makes the organisation one of these kinds on that day; nothing does for one that is gone."""
    if organisation is None:
        return NOTHING
    of_kind = () if organisation.kind in kinds else (EditField(organisation, "kind", kinds[0]),)
    ahead = organisation.from_date
    if organisation.state == ACTIVE and ahead is not None and ahead > day and not of_kind:
        return (Wait(ahead), EditField(organisation, "from_date"))
    return each(*of_kind, *_back(organisation, day))


def _back(organisation: Organisation, day: date) -> tuple[Remedy, ...]:
    """What lets its time run on that day."""
    if organisation.state != ACTIVE:
        return (TakeStep(organisation, "rejoin"),)
    if organisation.from_date is not None and organisation.from_date > day:
        return (EditField(organisation, "from_date"),)
    return (EditField(organisation, "to_date"),) if organisation.to_date is not None and organisation.to_date < day \
        else ()
