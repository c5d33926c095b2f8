"""What a participant needs to be able to come, for how long it is kept, and the own occasions as a calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from learning_group import LearningGroup
from links import form_with, link_to, words
from participants import answered, moved, own
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticking import tick
from reglab_workflow.web.dates import date

ADA, BO = "adaek@example.org", "boalm@example.org"


def ticked(group: LearningGroup, now: datetime) -> None:
    with group.open() as site:
        tick(group.rulebook, site, now)


# -- diet and access needs -----------------------------------------------------------------------------------


def tell_needs(group: LearningGroup, address: str, diet: str = "Nötter", access: str = "") -> Any:
    form = form_with(own(group, address), "needs")
    form["diet"], form["access"] = diet, access
    return form.submit("needs").follow()


def needs_of(group: LearningGroup, name: str) -> tuple[str, str]:
    item = group.item(f"{group.workshop}/participations/{group.key(name)}")
    return item["diet"], item["access"]


def test_needs_are_asked_only_where_the_occasion_asks_and_one_means_to_come(group: LearningGroup) -> None:
    group.opened(asks_needs=True)
    assert "Kost och tillgänglighet" not in words(own(group, ADA))
    answered(group, "Ada Ek")
    assert "Kost och tillgänglighet" in words(own(group, ADA))


def test_needs_are_not_asked_elsewhere_and_not_taken(group: LearningGroup) -> None:
    group.opened()
    answered(group, "Ada Ek")
    page = own(group, ADA)
    assert "Kost och tillgänglighet" not in words(page)
    form = form_with(page, "do", "cancel")
    page.test_app.post("/take-part", {
        "csrf_token": form["csrf_token"].value, "token": form["token"].value, "occasion": "workshop-1",
        "diet": "Nötter", "access": "", "needs": "needs"}, status=400)
    assert needs_of(group, "Ada Ek") == ("", "")


def test_needs_are_kept_and_shown_to_the_person(group: LearningGroup) -> None:
    group.opened(asks_needs=True)
    answered(group, "Ada Ek")
    page = tell_needs(group, ADA, "Nötter", "Teckentolk")
    assert needs_of(group, "Ada Ek") == ("Nötter", "Teckentolk")
    assert form_with(page, "needs")["diet"].value == "Nötter"
    assert "Bara du och kansliet ser vad du skriver" in words(page)
    assert f"Det raderas den {date(group.today + timedelta(days=31))}" in words(page)


def test_the_history_does_not_hold_what_somebody_needs(group: LearningGroup) -> None:
    group.opened(asks_needs=True)
    answered(group, "Ada Ek")
    tell_needs(group, ADA, "Jordnötsallergi")
    with group.looking() as site:
        told = "".join(repr(each.details) + repr(each.core) for each in site.trail.since((0,) * len(site.trail.slots)))
    assert "Jordnötsallergi" not in told


def test_needs_are_erased_the_day_after_the_occasion(group: LearningGroup) -> None:
    group.opened(asks_needs=True)
    answered(group, "Ada Ek")
    tell_needs(group, ADA)
    ticked(group, clock.now() + timedelta(days=30))
    assert needs_of(group, "Ada Ek") == ("Nötter", "")
    ticked(group, clock.now() + timedelta(days=31))
    assert needs_of(group, "Ada Ek") == ("", "")


def test_when_the_occasion_is_moved_the_day_of_erasing_moves_along(group: LearningGroup) -> None:
    group.opened(asks_needs=True)
    answered(group, "Ada Ek")
    tell_needs(group, ADA)
    moved(group, starts=group.today + timedelta(days=60))
    assert f"Det raderas den {date(group.today + timedelta(days=61))}" in words(own(group, ADA))
    ticked(group, clock.now() + timedelta(days=40))
    assert needs_of(group, "Ada Ek") == ("Nötter", "")
    moved(group, starts=group.today + timedelta(days=5))
    ticked(group, clock.now() + timedelta(days=6))
    assert needs_of(group, "Ada Ek") == ("", "")


def test_without_a_day_nothing_is_erased_by_the_old_one(group: LearningGroup) -> None:
    group.opened(asks_needs=True)
    answered(group, "Ada Ek")
    tell_needs(group, ADA)
    moved(group, undecided=True)
    ticked(group, clock.now() + timedelta(days=100))
    assert needs_of(group, "Ada Ek") == ("Nötter", "")
    assert "Det raderas dagen efter tillfället." in words(own(group, ADA))


@pytest.mark.parametrize("what", ["signs off", "is cancelled"])
def test_what_serves_nothing_any_more_is_erased_at_once(group: LearningGroup, what: str) -> None:
    group.opened(asks_needs=True)
    answered(group, "Ada Ek")
    tell_needs(group, ADA)
    if what == "signs off":
        group.do("Ada Ek", "cancel")
    else:
        with group.acting() as acts:
            acts.fire(find(acts.site, group.workshop), "cancel", {"reason": "Sjukdom."})
    ticked(group, clock.now() + timedelta(minutes=1))
    assert needs_of(group, "Ada Ek") == ("", "")


# -- the own calendar ----------------------------------------------------------------------------------------


def entries(group: LearningGroup, address: str) -> dict[str, Any]:
    text = group.visitor().get(link_to(group, address) + "/calendar.ics").body
    return {str(each["UID"]): each for each in Calendar.from_ical(text).walk("VEVENT")}


def test_the_own_calendar_follows_the_answer(group: LearningGroup) -> None:
    group.opened(capacity=1)
    public = {str(each["UID"]): each for each in Calendar.from_ical(
        group.visitor().get(f"{group.project}/calendar.ics").body).walk("VEVENT")}
    mine = entries(group, ADA)
    assert set(mine) < set(public)  # the last day to register is nobody's own
    (uid, entry), = mine.items()
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("TENTATIVE", public[uid]["SEQUENCE"])
    answered(group, "Ada Ek", "Bo Alm")
    assert entries(group, ADA)[uid]["STATUS"] == "CONFIRMED"
    assert (entries(group, BO)[uid]["STATUS"], entries(group, BO)[uid]["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    group.do("Bo Alm", "cancel")
    assert entries(group, BO) == {}


def test_the_own_calendar_tells_that_the_occasion_is_cancelled(group: LearningGroup) -> None:
    group.opened()
    answered(group, "Ada Ek")
    (uid, before), = entries(group, ADA).items()
    with group.acting() as acts:
        acts.fire(find(acts.site, group.workshop), "cancel", {"reason": "Sjukdom."})
    after = entries(group, ADA)[uid]
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_the_calendar_needs_the_link(group: LearningGroup) -> None:
    group.visitor().get("/take-part/x/calendar.ics", status=404)
    group.visitor().get(link_to(group, ADA) + "/something.ics", status=404)
