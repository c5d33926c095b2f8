"""The receipt: everything that was submitted, as it was then, for the senders, the office and the auditor."""

from __future__ import annotations

import pytest

from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.site.model import find

TEXTS = {
    "title": "Öppna data för landsbygden", "idea": "Vi vill dela data.\n\n- en sak", "purpose": "Att fler kan räkna.",
    "contacts": (Contact("Sven Strand", "analytiker", "", "sven@norra.example"), Contact("Siv", email="siv.norra@")),
}


@pytest.fixture
def path(story):
    """A proposal that the member has submitted."""
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        made = acts.create(find(acts.site, round_path)["proposals"], "proposal", TEXTS)
        acts.fire(made, "submit")
        return made.path


def page(story, email, path):
    return story.browser(email).get(f"{path}/receipt").html.select_one("main")


def parts(shown):
    """The printed parts by their headings."""
    return {each.h3.get_text(): each.div.get_text(" ", strip=True) for each in shown.select(".read section")}


def test_the_receipt_holds_everything_and_says_when_by_whom_and_which_number(story, path):
    shown = page(story, story.MEMBER, path)
    told = parts(shown)
    assert told["Rubrik"] == "Öppna data för landsbygden"
    assert told["Idé"] == "Vi vill dela data. en sak"
    assert told["Syfte och övergripande mål"] == "Att fler kan räkna."
    assert told["Målgrupp"] == "–"
    assert "Sven Strand, analytiker, sven@norra.example" in told["Kontaktpersoner"]
    facts = {each.dt.get_text(): each.dd.get_text(" ", strip=True) for each in shown.select(".facts > div")}
    with story.open() as site:
        proposal = find(site, path)
        assert facts["Kvittonummer"] == proposal.receipt
        assert site.trail.entry(facts["Nummer i historiken"]).core["transition"] == "submit"
    assert facts["Inlämnat av"] == "Maja Myr"
    assert facts["Avsändare"] == "Region Norra"
    assert "kl. " in facts["Inlämnat"]
    assert facts["Nummer i häftet"] == "Kansliet ger det ett nummer senare"


def test_an_address_that_leads_nowhere_and_what_is_missing_are_pointed_out(story, path):
    text = page(story, story.MEMBER, path).get_text(" ", strip=True)
    assert "Trycks som det är skrivet, men inget brev skulle komma fram dit: siv.norra@" in text
    assert "Inte ifyllt, fast idémötet frågar efter det: målgrupp" in text


def test_the_letters_about_the_proposal_are_listed_and_can_be_read(story, path):
    browser = story.browser(story.MEMBER)
    shown = browser.get(f"{path}/receipt")
    letter = shown.html.select_one("section[aria-labelledby=letters] a")
    assert letter.get_text() == "Kvitto: ”Öppna data för landsbygden”"
    assert "Vi vill dela data." in browser.get(letter["href"]).text


def test_it_stands_as_it_was_submitted_whatever_is_changed_afterwards(story, path):
    before = parts(page(story, story.MEMBER, path))
    with story.acting() as acts:
        proposal = find(acts.site, path)
        acts.edit(proposal, {"idea": "Något helt annat.", "contacts": (Contact("Ny"),), "theme": "data", "number": 4})
        acts.edit(proposal, {"idea": "Något tredje."})
        acts.fire(proposal, "return", {"reason": "Skriv mer."})
    shown = page(story, story.MEMBER, path)
    assert parts(shown) == before
    changed = shown.select("section[aria-labelledby=changed] li b")
    assert sorted(each.get_text() for each in changed) == ["Idé", "Kontaktpersoner"]
    assert "Kommandorad" in shown.get_text()


def test_what_was_changed_and_changed_back_has_not_changed(story, path):
    with story.acting() as acts:
        proposal = find(acts.site, path)
        acts.edit(proposal, {"idea": "Något annat."})
        acts.edit(proposal, {"idea": TEXTS["idea"]})
    assert page(story, story.MEMBER, path).select("section[aria-labelledby=changed]") == []


def test_submitting_again_gives_a_receipt_of_what_stood_there_then(story, path):
    with story.acting() as acts:
        acts.fire(find(acts.site, path), "return", {"reason": "Skriv mer."})
    with story.acting(story.MEMBER) as acts:
        proposal = find(acts.site, path)
        acts.edit(proposal, {"idea": "Kompletterat."})
        acts.fire(proposal, "submit")
    shown = page(story, story.MEMBER, path)
    assert parts(shown)["Idé"] == "Kompletterat."
    assert shown.select("section[aria-labelledby=changed]") == []


def test_who_has_just_submitted_is_led_to_the_receipt(story):
    round_path = story.open_round()
    browser = story.browser(story.MEMBER)
    form = browser.get(f"{round_path}/proposals/add").forms["form"]
    form["title"] = "Nytt förslag"
    landed = form.submit("submit").follow()
    link = next(each for each in landed.html.select(".now a.btn.first"))
    assert link.get_text() == "Kvitto: allt som trycks"
    assert browser.get(link["href"]).status_int == 200


@pytest.mark.parametrize(("who", "status"), [
    ("MEMBER", 200), ("OFFICE", 200), ("AUDITOR", 200), ("OTHER", 404), ("PARTNER", 404)])
def test_the_receipt_is_for_the_senders_the_office_and_the_auditor(story, path, who, status):
    answer = story.browser(getattr(story, who)).get(f"{path}/receipt", expect_errors=True)
    assert answer.status_int in (status, 403 if status == 404 else status)
    assert ("Att fler kan räkna." in answer.text) is (status == 200)


def test_a_draft_has_no_receipt_and_no_link_to_one(story, path):
    with story.acting(story.MEMBER) as acts:
        draft = acts.create(find(acts.site, path).__parent__, "proposal", {"title": "Utkast"}).path
    browser = story.browser(story.MEMBER)
    assert "Kvitto: allt som trycks" not in browser.get(draft).text
    assert browser.get(f"{draft}/receipt", expect_errors=True).status_int == 404


def test_reading_it_writes_nothing(story, path):
    version = story.item(path)["version"]
    mark = story.database.storage.lastTransaction()
    browser = story.browser(story.MEMBER)
    after_login = story.database.storage.lastTransaction()
    browser.get(f"{path}/receipt")
    assert story.database.storage.lastTransaction() == after_login != mark
    assert story.item(path)["version"] == version
