"""Registering an organisation through the pages: written once, approved, confirmed, and its people signed up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from learning_group import FULL, LearningGroup
from reglab_workflow import clock
from reglab_workflow.content.project.model import FeeSpan
from reglab_workflow.content.site.model import find


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = LearningGroup(tmp_path)
    yield group
    group.close()


def fill(form: Any, **values: Any) -> None:
    for name, value in {**FULL, **values}.items():
        if name == "terms":
            form["terms"] = bool(value)
        else:
            form[name] = str(value)


def submit(form: Any, button: str) -> Any:
    answer = form.submit(button, status="*")
    return answer.follow() if answer.status_int == 303 else answer


def registered(group: LearningGroup, email: str = LearningGroup.MEMBER, **values: Any) -> Any:
    """The registration of a person's organisation, written on its page and sent to the manager."""
    page = group.browser(email).get(group.project).click("Anmäl er organisation")
    fill(page.forms["form"], **values)
    return submit(page.forms["form"], "send")


def test_one_page_holds_all_that_is_asked_and_sends_it_to_the_manager(group: LearningGroup) -> None:
    page = registered(group)
    assert page.request.path == f"{group.project}/registrations/region-norra"
    assert "Chefen har fått frågan och har inte svarat än." in page.text
    assert "Brevet gick till Moa Chef, moa@norra.example." in page.text
    kept = group.item(page.request.path)
    assert kept["state"] == "awaiting_approval" and kept["organisation"] == group.norra
    assert {name: kept[name] for name in FULL} == FULL


def test_the_form_begins_with_what_is_known_of_the_person_and_the_organisation(group: LearningGroup) -> None:
    form = group.browser(group.MEMBER).get(f"{group.project}/register").forms["form"]
    assert (form["contact_name"].value, form["contact_email"].value) == ("Maja Myr", group.MEMBER)
    assert form["legal_name"].value == "Region Norra"
    assert "organisation" not in form.fields


def test_the_next_registration_begins_with_the_invoice_data_of_the_latest(group: LearningGroup) -> None:
    registered(group)
    with group.acting() as acts:
        project = acts.create(acts.site["projects"], "project", {
            "title": "Nästa", "purpose": "Mer.", "last_day": group.today + timedelta(days=9)})
        acts.fire(project, "invite")
    form = group.browser(group.MEMBER).get(f"{project.path}/register").forms["form"]
    assert (form["organisation_number"].value, form["invoice_reference"].value) == ("299900-0017", "Kst 1234")


def test_what_is_missing_is_told_where_it_is_and_nothing_typed_is_lost(group: LearningGroup) -> None:
    page = registered(group, organisation_number="299900-0018", planned="9", manager_email="moa")
    assert page.status_int == 422
    form = page.forms["form"]
    assert form["organisation_number"].value == "299900-0018" and form["manager_email"].value == "moa"
    assert "Skriv organisationsnumret" in page.text
    assert "mellan 1 och 5" in page.text
    assert "hela e-postadress" in page.text
    page = submit(form, "save")
    assert page.status_int == 200 and group.item(page.request.path)["state"] == "draft"
    page = page.click("Ändra anmälan")
    fill(page.forms["form"])
    assert group.item(submit(page.forms["form"], "send").request.path)["state"] == "awaiting_approval"


def test_the_terms_must_be_accepted_and_the_version_is_kept(group: LearningGroup) -> None:
    page = registered(group, terms=0)
    assert page.status_int == 422 and "Läs villkoren och godkänn dem innan ni anmäler er." in page.text


def test_who_has_registered_is_led_to_the_registration(group: LearningGroup) -> None:
    registered(group)
    browser = group.browser(group.MEMBER)
    assert browser.get(f"{group.project}/register").location.endswith("/registrations/region-norra")
    assert browser.get(f"{group.project}/registrations").location.endswith("/registrations/region-norra")
    assert "Er anmälan" in browser.get(group.project).text
    assert "Den lärande regionen" in browser.get("/my").text


