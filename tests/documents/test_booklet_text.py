"""A booklet of proposals is read whole: every oddity finds its place, and nothing is lost."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reglab_workflow.documents.booklet_text import Booklet, ProposalText, read_booklet

SEED = Path(__file__).parents[2].parent / "shared" / "seeds" / "proposals-2024-nos-1-26.txt"
HEADINGS = ("Idé", "Syfte och övergripande mål", "Målgrupp", "Kontaktperson")
CONTACT = "Maj Lind, Region Norrdal"
# Words that only say what stands beside them.
LABELS = {"och", "samt", "post", "epost", "email", "mail", "mejl", "tel", "tfn", "telefon", "mobil", "kontakt",
          "kontaktperson"}
BULLETS = str.maketrans(dict.fromkeys("–—*•·▪◦‣●○■□", "-"))


def proposal(label="1. ", title="Lära av vinden", idea="Vi vill lära av vinden.", purpose="Mer vind.",
             target="Strateger.", contact=CONTACT, headings=HEADINGS, preamble="") -> str:
    parts = [label + title, preamble]
    for heading, text in zip(headings, (idea, purpose, target, contact), strict=True):
        parts += [heading, text]
    return "\n\n".join(part for part in parts if part)


def source(*proposals: str, contents: str = "", theme: str = "Vind och väder") -> str:
    return "\n\n".join(part for part in ("Förslag inför 2031", contents, theme, *proposals) if part) + "\n"


def only(text: str) -> ProposalText:
    found = list(read_booklet(text).proposals())
    assert len(found) == 1
    return found[0]


def codes(booklet: Booklet) -> list[str]:
    return [warning.code for warning in booklet.warnings if not warning.code.startswith("theme_guessed")]


def contacts(line: str) -> list[tuple[str, ...]]:
    return [tuple(vars(each).values()) for each in only(source(proposal(contact=line))).contacts]


# -- nothing is lost -----------------------------------------------------------------------------------------


def characters(text: str) -> str:
    """The printable characters of a text without spaces, bullets in one form."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "", unicodedata.normalize("NFC", text)).translate(BULLETS)


def assert_nothing_is_lost(text: str) -> Booklet:
    booklet = read_booklet(text)
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    first, last = booklet.contents_span
    strays = {stray.line for stray in booklet.other}

    def printed(start: int, end: int, apart: set[int]) -> str:
        chosen = (n for n in range(start, end + 1) if n not in apart and not first <= n <= last)
        return characters("\n".join(lines[n - 1] for n in chosen))

    for each in booklet.proposals():
        assert printed(*each.lines, strays) == characters(each.all_text())
        parts = (part for contact in each.contacts for part in vars(contact).values())
        stored = [each.organisation, each.other, *parts]
        words = set(re.findall(r"[^\W\d_]{2,}", each.contact_text.casefold()))
        known = set(re.findall(r"[^\W\d_]{2,}", " ".join(stored).casefold()))
        assert words - known <= LABELS
    assert Counter(printed(1, len(lines), set())) == Counter(characters(booklet.all_text()))
    assert strays <= {warning.line for warning in booklet.warnings}
    return booklet


