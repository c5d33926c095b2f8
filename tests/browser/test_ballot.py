"""Voting in a real browser: by script and without, by keyboard, at every width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ballot_site import BALLOT, NORRA, SODRA, Voting
from reglab_workflow.content.ballot.model import Mark

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Voting]:
    """The site of the story, with an open ballot."""
    made = Voting(tmp_path / "var")
    made.ballot(dots=4)
    yield made
    made.close()


def test_a_vote_is_filled_in_with_what_is_left_in_sight_cast_and_counted(story, visit) -> None:
    maja = visit(story.MEMBER)
    maja.go(BALLOT).look_again().follow("Din organisations röst").look_again().follow("Fyll i rösten").look_again()
    left = maja.page.locator("[data-left]:visible")
    maja.page.get_by_label("Poäng till Små tal").focus()
    maja.page.keyboard.type("3")
    assert left.inner_text() == "Kvar: 1 av 4"
    maja.page.get_by_label("Poäng till Skogens data").fill("2")
    assert left.inner_text() == "För många: 1"
    maja.press("Spara utkastet", status=422).sees("Rösten har fler poäng än det finns att ge.").look_again()
    maja.press("En poäng mindre till Små tal").press("Spara utkastet").press("Lämna rösten").sees("Lämnad").look_again()
    assert set(story.item(NORRA)["cast_marks"]) == {Mark(story.uids[0], 2), Mark(story.uids[1], 2)}
    office = visit(story.OFFICE)
    office.go(BALLOT).sees("Har svarat").misses("Resultatet är ett råd").look_again()
    story.fire(BALLOT, "close")
    office.go(BALLOT).sees("Resultatet är ett råd").look_again().go(NORRA).look_again()


def test_without_script_the_same_is_done_by_buttons(story, visit) -> None:
    sara = visit(story.SARA, script=False)
    sara.go(f"{SODRA}/edit")
    for _press in range(2):
        sara.press("En poäng mer till Mötesplatser")
    sara.sees("Kvar: 2 av 4").press("Spara utkastet").press("Lämna rösten")
    assert story.item(SODRA)["cast_marks"] == (Mark(story.uids[2], 2),)
