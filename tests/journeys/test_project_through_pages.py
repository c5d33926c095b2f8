"""A learning project of five workshops and three seminars, built by the office through the pages and nothing else."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from house import Story
from learning_invitation import (
    FACTS,
    HELPERS,
    LAST_DAY,
    LEADERS,
    OCCASIONS,
    PROCESS_LEADER,
    PROGRAMME,
    PROJECT,
    RESULTS,
    TERMS,
    TEXTS,
)
from reglab_workflow.content.site.model import find

SCALARS = ("fee", "least", "most", "least_organisations", "expected_people")
SEQUENCES = {"expected_results": [{"text": text} for text in RESULTS],
             "contacts": [asdict(each) for each in HELPERS],
             "fee_spans": [asdict(each) for each in TERMS["fee_spans"]]}


def control(form: Any, name: str) -> Any:
    """The control of a field, by the name that its label points to."""
    return next(each for fields in form.fields.values() for each in fields if each.id == f"f-{name}")


def submitted(form: Any, button: str = "save", **more: Any) -> Any:
    answer = form.submit(button, status="*", **more)
    assert answer.status_int in (200, 303), answer.text
    return answer.follow() if answer.status_int == 303 else answer


@pytest.fixture
def built(tmp_path: Path) -> Any:
    """The office builds the project page by page."""
    story = Story(tmp_path)
    for email, name, home in (*LEADERS, PROCESS_LEADER):
        story.person(email, name, getattr(story, home) if home else "")
    browser = story.browser(story.OFFICE)
    describe(browser)
    appoint(browser)
    for occasion in OCCASIONS:
        add_occasion(browser, occasion)
    yield story
    story.close()


def describe(browser: Any) -> None:
    form = browser.get("/projects").click("Skapa ett lärprojekt").forms["form"]
    for name, rows in SEQUENCES.items():
        for _row in rows:
            form = form.submit("sequence_action", value=f"add:{name}", status="*").forms["form"]
    for name, value in {**TEXTS, **{name: TERMS[name] for name in SCALARS}, "last_day": LAST_DAY}.items():
        control(form, name).value = str(value)
    for name, rows in SEQUENCES.items():
        for number, row in enumerate(rows):
            for field, value in row.items():
                if value not in (None, ""):
                    control(form, f"{name}-{number}-{field}").value = str(value)
    assert submitted(form).request.path == PROJECT


def appoint(browser: Any) -> None:
    leaders = [(name, "content_leader") for _email, name, _home in LEADERS] + [(PROCESS_LEADER[1], "process_leader")]
    for name, role in leaders:
        form = browser.get(PROJECT).click("Utse ledare").forms["form"]
        person = control(form, "person")
        person.select(text=next(text for _value, _on, text in person.options if name in text))
        next(each for fields in form.fields.values() for each in fields
             if role in [value for value, *_rest in getattr(each, "options", ())]).value = role
        submitted(form, form_button(form))


def form_button(form: Any) -> str:
    return next(name for name in ("save", "send", "appoint") if name in form.fields)


def add_occasion(browser: Any, occasion: tuple[Any, ...]) -> None:
    kind, starts, ends, times, mode, place, title, content = occasion
    form = browser.get(PROJECT).click("Lägg till ett tillfälle", index=0).forms["form"]
    control(form, "title").value, control(form, "place").value = title, place
    control(form, "starts").value = str(date(*starts))
    control(form, "ends").value = str(date(*ends)) if ends else ""
    control(form, "times").value, control(form, "content").value = times, content
    for name, value in (("kind", kind), ("mode", mode)):
        next(each for fields in form.fields.values() for each in fields
             if str(each.id or "").startswith(f"f-{name}")).value = value
    submitted(form)


def plain(text: str) -> str:
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())


def test_what_the_pages_made_is_what_was_meant(built: Story) -> None:
    with built.looking() as site:
        project = find(site, PROJECT)
        assert {name: getattr(project, name) for name in (*TEXTS, *TERMS)} == {**TEXTS, **TERMS}
        assert [each.text for each in project.expected_results] == list(RESULTS)
        assert (project.contacts, project.last_day) == (HELPERS, LAST_DAY)
        held = [(each.role, site["people"][each.person].title) for each in site.appointments.on_scope(project.uid)]
        assert sorted(held) == sorted([*(("content_leader", name) for _email, name, _home in LEADERS),
                                       ("process_leader", PROCESS_LEADER[1])])


def test_the_programme_is_in_the_order_of_the_days_with_both_series_of_numbers(built: Story) -> None:
    page = built.browser(built.OFFICE).get(PROJECT)
    rows = page.html.find("ol", class_="prog").find_all("li")
    heads = [f"{row.select_one('.unseen').get_text(strip=True)} {row.select_one('.n').get_text(strip=True)[-1]}"
             for row in rows]
    assert heads == [row[0] for row in PROGRAMME]


def test_the_invitation_holds_every_fact_as_page_and_as_document(built: Story) -> None:
    browser = built.browser(built.OFFICE)
    page = browser.get(PROJECT).click("Läs inbjudan")
    said = plain(page.html.find("main").get_text(" "))
    document = Document(BytesIO(browser.get(f"{PROJECT}/invitation.docx").body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    written = plain(" ".join([*(each.text for each in document.paragraphs), *cells]))
    for text in (said, written):
        assert [fact for fact in FACTS if plain(fact) not in text.replace(" . ", ". ").replace(" , ", ", ")] == []


def test_the_gaps_in_the_rule_of_the_fee_are_shown_as_gaps(built: Story) -> None:
    page = built.browser(built.OFFICE).get(f"{PROJECT}/fee")
    said = plain(page.html.find("main").get_text(" "))
    for row in ("färre än 50 personer: ingenting: kansliet beslutar", "50–60 personer: sänkt avgift, inte bestämt",
                "61–79 personer: ingenting: kansliet beslutar", "80–119 personer: full avgift, 30 000 kr"):
        assert row in said.replace("\N{NO-BREAK SPACE}", " "), row
