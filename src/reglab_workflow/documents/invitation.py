"""Invitation: what is said to those who may take part in a learning project, as data, and the text document of it.

The page, the PDF and the text document are made from this and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from . import library
from .edition import Contact
from .text_document import PROPOSAL, THEME, Writer
from .wording import Wording

ABOVE = 22
"""Points above the heading of a part."""


@dataclass(frozen=True)
class Part:
    """A part under its heading: terms with their values, what people wrote, points, fixed sentences, whom to ask.

    ``lacking`` when what matters most in it is not known yet, whatever else it says.
    """

    heading: str
    text: str = ""
    points: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    lacking: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether it has to say that something will be announced later."""
        return self.lacking or not (self.text or self.points or self.facts or self.notes or self.contacts)


@dataclass(frozen=True)
class Gathering:
    """One occasion of the programme; ``series`` tells the kinds apart, each of which is numbered by itself."""

    series: str
    name: str
    title: str
    when: str
    where: str
    content: str = ""
    speakers: str = ""
    note: str = ""
    uid: str = ""

    @property
    def heading(self) -> str:
        """Kind, number and title on one line."""
        return f"{self.name}. {self.title}"

    @property
    def time_and_place(self) -> str:
        """When and where on one line."""
        return " · ".join(part for part in (self.when, self.where, self.note) if part)


@dataclass(frozen=True)
class Invitation:
    """The whole of it.

    ``later`` stands below a heading where nothing is known, ``notice`` above an invitation that cannot be answered.
    """

    title: str
    about: str
    subtitle: str = ""
    lead: str = ""
    notice: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    before: tuple[Part, ...] = ()
    programme: Part = Part("")
    gatherings: tuple[Gathering, ...] = ()
    after: tuple[Part, ...] = ()
    later: str = ""

    @property
    def parts(self) -> Iterator[Part]:
        """Every part, in order."""
        yield from (*self.before, self.programme, *self.after)


def invitation_docx(invitation: Invitation, words: Wording) -> bytes:
    """The invitation to write in, with real headings; raises MissingLibrary."""
    docx = library("docx", "python-docx")
    return _InvitationWriter(docx.Document(), invitation, words).written()


class _InvitationWriter(Writer):
    """Writes the invitation in the look of the booklet, without cover and contents."""

    def written(self) -> bytes:
        """The whole document as a file."""
        self._describe()
        self._style()
        self._frame()
        self.document.sections[0].different_first_page_header_footer = False
        self._opening()
        for part in self.edition.before:
            self._part(part)
        self._part(self.edition.programme)
        for gathering in self.edition.gatherings:
            self._gathering(gathering)
        for part in self.edition.after:
            self._part(part)
        kept = BytesIO()
        self.document.save(kept)
        return kept.getvalue()

    def _opening(self) -> None:
        self._quiet(self.edition.about)
        self.document.add_paragraph(self.edition.title, style="Title")
        if self.edition.subtitle:
            self._quiet(self.edition.subtitle)
        if self.edition.notice:
            self.document.add_paragraph().add_run(self.edition.notice).bold = True
        self._text(self.edition.lead)
        self._facts(self.edition.facts)

    def _facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        for term, value in facts:
            paragraph = self.document.add_paragraph()
            paragraph.add_run(f"{term}: ").bold = True
            paragraph.add_run(value)

    def _part(self, part: Part) -> None:
        from docx.shared import Pt

        self._heading(part.heading, THEME).paragraph_format.space_before = Pt(ABOVE)
        if part.is_missing:
            self._quiet(self.edition.later)
        self._facts(part.facts)
        self._text(part.text)
        for point in part.points:
            self.document.add_paragraph(point, style="List Bullet")
        for note in part.notes:
            self.document.add_paragraph(note)
        for contact in part.contacts:
            self._contact(contact)

    def _gathering(self, gathering: Gathering) -> None:
        self._heading(gathering.heading, PROPOSAL)
        self._quiet(gathering.time_and_place).paragraph_format.keep_with_next = bool(
            gathering.content or gathering.speakers)
        self._text(gathering.content)
        if gathering.speakers:
            self._quiet(gathering.speakers)
