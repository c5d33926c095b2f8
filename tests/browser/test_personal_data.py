"""Personal data in a real browser: a member reads what is held, the office erases, and the history reads on."""

from __future__ import annotations

from typing import Any

import pytest

from house import Story
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.site.model import find

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_member_reads_what_is_held_and_the_office_erases_it(story: Story, visit: Any) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {
            "title": "Vem gör jobbet?", "organisation": story.norra,
            "contacts": (Contact("Maja Myr", "Strateg", "", story.MEMBER),)})
        acts.fire(proposal, "submit")
        path = proposal.path
    member = visit(story.MEMBER).go("/my").follow("Mina uppgifter", within=".foot")
    member.sees("Vem gör jobbet?", "Spara allt som en fil").look_again()
    visit(story.MEMBER).go("/organisations/region-norra/export").sees("Vem gör jobbet?").look_again()

    office = visit(story.OFFICE).go(f"/people/{story.people[story.MEMBER]}/data").follow("Radera personuppgifter")
    office.sees("Vad som försvinner", "Vad som står kvar, och varför").look_again()
    office.press("Radera för gott", status=422).sees("Inget har raderats").look_again(dark=False)
    office.fill({"Skäl": "Bad om det.", f"Skriv {story.MEMBER} för att radera för gott": story.MEMBER})
    office.press("Radera för gott").sees("Personen är raderad")
    office.go(f"{path}/history").sees("Någon vars namn är raderat").misses("Maja")
    office.go("/retention").sees("Deltagarna i en organisations anmälan").look_again()
