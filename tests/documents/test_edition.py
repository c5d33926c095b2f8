"""The booklet as data: whole, in order, and the same whatever is made of it; long texts are cut where they can be."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reglab_workflow.content.proposal.model import Contact as Written
from reglab_workflow.documents.csv_file import csv_file, harmless
from reglab_workflow.documents.deck import FRAME, slides, too_long
from reglab_workflow.documents.differences import differences
from reglab_workflow.documents.edition import Chapter, Contact, Edition, Entry, edition_from, edition_of
from reglab_workflow.documents.sheets import COLUMNS, rows
from reglab_workflow.documents.texts import Block, blocks, shortened, words_in
from reglab_workflow.documents.wording import Wording
from round_site import RoundSite

WORDS = Wording(say=str, forms={"network": "Nätverk"}, states={"submitted": "Inlämnat"})


@pytest.fixture
def here() -> RoundSite:
    return RoundSite()


def of(here, round_, shown=lambda each: True, addressed=lambda each: True) -> Edition:
    titles = {each.uid: each.title for each in here.site["organisations"].values()}
    return edition_of(round_, titles, shown, addressed)


def entry(uid="a", number=1, **told) -> Entry:
    return Entry(uid, f"namn-{uid}", "submitted", number, **{"title": f"Förslag {uid}"} | told)


def booklet(*entries: Entry, theme="data") -> Edition:
    return Edition("r", "Inför 2031", 2031, (Chapter(theme, theme.capitalize(), entries),), published=True)


# -- what is in it ---------------------------------------------------------------------------------------------


def test_chapters_follow_the_themes_and_those_without_one_come_last(here):
    round_ = here.round()
    late = here.proposal(round_, title="Sent")
    here.numbered(round_, 2, theme="vatten")
    here.numbered(round_, 1)
    made = of(here, round_)
    assert [(chapter.title, [each.title for each in chapter.entries]) for chapter in made.chapters] == [
        ("Data", ["Förslag 1"]), ("Vatten", ["Förslag 2"]), ("", [late.title])]
    assert [WORDS.theme(chapter) for chapter in made.chapters] == ["Data", "Vatten", "Without a theme"]


def test_drafts_and_what_has_been_taken_back_are_not_printed(here):
    round_ = here.round()
    for state in ("draft", "withdrawn", "merged", "submitted"):
        here.proposal(round_, state, title=state)
    assert [each.title for each in of(here, round_).entries] == ["submitted"]


def test_only_what_somebody_may_see_is_there_and_a_chapter_without_it_is_not(here):
    round_ = here.round()
    here.numbered(round_, 1)
    here.numbered(round_, 2, theme="vatten")
    made = of(here, round_, shown=lambda each: each.number == 2)
    assert [chapter.title for chapter in made.chapters] == ["Vatten"]


def test_a_contact_is_one_line_and_may_be_an_organisation_alone(here):
    round_ = here.round()
    here.proposal(round_, contacts=(
        Written("Maj Lind", "strateg", "", "maj@nordana.example"), Written(organisation="Solbolaget"),
        Written("Åke", "", "Region Väst", "ake@vast")))
    (found,) = of(here, round_).entries
    assert found.lines == (
        "Maj Lind, strateg, Region Nordanå, maj@nordana.example", "Solbolaget", "Åke, Region Väst, ake@vast")
    assert [contact.href for contact in found.contacts] == ["mailto:maj@nordana.example", "", ""]


def test_addresses_are_only_for_those_who_may_read_them(here):
    round_ = here.round()
    contacts = (Written("Maj Lind", "", "", "maj@nordana.example"), Written(email="b@nordana.example"))
    here.proposal(round_, contacts=contacts)
    (found,) = of(here, round_, addressed=lambda each: False).entries
    assert found.lines == ("Maj Lind, Region Nordanå", "Region Nordanå")


def test_what_is_missing_is_said_or_left_out_as_the_site_wants():
    bare = entry()
    assert [(each.name, each.is_missing) for each in WORDS.sections(bare)] == [
        ("idea", True), ("purpose", True), ("target_group", True), ("contacts", True)]
    assert replace(WORDS, empty="leave_out").sections(bare) == []


def test_the_parts_stand_in_one_order():
    full = entry(idea="i", purpose="p", target_group="t", other_text="o", questions="q", expected_result="e",
                 builds_on="b", form="network", contacts=(Contact("Maj"),))
    assert [each.name for each in WORDS.sections(full)] == [
        "idea", "purpose", "target_group", "expected_result", "questions", "builds_on", "other_text", "form",
        "contacts"]


def test_an_edition_is_the_same_after_it_has_been_kept(here):
    round_ = here.round("published")
    here.meeting(round_)
    here.numbered(round_, 1, contacts=(Written("Maj", "", "", "maj@nordana"),), preamble="Å")
    made = of(here, round_)
    assert edition_from(made.canonical()) == made
    assert edition_from(made.canonical()).canonical() == made.canonical()


# -- what has changed ------------------------------------------------------------------------------------------

BEFORE = booklet(entry("a", 1), entry("b", 2, idea="Ett två tre"), entry("c", 3))


@pytest.mark.parametrize(("after", "kinds"), [
    (BEFORE, []),
    (booklet(*BEFORE.entries, entry("d", 4)), [("d", ("new",))]),
    (booklet(*BEFORE.entries[:2]), [("c", ("gone",))]),
    (booklet(*BEFORE.entries, theme="vatten"), [(uid, ("moved",)) for uid in "abc"]),
    (booklet(*BEFORE.entries[:2], entry("c", 9)), [("c", ("moved",))]),
    (booklet(BEFORE.entries[0], entry("b", 2, idea="Ett två fyra"), BEFORE.entries[2]), [("b", ("changed",))]),
    (booklet(replace(BEFORE.entries[0], state="discussed"), *BEFORE.entries[1:]), []),
    (booklet(replace(BEFORE.entries[0], runner_up=True), *BEFORE.entries[1:]), [("a", ("changed",))]),
])
def test_differences_are_new_gone_moved_and_changed(after, kinds):
    assert [(each.uid, each.kinds) for each in differences(BEFORE, after)] == kinds


def test_a_changed_text_is_told_with_what_it_was():
    after = booklet(BEFORE.entries[0], entry("b", 2, idea="Ett två fyra"), BEFORE.entries[2])
    (change,) = differences(BEFORE, after)
    assert change.fields == (("idea", "Ett två tre", "Ett två fyra"),)


# -- sheets ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+46", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_no_text_begins_like_a_formula(text):
    assert harmless(text) == f"'{text}"
    heads, row = csv.reader(StringIO(csv_file([[text], [text]]).decode("utf-8-sig"), newline=""), delimiter=";")
    assert heads == row == [f"'{text}"]


@pytest.mark.parametrize("value", ["Vatten", "a=b", "", 7])
def test_what_is_harmless_stays_as_it_is(value):
    assert harmless(value) == value


def test_a_row_holds_what_its_columns_promise():
    made = booklet(entry("a", 7, senders=("Region Norra", "Region Södra", "Verket"), form="network", idea="Idé",
                         contacts=(Contact("Maj"), Contact("Åke"))))
    (row,) = rows(made, WORDS)
    told = {name: value for (name, _title, _width), value in zip(COLUMNS, row, strict=True) if value != ""}
    assert told == {
        "number": 7, "title": "Förslag a", "theme": "Data", "organisation": "Region Norra",
        "together": "Region Södra, Verket", "form": "Nätverk", "state": "Inlämnat", "idea": "Idé",
        "contacts": "Maj\nÅke"}


# -- texts and slides ------------------------------------------------------------------------------------------


def test_points_and_paragraphs_are_told_apart():
    assert blocks("Ett\ntvå\n\n- tre\n  fyra\n- fem\nsex") == [
        Block("Ett\ntvå"), Block("tre fyra", point=True), Block("fem", point=True), Block("sex")]


@pytest.mark.parametrize(("text", "most", "short"), [
    ("Ett två tre.", 3, "Ett två tre."),
    ("Ett två. Tre fyra. Fem sex.", 5, "Ett två. Tre fyra. …"),
    ("Ett två tre fyra, fem sex sju", 4, "Ett två tre fyra …"),
    ("Vi ser t.ex. Skåne och Blekinge här. Sedan mer.", 6, "Vi ser t.ex. Skåne och Blekinge …"),
    ("Är det så? Ja! Det är det nog ändå.", 4, "Är det så? Ja! …"),
    ("Kort. Sedan en mening som aldrig vill ta slut här", 9, "Kort. Sedan en mening som aldrig vill ta slut …"),
    ("- Ett två\n- Tre fyra\n- Fem sex", 6, "- Ett två\n- Tre fyra …"),
])
def test_a_long_text_is_cut_at_the_end_of_a_sentence(text, most, short):
    assert shortened(text, most) == short


@given(some.text(alphabet=some.sampled_from("aåé.,!? \n-:\""), max_size=300), some.integers(1, 20))
def test_a_cut_text_begins_like_the_whole_and_never_ends_within_a_word(text, most):
    short = shortened(text, most)
    whole = text.strip()
    if short == whole:
        assert words_in(whole) <= most or whole.endswith("…")
        return
    head = short.removesuffix("…").rstrip()
    assert short.endswith(" …")
    assert whole.startswith(head)
    assert words_in(head) <= most


def test_a_slide_for_each_proposal_after_a_cover_and_a_frame():
    long = entry("a", 1, senders=("Region Norra",), idea="Ord " * 130)
    made = booklet(long, entry("b", 2, runner_up=True), entry("c", 3))
    deck = slides(made, WORDS)
    assert [slide.number for slide in deck] == [None, None, 1, 3, 2]
    frame = deck[1]
    assert frame.kind == FRAME
    assert [part.lines for part in frame.parts] == [(("Data", 3),), (("Region Norra", 1),)]
    assert "Ord " * 129 in deck[2].notes
    assert [(each.uid, count) for each, count in too_long(made)] == [("a", 130)]
