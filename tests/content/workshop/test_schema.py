"""The forms of an occasion: nearly everything may follow later, and what has been told has no field."""

from __future__ import annotations

from types import SimpleNamespace

import colander
import pytest

from learning_site import LearningSite
from reglab_workflow.content.workshop.model import KINDS, MODES, Workshop
from reglab_workflow.content.workshop.schema import KIND_TITLES, MODE_TITLES, Facts, WorkshopSchema


@pytest.fixture
def here():
    return LearningSite()


def bound(here, item):
    acts = here.acts(here.office)
    return WorkshopSchema().bind(
        request=SimpleNamespace(rights=acts.rights), item=item, site=here.site, actor=acts.actor)


RECORDS = {"points", "speakers", "links"}
"""What has pages of its own."""


def names(schema) -> set[str]:
    return {node.name for node in schema}


def test_every_code_has_words():
    assert (set(KIND_TITLES), set(MODE_TITLES)) == (set(KINDS), set(MODES))


def test_hybrid_is_no_choice():
    assert [value for value, _title in WorkshopSchema()["mode"].widget.values] == ["physical", "digital", ""]


def test_an_occasion_needs_nothing_but_its_kind(here):
    values = bound(here, here.project()["workshops"]).deserialize({"kind": "seminar"})
    workshop = Workshop(**values)
    assert (workshop.kind, workshop.decided_title(), workshop.decided_days()) == ("seminar", None, None)


def test_a_new_occasion_has_no_afterwards_and_an_old_one_keeps_its_kind(here):
    project = here.project()
    every = names(WorkshopSchema())
    afterwards = {"attendance", "documentation", "speakers_women", "speakers_men"}
    assert every - names(bound(here, project["workshops"])) == RECORDS | afterwards
    assert every - names(bound(here, here.workshop(project))) == RECORDS | {"kind"}


def test_what_has_been_told_has_no_field(here):
    workshop = here.workshop(here.project(), starts=here.later(5), mode="physical")
    left_out = names(WorkshopSchema()) - names(bound(here, here.put(workshop, "open")))
    assert left_out == RECORDS | {"kind", "starts", "ends", "mode", "capacity", "queue_rule"}


def test_a_form_may_be_bound_again(here):
    """Making a form binds the schema once more, with less to go by."""
    workshop = here.workshop(here.project())
    assert names(bound(here, workshop).bind(request=None)) == names(bound(here, workshop))


@pytest.mark.parametrize(("given", "wrong"), [
    ({"starts": "2026-10-02", "ends": "2026-10-01"}, "ends"),
    ({"ends": "2026-10-01"}, "starts"),
])
def test_days_come_in_their_order(here, given, wrong):
    with pytest.raises(colander.Invalid) as invalid:
        bound(here, here.workshop(here.project())).deserialize(given)
    assert set(invalid.value.asdict()) == {wrong}


def test_every_fact_that_a_step_asks_for_has_a_field(here):
    steps = here.rulebook.engines["workshop"].workflow.transitions.values()
    assert {name for step in steps for name in step.asks} <= names(Facts())
