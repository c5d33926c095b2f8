"""Minutes and news of an idea meeting: made of what the site holds, for each reader as much as he or she may know."""

from __future__ import annotations

import re
import time
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from docx import Document

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.meeting.model import Decision
from reglab_workflow.content.round.model import Area
from reglab_workflow.content.site.model import find

ROUND = "/rounds/2027"
MEETING = f"{ROUND}/meeting"
MINUTES = f"{MEETING}/minutes"
NOTE = "Flera regioner ville vara med redan från början."
REASON = "Andra gick före den här gången."
TITLES = ("Kust", "Hav", "Fjäll", "Skog")
PATIENCE = 60


@pytest.fixture
def held(story: Story) -> list[str]:
    """The uids of four proposals: the meeting has been held, and every proposal has its outcome."""
    path, today = story.open_round(), clock.local_day(clock.now())
    uids = []
    for title in TITLES:
        with story.acting(story.OTHER if title == "Skog" else story.MEMBER) as acts:
            made = acts.create(find(acts.site, path)["proposals"], "proposal", {"title": title})
            acts.fire(made, "submit")
            uids.append(made.uid)
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, path)
        for number, uid in enumerate(uids, 1):
            acts.edit(round_.proposal(uid), {"theme": "data", "number": number})
        round_.state = "published"
        round_.set({"numbered_to": 4})
        acts.edit(round_, {"areas": (Area("vatten", "Vatten *och* kust", "Det brådskar.", body="directors", day=today),
                                     Area("fjall", "Fjällen", lesser=True, body="board"))})
        meeting = acts.create(round_, "meeting", {
            "title": "Idémöte", "day": today, "place": "Kajmagasinet", "introduction": "Läs förslagen i förväg."})
        for step in ("call", "begin"):
            acts.fire(meeting, step)
        acts.edit(meeting.note_on(uids[0]), {"text": NOTE})
        acts.fire(meeting, "end")
        acts.edit(meeting, {"result": "Ett område och en önskan.", "decisions": (
            Decision("beslut-1", "Förslagen om vatten slås ihop till ett område.", "meeting", today,
                     "Tjugo medlemmar och kansliet", "vatten", (uids[0], uids[1])),
            Decision("beslut-2", "Styrgruppen följer frågan.", "board", date(2026, 11, 30), "Hela styrelsen"))})
        acts.fire(round_, "hold")
        told = {"decided_by": "member_group", "decided_on": today}
        for uid, area in ((uids[0], "vatten"), (uids[1], "vatten")):
            acts.fire(round_.proposal(uid), "select", {**told, "area": area})
        acts.fire(round_.proposal(uids[2]), "refer", {"referred_to": "Årskonferensen", "reason": "Passar där."})
        acts.fire(round_.proposal(uids[3]), "not_select", {"reason": REASON})
    return uids


def publish(story: Story) -> None:
    """The result of the meeting is published."""
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, MEETING), "publish")


def decide(story: Story) -> None:
    """The board decides."""
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, ROUND), "decide", {"board_date": clock.local_day(clock.now())})


def words(answer: Any) -> str:
    return " ".join(answer.html.find("main").get_text(" ").split()).replace(" . ", ". ")


def headings(answer: Any) -> list[tuple[str, str]]:
    return [(each.name, each.get_text(" ", strip=True)) for each in answer.html.select("main h1, main h2, main h3")]


# -- what they say -------------------------------------------------------------------------------------------


