"""How much a page loads, a commit writes and a list takes as a round grows: figures to read, and what must not grow."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from ZODB.Connection import Connection

from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder, Query, rebuild
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import actor_for
from written import Written

SIZES = (50, 500, 5000)
STATES = ("draft", "submitted", "submitted", "returned", "discussed", "selected", "not_selected")
WORDS = ("lärande", "region", "hållbar", "data", "kompetens", "näringsliv", "kultur", "hälsa", "energi", "mobilitet")


class Grown(Written):
    """A site with one round of many proposals."""

    def __init__(self, var: Path, size: int) -> None:
        super().__init__(var)
        self.size = size
        self.round_path = self.open_round()
        self.fill()
        self.loaded: list[str] = []

    def fill(self) -> None:
        """Write the proposals, in portions, each in some state."""
        senders = (self.norra, self.sodra, self.ostra)
        for start in range(0, self.size, 500):
            with self.acting() as acts:
                container = find(acts.site, f"{self.round_path}/proposals")
                for number in range(start, min(start + 500, self.size)):
                    made = acts.create(container, "proposal", {
                        "title": f"Förslag {number} om {WORDS[number % 10]}", "organisation": senders[number % 3],
                        "idea": " ".join(WORDS[(number + step) % 10] for step in range(40)),
                        "theme": ("data", "mark")[number % 2], "number": number + 1})
                    made.state = STATES[number % len(STATES)]

    def loads(self, page: Callable[[], Any]) -> int:
        """How many objects are read from the database for one page, with nothing in memory."""
        page()
        self.database.cacheMinimize()
        self.loaded.clear()
        page()
        return len(self.loaded)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Grown]]:
    """The site in each size; every object that is read is noted."""
    sites = [Grown(tmp_path_factory.mktemp("grown") / "var", size) for size in SIZES]
    setstate = Connection.setstate

    def noted(connection: Connection, thing: Any) -> None:
        for site in sites:
            site.loaded.append(type(thing).__name__)
        setstate(connection, thing)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "setstate", noted)
        yield sites
    for site in sites:
        site.close()


def told(name: str, figures: list[float], unit: str = "") -> None:
    """One line of the report."""
    line = "  ".join(f"{figure:>10,.2f}" if isinstance(figure, float) else f"{figure:>10,}" for figure in figures)
    sys.stdout.write(f"{name:<66}{line}  {unit}\n")


def timed(act: Callable[[], Any], times: int = 15) -> float:
    """How many milliseconds it usually takes."""
    taken = []
    for _time in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


OWN = 250
"""The start page of a member lists up to two hundred of the organisation's own proposals."""


@pytest.mark.parametrize(("who", "address", "more"), [
    ("OFFICE", "{round}", 0), ("MEMBER", "{round}", 0), ("MEMBER", "{round}?text=region&theme=data", 0),
    ("OFFICE", "{round}/compile?theme=data", 0), ("OFFICE", "/my?duty=decide", 0),
    ("OFFICE", "/", 0), ("MEMBER", "/", OWN), ("", "/", 0), ("OFFICE", "/rounds", 0),
    ("OFFICE", "{round}/proposals/forslag-8-om-energi", 0), ("MEMBER", "{round}/proposals/forslag-0-om-larande", 0),
    ("OFFICE", "{round}/proposals/forslag-8-om-energi/history", 0), ("OFFICE", "/search?text=data", 0),
])
def test_a_page_does_not_load_more_because_the_round_is_larger(grown, who, address, more):
    """What is shown is one page of a list, whatever there is behind it."""
    figures = []
    for site in grown:
        browser = site.browser(getattr(site, who)) if who else site.visitor()
        page = browser.get(address.format(round=site.round_path), expect_errors=True)
        while page.status_int in (302, 303):
            page = page.follow()
        path = page.request.path_qs
        assert page.status_int == 200, (path, page.status)
        figures.append(site.loads(lambda browser=browser, path=path: browser.get(path)))
    told(f"objects: {address.format(round='/rounds/2027')} ({who.lower() or 'visitor'})", figures, "objects")
    assert figures[-1] <= 1.5 * figures[0] + 60 + more


def test_a_commit_writes_no_more_because_the_round_is_larger(grown):
    """An edit, a step and a new proposal."""
    edit, step, new = [], [], []
    for site in grown:
        path = f"{site.round_path}/proposals/forslag-1-om-region"
        for figures, act in (
            (edit, lambda acts, path=path: acts.edit(find(acts.site, path), {"idea": "En ny tanke."})),
            (step, lambda acts, path=path: acts.fire(find(acts.site, path), "return", {"reason": "Skriv mer."})),
            (new, lambda acts, site=site: acts.create(
                find(acts.site, f"{site.round_path}/proposals"), "proposal",
                {"title": "Ännu ett", "organisation": site.norra})),
        ):
            mark = site.mark()
            with site.acting() as acts:
                act(acts)
            (weight,) = site.weights(mark)
            figures.append(weight)
    for name, figures in (("an edit", edit), ("a step with a letter", step), ("a new proposal", new)):
        told(f"bytes written: {name}", figures, "bytes")
        assert figures[-1] <= 3 * figures[0]


@pytest.mark.parametrize(("name", "query"), [
    ("the newest 25", Query(terms={"type": ("proposal",)})),
    ("text and theme", Query("hållbar", {"type": ("proposal",), "theme": ("data",)})),
    ("one state, by number", Query(terms={"type": ("proposal",), "state": ("submitted",)}, order="number")),
    ("by title", Query(terms={"type": ("proposal",)}, order="title")),
])
def test_a_list_takes_about_as_long_whatever_there_is(grown, name, query):
    """A hundred times as many proposals may take some times as long, never a hundred."""
    figures = []
    for site in grown:
        with site.open() as root:
            actor = actor_for(root["people"][site.people[site.OFFICE]], root, clock.now())
            index = site.registry.reglab_index

            def look(site: Grown = site, index: Any = index, root: Any = root, actor: Any = actor) -> None:
                Finder(index, site.database, site.rulebook, root, actor).find(query)

            look()
            figures.append(timed(look))
    told(f"list: {name}", figures, f"ms; {figures[-1] / figures[0]:.1f} times")
    assert figures[-1] <= 30 * figures[0] + 20


def test_catching_up_after_one_change(grown):
    """The first list after a commit reads what is new; a step of the round reads the round's proposals anew."""
    after_edit, after_step, whole = [], [], []
    later = clock.local_day(clock.now()) + timedelta(days=20)
    for site in grown:
        index = site.registry.reglab_index
        with site.open() as root:
            actor = actor_for(root["people"][site.people[site.OFFICE]], root, clock.now())

        def look(site: Grown = site, actor: Any = actor, index: Any = index) -> None:
            with site.open() as root:
                Finder(index, site.database, site.rulebook, root, actor).count(Query())

        look()
        with site.acting() as acts:
            acts.edit(find(acts.site, f"{site.round_path}/proposals/forslag-2-om-hallbar"), {"idea": "Tanke."})
        after_edit.append(timed(look, 1))
        with site.acting() as acts:
            acts.edit(find(acts.site, site.round_path), {"closes": later})
            acts.fire(find(acts.site, site.round_path), "close")
        after_step.append(timed(look, 1))
        whole.append(timed(lambda site=site, index=index: rebuild(index, site.database, site.rulebook), 1))
    told("index: after one edit", after_edit, "ms")
    told("index: after a step of the round", after_step, "ms")
    told("index: everything anew", whole, "ms")
    assert after_edit[-1] <= 10 * after_edit[0] + 50
