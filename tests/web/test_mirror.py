"""The site of another day and as another person: what it shows, to whom, and that nothing happens in it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from webtest import TestApp

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find


@pytest.fixture
def told(story: Story) -> dict[str, Any]:
    """A round with a draft of the member's, a proposal that was renamed today and one that was deleted."""
    round_ = story.open_round()
    with story.acting(story.MEMBER) as acts:
        folder = find(acts.site, round_ + "/proposals")
        made = {name: acts.create(folder, "proposal", {"title": title, "organisation": story.norra})
                for name, title in (("draft", "Hemligt utkast"), ("sent", "Första namnet"), ("gone", "Borttaget"))}
        acts.fire(made["sent"], "submit")
        paths = {name: item.path for name, item in made.items()}
    before = clock.now()
    with story.acting(story.MEMBER) as acts:
        acts.remove(find(acts.site, paths["gone"]))
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, paths["sent"]), {"title": "Andra namnet"})
    return {**paths, "then": f"/at/{before.isoformat()}", "round": round_, "before": before}


def as_person(story: Story, looker: str, seen: str) -> tuple[TestApp, str]:
    """A browser in which somebody has begun to look as another; gives it and the prefix."""
    browser = story.browser(looker)
    page = browser.get(f"/people/{story.people[seen]}")
    answer = next(form for form in page.forms.values() if form.action.endswith("/view-as")).submit()
    assert answer.status_int == 303
    return browser, answer.headers["Location"].removeprefix("http://127.0.0.1").rstrip("/")


def test_a_page_shows_what_stood_there_then(story: Story, told: dict[str, Any]) -> None:
    browser = story.browser(story.MEMBER)
    then = browser.get(told["then"] + told["sent"])
    assert "Första namnet" in then.text and "Andra namnet" not in then.text
    assert "Så var webbplatsen den" in then.text and f'href="{told["sent"]}"' in then.text
    assert "Andra namnet" in browser.get(told["sent"]).text
    assert "no-store" in then.headers["Cache-Control"]


def test_what_has_been_deleted_stands_where_it_stood(story: Story, told: dict[str, Any]) -> None:
    browser = story.browser(story.MEMBER)
    assert browser.get(told["gone"], status=404)
    assert "Borttaget" in browser.get(told["then"] + told["gone"]).text
    assert "Borttaget" in browser.get(told["then"] + "/search?text=borttaget").text


def test_what_somebody_sees_who_may_change_it_shows_on_a_day_too(story: Story, told: dict[str, Any]) -> None:
    """The booklet before it is out, though nothing can be arranged any more."""
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, told["round"]), "close")
    office, then = story.browser(story.OFFICE), f"/at/{clock.now().isoformat()}"
    assert office.get(then + told["round"] + "/booklet").status_int == 200
    assert office.get(then + told["round"] + "/compile", status=403)


def test_every_link_stays_in_the_day(story: Story, told: dict[str, Any]) -> None:
    page = story.browser(story.OFFICE).get(told["then"] + told["round"])
    inner = [link["href"] for link in page.html.select("main a[href], nav a[href]")]
    assert inner and all(href.startswith((told["then"], "#", "?")) for href in inner), inner


def test_lists_and_counts_are_of_the_day(story: Story, told: dict[str, Any]) -> None:
    browser = story.browser(story.OFFICE)
    assert "Första namnet" in browser.get(told["then"] + "/search?text=namnet").text
    assert "Andra namnet" in browser.get("/search?text=namnet").text
    assert browser.get(told["then"] + "/my").status_int == 200
    events = {link["href"] for link in browser.get(told["then"] + "/history").html.select("main .log a[href]")}
    assert len([browser.get(href) for href in events if "/history/e/" in href]) > 5, "each event's link leads to it"


