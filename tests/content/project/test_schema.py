"""The forms of a project: what they accept, what they answer, and which fields they leave out for whom."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import colander
import pytest

from learning_site import LearningSite
from reglab_workflow.content.project.model import FIGURES, RATINGS, ExpectedResult, Project
from reglab_workflow.content.project.schema import (
    FIGURE_TITLES,
    RATING_TITLES,
    Facts,
    ProjectSchema,
)
from reglab_workflow.web.forms import as_values


@pytest.fixture
def here():
    return LearningSite()


def bound(here, item=None, who=None, schema=ProjectSchema):
    acts = here.acts(who or here.office)
    request = SimpleNamespace(
        rights=acts.rights, rulebook=here.rulebook,
        translate=lambda text: str(text) if isinstance(text, str) else text["sv"])
    return schema().bind(request=request, item=item, site=here.site, actor=acts.actor)


def names(schema) -> set[str]:
    return {node.name for node in schema}


def faults(schema, values) -> dict[str, str]:
    with pytest.raises(colander.Invalid) as invalid:
        schema.deserialize(values)
    return invalid.value.asdict()


def test_every_code_has_words():
    assert set(RATING_TITLES) == set(RATINGS)
    assert set(FIGURE_TITLES) == set(FIGURES)


def test_a_title_is_all_that_a_project_needs(here):
    values = as_values(bound(here, here.site["projects"]).deserialize({"title": "Små tal"}))
    project = Project(**values)
    assert (project.title, project.format) == ("Små tal", "project")
    assert (project.fee, project.last_day) == (None, None)
    assert (project.expected_results, project.proposals, project.organisations) == ((), (), ())
    assert (project.least, project.most, project.least_organisations) == (1, 5, 1)


def test_a_project_is_not_nameless(here):
    assert set(faults(bound(here), {"title": "  "})) == {"title"}


def test_expected_results_become_records_in_order(here):
    given = {"title": "Små tal", "expected_results": [
        {"text": "Vi räknar rätt", "rating": "reached", "comment": "Ja"}, {"text": "Vi visar rätt"}]}
    values = as_values(bound(here).deserialize(given))
    assert values["expected_results"] == (
        ExpectedResult("Vi räknar rätt", "reached", "Ja"), ExpectedResult("Vi visar rätt"))


def test_records_go_back_into_the_form(here):
    results = (ExpectedResult("Vi räknar rätt"),)
    told = bound(here).serialize({"title": "Små tal", "expected_results": results})
    assert told["expected_results"] == [{"text": "Vi räknar rätt", "rating": "", "comment": ""}]


def test_a_record_has_no_fields_but_its_own(here):
    given = {"title": "Små tal", "expected_results": [{"text": "Vi räknar rätt", "owner": "jag"}]}
    assert set(faults(bound(here), given)) == {"expected_results.0"}


@pytest.mark.parametrize(("given", "wrong"), [
    ({"least": "3", "most": "2"}, {"most"}),
    ({"least": "0"}, {"least"}),
    ({"fee": "-1"}, {"fee"}),
    ({"fee": "tusen"}, {"fee"}),
    ({"last_day": "i morgon"}, {"last_day"}),
])
def test_what_cannot_be_is_told_at_its_field(here, given, wrong):
    assert set(faults(bound(here), {"title": "Små tal"} | given)) == wrong


def test_choices_are_kept_in_one_order(here):
    values = bound(here).deserialize({"title": "Små tal", "organisations": ["b", "a"]})
    assert values["organisations"] == ("a", "b")


def test_organisations_that_take_part_can_be_chosen_and_those_chosen_remain(here):
    active, former, chosen = (here.organisation(title) for title in ("Region B", "Region C", "Region A"))
    here.put(former, "former")
    here.put(chosen, "former")
    project = here.project(organisations=(chosen.uid,))
    assert bound(here, project)["organisations"].widget.values == [
        (chosen.uid, "Region A"), (active.uid, "Region B")]


def test_selected_proposals_can_be_chosen_and_those_chosen_remain(here):
    proposals = here.round()["proposals"]
    made = {state: here.put(here.builder.create(proposals, "proposal", {"title": state}), state)
            for state in ("draft", "selected", "running", "closed")}
    made["selected"].number = 4
    project = here.project(proposals=(made["closed"].uid,))
    assert bound(here, project)["proposals"].widget.values == [
        (made["selected"].uid, "selected (2027:4)"), (made["running"].uid, "running (2027)"),
        (made["closed"].uid, "closed (2027)")]


# -- who fills in what ---------------------------------------------------------------------------------------

TERMS = {
    "format", "proposals", "fee_note", "least", "most", "least_organisations", "organisations", "expected_people",
    "fee_spans", "fee_excludes", "vat_note", "contacts", "leading", "offer_hours",
}


def test_leaders_get_no_fields_for_the_terms(here):
    project = here.project()
    leader = here.leader(project)
    all_fields = names(ProjectSchema())
    assert names(bound(here, project)) == all_fields
    assert names(bound(here, project, leader)) == all_fields - TERMS - {"fee", "last_day"}


def test_what_has_been_promised_has_no_field_any_more(here):
    project = here.put(here.project(), "confirmed")
    assert names(ProjectSchema()) - names(bound(here, project)) == {"fee", "last_day"}


def test_a_form_without_terms_can_be_sent_in(here):
    project = here.project()
    values = bound(here, project, here.leader(project)).deserialize({"title": "Små tal"})
    assert not TERMS & set(values)


def test_every_fact_that_a_step_asks_for_has_a_field(here):
    steps = here.rulebook.engines["project"].workflow.transitions.values()
    assert {name for step in steps for name in step.asks} <= names(Facts())


def test_the_fields_of_a_step_begin_with_what_is_known(here):
    facts = bound(here, here.project(fee=30000, fee_note=""), schema=Facts)
    assert facts["fee"].default == 30000
    assert facts["fee_note"].default is colander.null
    assert facts["last_day"].default is colander.null


def test_facts_that_are_not_told_are_not_there():
    assert Facts().deserialize({"last_day": "2026-09-27"}) == {"last_day": date(2026, 9, 27)}
