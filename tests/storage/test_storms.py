"""Many write at once: whoever writes about different things never waits, and one thing has one winner."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
import transaction
from webtest.response import TestResponse

from posting import Hand, at_once, hand
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import actor_for
from reglab_workflow.storage.connection import site_of
from reglab_workflow.web.rendering import cooked
from written import Written

CLIENTS = 8
TURNS = 8
FEW = CLIENTS * TURNS // 8
"""So many lost races in a storm are chance; more would mean that writers meet by design."""


@pytest.fixture(autouse=True)
def _restless_threads() -> Iterator[None]:
    """Threads change places much more often than they do by themselves, so that races are lost while we look."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 10)
    yield
    sys.setswitchinterval(usual)


def step_of(turn: int) -> tuple[str, dict[str, str]]:
    """There and back again: a step that writes a letter, and one that writes none."""
    return ("accept_as_is", {}) if turn % 2 else ("return", {"reason": "Skriv mer."})


def test_eight_who_write_about_their_own_items_never_fail(kept):
    """Through the pages: every step is taken, and hardly any has to be tried again."""
    round_path = kept.open_round()
    paths = [kept.proposal(round_path, f"Förslag {number}") for number in range(CLIENTS)]
    versions = [kept.item(path)["version"] for path in paths]
    hands = [hand(kept, kept.OFFICE) for _client in range(CLIENTS)]
    before = kept.entries()
    kept.retries.clear()

    def write(office: Hand, path: str, version: int) -> list[int]:
        answers = []
        for turn in range(TURNS):
            step, facts = step_of(turn)
            answers.append(office.fire(path, step, version + turn, **facts).status_int)
        return answers

    answers = at_once([lambda each=each: write(*each) for each in zip(hands, paths, versions, strict=True)])
    assert answers == [[303] * TURNS] * CLIENTS
    letters = CLIENTS * TURNS // 2
    assert kept.entries() == before + CLIENTS * TURNS + letters
    assert len(kept.retries) <= FEW, kept.retries


def test_eight_jobs_never_fail_on_their_own_items(kept):
    """By direct acts, in the loop of attempts that a job or a command uses."""
    round_path = kept.open_round()
    paths = [kept.proposal(round_path, f"Förslag {number}") for number in range(CLIENTS)]
    before = kept.entries()
    attempts = at_once([lambda path=path: sum(edited(kept, path, f"Tanke {turn}.") for turn in range(TURNS))
                        for path in paths])
    assert kept.entries() == before + CLIENTS * TURNS
    assert sum(attempts) - CLIENTS * TURNS <= FEW, attempts


def edited(kept: Written, path: str, idea: str) -> int:
    """Write one edit as the office; gives how many attempts it took."""
    manager = transaction.TransactionManager(explicit=True)
    tried = 0
    for attempt in manager.attempts(5):
        with attempt:
            tried += 1
            connection = kept.database.open(manager)
            site = site_of(connection)
            person = site["people"][kept.people[kept.OFFICE]]
            Acts(kept.rulebook, site, actor_for(person, site, clock.now())).edit(find(site, path), {"idea": idea})
        connection.close()
    return tried


def test_one_of_eight_who_fire_the_same_step_wins_each_round(kept):
    """The others are told that somebody was first; nothing breaks and history tells one step."""
    path = kept.proposal(kept.open_round())
    hands = [hand(kept, kept.OFFICE) for _client in range(CLIENTS)]
    for turn in range(TURNS):
        step, facts = step_of(turn)
        seen, entries, letters = kept.item(path)["version"], kept.entries(), kept.letters()
        answers = at_once([
            lambda each=each, step=step, seen=seen, facts=facts: each.fire(path, step, seen, **facts).status_int
            for each in hands])
        assert sorted(answers) == [303] + [409] * (CLIENTS - 1)
        assert kept.item(path)["version"] == seen + 1
        new_letters = kept.letters() - letters
        assert new_letters == (0 if turn % 2 else 1)
        assert kept.entries() == entries + 1 + new_letters


def test_eight_who_hand_in_on_the_last_evening_all_succeed(kept):
    """They meet in the same folder of the same round, and write about different things all the same."""
    round_path = kept.open_round()
    hands = [hand(kept, kept.MEMBER) for _client in range(CLIENTS)]
    kept.retries.clear()

    def write(each: Hand, number: int) -> TestResponse:
        return each.post(f"{round_path}/proposals/add", title=f"Sent förslag {number}", submit="submit")

    answers = at_once([lambda each=each: write(*each) for each in zip(hands, range(CLIENTS), strict=True)])
    assert [answer.status_int for answer in answers] == [303] * CLIENTS
    assert len(kept.retries) <= CLIENTS, kept.retries
    with kept.open() as site:
        proposals = find(site, f"{round_path}/proposals")
        assert sorted(each.title for each in proposals.values()) == [
            f"Sent förslag {number}" for number in range(CLIENTS)]
        assert {each.state for each in proposals.values()} == {"submitted"}


def test_the_same_title_written_twice_at_once_gets_two_addresses(kept):
    """A name that somebody else has just taken is no reason to fail."""
    round_path = kept.open_round()
    hands = [hand(kept, kept.MEMBER) for _client in range(2)]
    answers = at_once([
        lambda each=each: each.post(f"{round_path}/proposals/add", title="Samma tanke", save="save").status_int
        for each in hands])
    assert answers == [303, 303]
    with kept.open() as site:
        assert find(site, f"{round_path}/proposals").keys() == ["samma-tanke", "samma-tanke-2"]


def test_two_edits_of_one_item_are_one_edit_and_one_refusal(kept):
    """A lost update is refused: whoever came second keeps the text and is shown the other."""
    path = kept.proposal(kept.open_round(), submitted=False)
    forms = [kept.browser(kept.MEMBER).get(f"{path}/edit").forms["form"] for _client in range(2)]
    for form, text in zip(forms, ("Min tanke.", "Din tanke."), strict=True):
        form["idea"] = text
    answers = at_once([lambda form=form: form.submit("save", expect_errors=True) for form in forms])
    assert sorted(answer.status_int for answer in answers) == [303, 409]
    refused = next(answer for answer in answers if answer.status_int == 409)
    assert "Min tanke." in refused.text
    assert "Din tanke." in refused.text


@pytest.mark.slow
def test_the_first_visitors_all_get_their_pages(written):
    """Every template is compiled at their first request; Python's compiler does not bear two threads at once."""
    path = written.proposal(written.open_round())
    pages = ("/organisations", "/rounds", path, f"{path}/edit", f"{path}/history", "/people", "/projects",
             "/projects/add-project")
    browsers = [written.browser(written.OFFICE) for _page in pages]
    cooked.cache_clear()
    written.registry.templates._known.clear()
    answers = at_once([lambda each=each: each[0].get(each[1]).status_int
                       for each in zip(browsers, pages, strict=True)])
    assert answers == [200] * len(pages)
