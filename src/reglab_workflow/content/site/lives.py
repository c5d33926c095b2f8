"""Lives in plain words: what the workflow files say, told to people who never open them."""

from __future__ import annotations

import inspect
from typing import Any

from ...catalog.finder import Query
from ...history.rule_texts import versions
from ...i18n import _
from ...security.permissions import SENTENCES, Permission
from ...web.comparing import field_title
from ...web.words import say
from ...workflow.drawing import draw, legend
from ...workflow.wording import Titles, describe, said


def all_lives(request: Any) -> dict[str, Any]:
    """Every life with its title and a sentence."""
    language = request.locale_name
    lives = [
        {"title": said(engine.workflow.title, language), "help": said(engine.workflow.help, language),
         "href": request.link(request.site, "workflows", name), "states": len(engine.workflow.states)}
        for name, engine in request.rulebook.engines.items() if len(engine.workflow.states) > 1
    ]
    return {"title": say(request, _("How things are done")), "lives": lives}


def one_life(request: Any, name: str) -> dict[str, Any]:
    """One life: its drawing, with how many items are in each state, and each state in words."""
    rulebook, language = request.rulebook, request.locale_name
    workflow = rulebook.engines[name].workflow
    kind = next((each for each in rulebook.types.values() if each.workflow == name), None)
    counts = {
        state: request.finder.count(Query(terms={"type": (kind.name,), "state": (state,)}))
        for state in workflow.states
    } if kind is not None else {}
    relatives = {
        relation: rulebook.engines[rulebook.types[target].workflow].workflow
        for relation, target in rulebook.relation_targets.get(name, {}).items()
    }
    return {
        "title": said(workflow.title, language), "help": said(workflow.help, language), "name": name,
        "drawing": draw(workflow, language, counts), "legend": legend(workflow, language),
        "since": next((each.since for each in reversed(versions(request.site, name))), None),
        "over_time": request.link(request.site, "workflows", name, "versions")
        if request.rights.may(request.actor, Permission.VIEW_RIGHTS, request.site) else "",
        "impact": request.link(request.site, "workflows", name, "impact"),
        "lines": list(enumerate(workflow.source.splitlines(), 1)), "file": f"{name}.toml",
        "states": describe(workflow, language, titles(request, kind), relatives), "counts": counts,
        "crumbs": [{"title": say(request, _("How things are done")),
                    "href": request.link(request.site, "workflows")}],
    }


def titles(request: Any, kind: Any) -> Titles:
    """What roles, permissions, guards and facts are called in the reader's language."""
    rulebook = request.rulebook
    facts = [node.name for node in kind.facts()] if kind is not None and kind.facts is not None else []
    return Titles(
        roles={role.name: say(request, role.title) for role in rulebook.roles.values()},
        permissions={permission.value: say(request, sentence) for permission, sentence in SENTENCES.items()},
        guards={name: _sentence(request, guard) for name, guard in rulebook.guards.items()},
        effects={name: _sentence(request, effect) for name, effect in rulebook.effects.items()},
        facts={name: field_title(request, kind.factory, name) for name in facts} if kind is not None else {},
        dates={day: field_title(request, kind.factory, day) for day in _days(rulebook, kind)},
    )


def _days(rulebook: Any, kind: Any) -> set[str]:
    """The fields whose days a life waits for."""
    if kind is None:
        return set()
    transitions = rulebook.engines[kind.workflow].workflow.transitions.values()
    return {each.timing.at for each in transitions if each.timing and each.timing.at}


def _sentence(request: Any, rule: Any) -> str:
    """The first line of what the rule says about itself is also its sentence for people."""
    told = (inspect.getdoc(rule) or rule.__name__).splitlines()[0]
    return say(request, _(told))
