"""With the whole database, every revision of it, no answer to an evaluation can be joined to a person."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ZODB.utils import oid_repr

from links import words
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.content.survey.pot import Pot
from survey_group import ASKED, SurveyGroup, address


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = SurveyGroup(tmp_path)
    yield group
    group.close()


def transactions(group: SurveyGroup, after: bytes) -> list[tuple[Any, list[Any]]]:
    """Every transaction since one, each with the records that it wrote."""
    found = [(each, list(each)) for each in group.database.storage.iterator()]
    return [(each, records) for each, records in found if each.tid > after]


def people_in(group: SurveyGroup) -> dict[str, str]:
    """What names somebody: keys, addresses, names and the uids of accounts, each with whose it is."""
    with group.looking() as site:
        found = {text: each.name for registration in find(site, group.project)["registrations"].values()
                 for each in registration.people for text in (each.key, each.name, each.email)}
    return {**found, **{uid: email for email, uid in group.people.items()}}


def test_an_answer_is_written_in_a_transaction_that_touches_nothing_but_the_pot(group: SurveyGroup) -> None:
    path = group.survey()
    links = {name: group.links(address(name))[0] for name in ASKED}
    before = group.database.lastTransaction()
    for name in ASKED:
        page = group.visitor().get(links[name])
        form = page.forms["answer"]
        form["answer-q1"], form["q5"] = "4", f"Ett svar på {len(name)} tecken."
        form.submit("send")
    with group.looking() as site:
        pot = find(site, path).pot
        place = pot._p_oid
    written = transactions(group, before)
    assert len(written) == len(ASKED)
    named = people_in(group)
    for transaction, records in written:
        assert [oid_repr(record.oid) for record in records] == [oid_repr(place)]
        assert not any(text in repr((transaction.user, transaction.description, transaction.extension))
                       for text in (*named, *links.values()))
        for record in records:
            held = record.data.decode("utf-8", "replace")
            assert [text for text in named if text in held] == []
            assert not any(link.removeprefix("/answer/") in held for link in links.values())


def test_who_is_signed_in_is_not_written_with_the_answer(group: SurveyGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser of somebody with an account would else note its session in the same transaction."""
    path = group.survey()
    browser = group.browser(group.MEMBER)
    link = group.links(address("Ada Ek"))[0]
    later = clock.now() + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = browser.get(link)
    before = group.database.lastTransaction()
    form = page.forms["answer"]
    form["answer-q1"] = "4"
    assert "Tack" in words(form.submit("send"))
    with group.looking() as site:
        place = find(site, path).pot._p_oid
    [(_transaction, records)] = transactions(group, before)
    assert [oid_repr(record.oid) for record in records] == [oid_repr(place)]


def test_the_marks_tell_nothing_without_the_key(group: SurveyGroup) -> None:
    """All that the database has of a person, tried as what a mark could be made of."""
    path = group.survey()
    group.answered_by(*ASKED)
    with group.looking() as site:
        survey = find(site, path)
        marks, uid, holders = survey.pot.marks, survey.uid, survey.asked
    assert len(marks) == len(ASKED)
    tried = {*people_in(group), *holders, *(f"{uid}:{each}" for each in holders),
             *(f"mark:{uid}:{each}" for each in holders)}
    guesses = {base64.urlsafe_b64encode(hashlib.sha256(each.encode()).digest()).decode().rstrip("=") for each in tried}
    assert not marks & (guesses | tried)
    key = group.registry.reglab_seal.path
    assert key.stat().st_mode & 0o077 == 0
    for record in (record for each in group.database.storage.iterator() for record in each):
        assert key.read_bytes() not in record.data


def test_nothing_in_the_pot_tells_which_answers_came_together_or_in_what_order(group: SurveyGroup) -> None:
    path = group.survey()
    for number, name in enumerate(ASKED):
        group.answer(name, q1=str(5 - number % 5), q2=str(1 + number % 5), q5=f"Text {number}")
    with group.looking() as site:
        pot = find(site, path).pot
        assert vars(pot).keys() == {"marks", "answers"}
        assert [value for _place, value in pot.answers["q1"]] == [1, 2, 3, 4, 4, 5, 5]
        assert [value for _place, value in pot.answers["q2"]] == [1, 1, 2, 2, 3, 4, 5]
        places = [place for place, _value in pot.answers["q5"]]
        assert places == sorted(places) and len(set(places)) == len(ASKED)


