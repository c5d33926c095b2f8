"""A reader without HTML reads the same letter."""

from __future__ import annotations

import time

import pytest

from reglab_workflow.mail.plain_text import WIDTH, text_of


def text(html: str) -> str:
    return text_of(html)[1]


def test_the_title_is_the_subject_and_not_in_the_text():
    assert text_of("<head><title> Ditt  konto\n hos Reglab </title></head><body><p>Hej</p></body>") == (
        "Ditt konto hos Reglab", "Hej\n")


def test_paragraphs_are_parted_by_a_blank_line():
    assert text("<p>Ett.</p><p>Två.</p>") == "Ett.\n\nTvå.\n"


def test_headings_are_underlined():
    assert text("<h1>Förslaget</h1><p>Ja</p><h2>Skälet</h2>") == "Förslaget\n=========\n\nJa\n\nSkälet\n------\n"


def test_points_have_their_dashes_close_together():
    html = "<p>Vi vill</p><ul><li>mötas</li><li>lära</li></ul><p>Slut</p>"
    assert text(html) == "Vi vill\n\n- mötas\n- lära\n\nSlut\n"


def test_what_is_told_stands_under_its_heading():
    assert text("<dl><dt>Idé</dt><dd><p>Att lära.</p><p>Mer.</p></dd><dt>Syfte</dt><dd><p>–</p></dd></dl>") == (
        "Idé\n  Att lära.\n\n  Mer.\n\nSyfte\n  –\n")


def test_points_below_a_heading_are_indented():
    assert text("<dl><dt>Idé</dt><dd><ul><li>ett</li><li>två</li></ul></dd></dl>") == "Idé\n  - ett\n  - två\n"


def test_a_link_alone_is_written_out_behind_its_words():
    assert text('<p><a href="https://reglab.example/x">Öppna förslaget</a></p>') == (
        "Öppna förslaget: https://reglab.example/x\n")


def test_a_link_within_a_sentence_is_written_in_brackets():
    assert text('<p>Se <a href="https://reglab.example/x">sidan</a> nu.</p>') == (
        "Se sidan (https://reglab.example/x) nu.\n")


def test_an_address_that_is_its_own_words_is_written_once():
    assert text('<p><a href="https://reglab.example/">https://reglab.example/</a></p>') == "https://reglab.example/\n"


def test_a_long_address_stays_whole():
    address = "https://reglab.example/account/reset/" + "x" * 80
    assert address in text(f'<p>Välj ett nytt lösenord på sidan <a href="{address}">här</a></p>')


def test_lines_end_before_the_edge():
    lines = text("<p>" + "lärande i samverkan " * 40 + "</p>").splitlines()
    assert max(len(line) for line in lines) <= WIDTH


def test_white_space_in_the_template_does_not_show():
    assert text("<p>\n   Ett\n   två <b>tre</b>\n  fyra</p>\n\n") == "Ett två tre fyra\n"


def test_line_breaks_are_kept():
    assert text("<p>Namn<br>Roll</p>") == "Namn\nRoll\n"


def test_signs_are_themselves_again():
    assert text("<p>&lt;script&gt; &amp; &#8221;ord&#8221; å</p>") == "<script> & ”ord” å\n"


@pytest.mark.parametrize("hidden", ["<style>p { color: red }</style>", "<script>alert(1)</script>"])
def test_what_nobody_sees_is_not_read_either(hidden):
    assert text(f"{hidden}<p>Hej</p>") == "Hej\n"


@pytest.mark.parametrize("odd", ["", "<p>", "</p></p>", "<a href=x>", "<li>", "<<>>", "<p" * 50, "&#0;", "</a>",
                                 "<b></p>"])
def test_no_html_is_too_odd(odd):
    assert text(odd).endswith("\n")


def test_a_long_letter_takes_no_time_to_speak_of():
    begun = time.thread_time()
    text("<p>" + "ord <b>och</b> " * 5000 + "</p>" + "<ul><li>x</li></ul>" * 2000)
    assert time.thread_time() - begun < 2
