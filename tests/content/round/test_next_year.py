"""Next year's round begins from this year's: the same weekdays, themes and instruction, all still to be changed."""

from __future__ import annotations

from datetime import date, timedelta

from reglab_workflow.content.site.model import find


def test_next_years_round_begins_from_this_years(story):
    path = story.open_round()
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, path), {"instruction": "Skriv kort.", "board_meets": date(2026, 11, 26)})
    office = story.browser(story.OFFICE)
    link = next(link for link in office.get(path).html.select("a") if "Börja nästa års omgång" in link.get_text())
    page = office.get(link["href"])
    form = page.forms["form"]
    assert (form.fields["title"][0].value, form["year"].value) == ("Inför 2028", "2028")
    assert form["instruction"].value == "Skriv kort."
    planned = page.html.select_one("#f-board_meets")["value"]
    assert date.fromisoformat(planned) == date(2026, 11, 26) + timedelta(weeks=52)
    form.submit("save").follow()
    later, earlier = story.item("/rounds/2028"), story.item(path)
    assert [theme.title for theme in later["themes"]] == [theme.title for theme in earlier["themes"]]
    assert (later["closes"] - earlier["closes"], later["state"]) == (timedelta(weeks=52), "planned")
    assert later["board_date"] is None


def test_the_way_is_offered_once_and_to_the_office_alone(story):
    path = story.open_round()
    assert "Börja nästa års omgång" not in story.browser(story.MEMBER).get(path).text
    office = story.browser(story.OFFICE)
    assert "Börja nästa års omgång" in office.get(path).text
    story.open_round(2028)
    assert "Börja nästa års omgång" not in office.get(path).text


def test_a_year_that_nobody_has_had_begins_empty(story):
    form = story.browser(story.OFFICE).get("/rounds/add-round?from=1999").forms["form"]
    assert form.fields["title"][0].value == ""
