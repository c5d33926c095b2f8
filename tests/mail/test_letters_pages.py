"""The letters as people read them afterwards: who may, what is told, and trying again."""

from __future__ import annotations

import pytest

from house import Story
from reglab_workflow.content.site.model import find
from reglab_workflow.mail.letter import Letter, Receiver, Status

pytestmark = pytest.mark.usefixtures("by_hand")
"""Links, letters and credentials are put there by the tests themselves."""


def receipt(story: Story) -> str:
    """A member hands in a proposal and is written a receipt; gives the letter's uid."""
    form = story.browser(story.MEMBER).get(f"{story.open_round()}/proposals/add").forms["form"]
    form["title"] = "Vem gör jobbet?"
    form.submit("submit").follow()
    with story.open() as site:
        (letter,) = [each for each in site.outbox.newest(10) if each.kind == "receipt"]
        return letter.uid


def test_a_letter_is_read_as_it_was_sent_by_those_it_concerns(story: Story) -> None:
    uid = receipt(story)
    for reader in (story.MEMBER, story.OFFICE, story.AUDITOR):
        assert "Vem gör jobbet?" in story.browser(reader).get(f"/letters/{uid}").text
    for other in (story.OTHER, story.PARTNER):
        story.browser(other).get(f"/letters/{uid}", status=404)
    story.visitor().get(f"/letters/{uid}", status=404)


def test_only_the_office_and_the_auditor_list_every_letter(story: Story) -> None:
    receipt(story)
    for reader in (story.OFFICE, story.AUDITOR):
        assert "Vem gör jobbet?" in story.browser(reader).get("/letters").text
    story.browser(story.MEMBER).get("/letters", status=404)
    story.visitor().get("/letters", status=404)


def test_the_office_tries_a_letter_again_that_could_not_be_delivered(story: Story, by_hand: None) -> None:
    uid = receipt(story)
    with story.open() as site:
        letter = site.outbox.letter(uid)
        site.outbox.fail(letter, letter.receivers[0], "550 no such mailbox")
    office = story.browser(story.OFFICE)
    assert "/letters?show=failed" in office.get("/my").text or "/letters" in office.get("/my").text
    page = office.get("/letters?show=failed").click(href=f"/letters/{uid}")
    assert "550 no such mailbox" in page.text
    form = next(each for each in page.forms.values() if "receiver" in each.fields)
    form.submit().follow()
    with story.open() as site:
        assert site.outbox.letter(uid).receivers[0].status == Status.WAITING
        assert site.outbox.count_failed() == 0
    form.submit(status=404)


def test_the_auditor_reads_but_sends_nothing_again(story: Story, by_hand: None) -> None:
    uid = receipt(story)
    with story.open() as site:
        letter = site.outbox.letter(uid)
        site.outbox.fail(letter, letter.receivers[0], "550 no such mailbox")
    page = story.browser(story.AUDITOR).get(f"/letters/{uid}")
    assert not [each for each in page.forms.values() if "receiver" in each.fields]


def test_what_is_deleted_put_back_or_called_otherwise_keeps_its_letters(story: Story, by_hand: None) -> None:
    folder = f"{story.open_round()}/proposals"
    told = {"title": "Vem gör jobbet?", "organisation": story.norra}
    with story.acting(story.MEMBER) as acts:
        item = acts.create(find(acts.site, folder), "proposal", told)
        letter = Letter("notice", "Ett brev", "<p>Hej</p>", "Hej", "sv", [Receiver("Maja", story.MEMBER)], acts.now,
                        "norra.example", about=item)
        acts.site.outbox.put(letter)
        about, path, address = item.uid, item.path, f"/letters/{letter.uid}"
        acts.remove(item)
    member = story.browser(story.MEMBER)
    assert member.get(address).html.find("main").find("a", href=path) is None
    story.browser(story.OTHER).get(address, status=404)
    with story.acting(story.MEMBER) as acts:
        assert acts.create(find(acts.site, folder), "proposal", told).path == path
        moved = acts.restore(acts.site.trash.get(about).item).path
    assert moved != path
    assert member.get(address).html.find("main").find("a", href=moved)
