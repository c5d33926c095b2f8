"""What another text of a file would change: told completely, and nothing told that stays as it is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from reglab_workflow.workflow.definition import Workflow
from reglab_workflow.workflow.engine import Engine
from reglab_workflow.workflow.impact import APPEARS, CHANGES, GOES, MOVED, RENAMED, VANISHES, impact
from reglab_workflow.workflow.reader import read
from reglab_workflow.workflow.vocabulary import Vocabulary
from restarting import changed, text_of

LIFE = '''
name = "tale"
version = 1
initial = "draft"
title = {sv = "Saga", en = "Tale"}

[grants]
view = ["office", "member"]

[states.draft]
title = {sv = "Utkast", en = "Draft"}
grants = {edit = ["office"]}

[states.told]
title = {sv = "Berättad", en = "Told"}
final = true

[transitions.tell]
title = {sv = "Berätta", en = "Tell"}
from = ["draft"]
to = "told"
by = ["office"]
guards = ["has_title"]
'''


def life(*words: tuple[str, str], more: str = "") -> Workflow:
    """The life with words replaced, each of which must stand there."""
    text = LIFE
    for before, after in words:
        assert before in text, before
        text = text.replace(before, after)
    return read(text + more, "tale.toml", Vocabulary())


def test_the_same_file_changes_nothing() -> None:
    assert not impact(life(), life())
    for name in ("proposal", "project", "registration"):
        same = read(text_of(name), f"{name}.toml", Vocabulary())
        assert not impact(same, read(f"# A remark.\n{text_of(name)}", f"{name}.toml", Vocabulary()))


def test_a_right_that_is_given_and_taken_is_told_for_each_state() -> None:
    found = impact(life(), life(('view = ["office", "member"]', 'view = ["office", "anyone"]')))
    assert [(each.name, each.state, each.step, each.gains, each.loses) for each in found.rights] == [
        ("view", "draft", False, ("anyone",), ("member",)), ("view", "told", False, ("anyone",), ("member",))]
    assert not (found.states or found.steps or found.texts)


def test_another_order_of_roles_is_no_change() -> None:
    assert not impact(life(), life(('"office", "member"', '"member", "office"')))


def test_who_may_take_a_step_is_a_right_and_a_part_of_the_step() -> None:
    found = impact(life(), life(('by = ["office"]', 'by = ["office", "member"]')))
    ((right,), (step,)) = found.rights, found.steps
    assert (right.name, right.state, right.step, right.gains) == ("tell", "draft", True, ("member",))
    assert (step.name, step.how, [each.part for each in step.parts]) == ("tell", CHANGES, ["by"])


@pytest.mark.parametrize(("words", "part", "before", "after"), [
    (('guards = ["has_title"]', 'guards = ["is_true"]'), "guards", ("has_title",), ("is_true",)),
    (('guards = ["has_title"]', 'warns = ["has_title"]'), "warns", (), ("has_title",)),
    (('by = ["office"]', 'by = ["office"]\nasks = ["reason"]'), "asks", (), ("reason",)),
    (('by = ["office"]', 'by = ["office"]\nasks = ["reason?"]'), "may_tell", (), ("reason",)),
    (('by = ["office"]', 'by = ["office"]\neffects = ["count"]'), "effects", (), ("count",)),
    (('by = ["office"]', 'by = ["office", "system"]\nafter = {days = 3}'), "time", (), ("after 3 days",)),
    (('by = ["office"]', 'by = ["office", "system"]\nat = "day"\nbefore = {days = 2}'), "time", (),
     ("2 days before day",)),
    (('by = ["office"]', 'by = ["office"]\nkind = "side"'), "kind", ("forward",), ("side",)),
    (('by = ["office"]', 'by = ["office"]\ncascade = [{relation = "parts", fire = "go"}]'), "takes_along", (),
     ("parts.go",)),
])
def test_each_part_of_a_step_is_compared(words, part, before, after) -> None:
    (step,) = impact(life(), life(words)).steps
    assert (part, before, after) in [(each.part, each.before, each.after) for each in step.parts]


MORE = '''
[states.lost]
title = {sv = "Borttappad", en = "Lost"}
final = true

[transitions.lose]
title = {sv = "Tappa bort", en = "Lose"}
from = ["draft"]
to = "lost"
by = ["office"]
'''


def test_states_and_steps_appear_and_go() -> None:
    found = impact(life(), life(more=MORE))
    assert [(each.name, each.how) for each in found.states] == [("lost", APPEARS)]
    assert [(each.name, each.how) for each in found.steps] == [("lose", APPEARS)]
    assert [(each.name, each.gains) for each in found.rights] == [("lose", ("office",))]
    back = impact(life(more=MORE), life())
    assert [(each.name, each.how) for each in back.states] == [("lost", VANISHES)]
    assert [(each.name, each.how) for each in back.steps] == [("lose", GOES)]


def test_another_name_with_an_alias_is_only_another_name() -> None:
    new = life(("[states.told]", '[states.heard]\naliases = ["told"]'), ('to = "told"', 'to = "heard"'))
    found = impact(life(), new)
    assert [(each.name, each.how, each.now) for each in found.states] == [("told", RENAMED, "heard")]
    assert not (found.rights or found.steps or found.texts)


def test_a_state_that_was_given_up_is_compared_with_where_its_things_go() -> None:
    found = impact(life(more=MORE), life(more='[moved]\nlost = "draft"\n'))
    assert [(each.name, each.how, each.now) for each in found.states] == [("lost", MOVED, "draft")]
    assert ("edit", "lost", ("office",)) in [(each.name, each.state, each.gains) for each in found.rights]


def test_words_are_told_for_each_language() -> None:
    found = impact(life(), life(('sv = "Berätta"', 'sv = "Förtälj"')))
    (text,) = found.texts
    assert (text.of, text.name, text.part, text.language, text.before, text.after) == (
        "step", "tell", "title", "sv", "Berätta", "Förtälj")


def test_one_line_in_a_real_file_is_one_change() -> None:
    before = read(text_of("proposal"), "proposal.toml", Vocabulary())
    text = changed("proposal", ("Lämna in förslaget", "Skicka in förslaget"))
    found = impact(before, read(text, "proposal.toml", Vocabulary()))
    assert len(found.texts) == 1 and not (found.states or found.rights or found.steps)


@pytest.mark.parametrize(("came_from", "back"), [
    ("draft", "draft"), ("begun", "draft"), ("given_up", "told"), ("never", None), (None, None)])
def test_the_way_back_is_found_by_the_name_of_then(came_from: str | None, back: str | None) -> None:
    """Something went from a state that has been renamed or given up since; ``to = "previous"`` still leads back."""
    more = '''
[moved]
given_up = "told"

[states.lost]
title = {sv = "Borttappad", en = "Lost"}

[transitions.lose]
title = {sv = "Tappa bort", en = "Lose"}
from = ["draft", "told"]
to = "lost"
by = ["office"]

[transitions.find]
title = {sv = "Hitta", en = "Find"}
from = ["lost"]
to = "previous"
by = ["office"]
'''
    workflow = life(("[states.draft]", '[states.draft]\naliases = ["begun"]'), ("final = true", ""), more=more)
    engine = Engine(workflow, {"has_title": lambda item, ask: None})
    item = SimpleNamespace(state="lost", came_from=came_from)
    assert engine.target(item, workflow.transitions["find"]) == back
