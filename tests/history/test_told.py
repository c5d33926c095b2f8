"""Control numbers leave the site, in a letter each day and under minutes; a long history is proven in seconds."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from decided_round import discussed
from house import House, Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.history.checkpoints import control_number, vouching
from reglab_workflow.history.export import whole
from sealed import in_database, report, sealer

STORM = bool(os.environ.get("REGLAB_STORM"))
LONG = 100_000 if STORM else 5_000
SECONDS = 30 if STORM else 5
KEEPER = "revisor@granskning.example"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Story]:
    story = Story(tmp_path / "var", **{"reglab.checkpoint_to": KEEPER})
    yield story
    story.close()


def letters(story: Story) -> list[Any]:
    with story.looking() as site:
        return [(each.subject, " ".join(each.text.split()), [one.address for one in each.receivers])
                for each in site.outbox.newest(50) if each.kind == "sealed"]


def test_the_first_control_number_of_each_day_goes_by_letter(told: Story) -> None:
    sealer(told).seal()
    told.open_round()
    sealer(told).seal()
    ((subject, text, addresses),) = letters(told)
    with told.looking() as site:
        first = site.seals.checkpoints[1]
        assert subject == f"Kontrollnummer {first.control}"
        assert f"{first.core['total']} händelser" in text
        assert f"--control {first.control}" in text
        assert "http://127.0.0.1/history/seals" in text
    assert addresses == [KEEPER]
    told.open_round(2028)
    with told.open() as site:
        sealer(told).next(site, clock.now() + timedelta(days=1))
    assert len(letters(told)) == 2
    assert in_database(told) == "", in_database(told)


def test_where_nobody_is_named_no_letter_is_written(story: Story) -> None:
    sealer(story).seal()
    assert letters(story) == []


def test_the_minutes_end_with_the_control_number_that_vouches_for_them(story: Story) -> None:
    path, _proposals = discussed(story, 2)
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, path)["meeting"], "end")
    address = f"{path}/meeting/minutes"
    browser = story.browser(story.OFFICE)
    assert "Kontrollnummer" not in browser.get(address).text
    sealer(story).seal()
    with story.looking() as site:
        control = control_number(site)
    assert f"{control}, historiken fram till" in browser.get(address).text
    story.organisation("Region Västra")
    sealer(story).seal()
    assert f"{control}, historiken fram till" in browser.get(address).text, "nothing has happened to the meeting"


def test_what_is_not_sealed_yet_has_no_control_number(story: Story) -> None:
    path = story.open_round()
    with story.looking() as site:
        assert vouching(site, [find(site, path)]) is None
    sealer(story).seal()
    with story.looking() as site:
        assert vouching(site, [find(site, path)]) is site.seals.checkpoints[1]
        assert vouching(site, []) is None


def test_a_long_history_is_sealed_and_proven_in_seconds(tmp_path: Path) -> None:
    """A hundred thousand events in the long form; what is measured is printed."""
    house = House(tmp_path / "var")
    at = clock.now()
    for start in range(0, LONG, 5_000):
        with house.open() as site:
            for number in range(start, min(start + 5_000, LONG)):
                site.trail.slots[number % 7].append(
                    {"kind": "edited", "at": at + timedelta(seconds=number), "actor": "a" * 16, "item": "b" * 16},
                    {"after": {"title": f"Förslag {number}"}, "before": {"title": "Ännu inget"}})
    start = time.perf_counter()
    made = sealer(house).seal()
    sealed = time.perf_counter() - start
    with house.looking() as site:
        start = time.perf_counter()
        assert report(whole(site, clock.now()), closed=False).sealed >= LONG
        proven = time.perf_counter() - start
    sys.stdout.write(f"{LONG:,} events: sealed in {sealed:.1f} s ({made} checkpoints), proven in {proven:.1f} s\n")
    assert proven < SECONDS
    house.close()
