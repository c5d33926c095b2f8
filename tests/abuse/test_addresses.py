"""Addresses and queries that nobody was given: a page that says so, the same for what is hidden and what is not."""

from __future__ import annotations

import time
from urllib.parse import quote, urlencode

import pytest

from siege import assert_page, assert_protected, soup_of, words

UNREADABLE = [b"/\xff", b"/\xed\xa0\x80", b"/rounds/2027/\xff", b"/static/\xff", b"/\xc0\xae\xc0\xae/"]
ABSENT = [
    "/nope", "/@@x", "/rounds/@@view", "/__class__", "/__parent__", "/_p_jar", "/events", "/children", "/order",
    "/trail", "/accounts", "/outbox", "/appointments", "/rounds/children", "/rounds/2027/events", "/rounds/2027/_p_jar",
    "/rounds/2027/names", "/rounds/2027/proposals/children", "/rounds/2027/__class__/__init__", "/people/_p_jar",
    "/a\x00b", "/rounds/2027\x00", "/rounds/2027\r\nX: y", "/\u202e", "/%00", "/rounds/%2e%2e", "/static", "/static/",
    "/static/../setup.cfg", "/static/%2e%2e/x", "/static//etc/passwd", "/static/a\x00b", "/static/" + "x" * 5000,
    "/account", "/account/reset/x/y", "/people/" + "x" * 5000, "/LOGIN", "/rounds/2027/PROPOSALS",
    "/workflows/__class__", "/workflows/proposal/x", "/workflows/../x", "/letters/x", "/" + "x" * 20_000,
    "/rounds/2027/do", "/rounds/2027/meeting/note", "/rounds/2027/proposals/ett-utkast/files/x", "/\U0001f4a9",
]


@pytest.mark.parametrize("path", UNREADABLE)
@pytest.mark.parametrize("email", ["", "MEMBER"])
def test_an_address_that_is_no_text_is_refused(untouched, path, email):
    email = email and untouched.MEMBER
    assert_page(untouched.send(email, "GET", path), 400)
    assert_page(untouched.send(email, "POST", path, b"csrf_token=" + untouched.token(email).encode()), 400)


@pytest.mark.parametrize("query", ["text=%ff", "%ff=1", "done=%ff", "text=%ED%A0%80", "a=%c0%ae", "text=\xff"])
@pytest.mark.parametrize("path", ["/search", "/nope", "/login", "/static/app.js"])
def test_a_query_that_is_no_text_is_refused(untouched, path, query):
    assert_page(untouched.send(untouched.MEMBER, "GET", path, query=query), 400)


@pytest.mark.parametrize("path", ABSENT)
def test_there_is_no_such_page(untouched, path):
    answer = untouched.send(untouched.OFFICE, "GET", path)
    assert_page(answer, 404)
    assert "Traceback" not in answer.text


def test_a_path_without_end_is_refused(untouched):
    assert_page(untouched.send(untouched.OFFICE, "GET", "/a" * 3000), 400)
    assert_page(untouched.send(untouched.OFFICE, "GET", "/rounds/2027/.." * 1000), 400)
    assert_page(untouched.send(untouched.OFFICE, "GET", "/" * 3000), 400)


@pytest.mark.parametrize("path", ["/rounds/../people", "/rounds/2027/../../people/", "//people", "/./people"])
def test_a_detour_meets_the_same_checks(untouched, path):
    answer = untouched.send("", "GET", path)
    straight = untouched.send("", "GET", "/people")
    assert answer.status_int == straight.status_int
    assert words(answer) == words(straight)


# -- methods -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "CONNECT", "FOO", "get",
                                    "X" * 500])
def test_there_is_no_other_method(untouched, method):
    for path in ("/", "/login", "/logout", "/nope", "/my", "/static/app.js", untouched.round, untouched.draft,
                 f"{untouched.draft}/edit", f"{untouched.draft}/do/submit", untouched.draft_file):
        answer = untouched.send(untouched.MEMBER, method, path)
        assert_page(answer, (400, 404, 405))
        assert "Ett utkast" not in words(answer)


def test_another_method_in_a_header_or_a_field_changes_nothing(untouched):
    for environ in ({"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"}, {"HTTP_X_HTTP_METHOD": "PUT"}):
        assert untouched.send(untouched.MEMBER, "GET", untouched.draft, **environ).status_int == 200
    assert_page(untouched.post(untouched.MEMBER, untouched.draft, [("_method", "DELETE")]), 404)


