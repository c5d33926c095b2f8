"""What would change a no, tried out: each named change, made by somebody who is said to be able to, gives a yes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from reglab_workflow.security.actor import system
from reglab_workflow.security.remedies import NOTHING, Instead
from reglab_workflow.security.rights import Rights
from reglab_workflow.security.ways import Way, Ways
from reglab_workflow.workflow.definition import Transition
from remedy_scenes import Scene
from remedy_stage import On, Stage
from remedy_table import SCENES


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage(tmp_path_factory.mktemp("remedies") / "var")
    yield made
    made.close()


@contextmanager
def on(stage: Stage, scene: Scene) -> Iterator[On]:
    """The scene, in a transaction that leaves nothing behind."""
    with stage.looking() as site:
        found = On(stage, site, facts=dict(scene.facts), values=dict(scene.values), told=scene.told)
        if scene.by_system:
            found.actor = system("test")
        found.item = scene.build(found)
        yield found


def asked_by(stage: Stage, item: Any, guard: str, step: str = "") -> Transition:
    """The step of the item's life that asks the guard."""
    workflow = stage.rulebook.engine(item).workflow
    return next(each for each in workflow.transitions.values()
                if guard in (*each.guards, *each.warns) and step in ("", each.name))


def ways_out(there: On, guard: str, scene: Scene) -> tuple[Way, ...]:
    """The ways out of the guard's no."""
    rulebook = there.stage.rulebook
    reason = rulebook.guards[guard](there.item, there.ask())
    assert reason is not None, "the guard has nothing against it"
    if scene.final:
        assert reason.remedies == NOTHING
    transition = asked_by(there.stage, there.item, guard, scene.step)
    return Ways(rulebook, Rights(rulebook), there.item, transition).out_of(reason)


def test_every_guard_has_its_scene(stage: Stage) -> None:
    assert sorted(set(stage.rulebook.guards) - set(SCENES)) == []
    assert sorted(set(SCENES) - set(stage.rulebook.guards)) == []


def test_every_guard_is_asked_by_a_life(stage: Stage) -> None:
    asked = {guard for engine in stage.rulebook.engines.values() for each in engine.workflow.transitions.values()
             for guard in (*each.guards, *each.warns)}
    assert sorted(set(stage.rulebook.guards) - asked) == []


@pytest.mark.parametrize("guard", sorted(SCENES))
def test_the_named_change_turns_the_no_into_a_yes(stage: Stage, guard: str) -> None:
    scene = SCENES[guard]
    with on(stage, scene) as there:
        number = len(ways_out(there, guard, scene))
    assert (number == 0) == scene.final, "a way out, or none for good"
    for place in range(number):
        with on(stage, scene) as there:
            way = ways_out(there, guard, scene)[place]
            if isinstance(way.changes[-1].what, Instead):
                assert there.goes_instead(way.changes[-1].what)
                continue
            for change in way.changes:
                there.make(change)
            left = stage.rulebook.guards[guard](there.item, there.ask())
            assert left is None, (way, left)
