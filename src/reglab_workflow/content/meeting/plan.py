"""The plan of a meeting: the agenda as points with minutes, which are moved, joined and parted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from .model import PACE, Point

Points = tuple[Point, ...]
DAY = 24 * 60


@dataclass(frozen=True)
class Timed:
    """A point with the time of the day it begins, ends, and goes on after its pause; empty without a start."""

    point: Point
    begins: str = ""
    ends: str = ""
    goes_on: str = ""


def points_of(meeting: Any) -> Points:
    """The plan of a meeting: what is known of its points, along the agenda as it is now.

    The agenda alone says what is discussed and in which order: a proposal that no point knows is a point of its
    own, and a point whose proposals no longer stand together keeps those that come first.
    """
    return along([proposal.uid for proposal in meeting.proposals()], meeting.points)


def along(agenda: Iterable[str], points: Points) -> Points:
    """The points as an agenda has their proposals."""
    home = {uid: number for number, point in enumerate(points) for uid in point.proposals}
    found: list[Point] = []
    used: set[int] = set()
    for number, group in groupby(agenda, lambda uid: home.get(uid, -1)):
        if number < 0 or number in used:
            found += [Point((uid,)) for uid in group]
        else:
            found.append(replace(points[number], proposals=tuple(group)))
            used.add(number)
    return tuple(found)


def agenda_of(points: Points) -> tuple[str, ...]:
    """The proposals of the points, in their order."""
    return tuple(uid for point in points for uid in point.proposals)


def point_with(points: Points, uid: str) -> Point | None:
    """The point that a proposal belongs to, or None."""
    return next((point for point in points if uid in point.proposals), None)


# -- the clock -------------------------------------------------------------------------------------------------


def timed(points: Points, starts: str) -> Iterator[Timed]:
    """The points with the running clock, from a start such as "09:30"."""
    at = in_minutes(starts)
    for point in points:
        if at is None:
            yield Timed(point)
            continue
        ends = at + point.minutes
        yield Timed(point, time_of(at), time_of(ends), time_of(ends + point.pause))
        at = ends + point.pause


def length(points: Points) -> int:
    """How many minutes it all takes, with the pauses."""
    return sum(point.minutes + point.pause for point in points)


def over(points: Points, starts: str, ends: str) -> int | None:
    """How many minutes the plan runs over the end; fewer than none when time is left; None without both times."""
    first, last = in_minutes(starts), in_minutes(ends)
    return None if first is None or last is None else first + length(points) - last


def in_minutes(time: str) -> int | None:
    """A time as minutes of the day; None for no time."""
    hours, colon, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes) if colon else None


def time_of(minutes: int) -> str:
    """Minutes of the day as a time."""
    return f"{minutes % DAY // 60:02}:{minutes % 60:02}"


# -- changing ---------------------------------------------------------------------------------------------------


def moved(points: Points, at: int, to: int) -> Points:
    """A point comes to stand in another place; raises IndexError for a place that is not there."""
    rest = [*points[:at], *points[at + 1:]]
    if not 0 <= at < len(points) or not 0 <= to <= len(rest):
        raise IndexError(at, to)
    return (*rest[:to], points[at], *rest[to:])


def joined(points: Points, at: int) -> Points:
    """A point becomes part of the one before it, with its minutes; raises IndexError without one before."""
    if not 0 < at < len(points):
        raise IndexError(at)
    before, point = points[at - 1], points[at]
    one = Point((*before.proposals, *point.proposals), before.minutes + point.minutes, before.title or point.title,
                max(before.pause, point.pause))
    return (*points[:at - 1], one, *points[at + 1:])


def parted(points: Points, uid: str) -> Points:
    """A proposal gets a point of its own after the group that it stood in, with its share of the minutes."""
    group = point_with(points, uid)
    if group is None or len(group.proposals) == 1:
        return points
    at, share = points.index(group), max(1, group.minutes // len(group.proposals))
    left = tuple(each for each in group.proposals if each != uid)
    first = replace(group, proposals=left, minutes=max(1, group.minutes - share), pause=0)
    return (*points[:at], first, Point((uid,), share, pause=group.pause), *points[at + 1:])


def without(points: Points, uid: str) -> Points:
    """A proposal is taken off the agenda; of a group, the others stay."""
    left = (replace(point, proposals=tuple(each for each in point.proposals if each != uid)) for point in points)
    return tuple(point for point in left if point.proposals)


def with_more(points: Points, uids: Iterable[str], minutes: int = PACE) -> Points:
    """Proposals are put last, each as a point of its own."""
    known = set(agenda_of(points))
    return (*points, *(Point((uid,), minutes) for uid in dict.fromkeys(uids) if uid not in known))
