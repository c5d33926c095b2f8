"""Writing together: who is asked answers, what is missing is counted and asked for, and nobody is stopped by it."""

from __future__ import annotations

from typing import Any

import pytest
from webtest import TestApp

from house import Story
from reglab_workflow.content.site.model import find


@pytest.fixture
def draft(story: Story) -> str:
    """The path of a draft whose writer has asked another organisation to send it too."""
    round_path = story.open_round()
    with story.acting() as acts:
        place = next(each for each in acts.site["organisations"].values() if each.uid == story.sodra)
        acts.appoint(acts.site["people"][story.people[story.OTHER]], "representative", place)
    with story.acting(story.MEMBER) as acts:
        made = acts.create(find(acts.site, round_path)["proposals"], "proposal", {
            "title": "Om kust", "co_senders": (story.sodra,)})
        return str(made.path)


def letters(story: Story, kind: str) -> list[Any]:
    """The letters of a kind that have been written."""
    with story.open() as site:
        return [(letter.subject, [receiver.address for receiver in letter.receivers], letter.text)
                for letter in site.outbox.newest(50) if letter.kind == kind]


def press(browser: TestApp, path: str, step: str) -> Any:
    """Take a step that asks nothing."""
    page = browser.get(path)
    form = next(each for each in page.forms.values() if each.action.endswith(f"/do/{step}"))
    return form.submit().follow()


# -- sending together ----------------------------------------------------------------------------------------


def test_whom_one_asks_gets_a_letter_and_finds_the_question_among_what_waits(story, draft):
    (subject, receivers, text), = letters(story, "asked")
    assert subject == "Vill ni sända ”Om kust” tillsammans med Region Norra?"
    assert receivers == [story.OTHER]
    assert draft in text
    page = story.browser(story.OTHER).get("/my")
    assert "Om kust" in page.html.select_one('section[aria-labelledby="waits"]').get_text()


def test_whoever_agrees_is_named_with_the_sender_and_writes_on(story, draft):
    other = story.browser(story.OTHER)
    other.get(f"{draft}/edit", status=403)
    page = press(other, draft, "agree")
    assert "Region Norra tillsammans med Region Södra" in page.text
    form = other.get(f"{draft}/edit").forms["form"]
    form["idea"] = "Vi skriver ihop."
    assert form.submit("save").status_int == 303
    assert "gick med som avsändare" in story.browser(story.MEMBER).get(draft).text


def test_whoever_declines_sees_it_no_more_and_the_others_read_that(story, draft):
    other = story.browser(story.OTHER)
    page = other.get(f"{draft}/do/decline")
    form = next(each for each in page.forms.values() if each.action.endswith("/do/decline"))
    answer = form.submit().follow()
    assert answer.request.path == "/my"
    assert "Klart: Tacka nej." in answer.text
    other.get(draft, status=404)
    assert "tackade nej" in story.browser(story.MEMBER).get(draft).text


def test_the_receipt_and_the_lists_name_only_those_that_have_agreed(story, draft):
    with story.acting(story.MEMBER) as acts:
        acts.fire(find(acts.site, draft), "submit")
    ((_subject, _receivers, text),) = letters(story, "receipt")
    assert "Region Södra" not in text
    page = story.browser(story.OFFICE).get("/organisations/region-sodra")
    assert "Om kust" not in page.text


def test_saving_again_asks_nobody_twice(story, draft):
    with story.acting(story.MEMBER) as acts:
        acts.edit(find(acts.site, draft), {"idea": "Mer."})
    assert len(letters(story, "asked")) == 1


# -- what is missing -----------------------------------------------------------------------------------------


def test_the_form_counts_what_is_filled_in_and_stops_nobody(story, draft):
    page = story.browser(story.MEMBER).get(f"{draft}/edit")
    meter = page.html.select_one(".meter")
    assert meter.select_one(".sum").get_text() == "1 av 6 ifyllda"
    assert [line.get_text(" ", strip=True) for line in meter.select("li.open")] == [
        "Idé saknas", "Syfte och övergripande mål saknas", "Målgrupp saknas", "Önskad form saknas",
        "Kontaktpersoner saknas"]
    for line in meter.select("li a"):
        assert page.html.select_one(line["href"]) is not None or line["href"] == "#f-wished_form"
    assert page.forms["form"].submit("submit").status_int == 303


def test_a_return_lists_what_is_asked_for_and_ticks_it_off(story, draft):
    with story.acting(story.MEMBER) as acts:
        acts.fire(find(acts.site, draft), "submit")
    office = story.browser(story.OFFICE)
    form = office.get(f"{draft}/do/return").forms["form"]
    for box in form.fields["checkbox"]:
        box.checked = box._value in ("idea", "target_group")
    form["reason"] = "Skriv några rader till."
    form.submit().follow()
    member = story.browser(story.MEMBER)
    page = member.get(draft)
    assert "0 av 2 saker klara" in page.text
    links = [link["href"] for link in page.html.select(".checks a")]
    assert links == [f"{draft}/edit#f-idea", f"{draft}/edit#f-target_group"]
    form = member.get(f"{draft}/edit").forms["form"]
    form["idea"] = "Att lära av varandra."
    page = form.submit("save").follow()
    assert "1 av 2 saker klara" in page.text
    form = member.get(f"{draft}/edit").forms["form"]
    page = form.submit("submit").follow()
    assert page.html.select_one(".checks") is None
    assert story.item(draft)["asked_for"] == ()


def test_a_second_return_asks_only_for_what_it_says(story, draft):
    with story.acting(story.MEMBER) as acts:
        acts.fire(find(acts.site, draft), "submit")
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, draft), "return", {"reason": "Mer.", "asked_for": ("idea",)})
        acts.fire(find(acts.site, draft), "accept_as_is")
        acts.fire(find(acts.site, draft), "return", {"reason": "Igen."})
    page = story.browser(story.MEMBER).get(draft)
    assert page.html.select_one(".checks") is None
    assert "Igen." in page.text


def test_only_the_office_and_the_auditor_read_a_remark_and_it_says_so(story, draft):
    with story.acting(story.MEMBER) as acts:
        acts.fire(find(acts.site, draft), "submit")
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, draft), {"remark": "Kan täckas av nätverket.", "runner_up": True})
    for who, reads in ((story.OFFICE, True), (story.AUDITOR, True), (story.MEMBER, False), (story.OTHER, False)):
        page = story.browser(who).get(draft)
        assert ("Kan täckas av nätverket." in page.text) is reads
        assert ("Läses av kansliet och granskaren" in page.text) is reads
        assert "Bubblare" in page.text


def test_the_organisations_page_has_what_waits_for_it_first(story, draft):
    with story.acting(story.MEMBER) as acts:
        folder = find(acts.site, draft).round["proposals"]
        acts.fire(acts.create(folder, "proposal", {"title": "Inlämnat redan"}), "submit")
    with story.acting(story.OFFICE) as acts:
        sent = next(each for each in find(acts.site, draft).round.proposals() if each.state == "submitted")
        acts.edit(sent, {"theme": "data", "number": 1})
    page = story.browser(story.MEMBER).get("/organisations/region-norra")
    assert [link.get_text() for link in page.html.select(".list a.said")] == ["Om kust", "Inlämnat redan"]
    other = story.browser(story.OFFICE).get("/organisations/region-norra")
    assert [link.get_text() for link in other.html.select(".list a.said")] == ["Inlämnat redan"]
