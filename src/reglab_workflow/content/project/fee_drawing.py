"""The fee along the number of people as a picture: what the rule says where, where we are, and where it can end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from .fee import KNOWN, LOWERED, Forecast, Level

WIDTH, HEIGHT = 480, 84
TOP, THICK = 26, 26
LABELS = 78
APART = 24
"""How far from each other two numbers must stand to be read."""
BEYOND = 1.12
LEAST_SCALE = 10
HATCH = ('<defs><pattern id="band-hatch" width="8" height="8" patternUnits="userSpaceOnUse"'
         ' patternTransform="rotate(45)"><path class="hatch" d="M4 0V8"/></pattern></defs>')


def draw(levels: Iterable[Level], now: int, forecast: Forecast, title: str, told: str) -> str:
    """The picture as inline SVG; ``told`` says the same in words, for those who do not see it."""
    found = list(levels)
    ends = [now, forecast.high.people, *(each.least for each in found)]
    scale = max(LEAST_SCALE, *ends) * BEYOND

    def across(people: float) -> float:
        return round(min(people, scale) / scale * WIDTH, 1)

    return "".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fee-band" role="img" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' aria-labelledby="band-title band-told">',
        f'<title id="band-title">{escape(title)}</title><desc id="band-told">{escape(told)}</desc>',
        HATCH,
        *(_level(each, across(each.least), WIDTH if each.most is None else across(each.most + 1)) for each in found),
        _reach(across(forecast.low.people), across(forecast.high.people)),
        _mark(across(now)),
        *_numbers([(each.least, across(each.least)) for each in found]),
        "</svg>",
    ))


def _level(level: Level, begins: float, ends: float) -> str:
    kind = "full" if level.full and level.kind == KNOWN else level.kind
    place = f'x="{begins + 1:.1f}" y="{TOP}" width="{max(ends - begins - 2, 1):.1f}" height="{THICK}" rx="2"'
    over = f'<rect fill="url(#band-hatch)" {place}/>' if kind == LOWERED else ""
    return f'<rect class="level {kind}" {place}/>{over}'


def _reach(low: float, high: float) -> str:
    below = TOP + THICK + 7
    return (f'<path class="reach" d="M{low} {below - 4}v8M{low} {below}H{high}M{high} {below - 4}v8" fill="none"/>')


def _mark(place: float) -> str:
    return f'<path class="mark" d="M{place} {TOP - 2}l-8 -14h16z"/>' \
        f'<path class="mark" d="M{place} {TOP - 2}v{THICK + 4}"/>'


def _numbers(starts: Iterable[tuple[int, float]]) -> Iterator[str]:
    last = -APART * 1.0
    for number, place in starts:
        if place - last >= APART:
            last = place
            yield f'<text x="{place}" y="{LABELS}">{number}</text>'
