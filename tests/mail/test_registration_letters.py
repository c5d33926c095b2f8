"""Who is written to about a registration and about those who come, what the letters say, and where their links lead."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from learning_group import LearningGroup, person
from links import APPROVE, INVITATION, TAKE_PART, link_to, links_to, post, sent_to, text_of, words
from reglab_workflow import clock
from reglab_workflow.content.site.model import find

MOA, KIM, MAJA = "moa@norra.example", "kim@norra.example", LearningGroup.MEMBER
ADA, BO, NILS = "adaek@example.org", "boalm@example.org", "nilsyr@example.org"


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = LearningGroup(tmp_path)
    yield group
    group.close()


@pytest.fixture
def path(group: LearningGroup) -> str:
    """A draft of Norra's registration, which nothing has been written about."""
    made = group.registration(group.norra)
    forget(group)
    return made


@pytest.fixture
def opened(group: LearningGroup) -> LearningGroup:
    """Ada and Bo of Norra and Nils of Södra are invited to an occasion with one place; all letters so far are sent."""
    group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    group.confirmed(group.sodra, "Nils Yr", contact_name="Sara Sol", contact_email="sara@sodra.example")
    group.opened(capacity=1)
    forget(group)
    return group


def forget(group: LearningGroup) -> None:
    post(group)
    group.registry.reglab_sender.messages.clear()
    group.registry.reglab_sender.receivers.clear()


def fire(group: LearningGroup, path: str, step: str, by: str = "", **facts: Any) -> None:
    with group.acting(by) as acts:
        acts.fire(find(acts.site, path), step, facts)


def receivers(group: LearningGroup) -> list[str]:
    """Everybody who has been written to since, as often as it was done."""
    post(group)
    return sorted(group.registry.reglab_sender.receivers)


def latest(group: LearningGroup, address: str) -> str:
    return text_of(sent_to(group, address)[-1])


def to_submitted(group: LearningGroup, path: str) -> None:
    fire(group, path, "record_approval", MAJA, approved_by="Moa Chef", approved_on=group.today)
    forget(group)


def to_confirmed(group: LearningGroup, path: str) -> None:
    to_submitted(group, path)
    fire(group, path, "confirm", group.OFFICE)
    forget(group)


# -- the registration ----------------------------------------------------------------------------------------


def test_the_manager_alone_is_asked_with_a_link(group: LearningGroup, path: str) -> None:
    fire(group, path, "ask_approval", MAJA)
    assert receivers(group) == [MOA]
    told = latest(group, MOA)
    for each in ("Maja Myr ber dig godkänna", "Region Norra", "Den lärande regionen", "Kim Kontakt", "14 dagar",
                 "Du behöver inget konto"):
        assert each in told, each
    assert group.visitor().get(link_to(group, MOA, APPROVE)).status_int == 200


def test_whoever_asked_and_the_contact_get_the_receipt_when_the_manager_approves(
        group: LearningGroup, path: str) -> None:
    fire(group, path, "ask_approval", MAJA)
    link = link_to(group, MOA, APPROVE)
    forget(group)
    group.visitor().get(link).forms["approve-form"].submit("approve")
    assert receivers(group) == [KIM, MAJA]
    for address in (KIM, MAJA):
        for each in ("är skickad till kansliet", "Moa Chef", "Version 1", "Kansliet bekräftar"):
            assert each in latest(group, address), each


def test_an_approval_that_somebody_records_gives_a_receipt_too(group: LearningGroup, path: str) -> None:
    fire(group, path, "record_approval", MAJA, approved_by="Moa Chef", approved_on=group.today)
    assert receivers(group) == [KIM, MAJA]


def test_a_new_contact_person_can_choose_a_password_with_the_letter(group: LearningGroup, path: str) -> None:
    to_submitted(group, path)
    fire(group, path, "confirm", group.OFFICE)
    assert receivers(group) == [KIM, MAJA]
    form = group.visitor().get(link_to(group, KIM, INVITATION)).forms["form"]
    form["password"] = "trasmattor och silverfisk"
    assert form.submit("send").status_int == 200
    assert "/account/" not in latest(group, MAJA)
    assert "Kim Kontakt är kontaktperson" in latest(group, MAJA)