def test_to_ask_for_the_head_alone_is_the_same_without_the_page(untouched):
    for path in ("/", "/login", untouched.round, untouched.draft, "/nope", "/static/app.js", untouched.draft_file):
        head, whole = (untouched.send(untouched.MEMBER, method, path) for method in ("HEAD", "GET"))
        assert head.status_int == whole.status_int
        assert_protected(head)


@pytest.mark.parametrize("view", ["number", "files/{}/remove", "invite", "end-appointment"])
def test_what_changes_something_is_never_done_by_a_link(untouched, view):
    place = {"number": untouched.round, "invite": untouched.person_path(untouched.MEMBER),
             "end-appointment": untouched.project}.get(view, untouched.draft)
    path = f"{untouched.draft_file}/remove" if "remove" in view else f"{place}/{view}"
    email = untouched.MEMBER if "remove" in view else untouched.OFFICE
    assert_page(untouched.send(email, "GET", path), 404)
    assert_page(untouched.send(untouched.OFFICE, "GET", "/logout"), 404)


# -- lists -------------------------------------------------------------------------------------------------------

NAMES = ("text", "type", "state", "theme", "organisation", "round", "kind", "duty", "sort", "page", "done", "show",
         "before", "id", "what", "proposal", "to")
HOSTILE = [
    '"', "*", "AND", "NEAR(", "NOT a", "(", "terms:x", "body : x", "{terms body} : x", "^a", "a + b", '"a" OR "b"', "'",
    "\\", "\x00", "a\x00b", "%", "_", "-1", "0", "1.5", "99999", "9" * 5000, "9" * 5000 + ".1", "1." + "9" * 15, "0.0",
    "63.9", "64.0", "-1.0", "٣", "²", "½", "İ", "ﬁ", "\u202e", "å\u030a", "x" * 5000, "documents.row; DROP TABLE found",
    "1) UNION SELECT 1 --", "<script>alert(1)</script>", "${7*7}", "{0.__class__}", "../..", "__class__",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_query_breaks_a_list(untouched, value):
    together = urlencode([(name, value) for name in NAMES if name != "what"])
    for email, path in ((untouched.MEMBER, "/search"), (untouched.OFFICE, "/my"), (untouched.OFFICE, "/history"),
                        (untouched.OFFICE, untouched.round), (untouched.OFFICE, "/projects/add-project")):
        answer = untouched.send(email, "GET", path, query=together)
        assert_page(answer, 200)
        assert soup_of(answer).find("script", src=False) is None
    alone = untouched.send(untouched.OFFICE, "GET", "/search", query=f"text={quote(value)}")
    assert_page(alone, 200)
    asked = untouched.send(untouched.OFFICE, "GET", f"{untouched.sent}/rights", query=f"what={quote(value)}")
    assert_page(asked, (200, 404))


@pytest.mark.parametrize("path", ["/rounds", "/organisations", "/people", "/letters", "{sent}/history"])
def test_no_list_breaks(untouched, path):
    for value in ('"', "NEAR(", "9" * 5000 + ".1", "\x00"):
        query = urlencode([(name, value) for name in NAMES if name != "what"])
        assert_page(untouched.send(untouched.OFFICE, "GET", path.format(**vars(untouched)), query=query), 200)


def test_searching_in_the_index_s_own_language_finds_nothing_hidden(untouched):
    for text in ("terms:type_proposal", 'a" OR terms:"ts_proposal_draft', "utkast) OR (terms : r_office", "r_office"):
        answer = untouched.send(untouched.OTHER, "GET", "/search", query=f"text={quote(text)}")
        assert "Ett utkast" not in words(answer)
        assert "Ett inlämnat" not in words(answer)


@pytest.mark.parametrize("page", ["-1", "0", "9" * 30, "99999", "1e3", "x", ""])
def test_a_page_of_a_list_that_is_not_there_is_empty_or_the_first(untouched, page):
    assert_page(untouched.send(untouched.OFFICE, "GET", "/organisations", query=f"page={page}"), 200)


def test_thousands_of_values_for_a_filter_cost_nothing(untouched):
    query = "&".join(f"organisation=a{number}" for number in range(3000))
    started = time.perf_counter()
    answer = untouched.send(untouched.OFFICE, "GET", untouched.round, query=query)
    assert_page(answer, 200)
    assert len(answer.body) < 300_000
    assert time.perf_counter() - started < 10


def test_an_unknown_order_is_the_usual_one(untouched):
    usual, unknown = (untouched.send(untouched.OFFICE, "GET", "/organisations", query=query)
                      for query in ("", "sort=uid"))
    links = [[link["href"] for link in soup_of(answer).find("main").find_all("a")] for answer in (usual, unknown)]
    assert links[0] == links[1]
