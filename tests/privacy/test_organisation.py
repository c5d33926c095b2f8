"""An organisation takes away what it has sent and received in a year: all of it, and nothing of others."""

from __future__ import annotations

import json
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.history.checkpoints import control_number
from sealed import sealer
from survey_group import SurveyGroup


@pytest.fixture
def sent(named: Any) -> Any:
    """Another organisation has sent something too, and the office has written remarks."""
    with named.acting(named.OTHER) as acts:
        round_ = next(iter(acts.site["rounds"].values()))
        other = acts.create(round_["proposals"], "proposal", {
            "title": "Södras hemliga plan", "organisation": named.sodra})
        acts.fire(other, "submit")
    with named.acting(named.OFFICE) as acts:
        acts.edit(find(acts.site, named.proposal), {"remark": "Kansliets egen anmärkning"})
    return named


def parcel_of(story: Any, email: str) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    browser, path = story.browser(email), "/organisations/region-norra/export"
    page = browser.get(path)
    page = page.click("Gör dokumenten")
    until = time.monotonic() + 90
    while "Refresh" in page.headers and time.monotonic() < until:
        time.sleep(0.5)
        page = browser.get(page.request.path_qs)
    form = next(each for each in page.forms.values() if each.method == "post" and each.action.endswith("/export"))
    packed = zipfile.ZipFile(BytesIO(form.submit().body))
    return packed, json.loads(packed.read("data.json"))


def test_it_holds_texts_dates_outcomes_and_letters_as_pdf_a_and_as_data(sent: Any) -> None:
    packed, told = parcel_of(sent, sent.MEMBER)
    assert (told["organisation"], told["year"]) == ("Region Norra", clock.local_day(clock.now()).year)
    assert {each["type"] for each in told["sent"]} == {"proposal", "registration"}
    proposal = next(each for each in told["sent"] if each["type"] == "proposal")
    assert proposal["fields"]["idea"] == "Maja Myr har en idé om kompetens."
    assert any("Fråga" not in each["what"] and each["at"] for each in proposal["events"])
    pdfs = [name for name in packed.namelist() if name.endswith(".pdf")]
    assert len(pdfs) == len(told["sent"])
    metadata = packed.read(pdfs[0])
    assert b"pdfaid" in metadata or PdfReader(BytesIO(metadata)).xmp_metadata is not None
    assert {"readme.txt", "index.html"} <= set(packed.namelist())


def test_the_office_gets_the_same_as_the_organisation_and_nothing_more(sent: Any) -> None:
    own, office = parcel_of(sent, sent.MEMBER)[1], parcel_of(sent, sent.OFFICE)[1]
    assert office["sent"] == own["sent"] and office["letters"] == own["letters"]
    for secret in ("Södras", "Kansliets egen"):
        assert secret not in json.dumps(office, ensure_ascii=False)


def test_only_the_representative_and_the_office_take_it(sent: Any) -> None:
    path = "/organisations/region-norra/export"
    for email in (sent.OTHER, sent.AUDITOR, sent.PARTNER):
        assert sent.browser(email).get(path, status="*").status_int == 403
    assert sent.visitor().get(path, status="*").status_int in (303, 403)


def test_own_answers_to_follow_ups_are_in_it_and_those_of_others_are_not(tmp_path: Path) -> None:
    group = SurveyGroup(tmp_path)
    path = group.follow_up()
    for email, text in ((group.MEMBER, "Norras lärdom"), (group.OTHER, "Södras hemlighet")):
        form = group.browser(email).get(path).click("Svara för din organisation").forms["answer"]
        form["q1"] = text
        form.submit("send")
    sealer(group).seal()
    packed, told = parcel_of(group, group.MEMBER)
    (reply,) = told["replies"]
    assert reply["answers"][0]["answer"] == "Norras lärdom" and "Maja" not in json.dumps(reply)
    assert "Södras hemlighet" not in json.dumps(told, ensure_ascii=False)
    with group.looking() as site:
        control = control_number(site)
    assert told["control"] == control and f"Kontrollnummer: {control}." in packed.read("readme.txt").decode()
    group.close()
