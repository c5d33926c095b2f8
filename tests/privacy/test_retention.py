"""Personal data goes when its time is over: by rules of one file, the same in words, in a dry run and in earnest."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.documents.edition import edition_from, whole_edition
from reglab_workflow.privacy.keeper import Keeper
from reglab_workflow.privacy.retention import FILE, PROPOSE, RetentionProblems, due, read_rules
from reglab_workflow.privacy.table import ERASED

RULES = read_rules(FILE.read_text(encoding="utf-8"))


def would_go(story: Any, days: int) -> Counter[str]:
    with story.looking() as site:
        day = clock.local_day(clock.now() + timedelta(days=days))
        return Counter(each.rule.name for each in due(RULES, site, day) if each.rule.does != PROPOSE)


def keeper(story: Any) -> Keeper:
    return Keeper(story.database, story.rulebook, RULES)


@pytest.fixture
def over(named: Any) -> Any:
    """The project has been cancelled, and the round's result was decided."""
    with named.acting() as acts:
        project = find(acts.site, named.project)
        acts.fire(project, "cancel", {"reason": "För få.", "moved_to": "Ingenstans"})
        round_ = next(iter(acts.site["rounds"].values()))
        round_.keep_issue(whole_edition(round_).canonical(), acts.now)
        round_.state = "decided"
    return named


def test_nothing_goes_before_its_time(over: Any) -> None:
    assert would_go(over, 330) == {}
    assert set(would_go(over, 400)) == {"proposal_contacts"}
    assert set(would_go(over, 800)) == {"proposal_contacts", "participants", "participations", "letters"}


def test_the_real_run_takes_what_the_dry_run_told_and_a_second_takes_nothing(over: Any) -> None:
    told = would_go(over, 800)
    then = clock.now() + timedelta(days=800)
    assert keeper(over).run(then) == told
    assert keeper(over).run(then) == {}


def test_what_is_left_says_how_many_and_of_which_organisation(over: Any) -> None:
    keeper(over).run(clock.now() + timedelta(days=800))
    with over.looking() as site:
        registration, proposal = find(site, over.own), find(site, over.proposal)
        assert [(each.name, each.email) for each in registration.people] == [(ERASED, "")] * 2
        assert (registration.title, registration.number_of_people()) == ("Region Norra", 3)
        assert [(each.name, each.role, each.email) for each in proposal.contacts] == [
            (ERASED, "Strateg", ""), (ERASED, "Chef", "")]
        told = json.dumps([entry.details for item in (registration, proposal) for entry in item.events])
        assert "Nils" not in told and "Bo Berg" not in told
        (entry,) = edition_from(next(iter(site["rounds"].values())).last_issue.content).entries
        assert [each.words for each in entry.contacts] == [
            f"{ERASED}, Strateg, Region Norra", f"{ERASED}, Chef, Region Norra"]
        kinds = Counter(entry.core["kind"] for item in (registration, proposal) for entry in item.events)
        assert kinds["retention_applied"] == 2
        assert all(not letter.text for shelf in site.outbox.shelves for letter in shelf.letters.values())


def test_it_runs_once_a_night(over: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    night = (clock.now() + timedelta(days=800)).replace(hour=4)
    monkeypatch.setattr(clock, "now", lambda: night)
    assert keeper(over).round(lambda: False)["participants"] == 1
    assert keeper(over).round(lambda: False) == {}


def test_an_unused_account_is_proposed_and_not_touched(over: Any) -> None:
    with over.looking() as site:
        day = clock.local_day(clock.now() + timedelta(days=1200))
        proposed = [each.thing.uid for each in due(RULES, site, day) if each.rule.does == PROPOSE]
    assert over.people[over.MEMBER] in proposed


def test_every_fault_of_the_file_is_told_at_once() -> None:
    with pytest.raises(RetentionProblems) as found:
        read_rules('[rules.x]\nwhat = {sv = "a", en = "b"}\nwhy = {sv = "a"}\ntype = "proposal"\n'
                   'groups = ["nobody"]\nfrom = "someday"\ndoes = "burn"\nlong = 3\n')
    for part in ("long is not a key", "why must be told", "does is none", "from is none", "months or days",
                 "proposal has no group nobody"):
        assert part in str(found.value)


def test_office_and_auditor_read_the_rules_and_nobody_else(over: Any) -> None:
    for email in (over.OFFICE, over.AUDITOR):
        page = over.browser(email).get("/retention")
        assert "Deltagarna i en organisations anmälan" in page.text and "24 månader efter" in page.text
    assert over.browser(over.MEMBER).get("/retention", status="*").status_int in (403, 404)
