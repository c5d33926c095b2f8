"""Who has used which role and when; rights given and taken; what is worth a look; and what it all costs."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from ZODB.Connection import Connection

from house import Story
from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder, rebuild
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.history.shadow import trail_at
from reglab_workflow.people.person import Person
from reglab_workflow.security.actor import actor_for
from reglab_workflow.security.changes import Ledger, Period
from reglab_workflow.storage.connection import own_transaction


def ledger(story: Story, site: Any, now: Any = None) -> Ledger:
    actor = actor_for(site["people"][story.people[story.OFFICE]], site, clock.now())
    return Ledger(story.rulebook, site, Finder(story.registry.reglab_index, story.database, story.rulebook, site,
                                               actor), now or clock.now())


def words(page: Any) -> str:
    return " ".join(page.html.find("main").get_text(" ").split())


def test_a_role_is_used_when_something_is_done_in_it(story: Story) -> None:
    round_path, maja = story.open_round(), story.people[story.MEMBER]
    with story.looking() as site:
        assert ledger(story, site).last_use(maja, "representative", story.norra) is None
    with story.acting(story.MEMBER) as acts:
        acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Ett"})
        done = acts.now
    with story.looking() as site:
        use = ledger(story, site).last_use(maja, "representative", story.norra)
        assert use is not None and use.times == 1 and abs(use.moment - done) < timedelta(minutes=1)
        assert ledger(story, site).last_use(maja, "representative", story.sodra) is None


def test_an_appointment_is_used_though_a_stronger_role_is_told(story: Story) -> None:
    """Whoever is both the office and the process leader acts as the office, and leads all the same."""
    karin = story.people[story.OFFICE]
    with story.acting(story.OFFICE) as acts:
        project = acts.create(acts.site["projects"], "project", {"title": "Skogens tal"})
        acts.appoint(acts.site["people"][karin], "process_leader", project)
        uid = project.uid
    with story.acting(story.OFFICE) as acts:
        acts.edit(acts.site.by_uid(uid), {"purpose": "Att räkna träd."})
    with story.looking() as site:
        use = ledger(story, site).last_use(karin, "process_leader", uid)
        assert use is not None
        assert site.trail.entry(use.entry).core["role"] == "office"


def test_whoever_only_reads_is_seen_by_signing_in(story: Story) -> None:
    ivar = story.people[story.AUDITOR]
    with story.acting() as acts:
        invited = acts.create(acts.site["people"], "person", {"title": "Nina Ny", "email": "nina@norra.example"}).uid
    with story.looking() as site:
        before = ledger(story, site).last_use(ivar, "auditor", "site")
        assert ledger(story, site).never_used() == [invited]
    story.browser(story.AUDITOR)
    with story.looking() as site:
        after = ledger(story, site).last_use(ivar, "auditor", "site")
        assert before is not None and after is not None and after.moment > before.moment


def test_an_index_made_anew_tells_the_same(story: Story) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Ett"})
    index = story.registry.reglab_index

    def told() -> list[Any]:
        return [index.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in ("uses", "given", "changed")]

    with story.looking() as site:
        ledger(story, site).number(Period())
    before = told()
    rebuild(index, story.database, story.rulebook)
    assert told() == before and all(before)


def test_an_index_in_other_words_does_not_read_the_trail_again(story: Story) -> None:
    """Changed files make other documents; who used what stays as it has been read."""
    with story.looking() as site:
        ledger(story, site).number(Period())
    index = story.registry.reglab_index
    with index.writing() as connection:
        connection.execute("UPDATE marks SET value = 'others' WHERE name = 'words'")
        connection.execute("UPDATE uses SET times = times + 1000")
    with story.looking() as site:
        ledger(story, site).number(Period())
    assert {times > 1000 for (times,) in index.rows("SELECT times FROM uses")} == {True}


def test_rights_given_and_taken_are_told_with_who_and_why(story: Story) -> None:
    with story.acting(story.OFFICE) as acts:
        olof = acts.site["people"][story.people[story.OTHER]]
        given = acts.appoint(olof, "board", acts.site, why="Invald på årsmötet.")
        acts.end_appointment(given, "Har avgått.")
        acts.fire(olof, "lock", {"reason": "Har slutat."})
        acts.edit(acts.site["people"][story.people[story.LEADER]], {"organisation": story.sodra})
    auditor = story.browser(story.AUDITOR)
    told = words(auditor.get(f"/rights/changes?person={story.people[story.OTHER]}"))
    assert "Invald på årsmötet." in told and "Har avgått." in told and "låste kontot" in told
    assert "Lena Lind" not in told
    only = words(auditor.get("/rights/changes?role=board"))
    assert only.startswith("Givna och tagna rättigheter 2 ändringar")
    day = clock.local_day(clock.now())
    assert "0 ändringar" in words(auditor.get(f"/rights/changes?first={day + timedelta(days=1)}"))
    assert "0 ändringar" not in words(auditor.get(f"/rights/changes?first={day}&last={day}"))
    sheet = auditor.get("/rights/changes.csv?role=board")
    rows = list(csv.reader(StringIO(sheet.body.decode("utf-8-sig")), delimiter=";"))
    assert [(row[2], row[5], row[6]) for row in rows[1:]] == [
        ("Olof Ek", "Karin Kvist", "Har avgått."), ("Olof Ek", "Karin Kvist", "Invald på årsmötet.")]


def test_what_is_worth_a_look_is_told(story: Story) -> None:
    today = clock.local_day(clock.now())
    with story.acting(story.OFFICE) as acts:
        people = acts.site["people"]
        soon = acts.appoint(people[story.people[story.OTHER]], "board", acts.site, end=today + timedelta(days=30)).uid
        later = acts.appoint(people[story.people[story.LEADER]], "board", acts.site,
                             start=today + timedelta(days=5)).uid
        old = acts.appoint(people[story.people[story.PARTNER]], "office", acts.site,
                           start=today - timedelta(days=500)).uid
        acts.fire(next(each for each in acts.site["organisations"].values() if each.uid == story.ostra), "end",
                  {"to_date": today})
    with story.looking() as site:
        told = ledger(story, site)
        assert (told.expiring(), told.to_begin(), told.unused()) == ([soon], [later], [old])
        assert soon in told.alone() and old not in told.alone()
        assert told.left_behind() == [story.people[story.LEADER]]
    said = words(story.browser(story.AUDITOR).get("/rights/watch"))
    assert all(name in said for name in ("Olof Ek", "Lena Lind", "Petra Palm", "Slutar inom 60 dagar"))


def test_overviews_load_what_they_show(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred people with appointments elsewhere are not looked at for a project or a page of the rights."""
    with story.acting(story.OFFICE) as acts:
        project = acts.create(acts.site["projects"], "project", {"title": "Skogens tal"})
        acts.appoint(acts.site["people"][story.people[story.LEADER]], "content_leader", project)
        path = project.path
        other = acts.create(acts.site["projects"], "project", {"title": "Annat"})
        for number in range(300):
            person = acts.create(acts.site["people"], "person", {
                "title": f"Person {number}", "email": f"person{number}@syd.example", "organisation": story.sodra})
            acts.appoint(person, "content_leader", other)
    office = story.browser(story.OFFICE)
    office.get(f"{path}/who")
    assert loaded(story, path) < 120
    office.get("/rights")
    read: list[Any] = []
    kept = Connection.setstate
    monkeypatch.setattr(Connection, "setstate", lambda self, thing: (read.append(thing), kept(self, thing))[1])
    story.database.cacheMinimize()
    page = office.get("/rights")
    assert len(page.html.select("tbody tr")) == 25
    assert len([thing for thing in read if isinstance(thing, Person)]) < 30
    worth = office.get("/rights/watch").html.find("section", attrs={"aria-labelledby": "never"})
    shown = [way.get_text() for way in worth.select("li.body a")]
    assert (worth.find("h2").get_text().split()[-1], len(shown)) == ("300", 25)
    rest = office.get(worth.find("a", class_="act")["href"] + "&page=12").html.find("main")
    assert len(rest.select("li.body a")) == 25
    assert not {way.get_text() for way in rest.select("li.body a")} & {*shown}


