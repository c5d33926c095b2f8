"""The minutes of a meeting in a real browser, at every width, in light and in dark."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICE, MEMBER = "kansli@reglab.example", "medlem@skane.example"


def test_the_minutes_and_the_news_show_well(sights) -> None:
    office = sights(OFFICE)
    office.go("/rounds/2026").follow("Protokollet").look_again().follow("Med anteckningar").look_again()
    office.go("/rounds/2026").follow("Skriv en nyhet om resultatet").look_again().press("Spara").look_again()
    sights(MEMBER).go("/rounds/2026").follow("Protokollet").misses("Med anteckningar").look_again(dark=False)
