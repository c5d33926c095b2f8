"""Tracker: the line of a round's steps, with the days that have been and those that are planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ... import clock
from ...i18n import _
from ...web.words import say

WAY = ("open", "closed", "published", "discussed", "decided", "adopted")
"""The steps that everybody waits for; the office's own preparations show only while they last."""

ALL = ("planned", "open", "closed", "compiled", "published", "discussed", "decided", "adopted", "archived")

WHO: Mapping[str, Any] = {
    "open": _("The office opens the round"),
    "closed": _("The last day to submit"),
    "published": _("The office publishes the booklet"),
    "discussed": _("The member group discusses the proposals"),
    "decided": _("The board decides"),
    "adopted": _("The member group adopts the plan"),
}


def steps(request: Any, round_: Any) -> list[dict[str, Any]]:
    """The line of steps: passed ones with their day, the present one, and the coming ones with who decides."""
    way = [state for state in ALL if state in WAY or state == round_.state]
    here = way.index(round_.state)
    passed = days_passed(round_)
    told = [{"title": _title(request, round_, state), "kind": "passed", "date": passed.get(state)}
            for state in way[:here]]
    told.append({"title": _title(request, round_, round_.state), "kind": "current",
                 "date": clock.local_day(round_.since)})
    told.extend(
        {"title": _title(request, round_, state), "kind": "to_come", "who": say(request, WHO[state]),
         "planned": planned_day(round_, state)} for state in way[here + 1:] if state in WHO)
    return told


def days_passed(round_: Any) -> dict[str, date]:
    """The day on which each state last began, from the round's own events."""
    days: dict[str, date] = {}
    for entry in round_.events:
        core = entry.core
        if core["kind"] == "transitioned" and core["from"] != core["to"]:
            days[core["to"]] = clock.local_day(datetime.fromisoformat(core["at"]))
    return days


def planned_day(round_: Any, state: str) -> date | None:
    """The day a coming step is planned for, as far as the round says; a day that has passed is no plan."""
    meeting = round_.get("meeting")
    days = {"open": round_.opens, "closed": round_.closes,
            "discussed": meeting.day if meeting is not None else None, "decided": round_.board_meets}
    day = days.get(state)
    return day if day is not None and day >= clock.local_day(round_.since) else None


def _title(request: Any, round_: Any, state: str) -> str:
    title: str = request.state_of(round_, state).title
    return title
