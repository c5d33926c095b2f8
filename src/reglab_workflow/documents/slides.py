"""The slides as a PPTX: each with a real title, its number, its language, and the whole text in the notes."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import Any

from .. import clock
from . import library
from .deck import COVER, FRAME, PROPOSAL, Part, Slide, slides
from .edition import Edition
from .wording import Wording

WIDE, HIGH = 33.867, 19.05
"""Centimetres of a slide, 16 to 9."""
EDGE = 2.0
SERIF, SANS = "Georgia", "Arial"
INK, QUIET, THREAD = "10241F", "53635D", "B5341D"
TITLE_ONLY = 5
LONG_TITLE = 60
"""Characters above which a title is set smaller."""
LONG_TEXT = 280
NUMBER = "sldNum"


def deck_pptx(edition: Edition, words: Wording) -> bytes:
    """The deck; raises MissingLibrary."""
    pptx = library("pptx", "python-pptx")
    return _Projector(pptx.Presentation(), words).made(edition)


class _Projector:
    """Draws one slide after the other."""

    def __init__(self, deck: Any, words: Wording) -> None:
        from pptx.util import Cm

        self.deck = deck
        self.words = words
        self.cm = Cm
        deck.slide_width, deck.slide_height = Cm(WIDE), Cm(HIGH)

    def made(self, edition: Edition) -> bytes:
        """The file."""
        about = self.deck.core_properties
        about.title, about.author, about.language = edition.title, "Reglab", self.words.locale
        about.created = about.modified = clock.now()
        for slide in slides(edition, self.words):
            self._draw(slide)
        kept = BytesIO()
        self.deck.save(kept)
        return kept.getvalue()

    def _draw(self, told: Slide) -> None:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _colour("FCFDFC")
        self._title(slide, told)
        head = f"{told.number} · {told.kicker}" if told.number else told.kicker
        self._box(slide, EDGE, 1.0, WIDE - 2 * EDGE, 1.1, [(head, SANS, 14, QUIET, False)])
        if told.sender:
            self._box(slide, EDGE, 7.2 if told.kind == COVER else 5.6, WIDE - 2 * EDGE, 1.1,
                      [(told.sender, SANS, 20 if told.kind == COVER else 16, QUIET, False)])
        self._thread(slide, 6.5 if told.kind == COVER else 2.3)
        self._parts(slide, told)
        self._number(slide)
        slide.notes_slide.notes_text_frame.text = told.notes
        for part in (slide.part, slide.notes_slide.part):
            self._speak(part._element)

    def _title(self, slide: Any, told: Slide) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        title = slide.shapes.title
        top = 3.0 if told.kind == COVER else 2.5
        title.left, title.top = self.cm(EDGE), self.cm(top)
        title.width, title.height = self.cm(WIDE - 2 * EDGE), self.cm(3.1)
        title.text_frame.text = told.title
        title.text_frame.word_wrap = True
        title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if told.kind == COVER else MSO_ANCHOR.TOP
        _flush(title.text_frame)
        size = 48 if told.kind == COVER else 34 if len(told.title) <= LONG_TITLE else 27
        for paragraph in title.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            for run in paragraph.runs:
                run.font.name, run.font.size, run.font.bold = SERIF, Pt(size), False
                run.font.color.rgb = _colour(INK)

    def _parts(self, slide: Any, told: Slide) -> None:
        if told.kind == FRAME:
            for place, part in enumerate(told.parts):
                self._counts(slide, part, EDGE + place * 15.2)
        if told.kind == PROPOSAL:
            wide, top = [(17.2, 0.0), (11.4, 18.4), (11.4, 18.4)], [7.1, 7.1, 14.7]
            for part, (width, left), where in zip(told.parts, wide, top, strict=False):
                size = 18 if len(part.text) <= LONG_TEXT else 15
                self._box(slide, EDGE + left, where, width, 2.0, [
                    (part.heading, SANS, 13, QUIET, True),
                    *((line, SERIF, size, QUIET if part.missing else INK, False) for line in part.text.splitlines())])

    def _counts(self, slide: Any, part: Part, left: float) -> None:
        size = 18 if len(part.lines) <= 9 else 14
        self._box(slide, left, 5.6, 14.4, 10, [
            (part.heading, SANS, 13, QUIET, True),
            *((f"{count}  {name}", SERIF, size, INK, False) for name, count in part.lines)])

    def _box(self, slide: Any, left: float, top: float, wide: float, high: float,
             lines: list[tuple[str, str, float, str, bool]]) -> None:
        from pptx.util import Pt

        box = slide.shapes.add_textbox(self.cm(left), self.cm(top), self.cm(wide), self.cm(high))
        frame = box.text_frame
        frame.word_wrap = True
        _flush(frame)
        for place, (text, face, size, colour, bold) in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(4)
            run = paragraph.add_run()
            run.text = text
            run.font.name, run.font.size, run.font.bold = face, Pt(size), bold
            run.font.color.rgb = _colour(colour)

    def _thread(self, slide: Any, top: float) -> None:
        """The red thread; decoration, so that nothing is read of it."""
        from pptx.enum.shapes import MSO_CONNECTOR
        from pptx.util import Pt

        line = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, self.cm(EDGE), self.cm(top), self.cm(EDGE + 4), self.cm(top))
        line.line.color.rgb = _colour(THREAD)
        line.line.width = Pt(2.5)

    def _number(self, slide: Any) -> None:
        """The slide's number, which the library leaves to the layout."""
        found = [shape for shape in slide.slide_layout.placeholders
                 if shape.element.xpath(f'.//p:ph[@type="{NUMBER}"]')]
        if found:
            slide.shapes._spTree.append(deepcopy(found[0].element))
            shape = slide.shapes[-1]
            shape.left, shape.top = self.cm(WIDE - EDGE - 4), self.cm(HIGH - 1.6)
            shape.width, shape.height = self.cm(4), self.cm(0.9)

    def _speak(self, element: Any) -> None:
        """Say of every piece of text what language it is in."""
        from pptx.oxml.ns import qn

        for run in element.iter(qn("a:r"), qn("a:fld")):
            run.get_or_add_rPr().set("lang", self.words.locale)


def _flush(frame: Any) -> None:
    """Text that begins where its box does."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _colour(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(code)
