"""Reads a proposals booklet from plain text: whatever cannot be placed is kept and reported with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .booklet_check import check_contents, check_numbers, check_themes
from .booklet_contacts import read_contacts
from .booklet_contents import Contents, numbered, read_contents
from .booklet_headings import heading_of, opens_part, part_headings
from .booklet_lines import Line, is_page_number, paragraphs, plain, read_lines, without_furniture
from .booklet_model import (
    HEADINGS,
    Booklet,
    BookletWarning,
    ContactText,
    Heading,
    ProposalText,
    Stray,
    ThemeText,
    warning,
)
from .booklet_outline import Theme, Title, find_themes, find_titles

__all__ = ["Booklet", "BookletWarning", "ContactText", "ProposalText", "ThemeText", "plain", "read_booklet"]


def read_booklet(text: str) -> Booklet:
    """The booklet that a text holds, with a warning for everything odd in it."""
    lines, unprintable = read_lines(text)
    contents, title, body, strays = _front(lines)
    body, furniture = without_furniture(body, title.text if title else "", opens_part)
    strays, early = without_furniture(strays)
    furniture += early
    titles = find_titles(body, contents)
    themes = find_themes(body, titles, contents)
    warnings = [warning(number, "control_characters") for number in unprintable]
    strays += body[: min([theme.at for theme in themes] + [title.at for title in titles], default=len(body))]
    warnings += _aside(title, strays, furniture)
    parted = _themes(body, titles, themes, warnings)
    warnings += [*check_contents(contents, parted), *check_themes(contents, parted), *check_numbers(parted)]
    listed = lines[contents.start:contents.end]
    return Booklet(
        title=title.text if title else "",
        contents_lines=tuple(line.text for line in listed),
        themes=parted,
        warnings=tuple(sorted(warnings, key=_place)),
        other=tuple(sorted((Stray(line.number, line.text) for line in strays + furniture), key=_place)),
        title_line=title.number if title else 0,
        contents_span=(listed[0].number, listed[-1].number) if listed else (0, 0),
    )


def _aside(title: Line | None, strays: Sequence[Line], furniture: Sequence[Line]) -> Iterator[BookletWarning]:
    """What lies beside the proposals, and the title if it is missing."""
    if not title:
        yield warning(1, "no_title")
    yield from (warning(line.number, "outside", text=line.text) for line in strays)
    yield from (warning(line.number, "page_furniture", text=line.text) for line in furniture)


def _place(found: Stray | BookletWarning) -> int:
    return found.line


def _front(lines: list[Line]) -> tuple[Contents, Line | None, list[Line], list[Line]]:
    """Contents, title, the lines of the body, and loose lines before the contents."""
    first = next((place for place, line in enumerate(lines) if opens_part(line)), len(lines))
    contents = read_contents(lines, first)
    if contents.entries and contents.start:
        before, rest = lines[:contents.start], lines[contents.end:]
        title = next((line for line in before if not is_page_number(line.text)), None)
        return contents, title, rest, [line for line in before if line is not title]
    rest = lines[contents.end:]
    if rest and not contents.lists(rest[0].text) and _is_booklet_title(rest):
        return contents, rest[0], rest[1:], []
    return contents, None, rest, []


def _is_booklet_title(lines: Sequence[Line]) -> bool:
    """Whether the first line names the booklet and not its first theme or proposal."""
    text, after = lines[0].text, lines[1].text if len(lines) > 1 else ""
    if numbered(text) or opens_part(lines[0]) or len(text) > 120:
        return False
    names_itself = "förslag" in text.casefold() or re.search(r"\b20\d\d\b", text)
    return bool(names_itself or (after and not numbered(after) and not opens_part(lines[1])))


def _themes(
    body: Sequence[Line], titles: Sequence[Title], themes: Sequence[Theme], warnings: list[BookletWarning]
) -> tuple[ThemeText, ...]:
    """The themes with their proposals; what comes before the first heading gets a theme without title."""
    found: list[ThemeText] = []
    starts: list[Title | Theme] = sorted([*titles, *themes], key=lambda each: each.at)
    for place, start in enumerate(starts):
        if isinstance(start, Theme):
            number = body[start.at].number
            found.append(ThemeText(start.text, line=number))
            if start.guessed:
                warnings.append(warning(number, "theme_guessed", title=start.text))
            continue
        end = starts[place + 1].at if place + 1 < len(starts) else len(body)
        proposal = _proposal(start, body[start.at:end], warnings)
        theme = found.pop() if found else ThemeText("", line=proposal.lines[0])
        found.append(replace(theme, proposals=(*theme.proposals, proposal)))
    return tuple(found)


def _proposal(title: Title, lines: Sequence[Line], warnings: list[BookletWarning]) -> ProposalText:
    """One proposal from its title to the next."""
    rest = list(lines[title.after - title.at:])
    places = part_headings(rest)
    name = title.number if title.number is not None else title.text
    parts: dict[str, list[Line]] = {}
    headings: list[Heading] = []
    bounds = sorted(places)
    for at, end in zip(bounds, [*bounds[1:], len(rest)], strict=False):
        part, heading, inline = places[at]
        headings.append(Heading(part, rest[at].number, heading))
        parts[part] = [replace(rest[at], text=inline, raw=inline)] * bool(inline) + rest[at + 1:end]
    contacts = read_contacts(parts.get("contacts", ()), name)
    warnings += [*_part_warnings(lines[0].number, name, headings, parts, rest), *contacts.warnings]
    if not contacts.organisation:
        warnings.append(warning(lines[0].number, "organisation_missing", number=name))
    return ProposalText(
        number=title.number, title=title.text, label=title.label,
        preamble=paragraphs(rest[:bounds[0] if bounds else len(rest)]),
        **{part: paragraphs(parts.get(part, ())) for part in ("idea", "purpose", "target_group")},
        contact_text="\n".join(line.text for line in parts.get("contacts", ())),
        contacts=contacts.contacts, organisation=contacts.organisation,
        organisation_line=contacts.organisation_line, other=contacts.other,
        headings=tuple(headings), lines=(lines[0].number, lines[-1].number),
    )


def _part_warnings(
    line: int, name: object, headings: Sequence[Heading], parts: dict[str, list[Line]], rest: Sequence[Line]
) -> list[BookletWarning]:
    """What the form asks for and the proposal lacks, and headings that come again."""
    at = {heading.part: heading.line for heading in headings}
    made = []
    for part, words in HEADINGS.items():
        if part not in at:
            made.append(warning(line, "heading_missing", number=name, heading=words))
        elif not parts[part]:
            made.append(warning(at[part], "section_empty", number=name, heading=words))
    for each in rest:
        part = heading_of(each.text)
        if part and each.number != at.get(part, each.number):
            made.append(warning(each.number, "heading_repeated", number=name, heading=each.text))
    return made
