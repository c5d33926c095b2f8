"""What is written in a form is not lost: kept while it is written, and found again by its writer alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from webtest import TestApp

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find

KEEP = {"X-Sheet": "keep"}


@pytest.fixture
def writing(story: Story) -> str:
    """The address where a member writes a new proposal."""
    return f"{story.open_round()}/proposals/add"


def fill(browser: TestApp, address: str, **values: str) -> Any:
    """The form of the page, filled in."""
    form = browser.get(address).forms["form"]
    for name, value in values.items():
        form[name] = value
    return form


def keep(browser: TestApp, address: str, **values: str) -> Any:
    """Write and pause, as script does."""
    form = fill(browser, address, **values)
    return browser.post(address, form.submit_fields(), headers=KEEP)


def written(browser: TestApp, address: str) -> dict[str, str]:
    """What stands in the form."""
    form = browser.get(address).forms["form"]
    return {name: form[name].value for name in ("title", "idea")}


def test_what_is_written_is_kept_without_being_saved(story, writing):
    member = story.browser(story.MEMBER)
    answer = keep(member, writing, title="Om kust", idea="Vi vill lära.")
    assert answer.json["at"].startswith("kl. ")
    page = member.get(writing)
    assert page.forms["form"]["idea"].value == "Vi vill lära."
    assert "är inte sparat än" in page.text
    with story.open() as site:
        assert len(site["rounds"]["2027"].proposals()) == 0
        assert all(entry.core["kind"] != "edited" for entry in site.trail.since((0,) * len(site.trail.slots)))


def test_nobody_else_sees_what_is_not_saved(story, writing):
    keep(story.browser(story.MEMBER), writing, title="Hemligt än")
    for other in (story.OTHER, story.OFFICE):
        assert "Hemligt än" not in story.browser(other).get(writing, expect_errors=True).text


def test_saving_takes_the_sheet_away(story, writing):
    member = story.browser(story.MEMBER)
    keep(member, writing, title="Om kust")
    fill(member, writing).submit("save").follow()
    assert written(member, writing) == {"title": "", "idea": ""}


def test_one_can_throw_it_away_and_begin_from_what_is_saved(story, writing):
    member = story.browser(story.MEMBER)
    keep(member, writing, title="Om kust")
    page = member.get(writing)
    dropping = next(form for form in page.forms.values() if "drop_sheet" in form.fields)
    assert "inte sparat än" not in dropping.submit("drop_sheet").follow().text
    assert written(member, writing)["title"] == ""


def test_what_could_not_be_saved_is_still_there_on_the_next_day(story, writing):
    member = story.browser(story.MEMBER)
    keep(member, writing, title="x" * 200, idea="Lång rubrik.")
    fill(member, writing).submit("save", status=422)
    assert written(member, writing) == {"title": "x" * 200, "idea": "Lång rubrik."}


def test_writing_over_a_colleague_is_told_also_when_one_comes_back_to_ones_own_text(story, writing):
    member = story.browser(story.MEMBER)
    path = fill(member, writing, title="Om kust").submit("save").follow().request.path
    keep(member, f"{path}/edit", idea="Min text.")
    with story.acting(story.MEMBER) as acts:
        acts.edit(find(acts.site, path), {"idea": "Kollegans text."})
    page = fill(member, f"{path}/edit").submit("save", status=409)
    assert "Min text." in page.text
    assert "Kollegans text." in page.text


def test_keeping_does_not_prolong_the_sign_in(story, writing, monkeypatch):
    member = story.browser(story.MEMBER)
    form = fill(member, writing, title="Om kust")
    start = clock.now()
    for hours in (3, 6):
        monkeypatch.setattr(clock, "now", lambda hours=hours: start + timedelta(hours=hours))
        member.post(writing, form.submit_fields(), headers=KEEP)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=9))
    assert "/login?" in member.post(writing, form.submit_fields(), headers=KEEP, status=303).location


def test_a_form_sent_after_the_sign_in_has_expired_is_there_after_the_next_one(story, writing, monkeypatch):
    """Without script: nothing was kept before."""
    member = story.browser(story.MEMBER)
    form = fill(member, writing, title="Om kust", idea="Skrivet länge.")
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=9))
    with story.open() as site:
        site.accounts.sweep(clock.now())
    answer = form.submit("submit")
    assert answer.status_int == 303
    assert "/login?" in answer.location
    door = answer.follow().forms["form"]
    door["email"], door["password"] = story.MEMBER, "lingon under granarna 7"
    again = door.submit("send").follow()
    assert again.request.path == writing
    assert again.forms["form"]["idea"].value == "Skrivet länge."
    assert "/login?" not in again.forms["form"].submit("submit").location


@pytest.mark.parametrize("spoil", ["signed_out", "no_token", "too_late"])
def test_only_a_form_of_ours_from_a_sign_in_that_ran_out_is_kept(story, writing, monkeypatch, spoil):
    member = story.browser(story.MEMBER)
    form = fill(member, writing, title="Om kust")
    later = clock.now() + (timedelta(days=9) if spoil == "too_late" else timedelta(hours=9))
    if spoil == "signed_out":
        next(each for each in member.get("/my").forms.values() if each.action == "/logout").submit()
    if spoil == "no_token":
        form["csrf_token"] = "another"
    monkeypatch.setattr(clock, "now", lambda: later)
    form.submit("submit", status=404)
    with story.open() as site:
        assert site.accounts.sheets is None


@pytest.mark.usefixtures("by_hand")
def test_too_much_is_refused_and_the_oldest_sheets_give_way(story, writing):
    member = story.browser(story.MEMBER)
    form = fill(member, writing, idea="x" * 600_000)
    member.post(writing, form.submit_fields(), headers=KEEP, status=413)
    with story.open() as site:
        person = story.people[story.MEMBER]
        for number in range(30):
            moment = clock.now() + timedelta(minutes=number)
            assert site.accounts.keep_sheet(person, f"/rounds/{number}", [("title", "x")], moment)
        assert site.accounts.sheet(person, "/rounds/9") is None
        assert site.accounts.sheet(person, "/rounds/10") is not None
        assert site.accounts.sweep(clock.now() + timedelta(days=90)) >= 20
        site.accounts.keep_sheet(person, "/rounds/1", [("title", "x")], clock.now())
        site.accounts.erase(person)
        assert site.accounts.sheet(person, "/rounds/1") is None


def test_a_sheet_that_no_longer_fits_its_form_is_passed_over(story, writing):
    with story.open() as site:
        site.accounts.keep_sheet(
            story.people[story.MEMBER], writing, [("__start__", "contacts:mapping"), ("a", "b")], clock.now())
    assert story.browser(story.MEMBER).get(writing).status_int == 200
