"""A participant's own page: signing up, the queue, offers and colleagues, with a link alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from learning_group import LearningGroup
from links import can, form_with, links_to, press, sent_to, text_of, words
from participants import answered, moved, own
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticking import tick
from reglab_workflow.web.dates import date, when

ADA, BO, CIA, NILS = "adaek@example.org", "boalm@example.org", "ciaur@example.org", "nilsyr@example.org"


# -- signing up ----------------------------------------------------------------------------------------------


def test_before_the_registration_opens_the_page_says_when_one_can_sign_up(group: LearningGroup) -> None:
    with group.acting() as acts:
        if find(acts.site, group.workshop).state == "planned":
            acts.fire(find(acts.site, group.workshop), "announce")
    page = own(group, ADA)
    assert "Du får ett brev när anmälan öppnar" in words(page)
    assert can(page) == set()


def test_one_signs_up_and_is_told_so(group: LearningGroup) -> None:
    group.opened(capacity=2)
    page = press(own(group, ADA), "yes")
    assert "Workshop 1: Kartan: Du är anmäld och har en plats." in words(page)
    assert can(page) == {"cancel"}
    assert group.answers()["Ada Ek"] == "registered"


def test_when_all_places_are_taken_a_yes_is_a_place_in_the_queue(group: LearningGroup) -> None:
    group.opened(capacity=1)
    page = own(group, BO)
    group.do("Ada Ek", "sign_up")
    page = press(page, "yes")
    assert group.answers()["Bo Alm"] == "waiting"
    assert "Du står som nummer 1 i kön." in words(page)
    assert "Först i kön: Den som kom först." in words(page)


def test_a_full_occasion_says_so_before_one_signs_up(group: LearningGroup) -> None:
    group.opened(capacity=1)
    assert "ställs du i kö" not in words(own(group, BO))
    group.do("Ada Ek", "sign_up")
    assert "Om du anmäler dig ställs du i kö." in words(own(group, BO))


def test_whoever_is_moved_up_is_told_why(group: LearningGroup) -> None:
    group.opened(capacity=1, queue_rule="each_first")
    group.do("Ada Ek", "sign_up")
    group.do("Bo Alm", "queue")
    page = press(own(group, NILS), "yes")
    assert "Du står som nummer 1 i kön." in words(page)
    assert "Organisationer som inte har någon plats" in words(page)
    assert "Du har flyttats fram" in words(page)
    assert "Du står som nummer 2 i kön." in words(own(group, BO))
    assert "flyttats fram" not in words(own(group, BO))


def test_when_the_organisation_has_no_room_the_page_says_what_would_change_it(group: LearningGroup) -> None:
    group.opened(most_each=2)
    answered(group, "Ada Ek", "Bo Alm")
    page = own(group, CIA)
    assert "Högst 2" in words(page)
    assert can(page) == {"decline"}


def test_a_yes_that_is_too_late_is_refused_with_its_reason(group: LearningGroup) -> None:
    group.opened()
    page = own(group, ADA)
    with group.acting() as acts:
        acts.fire(find(acts.site, group.workshop), "close_registration")
    late = press(page, "yes")
    assert late.status_int == 422
    assert "Det gick inte att göra" in words(late)
    assert group.answers()["Ada Ek"] == "invited"


def test_a_second_click_changes_nothing(group: LearningGroup) -> None:
    group.opened()
    page = own(group, ADA)
    press(page, "yes")
    again = press(page, "yes")
    assert again.status_int == 409
    assert "Du är anmäld och har en plats." in words(again)


def test_one_can_say_no_and_come_back(group: LearningGroup) -> None:
    group.opened()
    page = press(own(group, ADA), "decline")
    assert "Du har svarat att du inte kan komma." in words(page)
    assert can(page) == {"yes"}
    press(page, "yes")
    assert group.answers()["Ada Ek"] == "registered"


def test_occasions_stand_in_the_order_of_their_days(group: LearningGroup) -> None:
    with group.acting() as acts:
        project = find(acts.site, group.project)
        for days in (40, 10):
            acts.fire(find(acts.site, group.occasion(acts, project, days, title=f"Om {days}")), "announce")
    told = words(own(group, ADA))
    assert told.index("Om 10") < told.index("Kartan") < told.index("Om 40")


def test_what_is_only_planned_is_not_shown(group: LearningGroup) -> None:
    with group.acting() as acts:
        group.occasion(acts, find(acts.site, group.project), 10, title="Hemlig plan")
    assert "Hemlig plan" not in own(group, ADA).text


# -- leaving, and getting a place ----------------------------------------------------------------------------


def test_a_place_that_is_left_is_offered_with_a_deadline_and_can_be_accepted(group: LearningGroup) -> None:
    group.opened(capacity=1)
    answered(group, "Ada Ek", "Bo Alm")
    press(own(group, ADA), "cancel")
    with group.looking() as site:
        ends = find(site, group.workshop)["participations"][group.key("Bo Alm")].offer_ends
    page = own(group, BO)
    assert f"reserverad för dig till {when(ends)}" in words(page)
    assert f"reserverad för dig till {when(ends)}" in text_of(sent_to(group, BO)[-1])
    page = press(page, "accept")
    assert "Du är anmäld och har en plats." in words(page)


def test_an_offer_that_nobody_answers_runs_out_by_the_clock_and_goes_on(group: LearningGroup) -> None:
    group.opened(capacity=1)
    answered(group, "Ada Ek", "Bo Alm", "Nils Yr")
    group.do("Ada Ek", "cancel")
    ticked(group, clock.now() + timedelta(hours=47))
    assert group.answers()["Bo Alm"] == "offered"
    ticked(group, clock.now() + timedelta(hours=49))
    assert group.answers() == {"Ada Ek": "cancelled", "Bo Alm": "lapsed", "Cia Ur": "invited", "Nils Yr": "offered"}
    assert "Ditt erbjudande har gått ut" in words(own(group, BO))
    assert "Erbjudandet har gått ut" in sent_to(group, BO)[-1]["Subject"]
    assert "En plats till dig" in sent_to(group, NILS)[-1]["Subject"]


def ticked(group: LearningGroup, now: datetime) -> None:
    with group.open() as site:
        tick(group.rulebook, site, now)


def test_a_colleague_takes_over_without_the_office(group: LearningGroup) -> None:
    group.opened(capacity=1)
    answered(group, "Ada Ek")
    form = form_with(own(group, ADA), "colleague")
    form["name"], form["email"] = "Doris Ny", "doris@norra.example"
    page = form.submit("colleague").follow()
    assert "En kollega kommer i ditt ställe." in words(page)
    assert group.answers()["Doris Ny"] == "registered"
    assert "gett dig sin plats" in text_of(sent_to(group, "doris@norra.example")[-1])
    assert "Doris Ny kommer i ditt ställe" in text_of(sent_to(group, ADA)[-1])
    assert "Du är anmäld och har en plats." in words(own(group, "doris@norra.example"))


def test_a_colleague_who_is_named_already_is_found_by_the_address(group: LearningGroup) -> None:
    group.opened(capacity=1)
    answered(group, "Ada Ek")
    form = form_with(own(group, ADA), "colleague")
    form["name"], form["email"] = "Bo", BO.upper()
    form.submit("colleague").follow()
    assert group.answers()["Bo Alm"] == "registered"
    assert len(group.answers()) == 4


@pytest.mark.parametrize(("name", "address"), [("Doris Ny", "doris"), ("", "doris@norra.example"), ("Doris Ny", "")])
def test_a_colleague_without_a_whole_address_is_refused_and_nothing_typed_is_lost(
        group: LearningGroup, name: str, address: str) -> None:
    group.opened()
    answered(group, "Ada Ek")
    form = form_with(own(group, ADA), "colleague")
    form["name"], form["email"], form["role"] = name, address, "Analytiker"
    page = form.submit("colleague", status=422)
    again = form_with(page, "colleague")
    assert (again["name"].value, again["email"].value, again["role"].value) == (name, address, "Analytiker")
    assert page.html.find("details", open=True) is not None
    assert group.answers()["Ada Ek"] == "registered"


def test_a_colleague_who_comes_already_is_refused_in_the_form(group: LearningGroup) -> None:
    group.opened()
    answered(group, "Ada Ek", "Bo Alm")
    form = form_with(own(group, ADA), "colleague")
    form["name"], form["email"] = "Bo Alm", BO
    page = form.submit("colleague", status=422)
    assert "Kollegan har redan" in words(page) or "har redan en plats" in words(page)
    assert form_with(page, "colleague")["email"].value == BO


# -- what is changed -----------------------------------------------------------------------------------------


def test_after_a_move_one_is_asked_whether_it_still_suits(group: LearningGroup) -> None:
    group.opened()
    answered(group, "Ada Ek")
    moved(group, starts=group.today + timedelta(days=45))
    page = own(group, ADA)
    assert "berätta om det fortfarande passar" in words(page)
    assert date(group.today + timedelta(days=45)) in words(page)
    assert can(page) == {"confirm", "cancel"}
    page = press(page, "confirm")
    assert "Du är anmäld och har en plats." in words(page)
    assert can(page) == {"cancel"}


def test_a_cancelled_occasion_says_so_and_asks_nothing(group: LearningGroup) -> None:
    group.opened()
    answered(group, "Ada Ek")
    with group.acting() as acts:
        acts.fire(find(acts.site, group.workshop), "cancel", {"reason": "Sjukdom.", "went_to": "Workshop 2"})
    page = own(group, ADA)
    assert "Tillfället är inställt." in words(page)
    assert "Workshop 2" in words(page)
    assert can(page) == set()


def test_when_the_organisation_is_not_there_any_more_the_page_says_so(group: LearningGroup) -> None:
    group.opened()
    with group.acting() as acts:
        acts.fire(find(acts.site, f"{group.project}/registrations/region-norra"), "cancel")
    page = own(group, ADA)
    assert "Din organisation är inte med i projektet nu." in words(page)
    assert "yes" not in can(page)


def test_a_link_from_any_letter_leads_to_the_same_page(group: LearningGroup) -> None:
    group.opened()
    answered(group, "Ada Ek")
    found = links_to(group, ADA)
    assert len(found) == 3
    assert {words(group.visitor().get(each)) for each in found} == {words(own(group, ADA))}
