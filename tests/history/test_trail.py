"""The trail itself: append-only, chained, telling no names in what the chain protects, erasable beside it."""

from __future__ import annotations

import hashlib
import threading
from datetime import timezone
from typing import Any

import pytest

from house import Story
from reglab_workflow.content.site.model import find
from reglab_workflow.history.entry import NO_HASH, commitment
from reglab_workflow.history.log import SLOTS, Trail
from reglab_workflow.plain import canonical


def lived(story: Story) -> str:
    """A proposal that has been written, handed in, returned, completed and handed in again; gives its path."""
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Vem gör jobbet?"})
        acts.fire(proposal, "submit")
        path: str = proposal.path
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, path), "return", {"reason": "Skriv om målgruppen."})
    with story.acting(story.MEMBER) as acts:
        acts.edit(find(acts.site, path), {"target_group": "Analytiker"})
        acts.fire(find(acts.site, path), "submit")
    return path


def test_every_entry_vouches_for_the_one_before(story: Story) -> None:
    lived(story)
    with story.open() as site:
        checked = 0
        for slot in site.trail.slots:
            previous = NO_HASH
            for number in range(slot.count):
                entry = slot.entries[number]
                assert entry.core["previous"] == previous
                assert (entry.core["slot"], entry.core["number"]) == (slot.index, number)
                assert entry.core["details"] == commitment(entry.salt, entry.details_bytes)
                previous = hashlib.sha256(entry.core_bytes).hexdigest()
                checked += 1
            assert slot.head == previous
        assert checked == len(site.trail) > 20


@pytest.mark.parametrize("change", [
    lambda core: core.replace(b'"office"', b'"member"', 1), lambda core: core + b" ", lambda core: core[:-1],
])
def test_a_changed_entry_no_longer_fits_the_next(story: Story, change: Any) -> None:
    lived(story)
    with story.open() as site:
        slot = max(site.trail.slots, key=lambda each: each.count)
        numbers = [n for n in range(slot.count - 1) if b'"office"' in slot.entries[n].core_bytes]
        entry, following = slot.entries[numbers[0]], slot.entries[numbers[0] + 1]
        assert hashlib.sha256(change(entry.core_bytes)).hexdigest() != following.core["previous"]


def test_the_protected_part_holds_no_name_no_address_and_no_text(story: Story) -> None:
    lived(story)
    with story.open() as site:
        for slot in site.trail.slots:
            for entry in slot.entries:
                for secret in ("Maja", "Myr", "Karin", "@", "Vem gör", "vem-gor", "målgruppen", "Analytiker"):
                    assert secret.encode() not in entry.core_bytes, entry.core


def test_details_can_be_erased_and_the_chain_stays_whole(story: Story, by_hand: None) -> None:
    path = lived(story)
    with story.open() as site:
        for entry in find(site, path).events:
            entry.details_bytes = entry.salt = None
    with story.open() as site:
        for slot in site.trail.slots:
            previous = NO_HASH
            for number in range(slot.count):
                assert slot.entries[number].core["previous"] == previous
                previous = slot.entries[number].digest
        assert all(entry.details == {} for entry in find(site, path).events)
    told = story.browser(story.OFFICE).get(f"{path}/history").html.find("main").get_text(" ")
    assert "Någon vars namn är raderat" in told
    assert "Maja" not in told


def test_an_items_timeline_is_whole_and_in_order(story: Story) -> None:
    path = lived(story)
    with story.open() as site:
        told = [(entry.core["kind"], entry.core.get("transition"), entry.core["version"])
                for entry in find(site, path).events if not entry.core["kind"].startswith("letter")]
    assert told == [
        ("added", None, 0), ("transitioned", "submit", 1), ("transitioned", "return", 2), ("edited", None, 3),
        ("transitioned", "submit", 4)]


def test_an_event_tells_who_in_what_role_and_from_where_to_where(story: Story) -> None:
    path = lived(story)
    with story.open() as site:
        entry = next(each for each in find(site, path).events if each.core.get("transition") == "return")
    core = entry.core
    assert core["actor"] == story.people[story.OFFICE]
    assert (core["role"], core["from"], core["to"]) == ("office", "submitted", "returned")
    assert entry.path == path
    assert core["at"].endswith("+00:00")
    assert entry.details["facts"] == {"reason": "Skriv om målgruppen."}
    assert entry.details["actor_name"] == "Karin Kvist"


def test_who_stands_in_for_an_organisation_is_told_with_it(story: Story) -> None:
    round_path = story.open_round()
    with story.acting(story.OFFICE) as acts:
        proposal = acts.create(
            find(acts.site, round_path)["proposals"], "proposal", {"title": "Per post", "organisation": story.norra})
        acts.fire(proposal, "submit")
        told = [(entry.core["kind"], entry.core["on_behalf_of"]) for entry in proposal.events
                if not entry.core["kind"].startswith("letter")]
    assert told == [("added", story.norra), ("transitioned", story.norra)]


@pytest.mark.parametrize("name", [
    "", ".", "0", "0.", ".0", "-1.0", "0.-1", "64.0", "0.99999999999999999999", "1e3.0", "٣.٤", "0.0.0", " 0.0", "x.y",
    "0" * 5000 + ".0", "\ud800.1",
])
def test_a_name_that_no_entry_can_have_leads_to_none(name: str) -> None:
    assert Trail().entry(name) is None


def test_each_thread_writes_in_a_slot_of_its_own() -> None:
    from reglab_workflow.history import log

    slots: list[int] = []
    ready = threading.Barrier(8)

    def write() -> None:
        ready.wait()
        slots.append(log._own_slot())
        ready.wait()
    threads = [threading.Thread(target=write) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(slots)) == 8
    assert all(0 <= slot < SLOTS for slot in slots)


def test_processes_keep_apart_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from reglab_workflow.history import log

    slots = set()
    for process in range(4):
        monkeypatch.setenv("REGLAB_PROCESS", str(process))
        slots.add(log._own_slot())
    assert len(slots) == 4


def test_the_canonical_form_is_one_and_knows_no_floats() -> None:
    assert canonical({"b": 1, "a": "å"}) == '{"a":"å","b":1}'.encode()
    with pytest.raises(TypeError):
        canonical({"share": 0.5})


def test_times_are_told_in_utc(story: Story) -> None:
    lived(story)
    with story.open() as site:
        from reglab_workflow.history.timeline import everything

        moments = [told.at for told in everything(site.trail)]
    assert all(moment.tzinfo == timezone.utc for moment in moments)
    assert moments == sorted(moments, reverse=True)
