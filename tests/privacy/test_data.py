"""What is held about a person is read and taken away by the person and the office, and by nobody else."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import Any

from reglab_workflow.content.site.model import find


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
            return sum(each.core["kind"] == "exported" for each in site["people"][uid].events.values())
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
    with named.looking() as site:
        assert [each.name for each in find(site, named.own).people] == ["Maja Myr", "[raderat]"]


def test_the_file_about_somebody_without_an_account_is_for_the_office(named: Any) -> None:
    page = looked_for(named.browser(named.OFFICE), "", "bo@norra.example")
    form = next(each for each in page.forms.values() if each.action.endswith("/personal-data.zip"))
    told = json.loads(unpacked(form.submit()).read("data.json"))
    assert told["profile"] == {} and any("Bo Berg" in row["told"] for row in told["named"])
    assert named.browser(named.AUDITOR).get("/personal-data", status="*").status_int == 403


def test_an_erased_person_reads_as_such_in_the_timeline(named: Any) -> None:
    office = named.browser(named.OFFICE)
    page = office.get(f"/people/{named.people[named.MEMBER]}/erase")
    form = next(each for each in page.forms.values() if "typed" in each.fields)
    form["reason"], form["typed"] = "Bad om det.", named.MEMBER
    form.submit()
    for path in (f"{named.proposal}/history", f"{named.own}/history", "/history", named.proposal, named.own):
        told = office.get(path).text
        assert "Maja" not in told, (path, told[told.index("Maja") - 150:][:200])
    assert "Någon vars namn är raderat" in office.get(f"{named.proposal}/history").text
