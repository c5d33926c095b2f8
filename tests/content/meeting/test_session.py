"""The meeting as it goes on: the office takes up one proposal after the other, and everybody sees which."""

from __future__ import annotations

from typing import Any

import pytest

from house import Story
from meeting_story import MEETING, fire, session_of
from reglab_workflow.clock import STOCKHOLM
from reglab_workflow.content.meeting.model import Point
from reglab_workflow.content.site.model import find


@pytest.fixture
def session(story: Story) -> list[str]:
    """The uids of three proposals of a meeting that is in session; the last one is another organisation's."""
    return session_of(story)


def take_up(story: Story, uid: str) -> None:
    """The office takes up a proposal."""
    fire(story, "take_up", current=uid)


def up(browser: Any, path: str = MEETING) -> str:
    """What the page says is up."""
    return str(browser.get(path).html.select_one("[data-live]").get_text(" ", strip=True))


def test_the_office_leads_from_proposal_to_proposal_by_one_button(story, session):
    office = story.browser(story.OFFICE)
    page = office.get(MEETING)
    assert "Det första förslaget kommer snart" in page.text
    for title in ("Första", "Andra", "Tredje"):
        form = next(each for each in page.html.select(".live form") if f"Nästa: {title}" in each.get_text())
        fields = {each["name"]: each["value"] for each in form.select("input")}
        page = office.post(form["action"], fields).follow()
    assert "Nu: 3 av 3" in page.text
    assert "Nästa:" not in page.html.select_one(".live").get_text()


def test_members_see_what_is_up_and_how_long_until_their_turn(story, session):
    member, other = story.browser(story.MEMBER), story.browser(story.OTHER)
    take_up(story, session[0])
    assert "Nu: 1 av 3 1. Första" in up(other)
    assert "Ert förslag ”Tredje” kommer efter 1 till." in up(other)
    assert "Ert förslag ”Andra” är nästa." in up(member)
    take_up(story, session[1])
    assert "Ert förslag ”Tredje” är nästa." in up(other)
    assert "Ert förslag" not in up(member)


def test_the_screen_shows_the_slide_of_what_is_up_and_follows(story, session):
    member = story.browser(story.MEMBER)
    assert "Det första förslaget kommer snart" in up(member, f"{MEETING}/screen")
    take_up(story, session[1])
    page = member.get(f"{MEETING}/screen")
    assert page.html.select_one("h1").get_text() == "2. Andra"
    assert page.html.select("form") == []
    assert story.browser(story.OFFICE).get(f"{MEETING}/screen").html.select("form[data-key=ArrowRight]")


def test_the_part_that_followers_ask_for_again_is_the_one_on_the_page(story, session):
    take_up(story, session[0])
    member = story.browser(story.MEMBER)
    part = member.get(f"{MEETING}/live").text.partition("-->")[2] or member.get(f"{MEETING}/live").text
    assert "Nu: 1 av 3" in part
    assert "<html" not in part


def test_nobody_but_the_office_leads(story, session):
    member = story.browser(story.MEMBER)
    assert member.get(MEETING).html.select('form[action$="/do/take_up"]') == []
    token = next(iter(member.get(MEETING).forms.values()))["csrf_token"].value
    member.post(f"{MEETING}/do/take_up", {
        "csrf_token": token, "seen": str(story.item(MEETING)["version"]), "current": session[0]}, status=403)
    assert story.item(MEETING)["current"] == ""


def test_what_is_not_on_the_agenda_is_not_taken_up(story, session):
    office = story.browser(story.OFFICE)
    form = office.get(f"{MEETING}/do/take_up").forms["form"]
    form["current"].force_value("nothing")
    form.submit("send", status=422)
    assert story.item(MEETING)["current"] == ""


def test_two_who_lead_at_once_are_told_of_each_other(story, session):
    office = story.browser(story.OFFICE)
    form = office.get(MEETING).html.select_one(".live form")
    fields = {each["name"]: each["value"] for each in form.select("input")}
    take_up(story, session[2])
    office.post(form["action"], fields, status=409)
    assert story.item(MEETING)["current"] == session[2]


def test_when_the_meeting_is_over_nothing_is_up(story, session):
    take_up(story, session[0])
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, MEETING), "end")
    member = story.browser(story.MEMBER)
    assert member.get(MEETING).html.select("[data-live]") == []
    assert member.get(f"{MEETING}/screen").status_int == 303
    assert story.item(MEETING)["current"] == ""


