"""Material of an occasion: of which kind and in which language, who may have it, and from when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from webtest import Upload

from learning_group import LearningGroup
from reglab_workflow import clock
from reglab_workflow.accounts.bearers import holder_of, issue
from reglab_workflow.accounts.tokens import Purpose
from reglab_workflow.content.attachment.model import received
from reglab_workflow.content.site.model import find
from reglab_workflow.content.workshop.materials import KIND_TITLES, Link, materials_for, materials_of

PDF = b"%PDF-1.4 ord"
PNG = b"\x89PNG\r\n\x1a\nbild"


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = LearningGroup(tmp_path)
    yield group
    group.close()


def add(group: LearningGroup, name: str, **values: str) -> str:
    """A file of the first occasion; gives its path."""
    with group.acting() as acts:
        workshop = find(acts.site, group.workshop)
        kept = received(workshop._p_jar, name, PDF) | values
        path: str = acts.create(workshop["files"], "attachment", kept).path
        return path


def edit(group: LearningGroup, **values: Any) -> None:
    with group.acting() as acts:
        acts.edit(find(acts.site, group.workshop), values)


def held(group: LearningGroup) -> None:
    with group.acting() as acts:
        find(acts.site, group.workshop).state = "held"


def own_page(group: LearningGroup, registration: str, name: str) -> str:
    """The address of a person's own page."""
    with group.open() as site:
        found = find(site, registration)
        person = next(each for each in found.people if each.name == name)
        secret = issue(site, Purpose.PARTICIPANT, holder_of(found, person.key), person.email, clock.now())
    return f"/take-part/{secret}"


def section(page: Any) -> Any:
    return page.html.find(id="material")


# -- adding ------------------------------------------------------------------------------------------------------


def test_a_file_of_an_occasion_has_a_kind_and_a_language(group: LearningGroup) -> None:
    browser = group.browser(group.OFFICE)
    form = browser.get(f"{group.workshop}/files/add-file").forms["form"]
    assert [value for value, _chosen, _title in form["kind"].options] == list(KIND_TITLES)
    form["upload"] = Upload("slides.pdf", PDF)
    form["title"], form["kind"], form["language"] = "What is small?", "presentation", "en"
    assert form.submit("save").status_int == 303
    link = section(browser.get(group.workshop)).find("a", string="What is small?")
    assert (link["lang"], link["hreflang"]) == ("en", "en")
    assert "på engelska" in link.parent.get_text()
    assert [each.get_text() for each in section(browser.get(group.workshop)).find_all("h3")] == ["Presentationer"]


def test_a_picture_of_an_occasion_needs_words_for_those_who_do_not_see_it(group: LearningGroup) -> None:
    browser = group.browser(group.OFFICE)
    form = browser.get(f"{group.workshop}/files/add-file").forms["form"]
    form["upload"], form["title"] = Upload("bild.png", PNG), "Gruppen"
    page = form.submit("save", status="*")
    assert page.status_int == 422 and "Skriv vad bilden visar, för den som inte ser den." in page.text
    form = page.forms["form"]
    assert form["title"].value == "Gruppen"
    form["upload"], form["alt"] = Upload("bild.png", PNG), "Tolv personer runt ett bord"
    assert form.submit("save").status_int == 303
    assert "Tolv personer runt ett bord" in section(browser.get(group.workshop)).get_text()
    with group.looking() as site:
        path = find(site, group.workshop)["files"].values()[0].path
    form = browser.get(f"{path}/edit").forms["form"]
    form["alt"] = ""
    page = form.submit("save", status="*")
    assert "Skriv vad bilden visar, för den som inte ser den." in page.text


def test_files_of_other_things_have_neither_kind_nor_language(group: LearningGroup) -> None:
    form = group.browser(group.OFFICE).get(f"{group.project}/files/add-file").forms["form"]
    assert not {"kind", "language"} & set(form.fields)


@pytest.mark.parametrize("address", ["http://film.example/1", "javascript:alert(1)", "https://", "film.example"])
def test_a_link_leads_somewhere_safe_or_is_not_kept(group: LearningGroup, address: str) -> None:
    form = group.browser(group.OFFICE).get(f"{group.workshop}/links").forms["form"]
    form = form.submit("sequence_action", value="add:links").forms["form"]
    form["address"] = address
    page = form.submit("save", status="*")
    assert "som börjar med https://" in page.text and page.forms["form"]["address"].value == address
    form = page.forms["form"]
    form["address"], form["title"], form["kind"] = "https://film.example/1", "Filmen", "recording"
    assert form.submit("save").status_int == 303
    assert group.item(group.workshop)["links"] == (Link("https://film.example/1", "Filmen", "recording"),)