def test_a_registration_that_has_been_begun_waits_for_the_organisation(group: LearningGroup) -> None:
    browser = group.browser(group.MEMBER)
    assert "Inget väntar på dig." in browser.get("/my").text
    group.registration(group.norra)
    assert "1 sak väntar på dig." in browser.get("/my").text


def test_after_the_last_day_the_way_in_is_the_office(group: LearningGroup) -> None:
    with group.acting() as acts:
        project = find(acts.site, group.project)
        project.last_day = group.today - timedelta(days=1)
    page = registered(group)
    assert page.status_int == 422 and "Sista anmälningsdag har passerat" in page.text
    page = submit(page.forms["form"], "save")
    office = group.browser(group.OFFICE).get(f"{page.request.path}/do/admit_late")
    form = office.forms["form"]
    form["reason"], form["approved_by"], form["date"] = "Ringde i tid.", "Moa Chef", str(group.today)
    answer = submit(form, "send")
    assert group.item(page.request.path)["is_late"] and "efter sista dagen" in answer.text


def test_the_approval_can_be_recorded_when_the_manager_agreed_in_another_way(group: LearningGroup) -> None:
    page = registered(group, manager_name="", manager_email="")
    page = submit(page.forms["form"], "save")
    form = page.click("Anteckna att chefen har godkänt").forms["form"]
    form["approved_by"], form["date"] = "Moa Chef", str(group.today)
    page = submit(form, "send")
    assert "Chefen har godkänt. Kansliet tittar på anmälan härnäst." in page.text and "Moa Chef" in page.text


def test_the_office_sees_all_and_confirms_from_its_desk(group: LearningGroup) -> None:
    path = group.registration(group.norra)
    with group.acting() as acts:
        acts.fire(find(acts.site, path), "record_approval", {"approved_by": "Moa Chef", "approved_on": group.today})
    browser = group.browser(group.OFFICE)
    desk = browser.get("/my?duty=admit")
    assert "Region Norra" in desk.text
    overview = browser.get(group.project).click(r"Anmälningar \(1\)")
    assert "Region Norra" in overview.text and "Att bekräfta" in overview.text
    page = overview.click("Region Norra")
    page = submit(next(form for form in page.forms.values() if form.action.endswith("/do/confirm")), None)
    assert group.item(path)["state"] == "confirmed" and "Organisationen är med." in page.text


def test_the_contact_gets_an_account_and_the_right_to_name_people(group: LearningGroup) -> None:
    path = group.confirmed(group.norra)
    with group.looking() as site:
        uid = site.accounts.person_with("kim@norra.example")
        assert site["people"][uid].organisation == group.norra
        roles = [each.role for each in site.appointments.on_scope(find(site, path).uid) if each.person == uid]
    assert roles == ["project_contact"]


def named(group: LearningGroup, path: str, *people: tuple[str, str]) -> Any:
    """Name people on the page of the step."""
    browser = group.browser(group.MEMBER)
    form = browser.get(f"{path}/do/name").forms["form"]
    while len(form.fields.get("name", [])) < len(people):
        form = form.submit("sequence_action", value="add:people").forms["form"]
    for number, (name, email) in enumerate(people):
        form.set("name", name, number)
        form.set("email", email, number)
    return submit(form, "send")


def test_people_are_named_and_signed_up_in_the_grid(group: LearningGroup) -> None:
    path = group.confirmed(group.norra)
    page = named(group, path, ("Ada Ek", "ada@norra.example"), ("Bo Alm", "bo@norra.example"))
    assert "Ada Ek" in page.text and "Bo Alm" in page.text
    group.opened(capacity=1)
    page = group.browser(group.MEMBER).get(path)
    form = next(form for form in page.forms.values() if form.action.endswith("/answers"))
    for box in form.fields["ticked"]:
        box.checked = True
    page = form.submit()
    assert "Ada Ek är anmäld: Workshop 1." in page.text and "Bo Alm står i kö: Workshop 1." in page.text
    assert group.answers() == {"Ada Ek": "registered", "Bo Alm": "waiting"}
    assert "I kö, plats 1" in page.text


