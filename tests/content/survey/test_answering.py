"""Somebody with a link and no account answers a survey: once, while it is open, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ZODB.POSException import ConflictError

from links import form_with, words
from reglab_workflow.content.site.model import find
from survey_group import ASKED, SurveyGroup, address


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = SurveyGroup(tmp_path)
    yield group
    group.close()


def pot_of(group: SurveyGroup, path: str) -> dict[str, Any]:
    """What lies in the pot of a survey."""
    with group.looking() as site:
        pot = find(site, path).pot
        return {key: [value for _place, value in values] for key, values in pot.answers.items()}


def test_a_link_shows_the_questions_and_that_the_answer_is_anonymous(group: SurveyGroup) -> None:
    group.survey(introduction="Vi vill bli bättre.")
    told = words(group.visitor().get(group.links(address("Ada Ek"))[0]))
    for each in ("Vi vill bli bättre.", "Hur nöjd är du?", "1 – Inte alls", "5 – Mycket", "Maten", "minst 5 svar"):
        assert each in told, each
    assert "Ada" not in told


def test_an_answer_lies_in_the_pot_and_is_counted(group: SurveyGroup) -> None:
    path = group.survey()
    assert "Tack" in words(group.answer("Ada Ek", q2="3", q3="Maten", q5="Mer kaffe."))
    assert pot_of(group, path) == {"q1": [4], "q2": [3], "q3": ["Maten"], "q5": ["Mer kaffe."]}
    with group.looking() as site:
        survey = find(site, path)
        assert (survey.number_answered(), survey.number_asked()) == (1, 7)


def test_several_alternatives_can_be_chosen(group: SurveyGroup) -> None:
    path = group.survey()
    page = group.visitor().get(group.links(address("Ada Ek"))[0])
    form = form_with(page, "send")
    form["answer-q1"] = "5"
    boxes = form.fields["checkbox"]
    for box in (boxes[0], boxes[2]):
        box.checked = True
    form.submit("send")
    assert pot_of(group, path)["q4"] == [("Resa", "Tal")]


def test_looking_writes_nothing(group: SurveyGroup) -> None:
    path = group.survey()
    link = group.links(address("Ada Ek"))[0]
    before = group.database.lastTransaction()
    for _time in range(3):
        group.visitor().get(link)
    assert group.database.lastTransaction() == before
    assert pot_of(group, path) == {}


def test_what_is_missing_is_told_and_what_was_written_stays(group: SurveyGroup) -> None:
    path = group.survey()
    page = group.visitor().get(group.links(address("Ada Ek"))[0])
    form = form_with(page, "send")
    form["q5"] = "Längre raster."
    again = form.submit("send", status=422)
    assert "Frågan måste besvaras" in words(again)
    assert form_with(again, "send")["q5"].value == "Längre raster."
    assert pot_of(group, path) == {}
    fixed = form_with(again, "send")
    fixed["answer-q1"] = "2"
    assert "Tack" in words(fixed.submit("send"))
    assert pot_of(group, path)["q5"] == ["Längre raster."]


def test_a_second_answer_is_not_taken(group: SurveyGroup) -> None:
    path = group.survey()
    link = group.links(address("Ada Ek"))[0]
    first, second = (form_with(group.visitor().get(link), "send") for _time in range(2))
    first["answer-q1"], second["answer-q1"] = "1", "5"
    first.submit("send")
    assert "redan svarat" in words(second.submit("send"))
    assert "redan svarat" in words(group.visitor().get(link))
    assert pot_of(group, path) == {"q1": [1]}


def test_an_answer_after_the_closing_is_not_taken(group: SurveyGroup) -> None:
    path = group.survey()
    form = form_with(group.visitor().get(group.links(address("Ada Ek"))[0]), "send")
    group.fire(path, "close")
    form["answer-q1"] = "1"
    assert form.submit("send", status="*").status_int == 404
    assert pot_of(group, path) == {}


def test_a_reopened_survey_takes_answers_with_the_first_link(group: SurveyGroup) -> None:
    path = group.survey()
    group.answered_by("Ada Ek")
    group.fire(path, "close")
    group.fire(path, "reopen", closes=group.today, reason="Fler vill svara.")
    assert "redan svarat" in words(group.visitor().get(group.links(address("Ada Ek"))[0]))
    group.answered_by("Bo Alm")
    assert len(pot_of(group, path)["q1"]) == 2


@pytest.mark.parametrize("forge", [
    lambda link: link[:-1], lambda link: link[:-1] + ("A" if link[-1] != "A" else "B"), lambda link: link + "A",
    lambda link: link[:24], lambda link: "/answer/", lambda link: "/answer/" + "0" * 59,
    lambda link: "/answer/%C3%A5" + link[9:], lambda link: link + "/more"])
def test_a_forged_link_opens_nothing(group: SurveyGroup, forge: Any) -> None:
    group.survey()
    link = group.links(address("Ada Ek"))[0]
    answer = group.visitor().get(forge(link), status="*")
    assert answer.status_int == 404 or forge(link).startswith(link + "/")
    if answer.status_int != 404:
        assert "Hur nöjd är du?" in words(answer)


def test_a_link_opens_its_own_survey_alone(group: SurveyGroup) -> None:
    one, other = group.survey(), group.survey(title="En annan")
    first, second = group.links(address("Ada Ek"))
    mixed = second[:len("/answer/") + 16] + first[len("/answer/") + 16:]
    assert group.visitor().get(mixed, status="*").status_int == 404
    group.answer("Ada Ek")
    assert pot_of(group, one) == {} and pot_of(group, other) == {"q1": [4]}


def test_values_that_no_form_offers_are_refused(group: SurveyGroup) -> None:
    path = group.survey()
    for key, value in (("q1", "6"), ("q1", "0"), ("q1", "nan"), ("q3", "Vädret")):
        form = form_with(group.visitor().get(group.links(address("Ada Ek"))[0]), "send")
        form["answer-q1"] = "4"
        form[f"answer-{key}"].force_value(value)
        assert form.submit("send", status="*").status_int in (400, 422), (key, value)
    assert pot_of(group, path) == {}


def test_those_who_are_taken_off_the_list_have_no_link_any_more(group: SurveyGroup) -> None:
    group.survey()
    link = group.links(address("Gun Rönn"))[0]
    with group.acting() as acts:
        registration = find(acts.site, group.registrations[1])
        acts.fire(registration, "name", {"people": registration.people[:1]})
    assert group.visitor().get(link, status="*").status_int == 404


def test_an_evaluation_of_an_occasion_asks_those_who_came(group: SurveyGroup) -> None:
    group.opened()
    for name in ASKED[:3]:
        group.do(name, "sign_up")
    with group.looking() as site:
        uid = find(site, group.workshop).uid
    path = group.survey(occasion=uid)
    with group.looking() as site:
        assert find(site, path).number_asked() == 3
    assert group.links(address("Ada Ek")) and not group.links(address("Eva Gran"))


def test_whom_a_survey_asks_stands_in_no_trail(group: SurveyGroup) -> None:
    path = group.survey()
    with group.looking() as site:
        survey = find(site, path)
        assert survey.asked
        for entry in survey.events:
            assert not any(holder in repr(entry.details) for holder in survey.asked)


def test_the_pages_of_an_evaluation_never_offer_to_answer_for_an_organisation(group: SurveyGroup) -> None:
    path = group.survey()
    for email in (group.MEMBER, group.OFFICE):
        assert group.browser(email).get(f"{path}/reply", status="*").status_int == 404


def two_at_once(group: SurveyGroup, path: str) -> None:
    """Two answers, neither of which has seen the other."""
    with group.open() as first:
        find(first, path).pot.put("one", {"q1": 1})
        with group.open() as second:
            find(second, path).pot.put("other", {"q1": 5})


def test_two_answers_at_once_do_not_lose_one_another(group: SurveyGroup) -> None:
    """Both rewrite the pot: the database takes one, and the other is asked to try again."""
    path = group.survey()
    with pytest.raises(ConflictError):
        two_at_once(group, path)
    assert pot_of(group, path) == {"q1": [5]}
