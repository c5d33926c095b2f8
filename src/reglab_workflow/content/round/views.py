"""The pages of rounds: the list of them, one round with its proposals, and the forms of the office."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pyramid.view import view_config

from ...catalog.finder import Query
from ...i18n import _
from ...web.columns import offered
from ...web.crud import AddForm
from ...web.done import back_to
from ...web.editing import EditForm, Form, form_page
from ...web.lists import Listing
from ...web.words import say, worded_offers
from ..decision_set.choosing import picks
from ..folder import Folder, slug
from ..proposal.listing import describe, round_filters
from .model import OPEN, Round, Theme
from .numbering import number_proposals
from .publications import ways
from .result import is_out
from .tracker import steps

SENTENCES = {
    "planned": _("The round is being prepared."),
    "open": _("The round is open for proposals."),
    "closed": _("The round is closed for proposals. The office arranges them by theme and number."),
    "compiled": _("The booklet is compiled. The office checks it before it is published."),
    "published": _("The booklet is published. Next comes the idea meeting."),
    "discussed": _("The idea meeting has been held. Next comes the board's decision."),
    "decided": _("The board has decided. Next, the member group adopts the plan."),
    "adopted": _("The plan is adopted."),
    "archived": _("The round is finished and kept as it is."),
}

A_YEAR = timedelta(weeks=52)
"""Keeps the weekday."""

INSTRUCTED = ("planned", OPEN)
"""The states in which the instruction to the senders is of use."""


@view_config(context=Round, permission="view", request_method="GET", renderer="reglab_workflow.templates:round/view.pt")
def view(round_: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}``: where the round stands, and its proposals with filters in the address."""
    base = Query(terms={"type": ("proposal",), "round": (round_.uid,)})
    arranges = bool(request.rights.may(request.actor, "arrange", round_))
    listing = Listing(request, base, round_filters(request, round_), order="number", columns=offered(arranges))
    found = listing.found()
    meeting = round_.get("meeting")
    return {
        "title": round_.title,
        "listing": listing,
        "found": found.items,
        "total": found.total,
        "describe": describe(request),
        "caption": say(request, _("Proposals of the round")),
        "pager": listing.pager(found),
        "orders": ("number", "title", "longest", "newest"),
        "now": now(request, round_),
        "steps": steps(request, round_),
        "may_add": bool(request.rights.may(request.actor, "add_proposal", round_)),
        "crumbs": [{"title": say(request, _("Proposals")), "href": request.link(request.site["rounds"])}],
        "meeting": meeting if meeting is not None and request.rights.may(request.actor, "view", meeting) else None,
        "arranges": arranges, "result": result_link(request, round_),
        "ways": ways(request, round_), "picks": picks_for(request, round_, listing.here, found.total),
        "decisions": decisions_link(request, round_),
    }


def decisions_link(request: Any, round_: Any) -> str:
    """The page of the decision sets, once there are any, for those who may read them."""
    may_read = request.rights.may(request.actor, "view_internal", round_)
    return str(request.link(round_, "decide")) if may_read and len(round_["decisions"]) else ""


def picks_for(request: Any, round_: Any, here: str, total: int) -> dict[str, Any] | None:
    """What the boxes in the list need, for those who may decide and once there is something to decide."""
    may_decide = round_.is_published and request.rights.may(request.actor, "edit", round_)
    return picks(request, round_, here, total) if may_decide and total else None


def result_link(request: Any, round_: Any) -> str:
    """The page of what became of the proposals, for those who may have it and once there is something to tell."""
    arranges = request.rights.shows(request.actor, "edit", round_)
    return str(request.link(round_, "result")) if is_out(round_) or (round_.is_published and arranges) else ""


def now(request: Any, round_: Any) -> dict[str, Any]:
    """What is happening, and what the person can do with the round."""
    links = []
    rights, actor = request.rights, request.actor
    if rights.may(actor, "add_proposal", round_):
        links.append({"title": say(request, _("Write a proposal")), "first": True,
                      "href": request.link(round_["proposals"], "add")})
    if rights.may(actor, "arrange", round_):
        links.append({"title": say(request, _("Compile the proposals")), "href": request.link(round_, "compile")})
    if round_.is_published and rights.may(actor, "edit", round_):
        links.append({"title": say(request, _("Decide about the proposals")),
                      "href": request.link(round_, "decide", query={"state": "discussed"})})
    if rights.may(actor, "edit", round_):
        links.append({"title": say(request, _("Edit the round")), "href": request.link(round_, "edit")})
    if round_.get("meeting") is None and rights.may(actor, "add_meeting", round_):
        links.append({"title": say(request, _("Plan the idea meeting")), "href": request.link(round_, "add-meeting")})
    links.extend([*ballot_links(request, round_), *news_links(request, round_)])
    rounds = request.site["rounds"]
    if rights.may(actor, "add_round", rounds) and all(each.year <= round_.year for each in rounds.values()):
        links.append({"title": say(request, _("Begin next year's round from this one")),
                      "href": request.link(rounds, "add-round", query={"from": round_.__name__})})
    return {"sentence": say(request, SENTENCES.get(round_.state, "")), "offers": worded_offers(request, round_),
            "links": links, "aside": round_.instruction if round_.state in INSTRUCTED else ""}


