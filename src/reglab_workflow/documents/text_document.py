"""The booklet as a DOCX, made to be written on: real headings, a table of contents, links to addresses."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from .. import clock
from . import library
from .edition import Contact, Edition, Entry
from .texts import blocks
from .wording import Section, Wording

THEME, PROPOSAL, PART = 1, 2, 3
"""Levels of headings."""
SERIF, SANS = "Georgia", "Arial"
INK, QUIET, THREAD = "10241F", "53635D", "B5341D"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def booklet_docx(edition: Edition, words: Wording) -> bytes:
    """The booklet; raises MissingLibrary."""
    docx = library("docx", "python-docx")
    return Writer(docx.Document(), edition, words).written()


class Writer:
    """Writes one document from its first page to its last."""

    def __init__(self, document: Any, edition: Any, words: Wording) -> None:
        self.document = document
        self.edition = edition
        self.words = words
        self.marks = 0

    def written(self) -> bytes:
        """The whole document as a file."""
        self._describe()
        self._style()
        self._frame()
        self._cover()
        self._contents()
        for number, chapter in enumerate(self.edition.chapters, 1):
            self._heading(self.words.theme(chapter), THEME, f"tema{number}").paragraph_format.page_break_before = True
            for entry in chapter.entries:
                self._entry(entry)
        kept = BytesIO()
        self.document.save(kept)
        return kept.getvalue()

    # -- the frame ---------------------------------------------------------------------------------------

    def _describe(self) -> None:
        about = self.document.core_properties
        about.title, about.author, about.language = self.edition.title, "Reglab", self.words.locale
        about.created = about.modified = clock.now()
        about.comments = about.keywords = ""
        settings = self.document.settings.element
        settings.append(_element("w:updateFields", val="true"))
        for language in self.document.styles.element.iter(_q("w:lang")):
            language.set(_q("w:val"), self.words.locale)

    def _style(self) -> None:
        from docx.shared import Mm, Pt, RGBColor

        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(34), Mm(34)
        section.top_margin, section.bottom_margin = Mm(30), Mm(26)
        sizes = {"Normal": (SERIF, 11, INK), "Title": (SERIF, 32, INK), "Heading 1": (SANS, 20, INK),
                 "Heading 2": (SERIF, 15, INK), "Heading 3": (SANS, 10, QUIET), "List Bullet": (SERIF, 11, INK),
                 "Header": (SANS, 8.5, QUIET), "Footer": (SANS, 8.5, QUIET)}
        for name, (face, size, colour) in sizes.items():
            style = self.document.styles[name]
            style.font.name, style.font.size = face, Pt(size)
            style.font.color.rgb = RGBColor.from_string(colour)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(_q(f"w:{theme}"), None)
        for level, before, after in ((THEME, 0, 18), (PROPOSAL, 26, 4), (PART, 10, 2)):
            form = self.document.styles[f"Heading {level}"].paragraph_format
            form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), True
        self.document.styles["Normal"].paragraph_format.space_after = Pt(6)
        self.document.styles["Normal"].paragraph_format.widow_control = True

    def _frame(self) -> None:
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = self.edition.title
        foot = section.footer.paragraphs[0]
        _field(foot, "PAGE", "1")
        foot.add_run(" (")
        _field(foot, "NUMPAGES", "1")
        foot.add_run(")")

    def _cover(self) -> None:
        self.document.add_paragraph(self.edition.title, style="Title")
        for line in self.words.cover(self.edition):
            self.document.add_paragraph(line)

    def _contents(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Mm, Pt

        heading = self.document.add_paragraph(self.words.contents)
        heading.paragraph_format.page_break_before = True
        heading.paragraph_format.space_after = Pt(12)
        heading.runs[0].bold = True
        heading.runs[0].font.name, heading.runs[0].font.size = SANS, Pt(16)
        for level in (THEME, PROPOSAL):
            style = self.document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = self.document.styles["Normal"]
            style.paragraph_format.space_after = Pt(3)
            style.paragraph_format.space_before = Pt(10 if level == THEME else 0)
            style.paragraph_format.left_indent = Mm(0 if level == THEME else 6)
            style.paragraph_format.right_indent = Mm(10)
            style.font.bold = level == THEME
            style.font.size = Pt(10.5)
        lines = list(self._lines())
        for place, (level, text, mark) in enumerate(lines):
            paragraph = self.document.add_paragraph(style=f"toc {level}")
            if place == 0:
                _begin(paragraph, r'TOC \o "1-2" \h \z \u')
            _link_within(paragraph, text, mark)
            if place == len(lines) - 1:
                _end(paragraph)

    def _lines(self) -> Any:
        """Level, text and bookmark of each line of the contents."""
        for number, chapter in enumerate(self.edition.chapters, 1):
            yield THEME, self.words.theme(chapter), f"tema{number}"
            for entry in chapter.entries:
                yield PROPOSAL, self.words.numbered(entry), f"forslag{entry.uid}"

    # -- the text ----------------------------------------------------------------------------------------

    def _heading(self, text: str, level: int, mark: str = "") -> Any:
        paragraph = self.document.add_heading(text, level)
        if mark:
            self.marks += 1
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0,
                                _element("w:bookmarkStart", id=str(self.marks), name=mark))
            paragraph._p.append(_element("w:bookmarkEnd", id=str(self.marks)))
        return paragraph

    def _entry(self, entry: Entry) -> None:
        self._heading(self.words.numbered(entry), PROPOSAL, f"forslag{entry.uid}")
        if self.words.sender(entry):
            self._quiet(self.words.sender(entry)).paragraph_format.keep_with_next = True
        self._text(entry.preamble)
        for section in self.words.sections(entry):
            self._section(section)

    def _section(self, section: Section) -> None:
        self._heading(section.heading, PART)
        if section.is_missing:
            self._quiet(self.words.missing)
        self._text(section.text)
        for contact in section.contacts:
            self._contact(contact)

    def _text(self, text: str) -> None:
        for block in blocks(text):
            self.document.add_paragraph(block.text, style="List Bullet" if block.point else None)

    def _quiet(self, text: str) -> Any:
        from docx.shared import RGBColor

        paragraph = self.document.add_paragraph()
        paragraph.add_run(text).font.color.rgb = RGBColor.from_string(QUIET)
        return paragraph

    def _contact(self, contact: Contact) -> None:
        paragraph = self.document.add_paragraph(contact.words)
        if contact.words and contact.email:
            paragraph.add_run(", ")
        if contact.href:
            _link_out(paragraph, contact.email, contact.href)
        elif contact.email:
            paragraph.add_run(contact.email)


# -- what the library does not offer -----------------------------------------------------------------------


def _q(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(_q(f"w:{name}"), value)
    return made


def _run(text: str = "", *marks: Any) -> Any:
    made = _element("w:r")
    for mark in marks:
        made.append(mark)
    if text:
        words = _element("w:t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def _begin(paragraph: Any, code: str) -> None:
    instruction = _element("w:instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for mark in (_element("w:fldChar", fldCharType="begin"), instruction,
                 _element("w:fldChar", fldCharType="separate")):
        paragraph._p.append(_run("", mark))


def _end(paragraph: Any) -> None:
    paragraph._p.append(_run("", _element("w:fldChar", fldCharType="end")))


def _field(paragraph: Any, code: str, shown: str) -> None:
    _begin(paragraph, code)
    paragraph._p.append(_run(shown))
    _end(paragraph)


def _link_within(paragraph: Any, text: str, mark: str) -> None:
    link = _element("w:hyperlink", anchor=mark, history="1")
    link.append(_run(text))
    paragraph._p.append(link)


def _link_out(paragraph: Any, text: str, href: str) -> None:
    link = _element("w:hyperlink")
    link.set(_q("r:id"), paragraph.part.relate_to(href, LINK, is_external=True))
    underline = _element("w:rPr")
    underline.append(_element("w:u", val="single"))
    run = _run("", underline)
    words = _element("w:t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)
