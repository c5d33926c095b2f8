"""The lines of a drawing: from which side of a box they leave, how they run, and where they arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .boxes import GUTTER, KNOT, PORT, Box, Point
from .layout import Cell, Move, Plan

LEFT, RIGHT, ABOVE, BELOW = "left", "right", "above", "below"
AWAY = {LEFT: (-1.0, 0.0), RIGHT: (1.0, 0.0), ABOVE: (0.0, -1.0), BELOW: (0.0, 1.0)}

ABREAST = 28.0  # between a line up and a line down
APPROACH = 14.0
BULGE, WIDER = 14.0, 15.0  # how far a line goes round what stands between, and how much for each row more
BETWEEN = 2 * KNOT + 2  # from number to number on one line
LANE, LANES = 6.0, 3  # lines that cross the chain keep apart

_IN = Move("", "", ())  # all that arrives at one side arrives at one port


@dataclass(frozen=True)
class Line:
    """A line from box to box: a start, then three points for each curve."""

    move: Move
    points: tuple[Point, ...]
    leaves: str
    arrives: str

    @property
    def upright(self) -> bool:
        """Whether it runs straight from one row to the next."""
        return self.leaves in (ABOVE, BELOW)

    @property
    def samples(self) -> tuple[Point, ...]:
        """Points along the line, close enough to tell what it runs into."""
        return tuple(self.at(first, step / 12) for first in self._curves for step in range(13))

    def middle(self, part: float = 0.5) -> Point:
        """A point on the part that bends."""
        return self.at(self._curves[len(self._curves) // 2], part)

    def number(self, place: int) -> Point:
        """Where the number of the move's first, second … transition stands."""
        if self.upright:
            x, y = self.middle()
            return x + (place - (len(self.move.names) - 1) / 2) * BETWEEN, y
        x, y = self.points[0]
        return x + AWAY[self.leaves][0] * (KNOT + 8 + place * BETWEEN), y

    def at(self, first: int, part: float) -> Point:
        """A point of the curve that begins at one of the points."""
        rest = 1 - part
        weights = (rest**3, 3 * rest * rest * part, 3 * rest * part * part, part**3)
        curve = self.points[first:first + 4]
        return (sum(weight * x for weight, (x, _) in zip(weights, curve, strict=True)),
                sum(weight * y for weight, (_, y) in zip(weights, curve, strict=True)))

    @property
    def _curves(self) -> range:
        return range(0, len(self.points) - 1, 3)


class Ports:
    """Where on a box's sides its lines begin and end, ordered so that few of them cross."""

    def __init__(self, plan: Plan) -> None:
        self.sides = {move: _sides(plan.cells[move.source], plan.cells[move.target]) for move in plan.moves}
        rows: dict[tuple[str, str], dict[Move, list[int]]] = {}
        for move, (leaves, arrives) in self.sides.items():
            rows.setdefault((move.source, leaves), {})[move] = [plan.cells[move.target][0]]
            landing = move if arrives in (ABOVE, BELOW) else _IN
            stubs = rows.setdefault((move.target, arrives), {})
            stubs.setdefault(landing, []).append(plan.cells[move.source][0])
        self._order = {(name, side): self._ordered(side, stubs) for (name, side), stubs in rows.items()}

    def _ordered(self, side: str, stubs: Mapping[Move, list[int]]) -> list[Move]:
        def rank(stub: Move) -> tuple[float, bool]:
            if side in (ABOVE, BELOW):
                return 0, self.sides[stub][0] == ABOVE
            return sum(stubs[stub]) / len(stubs[stub]), (stub is _IN) == (side == RIGHT)
        return sorted(stubs, key=rank)

    def count(self, name: str) -> int:
        """How many ports the fuller of a box's two long sides has."""
        return max(len(self._order.get((name, side), ())) for side in (LEFT, RIGHT))

    def start(self, move: Move, box: Box) -> Point:
        """Where a move leaves its source's box."""
        return self._point(move.source, self.sides[move][0], move, box)

    def end(self, move: Move, box: Box) -> Point:
        """Where a move arrives at its target's box."""
        side = self.sides[move][1]
        return self._point(move.target, side, move if side in (ABOVE, BELOW) else _IN, box)

    def _point(self, name: str, side: str, stub: Move, box: Box) -> Point:
        order = self._order[name, side]
        off = order.index(stub) - (len(order) - 1) / 2
        x, y = box.centre
        if side in (ABOVE, BELOW):
            return x + off * ABREAST, box.bottom if side == BELOW else box.y
        return box.right if side == RIGHT else box.x, y + off * PORT


