"""What has changed about an occasion, as a letter tells it: what it was, and what it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..content.workshop.model import COMING, DIGITAL, KIND_TITLES, MODE_TITLES
from ..content.workshop.programme import SPAN_TITLES
from ..i18n import _

TOLD = ("starts", "ends", "span", "times", "mode", "place")
"""The fields of an occasion that people plan their days by."""

Parts = tuple[Any, ...]
"""A value piece by piece: texts, words to be translated, and a pair of days for the first and the last."""


@dataclass(frozen=True)
class Row:
    """One line of what is told about an occasion; ``was`` and ``now`` are the same where nothing has changed."""

    title: Any
    was: Parts
    now: Parts

    @property
    def differs(self) -> bool:
        """Whether it has changed."""
        return self.was != self.now


def rows_of(workshop: Any, before: Mapping[str, Any]) -> list[Row]:
    """When and where an occasion is, and was with the values ``before``."""
    now = {name: getattr(workshop, name) for name in TOLD}
    was = {**now, **{name: value for name, value in before.items() if name in TOLD}}
    return [Row(title, tell(was), tell(now)) for title, tell in (
        (_("When"), _days), (_("Times"), _times), (_("Where"), _place))]


def heading_of(workshop: Any) -> Any:
    """Kind and number of an occasion, and its title once that is decided."""
    names = {"kind": KIND_TITLES[workshop.kind], "number": workshop.number}
    if workshop.decided_title() is None:
        return _("${kind} ${number}", mapping=names)
    return _("${kind} ${number}: ${title}", mapping={**names, "title": workshop.title.strip()})


def news_of(workshop: Any, before: Mapping[str, Any]) -> Any | None:
    """The subject of a letter about what has been filled in; None while nobody was told that it would follow."""
    if workshop.state not in COMING:
        return None
    settled = {name for name in TOLD if name in before and not before[name] and getattr(workshop, name)}
    mapping = {"what": heading_of(workshop)}
    if {"starts", "place"} <= settled:
        return _("Day and place are settled: ${what}", mapping=mapping)
    if "starts" in settled:
        return _("The day is settled: ${what}", mapping=mapping)
    if "place" in settled:
        return _("The place is settled: ${what}", mapping=mapping)
    return _("More is settled: ${what}", mapping=mapping) if settled & {"times", "mode"} else None


def subject_of(step: str, workshop: Any) -> Any:
    """The subject of a letter about a step that changes when or where an occasion is."""
    mapping = {"what": heading_of(workshop)}
    if step == "change_mode":
        digital = workshop.mode == DIGITAL
        return _("Now digital: ${what}", mapping=mapping) if digital else _("Now on site: ${what}", mapping=mapping)
    if workshop.decided_days() is None:
        return _("Moved, and the new day follows: ${what}", mapping=mapping)
    return _("Moved: ${what}", mapping=mapping)


def _days(told: Mapping[str, Any]) -> Parts:
    if told["starts"] is None:
        return (_("Not decided yet"),)
    return ((told["starts"], told["ends"] or told["starts"]),)


def _times(told: Mapping[str, Any]) -> Parts:
    length = (SPAN_TITLES[told["span"]],) if told["span"] in SPAN_TITLES else ()
    return (*length, *((told["times"],) if told["times"] else ())) or (_("Not decided yet"),)


def _place(told: Mapping[str, Any]) -> Parts:
    mode, place = MODE_TITLES.get(told["mode"]), told["place"].strip()
    if not place and told["mode"] != DIGITAL:
        place = _("place follows")
    return tuple(part for part in (mode, place) if part)


def subject_of_end(transition: str, what: Any) -> Any:
    """The subject of a letter about an occasion or a project that does not go on as it was meant to."""
    told = _("Cancelled: ${what}") if transition == "cancel" else _("In another form: ${what}")
    return _(str(told), mapping={"what": what})
