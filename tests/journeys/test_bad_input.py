"""What should not have been sent: a clear Swedish page with the right status, nothing stored, no crash in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from webob import Request
from webtest import TestApp
from webtest.response import TestResponse

from house import Story
from reglab_workflow.content.site.model import find

PATH = "/rounds/2027/proposals/vem-gor-jobbet"
CRASH = "Något gick fel hos oss"


@pytest.fixture
def drafted(story: Story, caplog: pytest.LogCaptureFixture) -> Iterator[Story]:
    """A member's draft; whatever the test does, nothing may be logged as a crash."""
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        container = find(acts.site, round_path)["proposals"]
        assert acts.create(container, "proposal", {"title": "Vem gör jobbet?"}).path == PATH
    caplog.set_level(logging.WARNING)
    yield story
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def all_there_is(story: Story) -> tuple[Any, ...]:
    """What must be the same before and after."""
    with story.open() as site:
        item = find(site, PATH)
        names = sorted(site["rounds"]["2027"]["proposals"])
        return (item.state, item.version, item.values_of(), len(site.trail), names)


def page_of(answer: TestResponse, status: int) -> str:
    """The words of a refusal, which must be a page of ours in Swedish."""
    assert answer.status_int == status, (answer.status, answer.text[:300])
    assert answer.html.html["lang"] == "sv"
    told = " ".join(answer.html.find("main").get_text(" ").split())
    assert CRASH not in told
    assert len(told) > 20
    return told


Sent = Callable[[TestApp, str], TestResponse]


def post(address: str, fields: Any, **more: Any) -> Sent:
    """Send something with a good token."""
    def send(browser: TestApp, token: str) -> TestResponse:
        if isinstance(fields, bytes):
            return browser.post(address, b"csrf_token=" + token.encode() + b"&" + fields, status="*", **more)
        return browser.post(address, [("csrf_token", token), *fields], status="*", **more)
    return send


def get(address: str) -> Sent:
    """Ask for an address."""
    return lambda browser, token: browser.get(address, status="*")


FORM = [("__start__", "contacts:sequence"), ("__end__", "contacts:sequence"), ("title", "Ny rubrik"), ("seen", "0")]


@pytest.mark.parametrize(("send", "status"), [
    (post(f"{PATH}/do/nope", [("seen", "0")]), 404),
    (post(f"{PATH}/do/to_selected", [("seen", "0")]), 404),
    (post(f"{PATH}/do/__init__", [("seen", "0")]), 404),
    (post(f"{PATH}/do", [("seen", "0")]), 404),
    (post(f"{PATH}/do/submit/more", [("seen", "0")]), 404),
    (post(f"{PATH}/do/carry_over", [("seen", "0")]), 409),
    (post(f"{PATH}/do/select", [("seen", "0")]), 403),
    (post(f"{PATH}/do/submit", [("seen", "99")]), 409),
    (post(f"{PATH}/do/submit", []), 400),
    (post(f"{PATH}/do/submit", [("seen", "-1")]), 400),
    (post(f"{PATH}/edit", [*FORM, ("contacts", "plain")]), 400),
    (post(f"{PATH}/edit", [("__start__", "contacts:sequence"), ("title", "x"), ("seen", "0"), ("save", "save")]), 400),
    (post(f"{PATH}/edit", [("title", ""), ("seen", "0"), ("save", "save")]), 422),
    (post(f"{PATH}/edit", [("title", "x" * 1_000_000), ("seen", "0"), ("save", "save")]), 422),
    (post(f"{PATH}/edit", [("title", "x" * 3_000_000), ("seen", "0"), ("save", "save")]), 413),
    (post(f"{PATH}/edit", b"title=%ff%fe&seen=0&save=save"), 400),
    (post(f"{PATH}/edit", b"title=%ED%A0%80&seen=0&save=save"), 400),
    (get("/rounds/2027/proposals/..%2f..%2fpeople"), 404),
    (get("/rounds/2027/proposals/__class__"), 404),
    (get("/rounds/2027/proposals/__parent__"), 404),
    (get(f"{PATH}/events"), 404),
    (get("/trail"), 404),
    (get("/" + "/".join(["a"] * 300)), 400),
    (get("/search?text=%ff"), 400),
], ids=lambda value: "" if callable(value) else str(value))
def test_it_is_refused_with_a_page_and_nothing_is_stored(drafted: Story, send: Sent, status: int) -> None:
    browser = drafted.browser(drafted.MEMBER)
    token = browser.get("/my").forms[0]["csrf_token"].value
    before = all_there_is(drafted)
    page_of(send(browser, token), status)
    assert all_there_is(drafted) == before