def test_texts_lie_in_an_order_by_chance() -> None:
    orders = set()
    for _time in range(40):
        pot = Pot()
        for number in range(4):
            pot.put(str(number), {"q1": f"text {number}"})
        orders.add(tuple(value for _place, value in pot.answers["q1"]))
    assert len(orders) > 5


def test_no_answer_is_in_the_trail_the_index_or_the_outbox(group: SurveyGroup) -> None:
    path = group.survey()
    link = group.links(address("Ada Ek"))[0]
    with group.looking() as site:
        entries, letters = len(site.trail), len(site.outbox.newest(1000))
    form = group.visitor().get(link).forms["answer"]
    form["answer-q1"], form["q5"] = "4", "Fjällräven"
    form.submit("send")
    with group.looking() as site:
        assert (len(site.trail), len(site.outbox.newest(1000))) == (entries, letters)
        assert find(site, path).version == 1
    office = group.browser(group.OFFICE)
    office.get("/search", {"q": "Fjällräven"})
    index = Path(group.registry.reglab_settings.index)
    for file in index.parent.glob(f"{index.name}*"):
        assert "jällräv".encode() not in file.read_bytes()
    assert "Fjällräven" not in office.get(path).text


def test_a_reminder_waits_while_it_would_tell_who_has_answered(group: SurveyGroup) -> None:
    path = group.survey(least=3)
    group.answered_by("Ada Ek")
    assert group.stops(path, "remind") == ["few_have_answered"]
    group.answered_by("Bo Alm", "Cia Lind")
    assert group.stops(path, "remind") == []
    group.answered_by("Dan Ask", "Eva Gran")
    assert group.stops(path, "remind") == ["few_are_left"]


def test_too_few_answers_are_never_shown(group: SurveyGroup) -> None:
    path = group.survey()
    group.answered_by(*ASKED[:4])
    group.fire(path, "close")
    office = group.browser(group.OFFICE)
    told = words(office.get(path))
    assert "för få svar" in told and "Medel" not in told and "medel" not in told
    for kind in ("csv", "xlsx"):
        assert office.get(f"{path}/results.{kind}", status="*").status_int == 404


def test_nothing_is_shown_while_the_survey_is_open(group: SurveyGroup) -> None:
    path = group.survey()
    for name in ASKED:
        group.answer(name, q5="Hemligt än")
    office = group.browser(group.OFFICE)
    assert "Hemligt än" not in office.get(path).text and "7 av 7" in words(office.get(path))
    assert office.get(f"{path}/results.csv", status="*").status_int == 404


def test_one_more_answer_is_not_shown_by_itself_as_a_difference(group: SurveyGroup) -> None:
    path = group.survey()
    group.answered_by(*ASKED[:5])
    group.fire(path, "close")
    office = group.browser(group.OFFICE)
    before = office.get(f"{path}/results.csv").text
    group.fire(path, "reopen", closes=group.today, reason="En till.")
    group.answer("Fia Hägg", q1="1", q5="Bara jag tycker så.")
    group.fire(path, "close")
    assert office.get(f"{path}/results.csv").text == before
    told = words(office.get(path))
    assert "Bara jag tycker så." not in told and "för få för att visas: 1" in told


def test_fewer_than_three_can_never_be_chosen(group: SurveyGroup) -> None:
    path = group.survey(is_open=False)
    page = group.browser(group.OFFICE).get(f"{path}/edit")
    form = page.forms["form"]
    form["least"] = "2"
    assert "minst 3" in words(form.submit("save", status=422))
    with group.acting() as acts:
        survey = find(acts.site, path)
        survey.set({"least": 1})
        assert survey.fewest == 3
