"""The boxes of a drawing: how wide a title is, how large a box gets, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .layout import Plan

Point = tuple[float, float]

GUTTER = 136.0
ROW_GAP = 62.0
MARGIN = 14.0
START = 34.0  # room for the knot above the initial state
PORT = 21.0  # from line to line along a box's side
KNOT = 9.5  # radius of a number

TITLE, LABEL, LINE = 15.0, 13.0, 19.0  # type sizes, and from line to line
WIDEST_TITLE = 150.0
NARROWEST_BOX = 140.0
PADDING = 34.0

_THIN = frozenset("iIjl.,:;!|'’ftr()[]- ")
_THICK = frozenset("mwMWÆŒ@%—")
_FULL_WIDTH = "\u1100"  # from here on letters are as wide as they are high


@dataclass(frozen=True)
class Box:
    """A rectangle; a state's has the lines of its title."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def touches(self, other: Box) -> bool:
        """Whether the two have a point in common."""
        return (self.x < other.right and other.x < self.right
                and self.y < other.bottom and other.y < self.bottom)

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return self.x < point[0] < self.right and self.y < point[1] < self.bottom

    def grown(self, by: float) -> Box:
        """The same with a rim around it."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


def around(point: Point, width: float, height: float) -> Box:
    """A rectangle with its centre at a point."""
    return Box(point[0] - width / 2, point[1] - height / 2, width, height)


def width_of(text: str, size: float) -> float:
    """About how wide a text is; rather too wide than too narrow."""
    return size * sum(_width_of_letter(letter) for letter in text)


def _width_of_letter(letter: str) -> float:
    if letter in _THIN:
        return 0.34
    if letter in _THICK:
        return 0.9
    if letter >= _FULL_WIDTH:
        return 1.05
    return 0.68 if letter.isupper() else 0.57


def wrapped(title: str) -> tuple[str, ...]:
    """A title in lines that are about as wide as a box."""
    lines: list[str] = []
    for word in title.split():
        if lines and width_of(f"{lines[-1]} {word}", TITLE) <= WIDEST_TITLE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def boxes(plan: Plan, titles: Mapping[str, str], ports: Mapping[str, int]) -> dict[str, Box]:
    """A box for each state, large enough for its title and for the lines on its sides."""
    words = {name: wrapped(titles[name]) for name in plan.cells}
    heights = {name: max(LINE * len(words[name]) + 27, PORT * ports[name] + 8) for name in plan.cells}
    widths = _widths(plan, words)
    tops, rows = _rows(plan, heights)
    lefts = {-1: MARGIN, 0: MARGIN + (widths[-1] + GUTTER if -1 in widths else 0)}
    lefts[1] = lefts[0] + widths[0] + GUTTER
    return {
        name: Box(lefts[column], tops[row] + (rows[row] - heights[name]) / 2, widths[column], heights[name],
                  words[name])
        for name, (row, column) in plan.cells.items()
    }


def _widths(plan: Plan, words: Mapping[str, tuple[str, ...]]) -> dict[int, float]:
    widths: dict[int, float] = {}
    for name, (_, column) in plan.cells.items():
        wide = max((width_of(line, TITLE) for line in words[name]), default=0) + PADDING
        widths[column] = max(wide, widths.get(column, NARROWEST_BOX))
    return widths


def _rows(plan: Plan, heights: Mapping[str, float]) -> tuple[list[float], list[float]]:
    rows = [0.0] * plan.rows
    for name, (row, _) in plan.cells.items():
        rows[row] = max(rows[row], heights[name])
    tops = [MARGIN + START]
    for height in rows:
        tops.append(tops[-1] + height + ROW_GAP)
    return tops, rows
