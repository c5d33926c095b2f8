"""The plan of a meeting: points in order with minutes and a clock, by buttons, by two people, and for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from house import Story
from meeting_story import MEETING, fire, session_of
from reglab_workflow.content.meeting import plan
from reglab_workflow.content.meeting.model import Point
from reglab_workflow.content.site.model import find

PLAN = f"{MEETING}/plan"
A, B, C, D = "aaaa", "bbbb", "cccc", "dddd"


# -- points ----------------------------------------------------------------------------------------------------


def test_points_follow_the_agenda_whatever_has_become_of_it():
    points = (Point((A, B), 30, "Vatten", 15), Point((C,), 5))
    assert plan.along((A, B, C), points) == points
    assert plan.along((C, B, A), points) == (Point((C,), 5), Point((B, A), 30, "Vatten", 15))
    assert plan.along((A, C, B, D), points) == (
        Point((A,), 30, "Vatten", 15), Point((C,), 5), Point((B,)), Point((D,)))
    assert plan.along((), points) == ()


def test_the_clock_runs_over_points_and_pauses_and_past_midnight():
    points = (Point((A,), 15), Point((B,), 20, pause=30), Point((C,), 5))
    assert [(each.begins, each.ends, each.goes_on) for each in plan.timed(points, "23:20")] == [
        ("23:20", "23:35", "23:35"), ("23:35", "23:55", "00:25"), ("00:25", "00:30", "00:30")]
    assert [each.begins for each in plan.timed(points, "")] == ["", "", ""]
    assert plan.length(points) == 70
    assert plan.over(points, "09:30", "10:15") == 25
    assert plan.over(points, "09:30", "10:45") == -5
    assert plan.over(points, "09:30", "") is None


def test_points_are_joined_and_parted_with_their_minutes():
    points = (Point((A,), 15, "Vatten"), Point((B,), 10, pause=20), Point((C,), 5))
    one = plan.joined(points, 1)
    assert one == (Point((A, B), 25, "Vatten", 20), Point((C,), 5))
    assert plan.parted(one, A) == (Point((B,), 13, "Vatten"), Point((A,), 12, pause=20), Point((C,), 5))
    assert plan.parted(one, C) == one
    assert plan.without(one, A) == (Point((B,), 25, "Vatten", 20), Point((C,), 5))
    with pytest.raises(IndexError):
        plan.joined(points, 0)


WISHES = st.lists(st.tuples(st.sampled_from(("move", "join", "part", "off", "more")), st.integers(0, 5),
                            st.integers(0, 5)), max_size=12)


@given(WISHES)
def test_whatever_is_done_each_proposal_stands_once_and_has_its_time(wishes):
    points = tuple(Point((uid,)) for uid in (A, B, C, D))
    for verb, one, other in wishes:
        uids = plan.agenda_of(points)
        uid = uids[one % len(uids)] if uids else A
        place, goal = one % max(1, len(points)), other % max(1, len(points))
        if verb == "move" and points:
            points = plan.moved(points, place, goal)
        elif verb == "join" and 0 < place < len(points):
            points = plan.joined(points, place)
        elif verb == "part":
            points = plan.parted(points, uid)
        elif verb == "off":
            points = plan.without(points, uid)
        else:
            points = plan.with_more(points, (A, B, C, D))
        uids = plan.agenda_of(points)
        assert len(set(uids)) == len(uids)
        assert all(point.proposals and point.minutes > 0 and point.pause >= 0 for point in points)
        assert plan.along(uids, points) == points
        if verb not in ("off", "more"):
            assert set(uids) <= {A, B, C, D}


# -- the page --------------------------------------------------------------------------------------------------


@pytest.fixture
def planned(story: Story) -> list[str]:
    """The uids of three proposals that are in the booklet and on no agenda yet."""
    return session_of(story, last="")


def titles(page: Any) -> list[list[str]]:
    """The proposals of each point."""
    return [[link.get_text(strip=True) for link in point.select("a.said")] for point in page.html.select(".plan > li")]


def times(page: Any) -> list[str]:
    """When each point begins."""
    return [time.get_text(strip=True) for time in page.html.select(".plan .time")]


def press(page: Any, wish: str, **fields: str) -> Any:
    """Press the button of a wish, in a plan where some fields are filled in; ``minutes_1`` is that of the second."""
    form = page.forms["plan"]
    for name, value in fields.items():
        field, _low, at = name.partition("_")
        form.fields[field][int(at or 0)].value = value
    answer = send(page, wish)
    return answer.follow() if answer.status_int == 303 else answer


def send(page: Any, wish: str) -> Any:
    """Send the plan as it is filled in, with the wish that a button or a drag makes."""
    form = page.forms["plan"]
    return page.test_app.post(form.action, [*form.submit_fields(), *([("do", wish)] if wish else ())], status="*")


def test_a_button_fills_the_agenda_from_the_booklet_in_the_order_of_its_themes(story, planned):
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, "/rounds/2027")
        acts.edit(round_.proposal(planned[0]), {"theme": "mark", "number": 3})
        acts.edit(round_.proposal(planned[2]), {"number": 1})
    page = story.browser(story.OFFICE).get(PLAN)
    page = press(page, "fill:", starts="09:30", ends="10:00", pace="15")
    assert titles(page) == [["1. Tredje"], ["2. Andra"], ["3. Första"]]
    assert times(page) == ["09:30", "09:45", "10:00"]
    told = page.html.select_one("form#plan .word").get_text(strip=True)
    assert told == "Allt tar 45 min. Planen slutar 10:15. Den drar över med 15 minuter."
    assert story.item(MEETING)["agenda"] == (planned[2], planned[1], planned[0])


def test_points_are_ordered_grouped_and_timed_by_buttons_that_keep_what_is_filled_in(story, planned):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:", starts="9.30")
    page = press(page, "move:2:0", minutes_2="25")
    assert titles(page) == [["3. Tredje"], ["1. Första"], ["2. Andra"]]
    assert times(page) == ["09:30", "09:55", "10:05"]
    page = press(page, "join:2", title_1="Data", pause_1="60")
    assert titles(page) == [["3. Tredje"], ["1. Första", "2. Andra"]]
    assert story.item(MEETING)["points"] == (
        Point((planned[2],), 25), Point((planned[0], planned[1]), 20, "Data", 60))
    page = press(page, f"part:{planned[0]}")
    assert titles(page) == [["3. Tredje"], ["2. Andra"], ["1. Första"]]
    assert page.request.path == PLAN


def test_what_is_taken_off_is_listed_and_put_back_last(story, planned):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    page = press(page, f"off:{planned[0]}")
    assert titles(page) == [["2. Andra"], ["3. Tredje"]]
    assert [each.get_text(strip=True) for each in page.html.select(".missing a.said")] == ["1. Första"]
    page = press(page, f"off:{planned[1]}")
    page = press(page, f"add:{planned[0]}", pace="7")
    assert titles(page) == [["3. Tredje"], ["1. Första"]]
    assert story.item(MEETING)["points"][1].minutes == 7
    assert titles(press(page, "add:")) == [["3. Tredje"], ["1. Första"], ["2. Andra"]]


def test_a_button_that_is_pressed_twice_does_it_once(story, planned):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    for _click in range(2):
        assert send(page, "move:0:2").status_int == 303
    assert story.item(MEETING)["agenda"] == (planned[1], planned[2], planned[0])


def test_two_who_plan_at_once_are_shown_both_and_neither_loses_anything(story, planned):
    story.person("bo@kansli.example", "Bo Berg", role="office")
    first = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    second = story.browser("bo@kansli.example").get(PLAN)
    press(first, "move:2:0")
    answer = press(second, "join:1", title_0="Data och hav")
    assert answer.status_int == 409
    pairs = [part.get_text(" ", strip=True) for part in answer.html.select(".pair > div")]
    assert any("Tredje Första Andra" in " ".join(each.split()) for each in pairs)
    assert any("Data och hav" in each for each in pairs)
    assert titles(answer) == [["1. Första", "2. Andra"], ["3. Tredje"]]
    assert story.item(MEETING)["agenda"][0] == planned[2]
    press(answer, "")
    assert story.item(MEETING)["points"][0] == Point((planned[0], planned[1]), 20, "Data och hav")


def test_planning_goes_on_undisturbed_while_proposals_are_taken_up(story, planned):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    fire(story, "call")
    fire(story, "begin")
    fire(story, "take_up", current=planned[0])
    assert titles(press(page, "move:2:1")) == [["1. Första"], ["3. Tredje"], ["2. Andra"]]
    assert story.item(MEETING)["current"] == planned[0]


def test_what_is_no_number_and_no_time_is_said_where_it_stands_and_nothing_is_lost(story, planned):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    answer = press(page, "move:0:1", minutes_1="tio", starts="halv tio", title_2="Hav")
    assert answer.status_int == 422
    assert answer.html.select_one("#f-points-1-minutes")["aria-invalid"] == "true"
    assert [link["href"] for link in answer.html.select("#faults a")] == ["#f-starts", "#f-points-1-minutes"]
    form = answer.forms["plan"]
    assert (form.fields["minutes"][1].value, form["starts"].value, form.fields["title"][2].value) == (
        "tio", "halv tio", "Hav")


@pytest.mark.parametrize("wish", ["move:0:9", "move:x:y", "move:-1:0", "join:0", "dance:1", "add:nope", "move:1"])
def test_a_wish_that_no_button_has_changes_nothing(story, planned, wish):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    assert send(page, wish).status_int == 400
    assert story.item(MEETING)["agenda"] == tuple(planned)


@pytest.mark.parametrize("fields", [
    {"proposals_0": "nope"}, {"proposals_0": ""}, {"proposals_1": "SAME"}, {"seen": "x"}])
def test_a_plan_with_what_does_not_belong_there_is_refused(story, planned, fields):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    form = page.forms["plan"]
    for name, value in fields.items():
        field, _low, at = name.partition("_")
        form.fields[field][int(at or 0)].value = planned[0] if value == "SAME" else value
    form.submit(status=400)
    assert story.item(MEETING)["agenda"] == tuple(planned)


@pytest.mark.parametrize("name", ["do", "starts", "minutes"])
def test_a_file_in_place_of_words_is_refused(story, planned, name):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    fields = [(key, value) for key, value in page.forms["plan"].submit_fields() if key != name]
    page.test_app.post(PLAN, fields, upload_files=[(name, "a.txt", b"x")], status=400)


def test_only_the_office_plans(story, planned):
    press(story.browser(story.OFFICE).get(PLAN), "fill:")
    fire(story, "call")
    for who in (story.MEMBER, story.AUDITOR):
        story.browser(who).get(PLAN, status=403)


def test_everybody_who_sees_the_agenda_sees_points_times_and_pauses(story, planned):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:", starts="09:30", ends="11:00")
    page = press(page, "join:1")
    press(page, "", title_0="Data", pause_0="15")
    fire(story, "call")
    told = story.browser(story.MEMBER).get(MEETING)
    lines = [" ".join(line.get_text(" ", strip=True).split()) for line in told.html.select(".agenda .slot")]
    assert lines == ["09:30 Data 20 minuter", "09:50 Paus 15 minuter", "10:05 10 minuter"]
    assert "09:30–11:00" in told.html.select_one(".facts").get_text()


def test_a_changed_plan_is_told_in_words(story, planned):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:", starts="09:30")
    press(page, "join:1", title_0="Data och hav", pause_0="15")
    told = story.browser(story.OFFICE).get(f"{MEETING}/history").html.get_text()
    for words in ("Dagordning", "Planens punkter", "Mötet börjar", "Data och hav", "20 min, paus 15 min"):
        assert words in told
    assert planned[0] not in told


def test_late_proposals_get_a_point_of_their_own_when_the_meeting_is_called(story, planned):
    page = press(story.browser(story.OFFICE).get(PLAN), "fill:")
    page = press(page, "join:1", title_0="Data")
    press(page, f"off:{planned[2]}")
    fire(story, "call")
    assert titles(story.browser(story.OFFICE).get(PLAN)) == [["1. Första", "2. Andra"], ["3. Tredje"]]
