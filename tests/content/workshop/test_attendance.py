"""Ticking off at the door: one mark at a time, by several people at once, and what the figures then say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from webtest import TestApp

from door_story import DOOR, Door
from posting import at_once
from reglab_workflow.content.project.model import figures_of
from reglab_workflow.content.site.model import find
from siege import words


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = Door(tmp_path / "var")
    yield made
    made.close()


@pytest.fixture
def karin(door: Door) -> TestApp:
    return door.browser(door.OFFICE)


def row(page, key: str) -> str:
    return " ".join(page.html.find(id=f"p-{key}").get_text(" ").split())


def buttons(page, key: str) -> list[str]:
    """The buttons of a row that are shown."""
    forms = page.html.find(id=f"p-{key}").find_all("form")
    return [form.button.contents[0].strip() for form in forms if not form.has_attr("hidden")]


def test_one_button_ticks_a_person_off_and_another_takes_it_back(door, karin):
    door.the_day("Ada Ek", "Bo Alm")
    page = door.page(karin)
    assert "0 av 2 är här" in words(page)
    assert buttons(page, door.key("Ada Ek")) == ["Är här"]
    page = next(form for form in page.forms.values()
                if form.fields.get("person") and form["person"].value == door.key("Ada Ek")).submit().follow()
    assert "1 av 2 är här" in words(page)
    assert "Här, markerad av Karin Kvist kl." in row(page, door.key("Ada Ek"))
    assert buttons(page, door.key("Ada Ek")) == ["Ta tillbaka"]
    assert door.send(karin, "Ada Ek", "away").status_int == 303
    assert door.answers()["Ada Ek"] == "registered"
    assert "0 av 2 är här" in words(door.page(karin))


def test_a_mark_that_is_sent_twice_is_one_mark(door, karin):
    """The answer to the first was lost on the way, so the telephone sends it again."""
    door.the_day("Ada Ek")
    seen = door.seen("Ada Ek")
    assert [door.send(karin, "Ada Ek", "here", seen).status_int for _time in range(3)] == [303] * 3
    assert door.told("Ada Ek").count("tick") == 1


def test_a_late_mark_does_not_undo_what_somebody_else_did_since(door, karin):
    """Karin's telephone had no network: Dora has ticked Ada off and taken it back before Karin's mark arrives."""
    door.the_day("Ada Ek")
    seen, dora = door.seen("Ada Ek"), door.browser(DOOR)
    door.send(dora, "Ada Ek", "here")
    door.send(dora, "Ada Ek", "away")
    late = door.send(karin, "Ada Ek", "here", seen)
    assert late.status_int == 409
    assert "Någon annan har ändrat för Ada Ek" in words(late)
    assert "Nu står det: Anmäld" in words(late)
    assert door.answers()["Ada Ek"] == "registered"
    by_script = door.send(karin, "Ada Ek", "here", seen, script=True)
    assert by_script.status_int == 409
    assert (by_script.json["here"], by_script.json["told"]) == (False, "Anmäld")
    assert "Någon annan har ändrat" in by_script.json["problem"]
    assert door.send(karin, "Ada Ek", "here", by_script.json["seen"]).status_int == 303


def test_two_who_tick_off_the_same_person_at_once_agree(door, karin):
    door.the_day("Ada Ek")
    seen, dora = door.seen("Ada Ek"), door.browser(DOOR)
    answers = at_once([lambda each=each: door.send(each, "Ada Ek", "here", seen).status_int for each in (karin, dora)])
    assert answers == [303, 303]
    assert door.told("Ada Ek").count("tick") == 1


def test_script_is_told_what_the_row_says_now(door, karin):
    door.the_day("Ada Ek", "Bo Alm")
    told = door.send(karin, "Ada Ek", "here", script=True).json
    assert told["person"] == door.key("Ada Ek")
    assert (told["here"], told["count"], told["problem"]) == (True, "1 av 2 är här", "")
    assert told["seen"] == door.seen("Ada Ek")
    assert told["told"].startswith("Här, markerad av Karin Kvist kl. ")


def test_the_list_can_be_searched_without_script(door, karin):
    door.the_day("Ada Ek", "Bo Alm")
    door.send(karin, "Bo Alm", "here")
    assert "Bo Alm" not in words(door.page(karin, text="ada"))
    assert "Ada Ek" in words(door.page(karin, text="ADA"))
    assert "Nils Yr" in words(door.page(karin, text="södra"))
    left = words(door.page(karin, left="1"))
    assert "Ada Ek" in left
    assert "Bo Alm" not in left
    nobody = words(door.page(karin, text="finns inte"))
    assert "Ingen i listan passar" in nobody
    assert "Visa alla" in nobody


def test_whoever_comes_without_a_place_is_ticked_off_too(door, karin):
    """One who never answered, and one whom the organisation has named the same morning."""
    door.the_day("Ada Ek", capacity=1)
    with door.acting() as acts:
        acts.fire(find(acts.site, door.workshop), "close_registration")
    door.name(door.registered, "Dan Ö")
    page = door.page(karin)
    assert "Har inte plats 4" in words(page)
    assert "Inte inbjuden till det här tillfället" in row(page, door.key("Dan Ö"))
    assert door.send(karin, "Nils Yr", "here").status_int == 303
    assert door.send(karin, "Dan Ö", "here", seen=0).status_int == 303
    assert "2 av 3 är här" in words(door.page(karin))


def test_the_others_did_not_come(door, karin):
    door.the_day("Ada Ek", "Bo Alm")
    assert "De andra kom inte" not in words(door.page(karin))
    door.send(karin, "Ada Ek", "here")
    assert "1 person med plats är inte markerad" in words(door.page(karin))
    assert door.rest(karin).status_int == 303
    assert door.answers() == {"Ada Ek": "attended", "Bo Alm": "no_show", "Cia Ur": "invited", "Nils Yr": "invited"}
    assert "De andra kom inte" not in words(door.page(karin))
    door.send(karin, "Bo Alm", "here")
    assert door.answers()["Bo Alm"] == "attended"


def test_nobody_is_ticked_off_before_the_day(door, karin):
    door.opened()
    door.do("Ada Ek", "sign_up")
    page = door.page(karin)
    assert "Närvaron prickas av när dagen har kommit" in words(page)
    assert buttons(page, door.key("Ada Ek")) == []
    early = door.send(karin, "Ada Ek", "here")
    assert early.status_int == 422
    assert "när dagen har kommit" in words(early)
    assert door.answers()["Ada Ek"] == "registered"


def test_who_may_see_and_who_may_tick(door, karin):
    door.the_day("Ada Ek")
    lena, ivar = door.browser(door.LEADER), door.browser(door.AUDITOR)
    assert buttons(door.page(lena), door.key("Ada Ek")) == ["Är här"]
    assert buttons(door.page(ivar), door.key("Ada Ek")) == []
    assert "Du kan se listan" in words(door.page(ivar))
    assert door.send(ivar, "Ada Ek", "here").status_int == 403
    for outsider in (door.browser(door.MEMBER), door.browser(door.PARTNER), door.visitor()):
        assert door.page(outsider).status_int in (403, 404)
    assert door.send(lena, "Ada Ek", "here").status_int == 303


@pytest.mark.parametrize("odd", [{"mark": "sideways"}, {"seen": "x"}, {"person": "nobody"}])
def test_what_no_button_sends_is_refused(door, karin, odd):
    door.the_day("Ada Ek")
    fields = {"csrf_token": karin.cookies["csrf"], "person": door.key("Ada Ek"), "mark": "here", "seen": "1", **odd}
    assert karin.post(f"{door.workshop}/attendance", fields, expect_errors=True).status_int == 400
    assert door.answers()["Ada Ek"] == "registered"


def test_an_occasion_without_people_says_why_and_where_to_go(tmp_path):
    empty = Door(tmp_path / "empty")
    with empty.acting() as acts:
        other = empty.occasion(acts, find(acts.site, empty.project), 3)
        for path in [each.path for each in find(acts.site, empty.project)["registrations"].values()]:
            acts.fire(find(acts.site, path), "cancel")
    page = empty.browser(empty.OFFICE).get(f"{other}/attendance")
    assert "Det finns ingen att markera" in words(page)
    assert page.html.find("main").find("a", href=empty.project) is not None
    empty.close()


def test_the_marks_are_the_figure(door, karin):
    """A typed number counts only where nobody has been ticked off."""
    door.the_day("Ada Ek", "Bo Alm")
    with door.acting() as acts:
        acts.fire(find(acts.site, door.workshop), "close_registration")
        acts.fire(find(acts.site, door.workshop), "hold", {"attendance": 40})
        assert find(acts.site, door.workshop).came() == 40
    door.send(karin, "Ada Ek", "here")
    door.send(karin, "Nils Yr", "here")
    with door.looking() as site:
        assert find(site, door.workshop).came() == 2
        figures = {each.name: each.value for each in figures_of(find(site, door.project))}
        assert (figures["attendances"], figures["participants"], figures["represented"]) == (2, 2, 2)
    assert "Antal deltagare 2" in words(karin.get(door.workshop))


def test_who_comes_twice_is_one_participant(door, karin):
    door.the_day("Ada Ek")
    door.send(karin, "Ada Ek", "here")
    with door.acting() as acts:
        other = door.occasion(acts, find(acts.site, door.project), 0)
        for step in ("announce", "open"):
            acts.fire(find(acts.site, other), step)
        answer = find(acts.site, other)["participations"][door.key("Ada Ek")]
        acts.fire(answer, "sign_up")
        acts.fire(answer, "tick")
        for path in (door.workshop, other):
            acts.fire(find(acts.site, path), "close_registration")
            acts.fire(find(acts.site, path), "hold")
        figures = {each.name: each.value for each in figures_of(find(acts.site, door.project))}
    assert (figures["attendances"], figures["participants"], figures["represented"]) == (2, 1, 1)


def test_ticks_are_enough_to_document_the_occasion(door, karin):
    """Nobody has to type how many came, and the figure of the project needs nothing more."""
    door.the_day("Ada Ek")
    with door.acting() as acts:
        workshop = find(acts.site, door.workshop)
        acts.fire(workshop, "close_registration")
        acts.fire(workshop, "hold")
        acts.edit(workshop, {"documentation": "Så gick det."})
        assert [reason.code for reason in acts.stops(workshop, "document")] == ["attendance_unknown"]
    door.send(karin, "Ada Ek", "here")
    with door.acting() as acts:
        assert acts.stops(find(acts.site, door.workshop), "document") == ()
