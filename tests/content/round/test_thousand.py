"""A round of a thousand proposals: pages load what they show, the clock looks at what it can move, lists stay quick."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from pyramid.security import NO_PERMISSION_REQUIRED
from ZODB.Connection import Connection

from reglab_workflow.catalog.finder import Query, rebuild
from reglab_workflow.content.site.desk import duties
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticker import Ticker
from reglab_workflow.workflow.errors import Refused
from written import Written

SIZES = (100, 1000)
PAGE = 50
STATES = ("submitted", "submitted", "returned", "discussed", "selected", "not_selected", "draft", "parked")
THEMES = ("data", "mark", "")
WORDS = ("lärande", "region", "hållbar", "data", "kompetens", "näringsliv", "kultur", "hälsa", "energi", "mobilitet")


class Full(Written):
    """A site with one round of many proposals, in every state, some without theme or number."""

    def __init__(self, var: Path, size: int) -> None:
        super().__init__(var)
        self.size = size
        self.round_path = self.open_round()
        senders = (self.norra, self.sodra, self.ostra)
        with self.acting() as acts:
            folder = find(acts.site, f"{self.round_path}/proposals")
            for number in range(size):
                made = acts.create(folder, "proposal", {
                    "title": f"Förslag {number} om {WORDS[number % 10]}", "organisation": senders[number % 3],
                    "idea": " ".join(WORDS[(number + step) % 10] for step in range(12)),
                    "theme": THEMES[number % 3], "number": number + 1 if number % 5 else None})
                made.state = STATES[number % len(STATES)]
            acts.create(find(acts.site, self.round_path), "meeting", {"title": "Idémöte"})

    def configurator(self, settings: dict[str, Any]) -> Any:
        """The application, and in it the plainest list there could be."""
        config = super().configurator(settings)
        folder = Path(settings["reglab.var"]).parent
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "plain.pt").write_text(PLAIN, encoding="utf-8")
        config.add_route("plain", "/plain")
        config.add_view(plain_list, route_name="plain", renderer=str(folder / "plain.pt"),
                        permission=NO_PERMISSION_REQUIRED)
        return config

    def stand(self, state: str) -> None:
        """Let the round be in a state, whatever way leads there."""
        with self.open() as site:
            round_ = find(site, self.round_path)
            changed, round_.state = round_.state != state, state
        if changed:
            rebuild(self.registry.reglab_index, self.database, self.rulebook)


PLAIN = """<!DOCTYPE html><html lang="sv"><head><title>Lista</title></head><body><table>
<tr tal:repeat="row rows"><td>${row.number}</td><td><a href="${link(row)}">${row.title}</a></td>
<td>${titles.get(row.organisation)}</td><td>${row.theme}</td><td>${row.state}</td></tr></table></body></html>"""


def plain_list(request: Any) -> dict[str, Any]:
    """Twenty-five proposals and nothing else: no frame, no words, no macros."""
    found = request.finder.find(Query(terms={"type": ("proposal",)}, order="number", limit=25))
    return {"rows": found.items, "titles": {each.uid: each.title for each in request.site["organisations"].values()}}


class Loads:
    """Counts the objects that are read from the database, by class."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def of(self, site: Full, act: Callable[[], Any]) -> Counter[str]:
        """What an act loads with nothing in memory, after everything that is done once has been done."""
        act()
        site.database.cacheMinimize()
        self.read.clear()
        act()
        return Counter(self.read)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Full]]:
    """The site in each size; they are only looked at, but for the state of the round."""
    sites = {size: Full(tmp_path_factory.mktemp("full") / "var", size) for size in SIZES}
    yield sites
    for site in sites.values():
        site.close()


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Loads:
    """What is loaded while the test looks."""
    counting, setstate = Loads(), Connection.setstate

    def noted(connection: Connection, thing: Any) -> None:
        counting.read.append(type(thing).__name__)
        setstate(connection, thing)

    monkeypatch.setattr(Connection, "setstate", noted)
    return counting


def page_of(site: Full, who: str, address: str) -> Callable[[], Any]:
    """Looks at a page as somebody."""
    browser = site.browser(who)

    def look() -> Any:
        answer = browser.get(address)
        assert answer.status_int == 200
        return answer

    return look


