"""What time does to answers: offers end before the occasion, and the clock only looks at what waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from learning_group import LearningGroup
from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder, Query
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import system


@pytest.fixture
def group(tmp_path: Path) -> Iterator[LearningGroup]:
    group = LearningGroup(tmp_path)
    yield group
    group.close()


def offered(group: LearningGroup, days: int) -> Any:
    """Bo is offered the place that Ada leaves, so many days before the occasion; when the offer ends."""
    group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    with group.acting() as acts:
        find(acts.site, group.workshop).starts = group.today + timedelta(days=days)
    group.opened(capacity=1)
    group.do("Ada Ek", "sign_up")
    group.do("Bo Alm", "queue")
    group.do("Ada Ek", "cancel")
    with group.acting() as acts:
        answer = group.as_person(acts, "Bo Alm")
        assert answer.state == "offered"
        return answer.offer_ends


def test_an_offer_holds_as_long_as_the_project_says(group: LearningGroup) -> None:
    ends = offered(group, 30)
    assert abs(ends - (clock.now() + timedelta(hours=48))) < timedelta(minutes=5)


def test_an_offer_ends_before_the_occasion_begins(group: LearningGroup) -> None:
    assert offered(group, 1) == clock.midnight(group.today + timedelta(days=1))


def test_an_offer_on_the_day_itself_ends_with_the_day(group: LearningGroup) -> None:
    ends = offered(group, 0)
    assert clock.now() < ends <= clock.midnight(group.today + timedelta(days=1))


def waiting(group: LearningGroup) -> set[str]:
    """Those whose answers the clock looks at."""
    with group.looking() as site:
        finder = Finder(group.registry.reglab_index, group.database, group.rulebook, site, system("clock"))
        match = Query(terms={"type": ("participation",), "waits": ("time",)}).match()
        return {find(site, hit.path).title for hit in finder.fresh_index().search(match, "longest", 100, 0)}


def test_the_clock_looks_at_nobody_who_waits_for_nothing(group: LearningGroup) -> None:
    group.confirmed(group.norra, "Ada Ek", "Bo Alm", "Cia Gran")
    group.opened(asks_needs=True)
    for name in ("Ada Ek", "Bo Alm"):
        group.do(name, "sign_up")
    assert waiting(group) == set()
    with group.acting() as acts:
        acts.as_system("test").edit(group.as_person(acts, "Ada Ek"), {"diet": "Vegan"})
    assert waiting(group) == {"Ada Ek"}


def test_who_comes_back_into_the_project_is_invited_to_what_has_opened_meanwhile(group: LearningGroup) -> None:
    path = group.confirmed(group.norra, "Ada Ek")
    with group.acting() as acts:
        acts.fire(find(acts.site, path), "cancel")
    group.opened()
    assert group.answers() == {}
    with group.acting() as acts:
        registration = find(acts.site, path)
        acts.fire(registration, "reopen")
        acts.fire(registration, "record_approval", {"approved_by": "Moa Chef", "approved_on": group.today})
        acts.fire(registration, "confirm")
    assert group.answers() == {"Ada Ek": "invited"}


def test_midnight_is_that_of_sweden_winter_and_summer() -> None:
    for day, hour in (((2027, 1, 10), 23), ((2027, 7, 10), 22)):
        begins = clock.midnight(date(*day))
        assert (begins.hour, begins.day) == (hour, 9)
