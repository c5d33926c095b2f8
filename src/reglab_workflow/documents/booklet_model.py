"""What a proposals booklet says, as frozen facts: themes, proposals, contacts, and what was odd in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


def _(text: str) -> str:
    """Marks a sentence for the catalogues; whoever shows it translates it."""
    return text


HEADINGS = {
    "idea": "Idé",
    "purpose": "Syfte och övergripande mål",
    "target_group": "Målgrupp",
    "contacts": "Kontaktperson",
}

MESSAGES = {
    "no_proposals": _("No proposal was found in the text."),
    "no_title": _("The booklet has no title of its own."),
    "page_furniture": _("Page number or page heading left out: “${text}”."),
    "outside": _("Text outside every proposal, not imported: “${text}”."),
    "control_characters": _("Unprintable characters were replaced by spaces."),
    "title_differs": _("No. ${number}: the contents say “${contents}”, the booklet itself “${body}”."),
    "number_differs": _("“${title}” has number ${body} in the booklet itself, ${contents} in the contents."),
    "not_in_contents": _("No. ${number} “${title}” is missing in the contents."),
    "not_in_body": _("“${title}” stands in the contents but not in the booklet itself."),
    "theme_differs": _("The contents call the theme “${contents}”, the booklet itself “${body}”."),
    "theme_not_in_contents": _("The theme “${title}” is missing in the contents."),
    "theme_guessed": _("“${title}” was taken for the heading of a theme."),
    "theme_empty": _("The theme “${title}” has no proposals."),
    "number_missing": _("“${title}” has no number."),
    "number_repeated": _("Number ${number} is used more than once."),
    "number_gap": _("The numbers jump from ${before} to ${number}."),
    "heading_missing": _("No. ${number}: the heading “${heading}” is missing."),
    "heading_repeated": _("No. ${number}: the heading “${heading}” comes twice and was kept as text."),
    "section_empty": _("No. ${number}: nothing under “${heading}”."),
    "organisation_missing": _("No. ${number}: no organisation was found."),
    "organisation_guessed": _("No. ${number}: the organisation “${organisation}” was taken from a sentence."),
    "contact_only_organisation": _("No. ${number}: only an organisation is given as contact."),
    "contact_sentence": _("No. ${number}: a sentence instead of a contact person: “${text}”."),
    "contact_rest": _("No. ${number}: part of the contact text could not be placed: “${text}”."),
    "email_malformed": _("No. ${number}: “${email}” is not a complete e-mail address."),
    "name_email_differ": _("No. ${number}: the name “${name}” and the address “${email}” do not agree."),
}


@dataclass(frozen=True)
class BookletWarning:
    """Something odd in the booklet: where, which kind, and a translatable sentence with its values."""

    line: int
    code: str
    text: str
    mapping: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        words = self.text
        for name, value in self.mapping.items():
            words = words.replace("${" + name + "}", str(value))
        return words


def warning(line: int, code: str, **mapping: object) -> BookletWarning:
    """A warning in the standing words for its kind."""
    return BookletWarning(line, code, MESSAGES[code], mapping)


@dataclass(frozen=True)
class ContactText:
    """One contact as far as it could be told apart; what the booklet does not say is empty."""

    name: str = ""
    role: str = ""
    organisation: str = ""
    email: str = ""


@dataclass(frozen=True)
class Heading:
    """One of the form's headings as it stood: which part it opens, where, in which letters."""

    part: str
    line: int
    text: str


@dataclass(frozen=True)
class ProposalText:
    """One proposal as the booklet prints it, with its first and last line."""

    number: int | None
    title: str
    label: str = ""
    preamble: str = ""
    idea: str = ""
    purpose: str = ""
    target_group: str = ""
    contact_text: str = ""
    contacts: tuple[ContactText, ...] = ()
    organisation: str = ""
    organisation_line: int = 0
    other: str = ""
    headings: tuple[Heading, ...] = ()
    lines: tuple[int, int] = (0, 0)

    def all_text(self) -> str:
        """Everything the source says about this proposal, in the source's order."""
        pieces = [f"{self.label} {self.title}", self.preamble]
        for heading in self.headings:
            pieces += [heading.text, self.part(heading.part)]
        return "\n".join(piece.strip() for piece in pieces if piece.strip())

    def part(self, name: str) -> str:
        """The text under one of the four headings."""
        return self.contact_text if name == "contacts" else str(getattr(self, name))


@dataclass(frozen=True)
class ThemeText:
    """A theme heading and its proposals; proposals before the first heading have a theme without title."""

    title: str
    proposals: tuple[ProposalText, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Stray:
    """A line that belongs to no proposal: a page number, a repeated page heading, a loose introduction."""

    line: int
    text: str


@dataclass(frozen=True)
class Booklet:
    """A whole booklet: its title, contents, themes, what lay beside them and what was odd."""

    title: str
    contents_lines: tuple[str, ...]
    themes: tuple[ThemeText, ...]
    warnings: tuple[BookletWarning, ...]
    other: tuple[Stray, ...] = ()
    title_line: int = 0
    contents_span: tuple[int, int] = (0, 0)

    def proposals(self) -> Iterator[ProposalText]:
        """All proposals in the order of the booklet."""
        for theme in self.themes:
            yield from theme.proposals

    def all_text(self) -> str:
        """Everything outside the contents: title, themes with their proposals, then the stray lines."""
        pieces = [self.title]
        for theme in self.themes:
            pieces.append(theme.title)
            pieces.extend(proposal.all_text() for proposal in theme.proposals)
        pieces.extend(stray.text for stray in self.other)
        return "\n".join(piece for piece in pieces if piece)
