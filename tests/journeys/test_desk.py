"""The office's desk: what has changed since the last visit, what comes next, and columns as one wants them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from webtest import TestApp

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find

TITLE = "Vem gör jobbet?"


@pytest.fixture
def proposal(story: Story) -> str:
    """The path of a proposal that a member has submitted."""
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        made = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": TITLE})
        acts.fire(made, "submit")
        return str(made.path)


def was_here(story: Story, email: str, before: timedelta) -> None:
    """Let somebody's last visit have ended so long ago."""
    with story.open() as site:
        site.accounts.note_visit(story.people[email], clock.now() - before)


def table(page: Any) -> Any:
    """The list of the page."""
    return page.html.select_one(".list table")


def heads(page: Any) -> list[str]:
    """The heads of its columns."""
    return [head.get_text(" ", strip=True) for head in table(page).select("th")]


def duty(page: Any, title: str) -> Any:
    """The link in the rail that begins with a title."""
    return next(link for link in page.html.select(".duties a") if link.get_text(" ", strip=True).startswith(title))


# -- news ----------------------------------------------------------------------------------------------------


def test_what_others_have_changed_since_the_last_visit_is_told_in_words(story, proposal):
    was_here(story, story.OFFICE, timedelta(days=3))
    page = story.browser(story.OFFICE).get("/my?duty=changed")
    row = next(row for row in page.html.select(".index li") if TITLE in row.get_text())
    assert "Maja Myr" in row.get_text()
    assert "lämnade in förslaget" in row.get_text()
    assert duty(page, "Ändrat av andra").get_text(" ", strip=True).split()[-1] == page.html.select_one(
        "#list-heading .num").get_text()


def test_what_was_changed_before_the_last_visit_or_by_oneself_is_no_news(story, proposal):
    was_here(story, story.OFFICE, timedelta(days=3))
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, proposal), {"theme": "data"})
    assert TITLE not in story.browser(story.OFFICE).get("/my?duty=changed").html.select_one("#list").get_text()


def test_a_first_visit_has_no_news(story, proposal):
    page = story.browser(story.OFFICE).get("/my?duty=changed")
    assert "Ändrat av andra" not in page.text
    assert TITLE in page.text  # the first duty that holds anything is shown instead


def test_coming_back_within_hours_is_the_same_visit(story, proposal):
    was_here(story, story.OFFICE, timedelta(days=3))
    for _time in range(2):
        page = story.browser(story.OFFICE).get("/my?duty=changed")
        assert TITLE in page.html.select_one("#list").get_text()


def test_news_that_one_has_seen_are_gone_and_reading_alone_takes_none_away(story, proposal, monkeypatch):
    was_here(story, story.OFFICE, timedelta(days=3))
    office = story.browser(story.OFFICE)
    before = story.database.lastTransaction()
    page = office.get("/my?duty=changed")
    assert story.database.lastTransaction() == before
    seen = next(form for form in page.forms.values() if form.action.endswith("/account/seen"))
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert seen.submit().follow().status_int == 200
    assert "Ingen annan har ändrat något." in office.get("/my?duty=changed").text
    with story.acting(story.MEMBER) as acts:
        folder = find(acts.site, proposal).round["proposals"]
        acts.fire(acts.create(folder, "proposal", {"title": "Ett till"}), "submit")
    shown = office.get("/my?duty=changed").html.select_one("#list").get_text()
    assert "Ett till" in shown
    assert TITLE not in shown


def test_a_stranger_who_has_seen_it_all_changes_nothing(story):
    visitor = story.visitor()
    form = visitor.get("/login").forms["form"]
    before = story.database.lastTransaction()
    answer = visitor.post("/account/seen", {"csrf_token": form["csrf_token"].value})
    assert answer.status_int == 303
    assert story.database.lastTransaction() == before


def test_a_draft_that_the_office_may_not_see_is_not_among_its_news(story):
    was_here(story, story.OFFICE, timedelta(days=3))
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Bara ett utkast"})
    assert "Bara ett utkast" not in story.browser(story.OFFICE).get("/my?duty=changed").text