def ballot_links(request: Any, round_: Any) -> list[dict[str, Any]]:
    """The way to the round's ballot, or to planning one where ballots are used."""
    ballot = round_.ballot
    if ballot is not None:
        may_see = request.rights.may(request.actor, "view", ballot)
        return [{"title": say(request, _("To the ballot")), "href": request.link(ballot)}] if may_see else []
    if request.registry.reglab_settings.ballots and request.rights.may(request.actor, "add_ballot", round_):
        return [{"title": say(request, _("Plan an advisory ballot")), "href": request.link(round_, "add-ballot")}]
    return []


def news_links(request: Any, round_: Any) -> list[dict[str, Any]]:
    """The way to a page with the news, for those who write pages, once there are any."""
    pages = request.site["pages"]
    if not (is_out(round_) and request.rights.may(request.actor, "add_page", pages)):
        return []
    return [{"title": say(request, _("Write news about the result")),
             "href": request.link(pages, "add-page", query={"from": round_.__name__})}]


class RoundForm(Form):
    """What adding and editing a round have in common."""

    type_name = "round"

    def values_for(self, values: dict[str, Any], themes: tuple[Theme, ...] = ()) -> dict[str, Any]:
        """The form's values as a round keeps them; a theme keeps its id when its title changes."""
        kept = {name: value for name, value in values.items() if name in Round.fields}
        if "themes" in kept:
            kept["themes"] = themes_from(kept["themes"] or (), themes)
        return {
            name: "" if value is None and name in ("title", "instruction") else value for name, value in kept.items()
        }


def themes_from(given: Any, known: tuple[Theme, ...]) -> tuple[Theme, ...]:
    """Themes in the office's order; known ones by id, new ones with an id made of their title."""
    taken = {theme.id for theme in known}
    made: list[Theme] = []
    for each in given:
        title, theme_id = (each.get("title") or "").strip(), each.get("id") or ""
        if not title:
            continue
        if theme_id not in taken:
            base = slug(title) or "tema"
            theme_id = next(name for name in (base, *(f"{base}-{n}" for n in range(2, 999)))
                            if name not in taken and name not in {theme.id for theme in made})
        made.append(Theme(theme_id, title))
    return tuple(made)


@form_page(context=Round, name="edit", permission="edit")
class Edit(RoundForm, EditForm):
    """``/rounds/{year}/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the round")

    def words(self) -> dict[str, Any]:
        """The way back."""
        return {"crumbs": [{"title": self.context.title, "href": self.request.link(self.context)}]}

    def to_fields(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as a round keeps them."""
        return self.values_for(values, self.context.themes)


def a_year_later(earlier: Any) -> dict[str, Any]:
    """Title, days, instruction and themes for the year after a round: the same weekdays, a year on."""
    year = earlier.year + 1
    days = {name: getattr(earlier, name) for name in ("opens", "closes", "board_meets")}
    return {
        "title": earlier.title.replace(str(earlier.year), str(year)), "year": year,
        "instruction": earlier.instruction, "themes": earlier.themes,
        **{name: day + A_YEAR if day is not None else None for name, day in days.items()},
    }


@form_page(context=Folder, name="add-round", permission="add_round")
class Add(RoundForm, AddForm):
    """``/rounds/add-round``."""

    def title(self) -> Any:
        """The heading."""
        return _("Start a new round")

    def start(self) -> dict[str, Any]:
        """Nothing; or, with ``?from=2027``, what the round of that year can lend to the next."""
        earlier = self.request.site["rounds"].get(self.request.GET.get("from", ""))
        may_see = earlier is not None and self.request.rights.may(self.request.actor, "view", earlier)
        return a_year_later(earlier) if may_see else {}

    def keep(self, values: dict[str, Any]) -> Any:
        """Create it."""
        rounds, kept = self.request.site["rounds"], self.values_for(values)
        round_ = self.added_before(rounds, kept) or self.add(rounds, "round", kept)
        return back_to(self.request, round_, self.request.acts)


@view_config(context=Round, name="number", permission="arrange", request_method="POST")
def number(round_: Any, request: Any) -> Any:
    """Give every proposal that has a theme its number, in the order of the themes."""
    acts = request.acts
    for proposal, number_ in number_proposals(round_):
        acts.edit(proposal, {"number": number_})
    return back_to(request, round_, acts)