def test_the_minutes_tell_the_meeting_from_its_day_to_what_was_decided(story, held):
    publish(story)
    decide(story)
    answer = story.browser(story.OTHER).get(MINUTES)
    assert headings(answer) == [
        ("h1", "Protokoll: Idémöte"), ("h2", "Inför mötet"), ("h2", "Dagordning"),
        ("h3", "1. Kust"), ("h3", "2. Hav"), ("h3", "3. Fjäll"), ("h3", "4. Skog"),
        ("h2", "Vad mötet kom fram till"), ("h2", "Beslut"), ("h3", "Beslut 1"), ("h3", "Beslut 2"),
        ("h2", "Områden"), ("h3", "Vatten *och* kust"), ("h2", "Mindre intressen"), ("h3", "Fjällen"),
        ("h2", "Övriga förslag"), ("h3", "Överlämnade"), ("h3", "Ej prioriterade"),
        ("h2", "Styrelsens beslut och antagande")]
    told = words(answer)
    for text in ("Var Kajmagasinet", "Närvarande Tjugo medlemmar och kansliet", "Läs förslagen i förväg.",
                 "Förslagen om vatten slås ihop till ett område.", "30 november 2026 · Närvarande: Hela styrelsen",
                 "Det brådskar.", "1. Kust (Region Norra)", "Överlämnat till: Årskonferensen",
                 f"4. Skog (Region Södra). {REASON}", "Styrelsen beslutade "):
        assert text in told, text
    assert NOTE not in told


def test_there_are_no_minutes_before_the_meeting_has_been_held(story, held):
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, MEETING), "resume")
    office = story.browser(story.OFFICE)
    for tail in ("", ".docx", ".pdf"):
        office.get(f"{MINUTES}{tail}", status=404)
    assert "Protokollet" not in office.get(ROUND).text


@pytest.mark.parametrize(("who", "links"), [(Story.OFFICE, True), (Story.MEMBER, True), (Story.PARTNER, True)])
def test_the_round_leads_to_the_minutes_once_they_are_there(story, held, who, links):
    page = story.browser(who).get(ROUND)
    assert (MINUTES in page.text) is links


def test_members_read_neither_result_nor_outcomes_in_them_before_these_are_published(story, held):
    told = words(story.browser(story.MEMBER).get(MINUTES))
    for hidden in ("Ett område och en önskan.", "Det brådskar.", REASON, "Årskonferensen"):
        assert hidden not in told
    assert "Förslagen om vatten slås ihop" in told
    office = words(story.browser(story.OFFICE).get(MINUTES))
    assert "Ett område och en önskan." in office and REASON in office


def test_a_stranger_reads_them_with_the_published_result_and_only_what_is_public(story, held):
    story.visitor().get(MINUTES, status=404)
    publish(story)
    told = words(story.visitor().get(MINUTES))
    assert "Förslagen om vatten slås ihop till ett område." in told
    assert "4. Skog" not in told and REASON not in told


# -- notes ---------------------------------------------------------------------------------------------------


def test_the_notes_are_in_them_when_the_office_wants_and_never_for_anybody_else(story, held):
    publish(story)
    office = story.browser(story.OFFICE)
    page = office.get(MINUTES)
    assert NOTE not in page.text
    page = page.click("Med anteckningar")
    assert NOTE in page.text
    assert all("notes=1" in link["href"] for link in page.html.select("main nav a")[:2])
    assert NOTE not in page.click("Utan anteckningar").text
    assert NOTE in story.browser(story.AUDITOR).get(f"{MINUTES}?notes=1").text
    for who in (story.MEMBER, story.PARTNER):
        answer = story.browser(who).get(f"{MINUTES}?notes=1")
        assert NOTE not in answer.text and "anteckningar" not in answer.text
    assert NOTE not in story.visitor().get(f"{MINUTES}?notes=1").text


# -- documents -----------------------------------------------------------------------------------------------


def test_the_text_document_has_the_headings_and_words_of_the_page(story, held):
    publish(story)
    office = story.browser(story.OFFICE)
    page, file = office.get(f"{MINUTES}?notes=1"), office.get(f"{MINUTES}.docx?notes=1")
    assert 'filename="protokoll-infor-2027.docx"' in file.headers["Content-Disposition"]
    document = Document(BytesIO(file.body))
    levels = {"Title": "h1", "Heading 1": "h2", "Heading 2": "h3"}
    assert [(levels[each.style.name], each.text) for each in document.paragraphs if each.style.name in levels] == \
        headings(page)
    told = words(page)
    for paragraph in document.paragraphs:
        assert " ".join(paragraph.text.replace(": ", " ").split()) in told.replace(": ", " ")
    assert any(NOTE in each.text for each in document.paragraphs)
    assert document.core_properties.language == "sv-SE"


