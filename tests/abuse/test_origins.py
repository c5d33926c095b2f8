"""Requests from elsewhere, ways that lead elsewhere, and what every answer and cookie carries."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from webob import Request
from webtest import TestApp

from house import PASSWORD, Story
from siege import HOST, assert_page, assert_protected, soup_of, words

HOSTS = ["evil.example", "", "\xff", f"{HOST}.evil.example", f"evil.example:{HOST}", f"{HOST}@evil.example",
         f"{HOST}:80:80", f"{HOST} ", f"{HOST}\tevil", "x" * 5000, "[::1", f"{HOST}/evil", f"{HOST}#", "LOCALHOST.evil"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/login", "/static/app.js"])
def test_only_our_own_hosts_are_answered_for(untouched, host, path):
    answer = untouched.send("", "GET", path, HTTP_HOST=host)
    assert_page(answer, 400)
    assert "evil" not in answer.text


def test_a_proxy_s_word_for_the_host_is_not_taken_from_visitors(untouched):
    elsewhere = {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_FOR": "1.2.3.4",
                 "HTTP_FORWARDED": "host=evil.example", "HTTP_X_ORIGINAL_URL": "/people", "HTTP_X_REWRITE_URL": "/x"}
    answer = untouched.send("", "GET", "/my", **elsewhere)
    assert answer.status_int == 303
    assert answer.location.startswith(f"http://{HOST}/login")
    assert "evil" not in untouched.send("", "GET", "/login", **elsewhere).text


@pytest.mark.parametrize("header", [
    {"HTTP_ORIGIN": "http://evil.example"}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": "http://[::1"},
    {"HTTP_ORIGIN": "\xff"}, {"HTTP_ORIGIN": ""}, {"HTTP_ORIGIN": f"http://{HOST}.evil.example"},
    {"HTTP_ORIGIN": f"http://{HOST}@evil.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_SEC_FETCH_SITE": "same-site"},
])
@pytest.mark.parametrize("path", [
    "{draft}/edit", "{draft}/do/submit", "/login", "/logout", "{draft_file}/remove", "/nope"])
def test_nothing_that_another_site_started_is_done(untouched, header, path):
    pairs = [("title", "Nytt"), ("seen", "0")]
    answer = untouched.post(untouched.MEMBER, path.format(**vars(untouched)), pairs, **header)
    assert_page(answer, 403)


def test_our_own_pages_may_write(siege):
    header = {"HTTP_ORIGIN": f"http://{HOST}", "HTTP_SEC_FETCH_SITE": "same-origin"}
    pairs = siege.opened(siege.MEMBER, f"{siege.draft}/edit")
    assert siege.post(siege.MEMBER, f"{siege.draft}/edit", pairs, **header).status_int == 303


# -- where we lead -----------------------------------------------------------------------------------------------

ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/ /evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\r\nSet-Cookie: sid=1",
    "/%0d%0aSet-Cookie:%20sid=1",
    "/\x00",
    "/a/../..//evil.example",
    "@evil.example",
    "/" * 3000,
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_answer_leads_away_or_carries_a_header_of_others(siege, wanted):
    told = quote(wanted)
    login = urlencode([("csrf_token", siege.token("")), ("email", siege.OTHER), ("password", PASSWORD),
                       ("came_from", wanted)]).encode()
    answers = [
        siege.send("", "GET", "/language", query=f"to=en&back={told}"),
        siege.send(siege.MEMBER, "GET", "/login", query=f"came_from={told}"),
        siege.send(siege.MEMBER, "GET", "/", query=f"done={told}&{told}={told}"),
        siege.send("", "POST", "/login", login),
    ]
    for answer in answers[:-1] if len(wanted) > 2000 else answers:
        assert answer.status_int == 303
        assert answer.location.startswith(f"http://{HOST}/")
        assert not answer.location.startswith(f"http://{HOST}//")
        assert "sid=1" not in answer.headers.get("Set-Cookie", "")
        assert "\n" not in answer.location
    page = siege.send("", "GET", "/login", query=f"came_from={told}")
    assert_page(page, 200)
    carried = soup_of(page).find("input", attrs={"name": "came_from"})
    assert carried["value"] == "/"


def test_a_page_that_is_not_there_leads_to_sign_in_and_back_to_itself(untouched):
    answer = untouched.send("", "GET", "/rounds/2027/\"><script>alert(1)</script>")
    assert_page(answer, 404)
    assert "<script>alert" not in answer.text


# -- headers and cookies -----------------------------------------------------------------------------------------


def test_every_answer_is_protected(siege):
    """Each status that the site gives, with its headers, and kept by nobody in between."""
    member = siege.MEMBER
    answers = {
        200: siege.send(member, "GET", siege.draft), 303: siege.send("", "GET", "/my"),
        400: siege.send(member, "POST", f"{siege.draft}/edit"), 403: siege.send(member, "GET", f"{siege.round}/edit"),
        404: siege.send(member, "GET", "/nope"),
        409: siege.post(member, f"{siege.draft}/do/withdraw", [("seen", "0")]),
        413: siege.post(member, f"{siege.draft}/edit", [("title", "x" * 2_000_000)]),
        422: siege.post(member, f"{siege.draft}/edit", [("title", ""), ("seen", "0")]),
    }
    for status, answer in answers.items():
        assert answer.status_int == status
        assert_protected(answer)
        assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/static/app.js", "/health", siege.draft_file):
        assert_protected(siege.send(member, "GET", path))


def test_too_many_attempts_get_a_page_too(siege):
    for _attempt in range(6):
        answer = siege.post("", "/login", [("email", "ingen@nowhere.example"), ("password", "fel lösenord helt")])
    assert_page(answer, 429)
    assert int(answer.headers["Retry-After"]) > 0


class Secure(Story):
    """The site as it faces the public."""

    def visitor(self) -> TestApp:
        """A browser that speaks https."""
        return TestApp(self.wsgi, extra_environ={"HTTP_HOST": "reglab.example", "wsgi.url_scheme": "https"})


def test_cookies_are_for_this_host_and_no_script(tmp_path: Path) -> None:
    site = Secure(tmp_path / "var", **{"reglab.secure_cookies": "true", "reglab.base_url": "https://reglab.example"})
    browser = site.visitor()
    form = browser.get("/login").forms["form"]
    form["email"], form["password"] = site.MEMBER, PASSWORD
    answer = form.submit("send")
    assert answer.location == "https://reglab.example/"
    cookies = [*answer.headers.getall("Set-Cookie"), *browser.get("/language?to=en").headers.getall("Set-Cookie")]
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert {"__Host-sid", "__Host-device", "__Host-csrf", "lang"} <= names
    for cookie in cookies:
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= flags
        assert not any(flag.startswith("domain") for flag in flags)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert site.visitor().get("/", headers={"Host": HOST + ".evil.example"}, status=400)
    site.close()


@pytest.mark.parametrize("cookie", [
    "sid=\xff", "sid=" + "x" * 20_000, 'sid="a\\777"', "sid=%00", "sid=; sid=; csrf=", "a;b;c=;=d;;", "csrf=\xff",
    'csrf="\\303\\245"', "lang=\xff", "lang=../../etc/passwd", "sid=gASVKAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU",
    "device=" + "x" * 20_000, "\x00", "sid={'a': 1}",
])
def test_a_strange_cookie_is_no_cookie(untouched, cookie):
    for path in ("/login", untouched.draft):
        answer = untouched.send("", "GET", path, HTTP_COOKIE=cookie)
        assert_page(answer, 200 if path == "/login" else 404)
    assert_page(untouched.send("", "POST", "/login", b"csrf_token=a&email=a&password=b", HTTP_COOKIE=cookie), 400)


@pytest.mark.parametrize(("header", "value"), [
    ("ACCEPT_LANGUAGE", "a," * 15_000), ("ACCEPT_LANGUAGE", "\xff"), ("ACCEPT_LANGUAGE", "sv;q=9"), ("ACCEPT", "\xff"),
    ("ACCEPT", "application/json"), ("IF_MODIFIED_SINCE", "x"), ("IF_NONE_MATCH", '"'), ("RANGE", "bytes=9-1"),
    ("AUTHORIZATION", "Basic \xff"), ("REFERER", "http://evil.example/\xff"), ("USER_AGENT", "\x00${7*7}" * 2000),
    ("CONTENT_LENGTH", "0"), ("X_REQUESTED_WITH", "XMLHttpRequest"),
])
def test_a_strange_header_changes_nothing(untouched, header, value):
    name = header if header == "CONTENT_LENGTH" else f"HTTP_{header}"
    answer = untouched.send("", "GET", "/login", **{name: value})
    assert_page(answer, 200)
    assert "Logga in" in words(answer)


def test_the_site_does_not_say_what_it_is_made_of(untouched):
    request = Request.blank("/nope", base_url=f"http://{HOST}")
    answer = request.get_response(untouched.wsgi)
    assert not {"Server", "X-Powered-By", "Via"} & set(answer.headers)