@pytest.mark.parametrize("raw", ["/\xff\xfe", "/rounds/\xed\xa0\x80", "/rounds/2027\x00"])
def test_an_address_that_is_no_text_is_a_page_too(drafted: Story, raw: str) -> None:
    request = Request.blank("/", environ={"PATH_INFO": raw, "HTTP_HOST": "127.0.0.1"})
    answer = request.get_response(drafted.wsgi)
    assert answer.status_int in (400, 404)
    assert '<html lang="sv">' in answer.text
    assert CRASH not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_form_without_our_token_is_refused(drafted: Story) -> None:
    browser, before = drafted.browser(drafted.MEMBER), all_there_is(drafted)
    for fields in ({"seen": "0"}, {"seen": "0", "csrf_token": "x"}):
        page_of(browser.post(f"{PATH}/do/submit", fields, status="*"), 400)
    assert all_there_is(drafted) == before


def test_a_second_click_is_told_that_it_has_been_done(drafted: Story) -> None:
    page = drafted.browser(drafted.MEMBER).get(PATH)
    form = next(each for each in page.forms.values() if each.action.endswith("/do/submit"))
    form.submit().follow()
    before = all_there_is(drafted)
    assert "redan" in page_of(form.submit(status="*"), 409)
    assert all_there_is(drafted) == before


def test_a_lost_update_is_refused_with_both_texts_shown(drafted: Story) -> None:
    browser = drafted.browser(drafted.MEMBER)
    mine, theirs = browser.get(f"{PATH}/edit").forms["form"], browser.get(f"{PATH}/edit").forms["form"]
    theirs["idea"] = "Den andras tanke."
    theirs.submit("save").follow()
    before = all_there_is(drafted)
    mine["idea"] = "Min egen tanke."
    answer = mine.submit("save", status="*")
    told = page_of(answer, 409)
    assert "Den andras tanke." in told
    assert "Min egen tanke." in answer.text
    assert all_there_is(drafted) == before
    again = answer.forms["form"]
    assert again["idea"].value == "Min egen tanke."
    again.submit("save").follow()
    assert drafted.item(PATH)["idea"] == "Min egen tanke."


def test_a_title_that_looks_like_a_path_or_a_script_is_only_a_title(drafted: Story) -> None:
    browser = drafted.browser(drafted.MEMBER)
    form = browser.get("/rounds/2027/proposals/add").forms["form"]
    form["title"] = "../../people/<script>alert(1)</script>${7*7}{0.__class__}"
    page = form.submit("save").follow()
    assert page.request.path.startswith("/rounds/2027/proposals/")
    assert ".." not in page.request.path
    assert "<script>alert" not in page.text
    assert "${7*7}{0.__class__}" in page.html.find("h1").get_text()


def test_nobody_gives_themselves_what_the_form_does_not_hold(drafted: Story) -> None:
    browser = drafted.browser(drafted.MEMBER)
    form = browser.get(f"{PATH}/edit").forms["form"]
    fields = [*form.submit_fields("save"), ("state", "selected"), ("number", "1"), ("theme", "data"),
              ("creator", "x"), ("taken_in", "true"), ("organisation", drafted.sodra)]
    browser.post(f"{PATH}/edit", fields, status="*")
    stored = drafted.item(PATH)
    assert (stored["state"], stored["number"], stored["theme"], stored["taken_in"]) == ("draft", None, "", False)
    assert stored["organisation"] == drafted.norra


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_a_method_that_nothing_answers_changes_nothing(drafted: Story, method: str) -> None:
    browser, before = drafted.browser(drafted.MEMBER), all_there_is(drafted)
    answer = browser.request(PATH, method=method, status="*")
    assert 400 <= answer.status_int < 500
    assert all_there_is(drafted) == before


@pytest.mark.parametrize("text", ['"', "*", "AND", "a NEAR(b)", "terms : x", "(", "^", "-", "'; DROP TABLE documents"])
def test_search_words_are_only_words(drafted: Story, text: str) -> None:
    answer = drafted.browser(drafted.MEMBER).get("/search", {"text": text}, status="*")
    assert answer.status_int == 200
    assert CRASH not in answer.text


def test_another_site_starts_no_write_here(drafted: Story) -> None:
    browser, before = drafted.browser(drafted.MEMBER), all_there_is(drafted)
    token = browser.get("/my").forms[0]["csrf_token"].value
    for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = browser.post(f"{PATH}/do/submit", {"csrf_token": token, "seen": "0"}, headers=header, status="*")
        assert answer.status_int in (400, 403)
    assert all_there_is(drafted) == before


def test_every_answer_carries_the_protecting_headers(drafted: Story) -> None:
    browser = drafted.browser(drafted.MEMBER)
    for address in ("/my", PATH, "/nope", "/static/base.css"):
        headers = browser.get(address, status="*").headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
    assert browser.get("/my").headers["Cache-Control"] == "no-store"