def _sides(source: Cell, target: Cell) -> tuple[str, str]:
    down = target[0] - source[0]
    if source[1] != target[1]:
        return (RIGHT, LEFT) if source[1] < target[1] else (LEFT, RIGHT)
    if down == 1:
        return BELOW, ABOVE
    if down == -1 and source[1]:
        return ABOVE, BELOW
    if source[1] == 0:
        return (RIGHT, RIGHT) if down > 0 else (LEFT, LEFT)
    return (RIGHT, RIGHT) if source[1] > 0 else (LEFT, LEFT)


def lines(plan: Plan, boxes: Mapping[str, Box], ports: Ports) -> tuple[Line, ...]:
    """Every move of a plan as a line between boxes."""
    chain = [boxes[name] for name, (_, column) in plan.cells.items() if column == 0]
    found = []
    crossings = 0
    for move in plan.moves:
        leaves, arrives = ports.sides[move]
        start, end = ports.start(move, boxes[move.source]), ports.end(move, boxes[move.target])
        if leaves in (ABOVE, BELOW):
            points = _straight(start, end)
        elif plan.cells[move.source][1] * plan.cells[move.target][1] < 0:
            points = _across(move, start, end, leaves, chain, boxes, LANE * (1 + crossings % LANES))
            crossings += 1
        else:
            points = _curved(move, start, end, leaves, arrives, abs(_rows(move, plan)))
        found.append(Line(move, tuple(points), leaves, arrives))
    return tuple(found)


def _rows(move: Move, plan: Plan) -> int:
    return plan.cells[move.target][0] - plan.cells[move.source][0]


def _straight(start: Point, end: Point) -> Iterator[Point]:
    yield from (start, start, end, end)


def _curved(move: Move, start: Point, end: Point, leaves: str, arrives: str, rows: int) -> Iterator[Point]:
    out, back = AWAY[leaves][0], AWAY[arrives][0]
    first = start[0] + out * (BETWEEN * len(move.names) + 10), start[1]
    last = end[0] + back * APPROACH, end[1]
    if leaves == arrives:  # round what stands between
        furthest = max(first[0] * out, last[0] * out) * out + out * (BULGE + WIDER * rows)
        bends = (furthest, first[1]), (furthest, last[1])
    else:
        half = (last[0] - first[0]) / 2
        bends = (first[0] + half, first[1]), (last[0] - half, last[1])
    yield from (start, start, first, first, *bends, last, last, end, end)


def _across(
    move: Move, start: Point, end: Point, leaves: str,
    chain: list[Box], boxes: Mapping[str, Box], under: float,
) -> Iterator[Point]:
    """Under the source's row, from one side of the chain to the other."""
    out = AWAY[leaves][0]
    first = start[0] + out * (BETWEEN * len(move.names) + 10), start[1]
    last = end[0] - out * APPROACH, end[1]
    source = boxes[move.source].centre[1]
    beside = min(chain, key=lambda box: abs(box.centre[1] - source))
    level = max(beside.bottom, boxes[move.source].bottom) + under
    near, far = (beside.x, beside.right) if out > 0 else (beside.right, beside.x)
    here, there = (near - out * GUTTER / 8, level), (far + out * GUTTER / 8, level)
    yield from (start, start, first, first)
    for one, other in ((first, here), (here, there), (there, last)):
        half = (other[0] - one[0]) / 2
        yield from ((one[0] + half, one[1]), (other[0] - half, other[1]), other)
    yield from (last, end, end)
