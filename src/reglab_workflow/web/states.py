"""How a state looks: a word, a shape and a hue. The word is the meaning; the rest only helps the eye."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..i18n import in_language

if TYPE_CHECKING:
    from ..workflow.definition import State, Workflow

LOOKS = {
    "draft": "draft planned collecting pending invited",
    "submitted": "submitted announced called open offered agreed registered scheduled inviting "
                 "registration_open open_for_input awaiting_approval",
    "discussed": "discussed in_session result_draft evaluating waiting",
    "returned": "returned compiled registration_closed checked",
    "selected": "selected confirmed decided adopted fee_fixed supported",
    "running": "running held started in_progress active published",
    "closed": "closed documented archived done kept attended sent",
    "parked": "parked locked late",
    "not": "not_selected declined dropped no_show",
    "referred": "referred replaced",
    "merged": "merged",
    "withdrawn": "withdrawn cancelled unsubscribed",
    "failed": "failed bounced",
}
SHAPES = {"failed": "stop"}
BY_STATE = {state: look for look, states in LOOKS.items() for state in states.split()}
TAG = "looks:"


@dataclass(frozen=True)
class StateShown:
    """A state as a reader sees it: its word, the icon before it and the class that colours both."""

    name: str
    title: str
    look: str
    help: str = ""

    @property
    def icon(self) -> str:
        """The symbol of the sprite."""
        return SHAPES.get(self.look, self.look)

    @property
    def css(self) -> str:
        """The class that gives the hue."""
        return f"is-{self.look}"


def state_shown(workflow: Workflow, state: State, language: str, friendly: bool = False) -> StateShown:
    """A state in the reader's language; ``friendly`` as the person behind the item sees it."""
    title = in_language((friendly and state.friendly) or state.title, language)
    return StateShown(state.name, title, look_of(workflow, state), in_language(state.help or {}, language))


def look_of(workflow: Workflow, state: State) -> str:
    """The look of a state: from a tag ``looks:running``, else from its name, else from its place."""
    for tag in state.tags:
        if tag.startswith(TAG) and tag.removeprefix(TAG) in LOOKS:
            return tag.removeprefix(TAG)
    if state.name in BY_STATE:
        return BY_STATE[state.name]
    if state.final:
        return "closed"
    return "draft" if state.name == workflow.initial else "running"
