"""The words of the site's own keeping in the history: files taken away, links, rules, settings and commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..history.rule_texts import title_then
from ..i18n import _
from .words import say

TAKEN = {
    "answer": _("the answer to a question of the audit"), "history": _("the history"),
    "invoices": _("the invoice list"), "organisation": _("what the organisation has sent and received"),
    "participants": _("the list of participants"), "people": _("the list of people"),
    "person": _("everything about a person"), "registrations": _("the list of registrations"),
    "report": _("the report of the audit"), "results": _("the answers to the survey"),
    "review": _("the report of the access review"), "rights": _("the list of rights given and taken"),
}
"""What files hold, by the name that the trail has for it."""

LINKS = {
    "approval": _("for approving a registration"), "invitation": _("for choosing a first password"),
    "participant": _("to the own answers"),
    "reset": _("for choosing a new password"),
}
"""What links are for."""


def kept_words(request: Any, item: Any, core: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, str]:
    """What the sentences about the site's keeping name."""
    return {
        "what": say(request, TAKEN.get(core.get("what", ""), core.get("what", ""))),
        "form": core.get("form", "").upper(),
        "purpose": say(request, LINKS.get(core.get("purpose", ""), core.get("purpose", ""))),
        "workflow": life_title(request, core.get("workflow", "")),
        "settings": ", ".join(core.get("settings", ())),
        "command": core.get("command", ""), "account": details.get("account", ""),
        "state": request.state_of(item, core["to"]).title if core["kind"] == "state_mapped" else "",
    }


def life_title(request: Any, name: str) -> str:
    """What a life is called today; its name where there is none of it any more."""
    engine = request.rulebook.engines.get(name)
    return say(request, engine.workflow.title) if engine is not None else name


def step_then(request: Any, item: Any, core: Mapping[str, Any]) -> str:
    """What a step that its life no longer has was called when it was taken; its name where no text tells."""
    name: str = core["transition"]
    life = request.rulebook.type_of(item).workflow
    return say(request, title_then(request.site, life, "transitions", name, core["at"]) or name)
