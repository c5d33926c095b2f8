"""Notes of one's own: for everybody who follows the meeting, saved while they are written, read by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from house import Story
from meeting_story import MEETING, fire, session_of
from reglab_workflow.content.site.model import find

pytestmark = pytest.mark.usefixtures("by_hand")
"""Links, letters and credentials are put there by the tests themselves."""

SECRET = "Fråga Södra om kartan."
KEEP = {"X-Sheet": "keep"}


@pytest.fixture
def session(story: Story) -> list[str]:
    """The uids of three proposals of a meeting that is in session."""
    return session_of(story)


def write(browser: Any, uid: str, text: str) -> Any:
    """Write and save a note of one's own."""
    form = browser.get(f"{MEETING}/my-note/{uid}").forms["form"]
    form["text"] = text
    return form.submit("save")


@pytest.mark.parametrize("who", ["OFFICE", "AUDITOR", "MEMBER", "OTHER", "PARTNER"])
def test_everybody_who_follows_writes_notes_and_finds_them_on_the_page_of_the_meeting(story, session, who):
    browser = story.browser(getattr(story, who))
    page = write(browser, session[1], SECRET).follow()
    told = page.html.select_one('section[aria-labelledby="my-notes"]')
    assert "2. Andra" in told.get_text()
    assert SECRET in told.get_text()
    assert browser.get(f"{MEETING}/my-note/{session[1]}").forms["form"]["text"].value == SECRET


def test_nobody_else_reads_them_wherever_they_look(story, session):
    write(story.browser(story.MEMBER), session[0], SECRET)
    for who in (story.OFFICE, story.AUDITOR, story.OTHER):
        browser = story.browser(who)
        for path in (MEETING, f"{MEETING}/live", f"{MEETING}/my-note/{session[0]}", "/search?text=kartan"):
            assert SECRET not in browser.get(path).text
    for path in (f"{MEETING}/history", "/history"):
        assert SECRET not in story.browser(story.OFFICE).get(path).text
    with story.open() as site:
        assert all(SECRET not in str(entry.details) for slot in site.trail.slots for entry in slot.entries)


def test_a_visitor_and_a_meeting_that_is_planned_or_published_have_no_such_page(story, session):
    address = f"{MEETING}/my-note/{session[0]}"
    member = story.browser(story.MEMBER)
    write(member, session[0], SECRET)
    story.visitor().get(address, status=404)
    for state in ("planned", "published"):
        with story.open() as site:
            find(site, MEETING).state = state
        member.get(address, status=[403, 404])
    page = member.get(MEETING)
    assert SECRET in page.text  # what one has written is still one's own
    assert page.html.select('a[href*="my-note"]') == []


@pytest.mark.parametrize("rest", ["", "/nope", "/x/y", "/" + "0" * 16])
def test_there_is_no_own_note_on_what_is_not_on_the_agenda(story, session, rest):
    story.browser(story.MEMBER).get(f"{MEETING}/my-note{rest}", status=404)


def test_what_is_written_is_saved_by_itself_and_again_and_again(story, session):
    member, address = story.browser(story.MEMBER), f"{MEETING}/my-note/{session[0]}"
    form = member.get(address).forms["form"]
    for text in ("Fråga", SECRET):
        form["text"] = text
        assert member.post(address, form.submit_fields(), headers=KEEP).json["at"]
        assert text in member.get(MEETING).text
    form["text"] = ""
    member.post(address, form.submit_fields(), headers=KEEP)
    assert 'aria-labelledby="my-notes"' not in member.get(MEETING).text
    form["text"] = SECRET
    form.submit("save")
    assert SECRET in member.get(MEETING).text


def test_two_windows_of_one_person_lose_nothing(story, session):
    member, address = story.browser(story.MEMBER), f"{MEETING}/my-note/{session[0]}"
    one, other = (member.get(address).forms["form"] for _window in range(2))
    one["text"], other["text"] = "Från telefonen.", "Från datorn."
    member.post(address, one.submit_fields(), headers=KEEP)
    member.post(address, other.submit_fields(), headers=KEEP)
    assert "Från telefonen." in member.get(MEETING).text
    page = member.get(address)
    assert page.forms["form"]["text"].value == "Från datorn."
    answer = page.forms["form"].submit("save", status=409)
    for text in ("Från telefonen.", "Från datorn."):
        assert text in answer.html.select_one(".pair").get_text()
    form = answer.forms["form"]
    form["text"] = "Från telefonen. Från datorn."
    assert "Från telefonen. Från datorn." in form.submit("save").follow().text


def test_a_note_that_is_too_long_to_save_stays_in_the_form(story, session):
    member, address = story.browser(story.MEMBER), f"{MEETING}/my-note/{session[0]}"
    form = member.get(address).forms["form"]
    form["text"] = "Å" * 20_001
    assert member.post(address, form.submit_fields(), headers=KEEP).json["at"]
    assert member.get(address).forms["form"]["text"].value == "Å" * 20_001
    form.submit("save", status=422)


def test_the_live_part_leads_to_the_note_on_what_is_up(story, session):
    member = story.browser(story.MEMBER)
    fire(story, "take_up", current=session[1])
    links = member.get(MEETING).html.select("[data-live] a")
    link = next(each for each in links if each.get_text() == "Mina anteckningar")
    assert link["href"] == f"{MEETING}/my-note/{session[1]}?follow=1"
    page = member.get(link["href"])
    assert page.html.select_one("[data-following]")["data-here"] == session[1]
    form = page.forms["form"]
    form["text"] = SECRET
    assert form.submit("save").location.endswith("?follow=1")


def test_erasing_a_person_erases_the_notes(story, session):
    write(story.browser(story.MEMBER), session[0], SECRET)
    write(story.browser(story.OTHER), session[0], "Kvar.")
    with story.open() as site:
        meeting, member = find(site, MEETING), story.people[story.MEMBER]
        site.accounts.erase(member)
        assert site.accounts.notes_of(member, meeting.uid) == {}
        others = site.accounts.notes_of(story.people[story.OTHER], meeting.uid)
        assert [note.text for note in others.values()] == ["Kvar."]
