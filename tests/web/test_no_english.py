"""No English on a Swedish page, and no Swedish on an English one, wherever links lead anybody."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, NavigableString
from webtest import TestApp

from crawling import Walk
from house import Story
from house_reading import ROOT
from learning_group import FULL
from links import APPROVE, link_to
from reglab_workflow import clock
from survey_group import SurveyGroup, address
from whole_year import play
from words_reading import LIBRARIES, NAMES_IT, swedish

STARTS = ("/", "/my", "/rounds", "/projects", "/organisations", "/people", "/pages", "/workflows", "/search?text=tal",
          "/letters", "/history", "/login", "/account/forgotten", "/account/password", "/finns-inte",
          "/projects/skogens-tal/edit", "/projects/skogens-tal/do/finish", "/projects/skogens-tal/do/start",
          "/rounds/2028/do/compile", "/rounds/2028/proposals/mer-om-malgruppen/do/submit", "/account/reset/abc")
AUDIT = ("/audit", "/audit/who-could", "/audit/rights-changed?since=&until=&ask=1", "/audit/sign-ins", "/rights",
         "/rights/watch", "/rights/changes", "/rights/roles", "/rights/roles/office", "/reviews", "/reviews/add-review",
         "/history/seals", "/trash", "/my-data", "/retention", "/workflows/proposal/versions",
         "/workflows/proposal/impact", "/projects/skogens-tal/who", "/projects/skogens-tal/rights",
         "/projects/skogens-tal/versions", "/projects/skogens-tal/then", "/at/2020-01-01/")
SPOKEN = ("aria-label", "placeholder", "alt", "data-l")
LEAST_WORDS = 3
"""A sentence with names in it is known again by this many words of its own."""

# Below a project under way; most is reached by links from these.
ROOMS = ("", "/edit", "/registrations", "/registrations?show=unnamed", "/fee", "/fee?people=4", "/terms", "/invoices",
         "/evaluation", "/add-survey", "/leaders", "/register", "/do/close_registration", "/do/set_terms", "/do/cancel",
         "/registrations/region-norra/edit", "/registrations/region-norra/do/name",
         "/registrations/region-norra/do/change_contact", "/registrations/region-norra/do/cancel",
         "/registrations/verket", "/registrations/verket/edit", "/workshops/workshop-1", "/workshops/workshop-1/edit",
         "/workshops/workshop-1/needs", "/workshops/workshop-1/attendance", "/workshops/workshop-1/programme",
         "/workshops/workshop-1/submissions", "/workshops/workshop-1/hand-in", "/workshops/workshop-1/do/move",
         "/workshops/workshop-1/do/change_places", "/surveys/vad-tyckte-ni/preview")

pytestmark = pytest.mark.slow

READERS = {"office": Story.OFFICE, "member": Story.MEMBER, "auditor": Story.AUDITOR, "leader": Story.LEADER,
           "visitor": ""}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    story = Story(tmp_path_factory.mktemp("year") / "var")
    play(story)
    yield story
    story.close()


@pytest.fixture(scope="module")
def taking_part(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SurveyGroup]:
    """A project under way: people signed up, in a queue, offered a place, asked about needs and homework."""
    group = SurveyGroup(tmp_path_factory.mktemp("group") / "var")
    group.lead(group.LEADER)
    group.survey(title="Vad tyckte ni?")
    group.registration(group.verket)
    group.fire(group.registration(group.ostra), "ask_approval")
    group.opened(capacity=2, asks_needs=True, homework="Ring en kommun.", homework_due=group.today)
    for name, step in (("Ada Ek", "sign_up"), ("Bo Alm", "sign_up"), ("Cia Lind", "queue"), ("Dan Ask", "queue"),
                       ("Eva Gran", "decline"), ("Bo Alm", "cancel")):
        group.do(name, step)
    yield group
    group.close()


class Language:
    """What a page of one language must not say: the words of the other that it does not use itself."""

    def __init__(self, own: set[str], other: set[str]) -> None:
        self.words = {text for text in other - own if not NAMES_IT.search(text)}
        self.sentences = [sentence(text) for text in sorted(other - own) if len(letters_of(text)) >= LEAST_WORDS]

    def foreign(self, text: str) -> bool:
        return text in self.words or any(each.fullmatch(text) for each in self.sentences)


def letters_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", NAMES_IT.sub(" ", text)) if NAMES_IT.search(text) else []


def sentence(text: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(part) for part in re.split(r"\$\{\w+\}", text)))


def in_catalogues() -> Iterator[tuple[str, str]]:
    """Every English text with its Swedish."""
    for path, message in swedish():
        if path.stem not in LIBRARIES:
            ids = (message.id,) if isinstance(message.id, str) else message.id
            strings = (message.string,) if isinstance(message.string, str) else message.string
            yield from zip(ids, strings, strict=True)


def in_workflows(found: Any) -> Iterator[tuple[str, str]]:
    """Every text of the workflow files in both languages."""
    if isinstance(found, Path):
        found = tomllib.loads(found.read_text(encoding="utf-8"))
    if isinstance(found, dict) and {"sv", "en"} <= found.keys():
        yield found["en"], found["sv"]
    elif isinstance(found, dict):
        for inner in found.values():
            yield from in_workflows(inner)


@cache
def languages() -> dict[str, Language]:
    pairs = [*in_catalogues(), *(pair for path in (ROOT / "workflows").glob("*.toml") for pair in in_workflows(path))]
    english, swedish_ = {plain(pair[0]) for pair in pairs}, {plain(pair[1]) for pair in pairs}
    return {"sv": Language(swedish_, english), "en": Language(english, swedish_)}


def plain(text: str) -> str:
    """A text with single blanks, as the eye sees it."""
    return " ".join(text.split())


def said(page: BeautifulSoup) -> set[str]:
    """What a page says to the eye and to the ear, each text by itself and each sentence with the names in it."""
    for element in page(["script", "style"]) + page.select("body [lang]"):
        element.decompose()
    texts = {str(each) for each in page.find_all(string=True) if type(each) is NavigableString}
    texts |= {str(element[name]) for element in page.find_all(True) for name in SPOKEN if element.get(name)}
    texts |= {element.get_text() for element in page.body.find_all(True)
              if any(isinstance(each, NavigableString) and each.strip() for each in element.children)}
    return {plain(text) for text in texts} - {""}


def walked(story: Story, browser: TestApp, starts: Iterable[str] = STARTS) -> dict[str, set[str]]:
    """What is said on the pages that can be reached by links, one of each shape, by their addresses."""
    found: dict[str, set[str]] = {}
    Walk(story, browser, starts, each=1, see=lambda address, page: found.setdefault(address, said(page.html)))
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("reader", READERS)
def test_a_page_speaks_one_language(year: Story, reader: str, language: str) -> None:
    browser = year.browser(READERS[reader]) if READERS[reader] else year.visitor()
    browser.set_cookie("lang", language)
    today = f"/at/{clock.local_day(clock.now())}"
    that_day = (f"{today}/", f"{today}/rounds/2028", f"{today}/projects/skogens-tal")
    pages = walked(year, browser, (*STARTS, *AUDIT, *that_day))
    other = languages()[language]
    texts = {text: address for address, found in pages.items() for text in found}
    assert {text: address for text, address in texts.items() if other.foreign(text)} == {}
    assert len(pages) > len(STARTS)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("reader", ["office", "member", "leader"])
def test_so_do_the_pages_of_registering_and_taking_part(taking_part: SurveyGroup, reader: str, language: str) -> None:
    browser = taking_part.browser(READERS[reader])
    browser.set_cookie("lang", language)
    starts = [taking_part.project + each for each in ROOMS]
    pages, other = walked(taking_part, browser, starts), languages()[language]
    texts = {text: address for address, found in pages.items() for text in found}
    assert {text: address for text, address in texts.items() if other.foreign(text)} == {}
    assert len(pages) > len(ROOMS)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_so_do_the_pages_behind_links(taking_part: SurveyGroup, language: str) -> None:
    starts = [link_to(taking_part, address("Ada Ek")), link_to(taking_part, FULL["manager_email"], APPROVE),
              taking_part.links(address("Ada Ek"))[-1], "/take-part/abc", "/approve/abc", "/answer/abc"]
    browser, other = taking_part.visitor(), languages()[language]
    browser.set_cookie("lang", language)
    texts = {text: start for start in starts for text in said(browser.get(start, status="*").html)}
    assert {text: start for text, start in texts.items() if other.foreign(text)} == {}


def test_so_do_the_letters(taking_part: SurveyGroup) -> None:
    other = languages()["sv"]
    with taking_part.looking() as site:
        letters = [letter for letter in site.outbox.newest(500) if letter.language == "sv"]
    assert len({letter.kind for letter in letters}) > 8
    texts = {text: letter.kind for letter in letters for text in said(BeautifulSoup(letter.html, "html.parser"))}
    assert {text: kind for text, kind in texts.items() if other.foreign(text)} == {}


def test_every_field_that_history_can_name_has_a_title(year: Story) -> None:
    untold = []
    for kind in year.rulebook.types.values():
        schemas = [schema() for schema in (kind.schema, kind.facts) if schema is not None]
        titled = {node.name for schema in schemas for node in schema}
        untold += [f"{kind.name}.{name}" for name in kind.factory.fields if schemas and name not in titled]
    never_changed = ("attachment.", "report.")
    assert [each for each in untold if not each.startswith(never_changed)] == []
