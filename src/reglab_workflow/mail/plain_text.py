"""The text of a letter made from its HTML, so that both always say the same; links are written out."""

from __future__ import annotations

import textwrap
from html.parser import HTMLParser

WIDTH = 76
BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "hr",
        "header",
        "footer",
        "main",
        "section",
        "body",
        "table",
        "tr",
    ]
)
UNSEEN = frozenset(("head", "style", "script"))
BULLET = "- "
UNDERLINES = {"h1": "=", "h2": "-"}


class TextMaker(HTMLParser):
    """Collects paragraphs of text with their indents."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.paragraphs: list[str] = []
        self.open: list[str] = []
        self.lines: list[str] = [""]
        self.link = ""
        self.link_start = 0
        self.point = False
        self.told = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a new paragraph; a link is remembered until its words are over."""
        if tag == "br":
            self.lines.append("")
            return
        if tag in BLOCKS:
            self._close_paragraph()
        if tag == "hr":
            self.paragraphs.append("-" * 8)
            return
        if tag in ("meta", "img", "link"):
            return
        self.open.append(tag)
        if tag == "li":
            self.point = True
        if tag == "dd":
            self.told = True
        if tag == "a":
            self.link, self.link_start = dict(attrs).get("href") or "", len(self.lines[-1])

    def handle_endtag(self, tag: str) -> None:
        """A block ends its paragraph; a link gets its address behind its words."""
        if tag not in self.open:
            return
        if tag == "a":
            self._write_link()
        if tag in BLOCKS:
            self._close_paragraph(UNDERLINES.get(tag, ""))
        while self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Words, with any white space between them as one blank."""
        if "title" in self.open:
            self.title += data
        elif not UNSEEN & set(self.open):
            line = self.lines[-1]
            words = " ".join(data.split())
            before = " " if data[:1].isspace() and line and not line.endswith(" ") else ""
            after = " " if words and data[-1:].isspace() else ""
            self.lines[-1] = line + before + words + after

    def text(self) -> str:
        """Everything so far."""
        self._close_paragraph()
        return "\n".join(self.paragraphs).strip("\n") + "\n"

    def _write_link(self) -> None:
        words = self.lines[-1][self.link_start:].strip()
        if self.link and words != self.link:
            self.lines[-1] = f"{self.lines[-1].rstrip()}: {self.link}" if self._stands_alone() \
                else f"{self.lines[-1].rstrip()} ({self.link}) "
        self.link = ""

    def _stands_alone(self) -> bool:
        return self.link_start == 0

    def _close_paragraph(self, underline: str = "") -> None:
        lines = [line.strip() for line in self.lines]
        self.lines = [""]
        if not any(lines):
            return
        depth = sum(tag in ("ul", "ol", "dd", "blockquote") for tag in self.open)
        first = "  " * max(0, depth - self.point) + (BULLET if self.point else "")
        rest = " " * len(first)
        written = [
            piece for number, line in enumerate(lines)
            for piece in _wrapped(line, first if number == 0 else rest, rest)
        ]
        if underline:
            written.append(underline * min(WIDTH, max(len(line) for line in written)))
        if not self._belongs_to_the_line_above():
            self.paragraphs.append("")
        self.paragraphs.extend(written)
        self.point = self.told = False

    def _belongs_to_the_line_above(self) -> bool:
        above = self.paragraphs[-1] if self.paragraphs else ""
        return self.told or (self.point and above.lstrip().startswith(BULLET))


def text_of(html: str) -> tuple[str, str]:
    """The title and the text of a letter."""
    maker = TextMaker()
    maker.feed(html)
    maker.close()
    return " ".join(maker.title.split()), maker.text()


def _wrapped(line: str, first: str, rest: str) -> list[str]:
    # An address must stay whole to be clicked.
    return textwrap.wrap(
        line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False,
    ) or [""]
