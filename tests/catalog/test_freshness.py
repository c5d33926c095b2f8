"""Lists are as fresh as the last commit, know nothing of what was not committed, and can be thrown away."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import transaction

from house import House, Story
from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder, Query, rebuild
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import actor_for, nobody, system
from reglab_workflow.workflow.engine import Engine

PROPOSALS = Query(terms={"type": ("proposal",)}, limit=1000)
PROJECTS = Query(terms={"type": ("project",)}, limit=1000)
WORKSHOPS = Query(terms={"type": ("workshop",)}, limit=1000)


def seen(house: House, query: Query, email: str = "", now: Any = None, index: Any = None) -> list[str]:
    """The titles that a person, or without an address a visitor, finds; the count says the same."""
    with house.open() as site:
        person = site["people"].get(house.people.get(email, ""))
        actor = actor_for(person, site, now or clock.now()) if person is not None else nobody()
        finder = Finder(index or house.registry.reglab_index, house.database, house.rulebook, site, actor)
        found = finder.find(query)
        assert found.total == len(found.items) == finder.count(query)
        return sorted(item.title for item in found.items)


def elsewhere(act: Callable[[], Any]) -> Any:
    """Do something in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


def write(house: Story, round_path: str, title: str) -> str:
    """A submitted proposal; gives its path."""
    with house.acting(house.MEMBER) as acts:
        made = acts.create(find(acts.site, f"{round_path}/proposals"), "proposal", {"title": title})
        acts.fire(made, "submit")
        path: str = made.path
        return path


def test_what_is_committed_is_in_every_list_at_once(kept):
    """In this thread and in others, for everybody who may see it and for nobody else."""
    round_path = kept.open_round()
    path = write(kept, round_path, "Första")
    for who, titles in ((kept.OFFICE, ["Första"]), (kept.MEMBER, ["Första"]), (kept.OTHER, []), ("", [])):
        assert seen(kept, PROPOSALS, who) == titles
    elsewhere(lambda: write(kept, round_path, "Andra"))
    assert seen(kept, PROPOSALS, kept.OFFICE) == ["Andra", "Första"]
    assert elsewhere(lambda: seen(kept, PROPOSALS, kept.OFFICE)) == ["Andra", "Första"]
    with kept.acting() as acts:
        acts.fire(find(acts.site, path), "return", {"reason": "Skriv mer."})
    returned = Query(terms={"type": ("proposal",), "state": ("returned",)})
    assert elsewhere(lambda: seen(kept, returned, kept.OFFICE)) == ["Första"]


def test_a_state_around_an_item_shows_or_hides_it_at_once(kept):
    """Other members see the proposals from the moment the booklet is published, and no longer when it is reopened."""
    round_path = kept.open_round()
    path = write(kept, round_path, "Första")
    with kept.acting() as acts:
        round_ = find(acts.site, round_path)
        acts.edit(find(acts.site, path), {"theme": "data", "number": 1})
        acts.create(round_, "meeting", {"title": "Idémöte"})
        acts.fire(round_, "compile")
        assert seen(kept, PROPOSALS, kept.OTHER) == []
        acts.fire(round_, "publish")
        assert seen(kept, PROPOSALS, kept.OTHER) == []
    assert seen(kept, PROPOSALS, kept.OTHER) == ["Första"]
    with kept.acting() as acts:
        later = clock.local_day(clock.now()) + timedelta(days=3)
        acts.fire(find(acts.site, round_path), "reopen", {"closes": later, "reason": "Ett till hann inte."})
    assert seen(kept, PROPOSALS, kept.OTHER) == []
    assert seen(kept, PROPOSALS, kept.MEMBER) == ["Första"]


def test_what_was_not_committed_never_shows(kept):
    """Neither to others, nor to whoever wrote it, nor after it was undone."""
    round_path = kept.open_round()
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = kept.database.open(manager)
    site = connection.root()["reglab_workflow"]
    person = site["people"][kept.people[kept.MEMBER]]
    acts = Acts(kept.rulebook, site, actor_for(person, site, clock.now()))
    acts.create(find(site, f"{round_path}/proposals"), "proposal", {"title": "Ångrat"})
    mine = Finder(kept.registry.reglab_index, kept.database, kept.rulebook, site, acts.actor)
    assert mine.find(PROPOSALS).items == ()
    assert elsewhere(lambda: seen(kept, PROPOSALS, kept.MEMBER)) == []
    manager.abort()
    connection.close()
    assert seen(kept, PROPOSALS, kept.MEMBER) == []
    write(kept, round_path, "Kvar")
    assert seen(kept, PROPOSALS, kept.MEMBER) == ["Kvar"]


