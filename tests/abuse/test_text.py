"""What people write is text: never markup, a template, a header or a way to mislead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from handed_out import BELOW, TOLD
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.round.model import Theme
from reglab_workflow.content.workshop.materials import Link
from reglab_workflow.content.workshop.programme import Point
from siege import Siege, TestApp, assert_protected, soup_of, words

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script> ${7*7} {0.__class__} %(a)s'
LOCAL = re.compile(r"(?!//)[/#?]|mailto:|$")
RUNS = re.compile(r"on[a-z]+$")
EVENT = re.compile(r"(?<=/e/)\d+\.\d+$")


class Hostile(Siege):
    """The besieged site, with the same hostile text wherever somebody can write."""

    def poison(self) -> None:
        """Write it into everything."""
        self._poison_people()
        with self.acting() as acts:
            site = acts.site
            sent, round_ = site.by_uid(self.sent_uid), site["rounds"]["2027"]
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
                acts.edit(workshop, {"points": (Point(HOSTILE, HOSTILE, HOSTILE, HOSTILE),), "homework": HOSTILE,
                                     "links": (Link("javascript:alert(1)", HOSTILE),)})
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


def pages_of(browser: TestApp, start: str, most: int = 320) -> Iterator[tuple[str, object]]:
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
            elsewhere = address.scheme or address.netloc
            if elsewhere or not address.path or address.path.startswith(("/static", "/language")):
                continue
            if address.path.rpartition("/")[2] in {*TOLD, *BELOW}:
                continue  # a file of personal data: whoever takes one leaves an entry
            wanted = address.path if "done=" in address.query or not address.query else link["href"].partition("#")[0]
            shape = EVENT.sub("", address.path)  # one event of each item
            if shape not in known:
                known.add(shape)
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
        assert answer.status_int in (200, 202, 303, 403, 404, 409), path
        assert_protected(answer)
        if answer.content_type == "text/html":
            assert_harmless(path, answer)
    assert len(paths) > (40 if who == "OFFICE" else 5), paths
    assert hostile.written == before


@pytest.mark.parametrize("path", ["sent", "round", "meeting", "project", "workshop", "page", "organisation_path"])
def test_hostile_text_is_shown_as_it_was_written(hostile, path):
    shown = words(hostile.send(hostile.OFFICE, "GET", getattr(hostile, path)))
    assert " ".join(HOSTILE.split()) in shown
    assert not re.search(r"(?<![.\d])49(?!\d)", shown.replace(HOSTILE, ""))


def test_letters_carry_hostile_text_as_text(hostile):
    with hostile.open() as site:
        letters = list(site.outbox.newest(50))
        assert letters
        for letter in letters:
            assert "\n" not in letter.subject
            assert not re.search(r"(?<![.\d])49(?!\d)", letter.text)  # a minute may be 49, after its point
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
