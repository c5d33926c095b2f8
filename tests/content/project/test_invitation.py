"""The invitation to a learning project: what it says in each form, who may read it, and whom its letter reaches."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pytest
from docx import Document

from house import Story
from learning_invitation import FACTS, HELPERS, PROGRAMME, PROJECT, learning_project
from reglab_workflow import clock
from reglab_workflow.content.project.model import FeeSpan
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import Refused

INVITATION = f"{PROJECT}/invitation"
BEFORE = datetime(2024, 8, 20, 8, 0, tzinfo=timezone.utc)
PATIENCE = 60


@pytest.fixture
def planned(story: Story) -> Story:
    assert learning_project(story) == PROJECT
    return story


@pytest.fixture
def inviting(planned: Story) -> Story:
    invite(planned)
    return planned


def invite(story: Story, path: str = PROJECT, now: datetime | None = BEFORE) -> None:
    """The office invites; what is planned is announced along with it."""
    with story.acting(now=now) as acts:
        acts.fire(find(acts.site, path), "invite")


def plain(text: str) -> str:
    """A text with single blanks and no soft hyphens."""
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())


def words(answer: Any) -> str:
    return plain(answer.html.find("main").get_text(" ")).replace(" . ", ". ").replace(" , ", ", ")


def pdf(browser: Any) -> bytes:
    """The PDF, after waiting for it."""
    limit = time.monotonic() + PATIENCE
    answer = browser.get(f"{INVITATION}.pdf")
    while answer.status_int == 202 and time.monotonic() < limit:
        time.sleep(0.2)
        answer = browser.get(f"{INVITATION}.pdf")
    assert answer.content_type == "application/pdf"
    assert 'filename="inbjudan-den-digitala-regionen-2035.pdf"' in answer.headers["Content-Disposition"]
    return bytes(answer.body)


# -- what it says --------------------------------------------------------------------------------------------


def test_the_page_says_every_fact_of_the_invitation(inviting):
    told = words(inviting.visitor().get(INVITATION))
    assert [fact for fact in FACTS if plain(fact) not in told] == []


def test_the_text_document_says_every_fact_under_real_headings(inviting):
    answer = inviting.visitor().get(f"{INVITATION}.docx")
    assert 'filename="inbjudan-den-digitala-regionen-2035.docx"' in answer.headers["Content-Disposition"]
    document = Document(BytesIO(answer.body))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    links = " ".join(each.target_ref for each in document.part.rels.values() if each.is_external)
    told = plain(f"{text} {links}")
    assert [fact for fact in FACTS if plain(fact) not in told] == []
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"] == [
        "Bakgrund", "Frågor att utforska", "Varför", "Förväntade resultat", "Vem projektet är till för", "Hur",
        "Vilka som leder projektet", "Program", "Avgift", "Anmälan", "Information och dokumentation", "Vem du frågar"]
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 2"] == [
        f"{name}. {title}" for name, title, _when, _where in PROGRAMME]
    assert document.core_properties.language == "sv-SE"


def test_the_pdf_says_every_fact_is_tagged_and_in_swedish(inviting):
    content = pdf(inviting.visitor())
    found = pikepdf.open(BytesIO(content))
    assert (bool(found.Root.MarkInfo.Marked), str(found.Root.Lang)) == (True, "sv")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    told = "".join(text.replace("\N{SOFT HYPHEN}", "").replace("\N{HYPHEN}", "").split()).replace("-", "")
    assert [fact for fact in FACTS if "".join(fact.split()).replace("-", "") not in told] == []


def test_the_programme_goes_by_day_and_keeps_both_series_of_numbers(inviting):
    rows = inviting.visitor().get(INVITATION).html.select(".prog > li")
    assert [(plain(row.h3.get_text(" ")), plain(row.select_one(".day").get_text(" "))) for row in rows] == [
        (f"{name}. {title}", f"{when} {where}") for name, title, when, where in PROGRAMME]


def test_what_is_not_decided_follows(story):
    with story.acting(story.OFFICE) as acts:
        project = acts.create(acts.site["projects"], "project", {"title": "Bara en idé"})
    office = story.browser(story.OFFICE)
    page = office.get(f"{project.path}/invitation")
    after = {head.text: head.find_next_sibling() for head in page.html.select("main h2")}
    for heading in ("Varför", "Förväntade resultat", "Vem projektet är till för", "Hur", "Vilka som leder projektet",
                    "Program", "Avgift"):
        assert after[heading].text == "Meddelas senare.", heading
    assert "Bakgrund" not in after
    assert "Sista anmälningsdag Meddelas senare" in words(page)
    assert "Kansliet, kansli@reglab.example" in words(page)
    assert "Det här är ett utkast" in words(page)
    document = Document(BytesIO(office.get(f"{project.path}/invitation.docx").body))
    assert [each.text for each in document.paragraphs].count("Meddelas senare.") == 7


def test_those_who_write_it_see_what_is_left_to_decide_and_readers_do_not(inviting):
    with inviting.acting(inviting.OFFICE) as acts:
        acts.create(find(acts.site, PROJECT)["workshops"], "workshop", {"kind": "meeting", "title": "Hemlig träff"})
    left = [each.text for each in inviting.browser(inviting.OFFICE).get(INVITATION).html.select("#gaps ~ ul li")]
    assert left == ["Vilken avgift som gäller vid färre än 50 personer", "Vilken avgift som gäller vid 61–79 personer",
                    "Tillfällen som inte är utlysta: 1"]
    for browser in (inviting.browser(inviting.MEMBER), inviting.visitor()):
        assert "Kvar att bestämma" not in browser.get(INVITATION).text


def test_an_occasion_that_is_not_announced_is_in_nobody_s_invitation_once_it_is_out(inviting):
    with inviting.acting(inviting.OFFICE) as acts:
        acts.create(find(acts.site, PROJECT)["workshops"], "workshop", {"kind": "meeting", "title": "Hemlig träff"})
    for browser in (inviting.browser(inviting.OFFICE), inviting.visitor()):
        assert "Hemlig träff" not in browser.get(INVITATION).text
        document = Document(BytesIO(browser.get(f"{INVITATION}.docx").body))
        assert not any("Hemlig träff" in each.text for each in document.paragraphs)


def test_a_cancelled_occasion_stays_in_the_programme_and_says_so(inviting):
    with inviting.acting(inviting.OFFICE) as acts:
        acts.fire(find(acts.site, f"{PROJECT}/workshops/workshop-3"), "cancel", {
            "reason": "Sjukdom.", "went_to": "Workshop 4"})
    rows = inviting.visitor().get(INVITATION).html.select(".prog > li")
    assert [plain(row.h3.get_text(" ")) for row in rows if "Tillfället är inställt" in row.text] == [
        "Workshop 3. Alla ska med"]


def test_a_project_that_is_over_says_so_above_and_still_names_who_led_it(inviting):
    with inviting.acting(inviting.OFFICE) as acts:
        acts.fire(find(acts.site, PROJECT), "cancel", {"reason": "För få.", "moved_to": "Ett nätverk"})
    told = words(inviting.visitor().get(INVITATION))
    assert "Projektet är inställt." in told
    assert "Astrid Alm, Region Norra; Bo Berg, Region Södra; Cilla Dal, Region Östra" in told


def test_a_leader_who_has_left_is_named_no_longer(inviting):
    with inviting.acting(inviting.OFFICE) as acts:
        project, person = find(acts.site, PROJECT), inviting.people["bo@sodra.example"]
        appointment, = (each for each in acts.site.appointments.on_scope(project.uid) if each.person == person)
        acts.end_appointment(appointment, why="Ny tjänst")
    assert "Bo Berg" not in inviting.visitor().get(INVITATION).text


# -- who may read it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["", ".docx", ".pdf"])
def test_before_it_is_out_it_is_there_for_those_who_write_it_alone(planned, tail):
    for browser in (planned.visitor(), planned.browser(planned.MEMBER), planned.browser(planned.PARTNER)):
        browser.get(f"{INVITATION}{tail}", status=404)
    planned.browser(planned.AUDITOR).get(f"{INVITATION}{tail}", status=403)
    for who in (planned.OFFICE, "astrid@norra.example", "disa@kansli.example"):
        assert planned.browser(who).get(f"{INVITATION}{tail}").status_int in (200, 202)


def test_a_draft_shows_what_is_planned_and_says_that_it_is_a_draft(planned):
    told = words(planned.browser(planned.OFFICE).get(INVITATION))
    assert "Workshop 1. I dag och i morgon" in told and "Inbjudan har inte gått ut" in told


def test_the_project_leads_to_its_invitation(planned):
    assert INVITATION in planned.browser(planned.OFFICE).get(PROJECT).text
    assert INVITATION not in planned.browser(planned.AUDITOR).get(PROJECT).text
    invite(planned)
    page = planned.visitor().get(PROJECT).click("Läs inbjudan")
    assert [link.text for link in page.html.select("main header nav a")] == ["PDF", "Word"]


def test_the_office_writes_the_new_parts_in_the_form(planned):
    form = planned.browser(planned.OFFICE).get(f"{PROJECT}/edit").forms["form"]
    assert (form.fields["most"][1].value, form.fields["fee"][2].value) == ("60", "27500")
    assert form.fields["email"][0].value == HELPERS[0].email
    form["how"], form.fields["most"][1].value = "Vi läser högt för varandra.", "40"
    answer = form.submit("save", status="*")
    assert "Det högsta antalet" in answer.text
    form = answer.forms["form"]
    form.fields["most"][1].value = "65"
    form.submit("save", status=303)
    kept = planned.item(PROJECT)
    assert (kept["how"], kept["fee_spans"][0], kept["contacts"]) == (
        "Vi läser högt för varandra.", FeeSpan(50, 65), HELPERS)


@pytest.mark.parametrize(("most", "complaint"), [
    ("130", "En annan rad gäller samma antal personer"), ("90", "En rad nedan gäller också detta antal personer")])
def test_two_fees_for_one_number_of_people_are_told_at_the_field(planned, most, complaint):
    form = planned.browser(planned.OFFICE).get(f"{PROJECT}/edit").forms["form"]
    if most == "130":
        form["expected_people"] = ""
    form.fields["most"][1].value = most
    answer = form.submit("save", status=422)
    assert [complaint in each.text for each in answer.html.select("form .fault")].count(True) == 1
    assert planned.item(PROJECT)["fee_spans"][0].most == 60


# -- the letter ----------------------------------------------------------------------------------------------


def invited(story: Story) -> list[tuple[str, str, list[str]]]:
    """Each letter about the project: its language, its subject and its addresses."""
    with story.open() as site:
        return [(each.language, each.subject, [receiver.address for receiver in each.receivers])
                for each in site.outbox.letters_about(find(site, PROJECT).uid) if each.kind == "invited"]


def test_inviting_writes_to_each_representative_and_partner_once_in_their_own_language(planned):
    gone = planned.organisation("Region Förr")
    planned.person("rut@forr.example", "Rut Rask", gone, "representative")
    planned.person("pelle@partner.example", "Pelle Palm", planned.verket, "representative")
    planned.person("eve@sodra.example", "Eve English", planned.sodra, "representative")
    with planned.acting() as acts:
        acts.edit(acts.site["people"][planned.people["eve@sodra.example"]], {"language": "en"})
        acts.edit(acts.site.by_uid(gone), {"to_date": BEFORE.date() - timedelta(days=1)})
    with planned.acting(now=BEFORE) as acts:
        # The people of the story were appointed today; the invitation of long ago would find none of them.
        acts.edit(find(acts.site, PROJECT), {"last_day": clock.local_day(clock.now()) + timedelta(days=9)})
    invite(planned, now=None)
    assert sorted(invited(planned)) == [
        ("en", "Invitation: Den digitala regionen 2035", ["eve@sodra.example"]),
        ("sv", "Inbjudan: Den digitala regionen 2035", [
            planned.MEMBER, "pelle@partner.example", planned.PARTNER]),
    ]


def test_the_letter_says_the_last_day_and_leads_to_the_invitation(inviting):
    with inviting.open() as site:
        letter, = site.outbox.letters_about(find(site, PROJECT).uid)
        text, why = letter.text, letter.cause
        entry = site.trail.entry(why)
    assert (entry.core["kind"], entry.core["transition"]) == ("transitioned", "invite")
    for part in ("Den digitala regionen 2035", "Följ med och forma", "27 september 2024",
                 f"http://127.0.0.1{INVITATION}", "medlem eller partner"):
        assert part in text, text
    inviting.visitor().get(INVITATION, status=200)


def invite_and_fall(story: Story) -> None:
    """Invite, and come to grief before anything is kept."""
    with story.acting(now=BEFORE) as acts:
        project = find(acts.site, PROJECT)
        acts.fire(project, "invite")
        assert len(acts.site.outbox.letters_about(project.uid)) == 1
        raise ZeroDivisionError


def invite_without_a_reason(story: Story) -> None:
    """Invite to a project that does not say why."""
    with story.acting(now=BEFORE) as acts:
        acts.edit(find(acts.site, PROJECT), {"purpose": ""})
        acts.fire(find(acts.site, PROJECT), "invite")


def test_no_letter_lies_in_the_outbox_when_inviting_comes_to_nothing(planned):
    with pytest.raises(ZeroDivisionError):
        invite_and_fall(planned)
    with pytest.raises(Refused):
        invite_without_a_reason(planned)
    assert (invited(planned), planned.item(PROJECT)["state"]) == ([], "planned")


def test_extending_and_announcing_write_no_second_invitation(inviting):
    before = invited(inviting)
    with inviting.acting(now=BEFORE) as acts:
        acts.fire(find(acts.site, PROJECT), "extend", {
            "last_day": (BEFORE + timedelta(days=60)).date(), "reason": "Fler vill vara med."})
    assert invited(inviting) == before


@pytest.mark.usefixtures("by_hand")
def test_whom_the_letter_did_not_reach_is_told_to_those_who_may_read_letters(planned):
    with planned.acting() as acts:
        acts.edit(find(acts.site, PROJECT), {"last_day": clock.local_day(clock.now()) + timedelta(days=9)})
    invite(planned, now=None)
    with planned.open() as site:
        letter, = site.outbox.letters_about(find(site, PROJECT).uid)
        receiver, = (each for each in letter.receivers if each.address == planned.PARTNER)
        site.outbox.fail(letter, receiver, "550 unknown mailbox")
    for who in (planned.OFFICE, planned.AUDITOR):
        page = planned.browser(who).get(INVITATION)
        lines = [plain(each.get_text(" ")) for each in page.html.select("#unreached ~ ul li")]
        assert lines == [
            f"Petra Palm , Verket, {planned.PARTNER} – 550 unknown mailbox",
            "Region Södra – Ingen i organisationen gick att skriva till.",
            "Region Östra – Ingen i organisationen gick att skriva till."]
    assert planned.browser(planned.OFFICE).get(INVITATION).click("Petra Palm").status_int == 200
    for browser in (planned.visitor(), planned.browser(planned.MEMBER), planned.browser("astrid@norra.example")):
        page = browser.get(INVITATION)
        assert "Nådde inte fram" not in page.text and planned.PARTNER not in page.text
