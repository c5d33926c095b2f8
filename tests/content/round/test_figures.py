"""A round in figures: every number is the number of rows in the list that it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from webtest import TestApp

from booklet_round import THEMES, booklet_round
from house import Story
from reglab_workflow import clock
from reglab_workflow.content.round.bars import bar
from reglab_workflow.content.site.model import find

READERS = (Story.OFFICE, Story.MEMBER, Story.OTHER, Story.AUDITOR)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A round that has been published and one that has not; only read."""
    made = Story(tmp_path_factory.mktemp("figures") / "var")
    made.out, made.inside = booklet_round(made, 2027), booklet_round(made, 2028, "compiled")
    yield made
    made.close()


def cells(answer: Any, name: str) -> dict[str, tuple[int, str]]:
    """What a table says: title, number and address."""
    return {
        row.select_one("th").text.strip(): (int(row.select_one("td.num").text), (row.select_one("a") or {}).get("href"))
        for row in answer.html.select(f"section[aria-labelledby={name}] tbody tr")
    }


def listed(browser: TestApp, href: str) -> int:
    """How many rows a list has, on all its pages."""
    rows, answer = 0, browser.get(href)
    while True:
        rows += len(answer.html.select(".list tbody tr"))
        onward = answer.html.select_one("a[rel=next]")
        if onward is None:
            return rows
        answer = browser.get(onward["href"])


@pytest.mark.parametrize("email", READERS)
def test_every_number_is_that_of_the_list_it_leads_to(year, email):
    browser = year.browser(email)
    answer = browser.get(f"{year.out}/figures")
    followed = 0
    for name in ("themes", "senders", "forms", "outcomes"):
        table = cells(answer, name)
        assert table
        for number, href in table.values():
            assert listed(browser, href) == number
            followed += 1
    assert followed > 12
    total = int(answer.html.select_one(".fig a").text)
    assert total == listed(browser, answer.html.select_one(".fig a")["href"])
    assert total == sum(number for number, _href in cells(answer, "forms").values())
    assert total == sum(number for number, _href in cells(answer, "outcomes").values())
    assert total == sum(number for number, _href in cells(answer, "themes").values())


def test_the_sender_counts_the_draft_that_nobody_else_does(year):
    totals = {email: int(year.browser(email).get(f"{year.out}/figures").html.select_one(".fig a").text)
              for email in (Story.MEMBER, Story.OTHER)}
    assert totals == {Story.MEMBER: 42, Story.OTHER: 41}
    assert "Fortfarande ett utkast" in cells(year.browser(Story.MEMBER).get(f"{year.out}/figures"), "outcomes")
    assert list(cells(year.browser(Story.OTHER).get(f"{year.out}/figures"), "outcomes")) == ["Inte bestämt än"]


def test_themes_stand_in_the_offices_order_and_silent_members_are_named(year):
    answer = year.browser(Story.OTHER).get(f"{year.out}/figures")
    assert [(title, number) for title, (number, _href) in cells(answer, "themes").items()] == [
        (title, count) for _name, title, count in THEMES]
    assert list(cells(answer, "senders")) == ["Region Norra"]
    silent = {each.text for each in answer.html.select("section[aria-labelledby=senders] ul a")}
    assert silent == {"Region Södra", "Region Östra"}


def test_before_the_round_is_published_only_the_office_has_its_figures(year):
    assert year.browser(Story.OFFICE).get(f"{year.inside}/figures").status_int == 200
    for email in (Story.MEMBER, Story.OTHER, Story.PARTNER, Story.AUDITOR):
        browser = year.browser(email)
        assert browser.get(f"{year.inside}/figures", status="*").status_int == 403
        assert f"{year.inside}/figures" not in browser.get(year.inside).text
    assert year.visitor().get(f"{year.inside}/figures", status="*").status_int == 404
    assert year.visitor().get(f"{year.out}/figures", status="*").status_int == 404


def test_the_page_of_the_round_leads_to_its_figures(year):
    browser = year.browser(Story.PARTNER)
    assert browser.get(year.out).click(href=f"{year.out}/figures$").status_int == 200


def test_an_empty_round_says_so_in_words(story):
    path = story.open_round()
    answer = story.browser(Story.OFFICE).get(f"{path}/figures")
    assert "Det finns inget att räkna än" in answer.text
    assert answer.html.select("table") == []


def test_an_idea_carried_over_counts_once_over_the_years(story):
    path, later = story.open_round(2027), story.open_round(2028)
    with story.acting(story.MEMBER) as acts:
        for title in ("Vatten", "Vind"):
            acts.fire(acts.create(find(acts.site, path)["proposals"], "proposal", {"title": title}), "submit")
        earlier = find(acts.site, path)["proposals"]["vatten"]
        again = acts.create(find(acts.site, later)["proposals"], "proposal",
                            {"title": "Vattnet", "follows": earlier.uid})
        acts.fire(again, "submit")
    answer = story.browser(Story.OFFICE).get(f"{later}/figures")
    figs = {each.select_one("dt").text: each.select_one("dd").text for each in answer.html.select(".fig")}
    assert figs == {"Förslag": "1", "Idéer": "1", "Överförda från en tidigare omgång": "1",
                    "Idéer i den här och tidigare omgångar": "2"}
    assert "i 3 förslag" in answer.text


def test_the_middle_stay_in_each_state_is_told_in_days(story):
    path, now = story.open_round(), clock.now()
    for title, begun, submitted in (("Vatten", 20, 18), ("Vind", 20, 10), ("Skog", 9, 5)):
        with story.acting(story.MEMBER, now - timedelta(days=begun)) as acts:
            made = acts.create(find(acts.site, path)["proposals"], "proposal", {"title": title}).path
        with story.acting(story.MEMBER, now - timedelta(days=submitted)) as acts:
            acts.fire(find(acts.site, made), "submit")
    days = cells(story.browser(Story.OFFICE).get(f"{path}/figures"), "days")
    assert {title.split()[0]: number for title, (number, _href) in days.items()} == {"Utkast": 4, "Inlämnat": 10}
    assert all("3 gånger" in title for title in days)


@pytest.mark.parametrize(("value", "most", "width"), [(5, 10, "100.0"), (0, 10, "0.0"), (0, 0, "0.0"), (9, 3, "200.0")])
def test_a_bar_is_as_long_as_its_number(value, most, width):
    _ground, filled = ElementTree.fromstring(bar(value, most))
    assert filled.get("width") == width
