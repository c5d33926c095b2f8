"""Deciding with the keyboard alone: from the desk to published outcomes without touching a mouse."""

from __future__ import annotations

from typing import Any

import pytest

from decided_round import discussed
from house import Story

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_STOPS = 120
HERE = """() => { const one = document.activeElement;
    return (one.labels?.[0]?.innerText || one.getAttribute('aria-label') || one.innerText || '').trim(); }"""


def reach(walker: Any, name: str) -> Any:
    """Tab on until the focus is on the control of that name; it is always visible there."""
    for _stop in range(MOST_STOPS):
        walker.page.keyboard.press("Tab")
        if walker.page.evaluate(HERE) == name:
            return walker
    raise AssertionError(f"no stop is called {name}")


def enter(walker: Any, name: str) -> Any:
    """Reach a link or a button, and take it."""
    reach(walker, name)
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Enter")
    walker.look()
    return walker


def test_rows_are_chosen_decided_and_published_with_keys_alone(story: Story, visit: Any) -> None:
    _path, paths = discussed(story, 3)
    office = visit(story.OFFICE).go("/my?duty=decide")
    keys = office.page.keyboard
    reach(office, "Förslag om fråga 1")
    for key in ("ArrowDown", " ", "ArrowDown", " "):
        keys.press(key)
    ticked = office.page.locator('input[name="pick"]:checked')
    assert ticked.count() == 2
    enter(office, "Besluta om de förkryssade").sees("2 förslag finns i listan")
    reach(office, "Väljs för vart och ett")
    for _choice in range(2):  # the arrows go through the choices, back to "Ej prioriterat"
        keys.press("ArrowUp")
    reach(office, "Motiv eller skäl")
    keys.type("Andra frågor samlade fler.")
    enter(office, "Spara").sees("Kan beslutas")
    enter(office, "Publicera besluten")
    enter(office, "Publicera besluten").sees("Besluten är publicerade")
    assert [story.item(each)["state"] for each in paths] == ["discussed", "not_selected", "not_selected"]
