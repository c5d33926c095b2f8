"""Nothing is written in silence: the watch over every commit catches what it should, and its short list is short."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import timedelta
from typing import Any

import pytest
from persistent import Persistent

import reglab_workflow
import silent_writes
from house import Story
from reglab_workflow import clock
from reglab_workflow.accounts.notes import OwnNote
from reglab_workflow.accounts.tokens import Purpose
from reglab_workflow.content.site.model import find
from reglab_workflow.content.survey.pot import Pot
from reglab_workflow.history.sealing import sealer_of
from reglab_workflow.mail.postman import posting_of
from reglab_workflow.privacy.keeper import LastRun
from written_without_event import ALONE


class Careless:
    """A room that forgets to tell."""

    @staticmethod
    def rename(item: Any, title: str) -> None:
        """Change an item past the one door."""
        item.title = title


def commit(story: Story, work: Any) -> list[str]:
    """What the watch says of a piece of work in a transaction of its own."""
    silent_writes.found.clear()
    with story.open() as site:
        work(site)
    return [*silent_writes.found]


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this file does counts as what the site does."""
    monkeypatch.setattr(silent_writes, "TESTS", "nowhere")


def test_a_silent_write_is_caught(story: Story, careless: None, by_hand: None) -> None:
    told = commit(story, lambda site: Careless.rename(next(iter(site["people"].values())), "Någon annan"))
    assert told == ["reglab_workflow.people.person.Person"]
    told = commit(story, lambda site: site.addresses.update({"nobody": "/nowhere"}))
    assert told == ["Site.addresses (OOBTree)"] or told[0].startswith("Site.addresses")


def test_a_silent_write_behind_a_page_is_caught(story: Story, careless: None, by_hand: None, monkeypatch) -> None:
    from reglab_workflow.content.site import lives

    tell = lives.titles

    def careless_titles(request: Any, kind: Any) -> Any:
        Careless.rename(next(iter(request.site["people"].values())), "Ingen")
        return tell(request, kind)

    monkeypatch.setattr(lives, "titles", careless_titles)
    silent_writes.found.clear()
    story.visitor().get("/workflows/page", status="*")
    assert "reglab_workflow.people.person.Person" in silent_writes.found


def test_what_is_told_may_be_written(story: Story) -> None:
    def work(site: Any) -> None:
        story.rulebook.notify(_event(site))
        site.accounts.invited.insert("somebody")
    assert commit(story, work) == []


def test_an_entry_of_an_earlier_transaction_excuses_nothing(story: Story, careless: None, by_hand: None) -> None:
    commit(story, lambda site: story.rulebook.notify(_event(site)))
    assert commit(story, lambda site: site.accounts.invited.insert("somebody")) != []


def _event(site: Any) -> Any:
    from reglab_workflow.content.events import CommandRun
    from reglab_workflow.security.actor import system

    return CommandRun(site, system("test"), clock.now(), command="test")


# -- the short list ------------------------------------------------------------------------------------------


def classes() -> dict[str, type]:
    """Every persistent class of ours by its name."""
    for module in pkgutil.walk_packages(reglab_workflow.__path__, "reglab_workflow."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, waiting = {}, [Persistent]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.startswith("reglab_workflow."):
                found[each.__name__] = each
    return found


def test_the_short_list_names_what_there_is_and_says_why() -> None:
    known = classes()
    for name, reason in ALONE.items():
        assert name.partition(".")[0] in known, name
        assert len(reason.split()) >= 5, name


def test_each_of_the_short_list_is_really_written_alone(story: Story) -> None:
    """One piece of work for each: the list holds nothing that would not be missed."""
    silent_writes.used.clear()
    now, uid, kept = clock.now(), story.people[story.MEMBER], ""
    with story.open() as site:
        story.rulebook.notify(_event(site))
        kept = site.accounts.sessions.begin(uid, now)
        site.accounts.tokens.issue(Purpose.RESET, uid, now)
        site.accounts.devices.remember("", uid, now)
        site.pot = Pot()
        sealer_of(story.registry).next(site, now)
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        acts.fire(acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Ett brev"}), "submit")
    assert posting_of(story.registry).round().sent
    later = now + timedelta(minutes=10)
    for work in (
        lambda site: site.accounts.note_visit("somebody", now),
        lambda site: site.accounts.note_visit("somebody", later),
        lambda site: site.accounts.keep_sheet(uid, "/a", (("title", "Utkast"),), now),
        lambda site: site.accounts.keep_note(uid, "place", "subject", OwnNote("Min tanke", now, 1, 1)),
        lambda site: site.accounts.throttle.count([("account", "x")], now),
        lambda site: site.accounts.sessions.touch(kept, later),
        lambda site: sealer_of(story.registry).next(site, later),
        lambda site: site.pot.put("mark", {"question": 3}),
        lambda site: site.accounts.sweep(now + timedelta(days=800)),
        lambda site: setattr(site, "retained", LastRun(now, {})),
    ):
        assert commit(story, work) == []
    assert silent_writes.used == set(ALONE)


def test_a_session_never_begins_alone(story: Story, by_hand: None) -> None:
    """What may be changed or forgotten in silence may not be made in silence."""
    told = commit(story, lambda site: site.accounts.sessions.begin(story.people[story.MEMBER], clock.now()))
    assert told == ["reglab_workflow.accounts.sessions.Session"]
    told = commit(story, lambda site: site.accounts.tokens.issue(Purpose.RESET, "somebody", clock.now()))
    assert told == ["reglab_workflow.accounts.tokens.Token"]
