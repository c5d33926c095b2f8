"""What people write is text: never markup, a template, a header or a way to mislead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from reglab_workflow.web.markdown import as_html
from siege import Siege, TestApp, assert_page, assert_protected, filled, soup_of, words

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script> ${7*7} {0.__class__} %(a)s'
LOCAL = re.compile(r"(?!//)[/#?]|mailto:|$")
RUNS = re.compile(r"on[a-z]+$")


class Hostile(Siege):
    """The besieged site, with the same hostile text wherever somebody can write."""

    def poison(self) -> None:
        """Write it into everything."""
        self._poison_people()
        with self.acting() as acts:
            site = acts.site
            sent, round_ = site.by_uid(self.sent_uid), site["rounds"]["2027"]
            contact = type("Contact", (), {})
            from reglab_workflow.content.proposal.model import Contact
            from reglab_workflow.content.round.model import Theme

            contact = Contact(HOSTILE, HOSTILE, HOSTILE, f"{HOSTILE}@x")
            texts = dict.fromkeys(("title", "idea", "purpose", "target_group", "other_text", "preamble"), HOSTILE)
            themes = (*round_.themes, Theme("ond", HOSTILE))
            acts.edit(round_, {"title": HOSTILE, "instruction": HOSTILE, "themes": themes})
            acts.edit(sent, {**texts, "contacts": (contact,), "theme": "ond", "remark": HOSTILE})
            acts.edit(round_["meeting"], {"title": HOSTILE, "place": HOSTILE, "introduction": HOSTILE})
            acts.edit(round_["meeting"].note_on(self.sent_uid), {"text": HOSTILE})
            acts.fire(sent, "return", {"reason": HOSTILE})
            self._poison_projects(acts)

    def _poison_people(self) -> None:
        with self.acting() as acts:
            for organisation in acts.site["organisations"].values():
                acts.edit(organisation, {"title": HOSTILE, "short": HOSTILE, "aliases": (HOSTILE,)})
            for person in acts.site["people"].values():
                acts.edit(person, {"title": HOSTILE, "role_title": HOSTILE})

    def _poison_projects(self, acts) -> None:
        for project in acts.site["projects"].values():
            acts.edit(project, dict.fromkeys(("title", "background", "purpose", "target_group", "fee_note"), HOSTILE))
            for workshop in project["workshops"].values():
                names = ("title", "times", "place", "content", "speakers", "documentation")
                acts.edit(workshop, dict.fromkeys(names, HOSTILE))
        page = acts.site["pages"].values()[0]
        acts.edit(page, {"title": HOSTILE, "body": HOSTILE})
        person = acts.site["people"][self.people[self.LEADER]]
        acts.appoint(person, "process_leader", acts.site["projects"].values()[0], why=HOSTILE)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Iterator[Hostile]:
    """A site that is full of it, whose letters have been written too."""
    site = Hostile(tmp_path_factory.mktemp("hostile") / "var")
    site.poison()
    yield site
    site.close()


def pages_of(browser: TestApp, start: str, most: int = 150) -> Iterator[tuple[str, object]]:
    """Every page that somebody reaches by following links, each path once."""
    known, waiting = {start}, [start]
    while waiting and len(known) <= most:
        path = waiting.pop(0)
        answer = browser.get(path, expect_errors=True)
        yield path, answer
        if answer.content_type != "text/html":
            continue
        for link in soup_of(answer).find_all("a", href=True):
            address = urlsplit(link["href"])
            if address.netloc or not address.path or address.path.startswith(("/static", "/language")):
                continue
            wanted = address.path if "done=" in address.query or not address.query else link["href"].partition("#")[0]
            if address.path not in known:
                known.add(address.path)
                waiting.append(wanted)


def assert_harmless(path: str, answer) -> None:
    """Nothing on the page runs, and nothing comes from elsewhere."""
    page = soup_of(answer)
    for element in page.find_all(True):
        assert not [name for name in element.attrs if RUNS.match(name) or name == "style"], (path, element)
        for name in ("href", "src", "action", "formaction"):
            assert LOCAL.match(element.get(name, "")), (path, element)
    assert not page.find_all("script", src=False)
    assert not page.find_all(["img", "iframe", "object", "embed", "base", "style"])


@pytest.mark.parametrize("who", ["", "MEMBER", "LEADER", "AUDITOR", "OFFICE"])
def test_no_text_runs_on_any_page_and_reading_stores_nothing(hostile, who):
    before = hostile.written
    browser = hostile.browsers[getattr(hostile, who) if who else ""]
    paths = []
    for path, answer in pages_of(browser, "/my" if who else "/rounds"):
        paths.append(path)
        assert answer.status_int in (200, 303, 403, 404, 409), path
        assert_protected(answer)
        if answer.content_type == "text/html":
            assert_harmless(path, answer)
    assert len(paths) > (40 if who == "OFFICE" else 5), paths
    assert hostile.written == before


@pytest.mark.parametrize("path", ["sent", "round", "meeting", "project", "workshop", "page", "organisation_path"])
def test_hostile_text_is_shown_as_it_was_written(hostile, path):
    shown = words(hostile.send(hostile.OFFICE, "GET", getattr(hostile, path)))
    assert " ".join(HOSTILE.split()) in shown
    assert "49" not in shown.replace(HOSTILE, "")


def test_letters_carry_hostile_text_as_text(hostile):
    with hostile.open() as site:
        letters = list(site.outbox.newest(50))
        assert letters
        for letter in letters:
            assert "\n" not in letter.subject
            assert "49" not in letter.text
            message = letter.text + letter.subject
            assert "<script>" not in message or HOSTILE in letter.text or HOSTILE in letter.subject


@pytest.mark.parametrize(
    "query", ["/search?text={}", "/login?came_from={}", "/my?duty={}", "/search?type={}", "/nope/{}"]
)
def test_hostile_text_in_an_address_is_shown_as_text(siege, query):
    for email in ("", siege.OFFICE):
        answer = siege.browsers[email].get(query.format("%22%3E%3Cscript%3Ealert(1)%3C/script%3E"), expect_errors=True)
        if answer.status_int != 303:
            assert_harmless(query, answer)
            assert "<script>alert" not in answer.text


# -- what cannot be seen -----------------------------------------------------------------------------------------

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
def test_no_day_breaks_a_page(fresh, day):
    for path, names in ((f"{fresh.round}/edit", ("opens", "closes")), (f"{fresh.meeting}/edit", ("day",)),
                        (f"{fresh.workshop}/edit", ("starts", "ends")), (f"{fresh.project}/edit", ("last_day",)),
                        (f"{fresh.page}/edit", ())):
        pairs = date_filled(fresh.opened(fresh.OFFICE, path), names, day)
        answer = fresh.post(fresh.OFFICE, path, filled(pairs, body=day, place=day, lead=day))
        assert answer.status_int in (303, 422)
        item = path.removesuffix("/edit")
        for page in (item, f"{item}/history", "/my", "/rounds", "/projects", "/history"):
            assert_page(fresh.send(fresh.OFFICE, "GET", page), (200, 404))


def date_filled(pairs, names, day):
    """The same form with the days filled in: their control has another name than their field."""
    inside = ""
    for name, value in pairs:
        inside = value.partition(":")[0] if name == "__start__" else "" if name == "__end__" else inside
        yield name, day if name == "date" and inside in names else value


# -- Markdown ----------------------------------------------------------------------------------------------------

MARKDOWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](data:text/html,<script>)",
    "[a](vbscript:x)",
    "[a]: javascript:x\n\n[a]",
    "<javascript:alert(1)>",
    "![a](https://evil.example/x.png)",
    "![a](javascript:x)",
    "[a](//evil.example 'x\"onclick=y')",
    '[a](/x "onclick=alert(1)")',
    "<a href=x onclick=y>z</a>",
    "<style>*{}</style>",
    "&lt;script&gt;",
    "`<script>`",
    "```html\n<script>\n```",
    "<!-- <script> -->",
    "<svg/onload=alert(1)>",
    "| <script> |\n|-|\n| <b> |",
    "<details open ontoggle=x>",
    "[a](file:///etc/passwd)",
    "[a](&#106;avascript:alert(1))",
    "[a](\\javascript:x)",
    '<http://a.example/"onmouseover=x>',
]


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_stays_harmless(siege, text):
    path = f"{siege.page}/edit"
    assert siege.post(siege.OFFICE, path, filled(siege.opened(siege.OFFICE, path), body=text)).status_int == 303
    answer = siege.send("", "GET", siege.page)
    assert_page(answer, 200)
    page = soup_of(answer).find("main")
    for element in page.find_all(True):
        assert not [name for name in element.attrs if RUNS.match(name) or name == "style"]
        assert element.name not in {"script", "img", "iframe", "style", "object", "form", "input", "details"}
    for link in page.find_all("a", href=True):
        scheme = urlsplit(link["href"]).scheme.casefold()
        assert scheme in {"", "http", "https", "mailto"}
        if scheme.startswith("http") or link["href"].startswith("//"):
            assert "noopener" in link["rel"]


@pytest.mark.parametrize("text", ["[" * 60_000, "> " * 30_000, "*a " * 20_000, "[a](" * 15_000, "\n".join(
    "  " * depth + "- a" for depth in range(240)), "|a" * 20_000 + "\n" + "|-" * 10_000, "![[a](" * 10_000])
def test_no_markdown_keeps_the_server_busy(text):
    import time

    started = time.perf_counter()
    as_html(text)
    assert time.perf_counter() - started < 6
