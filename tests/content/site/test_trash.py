"""The trash: what is deleted is out of sight, keeps its history, and comes back as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from house import Story
from links import words
from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder
from reglab_workflow.catalog.query import Query
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticking import tick
from reglab_workflow.content.trash import DAYS, with_contents
from reglab_workflow.security.actor import actor_for
from reglab_workflow.workflow.errors import Refused


def proposal(acts: Acts, story: Story) -> Any:
    """A draft of a proposal, where a round is open."""
    return acts.create(find(acts.site, "/rounds/2027")["proposals"], "proposal", {"title": "Vem?"})


def page(acts: Acts, story: Story) -> Any:
    """A page with a file in a folder of its own, if it has one."""
    return acts.create(acts.site["pages"], "page", {"title": "Om oss", "body": "Vi lär."})


def project(acts: Acts, story: Story) -> Any:
    """A project with two occasions."""
    made = acts.create(acts.site["projects"], "project", {"title": "Skogens tal"})
    for title in ("Kartan", "Terrängen"):
        acts.create(made["workshops"], "workshop", {"title": title})
    return made


def workshop(acts: Acts, story: Story) -> Any:
    """The first of two occasions."""
    return project(acts, story)["workshops"]["workshop-1"]


def round_(acts: Acts, story: Story) -> Any:
    """A planned round with its meeting."""
    made = acts.create(acts.site["rounds"], "round", {"title": "Inför 2031", "year": 2031})
    acts.create(made, "meeting", {"title": "Idémöte"})
    return made


def meeting(acts: Acts, story: Story) -> Any:
    """The idea meeting of a round."""
    return round_(acts, story)["meeting"]


ROOMS: tuple[tuple[Callable[[Acts, Story], Any], str], ...] = (
    (proposal, Story.MEMBER), (page, Story.OFFICE), (project, Story.OFFICE), (workshop, Story.OFFICE),
    (round_, Story.OFFICE), (meeting, Story.OFFICE))


def told(item: Any) -> dict[str, Any]:
    """All that an item and everything in it holds, by where it stands."""
    return {each.path: (each.uid, each.values_of(), each.state, list(each.events)) for each in with_contents(item)}


def rights_of(story: Story, item: Any, site: Any) -> set[tuple[str, str]]:
    """Who may do what with an item."""
    from reglab_workflow.security.permissions import Permission
    from reglab_workflow.security.rights import Rights

    return {(email, permission) for email, uid in story.people.items() for permission in Permission
            if Rights(story.rulebook).may(actor_for(site["people"][uid], site, clock.now()), permission, item)}


def found(story: Story) -> set[str]:
    """The uids that the office finds by searching for nothing in particular."""
    with story.looking() as site:
        actor = actor_for(site["people"][story.people[Story.OFFICE]], site, clock.now())
        finder = Finder(story.registry.reglab_index, story.database, story.rulebook, site, actor)
        return {item.uid for item in finder.find(Query(limit=200)).items}


@pytest.mark.parametrize(("make", "who"), ROOMS, ids=[make.__name__ for make, _who in ROOMS])
def test_what_is_put_back_is_as_it_was_in_every_room(story: Story, make: Any, who: str) -> None:
    story.open_round()
    with story.acting(who) as acts:
        item = make(acts, story)
        path, uid, container = item.path, item.uid, item.__parent__
        order = container.keys() if hasattr(container, "keys") else []
    with story.looking() as site:
        before, rights = told(find(site, path)), rights_of(story, find(site, path), site)
        inner = [each.uid for each in with_contents(find(site, path))]
    listed = found(story)
    with story.acting(who) as acts:
        acts.remove(find(acts.site, path), "Misstag.")
    with story.looking() as site:
        assert find(site, path) is None
        assert [site.by_uid(each) for each in inner] == [None] * len(inner)
        assert len(site.trash) == 1
    assert found(story).isdisjoint(inner)
    with story.acting(who) as acts:
        acts.restore(acts.site.trash.get(uid).item)
    with story.looking() as site:
        back = find(site, path)
        after = told(back)
        assert [site.by_uid(each).uid for each in inner] == inner
        assert back.__parent__.keys() == order
        assert rights_of(story, back, site) == rights
        assert [each.core["kind"] for each in back.events][-2:] == ["removed", "restored"]
        assert len(site.trash) == 0
    assert {key: value[:3] for key, value in after.items()} == {key: value[:3] for key, value in before.items()}
    assert found(story) == listed


def test_what_goes_with_it_is_told_before_and_the_history_can_be_read_after(story: Story) -> None:
    with story.acting(story.OFFICE) as acts:
        made = project(acts, story)
        path, uid = made.path, made.uid
    office = story.browser(story.OFFICE)
    asked = office.get(f"{path}/delete")
    assert "2" in asked.html.select_one(".facts dd").get_text()
    form = next(each for each in asked.forms.values() if "reason" in each.fields)
    form["reason"] = "Dubblett."
    form.submit(status=303)
    for reader in (story.OFFICE, story.AUDITOR):
        browser = story.browser(reader)
        assert "Skogens tal" in words(browser.get("/trash"))
        page_ = browser.get(f"/trash/{uid}")
        assert "Dubblett." in words(page_)
        assert "skapade det här" in words(page_)
        assert ("Lägg tillbaka" in words(page_)) == (reader == story.OFFICE)
        assert "Skogens tal" in words(browser.get("/history"))
    for stranger in (story.browser(story.MEMBER), story.visitor()):
        stranger.get(f"/trash/{uid}", status=404)
        stranger.get(path, status=404)
    assert "Papperskorgen är tom" in words(story.browser(story.MEMBER).get("/trash"))
    story.visitor().get("/trash", status=404)


def test_whoever_deleted_it_puts_it_back_and_nobody_else_can(story: Story) -> None:
    assert story.open_round() == "/rounds/2027"
    with story.acting(story.MEMBER) as acts:
        draft = proposal(acts, story)
        path, uid = draft.path, draft.uid
        acts.remove(draft)
    assert "Vem?" not in words(story.browser(story.OFFICE).get("/trash"))
    office = story.browser(story.OFFICE)
    token = office.get("/trash").html.find("input", attrs={"name": "csrf_token"})["value"]
    office.post(f"/trash/{uid}", {"csrf_token": token}, status=404)
    member = story.browser(story.MEMBER)
    shown = member.get("/trash")
    back = next(each for each in shown.forms.values() if each.action.endswith(uid)).submit().follow()
    assert back.request.path == path
    assert "”Vem?” är tillbaka." in words(back)


def test_a_name_that_has_been_given_away_is_not_taken_back(story: Story) -> None:
    with story.acting(story.OFFICE) as acts:
        first = page(acts, story)
        acts.remove(first)
        assert page(acts, story).path == "/pages/om-oss"
        assert acts.restore(first).path == "/pages/om-oss-2"
        assert acts.site.by_uid(first.uid) is first


def test_what_there_can_only_be_one_of_says_so(story: Story) -> None:
    with story.acting(story.OFFICE) as acts:
        old = meeting(acts, story)
        around = old.__parent__
        acts.remove(old)
        acts.create(around, "meeting", {"title": "Nytt idémöte"})
        with pytest.raises(Refused) as refusal:
            acts.restore(old)
    assert [reason.code for reason in refusal.value.reasons] == ["there_already"]


def test_what_stood_in_something_deleted_waits_until_that_is_back(story: Story) -> None:
    with story.acting(story.OFFICE) as acts:
        inner = workshop(acts, story)
        outer = inner.__parent__.__parent__
        acts.remove(inner)
        acts.remove(outer)
        with pytest.raises(Refused) as refusal:
            acts.restore(inner)
        assert [reason.code for reason in refusal.value.reasons] == ["place_gone"]
        acts.restore(outer)
        assert acts.restore(inner).path == f"{outer.path}/workshops/workshop-1"


def test_time_takes_it_out_for_good_and_says_so(story: Story) -> None:
    with story.acting(story.OFFICE) as acts:
        made = page(acts, story)
        uid = made.uid
        acts.remove(made)
    day = timedelta(days=1)
    with story.open() as site:
        assert [each.transition for each in tick(story.rulebook, site, clock.now() + (DAYS - 1) * day)] == []
        assert [each.transition for each in tick(story.rulebook, site, clock.now() + (DAYS + 1) * day)] == ["purge"]
        assert site.trash.get(uid) is None
    told_ = words(story.browser(story.AUDITOR).get("/history?kind=page"))
    assert "Tiden i papperskorgen är slut" in told_
    story.browser(story.OFFICE).get(f"/trash/{uid}", status=404)


def test_what_somebody_has_changed_meanwhile_is_not_deleted(story: Story) -> None:
    with story.acting(story.OFFICE) as acts:
        path = page(acts, story).path
    office = story.browser(story.OFFICE)
    form = next(each for each in office.get(f"{path}/delete").forms.values() if "reason" in each.fields)
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, path), {"title": "Om alla"})
    form["reason"] = "Dubblett."
    again = form.submit(status=409)
    assert "Någon ändrade" in words(again)
    assert next(each for each in again.forms.values() if "reason" in each.fields)["reason"].value == "Dubblett."
    assert story.item(path)["title"] == "Om alla"


def test_only_what_one_may_delete_has_such_a_page(story: Story) -> None:
    with story.acting(story.OFFICE) as acts:
        path = project(acts, story).path
    story.browser(story.AUDITOR).get(f"{path}/delete", status=403)
    story.visitor().get(f"{path}/delete", status=404)
    story.browser(story.OFFICE).get("/delete", status=403)
