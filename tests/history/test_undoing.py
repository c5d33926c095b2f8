"""Taking back what one has just done: offered where it can be, an ordinary event, and never without a trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from house import Story
from links import words
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.history import undoing


def page_of(story: Story) -> str:
    """A page by the office; gives its path."""
    with story.acting(story.OFFICE) as acts:
        return str(acts.create(acts.site["pages"], "page", {"title": "Om oss", "body": "Vi lär."}).path)


def button(page: Any) -> Any:
    """The form that undoes, or None."""
    return next((form for form in page.forms.values() if "/undo/" in form.action or "undoes" in form.fields), None)


def last(story: Story, path: str) -> Any:
    """The newest entry of an item's history: its core."""
    with story.open() as site:
        item = find(site, path)
        return item.events[-1].core


def edited(browser: Any, path: str, title: str) -> Any:
    """Another title, by the form; the page one comes to."""
    form = browser.get(f"{path}/edit").forms["form"]
    form["title"] = title
    return form.submit("save").follow()


def test_an_edit_is_undone_by_an_edit_that_names_it(story: Story) -> None:
    path = page_of(story)
    office = story.browser(story.OFFICE)
    after = edited(office, path, "Om er")
    did = last(story, path)
    back = button(after).submit().follow()
    assert "Det är ångrat." in words(back)
    assert button(back) is None
    assert story.item(path)["title"] == "Om oss"
    assert "Det är ångrat." in words(button(after).submit().follow()), "pressed twice, it is undone once"
    with story.open() as site:
        page = find(site, path)
        undone, undo = page.events[-2], page.events[-1]
        assert undo.core["undoes"] == undone.id
        assert (undone.core, undo.core["kind"], undo.core["version"]) == (did, "edited", 2)


def test_it_is_offered_to_nobody_else_and_only_while_nothing_else_has_happened(story: Story) -> None:
    path = page_of(story)
    office = story.browser(story.OFFICE)
    after = edited(office, path, "Om er")
    address = after.request.path_qs
    assert button(story.browser(story.AUDITOR).get(address)) is None
    forged = button(after)
    edited(office, path, "Om alla")
    assert button(office.get(address)) is None
    refused = forged.submit(status=409)
    assert "går inte längre att ångra" in words(refused)
    assert story.item(path)["title"] == "Om alla"


def test_it_is_offered_for_a_short_time(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    path = page_of(story)
    office = story.browser(story.OFFICE)
    after = edited(office, path, "Om er")
    monkeypatch.setattr(undoing, "WITHIN", timedelta(seconds=-1))
    assert button(office.get(after.request.path_qs)) is None
    button(after).submit(status=409)
    assert story.item(path)["title"] == "Om er"


def test_a_step_is_undone_where_the_life_leads_back(story: Story) -> None:
    path = page_of(story)
    with story.open() as site:
        before = find(site, path).state
    office = story.browser(story.OFFICE)
    fired = office.get(path).forms
    form = next(each for each in fired.values() if each.action.startswith(f"{path}/do/"))
    after = form.submit().follow()
    did = last(story, path)
    assert did["from"] == before
    assert did["to"] != before
    back = button(after)
    if back is not None:
        back.submit().follow()
    else:
        way = after.html.select_one(".messages a.btn")
        office.get(way["href"]).forms[-1].submit()
    undo = last(story, path)
    assert (undo["to"], bool(undo["undoes"])) == (before, True)


def test_a_step_with_no_way_back_is_not_offered_to_be_undone(story: Story) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Vem?"})
        path = proposal.path
    member = story.browser(story.MEMBER)
    form = member.get(f"{path}/do/submit").forms["submit"]
    after = form.submit().follow()
    assert "messages" in after.text
    assert button(after) is None


def test_a_step_back_that_asks_leads_to_its_page_and_still_names_what_it_undoes(story: Story) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Vem?"})
        path = proposal.path
        acts.fire(proposal, "submit")
    with story.acting(story.OFFICE, clock.now() - timedelta(minutes=1)) as acts:
        undone = acts.fire(find(acts.site, path), "refer", {"reason": "Passar bättre där.", "referred_to": "Labbet"})
        assert undone.target == "referred"
    with story.open() as site:
        entry = next(each for each in reversed(list(find(site, path).events))
                     if each.core["kind"] == "transitioned").id
    office = story.browser(story.OFFICE)
    page = office.get(f"{path}?done={entry}")
    way = page.html.select_one(".messages a.btn")
    assert way["href"].endswith(f"?undoes={entry}")
    assert "kallas inte tillbaka" in words(page) or "skickas ändå" in words(page)
    form = office.get(way["href"]).forms["form"]
    form["reason"] = "Det var fel."
    form.submit("send", status=303)
    with story.open() as site:
        steps = [each.core for each in find(site, path).events if each.core["kind"] == "transitioned"]
    assert (steps[-1]["to"], steps[-1]["undoes"]) == ("submitted", entry)


def test_what_was_deleted_by_mistake_is_back_at_once(story: Story) -> None:
    path = page_of(story)
    office = story.browser(story.OFFICE)
    form = next(each for each in office.get(f"{path}/delete").forms.values() if "reason" in each.fields)
    after = form.submit().follow()
    office.get(path, status=404)
    back = button(after).submit().follow()
    assert back.request.path == path
    assert "Det är ångrat." in words(back)
    assert button(after).submit().location == back.request.url, "pressed twice, it is put back once"
    core = last(story, path)
    assert (core["kind"], bool(core["undoes"])) == ("restored", True)


def test_nothing_of_others_can_be_undone_by_its_address(story: Story) -> None:
    path = page_of(story)
    office = story.browser(story.OFFICE)
    after = edited(office, path, "Om er")
    action = button(after).action
    other = story.browser(story.MEMBER)
    token = other.get("/my").html.find("input", attrs={"name": "csrf_token"})["value"]
    other.post(action, {"csrf_token": token}, status=404)
    office.post(action.rpartition("/")[0] + "/0.0", {"csrf_token": button(after)["csrf_token"].value}, status=404)
    assert story.item(path)["title"] == "Om er"
