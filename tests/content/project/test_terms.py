"""The terms: versions that are kept, what cancelling costs on a day, and the page that everybody can read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learning_group import LearningGroup
from reglab_workflow import clock
from reglab_workflow.content.project.model import Charge
from reglab_workflow.content.project.terms import (
    USUAL_CHARGES,
    Said,
    Stretch,
    charge_of,
    charge_on,
    first_day,
    stretches,
)
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused

STEPS = (Charge(28, 0), Charge(14, 50), Charge(0, 100))


@pytest.fixture
def group(tmp_path: Path) -> Iterator[LearningGroup]:
    made = LearningGroup(tmp_path / "var")
    yield made
    made.close()


def words(answer: Any) -> str:
    return " ".join(answer.html.find("main").get_text(" ").split()).replace("\N{NO-BREAK SPACE}", " ")


def write(group: LearningGroup, text: str, *charges: Charge, who: str = "") -> None:
    """A new version of the terms."""
    with group.acting(who or group.OFFICE) as acts:
        acts.fire(find(acts.site, group.project), "set_terms", {"terms_text": text, "charges": charges})


# -- what a day costs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "percent"), [
    (100, 0), (29, 0), (28, 0), (27, 50), (15, 50), (14, 50), (13, 100), (1, 100), (0, 100), (-1, 100), (-60, 100)])
def test_a_charge_holds_while_at_least_its_days_are_left(days, percent):
    assert charge_on(STEPS, days).percent == percent
    assert charge_on(reversed(STEPS), days).percent == percent


@pytest.mark.parametrize("days", [13, 1, 0, -1])
def test_what_the_terms_leave_unsaid_is_not_reckoned(days):
    assert charge_on(STEPS[:2], days) is None
    assert charge_on((), days) is None


@given(charges=some.lists(some.builds(Charge, some.integers(0, 60), some.integers(0, 100)), max_size=5,
                          unique_by=lambda each: each.days), days=some.integers(-30, 90))
def test_each_day_has_the_charge_of_the_stretch_that_it_is_in(charges, days):
    def holds(stretch: Stretch) -> bool:
        left = max(days, 0)
        return stretch.charge.days <= left and (stretch.below is None or left < stretch.below)

    assert [each.charge for each in stretches(charges) if holds(each)] == [
        each for each in (charge_on(charges, days),) if each is not None]


def test_the_charge_is_of_the_fee_and_in_whole_kronor(group):
    path = group.confirmed(group.norra)
    with group.acting() as acts:
        registration, project = find(acts.site, path), find(acts.site, group.project)
        day = first_day(project) - timedelta(days=20)
        said = charge_of(registration, day)
        assert (said.terms.number, said.days, said.charge.percent, said.kronor) == (1, 20, 50, 10_000)
        acts.edit(project, {"fee": 9_999})
        assert charge_of(registration, day).kronor == 5_000
        acts.edit(project, {"fee": None})
        assert charge_of(registration, day).kronor is None
        assert charge_of(registration, first_day(project) - timedelta(days=40)).kronor == 0


def test_the_first_occasion_is_the_first_that_is_not_cancelled_and_has_a_day(group):
    with group.acting() as acts:
        project = find(acts.site, group.project)
        group.occasion(acts, project, 20)
        acts.create(project["workshops"], "workshop", {"title": "Senare"})
        assert first_day(project) == group.today + timedelta(days=20)
        workshop = project.programme()[0]
        acts.fire(workshop, "announce")
        acts.fire(workshop, "cancel", {"reason": "Sjukdom.", "went_to": "Nästa"})
        assert first_day(project) == group.today + timedelta(days=30)


def test_whoever_accepted_a_version_keeps_it_when_a_new_one_is_written(group):
    early = group.confirmed(group.norra)
    write(group, "Strängare villkor.", Charge(60, 25), Charge(0, 100))
    late = group.confirmed(group.sodra, terms=2)
    with group.looking() as site:
        day = group.today
        assert [charge_of(find(site, each), day).charge for each in (early, late)] == [Charge(28, 0), Charge(0, 100)]


def test_who_accepted_nothing_owes_nothing_that_the_system_reckons(group):
    path = group.registration(group.norra, terms=0)
    with group.looking() as site:
        assert charge_of(find(site, path), group.today) == Said()
    answer = group.browser(group.OFFICE).get(f"{path}/do/cancel_late", status="*")
    assert answer.forms["form"]["charge"].value == ""
    assert "Organisationen har inte godkänt några villkor." in words(answer)


# -- cancelling too late -------------------------------------------------------------------------------------


def at(group: LearningGroup, days: int) -> datetime:
    """Noon, so many days from today."""
    return datetime.combine(group.today + timedelta(days=days), time(12), tzinfo=timezone.utc)


@pytest.mark.parametrize(("days", "charge", "told"), [
    (16, "10000", "kostar det 50 % av avgiften, 10 000 kr. Dagar kvar till första tillfället: 14."),
    (17, "20000", "kostar det 100 % av avgiften, 20 000 kr. Dagar kvar till första tillfället: 13."),
    (33, "20000", "Dagar sedan första tillfället: 3."),
])
def test_the_page_of_the_step_begins_with_what_the_accepted_terms_give_that_day(
        group, monkeypatch, days, charge, told):
    path = group.confirmed(group.norra)
    monkeypatch.setattr(clock, "now", lambda: at(group, days))
    browser = group.browser(group.OFFICE)
    answer = browser.get(f"{path}/do/cancel_late")
    form = answer.forms["form"]
    assert form["charge"].value == charge
    assert told in words(answer) and "Enligt villkoren, version 1" in words(answer)
    form["reason"], form["charge"] = "Vi hann inte.", "7000"
    form.submit("send", status=303)
    kept = group.item(path)
    assert (kept["state"], kept["charge"], kept["charged_by"], kept["reason"]) == (
        "cancelled_late", 7000, 1, "Vi hann inte.")


def test_a_charge_is_never_without_its_reason(group):
    path = group.confirmed(group.norra)
    with group.acting(group.OFFICE, now=at(group, 16)) as acts, pytest.raises(MissingFacts):
        acts.fire(find(acts.site, path), "cancel_late", {"charge": 10_000})


# -- the page ------------------------------------------------------------------------------------------------


def test_everybody_who_sees_the_project_reads_the_terms_that_hold(group):
    told = words(group.visitor().get(f"{group.project}/terms"))
    for part in ("Villkor, version 1", "Anmälan är bindande efter sista anmälningsdag.",
                 "Dagar kvar till första tillfället: 28 eller fler 0 %",
                 "Dagar kvar till första tillfället: 14 till 27 50 %",
                 "Dagar kvar till första tillfället: 13 eller färre, och därefter 100 %"):
        assert part in told, told


def test_earlier_versions_remain_and_say_that_they_are_earlier(group):
    write(group, "Strängare villkor.", Charge(0, 100))
    browser = group.visitor()
    assert "Strängare villkor." in words(browser.get(f"{group.project}/terms"))
    earlier = browser.get(f"{group.project}/terms").click("version 1", index=0)
    assert "Det här är en tidigare version." in words(earlier) and "Anmälan är bindande" in words(earlier)
    assert "Strängare villkor." in words(earlier.click("Se de villkor som gäller nu"))


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "٣", "9" * 30])
def test_a_version_that_is_not_there_is_not_there(group, number):
    group.visitor().get(f"{group.project}/terms", {"number": number}, status=404)


def test_before_the_project_is_out_its_terms_are_not_either(group):
    with group.acting() as acts:
        path = acts.create(acts.site["projects"], "project", {"title": "Hemligt"}).path
    group.visitor().get(f"{path}/terms", status=404)
    assert "Inga villkor är skrivna än" in words(group.browser(group.OFFICE).get(f"{path}/terms"))


def test_who_has_accepted_is_told_to_the_office_alone(group):
    group.confirmed(group.norra)
    told = words(group.browser(group.OFFICE).get(f"{group.project}/terms"))
    assert "1 organisation har godkänt den här versionen" in told and "Region Norra" in told
    assert "Region Norra" not in words(group.visitor().get(f"{group.project}/terms"))


# -- a new version -------------------------------------------------------------------------------------------


def test_the_office_begins_with_the_usual_terms_and_can_change_them(group):
    with group.acting() as acts:
        path = acts.create(acts.site["projects"], "project", {"title": "Nytt"}).path
    form = group.browser(group.OFFICE).get(f"{path}/do/set_terms").forms["form"]
    assert form["terms_text"].value.startswith("Anmälan är bindande efter sista anmälningsdag.")
    assert [(one.value, other.value) for one, other in zip(form.fields["days"], form.fields["percent"], strict=True)] \
        == [(str(each.days), str(each.percent)) for each in USUAL_CHARGES]
    form["terms_text"], form.fields["percent"][1].value = "Våra villkor.", "40"
    form.submit("send", status=303)
    terms, = group.item(path)["terms"]
    assert (terms.number, terms.text) == (1, "Våra villkor.")
    assert terms.charges == (Charge(28, 0), Charge(14, 40), Charge(0, 100))


def test_a_new_version_begins_with_the_wording_that_holds(group):
    form = group.browser(group.OFFICE).get(f"{group.project}/do/set_terms").forms["form"]
    assert form["terms_text"].value == "Anmälan är bindande efter sista anmälningsdag."
    answer = form.submit("send", status=422)
    assert "Det här är de villkor som redan gäller." in words(answer)
    assert len(group.item(group.project)["terms"]) == 1


@pytest.mark.parametrize(("charges", "code"), [
    ((Charge(14, 0), Charge(14, 50)), "charge_twice"), ((Charge(28, 50), Charge(14, 20)), "charge_falls")])
def test_terms_that_say_two_things_or_grow_cheaper_are_refused(group, charges, code):
    with pytest.raises(Refused, match=code):
        write(group, "Nya.", *charges)


@pytest.mark.parametrize("who", [LearningGroup.MEMBER, LearningGroup.AUDITOR, LearningGroup.PARTNER])
def test_only_the_office_writes_terms(group, who):
    with pytest.raises(NotPermitted):
        write(group, "Gratis.", Charge(0, 0), who=who)


@pytest.mark.parametrize(("name", "value"), [("days", "-1"), ("percent", "101"), ("percent", "halva")])
def test_what_is_no_charge_is_told_at_its_field(group, name, value):
    form = group.browser(group.OFFICE).get(f"{group.project}/do/set_terms").forms["form"]
    form["terms_text"], form.fields[name][0].value = "Nya villkor.", value
    answer = form.submit("send", status=422)
    assert answer.forms["form"]["terms_text"].value == "Nya villkor."
    assert answer.html.select("form .fault") != []
