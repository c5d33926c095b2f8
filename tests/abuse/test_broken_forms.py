"""Forms that no browser of ours would send: refused with a page, and nothing is kept of them."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest

from siege import FORM, assert_page, multipart, words

TITLE, SEEN = ("title", "Nytt"), ("seen", "0")


def group(kind: str, name: str, *inner: tuple[str, str]) -> list[tuple[str, str]]:
    """The markers that forms put around a group of fields."""
    return [("__start__", f"{name}:{kind}"), *inner, ("__end__", f"{name}:{kind}")]


ODD = {
    "no end": [TITLE, SEEN, ("__start__", "contacts:sequence")],
    "no start": [TITLE, SEEN, ("__end__", "contacts:sequence")],
    "start of nothing": [TITLE, SEEN, ("__start__", "nonsense")],
    "unknown kind of group": [TITLE, SEEN, *group("heap", "contacts")],
    "a text for a sequence": [TITLE, SEEN, ("contacts", "Maja")],
    "a sequence of texts": [TITLE, SEEN, *group("sequence", "contacts", ("contact", "Maja"))],
    "a group for a sequence": [TITLE, SEEN, *group("mapping", "contacts", ("contact", "Maja"))],
    "a group for a text": [SEEN, *group("mapping", "title", ("a", "b"))],
    "a sequence for a text": [SEEN, *group("sequence", "title", ("a", "b"))],
    "a group for a text in a group": [TITLE, SEEN, *group(
        "sequence", "contacts", *group("mapping", "contact", *group("mapping", "name", ("a", "b"))))],
    "groups without end": [TITLE, SEEN, *[("__start__", "a:mapping")] * 1500],
    "six thousand fields": [TITLE, SEEN, *((f"field{number}", "x") for number in range(6000))],
    "one field six thousand times": [SEEN, *[TITLE] * 6000],
    "no version": [TITLE],
    "a version that is no number": [TITLE, ("seen", "x")],
    "a version of other digits": [TITLE, ("seen", "٣")],
    "a version without end": [TITLE, ("seen", "9" * 5000)],
    "a negative version": [TITLE, ("seen", "-1")],
    "an unknown way to rearrange": [TITLE, SEEN, ("sequence_action", "eat:contacts")],
    "rearranging what is no sequence": [TITLE, SEEN, ("sequence_action", "add:title")],
    "rearranging nothing": [TITLE, SEEN, ("sequence_action", "")],
    "removing what is not there": [TITLE, SEEN, ("sequence_action", "remove:contacts.7")],
    "removing by a huge number": [TITLE, SEEN, ("sequence_action", "remove:contacts." + "9" * 5000)],
    "rearranging a text as a sequence": [TITLE, SEEN, ("contacts", "Maja"), ("sequence_action", "add:contacts")],
}


@pytest.mark.parametrize("pairs", ODD.values(), ids=ODD)
def test_an_odd_form_is_refused(untouched, pairs):
    answer = untouched.post(untouched.MEMBER, f"{untouched.draft}/edit", pairs)
    assert_page(answer, 400)
    assert "kom inte fram" in words(answer)


WRONG = {
    "nothing at all": [SEEN],
    "no title": [("title", " \t\u200b"), SEEN],
    "a title of a megabyte": [("title", "x" * 1_000_000), SEEN],
    "an organisation that was not offered": [TITLE, SEEN, *group("sequence", "co_senders", ("checkbox", "nope"))],
    "a form that was not offered": [TITLE, SEEN, ("wished_form", "castle")],
    "a text of all too many characters": [TITLE, SEEN, ("idea", "å" * 20_001)],
    "empty groups three hundred deep": [SEEN, *[("__start__", "a:mapping")] * 300, *[("__end__", "a:mapping")] * 300],
}


@pytest.mark.parametrize("pairs", WRONG.values(), ids=WRONG)
def test_a_wrong_form_is_shown_again(untouched, pairs):
    answer = untouched.post(untouched.MEMBER, f"{untouched.draft}/edit", pairs)
    assert_page(answer, 422)
    assert "Inget är sparat" in words(answer)


def test_more_than_a_form_can_hold_is_not_even_read(untouched):
    answer = untouched.post(untouched.MEMBER, f"{untouched.draft}/edit", [("title", "x" * 1_100_000), SEEN])
    assert_page(answer, 413)


@pytest.mark.parametrize("field", ["title", "idea"])
@pytest.mark.parametrize("text", [
    "a" + " " * 500_000 + "b", "a" + "\t \t" * 100_000 + "b", "a" + "\u0301\u0323" * 100_000, "\n " * 200_000 + "b",
])
def test_no_text_keeps_the_server_busy(siege, field, text):
    pairs = {"title": "Nytt", "seen": "0"} | {field: text}
    started = time.perf_counter()
    answer = siege.post(siege.MEMBER, f"{siege.draft}/edit", pairs.items())
    assert answer.status_int in (303, 409, 413, 422)
    assert time.perf_counter() - started < 10


# -- bodies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "content_type"), [
    (b"x", "multipart/form-data"), (b"x", "multipart/form-data; boundary="),
    (b"x", "multipart/form-data; boundary=\xff"),
    (b"x", f"multipart/form-data; boundary={'a' * 300}"), (b"title=x", f"{FORM}; charset=nope"),
    (b"title=x", f"{FORM}; charset=utf-16"), (b"title=%ff", FORM), (b"%ff=x", FORM), (b"title=%ED%A0%80", FORM),
    (b"title=\xff\xfe", FORM), (b"&" * 5000, FORM),
])
def test_a_body_that_cannot_be_read_is_refused(untouched, body, content_type):
    answer = untouched.send(untouched.MEMBER, "POST", f"{untouched.draft}/edit", body, content_type=content_type,
                            HTTP_X_CSRF_TOKEN=untouched.token(untouched.MEMBER))
    assert_page(answer, 400)


@pytest.mark.parametrize("head", [
    'name="title"\r\nContent-Type: multipart/mixed; boundary=a', 'name="title"\r\nContent-Length: 99999',
    'name="title"\r\nContent-Length: x', 'name="title"\r\nContent-Transfer-Encoding: nope',
    'name="title"\r\nContent-Type: text/plain; charset=nope', "", 'name="\xff"', 'name="title"; filename="a.txt"',
])
def test_a_part_that_cannot_be_read_is_refused(untouched, head):
    body = f"--a\r\nContent-Disposition: form-data; {head}\r\n\r\nx\r\n--a--\r\n".encode("latin-1")
    answer = untouched.send(untouched.MEMBER, "POST", f"{untouched.draft}/edit", body,
                            content_type="multipart/form-data; boundary=a",
                            HTTP_X_CSRF_TOKEN=untouched.token(untouched.MEMBER))
    assert_page(answer, (400, 422))


def test_a_body_that_breaks_off_is_refused(untouched):
    body, content_type = multipart(("title", b"Nytt", None), ("seen", b"0", None))
    answer = untouched.send(untouched.MEMBER, "POST", f"{untouched.draft}/edit", body[:-30], content_type=content_type,
                            HTTP_X_CSRF_TOKEN=untouched.token(untouched.MEMBER))
    assert_page(answer, (400, 422))


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "text/xml", "x" * 3000])
def test_what_is_no_form_is_refused(untouched, content_type):
    token = untouched.token(untouched.MEMBER)
    for environ in ({}, {"HTTP_X_CSRF_TOKEN": token}):
        answer = untouched.send(untouched.MEMBER, "POST", f"{untouched.draft}/edit",
                                b'{"title": "Nytt", "seen": "0"}', content_type=content_type, **environ)
        assert_page(answer, (400, 422))


@pytest.mark.parametrize("control", ["csrf_token", "seen", "title", "sequence_action", "__start__", "submit"])
def test_a_file_where_a_text_belongs_is_refused(untouched, control):
    values = {"csrf_token": untouched.token(untouched.MEMBER), "title": "Nytt", "seen": "0"}
    parts = [(name, value.encode(), None) for name, value in values.items() if name != control]
    body, content_type = multipart(*parts, (control, b"x", "x.txt"))
    answer = untouched.send(untouched.MEMBER, "POST", f"{untouched.draft}/edit", body, content_type=content_type)
    assert_page(answer, 400)


@pytest.mark.parametrize("path", ["/people/{}/end-appointment", "/logout", "/account/reset", "/login"])
def test_a_file_is_no_answer_to_any_other_question(untouched, path):
    body, content_type = multipart(
        ("csrf_token", untouched.token(untouched.OFFICE).encode(), None), ("appointment", b"x", "x.txt"),
        ("token", b"x", "x.txt"))
    address = path.format(untouched.people[untouched.MEMBER])
    assert_page(untouched.send(untouched.OFFICE, "POST", address, body, content_type=content_type), 400)


def test_signs_that_were_broken_before_they_came_may_stay(siege):
    with siege.acting(siege.MEMBER) as acts:
        path = acts.create(acts.site["rounds"]["2027"]["proposals"], "proposal", {"title": "Trasig"}).path
    answer = siege.post(siege.MEMBER, f"{path}/edit", [("title", "Tras\ufffdig"), ("seen", "0")])
    assert answer.status_int == 303
    assert siege.item(path)["title"] == "Tras\ufffdig"


# -- the token ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [None, "", "x", "å", "\u2603", "0" * 5000, "other"])
def test_a_form_without_its_token_is_refused(untouched, token):
    if token == "other":
        token = untouched.token(untouched.OTHER)
    given = [] if token is None else [f"csrf_token={quote(token)}"]
    answer = untouched.send(untouched.MEMBER, "POST", f"{untouched.draft}/edit",
                            "&".join([*given, "title=Nytt", "seen=0"]).encode())
    assert_page(answer, 400)
    assert "Gå tillbaka" in words(answer)


@pytest.mark.parametrize("path", [
    "/logout", "/login", "{draft}/do/submit", "{round}/number", "{person}/invite", "{person}/end-appointment",
    "{draft_file}/remove", "{round}/files/add-file", "/account/forgotten",
])
def test_nothing_at_all_is_done_without_a_token(untouched, path):
    names = {**vars(untouched), "person": untouched.person_path(untouched.MEMBER)}
    email = untouched.MEMBER if "draft" in path else untouched.OFFICE
    assert_page(untouched.send(email, "POST", path.format(**names), b"seen=0"), 400)
