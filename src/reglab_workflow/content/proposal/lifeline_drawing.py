"""A life line as a picture: years side by side, each step a box, lines from what led to what. Repeats the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 208, 76
GAP, ROOM = 44, 18
TOP, MARGIN = 40, 6
ACROSS, LINES = 24, 2
"""Letters in a line of a title, and lines in a box."""

LOOKS: Mapping[str, str] = {"carried": "is-forward", "merged": "is-back", "became": "is-forward"}


@dataclass(frozen=True)
class Step:
    """A box: what it says, where it leads when pressed, and whether it is the one we look at.

    Within a year, boxes of a higher ``place`` stand further to the right.
    """

    key: str
    year: int
    title: str
    caption: str = ""
    href: str = ""
    here: bool = False
    place: int = 0


@dataclass(frozen=True)
class Line:
    """From one box to another, by how the one led to the other."""

    source: str
    target: str
    kind: str


def draw(steps: Iterable[Step], lines: Iterable[Line]) -> str:
    """The picture as inline SVG; hidden from screen readers, whose list says the same."""
    columns: dict[tuple[int, int], list[Step]] = {}
    for step in steps:
        columns.setdefault((step.year, step.place), []).append(step)
    order = sorted(columns)
    places = {
        step.key: (MARGIN + across * (WIDTH + GAP), TOP + down * (HEIGHT + ROOM))
        for across, column in enumerate(order) for down, step in enumerate(columns[column])
    }
    begins = {year: MARGIN + across * (WIDTH + GAP) for across, (year, _place) in reversed(list(enumerate(order)))}
    width = 2 * MARGIN + max(len(order), 1) * (WIDTH + GAP)
    height = TOP + max((len(column) for column in columns.values()), default=0) * (HEIGHT + ROOM)
    return "".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing life-line" aria-hidden="true" width="{width}"'
        f' height="{height}" viewBox="0 0 {width} {height}">',
        *(_text(begins[year], 24, "year", str(year)) for year in sorted(begins)),
        *(_way(places[line.source], places[line.target], line.kind) for line in lines),
        *(part for column in order for step in columns[column] for part in _box(places[step.key], step)),
        "</svg>",
    ))


def _way(source: tuple[int, int], target: tuple[int, int], kind: str) -> str:
    """A line leads to the right; to a box of the same column or an earlier one it bends out and back."""
    x, y = source[0] + WIDTH, source[1] + HEIGHT // 2
    to_x, to_y = target[0], target[1] + HEIGHT // 2
    bend = GAP // 2
    if source[0] >= target[0]:
        to_x += WIDTH
        course = f"C{max(x, to_x) + bend} {y} {max(x, to_x) + bend} {to_y} {to_x} {to_y}"
    else:
        course = f"C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
    return f'<path class="way {LOOKS.get(kind, "is-forward")}" d="M{x} {y}{course}" fill="none"/>'


def _box(place: tuple[int, int], step: Step) -> Iterator[str]:
    x, y = place
    yield f'<g class="node{" is-current" if step.here else ""}">'
    if step.href:
        # Reached by keys in the list below, once and not twice.
        yield f'<a href="{escape(step.href)}" tabindex="-1">'
    yield f'<title>{escape(clean(step.title))}</title>'
    yield f'<rect class="box" x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
    for number, words in enumerate(broken(step.title)):
        yield _text(x + 12, y + 24 + number * 19, "name", words)
    yield _text(x + 12, y + HEIGHT - 12, "caption", shortened(step.caption, ACROSS + 2))
    if step.href:
        yield "</a>"
    yield "</g>"


def _text(x: int, y: int, kind: str, words: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(clean(words))}</text>'


def broken(title: str) -> list[str]:
    """A title in lines that fit in a box; what does not fit is left to the list."""
    lines: list[str] = []
    words = title.split()
    while words and len(lines) < LINES:
        line = words.pop(0)
        while words and len(line) + 1 + len(words[0]) <= ACROSS:
            line += " " + words.pop(0)
        lines.append(line)
    if words and lines:
        lines[-1] += " …" if len(lines[-1]) < ACROSS - 1 else "…"
    return [shortened(line, ACROSS) for line in lines]


def shortened(words: str, most: int) -> str:
    """Words that are at most so many letters, and say so when they were more."""
    return words if len(words) <= most else words[:most - 1].rstrip(" …") + "…"


def clean(words: str) -> str:
    """Without the control characters that no XML may hold."""
    return "".join(letter for letter in words if letter >= " " or letter in "\t\n")
