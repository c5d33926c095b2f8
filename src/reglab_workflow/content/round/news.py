"""A news item about the result of a round: the page that the office begins from, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say
from .model import Area
from .result import is_out

MEANS_SOMETHING = re.compile(r"([\\`*_\[\]<>#])")
"""Signs that Markdown would read as more than themselves."""

NEVER_CAME = ("draft", "withdrawn")
"""States of proposals that are not counted."""

NEXT: Mapping[str, Any] = {
    "published": _("Next, the board decides."), "discussed": _("Next, the board decides."),
    "decided": _("The board has decided. Next, the member group adopts the plan."),
    "adopted": _("The plan is adopted, and the selected proposals become learning projects."),
    "archived": _("The plan is adopted, and the selected proposals become learning projects."),
}
"""What happens after the result, by the state of the round."""


def news_of(request: Any, round_: Any) -> dict[str, str]:
    """Title and text of the page; what is not public yet is not in it. Nothing before the result is out."""
    may_see = round_ is not None and request.rights.may(request.actor, Permission.VIEW, round_)
    if not (may_see and is_out(round_)):
        return {}
    title = say(request, _("What became of the proposals for ${year}", mapping={"year": round_.year}))
    return {"title": title, "body": "\n\n".join(paragraphs(request, round_))}


def paragraphs(request: Any, round_: Any) -> Iterator[str]:
    """How much came in, the areas with their motives, what happens next, and the way to the whole result."""
    proposals = [each for each in round_.proposals() if each.state not in NEVER_CAME]
    senders = {uid for each in proposals for uid in each.all_senders()}
    yield say(request, _("Proposals: ${proposals}. Organisations behind them: ${organisations}.", mapping={
        "proposals": len(proposals), "organisations": len(senders)}))
    areas = [area for area in round_.areas if not area.lesser]
    if areas:
        yield "## " + say(request, _("The areas that were pointed out"))
    for area in areas:
        yield f"### {literal(area.title)}"
        yield from area_in_words(request, round_, area, proposals)
    yield "## " + say(request, _("What happens next"))
    yield say(request, next_of(request, round_))
    link = request.link(round_, "result")
    yield f"[{say(request, _('Read what became of all the proposals'))}]({link})"


def area_in_words(request: Any, round_: Any, area: Area, proposals: list[Any]) -> Iterator[str]:
    """The motive of an area and, once anybody may read them, the proposals in it."""
    if area.motive:
        yield literal(area.motive)
    chosen = [each for each in proposals if each.area == area.id and each.outcome]
    if chosen and round_.is_decided:
        yield "\n".join(f"- [{literal(each.numbered_title)}]({request.link(each)})" for each in chosen)
    elif chosen:
        yield str(request.plural("${n} proposal is in the area.", "${n} proposals are in the area.", len(chosen)))


def next_of(request: Any, round_: Any) -> Any:
    """What happens next, with the day where it is known."""
    if not round_.is_decided and round_.board_meets:
        return _("Next, the board decides on ${day}.", mapping={"day": request.day(round_.board_meets)})
    return NEXT[round_.state]


def literal(text: str) -> str:
    """What somebody wrote, so that it shows as it stands; points in a list stay points."""
    return MEANS_SOMETHING.sub(r"\\\1", text)