def test_a_contact_person_whose_link_ran_out_can_ask_for_another(group: LearningGroup, path: str) -> None:
    to_submitted(group, path)
    fire(group, path, "confirm", group.OFFICE)
    forget(group)
    form = group.visitor().get("/account/forgotten").forms["form"]
    form["email"] = KIM
    form.submit("send")
    assert receivers(group) == [KIM]


def test_a_contact_person_who_has_a_password_gets_no_link_to_choose_one(group: LearningGroup) -> None:
    path = group.registration(group.norra, contact_name="Maja Myr", contact_email=MAJA)
    forget(group)
    to_submitted(group, path)
    fire(group, path, "confirm", group.OFFICE)
    assert receivers(group) == [MAJA]
    assert "/account/" not in latest(group, MAJA)
    assert "Du är kontaktperson" in latest(group, MAJA)


@pytest.mark.parametrize(("step", "words_of"), [
    ("return", "behöver kompletteras"), ("decline", "kunde inte ta emot anmälan")])
def test_the_offices_answer_goes_to_contact_and_representatives_with_its_reason(
        group: LearningGroup, path: str, step: str, words_of: str) -> None:
    to_submitted(group, path)
    fire(group, path, step, group.OFFICE, reason="Skriv hur många ni är.")
    assert receivers(group) == [KIM, MAJA]
    assert words_of in latest(group, KIM)
    assert "Skriv hur många ni är." in latest(group, KIM)


def test_whoever_cancels_is_not_written_to(group: LearningGroup, path: str) -> None:
    to_confirmed(group, path)
    fire(group, path, "cancel", MAJA, reason="Vi hinner inte.")
    assert receivers(group) == [KIM]
    assert "Maja Myr har tagit tillbaka anmälan" in latest(group, KIM)
    assert "Det kostar ingenting." in latest(group, KIM)


def test_nobody_hears_of_a_draft_that_is_cancelled(group: LearningGroup, path: str) -> None:
    fire(group, path, "cancel", MAJA)
    assert receivers(group) == []


def test_a_late_cancellation_says_what_it_costs_and_by_which_terms(group: LearningGroup, path: str) -> None:
    to_confirmed(group, path)
    with group.acting(now=clock.now() + timedelta(days=20)) as acts:
        acts.fire(find(acts.site, path), "cancel_late", {"reason": "För sent.", "charge": 10_000})
    assert receivers(group) == [KIM, MAJA]
    assert "kostar 10 000 kr enligt villkoren, version 1" in latest(group, KIM)


def test_the_contact_is_reminded_to_name_people(group: LearningGroup, path: str) -> None:
    to_confirmed(group, path)
    fire(group, path, "remind", group.OFFICE)
    assert receivers(group) == [KIM]
    assert "innan ni har namngett" in latest(group, KIM)


def test_a_reader_who_has_chosen_english_is_written_to_in_english(group: LearningGroup, path: str) -> None:
    with group.acting() as acts:
        acts.edit(acts.site["people"][group.people[MAJA]], {"language": "en"})
    to_submitted(group, path)
    fire(group, path, "confirm", group.OFFICE)
    assert sent_to(group, MAJA)[-1]["Subject"] == "Confirmed: Region Norra takes part in “Den lärande regionen”"
    assert sent_to(group, KIM)[-1]["Subject"].startswith("Bekräftat:")


# -- those who come ------------------------------------------------------------------------------------------


def test_everybody_who_is_named_gets_one_letter_with_a_link_of_their_own(group: LearningGroup, path: str) -> None:
    to_confirmed(group, path)
    fire(group, path, "name", MAJA, people=(person("Ada Ek"), person("Bo Alm")))
    assert receivers(group) == [ADA, BO]
    assert "Region Norra har angett dig som deltagare" in latest(group, ADA)
    assert "Workshop 1: Kartan" in latest(group, ADA)
    assert "Ada Ek" in words(group.visitor().get(link_to(group, ADA)))
    assert link_to(group, ADA) != link_to(group, BO)


