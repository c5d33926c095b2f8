"""A step that loses a race is taken again, and happens once: one event, one letter, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ZODB.POSException import ConflictError

from posting import hand
from reglab_workflow.content import events
from written import Written

ATTEMPTS = 5


class Losing:
    """Loses the first races: in the view, after the event and its letter are written, or when all is stored."""

    def __init__(self, site: Written, races: int, where: str) -> None:
        self.left = races
        self.lost = 0
        self.where = where
        site.registry.registerHandler(self.heard, (events.Transitioned,))
        site.registry.registerHandler(self.began, (events.Transitioned,))
        self.managers: list[Any] = []

    def heard(self, event: events.Transitioned) -> None:
        """Lose in the view, as a read of something that has changed would."""
        if self.where == "view":
            self.lose()

    def began(self, event: events.Transitioned) -> None:
        """Be there when everything is stored."""
        if self.where == "commit":
            event.item._p_jar.transaction_manager.get().join(Joined(self))

    def lose(self) -> None:
        """One race more, as long as there are any left."""
        if self.left:
            self.left -= 1
            self.lost += 1
            raise ConflictError


class Joined:
    """A participant of the transaction that votes no while races are left."""

    transaction_manager = None

    def __init__(self, losing: Losing) -> None:
        self.losing = losing

    def tpc_vote(self, transaction: Any) -> None:
        self.losing.lose()

    def should_retry(self, error: Exception) -> bool:
        return isinstance(error, ConflictError)

    def sortKey(self) -> str:
        """After the database, which has then stored everything."""
        return "~"

    def _nothing(self, transaction: Any) -> None:
        """Nothing of its own to do."""

    abort = commit = tpc_begin = tpc_finish = tpc_abort = _nothing


@pytest.fixture(params=["view", "commit"])
def where(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the race is lost."""
    return request.param


@pytest.mark.parametrize("races", [1, 2, ATTEMPTS - 1])
def test_a_step_that_loses_some_races_happens_once(kept, where, races):
    """The person notices nothing but a short wait."""
    path = kept.proposal(kept.open_round())
    office = hand(kept, kept.OFFICE)
    seen, entries, letters = kept.item(path)["version"], kept.entries(), kept.letters()
    losing = Losing(kept, races, where)
    answer = office.fire(path, "return", seen, reason="Skriv mer.")
    assert answer.status_int == 303
    assert losing.lost == len(kept.retries) == races
    item = kept.item(path)
    assert (item["state"], item["version"], item["reason"]) == ("returned", seen + 1, "Skriv mer.")
    assert kept.letters() == letters + 1
    assert kept.entries() == entries + 2


@pytest.mark.parametrize("races", [ATTEMPTS, ATTEMPTS + 3])
def test_a_step_that_loses_every_race_does_not_happen(kept, where, races):
    """The person is asked to send it again, by a page that machines understand too; nothing is stored."""
    path = kept.proposal(kept.open_round())
    office = hand(kept, kept.OFFICE)
    item, entries, letters = kept.item(path), kept.entries(), kept.letters()
    last = kept.mark()
    losing = Losing(kept, races, where)
    answer = office.fire(path, "return", item["version"], reason="Skriv mer.")
    assert answer.status_int == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.content_type == "text/html"
    assert answer.html.find("h1")
    assert losing.lost == ATTEMPTS
    assert kept.item(path) == item
    assert (kept.entries(), kept.letters()) == (entries, letters)
    assert kept.mark() == last
    losing.left = 0
    assert office.fire(path, "return", item["version"], reason="Skriv mer.").status_int == 303


def test_the_form_is_read_again_at_each_attempt(kept, where):
    """What was typed is not lost with the first attempt."""
    path = kept.proposal(kept.open_round(), submitted=False)
    form = kept.browser(kept.MEMBER).get(f"{path}/edit").forms["form"]
    form["idea"] = "Det som skrevs."
    Losing(kept, 2, where)
    assert form.submit("submit", expect_errors=True).status_int == 303
    assert (kept.item(path)["idea"], kept.item(path)["state"]) == ("Det som skrevs.", "submitted")