def test_the_page_of_an_open_occasion_leads_the_organisation_to_its_people(group: LearningGroup) -> None:
    path = group.confirmed(group.norra, "Ada Ek")
    group.opened()
    page = group.browser(group.MEMBER).get(group.workshop).click("Anmäl era deltagare")
    assert page.request.path == path
    assert "Anmäl era deltagare" not in group.browser(group.OTHER).get(group.workshop).text


def test_a_box_that_nobody_touched_changes_nothing(group: LearningGroup) -> None:
    path = group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    group.opened()
    group.do("Ada Ek", "sign_up")
    page = group.browser(group.MEMBER).get(path)
    form = next(form for form in page.forms.values() if form.action.endswith("/answers"))
    group.do("Ada Ek", "cancel")
    form.fields["ticked"][1].checked = True
    form.submit()
    assert group.answers() == {"Ada Ek": "cancelled", "Bo Alm": "registered"}


def test_the_same_as_last_time_is_ticked_and_saved_only_when_asked(group: LearningGroup) -> None:
    path = group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    group.opened()
    group.do("Ada Ek", "sign_up")
    with group.acting() as acts:
        project = find(acts.site, group.project)
        acts.fire(find(acts.site, group.workshop), "close_registration")
        later = find(acts.site, group.occasion(acts, project, 60))
        acts.fire(later, "announce")
        acts.fire(later, "open")
    page = group.browser(group.MEMBER).get(path)
    form = next(form for form in page.forms.values() if form.action.endswith("/answers"))
    page = form.submit("same")
    form = next(form for form in page.forms.values() if form.action.endswith("/answers"))
    assert [box.checked for box in form.fields["ticked"]] == [True, False]
    with group.looking() as site:
        assert {each.state for each in find(site, later.path)["participations"].values()} == {"invited"}


@pytest.mark.parametrize("who", [LearningGroup.OTHER, LearningGroup.PARTNER, LearningGroup.LEADER, None])
def test_others_learn_nothing_of_a_registration(group: LearningGroup, who: str | None) -> None:
    path = group.confirmed(group.norra, "Ada Ek")
    browser = group.browser(who) if who else group.visitor()
    for page in ("", "/edit", "/history", "/rights", "/do/name", "/do/cancel"):
        answer = browser.get(path + page, expect_errors=True)
        assert answer.status_int in (303, 404) and "Ada" not in answer.text, page
    assert "Ada" not in browser.get(group.project).text


def test_the_auditor_reads_who_takes_part_but_no_invoice(group: LearningGroup) -> None:
    path = group.confirmed(group.norra)
    page = group.browser(group.AUDITOR).get(path)
    assert "Kim Kontakt" in page.text
    assert "299900-0017" not in page.text and "kim@norra.example" not in page.text


def test_who_has_named_nobody_is_one_list_and_one_reminder(group: LearningGroup) -> None:
    group.confirmed(group.norra)
    group.confirmed(group.sodra, "Cia Gran")
    page = group.browser(group.OFFICE).get(f"{group.project}/registrations?show=unnamed")
    assert "Region Norra" in page.text and "Region Södra" not in page.text
    form = next(form for form in page.forms.values() if form.action.endswith("/remind"))
    assert "1 organisation har påmints." in form.submit().follow().text


def test_an_occasion_is_only_added_among_the_occasions(group: LearningGroup) -> None:
    browser = group.browser(group.OFFICE)
    assert browser.get(f"{group.project}/workshops/add").status_int == 200
    for folder in ("registrations", "files"):
        assert browser.get(f"{group.project}/{folder}/add", expect_errors=True).status_int == 404


