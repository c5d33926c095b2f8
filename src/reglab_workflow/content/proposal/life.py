"""The life of an idea: the proposals, areas, projects, occasions and results that hang together, over the years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...clock import local_day

PROPOSAL, AREA, PROJECT, OCCASION, RESULT = KINDS = ("proposal", "area", "project", "occasion", "result")
CARRIED, MERGED, BECAME = "carried", "merged", "became"

MOST_PROPOSALS = 200
"""Of one idea; a tangle of more is cut off there."""

REPORTED = ("evaluating", "closed", "cancelled", "reshaped")
"""The states of a project that has something to tell of how it went."""

May = Callable[[Any], bool]


@dataclass(frozen=True)
class Node:
    """One step of an idea; ``item`` is what its page is about, for an area a proposal in it."""

    key: str
    kind: str
    item: Any
    year: int
    day: date | None = None


@dataclass(frozen=True)
class Link:
    """One step led to another: it was carried over, merged, or became something."""

    source: str
    target: str
    kind: str


@dataclass
class Life:
    """The steps in the order of their years, and what led to what."""

    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def onward(self, node: Node) -> Iterator[tuple[str, Node]]:
        """What a step led to: how, and the step."""
        known = {each.key: each for each in self.nodes}
        for link in self.links:
            if link.source == node.key:
                yield link.kind, known[link.target]


def life_of(proposal: Any, may: May = lambda item: True) -> Life:
    """The whole life of a proposal's idea, as far as what one may see leads."""
    family = _family(proposal, may)
    life = Life()
    known = {each.uid for each in family}
    for each in family:
        life.nodes.append(Node(each.uid, PROPOSAL, each, each.round.year, local_day(each.created)))
        life.links += [link for link in _kinship(each) if link.source in known and link.target in known]
    _add_projects(life, family, may)
    order = {kind: place for place, kind in enumerate(KINDS)}
    life.nodes.sort(key=lambda node: (node.year, order[node.kind], node.day or date.max))
    life.links = list(dict.fromkeys(life.links))
    return life


def _family(proposal: Any, may: May) -> list[Any]:
    """The proposal and every one that leads to it or on from it; each once, so that a circle ends."""
    found, waiting = {proposal.uid: proposal}, [proposal]
    while waiting and len(found) < MOST_PROPOSALS:
        each = waiting.pop(0)
        for other in (each.followed(), each.merged_into(), *each.merged_here(), *each.followers()):
            if other is not None and other.uid not in found and may(other):
                found[other.uid] = other
                waiting.append(other)
    return list(found.values())


def _kinship(proposal: Any) -> Iterator[Link]:
    """The links that a proposal itself tells of."""
    if proposal.follows and proposal.follows != proposal.uid:
        yield Link(proposal.follows, proposal.uid, CARRIED)
    if proposal.target and proposal.target != proposal.uid:
        yield Link(proposal.uid, proposal.target, MERGED)


def _add_projects(life: Life, family: list[Any], may: May) -> None:
    projects = [each for each in proposal_projects(family) if may(each)]
    for each in family:
        place = each.uid
        if each.area:
            place = f"area:{each.round.year}:{each.area}"
            if not any(node.key == place for node in life.nodes):
                life.nodes.append(Node(place, AREA, each, each.round.year, each.decided_on))
            life.links.append(Link(each.uid, place, BECAME))
        life.links += [Link(place, project.uid, BECAME) for project in projects if is_behind(each, project)]
    for project in projects:
        behind = [each.round.year for each in family if is_behind(each, project)]
        _add_project(life, project, max(behind), may)


def _add_project(life: Life, project: Any, year: int, may: May) -> None:
    """A project stands after its proposals, and its occasions and results never before it."""
    programme = [each for each in project.programme() if may(each)]
    begun = max(year, min((each.starts.year for each in programme if each.starts is not None), default=year))
    life.nodes.append(Node(project.uid, PROJECT, project, begun, local_day(project.created)))
    last = begun
    for each in programme:
        last = max(last, each.starts.year if each.starts is not None else begun)
        when = max(begun, each.starts.year) if each.starts is not None else last
        life.nodes.append(Node(each.uid, OCCASION, each, when, each.starts))
        life.links.append(Link(project.uid, each.uid, BECAME))
    if project.state in REPORTED:
        ended = local_day(project.since)
        life.nodes.append(Node(f"result:{project.uid}", RESULT, project, max(last, ended.year), ended))
        life.links.append(Link(project.uid, f"result:{project.uid}", BECAME))


def is_behind(proposal: Any, project: Any) -> bool:
    """Whether a project grew out of a proposal."""
    return proposal.uid in project.proposals or proposal.project == project.uid


def proposal_projects(proposals: list[Any]) -> list[Any]:
    """The projects that grew out of any of some proposals."""
    return [project for project in proposals[0].site["projects"].values()
            if any(is_behind(each, project) for each in proposals)]


def ideas_of(proposals: Iterable[Any]) -> list[list[Any]]:
    """The same proposals by idea: what has been carried over or merged is one idea, however often it was written."""
    ideas: dict[str, list[Any]] = {}
    for proposal in proposals:
        ideas.setdefault(origin(proposal), []).append(proposal)
    return list(ideas.values())


def origin(proposal: Any) -> str:
    """The uid of the first proposal of an idea; in a circle, that of one that all of it agrees on."""
    passed: list[str] = []
    while proposal is not None and proposal.uid not in passed:
        passed.append(proposal.uid)
        proposal = proposal.merged_into() or proposal.followed()
    return passed[-1] if proposal is None else min(passed[passed.index(proposal.uid):])
