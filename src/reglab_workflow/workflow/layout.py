"""Where each state of a life stands in its drawing: a chain down the middle, the rest on both sides of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from .definition import PREVIOUS, SAME, Workflow

Cell = tuple[int, int]
"""Row from the top, and column: -1 to the left of the chain, 0 on it, 1 to the right."""

CROSSING = 6.0  # what it costs a line to cross the chain, in rows
SECOND_SIDE = 3.0  # what it costs to use the left side at all
FORWARD = "forward"


@dataclass(frozen=True)
class Move:
    """A line of the drawing: every transition from one state to another."""

    source: str
    target: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The cells of the states, the lines between them, and the transitions that lead to no line."""

    rows: int
    cells: Mapping[str, Cell]
    moves: tuple[Move, ...]
    stays: Mapping[str, tuple[str, ...]]
    returns: Mapping[str, tuple[str, ...]]


def plan(workflow: Workflow) -> Plan:
    """A cell for each state, such that lines are short and few of them cross the chain."""
    moves = _moves(workflow)
    chain = _chain(workflow)
    others = [name for name in workflow.states if name not in chain]
    rows = max(len(chain), ceil(len(others) / 2))
    cells = {name: (row, 0) for row, name in enumerate(chain)}
    _place(cells, others, rows, moves)
    return Plan(
        rows, cells, moves,
        stays=dict(_without_line(workflow, SAME)), returns=dict(_without_line(workflow, PREVIOUS)),
    )


def _moves(workflow: Workflow) -> tuple[Move, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for transition in workflow.transitions.values():
        for source in transition.sources:
            targets = workflow.targets(transition, source)
            if transition.target != SAME and len(targets) == 1 and targets[0] != source:
                found.setdefault((source, targets[0]), []).append(transition.name)
    return tuple(Move(source, target, tuple(names)) for (source, target), names in found.items())


def _without_line(workflow: Workflow, word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in workflow.states:
        names = []
        for transition in workflow.leaving(name):
            targets = workflow.targets(transition, name)
            if targets == (name,) if word == SAME else len(targets) > 1:
                names.append(transition.name)
        if names:
            yield name, tuple(names)


def _chain(workflow: Workflow) -> list[str]:
    """The longest way forward from the initial state; of several the one told first."""
    ways = _forward(workflow)
    ranks = {workflow.initial: 0}
    before: dict[str, str] = {}
    for name in _in_order(workflow.initial, ways):
        for target in ways[name]:
            if ranks[name] + 1 > ranks.get(target, -1):
                ranks[target], before[target] = ranks[name] + 1, name
    last = max(ranks, key=lambda name: ranks[name])
    chain = [last]
    while chain[-1] in before:
        chain.append(before[chain[-1]])
    return chain[::-1]


def _forward(workflow: Workflow) -> dict[str, list[str]]:
    """The forward ways, less those that would close a circle."""
    ways: dict[str, list[str]] = {name: [] for name in workflow.states}
    for transition in workflow.transitions.values():
        if transition.kind == FORWARD:
            for source in transition.sources:
                for target in workflow.targets(transition, source):
                    if source not in _reached(target, ways):
                        ways[source].append(target)
    return ways


def _reached(start: str, ways: Mapping[str, list[str]]) -> set[str]:
    found, fresh = {start}, [start]
    while fresh:
        new = set(ways[fresh.pop()]) - found
        found |= new
        fresh.extend(new)
    return found


def _in_order(start: str, ways: Mapping[str, list[str]]) -> Iterator[str]:
    """Every state that is reached, after all that lead to it."""
    found = _reached(start, ways)
    waiting = dict.fromkeys(found, 0)
    for name in found:
        for target in ways[name]:
            waiting[target] += 1
    ready = [start]
    for name in ready:
        yield name
        for target in ways[name]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)


def _place(cells: dict[str, Cell], others: list[str], rows: int, moves: tuple[Move, ...]) -> None:
    """Put the others beside the chain, then better their places one by one while anything gets cheaper."""
    free = [(row, column) for column in (1, -1) for row in range(rows)]
    for name in others:
        best = min(free, key=lambda cell, name=name: _cost({**cells, name: cell}, moves))  # type: ignore[misc]
        cells[name] = best
        free.remove(best)
    everywhere = [(row, column) for column in (1, -1) for row in range(rows)]
    cost = _cost(cells, moves)
    improved = True
    while improved:
        improved = False
        for name in others:
            for cell in everywhere:
                changed = _moved(cells, name, cell)
                if (new := _cost(changed, moves)) < cost - 1e-9:
                    cells.update(changed)
                    cost, improved = new, True


def _moved(cells: dict[str, Cell], name: str, cell: Cell) -> dict[str, Cell]:
    """The cells after a state has gone to one, changing places with whatever stood there."""
    return {
        other: cell if other == name else cells[name] if place == cell else place
        for other, place in cells.items()
    }


def _cost(cells: Mapping[str, Cell], moves: tuple[Move, ...]) -> float:
    total = SECOND_SIDE if any(column < 0 for _, column in cells.values()) else 0.0
    for move in moves:
        if move.source in cells and move.target in cells:
            total += _length(cells[move.source], cells[move.target])
    return total


def _length(one: Cell, other: Cell) -> float:
    rows = abs(one[0] - other[0])
    if one[1] == other[1]:
        return rows if rows <= 1 else 1.5 * rows + 1  # must go round what stands between
    if one[1] and other[1]:
        return rows + CROSSING
    return rows + 0.2 * rows * rows