def test_another_contact_takes_over_and_the_former_can_do_no_more(group: LearningGroup) -> None:
    path = group.confirmed(group.norra)
    form = group.browser(group.MEMBER).get(f"{path}/do/change_contact").forms["form"]
    form["contact_name"], form["contact_email"] = "Nils Ny", "nils@norra.example"
    page = submit(form, "send")
    assert "Nils Ny" in page.text and "kim@norra.example" not in page.html.find("dl", class_="facts").get_text()
    with group.looking() as site:
        on = find(site, path)
        held = {site["people"][each.person].email: each.is_over(clock.now())
                for each in site.appointments.on_scope(on.uid)}
        letters = [each.kind for each in site.outbox.letters_about(on.uid)]
    assert held == {"kim@norra.example": True, "nils@norra.example": False}
    assert letters.count("confirmed") >= 2


def test_the_contact_is_not_edited_once_the_organisation_takes_part(group: LearningGroup) -> None:
    path = group.confirmed(group.norra)
    form = group.browser(group.MEMBER).get(f"{path}/edit").forms["form"]
    assert not {"contact_name", "contact_email", "manager_name"} & set(form.fields)
    form["planned"] = "2"
    assert submit(form, "save").status_int == 200
    assert group.item(path)["planned"] == 2


@pytest.mark.usefixtures("by_hand")
def test_the_overview_tells_what_the_fee_is_now_and_whom_no_letter_reached(group: LearningGroup) -> None:
    group.confirmed(group.norra)
    with group.acting() as acts:
        find(acts.site, group.project).fee_spans = (FeeSpan(2, 60, 15_000),)
        outbox = acts.site.outbox
        letter = outbox.letters_about(find(acts.site, group.project).uid)[0]
        outbox.fail(letter, letter.receivers[0], "550 no such user")
    page = group.browser(group.OFFICE).get(f"{group.project}/registrations")
    said = " ".join(page.html.find("main").get_text(" ").split())
    assert "regeln säger: 15 000 kr per organisation" in said
    assert "1 brev kom inte fram." in page.text


def test_the_organisation_sees_its_registrations_with_people_and_fee_on_its_own_page(group: LearningGroup) -> None:
    group.confirmed(group.norra, "Ada Ek")
    with group.acting() as acts:
        acts.fire(find(acts.site, group.project), "close_registration", {"fee": 18_000, "fee_reason": "Få kom."})
    own = group.browser(group.MEMBER).get("/organisations/region-norra")
    assert "Den lärande regionen" in own.text and "18\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr" in own.text
    other = group.browser(group.OTHER).get("/organisations/region-norra")
    assert "18\N{NO-BREAK SPACE}000" not in other.text and "Anmälningar till lärprojekt" not in other.text


def answers_form(page: Any) -> Any:
    return next(form for form in page.forms.values() if form.action.endswith("/answers"))


def test_nobody_takes_over_the_key_of_a_person_of_another_organisation(group: LearningGroup) -> None:
    group.confirmed(group.sodra, "Cia Gran")
    path = group.confirmed(group.norra)
    form = group.browser(group.MEMBER).get(f"{path}/do/name").forms["form"]
    form.set("key", group.key("Cia Gran"), 0)
    form.set("name", "Falska Fia", 0)
    form.set("email", "fia@norra.example", 0)
    assert submit(form, "send").status_int == 200
    (person,) = group.item(path)["people"]
    assert person.key != group.key("Cia Gran") and not person.extra


def test_a_sixth_is_refused_with_the_reason_and_what_was_typed_is_there(group: LearningGroup) -> None:
    path = group.confirmed(group.norra, "Ada Ek", "Bo Alm", "Cia Gran", "Dan Hav", "Eva Is")
    form = group.browser(group.MEMBER).get(f"{path}/do/name").forms["form"]
    form = form.submit("sequence_action", value="add:people").forms["form"]
    form.set("name", "Sjätte Sven", 5)
    form.set("email", "sven@norra.example", 5)
    page = submit(form, "send")
    assert page.status_int == 422 and "högst 5 personer, och ni har namngett 6" in page.text
    assert page.forms["form"].fields["name"][5].value == "Sjätte Sven"
    assert len(group.item(path)["people"]) == 5