PLACES = {state: ("OFFICE", "{round}", state) for state in (
    "open", "closed", "compiled", "published", "discussed", "decided", "adopted", "archived")} | {
    "a member": ("MEMBER", "{round}", "open"),
    "a member, once published": ("MEMBER", "{round}", "published"),
    "page two": ("OFFICE", "{round}?page=2", "closed"),
    "a member's page two": ("OTHER", "{round}?page=2", "published"),
    "narrowed": ("OFFICE", "{round}?theme=data&state=submitted&text=region", "closed"),
    "by title": ("OFFICE", "{round}?sort=title", "closed"),
    "the explainer": ("OFFICE", "{round}/rights?what=compile", "closed"),
    "the form of a step": ("OFFICE", "{round}/do/decide", "discussed"),
    "without a theme": ("OFFICE", "{round}/compile", "closed"),
    "theme data": ("OFFICE", "{round}/compile?theme=data", "closed"),
    "theme mark": ("OFFICE", "{round}/compile?theme=mark", "compiled"),
} | {f"duty {duty.name}": ("OFFICE", f"/my?duty={duty.name}", "closed") for duty in duties()}


WAY = ("OOBucket", "OOBTree", "LOBTree", "LOBucket")
"""Leaves of the tree that a shown proposal hangs on: no more of them than proposals."""


@pytest.mark.parametrize("place", PLACES)
def test_a_page_loads_no_more_of_a_thousand_proposals_than_of_a_hundred(full, loads, place):
    """The proposals that it shows, the way to them, and around them the same objects whatever the size of the round."""
    who, address, state = PLACES[place]
    found = {}
    for size, site in full.items():
        site.stand(state)
        look = page_of(site, getattr(site, who), address.format(round=site.round_path))
        shown = len(look().html.select("a.said, ul.ways a, main ol a, main li a[href*='/proposals/']"))
        found[size] = (shown, loads.of(site, look))
    (_shown, few), (many_shown, many) = found[100], found[1000]
    assert many["Proposal"] <= many_shown
    around = [Counter({name: number for name, number in each.items() if name not in (*WAY, "Proposal")})
              for each in (few, many)]
    assert around[0] == around[1]
    way = [sum(each[name] for name in WAY) for each in (few, many)]
    assert way[1] <= way[0] + many_shown
    assert sum(many.values()) <= 2 * many_shown + 180


def test_a_list_of_fifty_costs_at_most_seven_plain_lists_of_twenty_five(full):
    """The whole page of the office, with steps, filters, columns and guards, against the plainest page of the site."""
    site = full[1000]
    site.stand("closed")
    pages = [page_of(site, site.OFFICE, address) for address in (site.round_path, "/plain")]
    for page in pages * 2:
        page()
    taken: tuple[list[float], list[float]] = ([], [])
    for _time in range(15):
        for page, times in zip(pages, taken, strict=True):
            start = time.perf_counter()
            page()
            times.append(time.perf_counter() - start)
    page, plain = (median(times) for times in taken)
    assert page <= 7 * plain, (page, plain)


def test_a_tick_looks_at_no_proposal(full, loads):
    """The clock asks the index for what waits for time; a round that is open is all there is."""
    found = {}
    for size, site in full.items():
        site.stand("open")
        ticker = Ticker(site.database, site.rulebook, site.registry.reglab_index)
        found[size] = loads.of(site, lambda ticker=ticker: ticker.round(lambda: False))
    assert found[100] == found[1000]
    assert found[1000]["Proposal"] == 0
    assert sum(found[1000].values()) <= 100  # the trail alone has 64 slots


def test_offering_a_step_that_moves_a_thousand_proposals_asks_none_of_them(full, loads):
    """The step asks them all when it is taken, and then names each that stops it."""
    site = full[1000]
    site.stand("published")
    look = page_of(site, site.OFFICE, site.round_path)
    assert "Markera att idémötet har hållits" in look().text
    assert loads.of(site, look)["Proposal"] <= PAGE
    with site.acting() as acts:
        round_ = find(acts.site, site.round_path)
        round_.meeting.state = "in_session"
        with pytest.raises(Refused) as refused:
            acts.fire(round_, "hold")
        round_.meeting.state = "planned"
    assert len(refused.value.reasons) > PAGE
