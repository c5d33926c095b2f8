"""Sealing: one order for the whole site, signed; nothing new, nothing written; whoever writes never waits."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from house import Story
from reglab_workflow import clock
from reglab_workflow.history import sealing
from reglab_workflow.history.checkpoints import TrailBroken, by_control, control_number
from reglab_workflow.history.keys import KeyRefused
from reglab_workflow.history.merkle import Tree, root
from reglab_workflow.history.verify_history import climb, leaf
from reglab_workflow.history.verify_history import control_number as number_of
from reglab_workflow.storage.connection import own_transaction
from sealed import cut, exported, fault, in_database, report, sealer


def test_nothing_is_sealed_until_it_is_and_then_everything_is(story: Story) -> None:
    with story.looking() as site:
        assert control_number(site) == ""
    assert sealer(story).seal() == 1
    with story.looking() as site:
        newest = site.seals.newest
        assert newest.core["total"] == len(site.trail) > 10
        assert {slot: count for slot, (count, _head) in newest.reached.items()} == {
            slot.index: slot.count for slot in site.trail.slots if slot.count}
        assert control_number(site).startswith("1-")


def test_where_nothing_has_happened_nothing_is_written(story: Story) -> None:
    sealer(story).seal()
    before = story.database.lastTransaction()
    assert sealer(story).seal() == 0
    assert story.database.lastTransaction() == before


def test_each_checkpoint_goes_on_where_the_one_before_ended(story: Story) -> None:
    for year in (2027, 2028, 2029):
        story.open_round(year)
        sealer(story).seal()
    with story.looking() as site:
        cores = [each.core for each in site.seals.checkpoints.values()]
        assert [core["number"] for core in cores] == [1, 2, 3]
        assert [core["first"] for core in cores[1:]] == [core["total"] + 1 for core in cores[:-1]]
        assert cores[1]["previous"] == hashlib.sha256(site.seals.checkpoints[1].core_bytes).hexdigest()
    assert in_database(story) == ""


def test_a_long_history_is_sealed_in_many_small_batches(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 5)
    assert sealer(story).seal() > 3
    assert in_database(story) == ""
    lines = exported(story)
    assert fault(lines) == ""


def test_the_order_of_the_site_is_by_time_but_never_against_a_slots_own(story: Story) -> None:
    """A clock that goes back changes nothing of who wrote after whom."""
    with story.open() as site:
        for slot, moments in ((40, ("09", "07", "08")), (41, ("06", "10"))):
            for moment in moments:
                site.trail.slots[slot].append({"kind": "x", "at": f"2020-01-01T00:00:{moment}"}, {})
    sealer(story).seal()
    with story.looking() as site:
        places = [place for place in site.seals.newest.places() if place[0] in (40, 41)]
    assert places == [(41, 0), (40, 0), (40, 1), (40, 2), (41, 1)]
    assert in_database(story) == ""


def test_whoever_writes_while_it_is_sealed_does_not_meet_it(story: Story) -> None:
    """Both commit, whoever comes first; what came in between is sealed the next time."""
    sealer(story).seal()
    story.organisation("Region Västra")
    with own_transaction(story.database) as site:
        sealer(story).next(site, clock.now())
        story.open_round()
    with own_transaction(story.database) as site:
        written = site.trail.counts()
        list(sealing.new_events(site.trail, site.seals))
        story.organisation("Region Östra igen")
    with story.looking() as site:
        assert len(site.trail) > sum(written)
        assert len(site.seals) == 2
    assert sealer(story).seal() == 1
    assert in_database(story) == ""


def test_when_two_seal_at_once_one_wins_and_the_other_goes_on(story: Story) -> None:
    with own_transaction(story.database) as site:
        sealer(story).next(site, clock.now())
    story.open_round()
    other = sealer(story)
    met = []

    class Late(sealing.Sealer):
        def next(self, site, now):
            checkpoint = super().next(site, now)
            if not met:
                met.append(other.seal())
            return checkpoint

    late = Late(other.database, other.keys, other.notify)
    assert late.seal() == 0
    assert met == [1]
    with story.looking() as site:
        assert len(site.seals) == 2
    assert in_database(story) == ""


@pytest.mark.usefixtures("by_hand")
def test_a_trail_that_no_longer_continues_what_was_sealed_is_not_sealed(story: Story) -> None:
    sealer(story).seal()
    with story.open() as site:
        slot = max(site.trail.slots, key=lambda each: each.count)
        cut(slot, slot.count - 1)
    with pytest.raises(TrailBroken, match=r"no longer holds the \d+ events that checkpoint 1 sealed"):
        sealer(story).seal()
    assert sealer(story).round() == 0


def test_the_key_is_made_once_for_its_owner_alone_and_never_again_in_silence(
        story: Story, caplog: pytest.LogCaptureFixture) -> None:
    sealer(story).seal()
    path = Path(story.registry.reglab_settings.seal_key)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent == Path(story.registry.reglab_settings.var)
    key = path.read_bytes()
    path.unlink()
    story.open_round()
    with pytest.raises(KeyRefused, match="is missing"):
        sealer(story).seal()
    assert not path.exists()
    path.write_bytes(key)
    path.chmod(0o644)
    assert sealer(story).seal() == 1
    assert f"everybody on this machine can read {path}" in caplog.text


def test_another_key_in_its_place_seals_nothing(story: Story) -> None:
    sealer(story).seal()
    sealer(story).keys.replace()
    story.open_round()
    with pytest.raises(KeyRefused, match="another key"):
        sealer(story).seal()


def test_a_change_of_key_is_told_in_the_history_and_both_keys_are_kept(story: Story) -> None:
    sealer(story).seal()
    first = sealer(story).keys.read().name
    with story.open() as site:
        second = sealer(story).change_key(site, clock.now()).name
    story.open_round()
    sealer(story).seal()
    with story.looking() as site:
        told = [each.core["key"] for slot in site.trail.slots for each in slot.entries
                if each.core["kind"] == "seal_key_taken"]
        assert told == [first, second]
        assert set(site.seals.keys) == {first, second}
        assert site.seals.newest.core["key"] == second
    assert report(exported(story)).keys == [first, second]
    assert "it is signed with" in fault(exported(story), key=first)
    assert fault(exported(story), key=second) == ""


def test_a_control_number_leads_back_to_its_checkpoint_however_it_is_typed(story: Story) -> None:
    sealer(story).seal()
    with story.looking() as site:
        told = control_number(site)
        alike = "1" + told[1:].replace("0", "O").replace("1", "l")
        for typed in (told, told.lower(), told.replace("-", " "), f" {told} ", alike):
            found, fits = by_control(site.seals, typed)
            assert found is site.seals.checkpoints[1], typed
            assert fits, typed
        wrong = told[:-1] + ("A" if told[-1] != "A" else "B")
        assert by_control(site.seals, wrong) == (site.seals.checkpoints[1], False)
        assert by_control(site.seals, "2" + told[1:]) == (None, False)
        for nothing in ("", "1", "1-ABCD", "x-ABCD-ABCD-ABCD-ABCD", "1" * 500, "²-ABCD-ABCD-ABCD-ABCD"):
            assert by_control(site.seals, nothing) == (None, False)


def test_the_tree_is_the_one_that_the_standard_describes() -> None:
    """The first roots of the test tree that implementations of RFC 6962 share."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = {
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    assert root([]) == hashlib.sha256(b"").hexdigest()
    for count, expected in roots.items():
        assert root(leaves[:count]) == expected


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 8, 13, 64, 100])
def test_a_proof_leads_from_each_leaf_to_the_root_and_from_no_other(count: int) -> None:
    leaves = [hashlib.sha256(bytes([number])).hexdigest() for number in range(count)]
    tree, top = Tree(leaves), root(leaves)
    for index in range(count):
        proof = tree.proof(index)
        assert len(proof) <= 7
        assert climb(leaf(leaves[index]), index, count, proof) == top
        assert climb(leaf(NOT_THERE), index, count, proof) != top
        assert climb(leaf(leaves[index]), index, count, [*proof, NOT_THERE]) is None
        if count > 1:
            assert climb(leaf(leaves[index]), (index + 1) % count, count, proof) != top
            assert climb(leaf(leaves[index]), index, count, proof[:-1]) != top


NOT_THERE = hashlib.sha256(b"not there").hexdigest()


def test_a_control_number_holds_eighty_bits_and_can_be_read_aloud() -> None:
    assert number_of(412, "ff" * 32) == "412-ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert number_of(1, "00" * 9 + "01" + "ff" * 22) == "1-0000-0000-0000-0001"
