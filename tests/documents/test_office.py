"""The text document in somebody else's hands: LibreOffice opens it, and its contents can be trusted."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document

from booklet_round import booklet_round
from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.documents.booklet_text import read_booklet
from reglab_workflow.documents.importing import import_booklet

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SEED = Path(__file__).parents[2].parent / "shared" / "seeds" / "proposals-2024-nos-1-26.txt"
PATIENCE = 180
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

pytestmark = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed, so nobody else than the library has opened the text document")

# What a person does by "Tools, Update, All indexes" and "Export as PDF"; the pages settle at the second turn.
MACRO = '''Sub BringUpToDate(source As String, target As String, filter As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  indexes = document.DocumentIndexes
  For turn = 1 To 2
    For number = 0 To indexes.Count - 1
      indexes.getByIndex(number).update()
    Next
    document.TextFields.refresh()
  Next
  Dim way(0) As New com.sun.star.beans.PropertyValue
  way(0).Name = "FilterName"
  way(0).Value = filter
  document.storeToURL(ConvertToURL(target), way())
  document.close(True)
End Sub
'''

Opens = Callable[[bytes], tuple[list[str], Any]]


@pytest.fixture(scope="module")
def open_it(tmp_path_factory: pytest.TempPathFactory) -> Opens:
    """Opens a text document, brings its contents up to date, and gives it as pages and as a text document again."""
    folder = tmp_path_factory.mktemp("office")
    profile = folder / "profile"

    def office(*arguments: str) -> None:
        subprocess.run([str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
                        *arguments], cwd=folder, check=True, timeout=PATIENCE, capture_output=True)

    office("--terminate_after_init")  # makes the profile, which then gets its macro
    library = profile / "user" / "basic" / "Standard"
    named = 'xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    (library / "script.xlb").write_text(
        f'{XML}<library:library {named}><library:element library:name="Booklet"/></library:library>', encoding="utf-8")
    (library / "Booklet.xba").write_text(
        f'{XML}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Booklet" '
        f'script:language="StarBasic">{escape(MACRO)}</script:module>', encoding="utf-8")

    def both(content: bytes) -> tuple[list[str], Any]:
        (folder / "in.docx").write_bytes(content)
        for name, way in (("out.pdf", "writer_pdf_Export"), ("out.docx", "MS Word 2007 XML")):
            (folder / name).unlink(missing_ok=True)
            office(f'macro:///Standard.Booklet.BringUpToDate("{folder / "in.docx"}","{folder / name}","{way}")')
        pages = [one_line(page.extract_text()) for page in pypdf.PdfReader(folder / "out.pdf").pages]
        return pages, Document(BytesIO((folder / "out.docx").read_bytes()))

    return both


@dataclass
class Opened:
    """A text document as it was made, what must stand in it, and what LibreOffice made of it."""

    before: Any
    titles: list[tuple[str, str]]
    pages: list[str]
    after: Any


@pytest.fixture(scope="module", params=["invented", "real"])
def booklet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, open_it: Opens) -> Opened:
    """The text document of a whole round: of the invented booklet, and of the real one."""
    if request.param == "real" and not SEED.exists():
        pytest.skip(f"the real booklet does not lie beside the project: {SEED}")
    story = Story(tmp_path_factory.mktemp("round") / "var")
    path = booklet_round(story) if request.param == "invented" else imported(story)
    with story.looking() as site:
        round_ = find(site, path)
        titles = [(round_.theme_title(each.theme), each.numbered_title) for each in round_.booklet()]
    content = story.browser(story.OFFICE).get(f"{path}/booklet.docx").body
    story.close()
    return Opened(Document(BytesIO(content)), titles, *open_it(content))


def imported(story: Story) -> str:
    """A round with the real booklet in it."""
    with story.acting() as acts:
        round_ = acts.create(acts.site["rounds"], "round", {
            "title": "Förslag inför 2024", "year": 2024, "closes": clock.local_day(clock.now())})
        acts.fire(round_, "open")
        import_booklet(acts, round_, read_booklet(SEED.read_text(encoding="utf-8")))
        path: str = round_.path
        return path


def one_line(text: str) -> str:
    """Words with one blank between them, however the lines break."""
    return " ".join(text.split())


def headings(titles: list[tuple[str, str]]) -> list[str]:
    """Themes and proposals in the order of the booklet, each theme once."""
    found: dict[str, None] = {}
    for theme, title in titles:
        found |= {theme: None, title: None}
    return [one_line(each) for each in found]


LINE = re.compile(r"\s*\.{2,}\s*(\d+)\s*")


def contents_of(pages: list[str]) -> tuple[list[tuple[str, int]], list[int]]:
    """The lines of the contents with their page numbers, and the pages that they fill."""
    filled = [number for number, text in enumerate(pages) if LINE.search(text)]
    lines = []
    for number in filled:
        pieces = LINE.split(pages[number])
        lines += [(title, int(page)) for title, page in zip(pieces[:-1:2], pieces[1::2], strict=True)]
    return lines, filled


def test_every_heading_stands_once_in_the_contents_with_the_page_it_is_on(booklet):
    lines, filled = contents_of(booklet.pages)
    wanted = headings(booklet.titles)
    assert len(lines) == len(wanted)
    for (line, page), heading in zip(lines, wanted, strict=True):
        # Before the first line of a page stands the page's head, and a full stop is lost among the dots after it.
        assert line.endswith(heading.rstrip(".")), (line, heading)
        assert page - 1 not in filled
        assert heading in booklet.pages[page - 1], (heading, page)
    assert [page for _line, page in lines] == sorted(page for _line, page in lines)


def test_every_page_says_which_it_is_of_how_many(booklet):
    assert len(booklet.pages) > 15
    for number, text in enumerate(booklet.pages[1:], 2):
        assert text.endswith(f"{number} ({len(booklet.pages)})"), text[-60:]


def test_what_the_office_program_saves_has_the_same_headings_and_the_same_text(booklet):
    before, after = booklet.before, booklet.after
    for level in (1, 2, 3):
        assert styled(after, f"Heading {level}") == styled(before, f"Heading {level}")
    assert styled(after, "Heading 2") == [one_line(title) for _theme, title in booklet.titles]
    for document in (before, after):
        assert document.core_properties.title.startswith("Förslag inför ")
    body = [one_line(each.text) for each in before.paragraphs if not each.style.name.startswith("toc")]
    kept = {one_line(each.text) for each in after.paragraphs}
    assert [text for text in body if text and text not in kept] == []


def styled(document: Any, style: str) -> list[str]:
    """The paragraphs of a style."""
    return [one_line(each.text) for each in document.paragraphs if each.style.name == style]
