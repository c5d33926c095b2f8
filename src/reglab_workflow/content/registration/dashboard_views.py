"""``/projects/{slug}/registrations``: the office's overview; an organisation is led to its own registration."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from ...documents.lists import List
from ...documents.saving import saved_list
from ...i18n import _
from ...mail.letter import Status
from ...security.permissions import Permission
from ...web.handing import handed_out
from ...web.words import say
from ..folder import Folder
from ..project.fee import forecast, has_rule, heads_now, in_kronor
from ..project.fee_views import sentences
from ..project.model import INVITING, Project
from .dashboard import GROUPS, UNNAMED, answers, figures, lacks_people, narrowed, occasions_of, visible
from .model import registration_by, registrations_of

REMIND = "remind"
FOLDER = "registrations"


class InRegistrations:
    """A predicate: the folder is that of a project's registrations."""

    def __init__(self, value: bool, info: Any) -> None:
        self.value = value

    def text(self) -> str:
        """How the predicate is told."""
        return f"registrations_folder = {self.value}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        """Whether it holds."""
        is_it = context.__name__ == FOLDER and isinstance(context.__parent__, Project)
        return is_it == self.value


@view_config(context=Folder, registrations_folder=True, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:registration/list.pt")
def overview(folder: Any, request: Any) -> Any:
    """Everybody who has registered, as far as the person may see it."""
    project, rights, actor = folder.__parent__, request.rights, request.actor
    if not rights.may(actor, Permission.VIEW_INTERNAL, project):
        own = registration_by(project, actor.organisation) if actor.organisation else None
        if own is not None and rights.may(actor, Permission.VIEW, own):
            return HTTPSeeOther(request.link(own))
        may_add = rights.may(actor, Permission.ADD_REGISTRATION, project)
        return HTTPSeeOther(request.link(project, *(["register"] if may_add else [])))
    found = visible(request, project)
    group = request.GET.get("show", "")
    occasions = occasions_of(request, project)
    return {
        "title": say(request, _("Registrations")), "project": project,
        "crumbs": [{"title": say(request, _("Learning projects")), "href": request.link(request.site["projects"])},
                   {"title": project.title, "href": request.link(project)}],
        "figs": figures(request, project, found), "occasions": occasions,
        "rows": [row(request, each, occasions) for each in narrowed(found, group)], "total": len(found),
        "shown": shown(request, group), "group": group,
        "lacking": [each for each in found if lacks_people(each) and rights.may_fire(actor, REMIND, each)],
        "may_add": bool(rights.may(actor, Permission.ADD_REGISTRATION, project)),
        "money": any(rights.may(actor, Permission.VIEW_INTERNAL, each) for each in found),
        "unnamed": UNNAMED, "ways": list(ways(request, project)), "fee": list(fee(request, project)),
        "failed": failed_letters(project) if rights.may(actor, Permission.VIEW_LETTERS, project) else 0,
    }


def ways(request: Any, project: Any) -> Iterator[dict[str, str]]:
    """Where else one sees who comes and what it gives."""
    yield {"title": say(request, _("The fee")), "href": request.link(project, "fee")}
    if request.rights.may(request.actor, Permission.VIEW_INVOICES, project):
        yield {"title": say(request, _("The list for invoices")), "href": request.link(project, "invoices")}
    for name, title in (("registrations.xlsx", _("Excel")), ("registrations.csv", _("CSV"))):
        yield {"title": say(request, title), "href": request.link(project, name)}
    if request.rights.may(request.actor, Permission.VIEW_LETTERS, project):
        yield {"title": say(request, _("The letters")), "href": request.link(request.site, "letters")}


def fee(request: Any, project: Any) -> Iterator[str]:
    """What the rule of the fee says now, and what it says next, as long as the fee is not decided."""
    if project.state == INVITING and has_rule(project):
        now = heads_now(project)
        yield from islice(sentences(request, project, now, forecast(project)), 2)


def failed_letters(project: Any) -> int:
    """How many letters about the project and its registrations did not get through."""
    outbox = project.site.outbox
    about = [project.uid, *(each.uid for each in registrations_of(project))]
    return sum(receiver.status == Status.FAILED for uid in about for letter in outbox.letters_about(uid)
               for receiver in letter.receivers)


def shown(request: Any, group: str) -> str:
    """What the list has been narrowed to, in words."""
    if group == UNNAMED:
        return say(request, _("Have not named anybody"))
    return say(request, GROUPS[group][0]) if group in GROUPS else ""


def row(request: Any, registration: Any, occasions: list[dict[str, Any]]) -> dict[str, Any]:
    """One organisation."""
    internal = request.rights.may(request.actor, Permission.VIEW_INTERNAL, registration)
    amount = registration.charge if registration.charge is not None else registration.fee
    preliminary = amount is None and registration.takes_part and registration.project.fee is not None
    return {
        "item": registration, "named": sum(not each.extra for each in registration.people),
        "planned": registration.planned, "contact": registration.contact_name,
        "fee": in_kronor(registration.project.fee if preliminary else amount)
        if internal and (preliminary or amount is not None) else "", "preliminary": preliminary,
        "answers": answers(registration, [each["item"] for each in occasions]) if registration.takes_part else [],
    }


@view_config(context=Folder, registrations_folder=True, name="remind", permission="view", request_method="POST")
def remind(folder: Any, request: Any) -> Any:
    """Remind every organisation that takes part and has named nobody."""
    project, acts = folder.__parent__, request.acts
    found = [each for each in visible(request, project)
             if lacks_people(each) and request.rights.may_fire(request.actor, REMIND, each)]
    if not found:
        raise HTTPNotFound()
    for each in found:
        acts.fire(each, REMIND)
    return HTTPSeeOther(request.link(folder, query={"show": UNNAMED, "reminded": len(found)}))


@view_config(context=Project, name="registrations.csv", permission=Permission.VIEW_INTERNAL, request_method="GET")
def registrations_csv(project: Any, request: Any) -> Response:
    """``…/registrations.csv``: the organisations with their people, for any program."""
    return made(project, request, "csv")


@view_config(context=Project, name="registrations.xlsx", permission=Permission.VIEW_INTERNAL, request_method="GET")
def registrations_xlsx(project: Any, request: Any) -> Response:
    """``…/registrations.xlsx``: the same rows as a sheet."""
    return made(project, request, "xlsx")


def made(project: Any, request: Any, kind: str) -> Response:
    """The registrations as something to save; raises NotInstalled when its library is missing."""
    answer = saved_list(as_list(request, project), filename(request, project), kind)
    return handed_out(request, project, "registrations", kind, answer)


def filename(request: Any, project: Any) -> str:
    """A name that the file can be found by."""
    return say(request, _("registrations-${name}", mapping={"name": project.__name__}))


def as_list(request: Any, project: Any) -> List:
    """Everybody who has registered, with a column of people for each occasion; no addresses."""
    occasions = occasions_of(request, project)
    rows = []
    for each in visible(request, project):
        told = row(request, each, occasions)
        counts = [one.places for one in told["answers"]] or [""] * len(occasions)
        people = ", ".join(person.name for person in each.people if not person.extra)
        rows.append([each.title, request.state_of(each).title, each.contact_name, each.planned or "", people, *counts])
    columns = [(_("Organisation"), 32), (_("State"), 20), (_("Contact person"), 24), (_("People planned"), 10),
               (_("Participants"), 48)]
    heads = [*((say(request, title), width) for title, width in columns), *((each["title"], 12) for each in occasions)]
    name = say(request, _("Registrations"))
    return List(f"{name}: {project.title}", name, heads, rows)
