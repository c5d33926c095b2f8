"""The documents of a whole booklet, read as others will read them: every title, in order, and the same in all."""

from __future__ import annotations

import csv
import itertools
import re
import time
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from booklet_round import BROKEN, FORMULA, LONG_TITLE, REMARK, THEMES, booklet_round, titles
from house import Story

PATIENCE = 120.0
LONGEST_KNOWN = 107


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    made = Story(tmp_path_factory.mktemp("year") / "var")
    made.path = booklet_round(made)
    yield made
    made.close()


def get(story: Story, name: str, email: str = Story.OFFICE) -> Any:
    """A document of the round, as somebody gets it; a PDF after waiting for it."""
    browser = story.browser(email)
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        answer = browser.get(f"{story.path}/{name}", status="*")
        if answer.status_int != 202:
            assert answer.status_int == 200, answer.text
            return answer
        time.sleep(0.2)
    raise AssertionError("the press has not come to an end")


@pytest.fixture(scope="module")
def printed(year: Story) -> bytes:
    return bytes(get(year, "booklet.pdf").body)


@pytest.fixture(scope="module")
def pages(printed: bytes) -> list[str]:
    return [one_line(page.extract_text()) for page in pypdf.PdfReader(BytesIO(printed)).pages]


def one_line(text: str) -> str:
    return " ".join(text.split())


def numbered() -> list[str]:
    return [f"{number}. {title}" for number, title in enumerate(titles(), 1)]


def body_starts(pages: list[str]) -> int:
    """The first page after the contents: the one that has a sender on it."""
    return next(place for place, text in enumerate(pages) if "Region Norra" in text)


# -- PDF -------------------------------------------------------------------------------------------------------


def test_every_title_stands_once_in_the_contents_and_once_in_the_body_in_order(pages):
    start = body_starts(pages)
    for part in (" ".join(pages[:start]), " ".join(pages[start:])):
        places = [[match.start() for match in re.finditer(rf"(?<!\d){re.escape(title)}", part)] for title in numbered()]
        assert [len(found) for found in places] == [1] * 41
        assert sorted(places) == places


def test_the_page_numbers_of_the_contents_are_those_of_the_pages(pages):
    start = body_starts(pages)
    contents = " ".join(pages[:start])
    told, real = {}, {}
    for title in [*numbered(), *(title for _id, title, _count in THEMES)]:
        match = re.search(rf"(?<!\d){re.escape(title)}[ .]+(\d+)", contents)
        assert match, title
        told[title] = int(match[1])
        # A chapter's name is also in the head of each of its pages: it begins where it first stands.
        real[title] = next(place for place, text in enumerate(pages, 1) if place > start and title in text)
    assert told == real


def test_each_theme_begins_on_a_page_of_its_own_and_each_page_says_which_it_is(pages):
    start = body_starts(pages)
    for place, text in enumerate(pages[1:], 2):
        assert "Förslag inför 2027" in text
        assert f"{place} ({len(pages)})" in text
    firsts = {title: next(place for place, text in enumerate(pages) if place >= start and title in text)
              for _id, title, _count in THEMES}
    assert len(set(firsts.values())) == len(THEMES)


def test_no_heading_is_left_alone_at_the_foot_of_a_page(pages):
    headings = ("Idé", "Syfte och övergripande mål", "Målgrupp", "Kontaktperson", "Önskad form", *titles())
    for place, text in enumerate(pages[body_starts(pages):]):
        foot = re.sub(r"\d+ \(\d+\)", "", text).strip()
        assert not foot.endswith(headings), place


def test_what_was_not_told_is_said_once_for_each_gap(pages):
    assert " ".join(pages).count("Uppgift saknas") == 5


