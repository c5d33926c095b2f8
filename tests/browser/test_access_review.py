"""In a real browser: the office finds an unused right, goes through the appointments, and signs the review off."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_office_reviews_and_the_auditor_reads_the_report(story: Story, visit: Any) -> None:
    today = clock.local_day(clock.now())
    with story.acting(story.OFFICE) as acts:
        acts.appoint(acts.site["people"][story.people[story.OTHER]], "board", acts.site,
                     end=today + timedelta(days=20), why="Invald på årsmötet.")
    office = visit(story.OFFICE)
    office.go("/my").follow("Rättigheter").sees("Karin Kvist", "Olof Ek", "Styrelsen")
    office.follow(re.compile("^Värt att se över")).sees("Slutar inom 60 dagar", "Invald på årsmötet.").look_again()
    office.go("/rights").follow("Olof Ek").sees("Tack vare vad", "Utsedd av Karin Kvist").look_again()
    office.go("/rights").follow("Årliga genomgångar").follow("Börja en behörighetsgenomgång").press("Spara")
    office.sees("Besvarade: 0 av 4").look_again()
    for _number in range(4):
        office.press(re.compile("^Bekräfta"), within="#people")
    office.sees("Besvarade: 4 av 4", "Varje uppdrag har fått sitt svar")
    office.take("Skriv under genomgången").sees("Undertecknad", "Rapporten", "det egna uppdraget").look_again()
    auditor = visit(story.AUDITOR)
    auditor.go(office.path).sees("Undertecknad av Karin Kvist").misses("Öppna genomgången igen")
    with story.looking() as site:
        assert len(find(site, office.path).report) == 4
