"""What must hold of a whole life, and of several lives together, before anything starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from .definition import PREVIOUS, SAME, SYSTEM, Transition, Workflow
from .errors import Problem
from .lines import Path
from .table import Notes, hint, resembling
from .vocabulary import Vocabulary

VIEW = "view"

Node = TypeVar("Node")
Move = tuple[str, str]  # a life and one of its transitions


def check(workflow: Workflow, notes: Notes, vocabulary: Vocabulary) -> None:
    """Note whatever is wrong with a life as a whole, though each of its lines may be right."""
    _names_are_clear(workflow, notes, vocabulary)
    _nothing_stops_and_warns(workflow, notes)
    _every_state_is_reached(workflow, notes)
    _every_state_is_left(workflow, notes)
    _previous_is_somewhere(workflow, notes)
    _time_comes_to_rest(workflow, notes)
    _nobody_fires_blindly(workflow, notes, vocabulary)


def _names_are_clear(workflow: Workflow, notes: Notes, vocabulary: Vocabulary) -> None:
    taken = {name: name for name in workflow.states}
    for state in workflow.states.values():
        for alias in state.aliases:
            if alias in taken:
                path = notes.entry(("states", state.name, "aliases"), alias)
                notes.add(path, f"'{alias}' already means the state '{taken[alias]}'")
            taken.setdefault(alias, state.name)
    for name in workflow.transitions:
        if name in (vocabulary.permissions or ()):
            notes.add(("transitions", name), f"'{name}' is a permission too: choose another name")


def _nothing_stops_and_warns(workflow: Workflow, notes: Notes) -> None:
    for transition in workflow.transitions.values():
        for guard in transition.guards:
            if guard in transition.warns:
                path = notes.entry(_at(transition, "warns"), guard)
                notes.add(path, f"'{guard}' is among the guards already: it either stops or warns")


def _every_state_is_reached(workflow: Workflow, notes: Notes) -> None:
    named = {workflow.initial, *_sources(workflow), *_targets(workflow)}
    if not named <= workflow.states.keys() or _homeless(workflow):
        return  # a name is wrong, and what it leads to is anybody's guess
    ways: dict[str, list[str]] = {name: [] for name in workflow.states}
    for transition in workflow.transitions.values():
        for source in transition.sources:
            if transition.target != PREVIOUS:  # leads back to what has been reached already
                ways[source].extend(workflow.targets(transition, source))
    reached, fresh = {workflow.initial}, [workflow.initial]
    while fresh:
        found = set(ways[fresh.pop()]) - reached
        reached |= found
        fresh.extend(found)
    for name in workflow.states:
        if name not in reached:
            notes.add(("states", name), f"no transition leads here from '{workflow.initial}'")


def _every_state_is_left(workflow: Workflow, notes: Notes) -> None:
    if not _sources(workflow) <= workflow.states.keys() or _homeless(workflow):
        return
    for state in workflow.states.values():
        ways = (transition.target for transition in workflow.leaving(state.name))
        if not state.final and all(target in (SAME, state.name) for target in ways):
            notes.add(("states", state.name), "no transition leads out: is it an end (final = true)?")


def _previous_is_somewhere(workflow: Workflow, notes: Notes) -> None:
    if not _targets(workflow) <= workflow.states.keys():
        return
    for transition in workflow.transitions.values():
        if transition.target != PREVIOUS:
            continue
        for source in transition.sources:
            if not workflow.targets(transition, source):
                notes.add(_at(transition, "to"), f"nothing leads to '{source}': it has no previous state")


def _time_comes_to_rest(workflow: Workflow, notes: Notes) -> None:
    ways: dict[str, list[str]] = {}
    leading: dict[tuple[str, str], Transition] = {}
    for transition in workflow.transitions.values():
        if transition.timing is None:
            continue
        if SYSTEM not in transition.by:
            notes.add(_at(transition, "by"), f"happens by itself, so '{SYSTEM}' must be among those who may")
        for source in transition.sources:
            for target in workflow.targets(transition, source):
                # a reminder stays where it is: time would make it again and again if nothing stopped it
                if target != source or not transition.guards:
                    ways.setdefault(source, []).append(target)
                    leading.setdefault((source, target), transition)
    for circle in circles(ways):
        last = leading[circle[-1], circle[0]]
        key = "at" if last.timing and last.timing.at else "after"
        notes.add(_at(last, key), f"time alone would lead round for ever: {_round(circle)}")


def _nobody_fires_blindly(workflow: Workflow, notes: Notes, vocabulary: Vocabulary) -> None:
    if vocabulary.implies is None:
        return
    for transition in workflow.transitions.values():
        for role in transition.by:
            path = notes.entry(_at(transition, "by"), role)
            if role == SYSTEM or path == _at(transition, "by"):
                continue  # the last: a misspelt role, which has been noted
            blind = [
                source for source in transition.sources
                if source in workflow.states and not _sees(role, source, workflow, vocabulary)
            ]
            if blind:
                notes.add(path, f"'{role}' may do this from {_listed(blind)} without '{VIEW}' there")


def _sees(role: str, state: str, workflow: Workflow, vocabulary: Vocabulary) -> bool:
    viewers = set(workflow.roles_with(VIEW, state))
    if vocabulary.roles is not None and not {role, *viewers} <= vocabulary.roles:
        return True  # a name is wrong, and that has been noted
    return bool(viewers & vocabulary.with_implied(role))


def check_all(
    workflows: Mapping[str, Workflow], relations: Mapping[str, Mapping[str, str]],
) -> list[Problem]:
    """What is wrong between lives: ``relations`` tells the life that each relation of a life leads to."""
    notes = {name: Notes.on(workflow) for name, workflow in workflows.items()}
    ways: dict[Move, list[Move]] = {}
    places: dict[tuple[Move, Move], Path] = {}
    doubtful: set[str] = set()
    for cause, path, relation, fire in _cascades(workflows):
        name = cause[0]
        wrong = _wrong(workflows, relations.get(name, {}), relation, fire)
        if wrong:
            notes[name].add((*path, wrong[0]), wrong[1])
            doubtful |= {fire, resembling(fire, _every_transition(workflows)) or fire}
        else:
            effect = (relations[name][relation], fire)
            ways.setdefault(cause, []).append(effect)
            places.setdefault((cause, effect), path)
    for circle in circles(ways):
        words = _round([f"{name}.{transition}" for name, transition in circle])
        notes[circle[-1][0]].add(places[circle[-1], circle[0]], f"would lead round for ever: {words}")
    _system_is_called(workflows, notes, {fired for found in ways.values() for fired in found}, doubtful)
    return [problem for found in notes.values() for problem in found.problems]


def _cascades(workflows: Mapping[str, Workflow]) -> Iterator[tuple[Move, Path, str, str]]:
    for name, workflow in workflows.items():
        for transition in workflow.transitions.values():
            for position, cascade in enumerate(transition.cascade):
                path = (*_at(transition, "cascade"), position)
                yield (name, transition.name), path, cascade.relation, cascade.fire


def _wrong(
    workflows: Mapping[str, Workflow], relations: Mapping[str, str], relation: str, fire: str,
) -> tuple[str, str] | None:
    if relation not in relations:
        return "relation", f"there is no relation '{relation}'" + hint(relation, relations)
    if relations[relation] not in workflows:
        return "relation", f"'{relation}' leads to '{relations[relation]}', which has no workflow"
    transitions = workflows[relations[relation]].transitions
    if fire not in transitions:
        return "fire", f"'{relations[relation]}' has no transition '{fire}'" + hint(fire, transitions)
    if SYSTEM not in transitions[fire].by:
        return "fire", f"'{SYSTEM}' is not among those who may '{fire}' in '{relations[relation]}'"
    return None


def _system_is_called(
    workflows: Mapping[str, Workflow], notes: Mapping[str, Notes], fired: set[Move], doubtful: set[str],
) -> None:
    for name, workflow in workflows.items():
        for transition in workflow.transitions.values():
            called = (name, transition.name) in fired or transition.name in doubtful or transition.timing or \
                transition.follows
            if transition.by == (SYSTEM,) and not called:
                path = _at(transition, "by")
                notes[name].add(
                    path, f"only '{SYSTEM}' may, but no cascade fires it, no effect does and no time is set")


def _every_transition(workflows: Mapping[str, Workflow]) -> set[str]:
    return {name for workflow in workflows.values() for name in workflow.transitions}


def circles(ways: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """Ways that lead back to where they began: for each such place the shortest, unless told already."""
    found: list[list[Node]] = []
    told: set[Node] = set()
    for start in ways:
        if start not in told and (circle := _way_back(start, ways)):
            found.append(circle)
            told.update(circle)
    return found


def _way_back(start: Node, ways: Mapping[Node, Iterable[Node]]) -> list[Node]:
    trails, seen = [[start]], {start}
    for trail in trails:
        for step in ways.get(trail[-1], ()):
            if step == start:
                return trail
            if step not in seen:
                seen.add(step)
                trails.append([*trail, step])
    return []


def _sources(workflow: Workflow) -> set[str]:
    return {source for transition in workflow.transitions.values() for source in transition.sources}


def _targets(workflow: Workflow) -> set[str]:
    return {transition.target for transition in workflow.transitions.values()} - {SAME, PREVIOUS}


def _homeless(workflow: Workflow) -> bool:
    return any(not transition.sources for transition in workflow.transitions.values())


def _at(transition: Transition, key: str) -> Path:
    return ("transitions", transition.name, key)


def _round(circle: list[str]) -> str:
    return " → ".join([*circle, circle[0]])


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
