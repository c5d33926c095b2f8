"""What a registration's page costs: as much as it shows, however many others take part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from ZODB.Connection import Connection

from learning_group import LearningGroup


@pytest.fixture
def group(tmp_path: Path) -> Iterator[LearningGroup]:
    group = LearningGroup(tmp_path)
    yield group
    group.close()


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The objects that are read from the database, by class."""
    counter: Counter[str] = Counter()
    setstate = Connection.setstate

    def noted(connection: Connection, thing: object) -> None:
        counter[type(thing).__name__] += 1
        setstate(connection, thing)

    monkeypatch.setattr(Connection, "setstate", noted)
    return counter


def answers_loaded(group: LearningGroup, path: str, loaded: Counter[str]) -> int:
    """How many people's answers are read for an organisation's page, with nothing in memory."""
    browser = group.browser(group.MEMBER)
    browser.get(path)
    group.database.cacheMinimize()
    loaded.clear()
    assert browser.get(path).status_int == 200
    return loaded["Participation"]


def test_an_organisation_loads_its_own_answers_alone(group: LearningGroup, loaded: Counter[str]) -> None:
    path = group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    for number in range(12):
        uid = group.organisation(f"Organisation {number}")
        group.confirmed(uid, *(f"Person {letter * (number + 1)}" for letter in "xyz"),
                        contact_email=f"k{number}@org.example")
    group.opened(capacity=1)
    assert answers_loaded(group, path, loaded) == 2
    group.do("Ada Ek", "sign_up")
    assert answers_loaded(group, path, loaded) == 2


def test_who_stands_in_a_queue_loads_the_queue(group: LearningGroup, loaded: Counter[str]) -> None:
    path = group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    group.confirmed(group.sodra, "Cia Gran")
    group.opened(capacity=1)
    group.do("Cia Gran", "sign_up")
    group.do("Ada Ek", "queue")
    assert answers_loaded(group, path, loaded) == 3