def loaded(story: Story, path: str) -> int:
    """How many objects one look at the overview reads from the database."""
    from reglab_workflow.security.holders import Holders
    from reglab_workflow.security.overview import groups_on

    with own_transaction(story.database, keep=False) as site:
        actor = actor_for(site["people"][story.people[story.OFFICE]], site, clock.now())
        acts = Acts(story.rulebook, site, actor)
        finder = Finder(story.registry.reglab_index, story.database, story.rulebook, site, actor)
        finder.fresh_index()
        connection = site._p_jar
        connection.cacheMinimize()
        before = connection.getTransferCounts(True)[0]
        holders, item = Holders(site, finder, acts.now), find(site, path)
        for group in groups_on(story.rulebook, item):
            holders.people(holders.of(group.principal), 5)
        return int(connection.getTransferCounts()[0] - before)


def test_on_a_day_that_has_passed_only_what_had_happened_is_told(story: Story) -> None:
    """The trail of then ends then: what was given later is neither a change nor in force."""
    before = clock.now()
    with story.acting(story.OFFICE) as acts:
        acts.appoint(acts.site["people"][story.people[story.OTHER]], "board", acts.site)
    with story.looking() as site:
        then = trail_at(site.trail, before)
        assert len(list(then.since(tuple(0 for _slot in then.slots)))) == len(then) < len(site.trail)
