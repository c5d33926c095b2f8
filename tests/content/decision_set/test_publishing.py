"""Publishing a decision set: what is stopped is told, the rest happens in one moment, and it can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from decided_round import discussed, prepared
from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticking import tick
from reglab_workflow.workflow.errors import Refused

FORTY = 40
TODAY = clock.local_day(clock.now())


def letters_about(story: Story, path: str) -> list[tuple[str, str]]:
    """Kind and subject of every letter about an item."""
    with story.looking() as site:
        return [(letter.kind, letter.subject) for letter in site.outbox.letters_about(find(site, path).uid)]


def state_of(story: Story, path: str) -> str:
    return str(story.item(path)["state"])


@pytest.fixture
def forty(story: Story) -> dict[str, Any]:
    """Forty proposals in a set, with three obstacles: one is parked already, one lacks where it goes, one is merged."""
    path, paths = discussed(story, FORTY)
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, paths[4]), "park", {"reason": "Vi väntar."})
        target = find(acts.site, paths[0]).uid
        acts.fire(find(acts.site, paths[20]), "merge", {"target": target, "reason": "Samma fråga."})
    made = prepared(story, path, paths, step="park", why="Vi tar upp det nästa år.", rows={
        paths[10]: {"step": "refer"}, paths[1]: {"step": "select", "area": "vatten"}})
    return {"path": made, "paths": paths, "stopped": [paths[4], paths[10], paths[20]]}


def test_the_trial_run_names_the_three_and_stores_nothing(story, forty):
    before = {path: story.item(path) for path in forty["paths"]}
    page = story.browser(story.OFFICE).get(forty["path"])
    rows = page.html.select(".list tbody tr")
    told = [row for row in rows if row.select(".stops li")]
    assert len(rows) == FORTY and len(told) == 3
    assert [row.select_one("a.said")["href"] for row in told] == forty["stopped"]
    said = [row.select_one(".stops").get_text(" ", strip=True) for row in told]
    assert "Vilande" in said[0] and "Vem eller vad som tar det vidare" in said[1] and "Sammanslaget" in said[2]
    assert {path: story.item(path) for path in forty["paths"]} == before


def test_publishing_changes_the_thirty_seven_and_only_them(story, forty):
    others = {path: story.item(path) for path in forty["stopped"]}
    office = story.browser(story.OFFICE)
    answer = office.get(f"{forty['path']}/do/publish").forms["publish"].submit()
    assert answer.status_int == 303
    moved = [path for path in forty["paths"] if path not in forty["stopped"]]
    assert len(moved) == 37
    assert [state_of(story, path) for path in moved] == [
        "selected" if path == forty["paths"][1] else "parked" for path in moved]
    assert {path: story.item(path) for path in forty["stopped"]} == others
    page = office.get(forty["path"])
    assert len([row for row in page.html.select(".list tbody tr") if row.select(".stops li")]) == 3


def test_every_letter_lies_in_the_outbox_in_the_same_transaction(story, forty):
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, forty["path"]), "publish")
    with story.looking() as site:
        serial = find(site, forty["path"])._p_serial
        for path in forty["paths"]:
            proposal = find(site, path)
            decided = [each for each in site.outbox.letters_about(proposal.uid) if each.kind == "decided"]
            fresh = [each for each in decided if _serial(each) == serial]
            assert len(fresh) == (0 if path in forty["stopped"] else 1), path
            assert (_serial(proposal) == serial) == (path not in forty["stopped"])


def _serial(stored: Any) -> Any:
    """The transaction that wrote it; an object that has not been loaded does not know."""
    stored._p_activate()
    return stored._p_serial


def test_a_fault_on_the_way_leaves_everything_as_it_was(story, forty, monkeypatch):
    before = {path: story.item(path) for path in forty["paths"]}
    letters = {path: letters_about(story, path) for path in forty["paths"]}
    stations = iter(range(1000))
    real = story.rulebook.effects["keep_facts"]

    def failing(item: Any, step: Any) -> None:
        if item.type_name == "proposal" and next(stations) == 30:
            raise RuntimeError("the power went")
        real(item, step)

    monkeypatch.setitem(story.rulebook.effects, "keep_facts", failing)
    with pytest.raises(RuntimeError), story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, forty["path"]), "publish")
    assert {path: story.item(path) for path in forty["paths"]} == before
    assert {path: letters_about(story, path) for path in forty["paths"]} == letters


def test_taking_back_restores_every_proposal_and_tells_the_senders(story, forty):
    untold = ("version", "uid")
    before = {path: {k: v for k, v in story.item(path).items() if k not in untold} for path in forty["paths"]}
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, forty["path"]), "publish")
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, forty["path"]), "revert", {"reason": "Fel lista publicerades."})
    after = {path: {k: v for k, v in story.item(path).items() if k not in untold} for path in forty["paths"]}
    assert after == before
    for path in forty["paths"]:
        kinds = [kind for kind, _subject in letters_about(story, path)]
        assert kinds.count("reopened") == (0 if path in forty["stopped"] else 1)
    with story.looking() as site:
        uid = find(site, forty["paths"][0]).uid
        (letter,) = [each for each in site.outbox.letters_about(uid) if each.kind == "reopened"]
        assert "Fel lista publicerades." in letter.text and "Diskuterat på idémöte" in letter.text


def test_what_has_gone_on_since_stays_and_is_named(story, forty):
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, forty["path"]), "publish")
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, forty["paths"][2]), "reopen", {"reason": "Nytt läge."})
    page = story.browser(story.OFFICE).get(f"{forty['path']}/do/revert")
    assert "Förslag om fråga 3" in page.html.select_one(".word.heed").get_text()
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, forty["path"]), "revert", {"reason": "Fel lista."})
    assert state_of(story, forty["paths"][2]) == "discussed"
    assert [kind for kind, _ in letters_about(story, forty["paths"][2])].count("reopened") == 1


def test_nobody_but_the_office_sees_or_moves_it(story, forty):
    for who in (story.MEMBER, story.OTHER, story.PARTNER):
        browser = story.browser(who)
        for page in ("", "/edit", "/rows", "/letters", "/progress", "/do/publish"):
            assert browser.get(forty["path"] + page, status=404)
    assert story.browser(story.AUDITOR).get(forty["path"]).status_int == 200
    assert story.browser(story.AUDITOR).get(f"{forty['path']}/do/publish", status=403)
    assert story.visitor().get(forty["path"], status=404)


def test_publishing_twice_at_once_publishes_once(story, forty):
    office = story.browser(story.OFFICE)
    form = office.get(f"{forty['path']}/do/publish").forms["publish"]
    assert form.submit().status_int == 303
    assert form.submit(status=409)
    assert [kind for kind, _ in letters_about(story, forty["paths"][0])].count("decided") == 1


# -- with the result of the round -------------------------------------------------------------------------------


def test_the_result_is_not_published_while_one_proposal_lacks_its_outcome(story):
    path, paths = discussed(story, 4)
    made = prepared(story, path, paths[:3], step="park", why="Sedan.", with_result=True)
    with story.acting(story.OFFICE) as acts, pytest.raises(Refused) as refusal:
        acts.fire(find(acts.site, made), "publish")
    assert [reason.code for reason in refusal.value.reasons] == ["without_outcome"]
    page = story.browser(story.OFFICE).get(f"{made}/do/publish")
    assert "Förslag om fråga 4" in page.html.select_one("#stops").get_text()
    assert state_of(story, path) == "discussed" and state_of(story, paths[0]) == "discussed"


def test_outcomes_result_and_letters_come_in_the_same_moment(story):
    path, paths = discussed(story, 3)
    made = prepared(story, path, paths, step="select", area="vatten", why="Det brådskar.", with_result=True)
    visitor, member = story.visitor(), story.browser(story.MEMBER)
    visitor.get(paths[0], status=404)
    visitor.get(f"{path}/result", status=404)
    office = story.browser(story.OFFICE)
    assert office.get(f"{made}/do/publish").forms["publish"].submit().status_int == 303
    assert "Förslag om fråga 1" in visitor.get(f"{path}/result").text
    assert "Utvalt" in member.get(paths[0]).text
    with story.looking() as site:
        serials = {_serial(find(site, each)) for each in (made, path, *paths)}
        assert len(serials) == 1
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, made), "revert", {"reason": "Styrelsen ändrade sig."})
    assert state_of(story, path) == "discussed"
    assert story.item(path)["board_date"] is None
    visitor.get(f"{path}/result", status=404)


def test_decisions_are_not_taken_back_once_the_plan_is_adopted(story):
    path, paths = discussed(story, 2)
    made = prepared(story, path, paths, step="select", area="vatten", with_result=True)
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, made), "publish")
        acts.fire(find(acts.site, path), "adopt", {"adopted_date": TODAY})
    with story.acting(story.OFFICE) as acts, pytest.raises(Refused) as refusal:
        acts.fire(find(acts.site, made), "revert", {"reason": "Nej."})
    assert [reason.code for reason in refusal.value.reasons] == ["adopted"]


# -- at a time ---------------------------------------------------------------------------------------------------


def test_it_is_published_by_itself_at_the_time_that_was_set(story):
    path, paths = discussed(story, 2)
    made = prepared(story, path, paths, step="park", why="Sedan.")
    office = story.browser(story.OFFICE)
    form = office.get(f"{made}/do/schedule").forms["form"]
    form["date"], form["publish_time"] = (TODAY + timedelta(days=1)).isoformat(), "09:30"
    assert form.submit("send").status_int == 303
    moment = story.item(made)["publish_at"]
    assert moment.astimezone(clock.STOCKHOLM).strftime("%H:%M") == "09:30"
    with story.open() as site:
        early = tick(story.rulebook, site, moment - timedelta(minutes=1))
    assert made not in [each.path for each in early] and state_of(story, paths[0]) == "discussed"
    with story.open() as site:
        late = tick(story.rulebook, site, moment)
    assert (made, "publish", True) in [(each.path, each.transition, each.taken) for each in late]
    assert {state_of(story, each) for each in paths} == {"parked"}
    assert [kind for kind, _ in letters_about(story, paths[0])].count("decided") == 1
    page = story.browser(story.OFFICE).get(f"{paths[0]}/history")
    assert "Av sig självt" in page.text and "Publicera besluten" in page.text


def test_a_time_that_has_passed_is_refused_and_a_set_time_can_be_taken_away(story):
    path, paths = discussed(story, 1)
    made = prepared(story, path, paths, step="park", why="Sedan.")
    with story.acting(story.OFFICE) as acts, pytest.raises(Refused):
        acts.fire(find(acts.site, made), "schedule", {
            "publish_on": TODAY - timedelta(days=1), "publish_time": "09:00"})
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, made), "schedule", {
            "publish_on": TODAY + timedelta(days=1), "publish_time": "09:00"})
        acts.fire(find(acts.site, made), "unschedule")
    assert story.item(made)["publish_at"] is None and state_of(story, made) == "draft"
    with story.open() as site:
        tick(story.rulebook, site, clock.now() + timedelta(days=3))
    assert state_of(story, paths[0]) == "discussed"
