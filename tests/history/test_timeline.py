"""A history of any length: what is asked for, a page at a time, with an address for each event."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from house import Story
from links import words
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.history.timeline import LOOKED_AT, timeline
from reglab_workflow.journal import Journal
from reglab_workflow.security.actor import actor_for


def lived(story: Story) -> str:
    """A proposal handed in, returned, completed by its sender and remarked on by the office; gives its path."""
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Vem gör jobbet?"})
        acts.fire(proposal, "submit")
        path: str = proposal.path
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, path), "return", {"reason": "Skriv om målgruppen."})
        acts.edit(find(acts.site, path), {"remark": "Liknar ett äldre."})
    with story.acting(story.MEMBER) as acts:
        acts.edit(find(acts.site, path), {"target_group": "Analytiker"})
    return path


def sentences(page: Any) -> list[str]:
    """The lines of the history, each without its time."""
    return [" ".join(line.select_one(".what").get_text(" ").split()) for line in page.html.select("ol.log > li")]


def test_one_kind_of_events_one_person_and_some_days_can_be_asked_for(story: Story) -> None:
    path = lived(story)
    office = story.browser(story.OFFICE)
    assert all("ändrade" in line for line in sentences(office.get(f"{path}/history?show=text")))
    assert len(sentences(office.get(f"{path}/history?show=text"))) == 2
    by_maja = sentences(office.get(f"{path}/history", {"who": "maja"}))
    assert by_maja
    assert all("Maja Myr" in line for line in by_maja if "brev" not in line)
    today = clock.local_day(clock.now())
    assert sentences(office.get(f"{path}/history", {"from": str(today)})) == sentences(office.get(f"{path}/history"))
    assert sentences(office.get(f"{path}/history", {"to": str(today - timedelta(days=1))})) == []
    for odd in ({"from": "igår", "to": "2026-99-99"}, {"show": "nonsens", "kind": "x"}, {"before": "-1"},
                {"before": "9" * 19}):
        assert sentences(office.get(f"{path}/history", odd))


def test_the_filter_says_what_it_is_and_can_be_taken_away(story: Story) -> None:
    path = lived(story)
    page = story.browser(story.OFFICE).get(f"{path}/history", {"who": "maja", "show": "text"})
    form = next(each for each in page.forms.values() if "who" in each.fields)
    assert (form["who"].value, form["show"].value) == ("maja", "text")
    assert page.html.find("a", string="Visa allt")["href"] == f"{path}/history"


def test_each_event_has_a_place_and_a_page_of_its_own(story: Story) -> None:
    path = lived(story)
    office = story.browser(story.OFFICE)
    line = next(each for each in office.get(f"{path}/history").html.select("ol.log > li")
                if "skickade tillbaka" in each.get_text() or "Skriv om målgruppen" in each.get_text())
    address = line.select_one(".when a")["href"]
    assert address == f"{path}/history/e/{line['id'].removeprefix('e')}"
    told = words(office.get(address))
    for said in ("Karin Kvist", "kansliet", "Skriv om målgruppen.", "Inlämnat", "Åter för komplettering"):
        assert said in told
    for wrong in (f"{path}/history/e/0.99999", f"{path}/history/e/x", f"{path}/history/e", f"{path}/history/x/0.1",
                  address.replace(path, f"{path.rpartition('/proposals')[0]}")):
        office.get(wrong, status=404)


def test_what_one_may_not_know_has_no_page_either_and_the_reason_is_told(story: Story) -> None:
    path = lived(story)
    with story.open() as site:
        remark = next(entry.id for entry in find(site, path).events
                      if "remark" in entry.details.get("after", {}))
        letter = next(entry.id for entry in find(site, path).events if entry.core["kind"] == "letter_queued")
    member, office = story.browser(story.MEMBER), story.browser(story.OFFICE)
    for entry_id in (remark, letter):
        office.get(f"{path}/history/e/{entry_id}")
        office.get(f"/history/e/{entry_id}")
        story.visitor().get(f"{path}/history/e/{entry_id}", status=404)
    member.get(f"{path}/history/e/{remark}", status=404)
    told = words(member.get(f"{path}/history"))
    assert "1 händelse visas inte för dig, eftersom den gäller sådant som bara kansliet läser." in told
    assert "visas inte för dig" not in words(office.get(f"{path}/history"))


def test_a_letter_event_leads_to_the_letter_as_it_was_sent(story: Story) -> None:
    path = lived(story)
    office = story.browser(story.OFFICE)
    page = office.get(f"{path}/history?show=letters")
    assert "Vem gör jobbet?" in office.get(page.html.find("a", string="Läs brevet som det skickades")["href"]).text


class Counted(Sequence[Any]):
    """Counts the entries that are loaded from an item's history."""

    def __init__(self, events: Journal) -> None:
        self.events, self.loaded = events, 0

    def __getitem__(self, number: Any) -> Any:
        self.loaded += 1
        return self.events[number]

    def __len__(self) -> int:
        return len(self.events)


