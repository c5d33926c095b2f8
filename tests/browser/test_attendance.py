"""Ticking off at the door with a telephone: at once, without a network, and beside somebody else who does the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from door_story import DOOR, Door
from walking import AXE_SCRIPT, EXCESS, faults_found

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Door]:
    made = Door(tmp_path / "var")
    made.the_day("Ada Ek", "Bo Alm", "Nils Yr")
    yield made
    made.close()


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-person]", has_text=name)


def press(page: Page, name: str, button: str) -> None:
    row(page, name).get_by_role("button", name=button).click()


def at_the_door(story: Door, visit: Any, email: str = Door.OFFICE) -> Any:
    walker = visit(email)
    walker.page.set_viewport_size({"width": 320, "height": 720})
    return walker.go(f"{story.workshop}/attendance")


def test_a_mark_is_kept_at_once_and_the_page_stays(story: Door, visit: Any) -> None:
    page = at_the_door(story, visit).page
    page.evaluate("window.same = true")
    press(page, "Ada Ek", "Är här")
    expect(page.locator("[data-count]")).to_have_text("1 av 3 är här")
    expect(row(page, "Ada Ek")).to_contain_text("Här, markerad av Karin Kvist kl.")
    expect(row(page, "Ada Ek").get_by_role("button", name="Ta tillbaka")).to_be_focused()
    press(page, "Ada Ek", "Ta tillbaka")
    expect(page.locator("[data-count]")).to_have_text("0 av 3 är här")
    assert page.evaluate("window.same") is True
    assert story.answers()["Ada Ek"] == "registered"


def test_marks_wait_for_the_network_and_survive_a_new_page(story: Door, visit: Any) -> None:
    """Three marks without a network; the page is opened anew when it is back, and they are sent in order."""
    walker = at_the_door(story, visit)
    page = walker.page
    walker.context.set_offline(True)
    for name, button in (("Ada Ek", "Är här"), ("Bo Alm", "Är här"), ("Bo Alm", "Ta tillbaka")):
        press(page, name, button)
    waiting = page.locator("[data-waiting]")
    expect(waiting).to_have_text("3 markeringar väntar på nätet")
    expect(row(page, "Ada Ek")).to_contain_text("väntar på nätet")
    assert story.answers()["Ada Ek"] == "registered"
    walker.context.set_offline(False)
    walker.go(f"{story.workshop}/attendance")
    expect(page.locator("[data-count]")).to_have_text("1 av 3 är här")
    expect(waiting).to_be_hidden()
    assert story.answers()["Ada Ek"] == "attended"
    assert story.told("Bo Alm")[-2:] == ["tick", "untick"]


def test_a_new_page_made_while_marks_are_sent_shows_them_all(story: Door, visit: Any) -> None:
    """The page that comes was made before the last mark was kept; it may not go on showing what it said then."""
    walker = at_the_door(story, visit)
    page = walker.page
    walker.context.set_offline(True)
    for name, button in (("Ada Ek", "Är här"), ("Bo Alm", "Är här"), ("Bo Alm", "Ta tillbaka")):
        press(page, name, button)

    def comes_late(route: Route) -> None:
        answer = route.fetch()
        wait(lambda: story.told("Bo Alm")[-1:] == ["untick"], seconds=2)
        route.fulfill(response=answer)

    page.route("**/attendance?fresh=1", comes_late)
    walker.context.set_offline(False)
    walker.go(f"{story.workshop}/attendance?fresh=1")
    expect(page.locator("[data-count]")).to_have_text("1 av 3 är här")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    expect(row(page, "Bo Alm").get_by_role("button", name="Är här")).to_be_visible()
    assert {name: story.answers()[name] for name in ("Ada Ek", "Bo Alm")} == {
        "Ada Ek": "attended", "Bo Alm": "registered"}


def wait(done: Callable[[], bool], seconds: float) -> None:
    """Until it is done, or that long."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.05)


def test_they_are_sent_by_themselves_when_the_network_is_back(story: Door, visit: Any) -> None:
    walker = at_the_door(story, visit)
    walker.context.set_offline(True)
    press(walker.page, "Nils Yr", "Är här")
    expect(walker.page.locator("[data-waiting]")).to_have_text("1 markering väntar på nätet")
    walker.context.set_offline(False)
    expect(walker.page.locator("[data-count]")).to_have_text("1 av 3 är här")
    assert story.answers()["Nils Yr"] == "attended"


def test_a_mark_that_waited_does_not_undo_what_somebody_else_did_meanwhile(story: Door, visit: Any) -> None:
    karin, dora = at_the_door(story, visit), at_the_door(story, visit, DOOR)
    karin.context.set_offline(True)
    press(karin.page, "Ada Ek", "Är här")
    press(dora.page, "Ada Ek", "Är här")
    expect(dora.page.locator("[data-count]")).to_have_text("1 av 3 är här")
    press(dora.page, "Ada Ek", "Ta tillbaka")
    expect(dora.page.locator("[data-count]")).to_have_text("0 av 3 är här")
    karin.context.set_offline(False)
    expect(row(karin.page, "Ada Ek")).to_contain_text("Någon annan har ändrat för Ada Ek")
    expect(row(karin.page, "Ada Ek").get_by_role("button", name="Är här")).to_be_visible()
    assert story.answers()["Ada Ek"] == "registered"
    press(karin.page, "Ada Ek", "Är här")
    expect(karin.page.locator("[data-count]")).to_have_text("1 av 3 är här")
    assert story.answers()["Ada Ek"] == "attended"
    karin.complaints.clear()  # an answer that said no


def test_the_list_narrows_while_one_types(story: Door, visit: Any) -> None:
    page = at_the_door(story, visit).page
    page.get_by_label("Namn eller organisation").fill("SÖDRA")
    expect(row(page, "Ada Ek")).to_be_hidden()
    expect(row(page, "Nils Yr")).to_be_visible()
    page.get_by_label("Namn eller organisation").fill("finns inte")
    expect(page.get_by_text("Ingen i listan passar.")).to_be_visible()


def test_it_fits_a_small_telephone_and_thumbs(story: Door, visit: Any) -> None:
    page = at_the_door(story, visit).page
    page.evaluate(AXE_SCRIPT)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        assert page.evaluate(EXCESS) <= 0
        assert faults_found(page) == []
    sizes = page.locator(".guests button:visible").evaluate_all(
        "found => found.map(each => each.getBoundingClientRect()).map(box => Math.min(box.width, box.height))")
    assert min(sizes) >= 44