SENTENCES = st.sampled_from([
    "Vi vill lära av andra.", "Hur gör ni?", "- en punkt", "• en annan punkt", "  – under punkten",
    "1) första", "Mål:", "en mening som fortsätter på nästa sida", "utan punkt", "Syfte: mer vind", "miljö-",
    "och energi.", "Exempel:", "Bakgrund", "12", "Sida 3 av 9", "Förslag inför 2031", "\tindraget",
    "65 procent av allt.", "3. Tredje punkten", "e\u0301n", "Vind och väder", "Region Norrdal", "•",
    "Kontaktperson", "idé", "Målgrupp:", "\fNy sida",
]) | st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40)
CONTACTS = st.lists(st.sampled_from([
    "Maj Lind", "Åke Ström-Dal", "Ulla", "maj.lind@norrdal.example", "ake@norrdal", "strateg",
    "Region Norrdal", "Vindbolaget AB", "Väderverket", "Ring oss gärna efter lunch",
    "Klimat och energi", "tfn 012-34 56 78",
]), min_size=1, max_size=6)
JOINTS = st.sampled_from([", ", " och ", ". ", ": ", "\n", "; ", " ", " (", ") "])
GAPS = st.sampled_from(["\n\n", "\n\n", "\n\n", "\n", "\n\n\n\n", "\n\f", "\n\n7\n\n\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    return "".join(draw(SENTENCES) + draw(GAPS) for _ in range(draw(st.integers(0, 4))))


@st.composite
def booklets(draw: st.DrawFn) -> str:
    text, contents = "", ""
    for number in range(1, draw(st.integers(0, 5)) + 1):
        if draw(st.booleans()):
            text += f"Tema {'abcde'[number - 1]}" + draw(GAPS)
            contents += f"TEMA {'ABCDE'[number - 1]}\t{number}\n"
        title = draw(st.sampled_from(["Lära av vinden", "Vatten – för vem?", "Sol 2031", "Ett rop!"]))
        label = draw(st.sampled_from([f"{number}. ", f"{number}) ", f"{number + 1}. ", ""]))
        text += label + title + draw(GAPS) + draw(texts())
        contents += f"{label}{title.upper()}\t{number}\n"
        shown = st.sampled_from([HEADINGS, HEADINGS[:2] + HEADINGS[3:], HEADINGS[1:], ()])
        for heading in draw(shown):
            text += draw(st.sampled_from([heading, heading.upper(), heading + " :"])) + draw(GAPS)
            body = draw(texts())
            if heading == "Kontaktperson":
                body = "".join(part + draw(JOINTS) for part in draw(CONTACTS)) + "\n\n"
            text += body
    whole = "Förslag inför 2031\n\n" + draw(st.sampled_from(["", contents + "\n\n"])) + text
    return draw(st.sampled_from(["", "\ufeff"])) + whole.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@given(booklets() | st.text(max_size=300))
def test_no_character_of_any_booklet_is_lost(text):
    assert_nothing_is_lost(text)


# -- titles, themes and contents -----------------------------------------------------------------------------

CONTENTS = (
    "VIND OCH VÄDER\t3\n1. LÄRA AV VINDEN\t3\n2. LÄRA AV VATTNET\t4\nTOMT TEMA\t5\n"
    "SOL\t6\n3. LÄRA AV SOLEN\t6"
)
THREE = (proposal(), proposal("2. ", "Lära av vattnet"), "Tomt tema", "Sol", proposal("3. ", "Lära av solen"))


def test_the_contents_are_skipped_and_tell_the_themes():
    booklet = read_booklet(source(*THREE, contents=CONTENTS))
    assert booklet.title == "Förslag inför 2031"
    assert len(booklet.contents_lines) == 6
    assert [(theme.title, len(theme.proposals)) for theme in booklet.themes] == [
        ("Vind och väder", 2), ("Tomt tema", 0), ("Sol", 1)]
    assert codes(booklet) == ["theme_empty"]


@pytest.mark.parametrize("change", [
    lambda text: text.replace("\t", " ....... "), lambda text: text.replace("\t", " "),
    lambda text: "Innehåll\n\n" + text, lambda text: re.sub(r"\t\d", "", text),
    lambda text: text.replace("AV VATTNET", "AV\nVATTNET"),
], ids=["dots", "single blanks", "a heading", "no page numbers", "a title on two lines"])
def test_contents_come_in_many_forms(change):
    booklet = assert_nothing_is_lost(source(*THREE, contents=change(CONTENTS)))
    assert [proposal.number for proposal in booklet.proposals()] == [1, 2, 3]
    assert codes(booklet) == ["theme_empty"]


def test_a_title_told_differently_in_contents_and_body_is_reported():
    booklet = read_booklet(source(*THREE, contents=CONTENTS.replace("VATTNET", "VATTNEN")))
    assert [each.mapping["number"] for each in booklet.warnings if each.code == "title_differs"] == [2]


def test_titles_missing_in_contents_or_body_are_reported():
    short = CONTENTS.replace("2. LÄRA AV VATTNET\t4\n", "").replace("3. LÄRA AV SOLEN", "4. NÅGOT HELT ANNAT")
    booklet = read_booklet(source(*THREE, contents=short))
    assert sorted(codes(booklet)) == ["not_in_body", "not_in_contents", "not_in_contents", "theme_empty"]


def test_a_booklet_without_contents_has_its_themes_from_their_places():
    text = source(proposal(), "\n\nSol", proposal("2. ", "Lära av solen", contact="Väderverket"))
    booklet = assert_nothing_is_lost(text)
    assert [theme.title for theme in booklet.themes] == ["Vind och väder", "Sol"]
    assert [each.code for each in booklet.warnings].count("theme_guessed") == 2


def test_the_senders_name_last_in_a_contact_is_no_theme():
    booklet = read_booklet(source(proposal(contact="Maj Lind\n\nRegion Norrdal"), proposal("2. ", "Sol")))
    assert [theme.title for theme in booklet.themes] == ["Vind och väder"]


def test_a_missing_number_costs_no_proposal():
    parts = (proposal(), proposal("", "Lära av solen"), proposal("3. ", "Till sist"))
    booklet = assert_nothing_is_lost(source(*parts))
    assert [proposal.number for proposal in booklet.proposals()] == [1, None, 3]
    assert codes(booklet) == ["number_missing"]


def test_numbers_that_jump_or_come_twice_are_reported():
    parts = (proposal(), proposal("3. ", "Lära av solen"), proposal("3. ", "Lära av månen"))
    assert codes(read_booklet(source(*parts))) == ["number_gap", "number_repeated"]


def test_a_numbered_list_in_a_text_is_no_title():
    booklet = assert_nothing_is_lost(source(
        proposal(idea="Så här:\n\n1. Mäta vind\n2. Räkna vind\n\n2. Vädra", preamble="1. Ett\n2. Två"),
        proposal("2. ", "Lära av solen")))
    assert [proposal.title for proposal in booklet.proposals()] == ["Lära av vinden", "Lära av solen"]


def test_a_proposal_without_any_heading_is_still_one():
    text = source(proposal(), "2. Lära av solen\n\nBara några rader.", proposal("3. ", "Lära av månen"))
    found = list(assert_nothing_is_lost(text).proposals())
    assert [(each.number, each.preamble) for each in found] == [(1, ""), (2, "Bara några rader."), (3, "")]


def test_text_before_the_first_proposal_is_reported_with_its_line():
    booklet = assert_nothing_is_lost(source(proposal(), theme="Häftet är på remiss.\n\nLäs det.\n\nSol"))
    assert [(each.line, each.code) for each in booklet.warnings if each.code == "outside"] == [
        (3, "outside"), (5, "outside")]


@pytest.mark.parametrize("text", ["", "Hej.\n"])
def test_a_text_without_proposals_says_so(text):
    assert "no_proposals" in codes(read_booklet(text))


# -- headings and sections -----------------------------------------------------------------------------------


@pytest.mark.parametrize("headings", [
    ("IDÉ", "SYFTE OCH ÖVERGRIPANDE MÅL", "MÅLGRUPP", "KONTAKTPERSON"),
    ("Idé:", "Syfte  & övergripande mål :", "Målgrupper", "Kontaktpersoner:"),
    ("Ide", "Syfte och övergipande mål", "Målgrup", "Kontaktperson(er)"),
    ("Idé", "Syfte", "Målgrupp", "Kontakt"),
    ("ide\u0301", "Syfte/övergripande mål", "målgrupp", "kontaktperson"),
])
def test_headings_may_be_written_in_many_ways(headings):
    found = only(source(proposal(headings=headings)))
    assert found.idea == "Vi vill lära av vinden."
    assert (found.purpose, found.target_group) == ("Mer vind.", "Strateger.")
    assert found.organisation == "Region Norrdal"


def test_a_heading_and_its_text_may_share_a_line():
    text = "\n\n".join(["1. Lära av vinden", "Idé: Vi lär.", "Målgrupp: Alla", "Kontaktperson: " + CONTACT])
    found = only(source(text))
    assert (found.idea, found.target_group, found.organisation) == ("Vi lär.", "Alla", "Region Norrdal")


def test_a_senders_own_headings_stay_in_the_text():
    purpose = "Syfte: mer vind.\n\nMål:\n\nMindre drag."
    found = only(source(proposal(purpose=purpose, idea="Bakgrund\n\nDet drar.")))
    assert found.purpose == purpose
    assert found.idea == "Bakgrund\n\nDet drar."


def test_empty_sections_are_reported_at_their_heading():
    booklet = read_booklet(source(proposal(purpose="", target="")))
    empty = [each for each in booklet.warnings if each.code == "section_empty"]
    assert [(each.line, each.mapping["heading"]) for each in empty] == [
        (11, "Syfte och övergripande mål"), (13, "Målgrupp")]


def test_a_missing_heading_is_reported():
    booklet = read_booklet(source("1. Lära av vinden\n\nIdé\n\nVi lär.\n\nKontaktperson\n\n" + CONTACT))
    assert codes(booklet) == ["heading_missing", "heading_missing"]


def test_a_heading_that_comes_twice_stays_as_text():
    booklet = assert_nothing_is_lost(source(proposal(target="Alla.\n\nMålgrupp\n\nOch några till.")))
    assert codes(booklet) == ["heading_repeated"]
    assert next(booklet.proposals()).target_group == "Alla.\n\nMålgrupp\n\nOch några till."


# -- paragraphs, pages and characters ------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "read"), [
    ("• vind\n– väder\n\n-sol\n  * måne", "- vind\n- väder\n- sol\n  - måne"),
    ("- 1) tak\n- 2) golv", "- 1) tak\n- 2) golv"),
    ("•\nvind\n\n•\n\nväder", "- vind\n- väder"),
])
def test_bullets_become_one_kind_of_list(written, read):
    assert only(source(proposal(idea=f"Exempel:\n\n{written}"))).idea == f"Exempel:\n\n{read}"


