"""A week before the last day of a round the clock reminds those that something waits for, once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder
from reglab_workflow.clock import STOCKHOLM
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticker import Ticker
from reglab_workflow.content.ticking import tick
from reglab_workflow.security.actor import system

HEAD = "karl@sodra.example"


@pytest.fixture
def path(story):
    """A round that closes in two weeks; Södra has a representative too, Östra has nobody."""
    story.person(HEAD, "Karl Holm", story.sodra, "representative")
    return story.open_round()


def write(story, path, email, *steps, **values):
    """A proposal by somebody, taken through some steps by the writer; gives its path."""
    with story.acting(email) as acts:
        made = acts.create(find(acts.site, path)["proposals"], "proposal", values)
        for step in steps:
            acts.fire(made, step)
        return made.path


def noon(story, path, days_left):
    """Noon on the day with so many days left before the last."""
    with story.open() as site:
        day = find(site, path).closes - timedelta(days=days_left)
    return datetime.combine(day, time(12), STOCKHOLM).astimezone(UTC)


def clock_strikes(story, now):
    with story.open() as site:
        finder = Finder(story.registry.reglab_index, story.database, story.rulebook, site, system("test"))
        return [(each.transition, each.taken) for each in tick(story.rulebook, site, now, finder)]


def letters(story):
    """The reminders: receivers, subject and text."""
    with story.open() as site:
        return {tuple(sorted(receiver.address for receiver in letter.receivers)): (letter.subject, letter.text)
                for letter in site.outbox.newest(100) if letter.kind == "reminder"}


def test_nobody_is_reminded_before_the_week_and_everybody_once_in_it(story, path):
    assert clock_strikes(story, noon(story, path, 8)) == []
    assert letters(story) == {}
    assert clock_strikes(story, noon(story, path, 7)) == [("remind", True)]
    first = letters(story)
    assert set(first) == {(story.MEMBER,), (HEAD,)}
    for days_left in (7, 6, 1, 0):
        assert clock_strikes(story, noon(story, path, days_left)) == ([] if days_left else [("close", False)])
    assert letters(story) == first
    assert clock_strikes(story, noon(story, path, -1)) == [("close", True)]


def test_who_has_sent_one_and_has_nothing_left_gets_no_letter(story, path):
    write(story, path, story.MEMBER, "submit", title="Inlämnat")
    clock_strikes(story, noon(story, path, 5))
    assert set(letters(story)) == {(HEAD,)}


def test_the_letter_of_who_has_sent_none_says_so_and_leads_to_the_form(story, path):
    clock_strikes(story, noon(story, path, 5))
    subject, text = letters(story)[HEAD,]
    assert subject.startswith("Sista dagen att lämna in förslag är ")
    assert "Region Södra har inte lämnat in något förslag" in text
    assert f"http://127.0.0.1{path}/proposals/add" in text


def test_drafts_are_named_to_those_who_can_submit_them_and_to_nobody_else(story, path):
    write(story, path, story.MEMBER, "submit", title="Redan inne")
    draft = write(story, path, story.OTHER, title="Halvskriven tanke")
    clock_strikes(story, noon(story, path, 7))
    found = letters(story)
    assert set(found) == {tuple(sorted((HEAD, story.OTHER)))}
    (_subject, text), = found.values()
    assert "Halvskriven tanke" in text
    assert f"http://127.0.0.1{draft}" in text
    assert "Redan inne" not in text


def test_a_returned_proposal_tells_what_the_office_asked_for(story, path):
    made = write(story, path, story.MEMBER, "submit", title="Ofullständig")
    with story.acting() as acts:
        acts.fire(find(acts.site, made), "return", {"reason": "Vem är det till för?", "asked_for": ("target_group",)})
    clock_strikes(story, noon(story, path, 7))
    _subject, text = letters(story)[story.MEMBER,]
    assert "Ofullständig" in text
    assert "Kansliet ber om: Målgrupp" in text
    assert "Vem är det till för?" in text


def test_a_sender_without_an_account_is_reminded_by_the_contact(story, path):
    with story.acting() as acts:
        made = acts.create(find(acts.site, path)["proposals"], "proposal", {
            "title": "Nedskriven av kansliet", "organisation": story.verket,
            "contacts": (Contact("Siv", "", "", "siv@verket.example"),)})
        acts.fire(made, "submit")
        acts.fire(made, "return", {"reason": "Skriv mer."})
    clock_strikes(story, noon(story, path, 7))
    assert ("siv@verket.example",) in letters(story)


def test_a_partner_is_not_asked_for_proposals_and_neither_is_a_member_that_has_left(story, path):
    story.person("pia@verket.example", "Pia", story.verket, "representative")
    with story.acting() as acts:
        sodra = next(each for each in acts.site["organisations"].values() if each.uid == story.sodra)
        acts.edit(sodra, {"to_date": clock.local_day(clock.now()) - timedelta(days=1)})
    clock_strikes(story, noon(story, path, 7))
    assert set(letters(story)) == {(story.MEMBER,)}


def test_a_later_last_day_is_reminded_of_anew(story, path):
    clock_strikes(story, noon(story, path, 7))
    with story.acting() as acts:
        round_ = find(acts.site, path)
        acts.edit(round_, {"closes": round_.closes + timedelta(days=20)})
    assert clock_strikes(story, noon(story, path, 20)) == []
    assert clock_strikes(story, noon(story, path, 6)) == [("remind", True)]


def test_the_letter_is_in_the_language_of_its_reader(story, path):
    with story.acting() as acts:
        acts.edit(acts.site["people"][story.people[HEAD]], {"language": "en"})
    clock_strikes(story, noon(story, path, 7))
    subject, text = letters(story)[HEAD,]
    assert subject.startswith("The last day to send in proposals is ")
    assert "Region Södra has not sent in any proposal" in text


def test_the_history_names_the_rule_and_the_letters(story, path):
    clock_strikes(story, noon(story, path, 7))
    with story.open() as site:
        round_ = find(site, path)
        kinds = [entry.core["kind"] for entry in round_.events]
        entry = next(entry for entry in round_.events if entry.core.get("transition") == "remind")
        assert "time:round.remind" in str(entry.core)
        assert kinds.count("letter_queued") == 2
        assert round_.reminded == round_.closes
    page = story.browser(story.OFFICE).get(f"{path}/history").text
    assert "påminde medlemmarna om sista dagen" in page


def test_what_fails_leaves_neither_a_letter_nor_a_mark(story, path, monkeypatch):
    monkeypatch.setattr("reglab_workflow.mail.subscribers.told", lambda proposals: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        clock_strikes(story, noon(story, path, 7))
    monkeypatch.undo()
    assert letters(story) == {}
    assert story.item(path)["reminded"] is None


def test_the_running_clock_and_a_walk_through_the_site_find_the_same(story, path):
    with story.acting() as acts:
        round_ = find(acts.site, path)
        acts.edit(round_, {"closes": clock.local_day(clock.now()) + timedelta(days=2)})
    with story.looking() as site:
        assert [(each.path, each.transition) for each in tick(story.rulebook, site, clock.now())] == [(path, "remind")]
    ticker = Ticker(story.database, story.rulebook, story.registry.reglab_index)
    assert [(each.path, each.transition, each.taken) for each in ticker.round(lambda: False)] == [
        (path, "remind", True)]
    assert ticker.round(lambda: False) == []


def test_the_rules_in_words_tell_when(story):
    page = story.browser(story.MEMBER).get("/workflows/round").text
    assert "Sker av sig självt 7 dagar före en viss dag: Sista dag." in page
    assert "Sker av sig självt en viss dag: Sista dag." in page
