"""Back to a day, and into another person's view, by what stands on the pages; every page on the way is looked at."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICE = "kansli@reglab.example"
AUDITOR = "granskare@reglab.example"
PROPOSAL = "/rounds/2026/proposals/befolkningsprognoser-som-haller-nar-tjugo-personer-flyttar"


def test_the_auditor_goes_back_to_a_day_and_compares_it_with_today(sights: Any) -> None:
    """From the foot of a page to the day, on to another page of it, to the differences, and out again."""
    walker = sights(AUDITOR).go(PROPOSAL)
    walker.page.get_by_label("Så var webbplatsen den").fill("2025-08-28")
    walker.press("Visa", within="footer").look_again()
    assert walker.path == "/at/2025-08-28" + PROPOSAL
    expect(walker.page.get_by_role("complementary", name="Inte webbplatsen som den är för dig nu")).to_contain_text(
        "Så var webbplatsen den 28 augusti 2025.")
    walker.sees("Inlämnat")
    walker.follow("Organisationer", within="header").look_again()
    assert walker.path == "/at/2025-08-28/organisations"
    walker.go("/at/2025-08-28" + PROPOSAL).follow("Skillnader mot i dag", within="aside.mirror").look_again()
    walker.sees("Så var det den 28 augusti 2025", "Siffror för små kommuner", "Pågår")
    walker.follow("Se hela sidan som den var").follow("Lämna den här vyn", within="aside.mirror")
    assert walker.path == PROPOSAL


def test_the_office_sees_the_site_as_a_member_and_leaves_again(sights: Any) -> None:
    """From the member's page to what waits for the member, and back to one's own."""
    walker = sights(OFFICE).go("/people").follow("Elin Torup").press("Se webbplatsen som personen ser den").look_again()
    expect(walker.page.locator("aside.mirror")).to_contain_text("Du ser webbplatsen som Elin Torup.")
    assert walker.path.startswith("/as/")
    expect(walker.page.get_by_role("button", name="Logga ut")).to_have_count(0)
    walker.follow("Lämna den här vyn", within="aside.mirror")
    expect(walker.page.locator("aside.mirror")).to_have_count(0)