# -- what comes next -----------------------------------------------------------------------------------------


def test_a_row_tells_its_next_date_and_says_when_it_has_passed(story, proposal):
    today = clock.local_day(clock.now())
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, proposal).round
        acts.create(round_, "meeting", {"title": "Idémöte", "day": today + timedelta(days=20)})
    office = story.browser(story.OFFICE)
    row = table(office.get("/my?duty=new")).select_one("tbody tr")
    assert row.select_one("time")["datetime"] == (today + timedelta(days=20)).isoformat()
    assert "idémöte" in row.get_text()
    assert "har passerat" not in row.get_text()
    with story.open() as site:
        item = find(site, proposal)
        item.since -= timedelta(days=9)
        item.round["meeting"].set({"day": today - timedelta(days=2)})
    assert "har passerat" in table(office.get("/my?duty=new")).select_one("tbody tr").get_text()


def test_what_is_discussed_waits_for_the_day_the_board_meets(story, proposal):
    today = clock.local_day(clock.now())
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, proposal).round, {"board_meets": today + timedelta(days=40)})
        find(acts.site, proposal).state = "discussed"
        told = find(acts.site, proposal).next_date(today)
    assert told.day == today + timedelta(days=40)


# -- columns, order, and which list it is --------------------------------------------------------------------


def choose(office: TestApp, *names: str) -> Any:
    """Tick these columns in the form and none else."""
    page = office.get("/my?duty=new")
    form = next(form for form in page.forms.values() if form.action.endswith("/columns"))
    for box in form.fields["show"]:
        box.checked = box._value in names
    return form.submit().follow()


def test_columns_are_chosen_and_remembered_in_every_list_of_proposals(story, proposal):
    office = story.browser(story.OFFICE)
    assert heads(office.get("/my?duty=new")) == [
        "Nr", "Förslag", "Organisation och tema", "Läge", "Nästa datum", "Saknar"]
    page = choose(office, "theme", "lacks")
    assert page.request.path_qs == "/my?duty=new"
    assert heads(page) == ["Förslag", "Tema", "Saknar"]
    assert heads(office.get("/rounds/2027")) == ["Förslag", "Tema", "Saknar"]
    assert heads(choose(office)) == ["Förslag"]
    assert heads(choose(office, "number", "organisation", "state")) == ["Nr", "Förslag", "Organisation", "Läge"]


def test_nobody_gets_a_column_by_asking_for_it(story, proposal):
    member = story.browser(story.MEMBER)
    member.get("/columns?show=lacks&show=state&show=rubbish&back=/my")
    assert heads(member.get("/rounds/2027")) == ["Förslag", "Läge"]


def test_filtering_sorting_and_turning_the_page_stay_in_the_same_duty(story, proposal):
    office = story.browser(story.OFFICE)
    page = office.get("/my?duty=unnumbered")
    form = next(form for form in page.forms.values() if "text" in form.fields and "sort" in form.fields)
    form["text"] = "jobbet"
    answer = form.submit()
    assert "Utan nummer" in answer.html.select_one("#list-heading").get_text()
    assert TITLE in table(answer).get_text()
    for link in [*table(answer).select("th a"), *answer.html.select(".pill")]:
        assert "duty=unnumbered" in link["href"]


def test_a_head_sorts_the_list_and_says_that_it_does(story, proposal):
    office = story.browser(story.OFFICE)
    with story.acting(story.MEMBER) as acts:
        folder = find(acts.site, proposal).round["proposals"]
        acts.fire(acts.create(folder, "proposal", {"title": "Allra först"}), "submit")
    page = office.get("/my?duty=new")
    by_title = next(link for link in table(page).select("th a") if link.get_text(strip=True) == "Förslag")
    page = office.get(by_title["href"])
    assert [link.get_text(strip=True) for link in table(page).select("tbody a.said")] == ["Allra först", TITLE]
    assert [head.get_text(strip=True) for head in table(page).select("th[aria-sort]")] == ["Förslag"]
