"""The forms of organisations and people: what they accept, and what is left to the office."""

from __future__ import annotations

from types import SimpleNamespace

import colander
import pytest

from learning_site import LearningSite
from reglab_workflow.people.organisation import KINDS, Organisation
from reglab_workflow.people.schema import (
    KIND_TITLES,
    OrganisationFacts,
    OrganisationSchema,
    PersonFacts,
    PersonSchema,
)
from reglab_workflow.web.forms import as_values


@pytest.fixture
def here():
    return LearningSite()


def bound(here, item=None, who=None):
    acts = here.acts(who or here.office)
    return PersonSchema().bind(
        request=SimpleNamespace(rights=acts.rights), item=item, site=here.site, actor=acts.actor)


def names(schema) -> set[str]:
    return {node.name for node in schema}


def faults(schema, values) -> set[str]:
    with pytest.raises(colander.Invalid) as invalid:
        schema.deserialize(values)
    return set(invalid.value.asdict())


def test_every_kind_has_words():
    assert set(KIND_TITLES) == set(KINDS)


def test_an_organisation_keeps_its_names_and_domains_as_they_were_given():
    values = as_values(OrganisationSchema().deserialize({
        "title": " Region  Nordanå ", "kind": "member", "aliases": ["Nordanå län"],
        "domains": [" NORDANA.example"]}))
    organisation = Organisation(**values)
    assert (organisation.title, organisation.aliases) == ("Region Nordanå", ("Nordanå län",))
    assert organisation.domains == ("nordana.example",)
    assert (organisation.from_date, organisation.to_date, organisation.short) == (None, None, "")


@pytest.mark.parametrize(("given", "wrong"), [
    ({"from_date": "2026-02-01", "to_date": "2026-01-31"}, "to_date"),
    ({"domains": ["kansli@nordana.example"]}, "domains.0"),
    ({"domains": ["nordana"]}, "domains.0"),
])
def test_what_an_organisation_cannot_have_is_told_at_its_field(given, wrong):
    assert faults(OrganisationSchema(), {"title": "Region Nordanå", "kind": "other"} | given) == {wrong}


@pytest.mark.parametrize("address", [
    "mia", "mia@", "mia@nordana", "mia@nordana.", "mia @nordana.example", "mia@sunnana@nordana.example",
])
def test_an_address_that_is_signed_in_with_is_whole(here, address):
    assert faults(bound(here), {"title": "Mia Medlem", "email": address}) == {"email"}


def test_an_address_is_kept_in_small_letters(here):
    values = bound(here).deserialize({"title": "Mia Medlem", "email": " Mia@Nordana.Example "})
    assert values["email"] == "mia@nordana.example"


def test_two_people_do_not_share_an_address(here):
    person = here.person("Mia Medlem", email="mia@nordana.example")
    here.site.accounts.know(person.uid, person.email)
    given = {"title": "Mia Medlem", "email": "MIA@nordana.example"}
    assert bound(here, person).deserialize(given)["email"] == "mia@nordana.example"
    assert faults(bound(here, here.site["people"]), given) == {"email"}


def test_people_have_no_field_for_what_brings_rights(here):
    person = here.person("Mia Medlem")
    assert names(bound(here, person)) == {"title", "email", "organisation", "role_title", "language"}
    assert names(bound(here, person, person)) == {"title", "role_title", "language"}


def test_a_person_belongs_to_an_organisation_that_takes_part_or_to_none(here):
    active, former = here.organisation("Region B"), here.put(here.organisation("Region A"), "former")
    offered = bound(here, here.site["people"])["organisation"].widget.values
    assert [value for value, _title in offered] == ["", active.uid]
    belongs = here.person("Per Partner", former)
    assert [value for value, _title in bound(here, belongs)["organisation"].widget.values] == [
        "", former.uid, active.uid]


@pytest.mark.parametrize(("life", "facts"), [("organisation", OrganisationFacts), ("person", PersonFacts)])
def test_every_fact_that_a_step_asks_for_has_a_field(here, life, facts):
    asked = {name for step in here.rulebook.engines[life].workflow.transitions.values() for name in step.asks}
    assert asked <= names(facts())
