"""The yearly access review: every appointment is confirmed or ended, each answer is kept, the report is settled."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from house import House, Story
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.review.answering import answer
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import NotPermitted, Refused


@pytest.fixture
def review(story: Story) -> str:
    """A review that the office has begun by its page; gives its path."""
    form = story.browser(story.OFFICE).get("/reviews/add-review").forms["form"]
    return str(form.submit("save").follow().request.path)


def words(page: Any) -> str:
    return " ".join(page.html.find("main").get_text(" ").split())


def asked(story: House, path: str) -> list[str]:
    with story.looking() as site:
        return list(find(site, path).asked)


def form_of(page: Any, uid: str, outcome: str) -> Any:
    return next(form for form in page.forms.values() if "appointment" in form.fields
                and form["appointment"].value == uid and form.fields["answer"][0]._value == outcome)


def answer_all(story: Story, path: str) -> None:
    with story.acting(story.OFFICE) as acts:
        for uid in find(acts.site, path).left(acts.now):
            answer(acts, find(acts.site, path), uid, "confirmed")


def test_it_asks_about_every_appointment_in_force_and_no_other(story: Story) -> None:
    with story.acting() as acts:
        later = acts.appoint(acts.site["people"][story.people[story.OTHER]], "board", acts.site,
                             start=clock.local_day(acts.now) + timedelta(days=3)).uid
    form = story.browser(story.OFFICE).get("/reviews/add-review").forms["form"]
    path = str(form.submit("save").follow().request.path)
    with story.looking() as site:
        in_force = {each.uid for each in site.appointments.all() if each.holds(clock.now())}
    assert set(asked(story, path)) == in_force
    assert later not in in_force and len(in_force) == 3


def test_each_answer_is_kept_at_once_and_told_in_the_history(story: Story, review: str) -> None:
    first, *others = asked(story, review)
    office = story.browser(story.OFFICE)
    page = office.get(review)
    assert f"Besvarade: 0 av {1 + len(others)}" in words(page)
    page = form_of(page, first, "confirmed").submit("answer", value="confirmed").follow()
    assert f"Besvarade: 1 av {1 + len(others)}" in words(page)
    assert first not in {form["appointment"].value for form in page.forms.values() if "appointment" in form.fields}
    with story.looking() as site:
        item = find(site, review)
        newest = item.events[-1]
        assert (newest.core["kind"], newest.core["appointment"], newest.core["outcome"]) == (
            "appointment_reviewed", first, "confirmed")
        assert site.appointments.get(first).holds(clock.now() + timedelta(seconds=1))
    assert "gick igenom ett uppdrag" in words(office.get(f"{review}/history"))


def test_what_is_ended_ends_with_the_reason_and_its_right_with_it(story: Story, review: str) -> None:
    with story.looking() as site:
        uid = next(each.uid for each in site.appointments.all() if each.role == "auditor")
    assert story.browser(story.AUDITOR).get("/rights").status_int == 200
    page = story.browser(story.OFFICE).get(review)
    form = form_of(page, uid, "ended")
    refused = form.submit("answer", value="ended", status=422)
    assert "Skriv varför uppdraget avslutas." in words(refused)
    form["why"] = "Uppdraget är slutfört."
    form.submit("answer", value="ended", status=303)
    with story.looking() as site:
        assert site.appointments.get(uid).is_over(clock.now())
    story.browser(story.AUDITOR).get("/rights", status=403)


def test_it_is_signed_off_only_when_everything_is_answered(story: Story, review: str) -> None:
    with story.acting(story.OFFICE) as acts, pytest.raises(Refused):
        acts.fire(find(acts.site, review), "sign_off")
    answer_all(story, review)
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, review), "sign_off")
    with story.looking() as site:
        item = find(site, review)
        assert item.state == "signed_off" and item.signed_by == story.people[story.OFFICE]
        assert {line.name for line in item.report} == {"Karin Kvist", "Ivar Insyn", "Maja Myr"}


def test_the_settled_report_does_not_change_with_the_people(story: Story, review: str) -> None:
    answer_all(story, review)
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, review), "sign_off")
        acts.edit(acts.site["people"][story.people[story.MEMBER]], {"title": "Maja Gift"})
    auditor = story.browser(story.AUDITOR)
    page = auditor.get(review)
    assert "Maja Myr" in words(page) and "Maja Gift" not in words(page)
    rows = list(csv.reader(StringIO(auditor.get(f"{review}/report.csv").body.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 4 and [row[7] for row in rows[1:]] == ["Bekräftat"] * 3
    assert "det egna uppdraget" in words(page)  # the office confirmed its own
    told = auditor.get(f"{review}/report.pdf")
    assert told.status_int in (200, 202), "it is made, or a page waits for it"


def test_reopened_it_asks_for_another_signature(story: Story, review: str) -> None:
    answer_all(story, review)
    with story.acting(story.OFFICE) as acts:
        item = find(acts.site, review)
        acts.fire(item, "sign_off")
        acts.fire(item, "reopen", {"reason": "Ett svar blev fel."})
        assert (item.report, item.signed_at, item.left(acts.now)) == ((), None, [])
    story.browser(story.OFFICE).get(f"{review}/report.csv", status=404)


def test_nobody_else_answers(story: Story, review: str) -> None:
    uid = asked(story, review)[0]
    for email in (story.AUDITOR, story.MEMBER):
        with story.acting(email) as acts, pytest.raises(NotPermitted):
            answer(acts, find(acts.site, review), uid, "confirmed")
    auditor = story.browser(story.AUDITOR)
    assert not [form for form in auditor.get(review).forms.values() if "appointment" in form.fields]
    story.browser(story.MEMBER).get(review, status=404)


def test_two_at_the_office_answer_at_the_same_moment(story: Story, review: str) -> None:
    """Answers stand beside each other: none makes the other's page stale."""
    first, second, _third = asked(story, review)
    browsers = story.browser(story.OFFICE), story.browser(story.OFFICE)
    pages = [each.get(review) for each in browsers]
    for page, uid in zip(pages, (first, second), strict=True):
        form_of(page, uid, "confirmed").submit("answer", value="confirmed", status=303)
    with story.looking() as site:
        assert set(find(site, review).answers) == {first, second}


def test_the_desk_says_when_it_is_time(story: Story, review: str) -> None:
    office = story.browser(story.OFFICE)
    assert "uppdrag är kvar" in words(office.get("/my"))
    answer_all(story, review)
    with story.open() as site:
        karin = site["people"][story.people[story.OFFICE]]
        from reglab_workflow.security.actor import actor_for

        Acts(story.rulebook, site, actor_for(karin, site, clock.now())).fire(find(site, review), "sign_off")
    assert "Behörighetsgenomgång" not in words(office.get("/my"))
    with story.open() as site:
        find(site, review).signed_at = clock.now() - timedelta(days=400)
    assert "på mer än ett år" in words(office.get("/my"))
