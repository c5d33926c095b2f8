"""What is held about a person is read and taken away by the person and the office, and by nobody else."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest

from erased import erase
from reglab_workflow.content.site.model import find
from reglab_workflow.content.workshop.programme import Speaker
from reglab_workflow.privacy import finding


def unpacked(answer: Any) -> zipfile.ZipFile:
    assert answer.headers["Content-Type"] == "application/zip"
    return zipfile.ZipFile(BytesIO(answer.body))


def take(browser: Any, path: str) -> zipfile.ZipFile:
    page = browser.get(path)
    form = next(each for each in page.forms.values() if each.action.endswith("/data") and each.method == "post")
    return unpacked(form.submit())


def looked_for(browser: Any, name: str, address: str) -> Any:
    form = next(each for each in browser.get("/personal-data").forms.values() if "address" in each.fields)
    form["name"], form["address"] = name, address
    return form.submit()


def test_everybody_reaches_their_own_data_from_the_foot_and_saves_it(named: Any) -> None:
    browser = named.browser(named.MEMBER)
    page = browser.get("/my").click("Mina uppgifter").follow()
    assert page.request.path.endswith("/data") and "maja@norra.example" in page.text
    packed = take(browser, page.request.path)
    told = json.loads(packed.read("data.json"))
    assert told["profile"]["email"] == named.MEMBER
    held = [row["values"] for row in told["named"]]
    assert any(each.get("contact_phone") == "010-765 43 21" for each in held)
    assert any(each.get("role") == "Strateg" for each in held) and any("diet" in each for each in held)
    assert {row["field"] for row in told["named"]} >= {"Kontaktpersoner", "Namn"} or len(told["named"]) >= 3
    with named.looking() as site:
        own, workshop = find(site, named.own), find(site, named.workshop)
        project = own.project.title
        places = {row["where"] for row in told["named"]}
        assert {f"{own.title}, {project}", f"{workshop.title}, {project}"} <= places, places
    assert any(row["what"] == "submit" for row in told["did"])
    assert told["account"]["unsaved_texts"][0]["texts"] == ["Maja Myr skriver"]
    assert "readme.txt" in packed.namelist() and "lösenord" in packed.read("readme.txt").decode()


def test_taking_it_is_an_event_and_reading_it_none(named: Any) -> None:
    browser = named.browser(named.MEMBER)
    uid = named.people[named.MEMBER]

    def exported() -> int:
        with named.looking() as site:
            return sum(each.core["kind"] == "exported" for each in site["people"][uid].events)
    browser.get(f"/people/{uid}/data")
    assert exported() == 0
    take(browser, f"/people/{uid}/data")
    assert exported() == 1


def test_nobody_else_gets_it(named: Any) -> None:
    path = f"/people/{named.people[named.MEMBER]}/data"
    assert named.browser(named.OTHER).get(path, status="*").status_int == 404
    assert named.visitor().get(path, status="*").status_int in (303, 404)
    assert named.browser(named.AUDITOR).get(path, status="*").status_int == 403
    assert "Bo Berg" not in named.browser(named.OFFICE).get(path).text


def test_whoever_takes_anothers_name_does_not_read_what_is_the_others(named: Any) -> None:
    uid = named.people[named.OTHER]
    with named.acting(named.OTHER) as acts:
        acts.edit(acts.site["people"][uid], {"title": "Bo Berg"})
    packed = take(named.browser(named.OTHER), f"/people/{uid}/data")
    assert "bo@norra.example" not in packed.read("data.json").decode()
    assert "bo@norra.example" not in take(named.browser(named.OFFICE), f"/people/{uid}/data").read("data.json").decode()
    with named.acting(named.OTHER) as acts:
        acts.edit(acts.site["people"][uid], {"title": "Olof Ek"})
    erase(named, address=named.OTHER)
    with named.looking() as site:
        assert [entry for entry in find(site, named.own).events if "Bo Berg" in str(entry.details)]
        assert "Bo Berg" not in str([entry.details for entry in site["people"][uid].events])
        assert any("Bo Berg" in each.name for shelf in site.outbox.shelves for letter in shelf.letters.values()
                   for each in letter.receivers)


def test_the_office_finds_somebody_without_an_account_and_erases_after_a_preview(named: Any) -> None:
    office = named.browser(named.OFFICE)
    page = looked_for(office, "Bo Berg", "bo@norra.example")
    assert "Vad som försvinner" in page.text and "Vad som står kvar" in page.text
    form = next(each for each in page.forms.values() if "typed" in each.fields)
    wrong = form.submit(status=422)
    assert "Inget har raderats" in wrong.text
    form["reason"], form["typed"] = "Bad om det i brev.", "bo@norra.example"
    done = form.submit().follow()
    assert "Personen är raderad" in done.text
    assert "Ingen hittas" in form.submit().text
    with named.looking() as site:
        assert [each.name for each in find(site, named.own).people] == ["Maja Myr", "[raderat]"]


def test_the_file_about_somebody_without_an_account_is_for_the_office(named: Any) -> None:
    page = looked_for(named.browser(named.OFFICE), "", "bo@norra.example")
    form = next(each for each in page.forms.values() if each.action.endswith("/personal-data.zip"))
    told = json.loads(unpacked(form.submit()).read("data.json"))
    assert told["profile"] == {} and any("Bo Berg" in row["told"] for row in told["named"])
    assert named.browser(named.AUDITOR).get("/personal-data", status="*").status_int == 403


def test_a_word_that_may_be_about_others_goes_only_where_the_office_ticks_it(
        named: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with named.acting(named.OFFICE) as acts:
        workshop = find(acts.site, named.workshop)
        acts.edit(workshop, {"speakers": (Speaker("Zara", "Artist"),), "content": "Zaras bilder. Ring 0107654321."})
        acts.create(acts.site["pages"], "page", {"title": "Om", "body": "Zara är en ort. Växeln har +46 10-765 43 21."})
        shown = acts.create(acts.site["pages"], "page", {"title": "Zaras utställning"}).uid
    office = named.browser(named.OFFICE)
    form, picks = ticked(looked_for(office, "Zara", ""), "Zara")
    assert [each.checked for each in picks] == [True, False, False, False]
    for each in picks:
        each.checked = each.checked or each._value.endswith((".content.word", ".title.word"))
    form.submit(status=303)
    with monkeypatch.context() as few:
        few.setattr(finding, "MOST_WORDS", 1)
        assert "Det är för vanligt för att säga vem som menas" in looked_for(office, "Zara", "").text
    _form, picks = ticked(office.get(f"/people/{named.people[named.MEMBER]}/erase"), named.MEMBER)
    assert [each.checked for each in picks[-2:]] == [False, False] and all(each.checked for each in picks[:-2])
    with named.looking() as site:
        workshop, page = find(site, named.workshop), find(site, "/pages/om")
        told = json.dumps([entry.details for entry in workshop.events])
        assert workshop.content == "[raderat]s bilder. Ring 0107654321." and "Zara" not in told
        assert page.body.startswith("Zara är en ort.")
        assert site.by_uid(shown).title == "[raderat]s utställning"
        assert site.by_uid(shown).path.startswith("/pages/raderat-")


def ticked(page: Any, typed: str) -> tuple[Any, list[Any]]:
    """The form that erases, filled in, and its boxes."""
    form = next(each for each in page.forms.values() if "typed" in each.fields)
    form["reason"], form["typed"] = "Bad om det.", typed
    return form, form.fields["pick"]


def test_an_erased_person_reads_as_such_in_the_timeline(named: Any) -> None:
    office = named.browser(named.OFFICE)
    page = office.get(f"/people/{named.people[named.MEMBER]}/erase")
    form = next(each for each in page.forms.values() if "typed" in each.fields)
    form["reason"], form["typed"] = "Bad om det.", named.MEMBER
    assert "Uppdrag som upphör i dag:" in page.text and "<b>kontaktperson</b>, Region Norra" in page.text
    form.submit(status=303)
    assert "Personen är redan raderad." in form.submit(status=422).text
    for path in (f"{named.proposal}/history", f"{named.own}/history", "/history", named.proposal, named.own):
        told = office.get(path).text
        assert "Maja" not in told, (path, told[told.index("Maja") - 150:][:200])
    assert "Någon vars namn är raderat" in office.get(f"{named.proposal}/history").text