@pytest.mark.parametrize("gap", [
    "\n\n\n\n", "\n\f", "\n\n7\n\n\f\n", "\n\nSida 7 av 9\n\n\fFörslag inför 2031\n\n",
])
def test_a_paragraph_cut_by_the_page_is_whole_again(gap):
    booklet = assert_nothing_is_lost(source(proposal(idea=f"Vi vill lära av{gap}vinden och solen.\n\nTack.")))
    assert next(booklet.proposals()).idea == "Vi vill lära av vinden och solen.\n\nTack."


@pytest.mark.parametrize(("written", "read"), [
    ("Vi lär.\n\n\n\nSen vilar vi.", "Vi lär.\n\nSen vilar vi."),
    (f"Vi vill {'lära ' * 12}av\nVinden.", f"Vi vill {'lära ' * 12}av Vinden."),
    ("Vi lär av miljö-\n\n\n\noch energi, väder-\nlek", "Vi lär av miljö- och energi, väder-lek"),
    ("Först vind\n\nSedan sol", "Först vind\n\nSedan sol"),
], ids=["whole sentences", "the width of the page", "hyphens", "short paragraphs"])
def test_only_what_was_cut_is_joined(written, read):
    assert only(source(proposal(idea=written))).idea == read


def test_page_numbers_are_left_out_of_the_text_and_reported():
    booklet = assert_nothing_is_lost(source(proposal(purpose="Mer vind.\n\n12\n\n\n")))
    assert next(booklet.proposals()).purpose == "Mer vind."
    assert [(each.code, each.line) for each in booklet.warnings if each.code == "page_furniture"] == [
        ("page_furniture", 15)]


