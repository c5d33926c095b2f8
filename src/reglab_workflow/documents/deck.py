"""The slides for the idea meeting, as data: a cover, a frame, and one slide for each proposal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..i18n import _
from .edition import Chapter, Edition, Entry
from .texts import shortened, words_in
from .wording import Wording

TOO_LONG = 120
"""Words of idea and purpose above which a sender's text ought to be shortened by hand."""
SHOWN = ("idea", "purpose")
"""The texts of a proposal's slide."""

COVER, FRAME, PROPOSAL = "cover", "frame", "proposal"


@dataclass(frozen=True)
class Part:
    """A heading with its short text, or with lines that each count something."""

    heading: str
    text: str = ""
    lines: tuple[tuple[str, int], ...] = ()
    missing: bool = False


@dataclass(frozen=True)
class Slide:
    """One slide; ``notes`` is the whole text for whoever speaks."""

    kind: str
    anchor: str
    title: str
    kicker: str = ""
    sender: str = ""
    parts: tuple[Part, ...] = ()
    notes: str = ""
    number: int | None = None


def slides(edition: Edition, words: Wording) -> list[Slide]:
    """The whole deck, in the order of the booklet; the smaller ideas beside the main ones come last."""
    cover = Slide(COVER, "start", edition.title, words.status(edition), words.meeting(edition),
                  notes="\n".join(words.cover(edition)))
    placed = sorted(edition.placed(), key=lambda each: each[1].runner_up)
    proposals = (slide_of(chapter, entry, words) for chapter, entry in placed)
    return [cover, _frame(edition, words), *proposals]


def too_long(edition: Edition) -> list[tuple[Entry, int]]:
    """The proposals whose texts do not fit a slide, with their number of words."""
    counted = ((entry, sum(words_in(getattr(entry, name)) for name in SHOWN)) for entry in edition.entries)
    return [(entry, count) for entry, count in counted if count > TOO_LONG]


def _frame(edition: Edition, words: Wording) -> Slide:
    themes = tuple((words.theme(chapter), len(chapter.entries)) for chapter in edition.chapters)
    firsts = [entry.senders[0] for entry in edition.entries if entry.senders]
    senders = tuple(sorted(((name, firsts.count(name)) for name in set(firsts)), key=lambda each: (-each[1], each[0])))
    title = words.say(_("${count} proposals in all", mapping={"count": len(edition.entries)}))
    parts = (Part(words.say(_("By theme")), lines=themes), Part(words.say(_("By first sender")), lines=senders))
    told = "\n\n".join("\n".join((part.heading, *(f"{name}: {count}" for name, count in part.lines))) for part in parts)
    return Slide(FRAME, "frame", title, edition.title, parts=parts, notes=told)


def slide_of(chapter: Chapter, entry: Entry, words: Wording) -> Slide:
    """The slide of one proposal."""
    parts = [_part(name, entry, words) for name in SHOWN]
    if entry.form:
        parts.append(Part(words.heading("form"), words.form(entry)))
    return Slide(
        PROPOSAL, f"p-{entry.uid}", words.title(entry), words.theme(chapter), words.sender(entry), tuple(parts),
        "\n\n".join(_notes(entry, words)), entry.number)


def _part(name: str, entry: Entry, words: Wording) -> Part:
    text = shortened(getattr(entry, name))
    return Part(words.heading(name), text or words.missing, missing=not text)


def _notes(entry: Entry, words: Wording) -> Iterator[str]:
    yield words.numbered(entry) + (f"\n{words.sender(entry)}" if words.sender(entry) else "")
    if entry.preamble:
        yield entry.preamble
    for section in words.sections(entry):
        told = "\n".join(contact.line for contact in section.contacts) or section.text or words.missing
        yield f"{section.heading}\n{told}"
