"""A manager without an account reads what the organisation registers for, and says yes or no with a link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from learning_group import LearningGroup
from links import APPROVE, form_with, link_to, links_to, sent_to, text_of, words
from reglab_workflow.content.site.model import find

MOA, KIM = "moa@norra.example", "kim@norra.example"


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = LearningGroup(tmp_path)
    yield group
    group.close()


@pytest.fixture
def asked(group: LearningGroup) -> str:
    """A registration that waits for Moa; gives its path."""
    path = group.registration(group.norra)
    fire(group, path, "ask_approval")
    return path


def fire(group: LearningGroup, path: str, step: str, **facts: Any) -> None:
    with group.acting(group.MEMBER) as acts:
        acts.fire(find(acts.site, path), step, facts)


def opened(group: LearningGroup) -> Any:
    return group.visitor().get(link_to(group, MOA, APPROVE))


def test_the_page_tells_all_that_the_manager_binds_the_organisation_to(group: LearningGroup, asked: str) -> None:
    told = words(opened(group))
    for each in ("Region Norra", "Den lärande regionen", "Maja Myr frågade dig", "Kim Kontakt", "Antal personer 3",
                 "20\N{NO-BREAK SPACE}000", "preliminär", "Villkoren, version 1", "Anmälan är bindande", "100 %",
                 "Workshop 1: Kartan", "Umeå"):
        assert " ".join(each.split()) in told, each


def test_what_concerns_only_the_invoice_and_the_office_is_not_shown(group: LearningGroup, asked: str) -> None:
    page = opened(group).text
    for secret in ("Kst 1234", "232100-0016", KIM, "010-123 45 67"):
        assert secret not in page


def test_looking_does_nothing(group: LearningGroup, asked: str) -> None:
    before = group.item(asked)
    link = link_to(group, MOA, APPROVE)
    for _time in range(3):
        group.visitor().get(link)
    assert group.item(asked) == before


def test_a_yes_sends_the_registration_to_the_office(group: LearningGroup, asked: str) -> None:
    answer = form_with(opened(group), "approve").submit("approve")
    assert "Tack, du har godkänt" in words(answer)
    assert "Kansliet bekräftar platsen" in words(answer)
    item = group.item(asked)
    assert (item["state"], item["approved_by"], item["approval"]) == ("submitted", "Moa Chef", "link")
    assert item["approved_on"] == group.today


def test_the_history_knows_that_it_was_the_link(group: LearningGroup, asked: str) -> None:
    form_with(opened(group), "approve").submit("approve")
    with group.looking() as site:
        entry = next(each for each in find(site, asked).events if each.core.get("transition") == "approve")
        assert (entry.core["channel"], entry.core["role"]) == ("link", "approver")
        assert (entry.core["actor"], entry.details["actor_name"]) == ("", "Moa Chef")


def test_a_no_needs_a_reason_and_keeps_what_was_typed(group: LearningGroup, asked: str) -> None:
    answer = form_with(opened(group), "refuse").submit("refuse", status=422)
    assert "Skriv varför" in words(answer)
    assert group.item(asked)["state"] == "awaiting_approval"
    form = form_with(answer, "approve")
    assert form.submit("approve").status_int == 200


def test_a_no_goes_back_with_its_reason(group: LearningGroup, asked: str) -> None:
    form = form_with(opened(group), "refuse")
    form["reason"] = "Vi har inte råd i år."
    assert "Du har inte godkänt" in words(form.submit("refuse"))
    assert (group.item(asked)["state"], group.item(asked)["reason"]) == ("draft", "Vi har inte råd i år.")
    told = text_of(sent_to(group, group.MEMBER)[-1])
    assert "Moa Chef har inte godkänt" in told
    assert "Vi har inte råd i år." in told


def test_nothing_but_an_answer_is_taken(group: LearningGroup, asked: str) -> None:
    form = form_with(opened(group), "approve")
    token = form["csrf_token"].value
    secret = form["token"].value
    browser = opened(group).test_app
    browser.post("/approve", {"csrf_token": token, "token": secret, "confirm": "1"}, status=400)
    assert group.item(asked)["state"] == "awaiting_approval"


def test_an_answered_link_says_so_and_shows_nothing(group: LearningGroup, asked: str) -> None:
    link = link_to(group, MOA, APPROVE)
    form_with(group.visitor().get(link), "approve").submit("approve")
    again = group.visitor().get(link, status=404)
    assert "Är den redan besvarad" in words(again)
    assert "Region Norra" not in again.text


def test_two_clicks_make_one_answer(group: LearningGroup, asked: str) -> None:
    page = opened(group)
    form_with(page, "approve").submit("approve")
    form_with(page, "approve").submit("approve", status=404)
    with group.looking() as site:
        steps = [each.core.get("transition") for each in find(site, asked).events]
    assert steps.count("approve") == 1


def test_taking_it_back_ends_the_link_and_asking_again_makes_another(group: LearningGroup, asked: str) -> None:
    first = link_to(group, MOA, APPROVE)
    fire(group, asked, "take_back")
    group.visitor().get(first, status=404)
    fire(group, asked, "ask_approval")
    second = links_to(group, MOA, APPROVE)[-1]
    assert second != first
    group.visitor().get(first, status=404)
    group.visitor().get(second, status=200)


def test_a_letter_that_is_sent_after_the_manager_was_changed_opens_nothing(group: LearningGroup, asked: str) -> None:
    fire(group, asked, "take_back")
    with group.acting(group.MEMBER) as acts:
        acts.edit(find(acts.site, asked), {"manager_name": "Nils Ny", "manager_email": "nils@norra.example"})
    fire(group, asked, "ask_approval")
    group.visitor().get(link_to(group, MOA, APPROVE), status=404)
    assert "Till Nils Ny" in words(group.visitor().get(link_to(group, "nils@norra.example", APPROVE)))


def test_an_approval_that_somebody_records_ends_the_link(group: LearningGroup, asked: str) -> None:
    link = link_to(group, MOA, APPROVE)
    fire(group, asked, "record_approval", approved_by="Moa Chef", approved_on=group.today)
    group.visitor().get(link, status=404)
