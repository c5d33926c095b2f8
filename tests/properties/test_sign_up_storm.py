"""The morning the registration opens: everybody presses the same button, and as many as there are places get one.

Two hundred people from sixteen browsers at once; each presses the button on the page behind the own link.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyramid_retry import IBeforeRetry
from webtest import TestApp

import stores
from learning_group import LearningGroup
from posting import at_once
from reglab_workflow import clock
from reglab_workflow.accounts.bearers import holder_of, issue
from reglab_workflow.accounts.tokens import Purpose
from reglab_workflow.content.participation.queue import free_places, queue, with_place
from reglab_workflow.content.site.model import find

pytestmark = pytest.mark.usefixtures("by_hand")
"""Links, letters and credentials are put there by the tests themselves."""

CLIENTS = 16
ORGANISATIONS, EACH = 40, 5
PLACES = 30


@dataclass(frozen=True)
class Person:
    """Somebody with a link."""

    name: str
    secret: str


class Morning(LearningGroup):
    """Many organisations that take part, and an occasion that has just opened."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.retries: list[str] = []
        self.registry.registerHandler(lambda event: self.retries.append(repr(event.exception)), (IBeforeRetry,))
        self.names = [[f"Person {letter(number)} {letter(each)}" for each in range(EACH)]
                      for number in range(ORGANISATIONS)]
        self.paths = [self.confirmed(self.organisation(f"Organisation {number}"), *names,
                                     contact_email=f"kontakt{number}@org{number}.example")
                      for number, names in enumerate(self.names)]

    def links(self) -> list[Person]:
        """Everybody, one of each organisation after the other."""
        with self.open() as site:
            found = [(each, registration) for registration in (find(site, path) for path in self.paths)
                     for each in registration.people]
            made = [Person(each.name, issue(site, Purpose.PARTICIPANT, holder_of(registration, each.key), each.email,
                                            clock.now())) for each, registration in found]
        return [made[number] for first in range(EACH) for number in range(first, len(made), EACH)]


def letter(number: int) -> str:
    """A number as two letters, since the keys of people are made of letters."""
    return f"{chr(97 + number // 26)}{chr(97 + number % 26)}"


@pytest.fixture(params=stores.KINDS)
def morning(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Morning]:
    with stores.store(request.param, tmp_path) as settings:
        made = Morning(tmp_path / "var", **settings)
        yield made
        made.close()


def press(browser: TestApp, person: Person, occasion: str, button: str = "yes") -> int:
    """Press a button on the own page; gives the status of the answer."""
    fields = {"csrf_token": browser.cookies["csrf"], "token": person.secret, "occasion": occasion, "do": button}
    status: int = browser.post("/take-part", fields, expect_errors=True).status_int
    return status


def opened(morning: Morning, person: Person) -> TestApp:
    """A browser that has looked at somebody's page."""
    browser = morning.visitor()
    browser.get(f"/take-part/{person.secret}")
    return browser


def test_everybody_presses_at_once(morning):
    """Nobody is answered with a fault, nobody is forgotten, and the queue is in the order in which they came."""
    people = morning.links()
    occasion = morning.opened(capacity=PLACES).rpartition("/")[2]
    shares = [people[client::CLIENTS] for client in range(CLIENTS)]
    browsers = [opened(morning, share[0]) for share in shares]
    morning.retries.clear()
    answers = at_once([
        lambda browser=browser, share=share: [press(browser, each, occasion) for each in share]
        for browser, share in zip(browsers, shares, strict=True)])
    told = Counter(status for share in answers for status in share)
    assert told == {303: len(people)}
    assert morning.retries == []  # they came in one after the other
    assert_fair(morning, len(people))


def assert_fair(morning: Morning, number: int) -> None:
    """As many as there are places have one, and all others wait in the order in which they came."""
    with morning.looking() as site:
        workshop = find(site, morning.workshop)
        assert len(with_place(workshop)) == PLACES
        assert free_places(workshop) == 0
        turns = queue(workshop)
        assert len(turns) == number - PLACES
        for turn in turns:
            turn.participation._p_activate()
        committed = sorted(turns, key=lambda turn: turn.participation._p_serial)
        assert [turn.participation.title for turn in committed] == [turn.participation.title for turn in turns]
        arrivals = sorted(each.arrived for each in workshop["participations"].values())
        assert arrivals == list(range(1, number + 1))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.skipif(not stores.DSN, reason=stores.WITHOUT_SERVER)
@pytest.mark.parametrize("machines", [1, 2])
def test_everybody_presses_at_once_on_two_processes(tmp_path, machines):
    """On one machine they take turns; on two some are asked to press again, and nobody gets a place too many."""
    with stores.database_of_its_own() as name:
        address = stores.address(name, tmp_path / "blobs")
        morning = Morning(tmp_path / "var", **{"reglab.database": address})
        people = morning.links()
        occasion = morning.opened(capacity=PLACES).rpartition("/")[2]
        others = [start(number, tmp_path / f"var{number % machines}", address, occasion) for number in range(2)]
        for number, other in enumerate(others):
            say(other, " ".join(each.secret for each in people[number::2]))
        assert [hear(other) for other in others] == ["ready", "ready"]
        for other in others:
            say(other, "go")
        told = Counter(status for other in others for status in hear(other).split())
        for other in others:
            other.communicate()
        assert told.pop("303") == len(people)
        assert set(told) <= ({"503"} if machines == 2 else set())
        assert_fair(morning, len(people))
        morning.close()


def start(number: int, var: Path, address: str, occasion: str) -> subprocess.Popen[str]:
    """One more process of the site."""
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": str(here.parent), "REGLAB_PROCESS": str(number + 1)}
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", str(here / "other_presser.py"), str(var), address, occasion,
         str(CLIENTS // 2)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


def say(other: subprocess.Popen[str], line: str) -> None:
    """Tell another process something."""
    assert other.stdin is not None
    other.stdin.write(line + "\n")
    other.stdin.flush()


def hear(other: subprocess.Popen[str]) -> str:
    """The next line that another process says."""
    assert other.stdout is not None
    return other.stdout.readline().strip()
