"""``/workflows/{name}/versions`` and ``…/impact``: the texts a life's file has had, and what another would change."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from ... import clock
from ...history.rule_texts import versions
from ...i18n import _
from ...security.permissions import Permission
from ...web.file_diff import Place, places
from ...web.words import say
from ...workflow.definition import Workflow
from .model import Site
from .rule_impact import Weighed, weigh
from .rule_words import Told

TEMPLATES = "reglab_workflow.templates:workflows/"
LONGEST = 300_000
"""Characters; more is no file of a life."""


class LifePage:
    """Predicate: which page of a life below ``/workflows``, the life named before it."""

    def __init__(self, name: str, config: Any) -> None:
        self.name = name

    def text(self) -> str:
        """How the predicate shows in Pyramid's lists."""
        return f"life_page = {self.name}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        """Whether the address is this page's."""
        return len(request.subpath) == 2 and request.subpath[1] == self.name


def life_of(request: Any) -> Workflow:
    """The life that the address names; raises HTTPNotFound."""
    engine = request.rulebook.engines.get(request.subpath[0])
    if engine is None:
        raise HTTPNotFound()
    workflow: Workflow = engine.workflow
    return workflow


def page_of(request: Any, workflow: Workflow, title: Any) -> dict[str, Any]:
    """What the pages of a life's file have in common."""
    site, name = request.site, workflow.name
    return {
        "title": say(request, title), "name": say(request, workflow.title), "file": f"{name}.toml",
        "life": request.link(site, "workflows", name),
        "versions": request.link(site, "workflows", name, "versions"),
        "impact": request.link(site, "workflows", name, "impact"),
        "crumbs": [{"title": say(request, _("How things are done")), "href": request.link(site, "workflows")},
                   {"title": say(request, workflow.title), "href": request.link(site, "workflows", name)}],
    }


@view_config(context=Site, name="workflows", life_page="versions", permission=Permission.VIEW_RIGHTS,
             request_method="GET", renderer=TEMPLATES + "versions.pt")
def all_versions(site: Any, request: Any) -> dict[str, Any]:
    """Every text that the file has had here, the newest first, each with what was changed."""
    workflow = life_of(request)
    found = versions(site, workflow.name)
    return {
        **page_of(request, workflow, _("The rules over time")),
        "kept": [
            {"since": each.since, "first": not each.before, "gone": not each.after, "id": each.entry.id,
             "in_force": each is found[-1],
             "places": differing(request, each.before, each.after) if each.before else ()}
            for each in reversed(found)],
    }


@view_defaults(context=Site, name="workflows", life_page="impact", permission=Permission.VIEW_RIGHTS,
               renderer=TEMPLATES + "impact.pt")
class ImpactPages:
    """What a changed file would mean; asking changes nothing."""

    def __init__(self, site: Any, request: Any) -> None:
        self.site = site
        self.request = request

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """The form."""
        return self.page("")

    @view_config(request_method="POST")
    def weigh(self) -> dict[str, Any]:
        """The form with the answer below it."""
        text, workflow = self.given(), life_of(self.request)
        if not text or len(text) > LONGEST:
            self.request.response.status_int = 422
            return self.page("" if text else None)
        index = self.request.finder.fresh_index()
        found = weigh(self.request.rulebook, self.site, index, workflow.name, text, clock.now())
        return self.page(text, found)

    def given(self) -> str:
        """The text of the file that was sent, or else what was written in the field; a mark of order is no text."""
        upload = self.request.POST.get("upload")
        if getattr(upload, "file", None) is not None:
            sent: bytes = upload.file.read(4 * LONGEST)
            return sent.decode("utf-8", "replace").removeprefix("\ufeff")
        return str(self.request.POST.get("text", "")).replace("\r\n", "\n").strip("\n")

    def page(self, text: str | None, found: Weighed | None = None) -> dict[str, Any]:
        """The form, with what was sent, and what would be different."""
        workflow = life_of(self.request)
        told = Told(self.request, found).all() if found is not None else None
        return {
            **page_of(self.request, workflow, _("What would a changed file mean?")), "text": text or "", "told": told,
            "lacking": text is None, "too_long": bool(text) and found is None,
            "places": differing(self.request, workflow.source, text or "") if found is not None else (),
        }


def differing(request: Any, before: str, after: str) -> list[Place]:
    """Where two texts of a file differ, word by word."""
    return places(before.strip("\n"), after.strip("\n"), say(request, _("removed:")), say(request, _("added:")))
