"""The audit: each question against a small year of which the answers are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from auditing import ask, rows, said
from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.history import span
from reglab_workflow.history.checkpoints import control_number
from reglab_workflow.history.sealing import sealer_of
from reglab_workflow.web import dates


class Year:
    """A round in which something has happened that an auditor asks about."""

    def __init__(self, story: Story) -> None:
        self.story = story
        round_ = story.open_round()
        with story.acting(story.MEMBER) as acts:
            folder = find(acts.site, round_)["proposals"]
            self.jobs = self._proposal(acts, folder, "Vem gör jobbet?", story.norra)
            self.secret = self._proposal(acts, folder, "Ett hemligt utkast", story.norra)
            acts.fire(find(acts.site, self.jobs), "submit")
        with story.acting() as acts:
            folder = find(acts.site, round_)["proposals"]
            self.other = self._proposal(acts, folder, "Jobben som ingen söker", story.sodra)
            other, jobs = find(acts.site, self.other), find(acts.site, self.jobs)
            acts.fire(other, "submit")
            acts.fire(other, "merge", {"target": jobs.uid, "reason": "Samma fråga"})
            page = acts.create(acts.site["pages"], "page", {"title": "Fel sida"})
            self.page = page.uid
            acts.remove(page, "Skriven två gånger")
            petra = acts.site["people"][story.people[story.PARTNER]]
            given = acts.appoint(petra, "board", acts.site, why="Ny i styrelsen")
            acts.end_appointment(given, "Slutade direkt")
            acts.fire(petra, "lock", {"reason": "Har slutat"})
        form = story.visitor().get("/login").forms["form"]
        form["email"], form["password"] = story.OTHER, "fel lösenord helt"
        form.submit("send", status=422)
        self.office = story.browser(story.OFFICE)

    @staticmethod
    def _proposal(acts: Any, folder: Any, title: str, organisation: str) -> str:
        path: str = acts.create(folder, "proposal", {"title": title, "organisation": organisation}).path
        return path


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    story = Story(tmp_path_factory.mktemp("year"))
    yield Year(story)
    story.close()


def what(page: Any) -> list[tuple[str, str]]:
    """What was done, with what, newest first."""
    return [(cells[1], cells[2]) for cells in rows(page)]


def test_who_could_see_it_from_when_to_when_and_why(year: Year) -> None:
    told = {cells[0]: cells for cells in rows(ask(year.office, "who-could", item=year.jobs, what="view"))}
    assert set(told) == {"Maja Myr", "Karin Kvist", "Ivar Insyn"}
    assert told["Maja Myr"][3] == "avsändaren, genom Region Norra"
    assert told["Karin Kvist"][3].startswith("kansliet, genom ett uppdrag från")
    assert told["Karin Kvist"][2] == "fortfarande när dagarna var slut"
    with year.story.looking() as site:
        added, submitted = list(find(site, year.jobs).events)[:2]
    assert told["Maja Myr"][4] == added.id
    assert told["Karin Kvist"][4] == submitted.id, "the office sees it from when it was handed in"


def test_who_could_take_a_step_ends_with_the_step(year: Year) -> None:
    (cells,) = rows(ask(year.office, "who-could", item=year.jobs, what="do:submit"))
    assert cells[0] == "Maja Myr"
    assert cells[2] != "fortfarande när dagarna var slut"
    assert cells[5], "the event that ended it is told"


def test_a_page_that_anyone_can_see_is_told_as_one_line(year: Year) -> None:
    story = year.story
    with story.acting() as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Om oss", "body": "Hej"})
        acts.fire(page, "publish")
        path = page.path
    told = [cells[0] for cells in rows(ask(story.browser(story.AUDITOR), "who-could", item=path, what="view"))]
    assert sorted(told) == ["Ivar Insyn", "Karin Kvist", "Vem som helst"]


def test_what_somebody_did(year: Year) -> None:
    page = ask(year.office, "deeds", person="Maja Myr")
    assert ("Maja Myr (medlemsansvarig) lämnade in förslaget", "Vem gör jobbet?") in what(page)
    assert "Karin" not in " ".join(cells[1] for cells in rows(page))
    assert "1 rad visas inte för dig" in said(page), "the draft is the sender's own"
    assert "Ett hemligt utkast" not in said(page)


def test_who_changed_rights(year: Year) -> None:
    told = rows(ask(year.office, "rights-changed"))
    by_reason = {cells[3]: cells[1] for cells in told if cells[3]}
    assert by_reason["Ny i styrelsen"] == "Kommandorad (kansliet) gav Petra Palm ett uppdrag: styrelsen"
    assert by_reason["Slutade direkt"] == "Kommandorad (kansliet) avslutade ett uppdrag för Petra Palm: styrelsen"
    assert "Petra Palm" in [cells[2] for cells in told if cells[3] == "Har slutat"]
    assert not [cells for cells in told if "jobbet" in cells[2]]


def test_what_was_done_on_behalf_of_somebody(year: Year) -> None:
    page = ask(year.office, "on-behalf")
    told = what(page)
    assert ("Kommandorad (kansliet på uppdrag av Region Södra) lämnade in förslaget", "Jobben som ingen söker") in told
    assert not [line for line in told if "Maja" in line[0]]


def test_merges_are_decisions_that_were_changed(year: Year) -> None:
    (cells,) = rows(ask(year.office, "changed-decisions"))
    assert (cells[2], cells[3]) == ("Jobben som ingen söker", "Samma fråga")


def test_who_signed_in_and_who_failed(year: Year) -> None:
    page = ask(year.office, "sign-ins", only="failed")
    (cells,) = rows(page)
    assert "misslyckades" in cells[1]
    assert [cells[1] for cells in rows(ask(year.office, "sign-ins", person=year.story.OFFICE, only="in"))] == [
        "Karin Kvist (kansliet) loggade in"]
    assert len(rows(ask(year.office, "sign-ins", person=year.story.OTHER, only="failed"))) == 1


def test_what_was_deleted_and_why(year: Year) -> None:
    (cells,) = rows(ask(year.office, "taken-away"))
    assert (cells[2], cells[3]) == ("Fel sida", "Skriven två gånger")
    auditor = year.story.browser(year.story.AUDITOR)
    told = rows(ask(auditor, "what-happened", item=year.page))
    assert len(told) == 2, "what has been taken away can still be asked about, by its id"


def test_who_read_what_is_personal(year: Year) -> None:
    page = ask(year.office, "personal-data")
    assert rows(page) == []
    assert "Inget sådant finns i historiken mellan de här dagarna." in said(page)
    assert "Vad svaret inte säger" in said(page)


def test_which_letters_went_out(year: Year) -> None:
    (cells,) = rows(ask(year.office, "letters", item=year.jobs))
    assert cells[1:4] == ["Kvitto: ”Vem gör jobbet?”", "Maja Myr", "skrevs"]


def test_what_happened_to_it_with_how_it_was(year: Year) -> None:
    page = ask(year.office, "what-happened", item=year.jobs)
    today = clock.local_day(clock.now()).isoformat()
    assert page.html.select(f'td a[href="/at/{today}{year.jobs}"]')
    assert ("Maja Myr (medlemsansvarig) lämnade in förslaget", "Vem gör jobbet?") in what(page)
    year.office.get(f"/at/{today}{year.jobs}", status=200)


def test_every_line_leads_to_its_event(year: Year) -> None:
    page = ask(year.office, "deeds", person=year.story.MEMBER)
    with year.story.looking() as site:
        for cells in rows(page):
            assert site.trail.entry(cells[4]) is not None
            assert page.html.select(f'a[href="/history/e/{cells[4]}"]')


def test_only_the_days_that_are_asked_for_are_told(year: Year) -> None:
    yesterday = (clock.local_day(clock.now()) - timedelta(days=1)).isoformat()
    page = ask(year.office, "taken-away", until=yesterday)
    assert rows(page) == []


@pytest.mark.parametrize("days", [
    {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"since": "0001-01-01", "until": "0001-01-01"}])
def test_the_first_day_and_the_last_that_a_calendar_has_can_be_asked_about(
        year: Year, days: dict[str, str]) -> None:
    """Also of somebody whose appointment ends on the last day that can be written."""
    with year.story.acting() as acts:
        person = acts.site["people"][year.story.people[year.story.LEADER]]
        acts.end_appointment(acts.appoint(person, "partner", acts.site, end=date.max))
    told = {"deeds": {"person": year.story.MEMBER}, "who-could": {"item": year.jobs, "what": "view"},
            "what-happened": {"item": year.jobs}, "letters": {"item": year.jobs}}
    for question, more in told.items():
        assert bool(rows(ask(year.office, question, **more, **days))) == (days.get("until") != "0001-01-01")
    first, last = days.get("since", ""), days.get("until", "")
    for address in ("/history", f"{year.jobs}/history"):
        year.office.get(address, {"from": first, "to": last}, status=200)
    year.office.get("/rights/changes", {"first": first, "last": last}, status=200)
    year.office.get("/rights/explain", {"on": "http://["}, status=200)


def test_an_answer_that_would_be_too_long_says_how_far_it_came(
        year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(span, "MOST_READ", 5)
    page = ask(year.office, "deeds", person=year.story.MEMBER)
    assert "Det är mer än ett svar rymmer" in said(page)
    assert "5 händelser lästes" in said(page)


def test_each_number_leads_to_its_rows(year: Year) -> None:
    page = ask(year.office, "rights-changed")
    for pill in page.html.select("ul.pills a"):
        count = int(pill.get_text().split()[-1])
        assert len(rows(year.office.get(pill["href"]))) == count


@pytest.mark.parametrize(("question", "told", "fault"), [
    ("deeds", {"person": "Ingen Alls"}, "Ingen med konto har det namnet"),
    ("deeds", {}, "Fyll i det här fältet"),
    ("who-could", {"item": "/finns/inte"}, "Det finns inget på den adressen"),
    ("who-could", {"item": "http://[", "what": "view"}, "Det finns inget på den adressen"),
    ("who-could", {"item": "/rounds/2027", "what": "fly"}, "Det går inte att göra"),
    ("sign-ins", {"since": "i går"}, "Skriv dagen som år, månad och dag"),
    ("sign-ins", {"since": "2026-03-02", "until": "2026-03-01"}, "Den sista dagen är före den första"),
])
def test_what_cannot_be_asked_is_said_at_its_field(
        year: Year, question: str, told: dict[str, str], fault: str) -> None:
    page = ask(year.office, question, **told)
    assert fault in said(page)
    marked = page.html.find(attrs={"aria-invalid": "true"})
    assert page.html.find(id=marked["aria-describedby"].split()[-1]) is not None
    assert not page.html.select("section[aria-labelledby=answer]")


def test_the_office_cannot_ask_about_what_it_may_not_see(year: Year) -> None:
    assert "Det finns inget på den adressen" in said(ask(year.office, "who-could", item=year.secret, what="view"))
    auditor = year.story.browser(year.story.AUDITOR)
    assert "Maja Myr" in said(ask(auditor, "who-could", item=year.secret, what="view"))


def test_the_audit_is_for_the_office_and_the_auditor(year: Year) -> None:
    story = year.story
    for page in ("/audit", "/audit/deeds", "/audit/deeds/answer.csv?person=Maja+Myr"):
        story.browser(story.AUDITOR).get(page, status=200)
        story.browser(story.MEMBER).get(page, status=403)
        story.visitor().get(page, status=403)
    year.office.get("/audit/finns-inte", status=404)


def test_a_question_about_an_item_is_reached_from_its_history(year: Year) -> None:
    page = year.office.get(f"{year.jobs}/history").click("Ställ en fråga om det här")
    assert "Vad gjorde någon?" not in said(page)
    page = page.click("Vem kunde se eller göra något?")
    form = next(each for each in page.forms.values() if "what" in each.fields)
    assert {cells[0] for cells in rows(form.submit("ask"))} == {"Maja Myr", "Karin Kvist", "Ivar Insyn"}


def test_answers_reports_and_their_files_name_the_seal_and_how_far_it_reaches(year: Year) -> None:
    story = year.story
    sealer_of(story.registry).seal()
    with story.looking() as site:
        newest = site.seals.newest
    told = f"{newest.control}, historiken fram till {dates.when(newest.at)}"
    page = ask(year.office, "rights-changed")
    assert f"Historikens kontrollnummer: {told}" in said(page)
    kept = next(each for each in page.forms.values() if "made" in each.fields).submit().follow()
    asked = page.html.find("a", href=re.compile(r"answer\.csv"))["href"]
    with story.acting() as acts:
        acts.create(acts.site["pages"], "page", {"title": "Skriven senare"})
    sealer_of(story.registry).seal()
    assert told in said(year.office.get(kept.request.path))
    assert told in year.office.get(f"{kept.request.path}/report.csv").text
    with story.looking() as site:
        assert control_number(site) not in (newest.control, "")
        assert control_number(site) in year.office.get(asked).text
