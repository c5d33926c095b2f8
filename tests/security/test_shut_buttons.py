"""Every button that does not work leads to why, and what would change it; wherever a person meets one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from house import Story
from whole_year import play

READERS = (Story.OFFICE, Story.MEMBER, Story.LEADER)
SHUT = "[disabled], [aria-disabled=true]"


def one_of_each(site: Any) -> list[str]:
    """The path of one thing of every kind in every state that it has come to."""
    found: dict[tuple[str, str], str] = {}
    for uid in site.addresses:
        item = site.by_uid(uid)
        found.setdefault((item.type_name, item.state), item.path)
    return sorted(found.values())


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A site on which a year has been played, with things in most of their states."""
    made = Story(tmp_path_factory.mktemp("lively") / "var")
    play(made)
    yield made
    made.close()


def test_every_shut_button_leads_to_its_reasons_and_a_way_out(lively: Story) -> None:
    """Each has its link, each link its answer, and each answer for every stop a way or the word that there is none."""
    with lively.looking() as site:
        paths = one_of_each(site)
    met: set[str] = set()
    for email in READERS:
        browser = lively.browser(email)
        asked = {href for path in paths for href in shut(browser.get(path, status="*"))}
        for href in asked:
            answers(browser.get(href), href)
        assert asked or email == Story.LEADER, email
        met |= asked
    assert len(met) > 5


def shut(page: Any) -> Iterator[str]:
    """Where the buttons of a page that do not work lead; each says why at once, and to those who hear the page too."""
    for button in page.html.select(SHUT) if page.content_type == "text/html" else ():
        way = button.parent.find("a", href=True)
        assert way is not None and "/rights?what=" in way["href"], (page.request.path, button)
        reasons = button.parent.find(class_="why-not")
        assert button["aria-describedby"] == reasons["id"] and reasons.get_text(strip=True)
        yield way["href"]


def answers(page: Any, href: str) -> None:
    """The answer is no, and every stop says what would change it, or that nothing does."""
    assert page.html.find(class_="yn").get_text(strip=True) == "Nej", href
    stops = page.html.select("ol.chain > li > div")
    assert stops, href
    for stop in stops:
        ways = stop.find("ul")
        nothing = "Det kan ingen ändra på här." in stop.get_text()
        assert (ways is None) == nothing and (nothing or ways.get_text(strip=True)), (href, stop.get_text())