def test_naming_one_more_writes_to_that_one_alone(opened: LearningGroup) -> None:
    opened.name(f"{opened.project}/registrations/region-norra", "Cia Ur")
    assert receivers(opened) == ["ciaur@example.org"]


def test_an_occasion_that_opens_is_told_to_each_who_is_invited(group: LearningGroup) -> None:
    group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    forget(group)
    group.opened(capacity=1)
    assert receivers(group) == [ADA, BO]
    for each in ("Nu kan du anmäla dig", "Antalet platser är begränsat", "På plats, Umeå"):
        assert each in latest(group, ADA), each
    assert group.visitor().get(link_to(group, ADA)).status_int == 200


def test_place_queue_and_offer_are_told_with_what_matters(opened: LearningGroup) -> None:
    opened.do("Ada Ek", "sign_up")
    opened.do("Bo Alm", "queue")
    opened.do("Nils Yr", "queue")
    assert receivers(opened) == [ADA, BO, NILS]
    assert "Du har en plats" in sent_to(opened, ADA)[-1]["Subject"]
    assert "som nummer 1 i kön" in latest(opened, BO)
    assert "som nummer 2 i kön" in latest(opened, NILS)
    assert "Först i kön: Den som kom först" in latest(opened, NILS)
    forget(opened)
    opened.do("Ada Ek", "cancel")
    assert receivers(opened) == [ADA, BO]
    assert "Du är avanmäld" in latest(opened, ADA)
    assert "kl. " in latest(opened, BO)
    forget(opened)
    opened.do("Bo Alm", "accept")
    assert receivers(opened) == [BO]
    assert "Du har en plats" in sent_to(opened, BO)[-1]["Subject"]


def test_whoever_is_admitted_before_the_queue_hears_of_it(opened: LearningGroup) -> None:
    opened.do("Ada Ek", "sign_up")
    opened.do("Bo Alm", "queue")
    forget(opened)
    fire(opened, f"{opened.workshop}/participations/{opened.key('Bo Alm')}", "admit", opened.OFFICE, reason="Talar.")
    assert receivers(opened) == [BO]


@pytest.mark.parametrize(("state", "told"), [
    ("registered", "gett dig sin plats vid"), ("waiting", "sin plats i kön"),
    ("offered", "sitt erbjudande om en plats")])
def test_both_hear_of_a_change_to_a_colleague(opened: LearningGroup, state: str, told: str) -> None:
    opened.do("Bo Alm" if state != "registered" else "Ada Ek", "sign_up")
    if state != "registered":
        opened.do("Ada Ek", "queue")
    if state == "offered":
        opened.do("Bo Alm", "cancel")
    forget(opened)
    opened.do("Ada Ek", "replace", substitute=person("Doris Ny"))
    assert receivers(opened) == [ADA, "dorisny@example.org"]
    assert told in latest(opened, "dorisny@example.org")
    assert link_to(opened, "dorisny@example.org")


def test_a_new_link_is_sent_to_that_person_alone(opened: LearningGroup) -> None:
    fire(opened, f"{opened.workshop}/participations/{opened.key('Ada Ek')}", "send_link", MAJA)
    assert receivers(opened) == [ADA]
    assert "Din nya länk" in latest(opened, ADA)


def test_people_without_a_link_any_more_are_told_once_that_their_organisation_has_left(opened: LearningGroup) -> None:
    with opened.acting() as acts:
        project = find(acts.site, opened.project)
        second = find(acts.site, opened.occasion(acts, project, 40, title="Tvåan"))
        acts.fire(second, "announce")
        acts.fire(second, "open")
    opened.do("Ada Ek", "sign_up")
    forget(opened)
    fire(opened, f"{opened.project}/registrations/region-norra", "cancel", MAJA)
    assert receivers(opened) == [ADA, BO, KIM]
    assert "inte längre med" in latest(opened, ADA)


# -- the occasion changes ------------------------------------------------------------------------------------


CHANGES: dict[str, dict[str, Any]] = {
    "move": {"starts": 45, "reason": "Salen blev upptagen."},
    "change_mode": {"mode": "digital", "reason": "Tågen går inte."},
    "cancel": {"reason": "Sjukdom.", "went_to": "Workshop 2"},
}


