"""The idea meeting in real browsers: two who write, who plans by keys and by hand, who leads, and who follows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from house import Story
from meeting_story import MEETING, fire, session_of
from reglab_workflow.content.site.model import find
from walking import AXE_SCRIPT, EXCESS, faults_found

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BO = "bo@kansli.example"


@pytest.fixture
def session(story: Story) -> list[str]:
    """The uids of three proposals of a meeting that is in session."""
    story.person(BO, "Bo Berg", role="office")
    return session_of(story)


def kept(page: Page) -> None:
    """What is written has been kept by itself."""
    expect(page.locator('p[data-kept="kept"]')).to_contain_text("Sparat kl.")


def shows_well(page: Page) -> None:
    """Nobody is shut out, at either width, and nothing scrolls sideways."""
    page.evaluate(AXE_SCRIPT)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(EXCESS) <= 0, width
        assert faults_found(page) == [], width


# -- two who write -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("second_has_script", [True, False])
def test_two_who_write_about_one_proposal_at_the_same_time_lose_nothing(
        story: Story, visit: Any, session: list[str], second_has_script: bool) -> None:
    """Both have the page open and write; one saves; the other sees both texts, merges, and both stand."""
    address = f"{MEETING}/note/{session[0]}"
    karin, bo = visit(story.OFFICE), visit(BO, script=second_has_script)
    karin.go(address)
    bo.go(address)
    karin.fill({"Anteckningar": "Karin: arton regioner är med."})
    bo.fill({"Anteckningar": "Bo: börja med två träffar."})
    kept(karin.page)
    if second_has_script:
        kept(bo.page)
    karin.press("Spara").sees("Karin: arton regioner är med.")

    bo.press("Spara", status=409)
    both = bo.page.locator(".pair")
    expect(both).to_contain_text("Karin: arton regioner är med.")
    expect(both).to_contain_text("Bo: börja med två träffar.")
    expect(bo.field("Anteckningar")).to_have_value("Bo: börja med två träffar.")

    # Before Bo has merged, Karin writes on: her second text is not to be lost either.
    karin.go(address).fill({"Anteckningar": "Karin: arton regioner är med, kanske fler."})
    karin.press("Spara")
    bo.fill({"Anteckningar": "Karin: arton regioner är med. Bo: börja med två träffar."})
    if second_has_script:
        kept(bo.page)
    bo.press("Spara", status=409)
    expect(bo.page.locator(".pair")).to_contain_text("kanske fler.")
    bo.fill({"Anteckningar": "Karin: arton regioner är med, kanske fler. Bo: börja med två träffar."})
    bo.press("Spara")
    for window in (karin, bo):
        window.go(MEETING).sees("Karin: arton regioner är med, kanske fler. Bo: börja med två träffar.")
    bo.go(address)
    expect(bo.field("Anteckningar")).to_have_value(
        "Karin: arton regioner är med, kanske fler. Bo: börja med två träffar.")
    assert bo.page.locator(".word.news:visible").count() == 0  # nothing unsaved is left behind
    history = visit(story.OFFICE)
    history.go(f"{MEETING}/note/{session[1]}")
    expect(history.field("Anteckningar")).to_have_value("")


def test_what_one_wrote_while_another_saved_outlives_a_closed_window(
        story: Story, visit: Any, session: list[str]) -> None:
    address = f"{MEETING}/note/{session[0]}"
    karin, bo = visit(story.OFFICE), visit(BO)
    bo.go(address).fill({"Anteckningar": "Bo: börja med två träffar."})
    kept(bo.page)
    karin.go(address).fill({"Anteckningar": "Karin: arton regioner är med."}).press("Spara")
    bo.go("/my").go(address)
    expect(bo.field("Anteckningar")).to_have_value("Bo: börja med två träffar.")
    bo.press("Spara", status=409)
    expect(bo.page.locator(".pair")).to_contain_text("Karin: arton regioner är med.")


# -- the plan ----------------------------------------------------------------------------------------------------


def order(page: Page) -> list[str]:
    """The titles of the plan."""
    return page.locator(".plan a.said").all_inner_texts()


def test_the_plan_is_put_in_order_by_keys_and_by_hand(story: Story, visit: Any, session: list[str]) -> None:
    office = visit(story.OFFICE)
    page = office.go(f"{MEETING}/plan").look_again().page
    page.get_by_label("Mötet börjar").fill("09:30")
    page.get_by_role("button", name="Flytta ned: Första").focus()
    for wanted in (["2. Andra", "1. Första", "3. Tredje"], ["2. Andra", "3. Tredje", "1. Första"]):
        page.keyboard.press("Enter")
        expect(page.locator(".plan a.said")).to_have_text(wanted)
        expect(page.locator(":focus")).to_have_accessible_name(
            "Flytta ned: Första" if wanted[2] == "3. Tredje" else "Flytta upp: Första")  # the focus goes along
    assert page.locator(".plan .time").all_inner_texts() == ["09:30", "09:40", "09:50"]

    points = page.locator(".plan > li")
    points.nth(2).locator(".grip").drag_to(points.nth(0), target_position={"x": 200, "y": 3})
    expect(page.locator(".plan a.said")).to_have_text(["1. Första", "2. Andra", "3. Tredje"])
    points.nth(0).locator(".grip").drag_to(points.nth(1), target_position={"x": 200, "y": 80})
    expect(page.locator(".plan a.said")).to_have_text(["2. Andra", "1. Första", "3. Tredje"])
    assert story.item(MEETING)["agenda"] == (session[1], session[0], session[2])

    points.nth(1).locator("summary").press("Enter")
    points.nth(1).get_by_role("button", name="Slå ihop med punkten före").press("Enter")
    expect(points).to_have_count(2)
    expect(points.nth(0).get_by_role("button", name=re.compile("Ta ut ur gruppen ?: Första"))).to_be_visible()
    points.nth(0).locator("summary").click()
    shows_well(page)
    assert office.complaints == []


def test_the_plan_works_without_script(story: Story, visit: Any, session: list[str]) -> None:
    page = visit(story.OFFICE, script=False).go(f"{MEETING}/plan").page
    page.get_by_role("button", name="Flytta upp: Tredje").press("Enter")
    expect(page.locator(".plan a.said")).to_have_text(["1. Första", "3. Tredje", "2. Andra"])
    assert page.locator(".grip").count() == 0


# -- leading and following ------------------------------------------------------------------------------------------


def test_keys_lead_the_meeting_and_everybody_follows(story: Story, visit: Any, session: list[str]) -> None:
    office, member = visit(story.OFFICE), visit(story.MEMBER)
    follower = member.go(MEETING).page
    screen = office.page
    screen.goto(f"{office.url}{MEETING}/screen")
    keys = screen.keyboard
    for pressed, title in (("ArrowRight", "1. Första"), ("ArrowRight", "2. Andra"), ("ArrowLeft", "1. Första")):
        keys.press(pressed)
        expect(screen.locator("h1")).to_have_text(title)
    expect(follower.locator(".live .big")).to_have_text("1. Första")
    keys.press("3")
    expect(screen.locator("[data-typed]")).to_have_text("3")
    keys.press("Enter")
    expect(screen.locator("h1")).to_have_text("3. Tredje")
    expect(follower.locator(".live .big")).to_have_text("3. Tredje")

    expect(screen.locator(".timer")).to_contain_text("10 minuter")
    expect(screen.locator("[data-since]")).to_have_text(re.compile(r"^\d+:\d\d$"))
    keys.press("t")
    expect(screen.locator(".timer")).to_be_hidden()
    keys.press("t")
    for wanted in ("hidden", "visible"):
        keys.press("b")
        assert screen.evaluate("getComputedStyle(document.body).visibility") == wanted
    keys.press("?")
    expect(screen.locator("details.keys")).to_contain_text("öppnar anteckningarna")
    shows_well(screen)

    with screen.context.expect_page() as opened:
        keys.press("n")
    notes = opened.value
    expect(notes.locator("h1")).to_have_text("Tredje")
    screen.bring_to_front()
    keys.press("ArrowLeft")
    expect(notes.locator("h1")).to_have_text("Andra")  # the window goes along
    notes.get_by_label("Anteckningar").fill("Halvvägs")
    screen.bring_to_front()
    keys.press("ArrowLeft")
    expect(notes.locator("[data-elsewhere]")).to_contain_text("1. Första")  # and stays where something is unsaved
    expect(notes.locator("h1")).to_have_text("Andra")
    assert office.complaints == []

    shows_well(follower)
    follower.locator(".live").get_by_role("link", name="Mina anteckningar").click()
    follower.get_by_label("Anteckningar").fill("Fråga Södra.")
    kept(follower)
    shows_well(follower)
    member.go(MEETING)
    expect(follower.locator('section[aria-labelledby="my-notes"]')).to_contain_text("Fråga Södra.")
    fire(story, "end")
    screen.bring_to_front()
    expect(screen).to_have_url(f"{office.url}{MEETING}")  # the meeting is over, and the screen says so


def test_the_decisions_are_written_with_their_proposals(story: Story, visit: Any, session: list[str]) -> None:
    office = visit(story.OFFICE)
    office.go(f"{MEETING}/decisions").look_again()
    office.fill({"Vad som beslutades": "Vi går vidare med kusten."})
    office.page.get_by_role("button", name="Lägg till förslag").click()
    office.page.get_by_label("Förslag 1").select_option(label="2. Andra")
    office.press("Spara").look_again()
    told = office.page.locator("#beslut-1")
    expect(told).to_contain_text("Vi går vidare med kusten.")
    expect(told.get_by_role("link")).to_have_text(["2. Andra"])


def test_the_screen_says_when_a_point_is_past_its_time(story: Story, visit: Any, session: list[str]) -> None:
    fire(story, "take_up", current=session[0])
    with story.open() as site:
        meeting = find(site, MEETING)
        meeting.set({"current_since": meeting.current_since - timedelta(minutes=11)})
    member = visit(story.MEMBER)
    member.page.goto(f"{member.url}{MEETING}/screen")
    expect(member.page.locator("[data-since]")).to_have_text(re.compile(r"^1[1-9]:\d\d över tiden$"))
    shows_well(member.page)
