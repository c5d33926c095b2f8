"""Every kind of event is met by the questions of the audit that are about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from auditing import ask, rows, said
from house import Story
from reglab_workflow.content import events
from reglab_workflow.content.review.answering import answer
from reglab_workflow.content.site.model import find
from reglab_workflow.history.nightly import Checker
from reglab_workflow.history.span_questions import DEEDS, DOOR, GIVEN, READ, TAKEN_AWAY
from reglab_workflow.history.subscribers import KINDS
from reglab_workflow.mail.postman import posting_of
from reglab_workflow.privacy.erasing import Eraser
from reglab_workflow.privacy.finding import somebody, traces
from reglab_workflow.security.actor import system

MET = [
    ("restored", "deeds", "written", "lade tillbaka det här från papperskorgen"),
    ("restored", "taken-away", "restored", "lade tillbaka det här från papperskorgen"),
    ("purged", "taken-away", "removed", "Tiden i papperskorgen är slut"),
    ("person_erased", "taken-away", "erased", "raderade en persons namn och adress här"),
    ("exported", "personal-data", "taken", "hämtade listan över givna och återtagna rättigheter som fil (CSV)"),
    ("viewed_as", "personal-data", "as", "såg webbplatsen som personen ser den"),
    ("letter_link_made", "sign-ins", "links", "En länk gjordes"),
    ("rules_changed", "rights-changed", "rules", "Systemet tog nya regler i bruk: Sida"),
    ("state_mapped", "rights-changed", "rules", "flyttade det här"),
    ("appointment_reviewed", "rights-changed", "reviewed", "gick igenom ett uppdrag för Olof Ek"),
    ("appointment_reviewed", "deeds", "rights", "gick igenom ett uppdrag för Olof Ek"),
    ("settings_changed", "on-behalf", "system", "startades med andra inställningar"),
    ("history_checked", "on-behalf", "system", "jämförde webbplatsen med historiken"),
    ("command_run", "on-behalf", "command", "körde kommandot ”user list”"),
    ("viewed_as", "deeds", "other", "såg webbplatsen som personen ser den"),
]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A site on which everything of the kind has happened, each by the way it happens."""
    story = Story(tmp_path_factory.mktemp("kinds"))
    office = story.browser(story.OFFICE)
    with story.acting(story.OFFICE) as acts:
        for title in ("Kommer åter", "Är borta"):
            page = acts.create(acts.site["pages"], "page", {"title": title})
            acts.remove(page, "Fel")
            discarded = acts.site.trash.get(page.uid).item
            if title == "Är borta":
                acts.as_system("trash.purge").purge(discarded)
            else:
                acts.restore(discarded)
    keeping(story, office)
    looking(story, office)
    yield story
    story.close()


def keeping(story: Story, office: Any) -> None:
    """What is done about appointments, rules, commands and people."""
    with story.acting() as acts:
        olof = acts.site["people"][story.people[story.OTHER]]
        acts.appoint(olof, "board", acts.site)
        page = acts.site["pages"]["kommer-ater"]
        acts.tell(events.StateMapped(page, system("start"), acts.now, source=page.state, target=page.state))
        acts.tell(events.CommandRun(acts.site, acts.actor, acts.now, command="user list", account="driften"))
    form = office.get("/reviews/add-review").forms["form"]
    review = form.submit("save").follow().request.path
    with story.acting(story.OFFICE) as acts:
        given = next(each for each in acts.site.appointments.all() if each.person == story.people[story.OTHER])
        answer(acts, find(acts.site, review), given.uid, "confirmed")
    Checker(story.database, story.rulebook).round(lambda: False)
    with story.acting(story.OFFICE) as acts:
        found = traces(acts.site, somebody(acts.site, story.people[story.PARTNER]))
        ids = frozenset(hit.id for hit in found.hits if found.is_sure(hit))
        Eraser(acts, found, ids, "Petra Palm bad om det.").erase()


def looking(story: Story, office: Any) -> None:
    """What is read, taken away and asked for."""
    office.get("/rights/changes.csv")
    page = office.get(f"/people/{story.people[story.MEMBER]}")
    next(each for each in page.forms.values() if each.action.endswith("/view-as")).submit()
    form = story.visitor().get("/account/forgotten").forms["form"]
    form["email"] = story.MEMBER
    form.submit("send")
    posting_of(story.registry).round()


@pytest.mark.parametrize(("kind", "question", "group", "sentence"), MET)
def test_a_question_finds_the_event_among_what_it_counts_it_with(
        year: Story, kind: str, question: str, group: str, sentence: str) -> None:
    told = {"person": year.OFFICE} if question == "deeds" else {}
    page = ask(year.browser(year.AUDITOR), question, only=group, **told)
    assert sentence in said(page)
    evidence = [cells[-1] for cells in rows(page) if sentence in cells[1]]
    with year.looking() as site:
        assert kind in {site.trail.entry(each).core["kind"] for each in evidence}


def test_the_questions_only_count_kinds_that_there_are() -> None:
    assert {*DEEDS, *GIVEN, *READ, *DOOR, *TAKEN_AWAY} <= {*KINDS.values()}


def test_what_lies_in_the_trash_can_be_asked_about_and_found(year: Story) -> None:
    with year.acting(year.OFFICE) as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Ligger i korgen"})
        uid = page.uid
        acts.remove(page, "Dubblett")
    office = year.browser(year.OFFICE)
    answered = ask(office, "taken-away", only="removed")
    assert answered.html.select(f'td a[href="/trash/{uid}"]')
    for address in (f"http://127.0.0.1/trash/{uid}", uid):
        told = ask(office, "what-happened", item=address)
        assert "Ligger i korgen" in said(told)
        assert [cells[3] for cells in rows(told)] == ["Dubblett", ""]