def test_the_screen_tells_since_when_and_for_how_long_a_point_is_up(story, session):
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, MEETING), {"points": (Point((session[0], session[1]), 25, "Data"),)})
    assert story.browser(story.MEMBER).get(f"{MEETING}/screen").html.select_one(".timer") is None
    take_up(story, session[0])
    since = story.item(MEETING)["current_since"]
    timer = story.browser(story.MEMBER).get(f"{MEETING}/screen").html.select_one(".timer")
    told = f"Data · Tagen upp {since.astimezone(STOCKHOLM):%H:%M}, 25 minuter"
    assert " ".join(timer.get_text(" ", strip=True).split()) == told
    assert timer.select_one("[data-since]")["aria-hidden"] == "true"
    take_up(story, session[1])
    assert story.item(MEETING)["current_since"] == since  # the same point goes on
    take_up(story, session[2])
    assert story.item(MEETING)["current_since"] > since
    fire(story, "end")
    assert story.item(MEETING)["current_since"] is None


def test_the_office_goes_from_the_screen_to_any_proposal(story, session):
    office = story.browser(story.OFFICE)
    page = office.get(f"{MEETING}/screen")
    form = next(each for each in page.forms.values()
                if "current" in each.fields and each.fields["current"][0].tag == "select")
    assert [option["data-number"] for option in page.html.select("#jump option")] == ["1", "2", "3"]
    form["current"] = session[2]
    assert form.submit().status_int == 303
    assert story.item(MEETING)["current"] == session[2]
    assert story.browser(story.MEMBER).get(f"{MEETING}/screen").html.select("#jump") == []


def test_a_window_for_notes_goes_along_and_stays_when_it_is_saved(story, session):
    office = story.browser(story.OFFICE)
    take_up(story, session[0])
    link = office.get(f"{MEETING}/screen").html.select_one("[data-notes]")
    page = office.get(link["href"])
    told = page.html.select_one("[data-following]")
    assert (told["data-following"], told["data-here"]) == (f"{MEETING}/live", session[0])
    assert told["data-pages"].replace("UID", session[1]) == f"{MEETING}/note/{session[1]}?follow=1"
    assert office.get(f"{MEETING}/live").html.select_one("[data-up]")["data-up"] == session[0]
    form = page.forms["form"]
    form["text"] = "Bra."
    assert form.submit("save").location.endswith(f"/note/{session[0]}?follow=1")
    assert office.get(f"{MEETING}/note/{session[0]}").html.select("[data-following]") == []


def test_a_note_is_kept_while_it_is_written_and_two_writers_lose_nothing(story, session):
    """Both save; the second sees both texts, and what was only kept is there when the writer comes back."""
    address = f"{MEETING}/note/{session[0]}"
    story.person("bo@kansli.example", "Bo Berg", role="office")
    one, other = story.browser("bo@kansli.example"), story.browser(story.OFFICE)
    first, second = one.get(address).forms["form"], other.get(address).forms["form"]
    second["text"] = "Anna: bra förslag."
    kept = other.post(address, second.submit_fields(), headers={"X-Sheet": "keep"})
    assert kept.json["at"]
    first["text"] = "Bo: gärna som studiecirkel."
    first.submit("save").follow()
    page = other.get(address)
    assert page.forms["form"]["text"].value == "Anna: bra förslag."
    answer = page.forms["form"].submit("save", status=409)
    assert "Bo: gärna som studiecirkel." in answer.text
    assert "Anna: bra förslag." in answer.text


def test_whoever_follows_is_led_to_the_meeting_s_page_when_it_is_over(story):
    session_of(story)
    member = story.browser(story.MEMBER)
    assert member.get(f"{MEETING}/live").status_int == 200
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, MEETING), "end")
    answer = member.get(f"{MEETING}/live", status=303)
    assert answer.location.endswith(MEETING)


def test_everybody_counts_alike_also_past_a_proposal_that_only_the_office_sees(story):
    uids = session_of(story)
    with story.acting(story.OFFICE) as acts:
        hidden = acts.site.by_uid(uids[1])
        acts.fire(hidden, "return", {"reason": "Skriv mer."})
        acts.fire(find(acts.site, MEETING), "take_up", {"current": uids[2]})
    for who in (story.OFFICE, story.OTHER):
        assert "Nu: 3 av 3" in story.browser(who).get(MEETING).text
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, MEETING), "take_up", {"current": uids[1]})
    page = story.browser(story.OTHER).get(MEETING)
    assert "Nu: 2 av 3" in page.text and "Andra" not in page.html.select_one(".live").get_text()