def test_line_ends_marks_and_composed_letters_make_no_difference():
    text = source(*THREE, contents=CONTENTS)
    plain = read_booklet(text)
    for other in (text.replace("\n", "\r\n"), "\ufeff" + text, unicodedata.normalize("NFD", text)):
        assert read_booklet(other) == plain


def test_unprintable_characters_are_replaced_and_reported():
    booklet = read_booklet(source(proposal(idea="Vi\x07lär.", purpose="Mer\x00 vind.")))
    assert [next(booklet.proposals()).idea, next(booklet.proposals()).purpose] == ["Vi lär.", "Mer vind."]
    assert [(each.code, each.line) for each in booklet.warnings][1:] == [
        ("control_characters", 9), ("control_characters", 13)]


# -- contacts ------------------------------------------------------------------------------------------------

MAJ, AKE = "maj.lind@norrdal.example", "ake.strom@norrdal.example"
R = "Region Norrdal"
BOTH = [("Maj Lind", "", R, MAJ), ("Åke Ström", "", R, AKE)]


@pytest.mark.parametrize(("line", "expected"), [
    ("", []),
    (f"Maj Lind, strateg, {MAJ}. {R}", [("Maj Lind", "strateg", R, MAJ)]),
    (f"Maj Lind {MAJ}. {R}", [("Maj Lind", "", R, MAJ)]),
    (f"Maj Lind: {MAJ}, {R}", [("Maj Lind", "", R, MAJ)]),
    (f"Maj Lind, strateg, klimat och energi, {R}", [("Maj Lind", "strateg, klimat och energi", R, "")]),
    (f"Maj Lind och Åke Ström, {MAJ} och {AKE}. {R}", BOTH),
    (f"Maj Lind: {MAJ}, {R}\n\nÅke Ström: {AKE}, {R}", BOTH),
    (f"Maj Lind\n{MAJ}\nÅke Ström\n{AKE}\n{R}", BOTH),
    (R, [("", "", R, "")]),
    ("Väderverket", [("", "", "Väderverket", "")]),
    (f"Maj Lind, Västkontoret och Åke Ström, Sydland, Nordland och Östlands Parisrådet. {R}",
     [("Maj Lind", "", "Västkontoret", ""),
      ("Åke Ström", "", "Sydland, Nordland och Östlands Parisrådet", "")]),
    (f"Maj Lind, Vind AB, Åke Ström, Sol AB, Ulla Dal, Sol AB, Kim (Regn AB). {R}",
     [("Maj Lind", "", "Vind AB", ""), ("Åke Ström", "", "Sol AB", ""), ("Ulla Dal", "", "Sol AB", ""),
      ("Kim", "", "Regn AB", "")]),
])
def test_contacts_are_told_apart(line, expected):
    assert contacts(line) == expected


