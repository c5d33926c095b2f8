"""What is written in a form outlives a lost connection, an expired sign-in and a closed page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from house import PASSWORD, Story

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def note(page: Page, kind: str):
    """One of the notes below the form: kept, lost or out."""
    return page.locator(f'[data-kept="{kind}"]:not(span)')


def test_text_outlives_a_lost_connection_an_expired_sign_in_and_a_closed_page(story: Story, visit) -> None:
    address = f"{story.open_round()}/proposals/add"
    member = visit(story.MEMBER)
    page = member.go(address).page
    member.fill({"Rubrik": "Om kust", "Idé": "Vi vill lära."})
    expect(note(page, "kept")).to_contain_text("Sparat kl.")

    member.context.set_offline(True)
    member.fill({"Målgrupp": "Strateger."})
    expect(note(page, "lost")).to_be_visible()
    member.context.set_offline(False)
    expect(note(page, "kept")).to_be_visible()

    member.context.clear_cookies(name="sid")
    member.fill({"Syfte och övergripande mål": "Färre pärmar."})
    expect(note(page, "out")).to_be_visible()
    member.complaints.clear()  # that the sign-in is gone is what this is about

    member.sign_in(story.MEMBER, PASSWORD)
    page.goto(member.url + address)  # the copy in the browser is sent, and the page shows it
    expect(member.field("Syfte och övergripande mål")).to_have_value("Färre pärmar.")
    expect(member.field("Målgrupp")).to_have_value("Strateger.")
    member.press("Spara")
    member.go(address)
    expect(member.field("Rubrik")).to_have_value("")


def test_the_meter_counts_while_one_writes(story: Story, visit) -> None:
    member = visit(story.MEMBER)
    page = member.go(f"{story.open_round()}/proposals/add").page
    total = page.locator("[data-sum]")
    expect(total).to_have_text("1 av 6 ifyllda")  # the writer is the first contact
    member.fill({"Rubrik": "Om kust", "Idé": "Vi vill lära."})
    page.get_by_label("Studiecirkel").check()
    expect(total).to_have_text("4 av 6 ifyllda")
    member.fill({"Idé": " "})
    expect(total).to_have_text("3 av 6 ifyllda")
