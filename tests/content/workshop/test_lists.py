"""The lists of an occasion, and what everybody may know of its places."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from webtest import TestApp

from door_story import Door
from reglab_workflow.content.participation.queue import queue, with_place
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import Refused
from siege import words


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = Door(tmp_path / "var")
    yield made
    made.close()


@pytest.fixture
def karin(door: Door) -> TestApp:
    return door.browser(door.OFFICE)


def part(page, name: str) -> list[str]:
    """The rows of one list, each as a line of words."""
    heading = page.html.find(id=name)
    if heading is None:
        return []
    return [" ".join(row.get_text(" ").split()) for row in heading.find_parent("section").select("tbody tr")]


def full(door: Door, **values) -> None:
    """One place: Ada has it, Bo and Nils wait; Cia has not answered."""
    door.opened(capacity=1, **values)
    door.do("Ada Ek", "sign_up")
    for name in ("Bo Alm", "Nils Yr"):
        door.do(name, "queue")


def test_everybody_stands_in_one_list(door, karin):
    full(door)
    door.do("Cia Ur", "decline")
    page = door.page(karin, "participants")
    assert part(page, "places") == ["Ada Ek Region Norra Anmäld –"]
    assert part(page, "queue") == ["1 Bo Alm Region Norra I kö –", "2 Nils Yr Region Södra I kö –"]
    assert part(page, "unanswered") == []
    assert part(page, "gone") == ["Cia Ur Region Norra Kommer inte –"]
    assert "@" not in words(page)


def test_the_order_of_the_queue_says_its_reason(door, karin):
    full(door, queue_rule="each_first")
    assert part(door.page(karin, "participants"), "queue") == [
        "1 Nils Yr Region Södra I kö flyttad upp: organisationen har ingen plats än",
        "2 Bo Alm Region Norra I kö –"]


def test_who_was_given_a_place_before_the_queue_stands_there_with_the_reason(door, karin):
    """Where all places are taken one is added, and nobody else is offered it."""
    full(door)
    with door.acting() as acts:
        acts.fire(door.as_person(acts, "Nils Yr"), "admit", {"reason": "Håller i ett pass."})
    page = door.page(karin, "participants")
    assert "Nils Yr Region Södra Anmäld fick plats före kön: Håller i ett pass." in part(page, "places")
    assert part(page, "queue") == ["1 Bo Alm Region Norra I kö –"]
    assert door.item(door.workshop)["capacity"] == 2


def test_a_changed_number_of_places_is_told_and_never_taken_for_no_limit(door):
    full(door)
    with door.acting() as acts, pytest.raises(Refused) as refusal:
        acts.fire(find(acts.site, door.workshop), "change_places")
    assert [reason.code for reason in refusal.value.reasons] == ["no_number"]
    assert door.item(door.workshop)["capacity"] == 1


def test_a_colleague_and_a_change_of_day_are_told(door, karin):
    door.the_day("Ada Ek")
    with door.acting() as acts:
        registration = find(acts.site, door.registered)
        cia = next(each for each in registration.people if each.name == "Cia Ur")
    assert "har inte bekräftat sedan tillfället ändrades" in part(door.page(karin, "participants"), "places")[0]
    door.do("Ada Ek", "replace", substitute=cia)
    page = door.page(karin, "participants")
    assert part(page, "places") == ["Cia Ur Region Norra Anmäld kommer i stället för Ada Ek"]
    assert "Ada Ek Region Norra Ersatt av en kollega –" in part(page, "gone")


def test_the_count_is_the_list(door, karin):
    """On the page, in the file, and as the rooms count."""
    full(door)
    page = karin.get(door.workshop)
    links = {each["href"].partition("#")[2]: each.get_text() for each in page.html.find("main").find_all("a")
             if "/participants#" in each["href"]}
    assert links == {"places": "1 person har plats", "queue": "2 personer står i kö",
                     "unanswered": "1 person har inte svarat"}
    lists = door.page(karin, "participants")
    with door.looking() as site:
        workshop = find(site, door.workshop)
        assert len(part(lists, "places")) == len(with_place(workshop))
        assert len(part(lists, "queue")) == len(queue(workshop))


@pytest.mark.parametrize(("capacity", "said"), [
    (None, ""), (30, "Det finns lediga platser."), (4, "Det är få platser kvar."), (2, "Det är få platser kvar."),
    (1, "Tillfället är fullt. 1 person står i kö.")])
def test_everybody_may_know_whether_there_are_places(door, capacity, said):
    door.opened(capacity=capacity)
    door.do("Ada Ek", "sign_up")
    if capacity == 1:
        door.do("Bo Alm", "queue")
    page = door.visitor().get(door.workshop)
    assert said in words(page)
    told = ("lediga platser", "få platser", "fullt", "/participants", "Närvaro")
    assert [each for each in told if each in page.html.find("main").get_text() and each not in said] == []
    assert "Ada Ek" not in page.text


def test_the_files_say_the_same_and_no_name_is_a_formula(door, karin):
    door.name(door.registered, '=HYPERLINK("http://ond.example")')
    full(door)
    answer = door.page(karin, "participants.csv")
    assert answer.content_disposition.startswith("attachment")
    rows = list(csv.reader(StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Namn", "Organisation", "Läge", "Nummer i kön", "Anmärkning"]
    assert rows[1:4] == [["Ada Ek", "Region Norra", "Anmäld", "", ""], ["Bo Alm", "Region Norra", "I kö", "1", ""],
                         ["Nils Yr", "Region Södra", "I kö", "2", ""]]
    assert [row[0] for row in rows[4:]] == ['\'=HYPERLINK("http://ond.example")', "Cia Ur"]
    with ZipFile(BytesIO(door.page(karin, "participants.xlsx").body)) as book:
        sheet, texts = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK" in texts
    assert "Nils Yr" in texts


def test_leaders_have_the_lists_and_others_do_not(door, karin):
    full(door)
    for email in (door.LEADER, door.AUDITOR):
        browser = door.browser(email)
        assert door.page(browser, "participants").status_int == 200
        assert "Deltagare" in words(browser.get(door.workshop))
        assert "/needs" not in browser.get(door.workshop).text
    for browser in (door.browser(door.MEMBER), door.browser(door.PARTNER), door.visitor()):
        for name in ("participants", "participants.csv", "participants.xlsx"):
            assert door.page(browser, name).status_int in (403, 404)
        assert "/participants" not in browser.get(door.workshop).text


def test_an_occasion_without_participants_says_why(door, karin):
    with door.acting() as acts:
        other = door.occasion(acts, find(acts.site, door.project), 3)
    page = karin.get(f"{other}/participants")
    assert "Det finns inga deltagare än" in words(page)
    assert page.html.find("main").find("a", href=other) is not None
