"""Compiling: themes and order are the office's, said once, and what members have seen stays."""

from __future__ import annotations

from typing import Any

import pytest

from house import Story
from reglab_workflow.content.round.model import Theme
from reglab_workflow.content.site.model import find


@pytest.fixture
def three(story: Story) -> list[str]:
    """The paths of three submitted proposals."""
    round_path = story.open_round()
    paths = []
    with story.acting(story.MEMBER) as acts:
        for title in ("Första", "Andra", "Tredje"):
            made = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": title})
            acts.fire(made, "submit")
            paths.append(made.path)
    return paths


def uid(story: Story, path: str) -> str:
    """The uid of what stands at a path."""
    return str(story.item(path)["uid"])


def order(page: Any) -> list[str]:
    """The titles of the list."""
    return [link.get_text() for link in page.html.select(".compile a.said")]


def numbers(story: Story, paths: list[str]) -> list[int | None]:
    """The numbers of proposals."""
    return [story.item(path)["number"] for path in paths]


def sort(story: Story, three: list[str]) -> Any:
    """The office's browser, with all three in one theme and numbered."""
    office = story.browser(story.OFFICE)
    form = office.get("/rounds/2027/compile").forms["compile"]
    for path in three:
        form[f"theme-{uid(story, path)}"] = "data"
    form.submit()
    number(office)
    return office


def number(office: Any) -> None:
    """Press the button that numbers."""
    page = office.get("/rounds/2027/compile")
    next(form for form in page.forms.values() if form.action.endswith("/number")).submit()


def test_the_office_gives_many_their_themes_at_once_and_numbers_them(story, three):
    office = story.browser(story.OFFICE)
    page = office.get("/rounds/2027/compile")
    assert set(order(page)) == {"Första", "Andra", "Tredje"}
    form = page.forms["compile"]
    form[f"theme-{uid(story, three[0])}"] = "mark"
    form[f"theme-{uid(story, three[2])}"] = "data"
    assert order(form.submit().follow()) == ["Andra"]
    number(office)
    assert numbers(story, three) == [2, None, 1]
    counts = [link.get_text(" ", strip=True) for link in office.get("/rounds/2027/compile").html.select(".duties a")]
    assert counts == ["Utan tema 1", "Digitalisering 1", "Hållbara livsmiljöer 1"]


def test_a_proposal_moves_up_and_down_and_a_double_click_moves_it_once(story, three):
    office = sort(story, three)
    page = office.get("/rounds/2027/compile?theme=data")
    up = page.html.select('.compile li:nth-of-type(2) button[name="swap"]')[0]["value"]
    for _click in range(2):
        page.forms["compile"].submit("swap", value=up)
    assert order(office.get("/rounds/2027/compile?theme=data")) == ["Andra", "Första", "Tredje"]
    assert numbers(story, three) == [2, 1, 3]


def test_numbers_that_members_have_seen_neither_move_nor_change(story, three):
    office = sort(story, three)
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, "/rounds/2027")
        round_.set({"numbered_to": 2})
    page = office.get("/rounds/2027/compile?theme=data")
    assert page.html.select('.compile button[name="swap"]') == []
    form = page.forms["compile"]
    form[f"theme-{uid(story, three[0])}"] = "mark"
    form[f"theme-{uid(story, three[2])}"] = "mark"
    form.submit()
    assert numbers(story, three) == [1, 2, None]
    number(office)
    assert numbers(story, three) == [1, 2, 3]


def test_two_who_compile_at_once_take_nothing_from_each_other(story, three):
    office = story.browser(story.OFFICE)
    mine, hers = (office.get("/rounds/2027/compile").forms["compile"] for _time in range(2))
    hers[f"theme-{uid(story, three[0])}"] = "mark"
    hers.submit()
    mine[f"theme-{uid(story, three[0])}"] = "data"
    mine[f"theme-{uid(story, three[1])}"] = "data"
    answer = mine.submit(status=409)
    assert [line.get_text() for line in answer.html.select(".word.heed li")] == ["Första"]
    assert [story.item(path)["theme"] for path in three] == ["mark", "data", ""]


def test_only_the_office_compiles(story, three):
    for who in (story.MEMBER, story.AUDITOR, story.PARTNER):
        story.browser(who).get("/rounds/2027/compile", status=[403, 404])


@pytest.mark.parametrize("spoilt", [
    {"theme-nobody": "data", "was-nobody": ""}, {"theme": "x"}, {"swap": "a:b"}, {"swap": "rubbish"},
])
def test_a_form_that_is_none_of_ours_changes_nothing(story, three, spoilt):
    office = story.browser(story.OFFICE)
    token = office.get("/rounds/2027/compile").forms["compile"]["csrf_token"].value
    before = [story.item(path) for path in three]
    office.post("/rounds/2027/compile", {"csrf_token": token, **spoilt}, status=[303, 400])
    assert [story.item(path) for path in three] == before


def test_an_unknown_theme_is_refused(story, three):
    office = story.browser(story.OFFICE)
    token = office.get("/rounds/2027/compile").forms["compile"]["csrf_token"].value
    one = uid(story, three[0])
    office.post("/rounds/2027/compile", {
        "csrf_token": token, f"theme-{one}": "nope", f"was-{one}": ""}, status=400)


def test_a_theme_without_proposals_says_so(story, three):
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, "/rounds/2027")
        acts.edit(round_, {"themes": (*round_.themes, Theme("kultur", "Kultur"))})
    page = story.browser(story.OFFICE).get("/rounds/2027/compile?theme=kultur")
    assert "Inget förslag har det här temat." in page.text
