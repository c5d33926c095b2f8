"""An organisation takes away what it has sent and received in a year: all of it, and nothing of others."""

from __future__ import annotations

import json
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
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
    # Maja writes for Södra too, and has forgotten her password: neither is Norra's.
    named.registration(named.sodra, contact_name="Maja Myr", contact_email=named.MEMBER, legal_name="Södras bolag")
    with named.acting() as acts:
        southern = next(each for each in find(acts.site, named.project)["registrations"].values()
                        if each.organisation == named.sodra)
        acts.fire(southern, "record_approval", {"approved_by": "Siv Chef", "approved_on": named.today})
        acts.fire(southern, "confirm")
    form = named.visitor().get("/account/forgotten").forms["form"]
    form["email"] = named.MEMBER
    form.submit("send")
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
    assert len(pdfs) == len(told["sent"]) + 1 and {"readme.txt", "index.html", "letters.pdf"} <= set(packed.namelist())
    for name in pdfs:
        assert_lasting(packed.read(name))
    assert {"registered", "confirmed", "receipt"} <= {each["kind"] for each in told["letters"]}
    assert all(each["subject"] in text_of(packed.read("letters.pdf")) for each in told["letters"])


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def assert_lasting(content: bytes) -> None:
    """What PDF/A-2a asks for, as far as it shows without a validator."""
    with pikepdf.open(BytesIO(content)) as pdf:
        kept = pdf.open_metadata()
        assert (kept["pdfaid:part"], kept["pdfaid:conformance"]) == ("2", "A")
        assert pdf.Root.Lang == "sv" and pdf.Root.MarkInfo.Marked and "/ID" in pdf.trailer and not pdf.is_encrypted
        assert "/StructTreeRoot" in pdf.Root and not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1" and intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        told = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        fonts = [each for each in told if each.get("/Type") == "/FontDescriptor"]
        assert fonts and all("/FontFile2" in each or "/FontFile3" in each for each in fonts)
        assert not any(each.get("/S") in ("/JavaScript", "/Launch") for each in told)


def test_the_office_gets_the_same_as_the_organisation_and_nothing_more(sent: Any) -> None:
    own, office = parcel_of(sent, sent.MEMBER)[1], parcel_of(sent, sent.OFFICE)[1]
    assert office["sent"] == own["sent"] and office["letters"] == own["letters"]
    assert not any("Lösenord" in each["subject"] or "lösenord" in each["text"] for each in office["letters"])
    for secret in ("Södra", "Kansliets egen"):
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
    assert "Norras lärdom" in text_of(packed.read("replies.pdf"))
    assert reply["answers"][0]["answer"] == "Norras lärdom" and "Maja" not in json.dumps(reply)
    assert "Södras hemlighet" not in json.dumps(told, ensure_ascii=False)
    with group.looking() as site:
        control = control_number(site)
    assert told["control"] == control and f"Kontrollnummer: {control}." in packed.read("readme.txt").decode()
    group.close()