@pytest.mark.parametrize("step", CHANGES)
def test_those_who_mean_to_come_are_told_of_a_change_once_with_their_own_link(opened: LearningGroup, step: str) -> None:
    opened.do("Ada Ek", "sign_up")
    opened.do("Nils Yr", "queue")
    forget(opened)
    facts = dict(CHANGES[step])
    if "starts" in facts:
        facts["starts"] = opened.today + timedelta(days=facts["starts"])
    fire(opened, opened.workshop, step, opened.OFFICE, **facts)
    found = Counter(receivers(opened))
    assert (found[ADA], found[NILS], found[BO]) == (1, 1, 0)
    assert set(found.values()) == {1}
    assert facts["reason"] in latest(opened, ADA)
    assert opened.visitor().get(link_to(opened, ADA)).status_int == 200


def test_a_representative_who_comes_too_hears_of_a_change_once(opened: LearningGroup) -> None:
    registration = f"{opened.project}/registrations/region-norra"
    with opened.acting() as acts:
        from dataclasses import replace

        item = find(acts.site, registration)
        acts.fire(item, "name", {"people": (*item.people, replace(person("Maja Myr"), email=MAJA.upper()))})
    opened.do("Maja Myr", "sign_up")
    forget(opened)
    fire(opened, opened.workshop, "move", opened.OFFICE, starts=opened.today + timedelta(days=45), reason="Salen.")
    assert Counter(each.casefold() for each in receivers(opened))[MAJA] == 1
    assert len(links_to(opened, MAJA.upper())) == 1


def test_a_project_that_ends_early_is_told_once_to_each_who_meant_to_come(opened: LearningGroup) -> None:
    with opened.acting() as acts:
        project = find(acts.site, opened.project)
        second = find(acts.site, opened.occasion(acts, project, 40, title="Tvåan"))
        acts.fire(second, "announce")
        acts.fire(second, "open")
    for name in ("Ada Ek", "Nils Yr"):
        with opened.acting() as acts:
            for each in find(acts.site, second_path(opened))["participations"].values():
                if each.title == name:
                    acts.fire(each, "sign_up")
    opened.do("Ada Ek", "sign_up")
    forget(opened)
    fire(opened, opened.project, "cancel", opened.OFFICE, reason="För få.", moved_to="Ett seminarium.")
    found = Counter(receivers(opened))
    assert (found[ADA], found[NILS], found[BO]) == (1, 1, 0)
    assert set(found.values()) == {1}
    assert "Ett seminarium." in latest(opened, ADA)


def second_path(group: LearningGroup) -> str:
    return f"{group.project}/workshops/workshop-2"


def test_what_was_not_decided_is_told_to_those_who_come_when_it_is(group: LearningGroup) -> None:
    group.confirmed(group.norra, "Ada Ek")
    with group.acting() as acts:
        workshop = find(acts.site, group.workshop)
        acts.edit(workshop, {"place": ""}) if workshop.state == "planned" else None
    group.opened()
    group.do("Ada Ek", "sign_up")
    forget(group)
    with group.acting(group.OFFICE) as acts:
        acts.edit(find(acts.site, group.workshop), {"times": "9.30–15.00"})
    assert receivers(group).count(ADA) == 1
    assert "9.30–15.00" in latest(group, ADA)


def test_a_letter_that_carries_a_link_has_one_receiver(opened: LearningGroup) -> None:
    opened.do("Ada Ek", "sign_up")
    fire(opened, opened.workshop, "move", opened.OFFICE, starts=opened.today + timedelta(days=45), reason="Salen.")
    with opened.looking() as site:
        found = [letter for letter in site.outbox.newest(1000) if letter.ticket is not None]
        assert found
        assert {len(letter.receivers) for letter in found} == {1}


def test_every_participants_letter_leads_to_the_own_page(opened: LearningGroup) -> None:
    for step in ("sign_up", "cancel"):
        opened.do("Ada Ek", step)
    post(opened)
    assert all(TAKE_PART in text_of(each) for each in sent_to(opened, ADA))
