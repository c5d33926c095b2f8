"""What a host application may say: types, lives, roles, guards, effects and relations of its own.

Each directive only notes; when the configuration is complete, the lives are read and checked against
everything noted, and a mistake stops the start with every fault listed.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from pyramid.config import PHASE1_CONFIG, PHASE3_CONFIG
from pyramid.path import AssetResolver

from .rulebook import ContentType, Relation, Rulebook
from .security.permissions import Permission
from .security.roles import Holders, Role
from .web.words import EngineWords
from .workflow.definition import Workflow
from .workflow.engine import Engine
from .workflow.errors import Problem, WorkflowProblems
from .workflow.reader import Vocabulary, check_all, read

ORDER_CHECK = PHASE3_CONFIG + 10
"""After every directive: the rulebook is complete and can be read."""


def rulebook_of(registry: Any) -> Rulebook:
    """The rulebook of an application."""
    if not hasattr(registry, "rulebook"):
        registry.rulebook = Rulebook(notify=registry.notify)
        registry.reglab_sources = {}
    rulebook: Rulebook = registry.rulebook
    return rulebook


def add_workflow(config: Any, spec: str) -> None:
    """Let items live by the life in the file ``package:name.toml``; the same name replaces ours."""
    name = spec.rpartition(":")[2].rpartition("/")[2].removesuffix(".toml")
    introspectable = config.introspectable("reglab workflows", name, name, "workflow")
    introspectable["spec"] = spec

    def register() -> None:
        rulebook_of(config.registry)
        config.registry.reglab_sources[name] = spec
    config.action(("reglab workflow", name), register, order=PHASE1_CONFIG, introspectables=(introspectable,))


def add_content_type(config: Any, factory: type, *, workflow: str, schema: Any = None, facts: Any = None,
                     title: Any = None, added_with: str = "") -> None:
    """Let instances of a class be content that lives by the workflow of that name.

    ``added_with`` is the permission that it takes to add one: ``add_<type>`` where there is such a
    permission, else that of adding a page.
    """
    name = factory.type_name  # type: ignore[attr-defined]
    own = f"add_{name}"
    permission = added_with or (own if own in set(Permission) else Permission.ADD_PAGE)
    introspectable = config.introspectable("reglab content types", name, name, "content type")
    introspectable["factory"] = factory

    def register() -> None:
        rulebook_of(config.registry).types[name] = ContentType(
            name, factory, workflow, schema, facts, title, permission)
    config.action(("reglab content type", name), register, order=PHASE1_CONFIG, introspectables=(introspectable,))


def add_role(config: Any, name: str, holders: Holders, title: Any, implies: tuple[str, ...] = (),
             one: Any = "") -> None:
    """Let workflow files speak of a role; ``holders`` tells the principals that hold it on an item."""
    def register() -> None:
        rulebook_of(config.registry).roles[name] = Role(name, title, holders, implies, one)
    config.action(("reglab role", name), register, order=PHASE1_CONFIG)


def add_guard(config: Any, name: str, guard: Callable[..., Any]) -> None:
    """Let workflow files name a guard, or a warning: ``guard(item, ask)`` gives a Reason or None."""
    def register() -> None:
        rulebook_of(config.registry).guards[name] = guard
    config.action(("reglab guard", name), register, order=PHASE1_CONFIG)


def add_effect(config: Any, name: str, effect: Callable[..., Any]) -> None:
    """Let workflow files name an effect: ``effect(item, step)`` does what follows a transition."""
    def register() -> None:
        rulebook_of(config.registry).effects[name] = effect
    config.action(("reglab effect", name), register, order=PHASE1_CONFIG)


def add_guards(config: Any, module: str) -> None:
    """Let workflow files name every public function of a module as a guard."""
    for name, function in _functions(config, module):
        config.add_guard(name, function)


def add_effects(config: Any, module: str) -> None:
    """Let workflow files name every public function of a module as an effect."""
    for name, function in _functions(config, module):
        config.add_effect(name, function)


def add_relations(config: Any, workflow: str, relations: Mapping[str, tuple[Relation, str]]) -> None:
    """Let cascades of a life follow relations: name to (function of the item, type it leads to)."""
    for name, (relation, target) in relations.items():
        _add_relation(config, workflow, name, relation, target)


def _add_relation(config: Any, workflow: str, name: str, relation: Relation, target: str) -> None:
    def register() -> None:
        rulebook = rulebook_of(config.registry)
        rulebook.relations.setdefault(workflow, {})[name] = relation
        rulebook.relation_targets.setdefault(workflow, {})[name] = target
    config.action(("reglab relation", workflow, name), register, order=PHASE1_CONFIG)


def _functions(config: Any, module: str) -> list[tuple[str, Callable[..., Any]]]:
    loaded: ModuleType = importlib.import_module(module, config.package.__name__) if module.startswith(".") \
        else importlib.import_module(module)
    return [
        (name, function) for name, function in inspect.getmembers(loaded, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == loaded.__name__
    ]


def vocabulary(rulebook: Rulebook, workflow: str) -> Vocabulary:
    """Every name that the file of a life may use."""
    facts = [content_type.facts for content_type in rulebook.types.values() if content_type.workflow == workflow]
    return Vocabulary(
        permissions=frozenset(Permission), roles=frozenset(rulebook.roles),
        implies={role.name: frozenset(role.implies) for role in rulebook.roles.values()},
        guards=frozenset(rulebook.guards), effects=frozenset(rulebook.effects),
        facts=frozenset(node.name for schema in facts if schema is not None for node in schema()),
        relations=frozenset(rulebook.relations.get(workflow, {})),
    )


def build_engines(registry: Any) -> None:
    """Read every life, check them together, and build their engines; raises WorkflowProblems."""
    rulebook = rulebook_of(registry)
    problems: list[Problem] = []
    workflows: dict[str, Workflow] = {}
    for name, spec in registry.reglab_sources.items():
        path = AssetResolver().resolve(spec).abspath()
        with open(path, encoding="utf-8") as file:
            text = file.read()
        try:
            workflows[name] = read(text, path, vocabulary(rulebook, name))
        except WorkflowProblems as found:
            problems.extend(found.problems)
    problems.extend(
        Problem(content_type.workflow, content_type.name, 0, f"content type {content_type.name} lives by a workflow "
                f"that nobody added: {content_type.workflow}")
        for content_type in rulebook.types.values() if content_type.workflow not in registry.reglab_sources
    )
    if not problems:
        targets = {name: {key: rulebook.types[target].workflow for key, target in relations.items()}
                   for name, relations in rulebook.relation_targets.items()}
        problems.extend(check_all(workflows, targets))
    if problems:
        raise WorkflowProblems(problems)
    for name, workflow in workflows.items():
        rulebook.engines[name] = Engine(workflow, rulebook.guards, EngineWords())


DIRECTIVES = (add_workflow, add_content_type, add_role, add_guard, add_guards, add_effect, add_effects, add_relations)


def includeme(config: Any) -> None:
    """Teach the configurator our words, and check everything when all has been said."""
    rulebook_of(config.registry)
    for directive in DIRECTIVES:
        config.add_directive(directive.__name__, directive)
    registry = config.registry
    config.action("reglab engines", lambda: build_engines(registry), order=ORDER_CHECK)
