"""Whole lives are checked: doers see, time comes to rest, cascades lead somewhere."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reglab_workflow.workflow.definition import Workflow
from reglab_workflow.workflow.errors import WorkflowProblems
from reglab_workflow.workflow.reader import Vocabulary, check_all, read
from sample_life import NO_WORDS, line_of, only, small, with_line

# -- rights --------------------------------------------------------------------------------------------------


def sight(by: str, view: str, implies: Mapping[str, frozenset[str]] | None) -> list[str]:
    """What is said of a role that may finish a note, when others may view it."""
    text = small().replace('by = ["office"]', f'by = ["{by}"]') + f'[grants]\nview = ["{view}"]\n'
    try:
        read(text, "note.toml", Vocabulary(implies=implies))
    except WorkflowProblems as found:
        return [problem.path for problem in found.problems]
    return []


CHAIN = {"representative": frozenset({"sender"}), "sender": frozenset({"member"})}


@pytest.mark.parametrize(("by", "view", "implies", "found"), [
    ("office", "office", {}, []),
    ("office", "auditor", {}, ["transitions.finish.by[0]"]),
    ("office", "anyone", {}, []),
    ("sender", "member", {"sender": frozenset({"member"})}, []),
    ("representative", "member", CHAIN, []),
    ("member", "sender", {"sender": frozenset({"member"})}, ["transitions.finish.by[0]"]),
    ("one", "three", {"one": frozenset({"two"}), "two": frozenset({"one"})}, ["transitions.finish.by[0]"]),
    ("office", "auditor", None, []),
])
def test_whoever_may_fire_must_see(by, view, implies, found):
    assert sight(by, view, implies) == found


def test_the_system_need_not_see():
    text = small('after = {days = 3}').replace('by = ["office"]', 'by = ["system"]')
    assert read(text, "note.toml", Vocabulary(implies={})).transitions["finish"].by == ("system",)


def test_a_misspelt_role_is_not_told_again_as_blind():
    assert only(with_line('grants = {view = ["sender"]}', 'grants = {view = ["sendr"]}')).path == \
        "states.withdrawn.grants.view[0]"


def test_a_role_taken_for_another_is_not_blamed_for_its_rights():
    assert only(with_line('by = ["sender"]', 'by = ["members"]')).path == "transitions.withdraw.by[0]"


# -- time ----------------------------------------------------------------------------------------------------


def timed(name: str, source: str, target: str, when: str) -> str:
    return f'''
[transitions.{name}]
title = {{sv = "A", en = "B"}}
from = ["{source}"]
to = "{target}"
by = ["system"]
{when}
'''


def test_time_alone_may_not_lead_round():
    wake = timed("wake", "done", "open", "after = {days = 0}")
    text = small(wake + timed("doze", "open", "done", 'at = "day"'))
    found = only(text, NO_WORDS, "note.toml")
    assert found.message == "time alone would lead round for ever: done → open → done"
    assert (found.path, found.line) == ("transitions.doze.at", line_of('at = "day"', text))


def test_time_may_lead_round_when_somebody_must_act_in_between():
    text = small(timed("wake", "done", "open", "after = {days = 0}"))
    assert read(text, "note.toml", NO_WORDS).name == "note"


def test_time_may_not_stand_still_without_a_day():
    text = small(timed("nag", "open", "same", "after = {days = 0}"))
    assert only(text, NO_WORDS, "note.toml").path == "transitions.nag.after"


@pytest.mark.parametrize("when", ["after = {days = 7}", 'at = "day"', 'at = "day"\nbefore = {days = 7}'])
def test_a_reminder_stays_where_it_is_and_something_stops_it_from_coming_again(when):
    nag = timed("nag", "open", "same", when)
    assert only(small(nag), NO_WORDS, "note.toml").message == "time alone would lead round for ever: open → open"
    assert read(small(f'{nag}\nguards = ["not_nagged"]\n'), "note.toml", NO_WORDS).name == "note"


# -- several files -------------------------------------------------------------------------------------------


def life(name: str, transitions: str) -> Workflow:
    """A life without dead ends, whose transitions are told one a line: name, by, and what else."""
    text = f'name = "{name}"\nversion = 1\ninitial = "on"\ntitle = {{sv = "A", en = "B"}}\n' \
           '[states.on]\ntitle = {sv = "På", en = "On"}\n' \
           '[states.off]\ntitle = {sv = "Av", en = "Off"}\nfinal = true\n'
    for line in transitions.strip().splitlines():
        transition, by, rest = (*line.split(maxsplit=2), "")[:3]
        text += f'[transitions.{transition}]\ntitle = {{sv = "A", en = "B"}}\nfrom = ["on"]\nto = "off"\n' \
                f'by = ["{by}"]\n{rest}\n'
    return read(text, f"{name}.toml", NO_WORDS)


def cascade(relation: str, fire: str) -> str:
    return f'cascade = [{{relation = "{relation}", fire = "{fire}"}}]'


PROJECT = life("project", f"start office {cascade('proposals', 'start')}")
FOLLOWING = life("proposal", "start system")
RELATIONS = {"project": {"proposals": "proposal"}, "proposal": {"project": "project"}}


def test_a_cascade_finds_what_it_fires():
    assert check_all({"project": PROJECT, "proposal": FOLLOWING}, RELATIONS) == []


@pytest.mark.parametrize(("fired", "key", "message"), [
    (cascade("propsals", "start"), "relation", "there is no relation 'propsals'; did you mean 'proposals'?"),
    (cascade("proposals", "strat"), "fire", "'proposal' has no transition 'strat'; did you mean 'start'?"),
    (cascade("proposals", "edit"), "fire", "'system' is not among those who may 'edit' in 'proposal'"),
    (cascade("letters", "start"), "relation", "'letters' leads to 'letter', which has no workflow"),
])
def test_a_cascade_that_leads_nowhere_is_told(fired, key, message):
    project = life("project", f"start office {fired}")
    proposal = life("proposal", "start system at = \"day\"\nedit office")
    relations = {"project": {"proposals": "proposal", "letters": "letter"}}
    found = check_all({"project": project, "proposal": proposal}, relations)
    assert [(problem.file, problem.path, problem.message) for problem in found] == [
        ("project.toml", f"transitions.start.cascade[0].{key}", message)]
    assert found[0].line == line_of("cascade", project.source)


def test_cascades_may_not_lead_round():
    proposal = life("proposal", f"start system {cascade('project', 'start')}")
    project = life("project", f"start system {cascade('proposals', 'start')}")
    found = check_all({"project": project, "proposal": proposal}, RELATIONS)
    assert [problem.message for problem in found] == [
        "would lead round for ever: project.start → proposal.start → project.start"]


def test_a_step_of_the_system_that_nothing_fires_is_told():
    proposal = life("proposal", "start system\nstop system after = {days = 3}")
    found = check_all({"proposal": proposal}, RELATIONS)
    assert [(problem.path, problem.message) for problem in found] == [
        ("transitions.start.by", "only 'system' may, but no cascade fires it, no effect does and no time is set")]


def test_a_life_made_without_a_file_has_no_lines():
    bare = life("proposal", "start system")
    unfiled = Workflow(bare.name, 1, bare.initial, bare.title, bare.states, bare.transitions)
    found = check_all({"proposal": unfiled}, {})
    assert [(problem.file, problem.line) for problem in found] == [("proposal", 0)]
