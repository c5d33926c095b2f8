"""Appointments: they hold from day to day, and what rests on them ends with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from learning_site import LearningSite
from reglab_workflow.people.appointments import SITE, Appointment, Appointments, Ground, principals_of

MORNING = datetime(2026, 5, 10, 6, 0, tzinfo=timezone.utc)


def appointment(**values) -> Appointment:
    told = {"person": "p1", "role": "content_leader", "scope": "x1", "start": date(2026, 5, 1)} | values
    return Appointment(**told)


@pytest.fixture
def here():
    return LearningSite()


def held(here, person):
    return principals_of(person, here.site, here.now)


# -- one appointment -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end", "holds"), [
    (date(2026, 5, 10), None, True),
    (date(2026, 5, 11), None, False),
    (date(2026, 5, 1), date(2026, 5, 10), True),
    (date(2026, 5, 1), date(2026, 5, 9), False),
])
def test_the_first_and_the_last_day_both_count(start, end, holds):
    assert appointment(start=start, end=end).holds(MORNING) is holds


def test_a_day_begins_when_it_begins_in_sweden():
    just_past_midnight = datetime(2026, 5, 9, 22, 5, tzinfo=timezone.utc)
    assert appointment(start=date(2026, 5, 10)).holds(just_past_midnight)


def test_an_ended_appointment_held_until_the_moment_it_was_ended():
    ended = appointment()
    Appointments().end(ended, MORNING, "boss")
    assert ended.holds(MORNING - timedelta(seconds=1))
    assert not ended.holds(MORNING)


def test_an_appointment_is_ended_once():
    kept, ended = Appointments(), appointment()
    kept.end(ended, MORNING, "boss")
    kept.end(ended, MORNING + timedelta(days=1), "somebody else")
    assert (ended.ended_at, ended.ended_by) == (MORNING, "boss")


def test_a_role_on_the_site_is_held_everywhere_and_one_on_an_item_only_there():
    assert appointment(role="office", scope=SITE).principal == "office"
    assert appointment().principal == "content_leader@x1"


# -- all of them ---------------------------------------------------------------------------------------------


def test_appointments_are_found_by_person_and_by_scope():
    kept = Appointments()
    mine = kept.add(appointment())
    on_other = kept.add(appointment(scope="x2", start=date(2026, 5, 2)))
    others = kept.add(appointment(person="p2"))
    assert kept.of_person("p1", MORNING) == [mine, on_other]
    assert set(kept.on_scope("x1", MORNING)) == {mine, others}
    assert (kept.of_person("nobody", MORNING), kept.on_scope("nothing", MORNING)) == ([], [])
    assert kept.get(mine.uid) is mine
    assert len(kept.all()) == len(kept) == 3


def test_what_has_ended_is_found_without_a_moment_only():
    kept = Appointments()
    past = kept.add(appointment(end=date(2026, 5, 5)))
    assert kept.of_person("p1", MORNING) == []
    assert kept.of_person("p1") == [past]


def test_an_appointment_cannot_end_before_it_begins():
    kept = Appointments()
    with pytest.raises(ValueError, match="begins"):
        kept.add(appointment(end=date(2026, 4, 30)))
    assert len(kept) == 0


# -- what a person may call on -------------------------------------------------------------------------------


def test_a_person_without_organisation_and_role_holds_only_the_account(here):
    person = here.person("Eva Ensam")
    assert held(here, person) == {
        f"person:{person.uid}": Ground(f"person:{person.uid}", "account", subject=person.uid)}


@pytest.mark.parametrize(("kind", "expected"), [
    ("member", {"member"}), ("partner", {"partner"}), ("other", set()),
])
def test_membership_comes_from_the_organisation(here, kind, expected):
    organisation = here.organisation(kind=kind, from_date=date(2026, 1, 1), to_date=date(2026, 12, 31))
    person = here.person("Mia Medlem", organisation)
    expected = expected | {f"org:{organisation.uid}", f"person:{person.uid}"}
    assert set(held(here, person)) == expected
    ground = held(here, person)[f"org:{organisation.uid}"]
    assert ground == Ground(f"org:{organisation.uid}", "membership", date(2026, 1, 1), date(2026, 12, 31), "",
                            organisation.uid)


@pytest.mark.parametrize("dates", [{"from_date": date(2026, 9, 2)}, {"to_date": date(2026, 8, 31)}])
def test_membership_holds_between_its_dates_only(here, dates):
    person = here.person("Mia Medlem", here.organisation(**dates))
    assert set(held(here, person)) == {f"person:{person.uid}"}


def test_nothing_comes_from_a_former_organisation(here):
    organisation = here.organisation()
    person = here.person("Mia Medlem", organisation)
    here.put(organisation, "former")
    assert set(held(here, person)) == {f"person:{person.uid}"}


def test_an_appointment_gives_its_principal_with_who_gave_it(here):
    project, person = here.project(), here.person("Lea Lund")
    here.appoint(person, "content_leader", project, end=here.later(10), given_by="boss")
    name = f"content_leader@{project.uid}"
    assert held(here, person)[name] == Ground(
        name, "appointment", here.today, here.later(10), "boss", project.uid)
    here.pass_days(11)
    assert name not in held(here, person)


@pytest.mark.parametrize("order", [(10, None), (None, 10)])
def test_of_two_grounds_the_one_that_lasts_longest_is_told(here, order):
    person = here.person("Lea Lund")
    for days in order:
        here.appoint(person, "office", SITE, end=here.later(days) if days else None)
    assert held(here, person)["office"].until is None
