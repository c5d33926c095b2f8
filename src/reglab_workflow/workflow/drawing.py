"""A life as a picture: inline SVG for pages, with a legend, and Mermaid text for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from .boxes import KNOT, LINE, MARGIN, Box, Point
from .definition import SAME, SYSTEM, Workflow
from .picture import Picture
from .routes import AWAY, Line
from .wording import by_itself, said

TIP = 8.0
CORNER = 6.0
BADGE = 20.0
_TURN = "M3.7 -3 A4.6 4.6 0 1 0 4.6 1 M4.4 -6 V-2.6 H1"  # round, and back to itself
_RETURN = "M-4.5 -1.5 H1.5 A3 3 0 0 1 1.5 4.5 H-2.5 M-1.6 -4.6 L-4.8 -1.5 L-1.6 1.6"  # where it came from
# Words that mean something to Mermaid where the name of a state should stand.
_TAKEN = frozenset({
    "accdescr", "acctitle", "as", "choice", "class", "classdef", "click", "default", "direction", "end",
    "fork", "hide", "href", "join", "note", "root", "scale", "state", "style",
})


@dataclass(frozen=True)
class LegendLine:
    """What a number in the drawing stands for."""

    number: int
    transition: str
    title: str
    kind: str
    by_itself: bool


def legend(workflow: Workflow, language: str) -> tuple[LegendLine, ...]:
    """The transitions that are numbered in the drawing because their titles do not fit."""
    picture = Picture(workflow, language)
    return tuple(
        LegendLine(number, name, picture.title(name), workflow.transitions[name].kind,
                   by_itself(workflow.transitions[name]))
        for name, number in picture.numbers.items()
    )


def draw(
    workflow: Workflow, language: str, counts: Mapping[str, int] | None = None, current: str | None = None,
) -> str:
    """The life as inline SVG, with how many items each state has and the state where we are."""
    picture = Picture(workflow, language)
    here = workflow.state(current).name if current else ""
    frame = picture.frame()
    name = f"drawing-{workflow.name}-{language}"
    return "".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" lang="{escape(language)}"'
        f' aria-labelledby="{name}-title {name}-desc" width="{_n(frame.width)}" height="{_n(frame.height)}"'
        f' viewBox="{_n(frame.x)} {_n(frame.y)} {_n(frame.width)} {_n(frame.height)}">',
        f'<title id="{name}-title">{escape(said(workflow.title, language))}</title>',
        f'<desc id="{name}-desc">{escape(" ".join(_sentences(workflow, language)))}</desc>',
        *_start(picture.boxes[workflow.initial]),
        *(part for line in picture.lines for part in _line(picture, line, here)),
        *(part for line in picture.lines for part in _words(picture, line, here)),
        *(part for state in picture.boxes for part in _state(picture, state, counts, here)),
        "</svg>",
    ))


def _sentences(workflow: Workflow, language: str) -> Iterator[str]:
    """Each transition in words that any language reads alike: title, from where, to where."""
    for transition in workflow.transitions.values():
        titles = [said(workflow.states[name].title, language) for name in transition.sources]
        targets = dict.fromkeys(
            said(workflow.states[target].title, language)
            for source in transition.sources for target in workflow.targets(transition, source)
        )
        goal = "" if transition.target == SAME else f" → {' / '.join(targets)}"
        yield f"{said(transition.title, language)}: {', '.join(titles)}{goal}."


def _start(box: Box) -> Iterator[str]:
    x, y = box.centre[0], box.y
    yield f'<circle class="start" cx="{_n(x)}" cy="{_n(MARGIN)}" r="6"/>'
    yield _path("way", f"M{_n(x)} {_n(MARGIN + 6)} V{_n(y - TIP)}")
    yield _tip((x, y), AWAY["below"], "tip")


def _line(picture: Picture, line: Line, here: str) -> Iterator[str]:
    kinds = _kinds(picture, line, here)
    ahead = (-AWAY[line.arrives][0], -AWAY[line.arrives][1])
    end = line.points[-1]
    points = [*line.points[:-1], (end[0] - ahead[0] * TIP, end[1] - ahead[1] * TIP)]
    curves = "".join(
        "C" + " ".join(f"{_n(x)} {_n(y)}" for x, y in points[first:first + 3])
        for first in range(1, len(points), 3)
    )
    yield _path(f"way{kinds}", f"M{_n(points[0][0])} {_n(points[0][1])}{curves}")
    yield _tip(end, ahead, f"tip{kinds}")


def _tip(point: Point, ahead: Point, kinds: str) -> str:
    x, y = point
    back = (x - ahead[0] * TIP, y - ahead[1] * TIP)
    side = (ahead[1] * TIP * 0.55, ahead[0] * TIP * 0.55)
    corners = (point, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))
    return f'<polygon class="{kinds}" points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in corners)}"/>'


def _kinds(picture: Picture, line: Line, here: str) -> str:
    transitions = [picture.workflow.transitions[name] for name in line.move.names]
    kind = next((one for one in ("forward", "side") if any(one == each.kind for each in transitions)), "back")
    alone = " by-itself" if all(one.by == (SYSTEM,) for one in transitions) else ""
    return f" is-{kind}{alone}{' from-here' if line.move.source == here else ''}"


def _words(picture: Picture, line: Line, here: str) -> Iterator[str]:
    kinds = _kinds(picture, line, here)
    caption = picture.captions.get(line.move)
    if caption:
        x, y = caption.centre
        yield _rectangle(caption, "ground", 3)
        yield _text((x, y + 4.5), f"caption{kinds}", picture.title(line.move.names[0]), 13)
        return
    for place, name in enumerate(line.move.names):
        x, y = line.number(place)
        yield f'<circle class="knot{kinds}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(KNOT)}" fill="none"/>'
        yield _text((x, y + 4), f"number{kinds}", str(picture.numbers[name]), 11)


def _state(picture: Picture, name: str, counts: Mapping[str, int] | None, here: str) -> Iterator[str]:
    box, final = picture.boxes[name], picture.workflow.states[name].final
    yield f'<g class="node{" is-final" if final else ""}{" is-current" if name == here else ""}">'
    yield _rectangle(box, "box", CORNER)
    if final:
        yield _rectangle(box.grown(-4), "rim", CORNER - 3)
    x, y = box.centre
    for place, line in enumerate(box.lines):
        yield _text((x, y + (place - (len(box.lines) - 1) / 2) * LINE + 5), "name", line, 15)
    if counts is not None:
        yield from _count(box, counts.get(name, 0))
    yield from _mark(picture, (box.x + 8, box.bottom), _RETURN, picture.plan.returns.get(name, ()))
    stays = picture.plan.stays.get(name, ())
    yield from _mark(picture, (box.right - 8 - _mark_width(picture, stays), box.bottom), _TURN, stays)
    yield "</g>"


def _count(box: Box, count: int) -> Iterator[str]:
    width = 12 + 8 * len(str(count))
    badge = Box(box.right - width - 8, box.y - BADGE / 2, width, BADGE)
    x, y = badge.centre
    yield _rectangle(badge, "badge" + ("" if count else " is-none"), BADGE / 2)
    yield _text((x, y + 4.5), "count" + ("" if count else " is-none"), str(count), 13)


def _mark(picture: Picture, corner: Point, glyph: str, names: tuple[str, ...]) -> Iterator[str]:
    """Transitions that lead to no line: back to the same state, or to whichever was before."""
    if not names:
        return
    x, y = corner
    yield _rectangle(Box(x, y - BADGE / 2, _mark_width(picture, names), BADGE), "mark", BADGE / 2)
    yield f'<g transform="translate({_n(x + 13)} {_n(y)})">{_path("glyph", glyph)}</g>'
    x += 24
    for name in names:
        width = _number_width(picture.numbers[name])
        yield _text((x + width / 2, y + 4), "number", str(picture.numbers[name]), 11)
        x += width


def _mark_width(picture: Picture, names: tuple[str, ...]) -> float:
    return 28 + sum(_number_width(picture.numbers[name]) for name in names)


def _number_width(number: int) -> float:
    return 6 + 6.5 * len(str(number))


def _path(kind: str, course: str) -> str:
    return f'<path class="{kind}" d="{course}" fill="none" stroke="currentColor"/>'


def _rectangle(box: Box, kind: str, radius: float) -> str:
    return f'<rect class="{kind}" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}"' \
           f' height="{_n(box.height)}" rx="{_n(radius)}" fill="none"/>'


def _text(point: Point, kind: str, words: str, size: int) -> str:
    return f'<text class="{kind}" x="{_n(point[0])}" y="{_n(point[1])}" font-size="{size}"' \
           f' text-anchor="middle">{escape(words)}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def mermaid(workflow: Workflow, language: str) -> str:
    """The life as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_quoted(said(state.title, language))}" as {_id(name)}'
              for name, state in workflow.states.items()]
    lines.append(f"    [*] --> {_id(workflow.initial)}")
    for transition in workflow.transitions.values():
        for source in transition.sources:
            lines += [f"    {_id(source)} --> {_id(target)}: {_quoted(said(transition.title, language))}"
                      for target in workflow.targets(transition, source)]
    lines += [f"    {_id(name)} --> [*]" for name, state in workflow.states.items() if state.final]
    return "\n".join(lines) + "\n"


def _id(name: str) -> str:
    return f"{name}_" if name in _TAKEN else name


def _quoted(words: str) -> str:
    """Words in which nothing means anything to Mermaid."""
    plain = " ".join(words.split())
    return "".join(f"#{ord(letter)};" if letter in '#"<>&;:{}[]`\\' else letter for letter in plain)
