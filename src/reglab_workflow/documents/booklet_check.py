"""Compares a booklet's contents with its body, and its numbers with one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .booklet_contents import Contents, alike, letters
from .booklet_model import BookletWarning, ProposalText, ThemeText, warning


def check_contents(contents: Contents, themes: Sequence[ThemeText]) -> Iterator[BookletWarning]:
    """Titles and numbers that the contents and the booklet itself tell differently."""
    if not contents.entries:
        return
    left = list(contents.titles)
    for proposal in (each for theme in themes for each in theme.proposals):
        line, number, title = proposal.lines[0], proposal.number, proposal.title
        same = (each for each in left if each.number == number and alike(each.title, title))
        entry = next(same, None) or next((e for e in left if letters(e.title) == letters(title)), None)
        if entry is None:
            yield warning(line, "not_in_contents", number=number or "–", title=title)
            continue
        left.remove(entry)
        if entry.title.casefold() != title.casefold():
            told = number or entry.number
            yield warning(line, "title_differs", number=told, contents=entry.title, body=title)
        if number is not None and entry.number != number:
            yield warning(line, "number_differs", title=title, contents=entry.number, body=number)
    for entry in left:
        yield warning(entry.line, "not_in_body", title=entry.title)


def check_themes(contents: Contents, themes: Sequence[ThemeText]) -> Iterator[BookletWarning]:
    """Themes that the contents and the booklet itself tell differently, and themes without proposals."""
    left = list(contents.themes)
    for theme in themes:
        if not theme.title:
            continue
        if not theme.proposals:
            yield warning(theme.line, "theme_empty", title=theme.title)
        entry = next((entry for entry in left if alike(entry.title, theme.title)), None)
        if entry is None and contents.entries:
            yield warning(theme.line, "theme_not_in_contents", title=theme.title)
        elif entry is not None:
            left.remove(entry)
            if entry.title.casefold() != theme.title.casefold():
                yield warning(theme.line, "theme_differs", contents=entry.title, body=theme.title)
    for entry in left:
        yield warning(entry.line, "not_in_body", title=entry.title)


def check_numbers(themes: Sequence[ThemeText]) -> Iterator[BookletWarning]:
    """Numbers that are missing, used twice or skipped."""
    proposals: list[ProposalText] = [each for theme in themes for each in theme.proposals]
    if not proposals:
        yield warning(1, "no_proposals")
    seen: set[int] = set()
    before: int | None = None
    for proposal in proposals:
        number, line = proposal.number, proposal.lines[0]
        if number is None:
            yield warning(line, "number_missing", title=proposal.title)
            before = before + 1 if before is not None else None
            continue
        if number in seen:
            yield warning(line, "number_repeated", number=number)
        elif before is not None and number != before + 1:
            yield warning(line, "number_gap", before=before, number=number)
        seen.add(number)
        before = number
