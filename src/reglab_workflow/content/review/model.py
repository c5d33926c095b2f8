"""Review: every appointment that was in force when it began, and how the office answered about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from BTrees.OOBTree import OOBTree

from ...i18n import _
from ..item import Item

CONFIRMED, ENDED, OVER = "confirmed", "ended", "over"
"""What became of an appointment: it was confirmed, it was ended, or it came to its end by itself meanwhile."""

OUTCOMES = (CONFIRMED, ENDED)
OUTCOME_TITLES = {CONFIRMED: _("Confirmed"), ENDED: _("Ended"), OVER: _("Ended meanwhile")}


@dataclass(frozen=True)
class Answered:
    """What somebody at the office answered about an appointment, and when its role had been used last."""

    outcome: str
    by: str
    at: datetime
    why: str = ""
    used: date | None = None


@dataclass(frozen=True)
class Line:
    """One appointment in the settled report, in words and days that do not change any more."""

    name: str
    role: str
    place: str
    start: date
    end: date | None
    given_by: str
    outcome: str
    by: str = ""
    at: date | None = None
    why: str = ""
    used: date | None = None
    own: bool = False


class Review(Item):
    """One review; ``answers`` are kept one by one, so that two people can go through it at the same time.

    ``report`` is settled when it is signed off; ``control`` is the control number of the history as it was then.
    """

    type_name: ClassVar[str] = "review"
    fields: ClassVar[tuple[str, ...]] = ("title", "asked", "report", "signed_by", "signed_at", "control", "reason")
    guarded: ClassVar[Mapping[str, str]] = dict.fromkeys(fields[1:], "")

    asked: tuple[str, ...] = ()
    report: tuple[Line, ...] = ()
    signed_by: str = ""
    signed_at: datetime | None = None
    control: str = ""
    reason: str = ""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.answers: Any = OOBTree()

    def on_added(self) -> None:
        """It is about the appointments that are in force as it begins."""
        self.asked = tuple(each.uid for each in self.site.appointments.all() if each.holds(self.created))

    def left(self, now: datetime) -> list[str]:
        """The appointments that still wait for an answer."""
        return [uid for uid in self.asked if not self.is_answered(uid, now)]

    def is_answered(self, uid: str, now: datetime) -> bool:
        """Whether an appointment has its answer, or needs none because it is over."""
        if uid in self.answers:
            return True
        appointment = self.site.appointments.get(uid)
        return appointment is None or bool(appointment.is_over(now))

    def about_themselves(self) -> list[str]:
        """The appointments that were confirmed by those who hold them."""
        found = ((uid, self.site.appointments.get(uid)) for uid in self.answers)
        return [uid for uid, each in found if each is not None and self.answers[uid].outcome == CONFIRMED
                and self.answers[uid].by == each.person]
