"""Minutes: what was said and decided, as data that a page and a document are made from, and the text document of it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from . import library
from .text_document import PROPOSAL, THEME, Writer
from .wording import Wording

ABOVE = 26
"""Points above the heading of a part."""


@dataclass(frozen=True)
class Line:
    """One point of a list: the proposal ``uid``, and ``more`` that is said of it."""

    text: str
    uid: str = ""
    more: str = ""

    @property
    def whole(self) -> str:
        """All of it."""
        return f"{self.text}. {self.more}" if self.more else self.text


@dataclass(frozen=True)
class Piece:
    """A heading with what stands below it: who and when, a text, and a list.

    ``level`` is 1 for a part and 2 within one; ``said`` when the heading is somebody's own words.
    """

    heading: str
    level: int = 1
    about: str = ""
    text: str = ""
    lines: tuple[Line, ...] = ()
    uid: str = ""
    said: bool = False


@dataclass(frozen=True)
class Minutes:
    """The whole of them; ``facts`` are a term with its value each."""

    title: str
    about: str
    facts: tuple[tuple[str, str], ...] = ()
    pieces: tuple[Piece, ...] = ()


def minutes_docx(minutes: Minutes, words: Wording) -> bytes:
    """The minutes to write in, with real headings; raises MissingLibrary."""
    docx = library("docx", "python-docx")
    return _MinutesWriter(docx.Document(), minutes, words).written()


class _MinutesWriter(Writer):
    """Writes the minutes in the look of the booklet, without cover and contents."""

    def written(self) -> bytes:
        """The whole document as a file."""
        self._describe()
        self._style()
        self._frame()
        self.document.sections[0].different_first_page_header_footer = False
        self.document.add_paragraph(self.edition.title, style="Title")
        self._quiet(self.edition.about)
        for term, value in self.edition.facts:
            paragraph = self.document.add_paragraph()
            paragraph.add_run(f"{term}: ").bold = True
            paragraph.add_run(value)
        for piece in self.edition.pieces:
            self._piece(piece)
        kept = BytesIO()
        self.document.save(kept)
        return kept.getvalue()

    def _piece(self, piece: Piece) -> None:
        from docx.shared import Pt

        heading = self._heading(piece.heading, THEME if piece.level == THEME else PROPOSAL)
        if piece.level == THEME:
            heading.paragraph_format.space_before = Pt(ABOVE)
        if piece.about:
            self._quiet(piece.about).paragraph_format.keep_with_next = True
        self._text(piece.text)
        for line in piece.lines:
            self.document.add_paragraph(line.whole, style="List Bullet")
