"""Many write at once: whoever writes about different things never waits, and one thing has one winner."""

from __future__ import annotations

from datetime import date

import transaction
from transaction.interfaces import TransientError

from posting import Hand, at_once, hand
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import actor_for
from reglab_workflow.storage.connection import site_of

CLIENTS = 8
TURNS = 8


def test_eight_who_write_about_their_own_items_never_fail(kept):
    """Through the pages: every step is taken, and hardly any has to be tried again."""
    round_path = kept.open_round()
    paths = [kept.proposal(round_path, f"Förslag {number}") for number in range(CLIENTS)]
    hands = [hand(kept, kept.OFFICE) for _client in range(CLIENTS)]
    before = kept.entries()

    def write(office: Hand, path: str) -> list[int]:
        seen, answers = kept_version[path], []
        for turn in range(TURNS):
            step, facts = ("accept_as_is", {}) if turn % 2 else ("return", {"reason": "Skriv mer."})
            answers.append(office.fire(path, step, seen + turn, **facts).status_int)
        return answers

    kept_version = {path: kept.item(path)["version"] for path in paths}
    kept.retries.clear()
    answers = at_once([lambda each=each: write(*each) for each in zip(hands, paths, strict=True)])
    assert answers == [[303] * TURNS] * CLIENTS
    letters = CLIENTS * TURNS // 2
    assert kept.entries() == before + CLIENTS * TURNS + letters
    assert len(kept.retries) <= CLIENTS * TURNS // 8, kept.retries


def test_eight_processes_of_work_never_fail_on_their_own_items(kept):
    """By direct acts, in the retry loop that jobs and commands use."""
    round_path = kept.open_round()
    paths = [kept.proposal(round_path, f"Förslag {number}") for number in range(CLIENTS)]
    before = kept.entries()

    def write(path: str) -> int:
        lost = 0
        for turn in range(TURNS):
            manager = transaction.TransactionManager(explicit=True)
            for attempt in manager.attempts(5):
                with attempt:
                    connection = kept.database.open(manager)
                    manager.get().addAfterCommitHook(lambda _kept, opened=connection: None)
                    site = site_of(connection)
                    person = site["people"][kept.people[kept.OFFICE]]
                    acts = Acts(kept.rulebook, site, actor_for(person, site, clock.now(), channel="test"))
                    acts.edit(find(site, path), {"idea": f"Tanke nummer {turn}."})
                    lost += 1
                connection.close()
            lost -= 1
        return lost

    lost = at_once([lambda path=path: write(path) for path in paths])
    assert kept.entries() == before + CLIENTS * TURNS
    assert sum(lost) <= CLIENTS * TURNS // 8


def test_one_of_eight_who_fire_the_same_step_wins_each_round(kept):
    """The others are told that somebody was first; nothing breaks and history tells one step."""
    path = kept.proposal(kept.open_round())
    hands = [hand(kept, kept.OFFICE) for _client in range(CLIENTS)]
    for turn in range(TURNS):
        step, facts = ("accept_as_is", {}) if turn % 2 else ("return", {"reason": "Skriv mer."})
        seen, entries, letters = kept.item(path)["version"], kept.entries(), kept.letters()
        answers = at_once([
            lambda each=each, seen=seen: each.fire(path, step, seen, **facts).status_int for each in hands])
        assert sorted(answers) == [303] + [409] * (CLIENTS - 1)
        new_letters = kept.letters() - letters
        assert kept.entries() == entries + 1 + new_letters
        assert new_letters == (0 if turn % 2 else 1)
        assert kept.item(path)["version"] == seen + 1


def test_eight_who_write_a_new_proposal_on_the_last_evening_all_succeed(kept):
    """They meet in the same folder of the same round."""
    round_path = kept.open_round()
    hands = [hand(kept, kept.MEMBER) for _client in range(CLIENTS)]

    def write(each: Hand, number: int) -> int:
        return each.post(f"{round_path}/proposals/add", title=f"Sent förslag {number}", submit="submit").status_int

    answers = at_once([lambda each=each: write(*each) for each in zip(hands, range(CLIENTS), strict=True)])
    assert answers == [303] * CLIENTS
    with kept.open() as site:
        titles = [each.title for each in find(site, f"{round_path}/proposals").values()]
    assert sorted(titles) == [f"Sent förslag {number}" for number in range(CLIENTS)]


def test_two_edits_of_one_item_are_one_edit_and_one_refusal(kept):
    """A lost update is refused: the second is shown both texts."""
    path = kept.proposal(kept.open_round(), submitted=False)
    pages = [kept.browser(kept.MEMBER).get(f"{path}/edit") for _client in range(2)]

    def save(page: object, text: str) -> int:
        form = page.forms["form"]
        form["idea"] = text
        return form.submit("save", expect_errors=True).status_int

    answers = at_once([lambda page=page, text=text: save(page, text)
                       for page, text in zip(pages, ("Min tanke.", "Din tanke."), strict=True)])
    assert sorted(answers) == [303, 409]
