"""The fee in a real browser: tried with and without script, decided with its reason, and invoiced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from learning_group import LearningGroup
from reglab_workflow.content.project.model import FeeSpan
from reglab_workflow.content.site.model import find

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[LearningGroup]:
    """Two organisations with 56 people, where the rule says that the fee is lowered."""
    made = LearningGroup(tmp_path / "var")
    with made.acting() as acts:
        acts.edit(find(acts.site, made.project), {
            "fee": 30_000, "expected_people": 80, "least_organisations": 2, "most": 40,
            "fee_excludes": "Resor och logi.",
            "fee_spans": (FeeSpan(50, 60), FeeSpan(61, 69, 27_500, "enligt budgeten"))})
    for organisation in (made.norra, made.sodra):
        made.confirmed(organisation, planned=28)
    yield made
    made.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_office_tries_a_fee_and_decides_it_with_its_reason(story: LearningGroup, visit: Any, script: bool) -> None:
    office = visit(story.OFFICE, script=script).go(story.project)
    office.follow("Avgiften och vilka som kommer").look_again(dark=script)
    office.fill({"Personer sammanlagt": "64", "Organisationer": "20"}).press("Pröva")
    office.sees("Det du prövar", "27 500", "550 000").look_again(dark=script)
    office.follow("Stäng anmälan till projektet")
    office.fill({"Avgift per organisation, i kronor": "25000"}).press("Stäng anmälan till projektet", status=422)
    office.sees("När antalet personer är 56 säger regeln att avgiften sänks")
    office.fill({"Varför denna avgift": "Vi bär resten ur överskottet."}).press("Stäng anmälan till projektet")
    office.sees("25 000 kr per organisation", "Vi bär resten ur överskottet.")
    office.follow("Fakturalistan").sees("50 000 kr").look_again(dark=script)


@pytest.mark.parametrize("script", [True, False])
def test_the_office_writes_new_terms_with_one_line_more(story: LearningGroup, visit: Any, script: bool) -> None:
    office = visit(story.OFFICE, script=script).go(f"{story.project}/terms").look_again(dark=script)
    office.follow("Skriv nya villkor")
    office.page.get_by_role("button", name="Lägg till kostnad").click()
    office.page.wait_for_selector("#f-charges-3-days")
    office.page.fill("#f-charges-3-days", "60")
    office.page.fill("#f-charges-3-percent", "0")
    office.press("Skriv nya villkor")
    assert [each.days for each in story.item(story.project)["terms"][-1].charges] == [60, 28, 14, 0]
    office.go(f"{story.project}/terms?number=1").sees("Det här är en tidigare version.").look_again(dark=script)