# -- who may have what, and from when ----------------------------------------------------------------------------


def test_material_is_for_everybody_once_the_occasion_has_been_held(group: LearningGroup) -> None:
    path = add(group, "bilder.pdf", kind="presentation")
    edit(group, links=(Link("https://film.example/1", "Filmen", "recording"),))
    group.confirmed(group.norra)
    group.visitor().get(path, status=404)
    group.browser(group.MEMBER).get(path, status=404)
    assert group.browser(group.OFFICE).get(path).body == PDF
    assert group.browser(group.AUDITOR).get(path).body == PDF
    page = group.visitor().get(group.workshop)
    assert section(page) is None and "film.example" not in page.text
    held(group)
    assert group.visitor().get(path).body == PDF
    shown = section(group.visitor().get(group.workshop))
    assert [each.get_text() for each in shown.find_all("h3")] == ["Presentationer", "Inspelningar"]
    assert [each["href"] for each in shown.find_all("a")] == [path, "https://film.example/1"]


def test_what_is_to_be_read_beforehand_is_for_those_who_take_part(group: LearningGroup) -> None:
    path = add(group, "underlag.pdf", kind="beforehand")
    group.confirmed(group.norra)
    for browser in (group.browser(group.MEMBER), group.browser(group.OFFICE)):
        assert browser.get(path).body == PDF
        assert "Att läsa i förväg" in section(browser.get(group.workshop)).get_text()
    for browser in (group.visitor(), group.browser(group.OTHER)):
        browser.get(path, status=404)
        assert section(browser.get(group.workshop)) is None
    held(group)
    assert group.visitor().get(path).body == PDF


@pytest.mark.usefixtures("by_hand")
def test_a_participant_without_an_account_has_it_on_the_own_page(group: LearningGroup) -> None:
    registration = group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    first, second = add(group, "underlag.pdf", kind="beforehand"), add(group, "bilder.pdf", kind="presentation")
    group.opened()
    group.do("Ada Ek", "sign_up")
    ada, bo = (own_page(group, registration, name) for name in ("Ada Ek", "Bo Alm"))
    page = group.visitor().get(ada)
    links = [each["href"] for each in page.html.find_all("a") if "material" in each["href"]]
    uid, other = (each.rpartition("/")[2] for each in (first, second))
    assert links == [f"{ada}/material/{uid}"]
    answer = group.visitor().get(links[0])
    assert answer.body == PDF and "no-referrer" in answer.headers["Referrer-Policy"]
    group.visitor().get(f"{ada}/material/{other}", status=404)
    group.visitor().get(f"{bo}/material/{uid}", status=404)  # invited, and has not answered
    group.visitor().get(f"{ada[:-1]}x/material/{uid}", status=404)
    with group.looking() as site:
        answers = {each.title: each for each in find(site, group.workshop)["participations"].values()}
        assert [each.title for each in materials_for(answers["Ada Ek"])] == ["underlag.pdf"]
    held(group)
    with group.looking() as site:
        answer = find(site, group.workshop)["participations"].values()[0]
        assert len(materials_for(answer)) == 2


def test_what_is_only_to_be_read_beforehand_is_no_documentation(group: LearningGroup) -> None:
    add(group, "underlag.pdf", kind="beforehand")
    edit(group, attendance=4)
    held(group)
    with group.acting() as acts:
        workshop = find(acts.site, group.workshop)
        assert [each.code for each in acts.stops(workshop, "document")] == ["no_documentation"]
        acts.edit(workshop, {"links": (Link("https://film.example/1", "Filmen", "recording"),)})
        assert acts.stops(workshop, "document") == ()


def test_a_file_from_before_there_were_kinds_is_other_material(group: LearningGroup) -> None:
    add(group, "gammal.pdf")
    with group.looking() as site:
        assert [each.kind for each in materials_of(find(site, group.workshop))] == ["other"]


def test_links_are_no_words_to_be_found_by_before_they_are_shown(group: LearningGroup) -> None:
    edit(group, links=(Link("https://film.example/1", "Hemlig film", "recording"),), homework="Ring hemligen.")
    with group.looking() as site:
        words = find(site, group.workshop).search_text()
    assert "Hemlig" not in words and "hemligen" not in words
