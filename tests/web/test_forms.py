"""Forms: everybody can fill them in, everything odd is refused, and nothing hidden gets through."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import colander
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from webtest import TestApp as Browser

from gallery import gallery_app
from gallery_samples import CONTACTS
from reglab_workflow.web.cleaning import at_most, clean_line, clean_text
from reglab_workflow.web.fields import inside
from reglab_workflow.web.forms import NothingKept, as_appstruct, as_values

SWEDISH = {"Accept-Language": "sv"}


@pytest.fixture(scope="module")
def site():
    return Browser(gallery_app())


@pytest.fixture
def opened(site):
    return site.get("/form", headers=SWEDISH)


def sent(opened, status=200, button="submit", **fields):
    form = opened.forms["form"]
    for name, value in fields.items():
        form.set(name, value)
    return form.submit(button, headers=SWEDISH, status=status)


def read(answer):
    return ast.literal_eval(answer.text)


def pressed(opened, action, status=200):
    """Press a button of a repeated group, or one that only somebody curious would make."""
    fields = [*opened.forms["form"].submit_fields(), ("sequence_action", action)]
    return opened.test_app.post("/form", fields, headers=SWEDISH, status=status)


def names(answer):
    return [box["value"] for box in answer.html.select("#f-contacts [name=name]")]


# -- text ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "kept"), [
    ("  Fem  mil\ttill\nkassan ", "Fem mil till kassan"),
    ("Ma\u0308lardalen", "Mälardalen"),
    ("safe\u202egnp.exe", "safegnp.exe"),
    ("a\u0000b\u0007c\u009fd", "abcd"),
    ("half\ud83d", "half"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ("familj 👩‍👧", "familj 👩‍👧"),
    ("10\u00a0000\u00a0kr", "10\u00a0000\u00a0kr"),
    (" \n\u200b ", colander.null),
])
def test_a_line_keeps_what_can_be_seen(written, kept):
    assert clean_line(written) == kept


@pytest.mark.parametrize(("written", "kept"), [
    ("ett\r\ntvå\rtre\u2028fyra", "ett\ntvå\ntre\nfyra"),
    ("  - ett  \n\n\n\n  två\n", "- ett\n\n  två"),
    ("\n \t\n", colander.null),
])
def test_a_text_keeps_its_lines(written, kept):
    assert clean_text(written) == kept


@given(st.text(st.characters()))
def test_clean_text_is_clean_at_once(written):
    for clean in (clean_line, clean_text):
        kept = clean(written)
        assert kept is colander.null or (clean(kept) == kept and kept.encode("utf-8"))


def test_what_is_no_text_is_left_alone():
    assert clean_line(colander.null) is colander.null
    assert clean_text(None) is None


def test_a_text_that_is_too_long_is_told_by_how_much():
    at_most(5)(None, "12345")
    with pytest.raises(colander.Invalid) as error:
        at_most(5)(colander.SchemaNode(colander.String()), "1234567")
    assert error.value.msg.mapping == {"length": 7, "max": 5, "over": 2}


@pytest.mark.parametrize(("title", "within"), [
    ("Kontakt", "kontakt"), ("E-post", "e-post"), ("PDF", "PDF"), ("", ""),
])
def test_a_title_loses_its_capital_inside_a_sentence(title, within):
    assert inside(title) == within


# -- what is shown -------------------------------------------------------------------------------------------


def described(page, control):
    return [page.find(id=one) for one in control.get("aria-describedby", "").split()]


@pytest.mark.parametrize("faulty", [False, True])
def test_every_control_has_a_name_and_knows_what_explains_it(opened, faulty):
    page = (sent(opened, 422, title="x" * 200) if faulty else opened).html
    form = page.find("form", id="form")
    for control in form.select("input:not([type=hidden]), select, textarea"):
        named = page.find("label", attrs={"for": control["id"]}) or control.find_parent("label")
        assert named is not None, control
        assert None not in described(page, control), control
    for group in form.find_all("fieldset"):
        assert group.legend.get_text(strip=True)
        assert None not in described(page, group)


@pytest.mark.parametrize("faulty", [False, True])
def test_no_id_stands_twice(opened, faulty):
    page = (sent(opened, 422, title="") if faulty else opened).html
    ids = [element["id"] for element in page.find_all(id=True)]
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_what_must_be_filled_in_says_so_in_words(opened):
    assert opened.html.find("label", attrs={"for": "f-title"}).get_text() == "Rubrik måste fyllas i"
    assert opened.html.find("label", attrs={"for": "f-idea"}).get_text() == "Idé"
    assert opened.html.find(id="f-title").has_attr("required")


def test_a_hint_belongs_to_its_field(opened):
    [hint] = described(opened.html, opened.html.find(id="f-title"))
    assert hint.get_text() == "En rad som går att läsa upp på idémötet."


def test_what_people_wrote_is_escaped(site, opened):
    answer = sent(opened, 422, title="<script>alert(1)</script>" * 9)
    assert "<script>alert" not in answer.text
    assert "<b>inte</b>" not in opened.text


def test_nothing_in_a_form_needs_script_or_style_within_the_page(opened):
    page = BeautifulSoup(opened.text, "html.parser")
    assert [one for one in page.find_all("script") if not one.get("src")] == []
    assert page.find_all("style") == []
    names = [name for one in page.find_all(True) for name in one.attrs]
    assert [name for name in names if name.startswith("on") or name == "style"] == []


def test_a_fault_is_told_on_top_and_leads_to_its_field(opened):
    page = sent(opened, 422, title="").html
    summary = page.find(id="form-faults")
    assert summary["role"] == "alert"
    assert summary.h2.get_text() == "Inget är sparat än. Rätta 1 sak."
    link = summary.find("a", href="#f-title")
    assert link.get_text() == "Rubrik: Det här måste fyllas i."
    field = page.find(id="f-title")
    assert field["aria-invalid"] == "true"
    assert "Det här måste fyllas i." in " ".join(one.get_text() for one in described(page, field))
    assert page.title.get_text().startswith("Fel: ")


def test_a_fault_in_a_group_says_which_one(opened):
    form = opened.forms["form"]
    form.fields["name"][1].value = ""
    page = form.submit("submit", headers=SWEDISH, status=422).html
    assert page.find(id="form-faults").find("a", href="#f-contacts-1-name").get_text() == \
        "Kontakt 2, Namn: Det här måste fyllas i."


def test_advice_stands_beside_its_field_and_stops_nothing(opened):
    [advice] = described(opened.html, opened.html.find(id="f-contacts-1-email"))
    assert "verkar sakna slutet" in advice.get_text()
    assert opened.html.find(id="form-faults") is None
    assert read(sent(opened))["contacts"][1]["email"] == "erik.mellbin@dalarna"


def test_a_form_with_faults_keeps_what_was_written_but_no_password(opened):
    form = opened.forms["form"]
    form["title"], form["idea"], form["secret"], form["secret-confirm"] = "", "Ny idé", "hemligt", "hemligare"
    answer = form.submit("submit", headers=SWEDISH, status=422)
    assert "Ny idé" in answer.html.find(id="f-idea").get_text()
    assert "hemligt" not in answer.text
    assert answer.html.find(id="form-faults").find("a", href="#f-secret-first") is not None


# -- what is read --------------------------------------------------------------------------------------------


def test_what_is_read_is_clean_and_in_tuples(opened):
    values = read(sent(opened, title="  Fem\u200b mil ", idea="ett\r\n\r\n\r\n\r\ntvå"))
    assert values["title"] == "Fem mil"
    assert values["idea"] == "ett\n\ntvå"
    assert values["contacts"] == CONTACTS
    assert values["words"] == ("data", "län")
    assert values["day"] is None
    assert values["open"] is False


def test_choices_days_and_files_are_read(opened):
    form = opened.forms["form"]
    form["f-form"], form["area"], form["date"], form["open"] = "circle", "data", "2026-09-30", True
    form.set("checkbox", True, index=1)
    answer = form.submit("submit", headers=SWEDISH)
    for part in ("'form': 'circle'", "'area': 'data'", "datetime.date(2026, 9, 30)", "'open': True",
                 "'themes': ('b',)"):
        assert part in answer.text


def test_a_choice_that_was_not_offered_is_refused(opened):
    form = opened.forms["form"]
    form["area"].force_value("secret")
    answer = form.submit("submit", headers=SWEDISH, status=422)
    assert "Välj något av alternativen som visas." in answer.html.find(id="form-faults").get_text()


def test_the_version_that_was_seen_goes_along(opened):
    assert opened.forms["form"]["seen"].value == "4"


def test_without_our_token_nothing_is_read(site, opened):
    site.post("/form", {"title": "x"}, status=400)


@dataclass(frozen=True)
class Contact:
    name: str
    email: str | None = None


def test_an_item_fills_its_form_and_a_form_its_item():
    shown = as_appstruct({"contacts": (Contact("Maria"),), "day": None})
    assert shown == {"contacts": [{"name": "Maria", "email": colander.null}], "day": colander.null}
    kept = as_values({"contacts": [{"name": "Maria"}], "day": colander.null, "themes": {"b", "a"}})
    assert kept == {"contacts": ({"name": "Maria"},), "day": None, "themes": ("a", "b")}


def test_a_store_for_uploads_keeps_nothing():
    store = NothingKept()
    store["uid"] = {"fp": "a file"}
    assert store.get("uid") is None
    assert len(store) == 0


# -- repeated groups -----------------------------------------------------------------------------------------


def test_a_group_is_added_and_nothing_is_checked_or_lost(opened):
    opened.forms["form"]["title"] = ""
    answer = pressed(opened, "add:contacts")
    assert names(answer) == ["Maria Lindqvist", "Erik Mellbin", ""]
    assert answer.html.find(id="form-faults") is None
    assert answer.html.find(id="f-title").get_text(strip=True) == ""


@pytest.mark.parametrize(("action", "order"), [
    ("up:contacts.1", ["Erik Mellbin", "Maria Lindqvist"]),
    ("down:contacts.0", ["Erik Mellbin", "Maria Lindqvist"]),
    ("up:contacts.0", ["Maria Lindqvist", "Erik Mellbin"]),
    ("remove:contacts.0", ["Erik Mellbin"]),
])
def test_groups_are_moved_and_removed(opened, action, order):
    assert names(pressed(opened, action)) == order


def test_there_is_an_end_to_adding(opened):
    for _number in range(4):
        opened = pressed(opened, "add:contacts")
    assert len(names(opened)) == 4
    assert opened.html.find("button", value="add:contacts") is None


def test_a_button_says_whom_it_removes(opened):
    button = opened.html.find("button", value="remove:contacts.1")
    assert button.get_text() == "Ta bort Erik Mellbin"
    assert button["formaction"] == "/form#f-contacts"


def test_the_first_button_of_a_form_is_the_one_that_sends_it(opened):
    """Enter in a field presses the first button: it must never be one that removes."""
    assert opened.html.find("form", id="form").button["name"] == "submit"


@pytest.mark.parametrize("action", [
    "", "add", "add:", "add:title", "add:contacts.7", "add:nothing", "remove:contacts", "remove:contacts.x",
    "remove:contacts.9", "up:contacts.-1", "explode:contacts.0", "remove:contacts.0.name.1", ":" * 99,
])
def test_a_wish_that_no_button_makes_is_refused(opened, action):
    pressed(opened, action, status=400)


# -- what no form of ours can send ---------------------------------------------------------------------------


def post(site, tokens, status=None):
    token = site.get("/form").forms["form"]["csrf_token"].value
    return site.post("/form", [("csrf_token", token), *tokens], headers=SWEDISH, status=status or "*")


START, END = "__start__", "__end__"


@pytest.mark.parametrize("tokens", [
    [(START, "title:mapping"), ("a", "b"), (END, "title:mapping")],
    [(START, "title:sequence"), ("a", "b"), (END, "title:sequence")],
    [("contacts", "not a list")],
    [(START, "contacts:mapping"), (END, "contacts:mapping")],
    [(START, "contacts:sequence"), ("contact", "x"), (END, "contacts:sequence")],
    [("form", ""), (START, "form:sequence"), ("x", "y"), (END, "form:sequence")],
    [(START, "themes:mapping"), (END, "themes:mapping")],
    [("secret", "x")],
    [(START, "open:sequence"), (END, "open:sequence")],
    [(START, "x:explode")],
    [(END, "x:mapping")],
    [(START, "x:mapping")],
    [(START, "x:sequence")] * 4000,
    [("title", "x")] * 6000,
], ids=range(14))
def test_a_shape_that_no_form_has_is_a_bad_request(site, tokens):
    post(site, tokens, status=400)


def test_bytes_that_are_no_text_are_read_as_unknown_letters(site):
    token = site.get("/form").forms["form"]["csrf_token"].value
    answer = site.post("/form", b"csrf_token=" + token.encode() + b"&title=%ff%fe")
    assert read(answer)["title"] == "\ufffd\ufffd"


NAMES = st.sampled_from([
    "title", "contacts", "contact", "name", "themes", "checkbox", "form", "f-form", "date", "day", "secret",
    "secret-confirm", "open", "upload", "uid", "file", "words", "word", "area", "seen",
])
KINDS = st.sampled_from(["mapping", "sequence", "rename", "ignore", "other", ""])
MARKS = st.tuples(st.sampled_from([START, END]), st.builds("{}:{}".format, NAMES, KINDS))
PLAIN = st.tuples(NAMES, st.text(st.characters(codec="utf-8"), max_size=8))
TOKENS = st.lists(st.one_of(MARKS, PLAIN), max_size=16)


@pytest.fixture(scope="module")
def send(site):
    token = site.get("/form").forms["form"]["csrf_token"].value
    return lambda tokens: site.post("/form", [("csrf_token", token), *tokens], headers=SWEDISH, status="*")


@settings(max_examples=200, deadline=None)
@given(tokens=TOKENS)
def test_whatever_is_sent_gets_an_answer(send, tokens):
    assert send(tokens).status_int in (200, 400, 422)
