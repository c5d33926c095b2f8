"""What people cannot eat or need: counted for all, named only on demand and never without a note, and then gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from webtest import TestApp

from door_story import Door
from learning_group import bearer
from posting import Hand
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticking import tick
from siege import words

NUTS, RAMP = "tål inte hasselnötter alls", "behöver ramp vid dörren"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = Door(tmp_path / "var")
    yield made
    made.close()


@pytest.fixture
def karin(door: Door) -> TestApp:
    return door.browser(door.OFFICE)


def tell(door: Door, name: str, **needs: str) -> None:
    """A person writes on the own page what she or he needs."""
    with door.acting() as acts:
        answer = door.as_person(acts, name)
        Acts(door.rulebook, acts.site, bearer(answer), acts.fixed_now).edit(answer, needs)


def kept(door: Door, name: str) -> tuple[str, str]:
    with door.acting() as acts:
        answer = door.as_person(acts, name)
        return answer.diet, answer.access


def clock_comes(door: Door, days: int) -> None:
    with door.open() as site:
        tick(door.rulebook, site, clock.now() + timedelta(days=days))


def asked(door: Door) -> str:
    """Ada and Bo have a place and have told; the occasion is in thirty days."""
    door.opened(asks_needs=True)
    for name in ("Ada Ek", "Bo Alm"):
        door.do(name, "sign_up")
    tell(door, "Ada Ek", diet=NUTS, access=RAMP)
    tell(door, "Bo Alm", diet="vegan")
    return door.workshop


def test_the_page_counts_and_names_nobody_until_it_is_asked(door, karin):
    asked(door)
    page = words(door.page(karin, "needs"))
    assert "2 personer som kommer har skrivit något" in page
    assert "Vad de inte äter 2 Vad de behöver för att kunna komma 1" in page
    assert "Ada Ek" not in page
    assert NUTS not in page
    shown = Hand(karin).post(f"{door.workshop}/needs")
    assert shown.status_int == 200
    assert NUTS in words(shown)
    assert RAMP in words(shown)
    assert shown.headers["Cache-Control"] == "no-store"


def test_each_look_is_noted_and_what_was_read_is_not(door, karin):
    asked(door)
    for _time in range(2):
        Hand(karin).post(f"{door.workshop}/needs")
    with door.looking() as site:
        read = [each.core for each in find(site, door.workshop).events if each.core["kind"] == "needs_read"]
    assert [each["actor"] for each in read] == [door.people[door.OFFICE]] * 2
    assert [each["role"] for each in read] == ["office"] * 2
    history = words(karin.get(f"{door.workshop}/history"))
    assert history.count("Karin Kvist (kansliet) läste vem som behöver vad") == 2


def test_only_the_office_reads_needs(door, karin):
    asked(door)
    for email in (door.LEADER, door.AUDITOR, door.MEMBER, door.PARTNER):
        browser = door.browser(email)
        assert door.page(browser, "needs").status_int in (403, 404), email
        assert Hand(browser).post(f"{door.workshop}/needs").status_int in (403, 404), email
    with door.looking() as site:
        kinds = [each.core["kind"] for each in find(site, door.workshop).events]
    assert "needs_read" not in kinds


def test_no_other_page_tells_them(door, karin):
    """Nor the answer's own page, its history, the lists, their files, the search or the site's history."""
    asked(door)
    answer = f"{door.workshop}/participations/{door.key('Ada Ek')}"
    for browser in (karin, door.browser(door.MEMBER), door.browser(door.LEADER), door.browser(door.AUDITOR)):
        for path in (answer, f"{answer}/history", f"{door.workshop}/participants",
                     f"{door.workshop}/participants.csv", f"{door.workshop}/attendance", f"{door.workshop}/history",
                     "/history", "/search?text=hasselnötter"):
            text = browser.get(path, expect_errors=True).text
            assert NUTS not in text, path
            assert RAMP not in text, path
    assert "ändrade något som historiken inte sparar" in words(karin.get(f"{answer}/history"))


def test_they_are_erased_the_day_after(door):
    asked(door)
    clock_comes(door, 30)
    assert kept(door, "Ada Ek") == (NUTS, RAMP)
    clock_comes(door, 31)
    assert kept(door, "Ada Ek") == ("", "")
    assert door.told("Ada Ek")[-1] == "forget_needs"


@pytest.mark.parametrize("state", ["attended", "no_show", "waiting", "offered", "invited"])
def test_whatever_has_become_of_the_person(door, state):
    asked(door)
    with door.acting() as acts:
        answer = door.as_person(acts, "Ada Ek")
        answer.state = state
    clock_comes(door, 31)
    assert kept(door, "Ada Ek") == ("", "")


def test_a_moved_occasion_takes_the_day_along(door):
    asked(door)
    with door.acting() as acts:
        acts.fire(find(acts.site, door.workshop), "move", {
            "starts": door.today + timedelta(days=40), "ends": door.today + timedelta(days=41), "reason": "Fullt hus."})
    clock_comes(door, 41)
    assert kept(door, "Ada Ek") == (NUTS, RAMP)
    clock_comes(door, 42)
    assert kept(door, "Ada Ek") == ("", "")


def test_a_cancelled_occasion_needs_nothing(door):
    asked(door)
    with door.acting() as acts:
        acts.fire(find(acts.site, door.workshop), "cancel", {"reason": "Snöstorm.", "went_to": "Nästa gång."})
    clock_comes(door, 1)
    assert kept(door, "Ada Ek") == ("", "")


def test_nothing_is_left_in_the_files_of_a_packed_database(door, karin, tmp_path):
    """Neither in the database nor in the index, the trail or a letter; what packing leaves behind is to be removed."""
    asked(door)
    Hand(karin).post(f"{door.workshop}/needs")
    words_in_files = [NUTS.encode(), RAMP.encode()]
    assert all(any(word in each.read_bytes() for each in files(tmp_path)) for word in words_in_files)
    clock_comes(door, 31)
    door.database.pack()
    left = [each.name for each in files(tmp_path) if any(word in each.read_bytes() for word in words_in_files)]
    assert left in ([], ["Data.fs.old"])
    with door.looking() as site:
        for slot in site.trail.slots:
            for entry in slot.entries:
                told = entry.core_bytes + (entry.details_bytes or b"")
                assert not any(word in told or str(word, "utf-8").encode("unicode_escape") in told
                               for word in words_in_files)


def files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file() and not each.name.endswith(".lock")]


def test_an_occasion_where_nobody_has_told_anything_says_why(door, karin):
    door.opened()
    assert "får inte frågan" in words(door.page(karin, "needs"))
    with door.acting() as acts:
        acts.edit(find(acts.site, door.workshop), {"asks_needs": True})
    assert "Deltagarna kan skriva det på sin egen sida" in words(door.page(karin, "needs"))
