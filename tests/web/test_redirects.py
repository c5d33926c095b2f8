"""A redirect leads to a page of ours, however an address is dressed up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webob import Response
from webob.request import Request

from reglab_workflow.web.redirects import safe_local_path

HOSTILE = [
    "https://evil.example", "http:evil.example", "//evil.example", "///evil.example", "////evil.example",
    "\\\\evil.example", "/\\evil.example", "/\\/evil.example", "/\t/evil.example", "/\n/evil.example",
    "/\r\nSet-Cookie: sid=1", "\t//evil.example", " //evil.example", "\x00//evil.example", "/ /evil.example",
    "javascript:alert(1)", "JavaScript:alert(1)", "javascript%3Aalert(1)", "data:text/html,x", "vbscript:x",
    "mailto:a@b.example", "evil.example", "evil.example/", "@evil.example", "/%2fevil.example",
    "/%2Fevil.example", "/%5cevil.example", "/%5C%5Cevil.example", "/%09/evil.example",
    "/%0d%0aSet-Cookie:%20sid=1", "/%00", "/..//evil.example", "/.//evil.example", "/a/..//evil.example",
    "/a//evil.example", "/%2e%2e//evil.example", "/%2e/%2fevil.example", "/a/../../b", "/./", "/..",
    "http://[::1]/", "///", "//", "\\", "/\\", "https:/evil.example", "https:evil.example",
    "http:///evil.example", "/a\\b", "/å", "/a b", "/%", "/%zz", "/\u2028", "/\u3000x",
    "/\ufeff/evil.example", "/\ud800", "?//evil.example", "#x", "", "/" + "a" * 5000, "/a\x7f", "/\x1b[31m",
]
FINE = [
    "/", "/rounds/2026", "/rounds/2026/proposals/data-och-ai?done=3.14", "/search?text=b%C3%A5t&limit=20", "/my#todo",
    "/language?to=sv&back=/rounds", "/a?next=https://evil.example", "/pages/tillganglighet", "/a-b_c.d~e/", "/%C3%A5",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_address_leads_home(value):
    assert safe_local_path(value) == "/"


@pytest.mark.parametrize("value", [None, 7, b"/x", ["/x"], ("/x",), object()])
def test_what_is_no_text_leads_home(value):
    assert safe_local_path(value) == "/"


@pytest.mark.parametrize("value", FINE)
def test_a_page_of_ours_is_kept_as_it_is(value):
    assert safe_local_path(value) == value


def test_home_can_be_somewhere_else():
    assert safe_local_path("//evil.example", "/app/") == "/app/"


def location(value: str) -> str:
    """Where a browser is really sent: WebOb joins and cleans what it is given."""
    answer = Response(status=303, location=safe_local_path(value))
    return Request.blank("/login", base_url="https://reglab.example").get_response(answer).location


@pytest.mark.parametrize("value", [*HOSTILE, *FINE])
def test_the_answer_stays_on_our_host(value):
    assert location(value).startswith("https://reglab.example/")


@given(st.text(alphabet="/\\.:@%2f5cCeE#?&;=\t\r\n ab", max_size=30))
def test_no_address_at_all_leads_away(value):
    sent_to = location("/" + value)
    assert sent_to.startswith("https://reglab.example/")
    assert not sent_to.startswith("https://reglab.example//")
    assert "\r" not in sent_to
    assert "\n" not in sent_to
