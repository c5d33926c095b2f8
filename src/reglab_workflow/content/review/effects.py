"""What follows when a review is signed off or opened again."""

from __future__ import annotations

from typing import Any

from ...clock import local_day
from ...history.checkpoints import control_number
from ...people.appointments import SITE
from .model import OVER, Line, Review


def settle_report(review: Review, step: Any) -> None:
    """Settle the report: names, days and answers as they are now."""
    lines = tuple(_line(review, uid, step.acts.site) for uid in review.asked)
    review.set({"report": tuple(sorted(lines, key=lambda line: (line.name, line.start))),
                "signed_by": step.actor.person, "signed_at": step.now, "control": control_number(step.acts.site)})


def take_report_back(review: Review, step: Any) -> None:
    """Take the signature back; the settled report remains in the history."""
    review.set({"report": (), "signed_by": "", "signed_at": None, "control": "", "reason": step.facts["reason"]})


def _line(review: Review, uid: str, site: Any) -> Line:
    each, answer = site.appointments.get(uid), review.answers.get(uid)
    place = site.by_uid(each.scope) if each.scope != SITE else None
    told = {"outcome": OVER} if answer is None else {
        "outcome": answer.outcome, "by": _name(site, answer.by), "at": local_day(answer.at), "why": answer.why,
        "used": answer.used, "own": answer.by == each.person}
    return Line(name=_name(site, each.person), role=each.role, place=place.title if place is not None else "",
                start=each.start, end=each.end, given_by=_name(site, each.given_by), **told)


def _name(site: Any, uid: str) -> str:
    person = site["people"].get(uid)
    return str(person.title) if person is not None else uid
