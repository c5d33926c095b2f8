"""What differs between two editions of a booklet: new, taken away, moved, and written in another way."""

from __future__ import annotations

from dataclasses import dataclass

from .edition import REST, SECTIONS, Chapter, Edition, Entry

NEW, GONE, MOVED, CHANGED = "new", "gone", "moved", "changed"
WRITTEN = ("title", "sender", "preamble", *SECTIONS, *REST, "form", "lines", "runner_up")
"""What the booklet prints of a proposal, besides its place."""


@dataclass(frozen=True)
class Place:
    """Where a proposal stands: its number, and the title of its theme."""

    number: int | None
    theme: str


@dataclass(frozen=True)
class Difference:
    """What has happened to one proposal; ``fields`` are those written in another way, with before and after."""

    uid: str
    kinds: tuple[str, ...]
    before: Entry | None
    after: Entry | None
    place_before: Place | None
    place_after: Place | None
    fields: tuple[tuple[str, str, str], ...] = ()

    @property
    def entry(self) -> Entry:
        """The proposal as it is now, or as it last was."""
        found = self.after or self.before
        assert found is not None
        return found


def differences(before: Edition, after: Edition) -> tuple[Difference, ...]:
    """What differs, in the order of the later edition; what is gone comes last."""
    old = {entry.uid: (entry, _place(chapter, entry)) for chapter, entry in before.placed()}
    new = {entry.uid: (entry, _place(chapter, entry)) for chapter, entry in after.placed()}
    found = [_difference(uid, old.get(uid), new[uid]) for uid in new]
    found += [_difference(uid, old[uid], None) for uid in old if uid not in new]
    return tuple(each for each in found if each.kinds)


def _place(chapter: Chapter, entry: Entry) -> Place:
    return Place(entry.number, chapter.title)


def _difference(uid: str, old: tuple[Entry, Place] | None, new: tuple[Entry, Place] | None) -> Difference:
    before, place_before = old or (None, None)
    after, place_after = new or (None, None)
    if before is None or after is None:
        return Difference(uid, (NEW if before is None else GONE,), before, after, place_before, place_after)
    fields = tuple((name, _text(before, name), _text(after, name)) for name in WRITTEN
                   if _text(before, name) != _text(after, name))
    kinds = (*([MOVED] if place_before != place_after else []), *([CHANGED] if fields else []))
    return Difference(uid, kinds, before, after, place_before, place_after, fields)


def _text(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    if isinstance(value, bool):
        return name if value else ""
    return value if isinstance(value, str) else "\n".join(value)
