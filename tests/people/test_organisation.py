"""Organisations: between their dates they are what they are, and leaving takes their roles along."""

from __future__ import annotations

from datetime import date

import pytest

from learning_site import LearningSite
from reglab_workflow.content.events import AppointmentEnded
from reglab_workflow.people.organisation import organisation_by_uid, organisation_called
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused


@pytest.fixture
def here():
    return LearningSite()


def test_an_organisation_is_found_by_uid_and_by_any_of_its_names(here):
    found = here.organisation("Region Nordanå", short="Nordanå", aliases=("Nordanå län",))
    assert organisation_by_uid(here.site, found.uid) is found
    for name in ("Region Nordanå", "  region   NORDANÅ ", "Nordanå", "nordanå län"):
        assert organisation_called(here.site, name) is found
    assert organisation_by_uid(here.site, "nobody") is None
    assert organisation_called(here.site, "Nordan") is None
    assert organisation_called(here.site, "") is None


def test_an_organisation_without_a_short_name_matches_no_empty_name(here):
    assert not here.organisation("Region Nordanå").is_called(" ")


def test_tables_fall_back_on_the_official_name(here):
    assert here.organisation("Region Nordanå").short_name == "Region Nordanå"
    assert here.organisation("Region Sunnanå", short="Sunnanå").short_name == "Sunnanå"


@pytest.mark.parametrize(("day", "with_us"), [
    (date(2025, 12, 31), False), (date(2026, 1, 1), True),
    (date(2026, 6, 30), True), (date(2026, 7, 1), False),
])
def test_both_dates_are_days_that_count(here, day, with_us):
    found = here.organisation(from_date=date(2026, 1, 1), to_date=date(2026, 6, 30))
    assert found.takes_part(day) is with_us


def test_when_an_organisation_leaves_its_representatives_are_no_longer(here):
    organisation = here.organisation()
    person = here.person("Rut Ren", organisation)
    appointment = here.appoint(person, "representative", organisation)
    acts = here.acts(here.office)
    acts.fire(organisation, "end", {"to_date": here.today, "reason": "Utträde"})
    assert (organisation.state, organisation.to_date) == ("former", here.today)
    assert not appointment.holds(here.now)
    ended = [event for event in here.heard if isinstance(event, AppointmentEnded)]
    assert [(event.actor.id, event.why) for event in ended] == [("system", "Utträde")]


def test_what_had_ended_before_is_not_ended_again(here):
    organisation = here.organisation()
    person = here.person("Rut Ren", organisation)
    appointment = here.appoint(person, "representative", organisation, end=here.today)
    here.pass_days(5)
    here.acts(here.office).fire(organisation, "end", {"to_date": here.today})
    assert appointment.ended_at is None
    assert [event for event in here.heard if isinstance(event, AppointmentEnded)] == []


def test_an_organisation_does_not_leave_before_its_last_day(here):
    organisation = here.organisation()
    with pytest.raises(Refused) as refusal:
        here.acts(here.office).fire(organisation, "end", {"to_date": here.later(1)})
    told = [(reason.code, reason.field) for reason in refusal.value.reasons]
    assert told == [("last_day_ahead", "to_date")]
    assert organisation.state == "active"


def test_leaving_takes_a_day(here):
    with pytest.raises(MissingFacts):
        here.acts(here.office).fire(here.organisation(), "end", {})


def test_an_organisation_that_comes_back_has_no_end_in_sight(here):
    organisation = here.organisation(to_date=here.today)
    here.put(organisation, "former")
    here.acts(here.office).fire(organisation, "rejoin", {"from_date": here.later(30)})
    assert organisation.state == "active"
    assert (organisation.from_date, organisation.to_date) == (here.later(30), None)


def test_the_representative_reads_more_of_the_own_organisation_and_edits_nothing(here):
    own, other = here.organisation("Region Nordanå"), here.organisation("Region Sunnanå")
    person = here.person("Rut Ren", own)
    here.appoint(person, "representative", own)
    assert [here.may(person, "view_history", each) for each in (own, other)] == [True, False]
    with pytest.raises(NotPermitted):
        here.acts(person).edit(own, {"kind": "partner"})