def test_whoever_began_before_a_commit_is_shown_nothing_that_is_not_there_yet(kept):
    """The index is ahead of the snapshot; rows are looked up where the asker stands."""
    round_path = kept.open_round()
    write(kept, round_path, "Första")
    with kept.open() as site:
        actor = actor_for(site["people"][kept.people[kept.OFFICE]], site, clock.now())
        finder = Finder(kept.registry.reglab_index, kept.database, kept.rulebook, site, actor)
        assert len(finder.find(PROPOSALS).items) == 1
        elsewhere(lambda: write(kept, round_path, "Andra"))
        assert [item.title for item in finder.find(PROPOSALS).items] == ["Första"]
    assert seen(kept, PROPOSALS, kept.OFFICE) == ["Andra", "Första"]


def test_an_appointment_shows_and_hides_from_day_to_day(kept):
    """Nothing is written when its first day comes or its last has passed."""
    today = clock.local_day(clock.now())
    with kept.acting() as acts:
        project = acts.create(acts.site["projects"], "project", {"title": "Små tal"})
        leader = acts.site["people"][kept.people[kept.LEADER]]
        acts.appoint(leader, "content_leader", project, today + timedelta(days=2), today + timedelta(days=4))
    for days, titles in ((0, []), (1, []), (2, ["Små tal"]), (4, ["Små tal"]), (5, [])):
        assert seen(kept, PROJECTS, kept.LEADER, clock.now() + timedelta(days=days)) == titles
    with kept.acting(now=clock.now() + timedelta(days=3)) as acts:
        acts.end_appointment(acts.site.appointments.of_person(kept.people[kept.LEADER])[0])
    assert seen(kept, PROJECTS, kept.LEADER, clock.now() + timedelta(days=4)) == []


def test_a_membership_hides_when_its_last_day_has_passed(kept):
    """The organisation's people see what members see, and no more of it the day after."""
    round_path = kept.open_round()
    write(kept, round_path, "Första")
    rounds = Query(terms={"type": ("round",)})
    today = clock.local_day(clock.now())
    assert seen(kept, rounds, kept.OTHER) == ["Inför 2027"]
    with kept.acting() as acts:
        own = next(each for each in acts.site["organisations"].values() if each.uid == kept.sodra)
        acts.edit(own, {"to_date": today + timedelta(days=1)})
    assert seen(kept, rounds, kept.OTHER, clock.now() + timedelta(days=1)) == ["Inför 2027"]
    assert seen(kept, rounds, kept.OTHER, clock.now() + timedelta(days=2)) == []


def test_what_stood_in_a_removed_item_is_gone_too(kept):
    """Also from the count, and when something else has taken its address in the meantime."""
    def project(acts: Acts, occasion: str) -> Any:
        made = acts.create(acts.site["projects"], "project", {"title": "Små tal"})
        acts.create(made["workshops"], "workshop", {"title": occasion})
        return made

    with kept.acting() as acts:
        path = project(acts, "Uppstart").path
    assert seen(kept, WORKSHOPS, kept.OFFICE) == ["Uppstart"]
    with kept.acting() as acts:
        acts.remove(find(acts.site, path))
        assert project(acts, "Omstart").path == path
    assert seen(kept, WORKSHOPS, kept.OFFICE) == ["Omstart"]
    with kept.acting() as acts:
        acts.remove(find(acts.site, path))
    assert seen(kept, WORKSHOPS, kept.OFFICE) == seen(kept, PROJECTS, kept.OFFICE) == []


def test_areas_that_differ_by_one_letter_are_two(kept):
    """A filter shows what it says, also where the letter is Swedish."""
    round_path = kept.open_round()
    for area in ("Vård", "Värd"):
        path = write(kept, round_path, area)
        with kept.acting() as acts:
            proposal = find(acts.site, path)
            proposal.area = area
            acts.edit(proposal, {"theme": "data"})
    for area in ("Vård", "Värd"):
        assert seen(kept, PROPOSALS.also(area=area), kept.OFFICE) == [area]


# -- disposable ----------------------------------------------------------------------------------------------


def throw_away(index: Any) -> None:
    """Take the file away while everything runs."""
    for end in ("", "-wal", "-shm"):
        Path(index.path + end).unlink(missing_ok=True)


def overwrite(index: Any) -> None:
    """Put something else in its place."""
    throw_away(index)
    Path(index.path).write_bytes(b"SQLite format 3\0 and then nothing that makes sense" * 200)


@pytest.mark.parametrize("harm", [throw_away, overwrite])
def test_an_index_that_is_gone_or_damaged_is_made_anew(kept, harm):
    """By whoever asks next, in every thread, and it goes on from there."""
    round_path = kept.open_round()
    write(kept, round_path, "Första")
    assert seen(kept, PROPOSALS, kept.OFFICE) == ["Första"]
    with ThreadPoolExecutor(1) as pool:
        look = pool.submit(seen, kept, PROPOSALS, kept.OFFICE)
        assert look.result() == ["Första"]
        harm(kept.registry.reglab_index)
        assert pool.submit(seen, kept, PROPOSALS, kept.OFFICE).result() == ["Första"]
        assert seen(kept, PROPOSALS, kept.OFFICE) == ["Första"]
        write(kept, round_path, "Andra")
        assert pool.submit(seen, kept, PROPOSALS, kept.OFFICE).result() == ["Andra", "Första"]
        pool.submit(kept.registry.reglab_index.close).result()


