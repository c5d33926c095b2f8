"""Reasons in words: what the engine and the rights say, in the language of the reader."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..content.acts import Offer
from ..content.item import inside
from ..i18n import _
from ..security.rights import NeededRoles
from ..workflow.definition import State, Transition, Workflow
from ..workflow.errors import Reason
from . import dates


class Titled:
    """A sentence with titles from workflow files in it; the titles are chosen when it is read."""

    def __init__(self, text: Any, **titles: Any) -> None:
        self.text = text
        self.titles = titles

    def __str__(self) -> str:
        return str(self.text)


class EngineWords:
    """The engine's own sentences."""

    def unknown(self, workflow: Workflow, name: str) -> Reason:
        """There is no such transition."""
        return Reason("unknown_transition", _("There is no such step."))

    def wrong_state(self, workflow: Workflow, transition: Transition, state: State) -> Reason:
        """The transition does not leave this state."""
        return Reason("wrong_state", Titled(
            _("“${step}” cannot be done while the state is “${state}”."), step=transition.title, state=state.title))

    def repeated(self, workflow: Workflow, transition: Transition, state: State) -> Reason:
        """It has been done already."""
        return Reason("repeated", Titled(
            _("This has already been done: the state is “${state}”."), state=state.title))

    def missing_fact(self, workflow: Workflow, transition: Transition, fact: str) -> Reason:
        """A fact was not told."""
        return Reason(f"missing:{fact}", _("Fill in this field."), fact)


def say(request: Any, text: Any) -> str:
    """Any text we carry, in the language of the request: a message, a title in many languages, or a plain word."""
    if isinstance(text, Titled):
        titles = {name: say(request, title) for name, title in text.titles.items()}
        return str(request.localizer.translate(text.text, mapping=titles))
    if isinstance(text, NeededRoles):
        return say(request, _("Only ${roles} can do this.", mapping={"roles": roles_in_words(request, text.roles)}))
    return str(request.translate(text))


def worded(request: Any, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The same reasons, ready to be shown."""
    return tuple(replace(reason, text=say(request, reason.text)) for reason in reasons)


def worded_offers(request: Any, item: Any) -> list[Offer]:
    """The steps that the person may take, or could if something else were different; never those of others."""
    return [
        replace(offer, reasons=worded(request, offer.reasons), warnings=worded(request, offer.warnings))
        for offer in request.acts.open_to(item) if offer.permitted
    ]


def roles_in_words(request: Any, roles: tuple[str, ...]) -> str:
    """Role titles joined as in a sentence: "a, b or c"."""
    known = request.rulebook.roles
    titles = [say(request, known[role].title) for role in roles if role in known]
    if len(titles) < 2:
        return "".join(titles)
    return say(request, _("${many} or ${last}", mapping={"many": ", ".join(titles[:-1]), "last": titles[-1]}))


def name_of(request: Any, item: Any) -> str:
    """What an item is called; one may be without a title for a while."""
    return str(item.title) or say(request, _("Without a title"))


def full_name_of(request: Any, item: Any) -> str:
    """What an item is called where it stands alone: what is in a learning project bears the project's name too."""
    project = inside(item, "project")
    around = () if project in (None, item) else (project,)
    return ", ".join(name_of(request, each) for each in (item, *around))


def day(request: Any, moment: Any) -> str:
    """A day in words, in the language of the request; nothing for no day."""
    return dates.date(moment, request.locale_name) if moment is not None else ""


def includeme(config: Any) -> None:
    """Let views speak of days."""
    config.add_request_method(day, "day")