def test_who_has_a_place_is_not_taken_off_the_list(group: LearningGroup) -> None:
    path = group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    group.opened()
    group.do("Ada Ek", "sign_up")
    form = group.browser(group.MEMBER).get(f"{path}/do/name").forms["form"]
    form = form.submit("sequence_action", value="remove:people.0").forms["form"]
    page = submit(form, "send")
    assert page.status_int == 422 and "har plats eller står i kö: Ada Ek" in page.text


def test_a_colleague_reads_the_grid_and_changes_nothing(group: LearningGroup) -> None:
    path = group.confirmed(group.sodra, "Cia Gran")
    group.opened()
    browser = group.browser(group.OTHER)
    page = browser.get(path)
    assert "Cia Gran" in page.text and "Spara vilka som kommer" not in page.text
    token = browser.cookies.get("csrf", "")
    cell = f"{group.key('Cia Gran')}-{group.item(group.workshop)['uid']}"
    answer = browser.post(f"{path}/answers", {"csrf_token": token, "ticked": cell}, status="*")
    assert answer.status_int == 403 and group.answers() == {"Cia Gran": "invited"}


def test_boxes_of_others_are_not_answered_for(group: LearningGroup) -> None:
    group.confirmed(group.sodra, "Cia Gran")
    path = group.confirmed(group.norra, "Ada Ek")
    group.opened()
    browser = group.browser(group.MEMBER)
    token = answers_form(browser.get(path))["csrf_token"].value
    cell = f"{group.key('Cia Gran')}-{group.item(group.workshop)['uid']}"
    browser.post(f"{path}/answers", {"csrf_token": token, "ticked": [cell, "x", "-"]}, status="*")
    assert group.answers() == {"Cia Gran": "invited", "Ada Ek": "invited"}


def test_the_overview_is_a_list_to_save_with_names_and_no_addresses(group: LearningGroup) -> None:
    group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    group.registration(group.sodra)
    group.opened()
    group.do("Ada Ek", "sign_up")
    office = group.browser(group.OFFICE)
    text = office.get(f"{group.project}/registrations.csv").body.decode("utf-8-sig")
    head, first, second = text.strip().split("\r\n")
    assert head.split(";")[-1] == "Workshop 1"
    assert first == 'Region Norra;Bekräftad;Kim Kontakt;3;Ada Ek, Bo Alm;1'
    assert second == "Region Södra;Utkast;Kim Kontakt;3;;"
    assert office.get(f"{group.project}/registrations.xlsx").body[:2] == b"PK"
    for other in (group.MEMBER, group.PARTNER):
        assert group.browser(other).get(f"{group.project}/registrations.csv", status="*").status_int in (403, 404)


def test_in_a_team_project_the_team_is_named_with_its_case(group: LearningGroup) -> None:
    with group.acting() as acts:
        find(acts.site, group.project).format = "team"
    page = registered(group)
    assert page.status_int == 422 and "Skriv vilka organisationer som är med i ert lag: minst 1." in page.text
    form = page.forms["form"]
    form["co_organisations"], form["case"] = "Byköping kommun\n\nByköping kommun\nFöreningen Ån", "Ån svämmar över."
    page = submit(form, "send")
    assert group.item(page.request.path)["co_organisations"] == ("Byköping kommun", "Föreningen Ån")
    assert "Föreningen Ån" in page.text and "Ån svämmar över." in page.text


def test_other_formats_ask_for_no_team(group: LearningGroup) -> None:
    form = group.browser(group.MEMBER).get(f"{group.project}/register").forms["form"]
    assert not {"co_organisations", "case"} & set(form.fields)
