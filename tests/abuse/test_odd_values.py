"""Texts, numbers and days that nobody means: tidied or refused, and no page breaks on them afterwards."""

from __future__ import annotations

import re

import pytest

from siege import assert_page, filled, words

INVISIBLE = {
    "a\x00b": "ab",
    "a\x1b[31mb": "a[31mb",
    "a\u202eb": "ab",
    "a\u2066b\u2069": "ab",
    "a\u200bb": "ab",
    "\ufeffab": "ab",
    "a\r\nSet-Cookie: b": "a Set-Cookie: b",
    "a\u2028b": "a b",
    "a\u0085b": "a b",
    "A\u030a": "Å",
    "a\tb": "a b",
    "  a   b  ": "a b",
    "a\ufdd0b": "ab",
    "e" + "\u0301" * 500: "é" + "\u0301" * 29,
}


@pytest.mark.parametrize(("written", "kept"), INVISIBLE.items())
def test_nothing_invisible_is_kept_of_a_title(siege, written, kept):
    path = f"{siege.draft}/edit"
    pairs = filled(siege.opened(siege.MEMBER, path), title=written, idea=written)
    assert siege.post(siege.MEMBER, path, pairs).status_int == 303
    item = siege.item(siege.draft)
    assert item["title"] == kept
    assert "\x00" not in item["idea"]
    assert "\u202e" not in item["idea"]


@pytest.mark.parametrize("address", [
    "a\x00b@x.example", "a@x.example\r\nBcc: b@y.example", "a b@x.example", "a@x", "@x.example", "a@@x.example",
    "a@" + "x." * 200 + "example", "a@x.example, b@y.example", "<a@x.example>\n",
])
def test_no_address_breaks_out_of_a_letter(siege, address):
    path = "/people/add-person"
    pairs = filled(siege.opened(siege.OFFICE, path), title="Nils\r\nBcc: c@y.example", email=address)
    answer = siege.post(siege.OFFICE, path, pairs)
    if answer.status_int == 303:
        kept = siege.item(answer.location.partition("?")[0].removeprefix("http://127.0.0.1"))
        assert not re.search(r"[\s\x00,]", kept["email"])
        assert kept["title"] == "Nils Bcc: c@y.example"
    else:
        assert_page(answer, 422)


@pytest.mark.parametrize("title", ["../../etc/passwd", "..", ".", "/", "\\", "@@edit", "__class__", "_p_jar", "files",
                                   "edit", "do", "history", "åäö/../x", "%2e%2e", "\U0001f4a9", "-", "a" * 110, "con"])
def test_no_title_becomes_an_address_of_something_else(siege, title):
    path = f"{siege.round}/proposals/add"
    answer = siege.post(siege.MEMBER, path, filled(siege.opened(siege.MEMBER, path), title=title))
    assert answer.status_int == 303
    where = answer.location.partition("?")[0].removeprefix("http://127.0.0.1")
    assert re.fullmatch(rf"{siege.round}/proposals/[a-z0-9-]{{1,70}}", where)
    shown = siege.send(siege.MEMBER, "GET", where)
    assert_page(shown, 200)
    assert title in words(shown)


@pytest.mark.parametrize("number", ["9" * 30, "9" * 4000, "9" * 5000, "-1", "0", "1e5", "٣", "1.5", "0x10", "NaN", "²"])
def test_no_number_breaks_the_lists(siege, number):
    path = f"{siege.sent}/edit"
    answer = siege.post(siege.OFFICE, path, filled(siege.opened(siege.OFFICE, path), number=number))
    assert answer.status_int in (303, 422)
    for page in ("/search", siege.round, "/my", f"{siege.sent}/history"):
        assert_page(siege.send(siege.OFFICE, "GET", page, query="text=förslag".encode().decode("latin-1")), 200)


@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "10000-01-01", "2027-02-30", "2027-13-01", "x", "٢٠٢٧-٠١-٠١"]
)
def test_no_day_breaks_a_page(siege, day):
    for item, names in ((siege.round, ("opens", "closes")), (siege.meeting, ("day",)), (siege.page, ()),
                        (siege.workshop, ("starts", "ends")), (siege.project, ("last_day",))):
        pairs = date_filled(siege.opened(siege.OFFICE, f"{item}/edit"), names, day)
        answer = siege.post(siege.OFFICE, f"{item}/edit", filled(pairs, body=day, place=day, lead=day))
        assert answer.status_int in (303, 422)
        for page in (item, f"{item}/history"):
            assert_page(siege.send(siege.OFFICE, "GET", page), 200)
    for page in ("/my", "/rounds", "/projects", "/history"):
        assert_page(siege.send(siege.OFFICE, "GET", page), 200)


def date_filled(pairs, names, day):
    """The same form with the days filled in: their control has another name than their field."""
    inside = ""
    for name, value in pairs:
        inside = value.partition(":")[0] if name == "__start__" else "" if name == "__end__" else inside
        yield name, day if name == "date" and inside in names else value
