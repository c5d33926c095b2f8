"""Where a project goes on: another project, a proposal or an organisation on the site, with a link both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import colander
from deform.widget import OptGroup, SelectWidget

from ...catalog.finder import Query
from ...catalog.index import IndexBusy
from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say
from .model import Project

LATEST_ROUNDS = 2
"""Rounds whose proposals one can choose among: what a project leads to is proposed soon."""

MOST = 50


@colander.deferred
def continuing_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """Nothing on the site, or something that the person may see."""
    if names.get("request") is None or names.get("actor") is None:
        return SelectWidget(values=[("", "")])
    groups = [OptGroup(say(names["request"], title), *((each.uid, each.title) for each in found))
              for title, found in _groups(names) if found]
    return SelectWidget(values=[("", say(names["request"], _("Nothing on the site"))), *groups])


def continuing_field(**node: Any) -> colander.SchemaNode:
    """The field in which one chooses where a project goes on."""
    return colander.SchemaNode(
        colander.String(), title=_("What it goes on in"), widget=continuing_choices,
        description=_("Another project, a proposal or an organisation. Its page tells of this project too."), **node)


def goes_on_in(request: Any, project: Project) -> dict[str, Any] | None:
    """What the project goes on in, with its address; None where there is nothing, or nothing that one may see."""
    found = request.site.by_uid(project.continues_in) if project.continues_in else None
    if found is None or not request.rights.may(request.actor, Permission.VIEW, found):
        return None
    return {"title": found.title, "href": request.link(found)}


def comes_from(request: Any, item: Any) -> list[Any]:
    """The projects that go on in an item, as far as the person may see them; none while the index is busy."""
    query = Query(terms={"type": ("project",), "continues_in": (item.uid,)}, limit=MOST)
    try:
        return list(request.finder.find(query).items)
    except IndexBusy:  # the page is of use without them
        return []


def _groups(names: Mapping[str, Any]) -> Iterator[tuple[Any, list[Any]]]:
    site, item = names["site"], names.get("item")
    chosen = site.by_uid(getattr(item, "continues_in", "") or "")
    rounds = list(site["rounds"].values())[-LATEST_ROUNDS:]
    kinds = (
        ("project", _("Learning projects"), site["projects"].values()),
        ("proposal", _("Proposals"), [each for round_ in reversed(rounds) for each in round_["proposals"].values()]),
        ("organisation", _("Organisations"), site["organisations"].values()),
    )
    for kind, title, found in kinds:
        kept = [chosen] if chosen is not None and chosen.type_name == kind and chosen not in found else []
        yield title, [each for each in (*kept, *found) if each is not item and _may_see(names, each)]


def _may_see(names: Mapping[str, Any], each: Any) -> bool:
    return bool(names["request"].rights.may(names["actor"], Permission.VIEW, each))
