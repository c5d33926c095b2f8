"""Letters about surveys: one to each who is asked, with a link of their own; reminders name nobody's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from links import sent_to, text_of
from reglab_workflow.content.site.model import find
from survey_group import ASKED, SurveyGroup, address

KIM = "kim@norra.example"


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = SurveyGroup(tmp_path)
    yield group
    group.close()


def about_surveys(group: SurveyGroup, to: str) -> list[Any]:
    """The letters with a link to answer that have been sent to an address."""
    return [each for each in sent_to(group, to) if "/answer/" in text_of(each) or "svara på enkäten" in text_of(each)]


def test_everybody_who_is_asked_gets_a_link_of_their_own(group: SurveyGroup) -> None:
    group.survey(introduction="Vi vill bli bättre.")
    links = {name: group.links(address(name)) for name in ASKED}
    assert all(len(each) == 1 for each in links.values())
    assert len({each[0] for each in links.values()}) == len(ASKED)
    [letter] = about_surveys(group, address("Ada Ek"))
    told = text_of(letter)
    for each in ("Vi vill bli bättre.", "Den lärande regionen", "minst 5", "bara din"):
        assert each in told, each
    assert not any(other in told for other in ASKED)


def test_no_link_is_kept_anywhere(group: SurveyGroup) -> None:
    group.survey()
    secret = group.links(address("Ada Ek"))[0].removeprefix("/answer/")[16:]
    for each in group.database.storage.iterator():
        for record in each:
            assert secret.encode() not in record.data


def test_a_reminder_goes_to_those_alone_who_have_not_answered(group: SurveyGroup) -> None:
    path = group.survey(least=3)
    group.answered_by(*ASKED[:3])
    group.fire(path, "remind")
    assert [len(about_surveys(group, address(name))) for name in ASKED] == [1, 1, 1, 2, 2, 2, 2]
    told = text_of(about_surveys(group, address(ASKED[3]))[1])
    assert "inte fått ditt svar än" in told and not any(name in told for name in ASKED)
    first, second = group.links(address(ASKED[3]))
    assert first == second


def test_an_open_survey_sends_nothing_when_it_closes(group: SurveyGroup) -> None:
    path = group.survey()
    before = [len(sent_to(group, address(name))) for name in ASKED]
    group.fire(path, "close")
    assert [len(sent_to(group, address(name))) for name in ASKED] == before


def test_a_letter_to_an_address_that_is_old_opens_nothing(group: SurveyGroup) -> None:
    group.survey()
    with group.acting() as acts:
        from dataclasses import replace

        registration = find(acts.site, group.registrations[0])
        people = tuple(replace(each, email="ny@example.org") if each.name == "Ada Ek" else each
                       for each in registration.people)
        acts.fire(registration, "name", {"people": people})
    [link] = group.links(address("Ada Ek"))
    assert group.visitor().get(link, status="*").status_int == 404


def test_a_follow_up_goes_to_the_contact_with_a_link_and_to_representatives_without(group: SurveyGroup) -> None:
    path = group.follow_up()
    assert len(group.links(KIM)) == 1
    [letter] = about_surveys(group, group.MEMBER)
    told = text_of(letter)
    assert path in told and "/answer/" not in told and "inte anonymt" in told
    assert not about_surveys(group, address("Ada Ek"))
