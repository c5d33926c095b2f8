"""The history in a real browser: narrowed, an event opened, versions compared and one put back, undone, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from house import Story
from reglab_workflow.content.site.model import find

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """A site with a round that is open."""
    made = Story(tmp_path / "var")
    yield made
    made.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_member_compares_puts_back_undoes_and_deletes(story: Story, visit: Any, script: bool) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        draft = acts.create(find(acts.site, round_path)["proposals"], "proposal", {
            "title": "Vem gör jobbet?", "idea": "Vi vill veta vem som gör jobbet."})
        path = draft.path
        acts.edit(draft, {"idea": "Vi vill veta vem som betalar jobbet."})
        acts.edit(draft, {"purpose": "Att förstå."})
    member = visit(story.MEMBER, script=script).go(path)
    member.follow("Visa hela historiken").sees("2 ändringar av Maja Myr").look_again(dark=script)
    member.follow("Text").misses("skapade det här")
    member.follow("Jämför versioner").follow("Föregående ändring").sees("borttaget: gör", "tillagt: betalar")
    member.follow("I en spalt").look_again(dark=script)
    member.go(f"{path}/restore?version=0&field=idea").look_again(dark=script)
    member.fill({"Varför det läggs tillbaka": "Det första var rätt."}).press("Lägg tillbaka")
    assert story.item(path)["idea"] == "Vi vill veta vem som gör jobbet."
    member.sees("Ändringarna är sparade.").press("Ångra").sees("Det är ångrat.")
    assert story.item(path)["idea"] == "Vi vill veta vem som betalar jobbet."
    member.follow("Ta bort …").look_again(dark=script).press("Ta bort")
    member.sees("har tagits bort").go("/trash").sees("Vem gör jobbet?").look_again(dark=script)
    member.follow("Vem gör jobbet?").sees("skapade det här").look_again(dark=script)
    member.press("Lägg tillbaka").sees("är tillbaka")
    assert story.item(path)["title"] == "Vem gör jobbet?"


def test_the_auditor_reads_an_event_in_full(story: Story, visit: Any) -> None:
    round_path = story.open_round()
    auditor = visit(story.AUDITOR).go(f"{round_path}/history").look_again()
    auditor.page.locator(".log .when a").first.click()
    auditor.page.wait_for_load_state()
    auditor.look()
    auditor.sees("Kommandorad", "I rollen")
    auditor.go("/history").look_again()
