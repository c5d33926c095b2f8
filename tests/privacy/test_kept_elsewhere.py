"""Erasing reaches what was deleted, kept reports, reviews and addresses; the history stays proven and can be read."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from webtest import Upload

from erased import SECRETS, erase, every_byte, forget_in_files, holds, read_anew, send
from reglab_workflow import clock
from reglab_workflow.content.review.answering import answer
from reglab_workflow.content.review.model import CONFIRMED
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticking import tick
from reglab_workflow.history.asof import past_of
from reglab_workflow.history.checking import check, taken_away
from reglab_workflow.history.shadow import site_at
from reglab_workflow.privacy.keeper import Keeper
from reglab_workflow.privacy.retention import FILE, read_rules
from reglab_workflow.privacy.table import ERASED
from sealed import exported, fault, in_database, report, sealer

DOCUMENT = b"Maja Myr: mina anteckningar"
EARLIER = ("Majken Ström", "majken@norra.example")
IN_TEXTS = ("Maja Myrs tal. Slut.Maja Myr! _Maja Myr_ -Maja Myr: Maja Myr-gruppen, Maja\u00a0Myr, "
            "majken@norra.example. Maja Myr-Lund, Anna-Maja Myr och maja-myr-lund är andra.")
WORDS = (*SECRETS, *EARLIER, "maja%40norra.example", "mina anteckningar")
"""What may be left of none of them, but of those whose names only begin or end alike."""

OTHERS = re.compile(rb"Maja Myr-Lund|Anna-Maja Myr|maja-myr-lund", re.IGNORECASE)


class Everywhere:
    """What names Maja Myr in places that no list leads to."""

    def __init__(self, story: Any) -> None:
        self.story = story
        with story.acting() as acts:
            person = acts.site["people"][story.people[story.MEMBER]]
            now = {"title": person.title, "email": person.email}
            acts.edit(person, dict(zip(now, EARLIER, strict=True)))
            acts.edit(person, now)
        with story.acting(story.OFFICE) as acts:
            pages = acts.site["pages"]
            acts.create(pages, "page", {"title": "Maja Myrs tal", "body": IN_TEXTS})
            standing = acts.create(pages, "page", {
                "title": "Maja Myr berättar", "body": "Om regionen: /audit?who=maja%40norra.example"})
            self.page = standing.uid
            binned = acts.create(pages, "page", {"title": "Maja Myr", "body": "Ring maja@norra.example"})
            self.binned = binned.uid
            acts.remove(binned, reason="Maja Myr ville det")
        self._report()
        self._review()
        self._file()

    def _report(self) -> None:
        page = self.story.browser(self.story.OFFICE).get("/audit/deeds?person=maja%40norra.example&since=&until=")
        form = next(each for each in page.forms.values() if "made" in each.fields)
        self.report = form.submit().follow().request.path

    def _review(self) -> None:
        with self.story.acting(self.story.OFFICE) as acts:
            review = acts.create(acts.site["reviews"], "review", {"title": "Genomgång"})
            acts.appoint(acts.site["people"][self.story.people[self.story.MEMBER]], "auditor", acts.site,
                         why="Maja Myr granskar")
            self.review = review.path
        with self.story.acting(self.story.OFFICE) as acts:
            review = find(acts.site, self.review)
            for number, uid in enumerate(review.left(acts.now)):
                answer(acts, review, uid, CONFIRMED, "" if number else "Maja Myr har sagt att det stämmer")
            acts.fire(review, "sign_off")

    def _file(self) -> None:
        browser = self.story.browser(self.story.MEMBER)
        page = browser.get(f"{self.story.proposal}/files/add-file")
        form = next(each for each in page.forms.values() if "upload" in each.fields)
        form["upload"] = Upload("Maja Myr.txt", DOCUMENT, "text/plain")
        form.submit()


@pytest.fixture
def everywhere(named: Any) -> Any:
    return Everywhere(named)


def test_it_was_everywhere(everywhere: Everywhere) -> None:
    story = everywhere.story
    with story.looking() as site:
        assert find(site, "/pages/maja-myr-berattar") is not None and site.left[everywhere.binned] == "/pages/maja-myr"
        assert any(line.name == "Maja Myr" for line in find(site, everywhere.review).report)
        assert "Maja Myr" in str(find(site, everywhere.report).values_of())


def test_after_erasing_no_raw_file_holds_the_person(everywhere: Everywhere) -> None:
    story = everywhere.story
    send(story)
    read_anew(story)
    assert {each for _name, each in holds(every_byte(story), *WORDS)} == set(WORDS)
    done = erase(story)
    assert done.files == 1
    forget_in_files(story, done)
    left = {name: OTHERS.sub(b"", data) for name, data in every_byte(story).items()}
    assert holds(left, *WORDS) == []
    with story.looking() as site:
        assert any(page.body.endswith("Maja Myr-Lund, Anna-Maja Myr och maja-myr-lund är andra.")
                   for page in site["pages"].values())


def test_addresses_lose_the_name_and_still_lead_to_the_page(everywhere: Everywhere) -> None:
    story = everywhere.story
    erase(story)
    with story.looking() as site:
        page = site.by_uid(everywhere.page)
        assert page.title == f"{ERASED} berättar" and page.path.startswith("/pages/raderat-")
        assert page.path.endswith("-berattar") and past_of(page).name == page.__name__
        assert site.left[everywhere.binned].startswith("/pages/raderat-")
        then = site_at(story.rulebook, site, page.created)
        assert find(then, page.path).title == page.title
        assert check(site).differences == ()


def test_the_history_is_proven_before_and_after_it_is_sealed(everywhere: Everywhere) -> None:
    story = everywhere.story
    sealer(story).seal()
    office = story.browser(story.OFFICE)
    page = office.get(f"/people/{story.people[story.MEMBER]}/erase")
    form = next(each for each in page.forms.values() if "typed" in each.fields)
    assert "Det är borttaget men finns ännu kvar." in page.text
    form["reason"], form["typed"] = "Bad om det.", story.MEMBER
    form.submit(status=303)
    sealer(story).seal()
    told = report(exported(story))
    with story.looking() as site:
        erased = sum(entry.is_erased for slot in site.trail.slots for entry in slot.entries)
    assert (told.erased, told.checkpoints, told.unsealed) == (erased, 2, 0) and erased > 20
    assert in_database(story) == "" and fault(exported(story, story.proposal)) == ""


def test_every_page_about_the_past_can_be_read(everywhere: Everywhere) -> None:
    story = everywhere.story
    with story.looking() as site:
        file = next(iter(find(site, story.proposal)["files"].values())).path
    erase(story)
    office = story.browser(story.OFFICE)
    with story.looking() as site:
        page = site.by_uid(everywhere.page).path
    today = clock.local_day(clock.now()).isoformat()
    for path in (story.proposal, story.own, story.workshop, page, everywhere.review, everywhere.report):
        for way in ("", "/history", "/versions"):
            told = office.get(path + way)
            assert "Maja" not in told.text, path + way
        assert "Maja" not in office.get(f"/at/{today}{path}").text
    for path in ("/trash", f"/trash/{everywhere.binned}", "/history", "/reports", "/at/" + today + story.proposal):
        assert "Maja" not in office.get(path, status="*").text, path
    assert office.get(f"/at/{today}{file}", status=404)
    assert office.get(f"{story.proposal}/versions?from=0&to=2").status_int == 200


def test_what_has_left_the_trash_keeps_no_copy_and_its_history_stays(everywhere: Everywhere) -> None:
    story = everywhere.story
    keeper = Keeper(story.database, story.rulebook, read_rules(FILE.read_text(encoding="utf-8")))

    def left(days: int) -> Any:
        keeper.run(clock.now() + timedelta(days=days))
        with story.looking() as site:
            item = next(each for each in taken_away(site) if each.uid == everywhere.binned)
            return item.title, item.body, "maja@norra.example" in str([each.details for each in item.events])

    assert left(1) == ("Maja Myr", "Ring maja@norra.example", True)
    with story.acting() as acts:
        tick(story.rulebook, acts.site, clock.now() + timedelta(days=91))
    assert left(92) == ("Maja Myr", "", True)
    assert keeper.run(clock.now() + timedelta(days=93)) == {}