@pytest.fixture(scope="module")
def long_story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Story, str]]:
    """A page that has been changed two thousand times, by two people in turn."""
    story = Story(tmp_path_factory.mktemp("long") / "var")
    with story.acting() as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Rubrik", "body": "Text"})
        path = page.path
        for number in range(2000):
            acts.actor = replace(acts.actor, person=f"p{number % 2}", name=f"P{number % 2}")
            acts.edit(page, {"title": f"Rubrik {number}"})
    yield story, path
    story.close()


def test_a_page_of_a_long_history_costs_what_it_shows(long_story: tuple[Story, str]) -> None:
    story, path = long_story
    with story.looking() as site:
        page = find(site, path)
        actor = actor_for(site["people"][story.people[story.OFFICE]], site, clock.now())
        counted = Counted(page.events)
        page.__dict__["events"] = counted
        told = timeline(page, actor, story.rulebook, 50, looked_at=LOOKED_AT)
        assert len(told.lines) == 50
        assert counted.loaded <= 55
        counted.loaded = 0
        later = timeline(page, actor, story.rulebook, 50, before=700, looked_at=LOOKED_AT)
        assert [line.number for line in later.lines] == list(range(699, 649, -1))
        assert counted.loaded <= 55
        page.__dict__["events"] = counted.events


def test_a_long_history_is_leafed_through_without_a_gap(long_story: tuple[Story, str]) -> None:
    story, path = long_story
    office = story.browser(story.OFFICE)
    page, seen = office.get(f"{path}/history"), []
    for _number in range(3):
        seen += [line["id"] for line in page.html.select("ol.log > li")]
        page = office.get(page.html.find("a", string="Visa äldre")["href"])
    assert len(set(seen)) == len(seen) == 150
    assert page.html.find("a", string="Till det senaste")


def test_a_rare_kind_is_sought_for_a_while_and_then_it_is_said_how_far(long_story: tuple[Story, str]) -> None:
    story, path = long_story
    office = story.browser(story.OFFICE)
    page = office.get(f"{path}/history?show=states")
    assert sentences(page) == []
    assert "är genomletat" in words(page)
    for _number in range(2):
        page = office.get(page.html.find("a", string="Visa äldre")["href"])
    assert ["skapade det här" in line for line in sentences(page)] == [True]
    assert page.html.find("a", string="Visa äldre") is None


def test_the_site_s_history_is_narrowed_by_type_title_and_registrations(story: Story) -> None:
    lived(story)
    office = story.browser(story.OFFICE)
    titles = {each.get_text() for each in office.get("/history?kind=proposal").html.select("ol.log .about")}
    assert titles == {"Vem gör jobbet?"}
    assert {each.get_text() for each in office.get("/history", {"title": "GÖR"}).html.select("ol.log .about")} == titles
    assert sentences(office.get("/history?show=registrations")) == []
    by_name = office.get(f"/history?who={story.people[story.MEMBER]}")
    assert next(each for each in by_name.forms.values() if "who" in each.fields)["who"].value == "Maja Myr"
    assert sentences(by_name)


def test_what_happened_in_one_moment_is_shown_once_and_in_order(story: Story) -> None:
    now = clock.now()
    with story.acting(now=now) as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Rubrik", "body": "Text"})
        for number in range(130):
            acts.edit(page, {"title": f"Rubrik {number}"})
    office = story.browser(story.OFFICE)
    page, seen = office.get("/history?kind=page"), []
    while True:
        seen += [line["id"] for line in page.html.select("ol.log > li")]
        older = page.html.find("a", string="Visa äldre")
        if older is None:
            break
        page = office.get(older["href"])
    assert len(seen) == len(set(seen)) == 131


def test_the_history_is_downloaded_as_far_as_one_may_know_it(story: Story) -> None:
    path = lived(story)
    with story.open() as site:
        entries = len(find(site, path).events)
    told = {}
    for reader in (story.MEMBER, story.OFFICE):
        browser = story.browser(reader)
        page = browser.get(f"{path}/history")
        form = next(each for each in page.forms.values() if each.action.endswith("history.json"))
        told[reader] = json.loads(form.submit().body)
        csv = next(each for each in page.forms.values() if each.action.endswith("history.csv")).submit()
        assert "attachment" in csv.headers["Content-Disposition"]
        assert len(csv.body.decode("utf-8-sig").splitlines()) >= len(told[reader]) + 1
    assert "Liknar ett äldre" in json.dumps(told[story.OFFICE], ensure_ascii=False)
    assert "Liknar ett äldre" not in json.dumps(told[story.MEMBER], ensure_ascii=False)
    with story.open() as site:
        exported = [entry for entry in find(site, path).events if entry.core["kind"] == "exported"]
        assert [entry.core["actor"] for entry in exported] == [
            story.people[each] for each in (story.MEMBER, story.MEMBER, story.OFFICE, story.OFFICE)]
        assert len(find(site, path).events) == entries + 4