def test_a_page_of_a_day_reads_the_same_whenever_it_is_looked_at(
        story: Story, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines, delays and lengths of time are those of that day."""
    def read() -> dict[str, str]:
        office = story.browser(story.OFFICE)
        pages = {path: office.get(told["then"] + path).maybe_follow() for path in paths}
        return {path: " ".join(page.html.find("main").text.split()) for path, page in pages.items()}
    paths = ("/rounds/", told["round"], told["round"] + "/proposals/", told["round"] + "/figures", told["sent"], "/my",
             "/my?show=late", "/calendar", "/calendar?view=month", "/projects/", "/organisations/", "/search")
    before, later = read(), clock.now() + timedelta(days=500)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert read() == before


@pytest.mark.parametrize("email", [Story.OFFICE, Story.OTHER, Story.PARTNER, Story.LEADER, ""])
def test_nobody_sees_by_going_back_what_was_hidden_then(story: Story, told: dict[str, Any], email: str) -> None:
    browser = story.browser(email) if email else story.visitor()
    for prefix in (told["then"], f"/at/{clock.local_day(clock.now())}"):
        for path in (told["draft"], told["gone"] if prefix == told["then"] else told["draft"]):
            assert browser.get(prefix + path, status=404)
        assert "Hemligt" not in browser.get(prefix + "/search?text=hemligt").text


def test_nobody_sees_by_going_back_what_is_hidden_now(story: Story, told: dict[str, Any]) -> None:
    """Another member saw nothing then; whoever left the organisation since sees nothing of it any more."""
    with story.acting() as acts:
        person = acts.site["people"][story.people[story.MEMBER]]
        for appointment in acts.site.appointments.of_person(person.uid):
            acts.end_appointment(appointment)
        acts.edit(person, {"organisation": story.ostra})
    browser = story.browser(story.MEMBER)
    assert browser.get(told["then"] + told["draft"], status=404)
    assert browser.get(told["then"] + told["sent"], status=404)


def test_an_auditor_appointed_later_can_audit_what_was_before(story: Story, told: dict[str, Any]) -> None:
    story.person("ny@granskning.example", "Nina Ny", role="auditor")
    assert "Första namnet" in story.browser("ny@granskning.example").get(told["then"] + told["sent"]).text


@pytest.mark.parametrize("day", [
    "2126-01-01", "i-dag", "2026-13-40", "2026-09-10T25:00", "2026-W37-4", "20260910", "0000-00-00", "9999-12-31"])
def test_a_day_that_is_none_or_has_not_been_leads_nowhere(story: Story, day: str) -> None:
    assert "Sidan finns inte" in story.visitor().get(f"/at/{day}/", status=404).text


def test_before_the_site_began_there_is_the_way_to_its_first_day(story: Story) -> None:
    for day in ("2020-01-01", "0001-01-01", "2020-01-01T10:00"):
        page = story.visitor().get(f"/at/{day}/organisations", status=404)
        assert "Då fanns webbplatsen inte än" in page.text
    first = page.html.find("main").find("a")
    assert first.text.removeprefix("Se webbplatsen som den var den ") in page.html.find("main").find("p").text
    assert first["href"] == f"/at/{clock.local_day(clock.now())}/"
    assert story.visitor().get(first["href"]).status_int in (200, 303)


def test_nothing_can_be_changed_on_another_day_or_as_another_person(story: Story, told: dict[str, Any]) -> None:
    browser, prefix = as_person(story, story.OFFICE, story.MEMBER)
    member = story.browser(story.MEMBER)
    page = member.get(told["then"] + told["draft"])
    assert "Ingenting kan ändras här" in page.html.find("main").text, "no step and no way to a form is offered"
    assert not page.html.find("main").find("form", method="post")
    assert not page.html.find("main").find("a", href=re.compile("/(edit|do)(/|$)"))
    assert "Ingenting kan ändras här" in member.get(
        told["then"] + told["draft"] + "/edit", status=403).text
    assert member.get(f"/at/{clock.local_day(clock.now())}{told['draft']}/edit", status=403)
    assert browser.get(prefix + told["sent"]).html.find("main").find("a", href=re.compile("/do/")), "what one could do"
    with story.looking() as site:
        before = site.trail.counts(), find(site, told["sent"]).version
    token = {"csrf_token": browser.get(told["sent"]).forms["form"]["csrf_token"].value} \
        if "form" in browser.get(told["sent"]).forms else {}
    for address in (told["then"] + told["sent"] + "/do/withdraw", prefix + told["draft"] + "/edit",
                    prefix + "/logout", told["then"] + "/language", prefix + told["then"] + "/rounds/add-round"):
        refused = browser.post(address, token, status=405)
        assert "Ingenting kan ändras här" in refused.text
    with story.looking() as site:
        assert (site.trail.counts(), find(site, told["sent"]).version) == before


def test_looking_as_somebody_shows_what_both_may_see(story: Story, told: dict[str, Any]) -> None:
    browser, prefix = as_person(story, story.OFFICE, story.MEMBER)
    page = browser.get(prefix + told["sent"])
    assert "Du ser webbplatsen som Maja Myr" in page.text and "Andra namnet" in page.text
    assert browser.get(prefix + told["draft"], status=404)
    assert "Hemligt" not in browser.get(prefix + "/my").text
    auditor, own = as_person(story, story.AUDITOR, story.MEMBER)
    assert "Hemligt utkast" in auditor.get(own + told["draft"]).text
    other, theirs = as_person(story, story.AUDITOR, story.OTHER)
    assert other.get(theirs + told["draft"], status=404)


def test_looking_as_somebody_on_another_day(story: Story, told: dict[str, Any]) -> None:
    browser, prefix = as_person(story, story.AUDITOR, story.MEMBER)
    page = browser.get(told["then"] + prefix + told["sent"])
    assert "Första namnet" in page.text and "Maja Myr" in page.text and "Så var webbplatsen" in page.text
    assert browser.get(prefix + told["then"] + told["sent"]).status_int == 200


@pytest.mark.parametrize("email", [Story.MEMBER, Story.LEADER, ""])
def test_only_those_who_may_know_everybodys_rights_look_as_others(story: Story, email: str) -> None:
    browser = story.browser(email) if email else story.visitor()
    uid = story.people[Story.OTHER]
    assert browser.get(f"/as/{uid}/", status=404)
    assert browser.get(f"/as/{story.people[Story.MEMBER]}/my", status=404)


def test_every_look_as_somebody_is_in_that_persons_history_and_ends_by_itself(
        story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = story.people[story.MEMBER]
    browser = story.browser(story.OFFICE)
    assert "Börja om" in browser.get(f"/as/{uid}/", status=403).text
    browser, prefix = as_person(story, story.OFFICE, story.MEMBER)
    assert browser.get(prefix + "/my").status_int == 200
    assert "såg webbplatsen som personen ser den" in story.browser(story.MEMBER).get(f"/people/{uid}/history").text
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert browser.get(prefix + "/my", status=403)


@pytest.mark.parametrize("path", ["/account/password", "/login", "/account/calendar", "/letters"])
def test_nobodys_account_or_letters_are_seen_as_somebody(story: Story, path: str) -> None:
    browser, prefix = as_person(story, story.OFFICE, story.MEMBER)
    assert browser.get(prefix + path, status=404)


def test_the_page_of_then_tells_state_fields_people_and_what_differs(story: Story, told: dict[str, Any]) -> None:
    day = clock.local_day(clock.now())
    page = story.browser(story.OFFICE).get(f"{told['sent']}/then?day={day}")
    assert "Ingen text har ändrats" in page.text and f"/at/{day}{told['sent']}" in page.text
    early = story.browser(story.OFFICE).get(f"{told['sent']}/then?day={day - timedelta(days=1)}")
    assert "Det fanns inte den" in early.text
    ahead = story.browser(story.OFFICE).get(f"{told['sent']}/then?day={day + timedelta(days=1)}")
    assert "Välj i dag eller en dag som har varit" in ahead.text


def test_from_the_foot_of_a_page_one_comes_to_the_same_page_of_a_day(story: Story, told: dict[str, Any]) -> None:
    browser = story.browser(story.OFFICE)
    page = browser.get(told["sent"])
    form = next(each for each in page.forms.values() if each.action == "/look-back")
    form["day"] = str(clock.local_day(clock.now()))
    assert form.submit().headers["Location"].endswith(f"/at/{form['day'].value}{told['sent']}")
    assert "look-back" not in story.browser(story.MEMBER).get(told["sent"]).text