def test_reading_everything_anew_changes_nothing(kept):
    """``reglab reindex`` tells how many items there are, and lists stay as they were."""
    round_path = kept.open_round()
    for title in ("Första", "Andra"):
        write(kept, round_path, title)
    before = seen(kept, Query(limit=1000), kept.OFFICE)
    told: list[int] = []
    number = rebuild(kept.registry.reglab_index, kept.database, kept.rulebook, told.append)
    assert seen(kept, Query(limit=1000), kept.OFFICE) == before
    assert told == list(range(1, number + 1))
    with kept.open() as site:
        auditor = actor_for(site["people"][kept.people[kept.AUDITOR]], site, clock.now())
        finder = Finder(kept.registry.reglab_index, kept.database, kept.rulebook, site, auditor)
        assert finder.count(Query(limit=1000)) == number


# -- whose index it is ---------------------------------------------------------------------------------------


def test_the_index_of_another_database_is_not_trusted(tmp_path):
    """Two sites that by mistake share one file each show their own."""
    sites = []
    for name in ("one", "two"):
        site = Story(tmp_path / name, **{"reglab.index": str(tmp_path / "index.sqlite")})
        write(site, site.open_round(), name)
        sites.append(site)
    for _turn in range(2):
        for site, title in zip(sites, ("one", "two"), strict=True):
            assert seen(site, PROPOSALS, site.OFFICE) == [title]
    for site in sites:
        site.close()


def test_the_index_of_a_later_state_is_not_trusted_after_a_restore(tmp_path):
    """Yesterday's backup is put in place; the index has read what no longer is, and as many things happen again."""
    site = Story(tmp_path / "var")
    round_path = site.open_round()
    people = site.people
    site.close()
    shutil.copytree(tmp_path / "var", tmp_path / "backup")
    for title in ("Före återställningen", "Efter återställningen"):
        again = House(tmp_path / "var")
        again.people = people
        write_as_member(again, round_path, title)
        assert seen(again, PROPOSALS, Story.OFFICE) == [title]
        again.close()
        for name in ("Data.fs", "Data.fs.index"):
            shutil.copyfile(tmp_path / "backup" / name, tmp_path / "var" / name)


def write_as_member(house: House, round_path: str, title: str) -> None:
    """A submitted proposal in a site that was opened again."""
    with house.acting(Story.MEMBER) as acts:
        made = acts.create(find(acts.site, f"{round_path}/proposals"), "proposal", {"title": title})
        acts.fire(made, "submit")


def test_renamed_states_and_new_roles_are_read_anew(kept):
    """Documents are written in the words of the rules; when those change the index is, without being asked."""
    round_path = kept.open_round()
    write(kept, round_path, "Första")
    assert seen(kept, PROPOSALS, kept.OFFICE) == ["Första"]
    workflow = kept.rulebook.engines["proposal"].workflow
    renamed = replace(workflow.states["submitted"], name="handed_in", aliases=("submitted",))
    states = {("handed_in" if name == "submitted" else name): (renamed if name == "submitted" else state)
              for name, state in workflow.states.items()}
    kept.rulebook.engines["proposal"] = Engine(
        replace(workflow, states=states, transitions={}), kept.rulebook.guards)
    assert seen(kept, PROPOSALS, kept.OFFICE) == ["Första"]
    assert seen(kept, PROPOSALS.also(state="handed_in"), kept.OFFICE) == ["Första"]


def test_an_old_actor_of_the_system_finds_only_what_it_holds(kept):
    """A rule is no right to read."""
    write(kept, kept.open_round(), "Första")
    with kept.open() as site:
        finder = Finder(kept.registry.reglab_index, kept.database, kept.rulebook, site, system("clock"))
        assert finder.count(Query()) == 0


def test_an_index_that_another_process_holds_for_long_makes_one_wait_and_tells_so(story, monkeypatch):
    """Nobody is told of a fault: the page says that it is busy, and comes when the other process has let go."""
    monkeypatch.setattr("reglab_workflow.catalog.index.PATIENCE", 0.05)
    round_path, member = story.open_round(), story.browser(story.MEMBER)
    story.registry.reglab_index.close()  # so that the page opens the file with that patience
    other = sqlite3.connect(story.registry.reglab_index.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = member.get(round_path, status=503)
    assert answer.headers["Retry-After"] == "2"
    other.execute("ROLLBACK")
    other.close()
    assert member.get(round_path).status_int == 200
