"""How the demo site begins: the office moves in, then organisations, people, appointments and pages."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial

from ..accounts.passwords import DEMO_PASSWORD
from ..content.acts import Acts
from ..content.review.answering import answer
from ..content.review.model import CONFIRMED
from ..history.undoing import take_back, undo_of
from .reading import Table, Year
from .story import BY_RULE, OFFICE, Story

BEFORE = timedelta(weeks=5)
"""How long before the first round the site begins."""

BEFORE_REVIEW = timedelta(days=250)
"""How long after the beginning the office goes through every appointment."""

LATELY = timedelta(days=4)
"""How long after the newest round began something was put in the trash, where it still lies."""

FIRST_ORGANISATION = "kansliet"


def found(story: Story, year: Year) -> None:
    """Plan the scenes in which the site gets its organisations, people and pages."""
    day: date = year.rounds[0]["created"] - BEFORE
    first = next(table for table in year.organisations if table["key"] == FIRST_ORGANISATION)
    office = next(table for table in year.people if table["key"] == OFFICE)
    story.scene(day, time(9), f"{BY_RULE}demo.founding", partial(_move_in, story, first, office))
    for table in year.organisations:
        if table is not first:
            story.scene(day, time(9, 30), OFFICE, partial(_add_organisation, story, table))
    for table in year.people:
        if table is not office:
            story.scene(day, time(13), OFFICE, partial(_add_person, story, table))
    for table in year.pages:
        story.scene(day + timedelta(days=1), time(10), OFFICE, partial(_publish_page, story, table))
    story.scene(day + timedelta(days=2), time(10), OFFICE, partial(_rename_about, story))
    story.scene(day + timedelta(days=2), time(10, 5), OFFICE, partial(_undo_rename, story))
    story.scene(day + timedelta(days=2), time(11), OFFICE, partial(_draft_page, story))
    story.scene(day + timedelta(days=3), time(9), OFFICE, partial(_take_away, story))
    story.scene(day + timedelta(days=3), time(9, 30), OFFICE, partial(_put_back, story))
    story.scene(year.rounds[-1]["created"] + LATELY, time(8, 30), OFFICE, partial(_take_away, story))
    story.scene(day + BEFORE_REVIEW, time(14), OFFICE, partial(_review, story))


def _move_in(story: Story, organisation: Table, person: Table, acts: Acts) -> None:
    _add_organisation(story, organisation, acts)
    _add_person(story, person, acts)


def _add_organisation(story: Story, table: Table, acts: Acts) -> None:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    key = values.pop("key")
    story.cast[f"organisation/{key}"] = acts.create(story.site["organisations"], "organisation", values)


def _add_person(story: Story, table: Table, acts: Acts) -> None:
    person = acts.create(story.site["people"], "person", {
        "title": table["name"], "email": table["email"], "role_title": table["role_title"],
        "organisation": story.uid(f"organisation/{table['organisation']}"),
    })
    story.cast[f"person/{table['key']}"] = person
    for given in table.get("appointments", ()):
        scope = story.cast[f"organisation/{given['organisation']}"] if "organisation" in given else story.site
        acts.appoint(person, given["role"], scope, why=given["why"])
    if table.get("account"):
        story.set_password(person, DEMO_PASSWORD, acts.now)


def _publish_page(story: Story, table: Table, acts: Acts) -> None:
    pages = story.site["pages"]
    if table["name"] in pages:
        return
    values = {"title": table["title"], "body": table["body"].strip()}
    page = acts.create(pages, "page", values, name=table["name"])
    acts.fire(page, "publish")


def _rename_about(story: Story, acts: Acts) -> None:
    acts.edit(story.site["pages"]["about"], {"title": "Om nätverket"})


def _undo_rename(story: Story, acts: Acts) -> None:
    undo = undo_of(acts, story.site["pages"]["about"].events[-1])
    assert undo is not None, "what has just been written can be taken back"
    take_back(acts, undo)


def _draft_page(story: Story, acts: Acts) -> None:
    values = {"title": "Resa till träffarna", "body": "Tåg och buss till orterna där vi ses."}
    story.cast["page/travel"] = acts.create(story.site["pages"], "page", values)


def _take_away(story: Story, acts: Acts) -> None:
    acts.remove(story.cast["page/travel"], "Det står i inbjudan till varje träff.")


def _put_back(story: Story, acts: Acts) -> None:
    acts.restore(story.cast["page/travel"])


def _review(story: Story, acts: Acts) -> None:
    review = acts.create(story.site["reviews"], "review", {"title": f"Behörighetsgenomgång {acts.now.year}"})
    for uid in review.left(acts.now):
        answer(acts, review, uid, CONFIRMED)
    acts.fire(review, "sign_off")
