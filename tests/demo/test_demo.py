"""The demo year: it tells of every state, breaks no rule on the way, and ends now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from house import House
from reglab_workflow.accounts.passwords import DEMO_PASSWORD, Passwords
from reglab_workflow.accounts.signing_in import invite
from reglab_workflow.content.site.model import find
from reglab_workflow.demo.beginning import move_beginning
from reglab_workflow.demo.building import build_demo
from reglab_workflow.demo.reading import END, read_year
from reglab_workflow.history.past_rules import texts_at
from reglab_workflow.security.actor import actor_for

NOW = END.astimezone(timezone.utc) + timedelta(hours=3)
ACCOUNTS = {
    "kansli@reglab.example": {"office"},
    "granskare@reglab.example": {"auditor"},
    "medlem@skane.example": {"representative", "member"},
    "strateg@dalarna.example": {"member"},
    "ledare@vasterbotten.example": {"content_leader", "member"},
    "partner@vinnova.example": {"partner"},
}
FAST = Passwords(fast=True, demo=True)


@pytest.fixture
def site(told: House) -> Iterator[Any]:
    with told.open() as site:
        yield site


def entries(site: Any) -> list[Any]:
    """What the story has told, without the start of the site itself."""
    told = (entry for slot in site.trail.slots for entry in slot.entries)
    return [entry for entry in told if entry.core["rule"] != "start"]


def moments(site: Any) -> list[datetime]:
    return [datetime.fromisoformat(entry.core["at"]) for entry in entries(site)]


def proposals(site: Any) -> list[Any]:
    return [proposal for round_ in site["rounds"].values() for proposal in round_.proposals()]


def titled(site: Any, beginning: str) -> Any:
    return next(each for each in proposals(site) if each.title.startswith(beginning))


def person(site: Any, email: str) -> Any:
    return site["people"][site.accounts.person_with(email)]


def test_the_site_and_its_rules_are_as_old_as_their_story(told, site):
    assert site.created == min(moments(site)) - timedelta(minutes=30)
    begun = [entry for slot in site.trail.slots for entry in slot.entries if entry.core["rule"] == "start"]
    assert {datetime.fromisoformat(entry.core["at"]) for entry in begun} == {site.created}
    assert {entry.core["kind"] for entry in begun} == {"founded", "rules_changed", "settings_changed"}
    assert texts_at(site, site.created) == {
        name: engine.workflow.source for name, engine in told.rulebook.engines.items()}


def test_what_somebody_has_done_before_the_story_is_never_moved(tmp_path):
    house = House(tmp_path / "var")
    house.organisation("Region Norra")
    with house.open() as site:
        before, reading = site.created, site.trail.reading()
        move_beginning(site, NOW - timedelta(days=300))
        assert (site.created, site.trail.reading()) == (before, reading)
    house.close()


# -- what is there -------------------------------------------------------------------------------------------


def test_there_is_a_proposal_in_every_state(told, site):
    states = set(told.rulebook.engines["proposal"].workflow.states)
    assert {proposal.state for proposal in proposals(site)} == states


def test_one_round_is_archived_one_is_at_its_idea_meeting_and_one_is_open(site):
    rounds = site["rounds"]
    assert {name: rounds[name].state for name in rounds} == {
        "2026": "archived", "2027": "published", "2028": "open"}
    assert rounds["2026"].meeting.state == "published"
    assert rounds["2027"].meeting.state == "in_session"


def test_proposals_are_as_uneven_as_real_ones(site):
    found = proposals(site)
    assert len(found) >= 30
    assert any(proposal.missing() == ("idea", "purpose", "target_group", "contacts") for proposal in found)
    assert any(proposal.odd_emails() for proposal in found)
    assert any(len(proposal.contacts) == 2 for proposal in found)
    assert any(proposal.co_senders for proposal in found)
    first = [proposal.contacts[0] for proposal in found if proposal.contacts]
    assert any(contact.organisation and not contact.name for contact in first)
    forms = {proposal.wished_form for proposal in found}
    assert forms >= {"project", "study_circle", "try_out", "network", "seminars", "unknown", ""}


def test_a_full_proposal_is_worth_reading(site):
    full = [proposal for proposal in proposals(site) if not proposal.missing()]
    assert len(full) >= 20
    assert all(40 <= len(proposal.idea.split()) <= 120 for proposal in full)
    assert any("\n- " in proposal.idea for proposal in full)


def test_the_running_project_shows_every_kind_of_occasion(site):
    project = find(site, "/projects/stora-data-i-sma-kommuner")
    occasions = project["workshops"].values()
    kinds = [each.kind for each in occasions]
    assert (kinds.count("workshop"), kinds.count("seminar")) == (5, 2)
    assert [each.state for each in occasions].count("documented") == 2
    assert [each.state for each in occasions].count("open") == 1
    assert any(each.decided_days() is None for each in occasions)
    assert any(each.decided_place() is None for each in occasions)
    assert "move" in [entry.core.get("transition") for each in occasions for entry in each.events]


def test_two_proposals_run_in_one_project(site):
    project = find(site, "/projects/stora-data-i-sma-kommuner")
    behind = [proposal for proposal in proposals(site) if proposal.project == project.uid]
    assert [proposal.state for proposal in behind] == ["running", "running"]
    assert project.state == "running"


def test_organisations_have_registered_in_every_way_and_some_wait(site):
    states = {name: [each.state for each in find(site, f"/projects/{name}")["registrations"].values()]
              for name in ("stora-data-i-sma-kommuner", "vattnet-vi-delar")}
    assert set(states["stora-data-i-sma-kommuner"]) == {"fee_fixed"}
    assert set(states["vattnet-vi-delar"]) == {"draft", "awaiting_approval", "submitted", "confirmed", "declined"}


def test_the_open_seminar_is_full_and_has_a_queue(site):
    seminar = find(site, "/projects/stora-data-i-sma-kommuner/workshops/seminarium-1")
    found = [each.state for each in seminar["participations"].values()]
    assert found.count("registered") == seminar.capacity
    assert {"waiting", "declined", "invited"} <= set(found)


def test_a_closed_project_has_rated_results_and_figures(site):
    project = find(site, "/projects/skriv-sa-att-det-hander")
    assert project.state == "closed"
    assert all(result.rating and result.comment for result in project.expected_results)
    assert {figure.name: figure.value for figure in project.figures}["attendances"] > 0
    assert titled(site, "Skriv så att det händer").state == "closed"


def test_a_proposal_that_was_not_prioritised_came_back_the_next_year(site):
    follower = titled(site, "Gränsregionernas vardag: ett yrkesbevis")
    assert follower.followed().state == "not_selected"
    assert follower.followed().reason
    assert follower.round.year == follower.followed().round.year + 1


def test_everything_that_asks_for_a_reason_has_one(site):
    ask = ("not_selected", "parked", "referred", "returned", "merged")
    assert [each.path for each in proposals(site) if each.state in ask and not each.reason] == []


def test_the_pages_can_be_read_by_anyone(site):
    states = {name: page.state for name, page in site["pages"].children.items()}
    assert states == dict.fromkeys(("about", "hjalp", "tillganglighet"), "published")


# -- who is there --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("email", "role"), ACCOUNTS.items())
def test_each_account_is_what_it_is_said_to_be_and_no_more(site, email, role):
    held = actor_for(person(site, email), site, NOW).principals
    roles = {name.partition("@")[0] for name in held}
    assert roles & {"office", "auditor", "representative", "member", "content_leader", "partner"} == role


@pytest.mark.parametrize("email", ACCOUNTS)
def test_the_account_has_the_demo_password(site, email):
    kept = site.accounts.kept_password(site.accounts.person_with(email))
    assert FAST.verify(kept, DEMO_PASSWORD)


def test_the_leaders_of_the_closed_project_lead_no_more(site):
    project = find(site, "/projects/skriv-sa-att-det-hander")
    assert site.appointments.on_scope(project.uid)
    assert site.appointments.on_scope(project.uid, NOW) == []


def test_every_address_is_one_that_nobody_has(site):
    addresses = [each.email for each in site["people"].values()]
    addresses += [contact.email for each in proposals(site) for contact in each.contacts if contact.email]
    odd = [address for address in addresses if not re.fullmatch(r"[a-z0-9.-]+@[a-z]+\.example", address)]
    assert odd == [address for each in proposals(site) for address in each.odd_emails()]


# -- how it came about ---------------------------------------------------------------------------------------


def test_nothing_has_happened_in_the_future_or_out_of_order(site):
    assert moments(site) == sorted(moments(site))
    assert max(moments(site)) <= NOW


def test_every_state_has_been_reached_by_a_step(told, site):
    for proposal in proposals(site):
        steps = [entry.core for entry in proposal.events if entry.core["kind"] == "transitioned"]
        initial = told.rulebook.engines["proposal"].workflow.initial
        assert (steps[-1]["to"] if steps else initial) == proposal.state


def test_the_system_only_does_what_a_rule_says(site):
    assert all(entry.core["rule"] for entry in entries(site) if entry.core["actor"] == "system")
    rules = {entry.core["rule"] for entry in entries(site) if entry.core["actor"] == "system"}
    assert {rule.partition(":")[0] for rule in rules} == {
        "demo.founding", "round.close", "round.hold", "project.invite", "project.start", "project.close",
        "proposal.merge", "mail.posting",
        "project.close_registration", "registration.confirm", "workshop.open"}


def test_no_letter_of_the_story_is_sent_to_anybody(site):
    assert site.outbox.newest(10)
    assert site.outbox.count_waiting() == 0


def test_another_letter_that_waits_goes_on_waiting(house):
    with house.acting() as acts:
        site = acts.site
        invite(acts, acts.create(site["people"], "person", {"title": "Gäst", "email": "gast@person.example"}))
        waiting = site.outbox.count_waiting()
        assert waiting == 1
        build_demo(house.rulebook, site, NOW, say=lambda line: None, passwords=FAST)
        assert site.outbox.count_waiting() == waiting


def test_a_site_with_rounds_is_left_as_it_is(told):
    with told.open() as site:
        events, lines = len(site.trail), []
        assert build_demo(told.rulebook, site, NOW, say=lines.append, passwords=FAST) is False
        assert len(site.trail) == events
        assert len(lines) == 1


# -- whenever it is told -------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", [
    datetime(2026, 11, 21, 12, tzinfo=timezone.utc), datetime(2027, 3, 2, 5, tzinfo=timezone.utc),
    datetime(2029, 12, 30, 23, tzinfo=timezone.utc), datetime(2026, 2, 1, tzinfo=timezone.utc),
])
def test_the_year_ends_within_the_week_before_now(now):
    meeting = read_year(now).rounds[1]["meeting"]["day"]
    assert timedelta(0) <= now.date() - meeting <= timedelta(days=8)
    assert meeting.weekday() == END.weekday()


def test_the_story_can_be_told_on_any_day(house):
    now = datetime(2028, 3, 1, 8, tzinfo=timezone.utc)
    with house.open() as site:
        assert build_demo(house.rulebook, site, now, say=lambda line: None, passwords=FAST)
        assert max(moments(site)) <= now
        assert set(site["rounds"]) == {"2028", "2029", "2030"}


def test_a_round_is_named_by_its_year():
    assert [table["title"] for table in read_year(NOW).rounds] == [
        "Förslag inför 2026", "Förslag inför 2027", "Löpande förslag inför 2028"]


def test_nothing_that_people_do_falls_on_a_weekend():
    days: list[date] = []
    _collect(read_year(NOW).proposals, days)
    _collect(read_year(NOW).projects, days)
    assert days
    assert [day for day in days if day.weekday() >= 5] == []


def _collect(value: Any, days: list[date]) -> None:
    if isinstance(value, date):
        days.append(value)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _collect(inner, days)
