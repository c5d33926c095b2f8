"""The slides in a real browser: keys turn, a number jumps, b blanks, paper has one slide a page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdf
import pytest

from booklet_round import booklet_round, titles
from walking import AXE, AXE_SCRIPT, EVERYTHING, EXCESS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWN = """() => [...document.querySelectorAll('.slide')].find(
    slide => slide.getBoundingClientRect().bottom > innerHeight / 2).querySelector('h1, h2').textContent"""


@pytest.fixture
def deck(visit: Any, story: Any) -> Any:
    """The window of somebody at the office who shows the slides."""
    path = booklet_round(story)
    walker = visit(story.OFFICE)
    walker.page.goto(f"{walker.url}{path}/deck")
    return walker


def shows(deck: Any, title: str) -> None:
    deck.page.wait_for_function(f"title => ({SHOWN})() === title", arg=title)


def test_keys_turn_and_numbers_jump(deck: Any) -> None:
    keys = deck.page.keyboard
    shows(deck, "Förslag inför 2027")
    for key, title in (("ArrowRight", "41 förslag"), ("ArrowRight", titles()[0]), ("ArrowLeft", "41 förslag"),
                       ("End", titles()[-1]), ("Home", "Förslag inför 2027")):
        keys.press(key)
        shows(deck, title)
    for key in ("1", "2", "Enter"):
        keys.press(key)
    shows(deck, titles()[11])
    assert deck.complaints == []


def test_b_blanks_the_screen_and_brings_it_back(deck: Any) -> None:
    for wanted in ("hidden", "visible"):
        deck.page.keyboard.press("b")
        assert deck.page.evaluate("getComputedStyle(document.body).visibility") == wanted


def test_the_slides_are_for_everybody_and_fit_every_window(deck: Any) -> None:
    deck.page.evaluate(AXE_SCRIPT)
    assert deck.page.evaluate(AXE, EVERYTHING)["violations"] == []
    for width in (320, 768, 1600):
        deck.page.set_viewport_size({"width": width, "height": 900})
        assert deck.page.evaluate(EXCESS) <= 0


def test_paper_has_one_slide_a_page(deck: Any) -> None:
    paper = pypdf.PdfReader(BytesIO(deck.page.pdf(landscape=True, format="A4")))
    assert len(paper.pages) == 43
    assert titles()[11] in " ".join(paper.pages[13].extract_text().split())