def tags(node: Any) -> Iterator[Any]:
    """Every element of the tree of structure, in order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from tags(child)


def test_the_pdf_is_tagged_titled_and_says_its_language(printed):
    with pikepdf.open(BytesIO(printed)) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "sv"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == "Förslag inför 2027"
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Förslag inför 2027"
            assert str(about["pdfuaid:part"]) == "1"
        kinds = [str(tag.S) for tag in tags(root.StructTreeRoot)]
        assert kinds.count("/H1") == 1
        assert kinds.count("/H2") == len(THEMES) + 1
        assert kinds.count("/H3") == 41
        assert kinds.count("/H4") >= 41 * 4
        assert kinds.count("/Link") >= 41 + len(THEMES)
        levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_nothing_is_shown_without_a_tag(printed):
    """Every sign on every page stands in marked content: in the structure, or told to be decoration."""
    with pikepdf.open(BytesIO(printed)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            depth = 0
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
                assert depth > 0 or name not in ("Tj", "TJ", "'", '"', "Do"), (number, operands)
            assert depth == 0
            assert str(page.obj.get("/Tabs", "/S")) == "/S"
            for note in page.obj.get("/Annots", []):
                assert "/StructParent" in note
                assert note.get("/Contents") is not None, number


def test_every_font_is_ours_and_in_the_file(printed):
    with pikepdf.open(BytesIO(printed)) as pdf:
        fonts = {str(font.BaseFont): font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
        assert {re.sub(r"^/[A-Z]{6}\+", "", name).split("-")[0] for name in fonts} == {"Schibsted", "Source"}
        for font in fonts.values():
            inner = font.DescendantFonts[0].FontDescriptor
            assert any(key in inner for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            assert "/ToUnicode" in font


def test_the_outline_leads_to_every_theme_and_proposal(printed):
    with pikepdf.open(BytesIO(printed)) as pdf, pdf.open_outline() as outline:
        flat = [(depth, item.title) for top in outline.root for depth, item in walk(top, 0)]
    assert [title for depth, title in flat if depth == 1] == numbered()
    assert [title for depth, title in flat if depth == 0][-len(THEMES):] == [title for _id, title, _count in THEMES]


def walk(item: Any, depth: int) -> Iterator[tuple[int, Any]]:
    yield depth, item
    for child in item.children:
        yield from walk(child, depth + 1)


def test_a_whole_address_is_a_link_and_a_broken_one_is_text(printed, pages):
    reader = pypdf.PdfReader(BytesIO(printed))
    targets = {note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])
               if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]}
    assert "mailto:kim1@norra.example" in targets
    assert not any(BROKEN in target for target in targets)
    assert BROKEN in " ".join(pages)


# -- text document ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(year: Story) -> Any:
    return Document(BytesIO(get(year, "booklet.docx").body))


def styled(document: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_the_text_document_has_headings_and_contents_that_agree(written):
    assert styled(written, "Title") == ["Förslag inför 2027"]
    assert styled(written, "Heading 1") == [title for _id, title, _count in THEMES]
    assert styled(written, "Heading 2") == numbered()
    entries = {level: ["".join(words.text for words in paragraph._p.iter(qn("w:t"))) for paragraph in written.paragraphs
                       if paragraph.style.name == f"toc {level}"] for level in (1, 2)}
    assert entries == {1: styled(written, "Heading 1"), 2: numbered()}
    assert {"Idé", "Syfte och övergripande mål", "Målgrupp", "Kontaktperson"} <= set(styled(written, "Heading 3"))


def test_the_text_document_speaks_swedish_and_brings_its_contents_up_to_date(written):
    assert written.core_properties.title == "Förslag inför 2027"
    assert written.core_properties.language == "sv-SE"
    assert written.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"
    assert {each.get(qn("w:val")) for each in written.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    codes = [code.text.split()[0] for part in (written.element, written.sections[0].footer._element)
             for code in part.iter(qn("w:instrText"))]
    assert codes == ["TOC", "PAGE", "NUMPAGES"]


def test_every_line_of_its_contents_leads_somewhere(written):
    marks = {mark.get(qn("w:name")) for mark in written.element.iter(qn("w:bookmarkStart"))}
    wanted = [link.get(qn("w:anchor")) for link in written.element.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert len(wanted) == 41 + len(THEMES)
    assert set(wanted) <= marks
    targets = {link.target_ref for link in written.part.rels.values() if link.is_external}
    assert "mailto:kim1@norra.example" in targets
    assert not any(BROKEN in target for target in targets)


# -- sheets and slides -----------------------------------------------------------------------------------------


def test_the_sheet_keeps_its_head_filters_and_takes_nothing_for_a_formula(year):
    from zipfile import ZipFile

    answer = get(year, "proposals.xlsx")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="forslag-infor-2027.xlsx"')
    with ZipFile(BytesIO(answer.body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    assert sheet.count("<row ") == 42
    assert FORMULA in words


def test_the_plain_sheet_opens_right_in_a_swedish_excel(year):
    body = get(year, "proposals.csv").body
    assert body.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(StringIO(body.decode("utf-8-sig")), delimiter=";")
    assert head[:4] == ["Nummer", "Rubrik", "Tema", "Organisation"]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 42)]
    assert [row[1] for row in rows] == [f"'{title}" if title == FORMULA else title for title in titles()]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert rows[1][3:5] == ["Region Norra", "Region Södra"]


def test_each_slide_of_the_file_has_its_title_its_number_and_the_whole_text(year):
    deck = Presentation(BytesIO(get(year, "deck.pptx").body))
    found = list(deck.slides)
    assert [slide.shapes.title.text_frame.text for slide in found] == ["Förslag inför 2027", "41 förslag", *titles()]
    assert all(slide.shapes._spTree.xpath('.//p:ph[@type="sldNum"]') for slide in found)
    spoken = {run.get("lang") for slide in found for run in slide.shapes._spTree.iter(f"{{{A}}}rPr")}
    assert spoken == {"sv-SE"}
    assert "två av dem hålls ute i en kommun" in found[2].notes_slide.notes_text_frame.text
    cover = " ".join(shape.text_frame.text for shape in found[0].shapes if shape.has_text_frame)
    assert "Kajmagasinet" in cover


A = "http://schemas.openxmlformats.org/drawingml/2006/main"


# -- all of them -----------------------------------------------------------------------------------------------


def test_titles_are_the_same_everywhere(year, pages, written):
    assert len(LONG_TITLE) == LONGEST_KNOWN
    web = [each.get_text() for each in get(year, "booklet").html.select("article h3")]
    deck = [each.get_text() for each in get(year, "deck").html.select(".slide.proposal h2")]
    sheet = [row[1].removeprefix("'") for row in csv.reader(
        StringIO(get(year, "proposals.csv").body.decode("utf-8-sig")), delimiter=";")][1:]
    text = [line.partition(". ")[2] for line in styled(written, "Heading 2")]
    assert web == deck == sheet == text == titles()


@pytest.mark.parametrize("email", [Story.MEMBER, Story.OTHER, Story.PARTNER, Story.AUDITOR])
@pytest.mark.parametrize("name", ["booklet", "booklet.pdf", "proposals.csv", "deck", "booklet.docx", "deck.pptx"])
def test_no_remark_of_the_office_and_nobody_elses_address_is_anywhere(year, name, email):
    told = text_of(get(year, name, email), name)
    assert titles()[0] in told
    assert REMARK not in told
    assert "Ett utkast" not in told
    may_write_to_them = email in (Story.MEMBER, Story.AUDITOR)
    assert ("kim1@norra.example" in told) is (may_write_to_them and name != "deck")  # a wall shows no addresses


def text_of(answer: Any, name: str) -> str:
    """All that a document says."""
    kept = BytesIO(answer.body)
    if name.endswith(".pdf"):
        return one_line(" ".join(page.extract_text() for page in pypdf.PdfReader(kept).pages))
    if name.endswith(".docx"):
        return " ".join(words.text or "" for words in Document(kept).element.iter(qn("w:t")))
    if name.endswith(".pptx"):
        return " ".join(part.text_frame.text for slide in Presentation(kept).slides
                        for part in (*slide.shapes, *slide.notes_slide.shapes) if part.has_text_frame)
    return str(answer.body.decode())


def test_the_seed_of_the_project_is_printed_whole(tmp_path):
    seed = Path(__file__).parents[2].parent / "shared" / "seeds" / "proposals-2024-nos-1-26.txt"
    if not seed.exists():
        pytest.skip("the seed file is not beside the project")
    from reglab_workflow.content.site.model import find
    from reglab_workflow.documents.booklet_text import read_booklet
    from reglab_workflow.documents.importing import import_booklet

    story = Story(tmp_path / "var")
    story.path = story.open_round(2031)
    with story.acting() as acts:
        round_ = find(acts.site, story.path)
        import_booklet(acts, round_, read_booklet(seed.read_text(encoding="utf-8")))
        wanted = [proposal.title for proposal in round_.booklet()]
    text = text_of(get(story, "booklet.pdf"), "booklet.pdf").replace(" ", "")
    assert len(wanted) == 26
    assert [title for title in wanted if text.count(title.replace(" ", "")) < 2] == []
    story.close()