def test_a_sentence_instead_of_a_name_is_kept_whole():
    sentence = "Region Norrdal har arbetat med vind tillsammans med Blåsby kommun"
    booklet = assert_nothing_is_lost(source(proposal(contact=f"{sentence}. Region Norrdal")))
    found = next(booklet.proposals())
    assert (found.other, found.organisation, found.contacts[0].name) == (sentence, "Region Norrdal", "")
    assert codes(booklet) == ["contact_only_organisation", "contact_sentence"]


@pytest.mark.parametrize(("line", "code"), [
    ("Maj Lind, maj.lind@norrdal. Region Norrdal", "email_malformed"),
    ("Maj Linder, maj.lind@norrdal.example. Region Norrdal", "name_email_differ"),
    ("Maj Lind, maj.lind.dahl@norrdal.example. Region Norrdal", "name_email_differ"),
    ("Maj Lønd, maj.lond@norrdal.example. Region Norrdal", "name_email_differ"),
    ("Maj Lind, tfn 012-34 56 78, Region Norrdal", "contact_rest"),
    ("Meddelas senare", "organisation_missing"),
    ("Region Norrdal", "contact_only_organisation"),
])
def test_odd_contacts_are_reported(line, code):
    booklet = assert_nothing_is_lost(source(proposal(contact=line)))
    assert code in codes(booklet)


@pytest.mark.parametrize("email", ["majlind", "maj.l", "mlind", "majli", "lind.maj", "maj.lind2", "kansliet"])
def test_usual_addresses_fit_their_names(email):
    line = f"Maj Lind, {email}@norrdal.example. Region Norrdal"
    assert codes(read_booklet(source(proposal(contact=line)))) == []


# -- the real booklet ----------------------------------------------------------------------------------------


@pytest.mark.skipif(not SEED.exists(), reason=f"the real booklet does not lie beside the project: {SEED}")
def test_the_real_booklet_is_read_whole():
    booklet = assert_nothing_is_lost(SEED.read_text(encoding="utf-8"))
    found = list(booklet.proposals())
    assert [proposal.number for proposal in found] == list(range(1, 27))
    assert [len(theme.proposals) for theme in booklet.themes] == [5, 5, 3, 6, 5, 2]
    assert len(booklet.contents_lines) == 26 + 6
    assert booklet.other == ()
    assert [each.number for each in found if not each.purpose] == [9, 10, 19]
    assert all(each.idea and each.target_group and each.organisation for each in found)
    several = {each.number: len(each.contacts) for each in found if len(each.contacts) != 1}
    assert several == {2: 2, 3: 2, 14: 2, 16: 2}
    assert [each.number for each in found if not any(contact.name for contact in each.contacts)] == [8, 18]
    assert [each.number for each in found if any(contact.role for contact in each.contacts)] == [20, 24, 25]
    assert len([each for each in found if any(contact.email for contact in each.contacts)]) == 10
    assert len({each.organisation for each in found}) == 10
    assert [each.number for each in found if each.other] == [8]
    assert [each.number for each in found if each.number in (4, 7, 9) and "\n" in each.idea] == []
    points = {each.number: len(re.findall(r"^- ", f"{each.idea}\n{each.purpose}", re.M)) for each in found}
    assert {number: count for number, count in points.items() if count} == {3: 3, 6: 3, 16: 17, 19: 4, 23: 3}
    assert Counter(codes(booklet)) == {
        "section_empty": 3, "contact_only_organisation": 2, "contact_sentence": 1, "title_differs": 1,
        "name_email_differ": 1}
