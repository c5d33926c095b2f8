"""People: what is one's own to change, and what happens when an account is locked."""

from __future__ import annotations

import pytest

from learning_site import LearningSite
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused


@pytest.fixture
def here():
    return LearningSite()


def test_the_address_of_a_person_tells_no_name(here):
    person = here.person("Mia Medlem")
    assert person.path == f"/people/{person.uid}"


def test_people_change_their_own_words_but_not_what_brings_rights(here):
    person = here.person("Mia Medlem", here.organisation("Region Nordanå"))
    other = here.organisation("Region Sunnanå")
    acts = here.acts(person)
    assert acts.edit(person, {"role_title": "Strateg", "language": "en"})
    for values in ({"organisation": other.uid}, {"email": "mia@region.example"}):
        with pytest.raises(NotPermitted):
            acts.edit(person, values)
    assert (person.email, person.role_title) == ("", "Strateg")


def test_the_office_moves_a_person_to_another_organisation(here):
    person, other = here.person("Mia Medlem"), here.organisation()
    assert here.acts(here.office).edit(person, {"organisation": other.uid, "email": "mia@region.example"})
    assert (person.organisation, person.email) == (other.uid, "mia@region.example")


def test_people_do_not_see_each_other(here):
    mia, per = here.person("Mia Medlem"), here.person("Per Partner")
    assert here.may(mia, "view", mia)
    assert not here.may(mia, "view", per)
    assert not here.may(None, "view", per)


def test_a_locked_person_has_no_rights_left(here):
    organisation = here.organisation()
    person = here.person("Mia Medlem", organisation)
    here.acts(here.office).fire(person, "lock", {"reason": "Har slutat"})
    assert person.state == "locked"
    assert set(here.acts(person).actor.principals) == {"anyone"}
    assert not here.may(person, "view", person)


def test_locking_takes_a_reason(here):
    with pytest.raises(MissingFacts):
        here.acts(here.office).fire(here.person("Mia Medlem"), "lock", {"reason": " "})


def test_nobody_locks_his_or_her_own_account(here):
    with pytest.raises(Refused) as refusal:
        here.acts(here.office).fire(here.office, "lock", {"reason": "Oj"})
    assert [reason.code for reason in refusal.value.reasons] == ["yourself"]
    assert here.office.state == "active"


def test_an_unlocked_person_is_as_before(here):
    person = here.person("Mia Medlem", here.organisation())
    before = set(here.acts(person).actor.principals)
    acts = here.acts(here.office)
    acts.fire(person, "lock", {"reason": "Tjänstledig"})
    acts.fire(person, "unlock")
    assert set(here.acts(person).actor.principals) == before