def test_the_pdf_is_tagged_and_in_swedish_and_says_the_same(story, held):
    publish(story)
    browser = story.browser(story.MEMBER)
    answer, limit = browser.get(f"{MINUTES}.pdf"), time.monotonic() + PATIENCE
    assert answer.status_int == 202
    assert f"{MINUTES}.pdf" in answer.text, "the way on leads to the same document"
    while answer.status_int == 202 and time.monotonic() < limit:
        time.sleep(0.2)
        answer = browser.get(f"{MINUTES}.pdf")
    assert 'filename="protokoll-infor-2027.pdf"' in answer.headers["Content-Disposition"]
    pdf = pikepdf.open(BytesIO(answer.body))
    assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang)) == (True, "sv")
    titles = [str(item.title) for item in flat(pdf.open_outline().root)]
    assert [re.sub(r"\s+", " ", each) for each in titles] == [
        text for _level, text in headings(browser.get(MINUTES))]


def flat(items: Any) -> list[Any]:
    return [each for item in items for each in (item, *flat(item.children))]


# -- news ----------------------------------------------------------------------------------------------------


def test_the_office_begins_news_from_the_result_and_publishes_it_as_any_page(story, held):
    office = story.browser(story.OFFICE)
    assert "Skriv en nyhet om resultatet" not in office.get(ROUND).text
    publish(story)
    decide(story)
    form = office.get(ROUND).click("Skriv en nyhet om resultatet").forms["form"]
    assert form["title"].value == "Så gick det för förslagen inför 2027"
    body = form["body"].value
    for text in ("Antal förslag: 4. Antal organisationer bakom dem: 2.", "### Vatten \\*och\\* kust", "Det brådskar.",
                 "- [1. Kust](/rounds/2027/proposals/kust)", "antar medlemsgruppen planen",
                 "[Läs vad det blev av alla förslag](/rounds/2027/result)"):
        assert text in body, text
    assert "Skog" not in body and REASON not in body and "Fjällen" not in body
    page = form.submit("save").follow()
    assert story.item(page.request.path)["state"] == "draft"
    assert [each.text for each in page.html.select(".page-text h3")] == ["Vatten *och* kust"]
    story.visitor().get(page.request.path, status=404)
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, page.request.path), "publish")
    public = story.visitor().get(page.request.path)
    for link in public.html.select(".page-text a"):
        story.visitor().get(link["href"])


def test_news_before_the_board_has_decided_names_no_proposal(story, held):
    publish(story)
    body = story.browser(story.OFFICE).get("/pages/add-page?from=2027").forms["form"]["body"].value
    assert "2 förslag ingår i området." in body
    assert not any(title in body.replace("Vatten \\*och\\* kust", "") for title in TITLES)
    assert "Därefter beslutar styrelsen." in body


def test_news_in_english_for_who_reads_english(story, held):
    publish(story)
    office = story.browser(story.OFFICE)
    office.get("/language?to=en&back=/")
    form = office.get("/pages/add-page?from=2027").forms["form"]
    assert form["title"].value == "What became of the proposals for 2027"
    assert "Next, the board decides." in form["body"].value


@pytest.mark.parametrize("year", ["2027", "1900", "", "../pages"])
def test_there_is_no_news_of_a_result_that_is_not_out(story, held, year):
    form = story.browser(story.OFFICE).get("/pages/add-page", {"from": year}).forms["form"]
    assert (form["title"].value, form["body"].value) == ("", "")


@pytest.mark.parametrize("who", [Story.MEMBER, Story.AUDITOR])
def test_only_who_writes_pages_is_offered_to(story, held, who):
    publish(story)
    assert "Skriv en nyhet" not in story.browser(who).get(ROUND).text
    story.browser(who).get("/pages/add-page?from=2027", status=403)
