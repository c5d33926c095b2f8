"""Letters about changes: an occasion moves or is cancelled, what was undecided is settled, a project stops or waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.mail.receivers import concerned_by

PROJECT = "/projects/sma-tal"
WORKSHOP = f"{PROJECT}/workshops/workshop-1"
DAY, LATER = date(2030, 3, 4), date(2030, 4, 9)
NOTICES = ("moved", "called_off", "extended")
SPEAKER = "siv@sodra.example"


@pytest.fixture
def running(story: Story) -> Story:
    """A project that two organisations take part in, with a leader, and one announced workshop in Umeå."""
    story.person(SPEAKER, "Siv Strand", story.sodra, "representative")
    with story.acting(story.OFFICE) as acts:
        project = acts.create(acts.site["projects"], "project", {
            "title": "Små tal", "purpose": "Att räkna rätt.", "last_day": clock.local_day(clock.now()) + timedelta(9),
            "organisations": (story.norra, story.sodra)})
        acts.appoint(acts.site["people"][story.people[story.LEADER]], "content_leader", project)
        occasion(acts, project)
        acts.fire(project, "invite")
    return story


def occasion(acts: Any, project: Any, **values: Any) -> str:
    told = {"title": "Start", "starts": DAY, "times": "9–15", "mode": "physical", "place": "Umeå", **values}
    return str(acts.create(project["workshops"], "workshop", told).path)


def fire(story: Story, path: str, name: str, by: str = Story.OFFICE, **facts: Any) -> None:
    with story.acting(by, clock.now()) as acts:  # a step and all that follows happen at one moment
        acts.fire(find(acts.site, path), name, facts)


def edit(story: Story, path: str, by: str = Story.OFFICE, **values: Any) -> None:
    with story.acting(by) as acts:
        acts.edit(find(acts.site, path), values)


def letters(story: Story, *kinds: str) -> list[tuple[str, str, list[str]]]:
    """The notices, oldest first: subject, text in one line, addresses."""
    with story.open() as site:
        found = [each for each in reversed(site.outbox.newest(100)) if each.kind in (kinds or NOTICES)]
        return [(each.subject, " ".join(each.text.split()), sorted(receiver.address for receiver in each.receivers))
                for each in found]


def only(story: Story) -> tuple[str, str, list[str]]:
    letter, = letters(story)
    return letter


# -- an occasion moves ---------------------------------------------------------------------------------------


def test_a_moved_occasion_tells_what_it_was_what_it_is_and_why(running):
    fire(running, WORKSHOP, "move", starts=LATER, ends=LATER + timedelta(1), place="Lycksele", reason="Fullt.")
    subject, text, _to = only(running)
    assert subject == "Flyttat: Workshop 1: Start"
    for words in ("Små tal", "Tidigare: 4 mars 2030", "Nu: 9–10 april 2030", "Tidigare: På plats, Umeå",
                  "Nu: På plats, Lycksele", "Fullt.", f"http://127.0.0.1{WORKSHOP}",
                  f"http://127.0.0.1{PROJECT}"):
        assert words in text, text


def test_what_stays_is_told_once_and_not_as_a_change(running):
    fire(running, WORKSHOP, "move", starts=LATER, reason="Krock.")
    _subject, text, _to = only(running)
    assert (text.count("Umeå"), text.count("9–15")) == (1, 1)
    assert text.count("Tidigare:") == 1


def test_it_goes_to_representatives_and_leaders_but_not_to_whoever_did_it(running):
    fire(running, WORKSHOP, "move", starts=LATER, reason="Krock.")
    fire(running, WORKSHOP, "move", by=running.LEADER, starts=DAY, reason="Krocken är löst.")
    assert [to for _subject, _text, to in letters(running)] == [
        sorted([running.LEADER, running.MEMBER, SPEAKER]), sorted([running.MEMBER, SPEAKER])]


def test_who_both_leads_and_represents_gets_one_letter(running):
    with running.acting(running.OFFICE) as acts:
        person = acts.site["people"][running.people[running.MEMBER]]
        acts.appoint(person, "process_leader", find(acts.site, PROJECT))
    fire(running, WORKSHOP, "move", starts=LATER, reason="Krock.")
    assert only(running)[2] == sorted([running.LEADER, running.MEMBER, SPEAKER])


def test_each_reads_it_in_the_own_language(running):
    edit(running, f"/people/{running.people[SPEAKER]}", language="en")
    fire(running, WORKSHOP, "move", starts=LATER, reason="Krock.")
    told = {to[0]: (subject, text) for subject, text, to in letters(running) if len(to) == 1}
    subject, text = told[SPEAKER]
    assert subject == "Moved: Workshop 1: Start"
    assert "It was: 4 March 2030" in text
    assert "It is now: 9 April 2030" in text


def test_before_anybody_is_confirmed_only_the_leaders_are_told(running):
    edit(running, PROJECT, organisations=())
    fire(running, WORKSHOP, "move", starts=LATER, reason="Krock.")
    assert only(running)[2] == [running.LEADER]


def test_a_partner_without_a_representative_hears_of_it_all_the_same(running):
    edit(running, PROJECT, organisations=(running.verket,))
    fire(running, WORKSHOP, "move", starts=LATER, reason="Krock.")
    assert only(running)[2] == sorted([running.LEADER, running.PARTNER])


def test_a_former_leader_is_told_nothing(running):
    with running.acting(running.OFFICE) as acts:
        for each in acts.site.appointments.on_scope(find(acts.site, PROJECT).uid):
            acts.end_appointment(each)
    fire(running, WORKSHOP, "move", starts=LATER, reason="Krock.")
    assert only(running)[2] == sorted([running.MEMBER, SPEAKER])


def test_a_day_that_is_taken_back_is_told_as_not_decided(running):
    fire(running, WORKSHOP, "move", undecided=True, reason="Vi letar lokal.")
    subject, text, _to = only(running)
    assert subject == "Flyttat, ny dag meddelas senare: Workshop 1: Start"
    assert "Nu: Inte bestämt än" in text


@pytest.mark.parametrize(("mode", "place", "subject", "was", "now"), [
    ("digital", "", "Blir digitalt: Workshop 1: Start", "Tidigare: På plats, Umeå", "Nu: Digitalt"),
])
def test_another_form_is_told_with_its_place(running, mode, place, subject, was, now):
    fire(running, WORKSHOP, "change_mode", mode=mode, place=place, reason="Snöstorm.")
    told, text, _to = only(running)
    assert (told, was in text, now in text, "Snöstorm." in text) == (subject, True, True, True)
    fire(running, WORKSHOP, "change_mode", mode="physical", place="Boden", reason="Snön är borta.")
    told, text, _to = letters(running)[-1]
    assert told == "Blir på plats: Workshop 1: Start"
    assert "Tidigare: Digitalt" in text
    assert "Nu: På plats, Boden" in text


def test_a_refused_move_writes_no_letter(running):
    with pytest.raises(Exception, match="nothing_moves"):
        fire(running, WORKSHOP, "move", place="Umeå", reason="Krock.")
    assert letters(running) == []


def test_the_letter_belongs_to_the_step_in_the_history(running):
    fire(running, WORKSHOP, "move", starts=LATER, reason="Krock.")
    with running.open() as site:
        letter, = [each for each in site.outbox.letters_about(find(site, WORKSHOP).uid) if each.kind == "moved"]
        entry = site.trail.entry(letter.cause)
    assert (entry.core["kind"], entry.core["transition"]) == ("transitioned", "move")


def test_what_people_write_stays_text(running):
    edit(running, WORKSHOP, title="<script>${item}</script>")
    fire(running, WORKSHOP, "move", place="<img src=x>", reason="<b>Fel</b>")
    with running.open() as site:
        html = next(each.html for each in site.outbox.newest(10) if each.kind == "moved")
    assert [part for part in ("<script", "<img", "<b>Fel") if part in html] == []
    assert "&lt;script&gt;${item}" in html


def test_concerned_are_those_who_lead_and_those_who_speak_for_who_takes_part(running):
    with running.open() as site:
        found = {person.email for person in concerned_by(find(site, WORKSHOP), clock.now())}
    assert found == {running.LEADER, running.MEMBER, SPEAKER}


# -- what was undecided is settled ---------------------------------------------------------------------------


@pytest.mark.parametrize(("left_open", "filled_in", "subject", "was", "now"), [
    ({"place": ""}, {"place": "Umeå"}, "Plats är klar: Workshop 2: Mitt", "ort och lokal meddelas senare", "Umeå"),
    ({"starts": None}, {"starts": DAY}, "Dagen är klar: Workshop 2: Mitt", "Inte bestämt än", "4 mars 2030"),
    ({"starts": None, "place": ""}, {"starts": DAY, "place": "Umeå"}, "Dag och plats är klara: Workshop 2: Mitt",
     "Inte bestämt än", "4 mars 2030"),
    ({"times": ""}, {"times": "10–14"}, "Mer är klart: Workshop 2: Mitt", "Inte bestämt än", "10–14"),
])
def test_what_is_filled_in_after_the_announcement_is_news(running, left_open, filled_in, subject, was, now):
    with running.acting(running.OFFICE) as acts:
        project = find(acts.site, PROJECT)
        path = occasion(acts, project, **{"title": "Mitt", **left_open})
        acts.fire(find(acts.site, path), "announce")
    assert letters(running) == []
    edit(running, path, **filled_in)
    told, text, to = only(running)
    assert (told, to) == (subject, sorted([running.LEADER, running.MEMBER, SPEAKER]))
    assert (was in text, now in text, "Skälet" in text) == (True, True, False)


def test_other_edits_and_plans_that_nobody_knows_write_no_letter(running):
    edit(running, WORKSHOP, content="- Tal", speakers="Nils", title="Starten")
    with running.acting(running.OFFICE) as acts:
        path = occasion(acts, find(acts.site, PROJECT), title="Hemlig", starts=None, place="")
    edit(running, path, starts=DAY, place="Boden")
    assert letters(running) == []


def test_times_that_were_told_change_only_by_a_step(running):
    with pytest.raises(Exception, match="by_rule"):
        edit(running, WORKSHOP, times="7–19")
    fire(running, WORKSHOP, "move", times="10–16", reason="Tåget.")
    assert "Tidigare: 9–15 Nu: 10–16" in only(running)[1]


# -- an occasion or a project is cancelled -------------------------------------------------------------------


def test_a_cancelled_occasion_tells_why_and_where_its_content_went(running):
    fire(running, WORKSHOP, "cancel", reason="Sjukdom.", went_to="Workshop 2")
    subject, text, to = only(running)
    assert (subject, to) == ("Inställt: Workshop 1: Start", sorted([running.LEADER, running.MEMBER, SPEAKER]))
    for words in ("4 mars 2030", "På plats, Umeå", "Sjukdom.", "Vart innehållet tog vägen", "Workshop 2",
                  f"http://127.0.0.1{WORKSHOP}"):
        assert words in text, text


@pytest.mark.parametrize(("step", "subject"), [("cancel", "Inställt: Små tal"), ("reshape", "Omställt: Små tal")])
def test_a_project_that_stops_writes_one_letter_and_none_about_each_occasion(running, step, subject):
    with running.acting(running.OFFICE) as acts:
        path = occasion(acts, find(acts.site, PROJECT), title="Mitt")
        acts.fire(find(acts.site, path), "announce")
    fire(running, PROJECT, step, reason="För få ville.", moved_to="Nätverket")
    told, text, to = only(running)
    assert (told, to) == (subject, sorted([running.LEADER, running.MEMBER, SPEAKER]))
    for words in ("hela projektet", "För få ville.", "Nätverket", f"http://127.0.0.1{PROJECT}"):
        assert words in text, text
    assert (running.item(WORKSHOP)["state"], running.item(path)["state"]) == ("cancelled", "cancelled")
    with running.open() as site:
        entry = [each for each in find(site, WORKSHOP).events if each.core["kind"] == "transitioned"][-1]
        project = find(site, PROJECT)
    assert entry.core["rule"] == f"project.{step}:{project.uid}"


# -- more time to register -----------------------------------------------------------------------------------


def test_more_time_to_register_is_told_to_everybody_who_was_invited(running):
    edit(running, PROJECT, organisations=())
    fire(running, PROJECT, "extend", last_day=date(2031, 5, 6), reason="Fler vill vara med.")
    subject, text, to = only(running)
    assert (subject, to) == ("Längre anmälningstid: Små tal", sorted([running.MEMBER, SPEAKER, running.PARTNER]))
    for words in ("är nu den 6 maj 2031", "Tidigare:", "Fler vill vara med.", f"http://127.0.0.1{PROJECT}/invitation"):
        assert words in text, text
