"""One truth in four tellings: rights, access list, explanation and the act itself, on anything anybody may try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyramid.authorization import ACLHelper

from crowd import Crowd, actor_with, everything, other_rules
from examples import examples
from reglab_workflow.content.acts import Acts
from reglab_workflow.security.explain import explain
from reglab_workflow.security.permissions import Permission
from reglab_workflow.security.policy import CLOSED, DerivedList
from reglab_workflow.security.remedies import TakeStep
from reglab_workflow.security.rights import Rights
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Objection, Refused, WrongState

CHANGED = ("view", "edit", "add_proposal", "view_internal", "delete")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """A site with something of every kind in every state."""
    made = Crowd(tmp_path_factory.mktemp("crowd") / "var")
    yield made
    made.close()


def places(site: Any) -> list[Any]:
    """Every item, and every folder that has its rights from one."""
    found = list(everything(site))
    return [*found, *(child for item in found for child in getattr(item, "children", {}).values())]


@examples(60, 2000)
@given(data=st.data())
def test_the_access_list_says_what_the_rights_say(crowd, data):
    """Pyramid's own helper, asked with the derived list, for every permission and for one nobody ever has."""
    rulebook = data.draw(other_rules(crowd.rulebook, CHANGED), label="rules")
    actor = data.draw(crowd.actors(), label="actor")
    with crowd.open() as site:
        place = data.draw(st.sampled_from(places(site)), label="place")
        rights, helper = Rights(rulebook), ACLHelper()
        listed = DerivedList(rights.acl(place))
        for permission in (*Permission, CLOSED, ""):
            told = bool(helper.permits(listed, list(actor.principals), permission))
            assert told == bool(rights.may(actor, permission, place)), (place.path, permission)
        assert not rights.may(actor, CLOSED, place)


@examples(60, 2000)
@given(data=st.data())
def test_a_permission_is_explained_as_it_is_answered(crowd, data):
    """Yes with a role that is granted it and the ground for that role; no with what would change it."""
    rulebook = data.draw(other_rules(crowd.rulebook, CHANGED), label="rules")
    actor = data.draw(crowd.actors(), label="actor")
    with crowd.open() as site:
        item = data.draw(st.sampled_from(list(everything(site))), label="item")
        acts = Acts(rulebook, site, actor)
        workflow = rulebook.engine(item).workflow
        for permission in Permission:
            told = explain(acts, permission, item)
            answer = acts.rights.may(actor, permission, item)
            assert told.allowed == bool(answer)
            if told.allowed:
                assert told.role in workflow.roles_with(permission, item.state)
                assert told.ground == actor.principals[told.ground.principal]
                assert told.ground.principal in rulebook.holders(told.role, item)
            else:
                assert told.reasons
                (stop,) = told.stops
                assert_steps_lead_to_it(stop.ways, acts, permission, item)


def assert_steps_lead_to_it(ways: Any, acts: Acts, permission: str, item: Any) -> None:
    """Steps of the item itself that are told lead to a state in which the roles that one holds are enough."""
    workflow = acts.rulebook.engine(item).workflow
    held = {role for role, _ground in acts.rights.held(acts.actor, item)}
    for way in ways:
        if all(isinstance(change.what, TakeStep) and change.what.item is item for change in way.changes):
            state = item.state
            for change in way.changes:
                transition = workflow.transitions[change.what.transition]
                assert state in transition.sources
                state = workflow.targets(transition, state)[0] if transition.target != "previous" else ""
            assert not state or held & set(workflow.roles_with(permission, state)), (item, permission, way)


@examples(80, 3000)
@given(data=st.data())
def test_a_step_is_explained_as_it_would_go(crowd, data):
    """The explanation allows what the act does, and names the kind of reason for which the act refuses."""
    actor = data.draw(crowd.actors(), label="actor")
    with crowd.looking() as site:
        items = [item for item in everything(site) if crowd.rulebook.engine(item).workflow.transitions]
        item = data.draw(st.sampled_from(items), label="item")
        acts = Acts(crowd.rulebook, site, actor)
        engine = crowd.rulebook.engine(item)
        name = data.draw(st.sampled_from(sorted(engine.workflow.transitions)), label="step")
        told = explain(acts, name, item)
        raised: Objection | None = None
        try:
            acts.fire(item, name)
        except Objection as objection:
            raised = objection
        if raised is None:
            assert told.allowed
        elif isinstance(raised, MissingFacts):
            assert told.allowed, "what a step asks for is asked, and no reason against it"
        else:
            assert not told.allowed
            codes = {reason.code for reason in told.reasons}
            assert {reason.code for reason in raised.reasons if not reason.code.startswith("missing:")} <= codes
            if isinstance(raised, NotPermitted):
                assert codes & {"no_role", "nobody"}
            if isinstance(raised, WrongState):
                assert codes & {"wrong_state", "repeated"}
            assert isinstance(raised, (NotPermitted, WrongState, Refused))


@examples(40, 1000)
@given(data=st.data())
def test_what_is_offered_is_what_can_be_done(crowd, data):
    """Every offer is a step out of the present state, allowed exactly when the explanation allows it."""
    actor = data.draw(crowd.actors(), label="actor")
    with crowd.open() as site:
        item = data.draw(st.sampled_from(list(everything(site))), label="item")
        acts = Acts(crowd.rulebook, site, actor)
        for offer in acts.open_to(item):
            told = explain(acts, offer.transition.name, item)
            assert offer.allowed == told.allowed
            assert offer.permitted == bool(acts.rights.may_fire(actor, offer.transition.name, item))
            assert offer.warnings == told.warnings


def test_an_unknown_word_is_no_right(crowd):
    """Neither a permission nor a step: there is nothing to explain, and nobody may."""
    with crowd.open() as site:
        acts = Acts(crowd.rulebook, site, actor_with({"office", "auditor"}))
        assert not acts.rights.may(acts.actor, "fly", site)
        assert not explain(acts, "fly", site).allowed
