"""Pages: the ``.pt`` renderer, and the names that every template may use.

Templates are found by asset specification, so a host application can replace any of them with
``config.override_asset``; the frame and the parts are found the same way for each page.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from chameleon import PageTemplateFile
from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.path import AssetResolver
from pyramid.request import Request
from pyramid.settings import asbool
from translationstring import ChameleonTranslate

from .. import clock
from ..history.rule_texts import title_then
from ..i18n import in_language
from ..workflow.definition import State
from . import dates, localizing, marking
from .frame import Frame
from .localizing import say
from .states import StateShown, state_shown

TEMPLATES = "reglab_workflow.templates:"
BOOLEAN = frozenset((
    "autofocus", "checked", "disabled", "hidden", "multiple", "novalidate", "open", "readonly", "required",
    "selected",
))


class Cooked(PageTemplateFile):
    """A template that one thread at a time compiles: Python's own compiler fails when two work on large trees."""

    one_cook = threading.RLock()

    def cook_check(self) -> bool:
        """Compile where that is needed; tells whether it was."""
        if self._cooked and not self.auto_reload:
            return False
        with self.one_cook:
            return bool(super().cook_check())


@cache
def cooked(path: str, auto_reload: bool) -> PageTemplateFile:
    """The template in a file, compiled once in the life of the process."""
    return Cooked(path, auto_reload=auto_reload, boolean_attributes=BOOLEAN, encoding="utf-8")


class Templates:
    """The templates of one application: a host may have put others in the place of ours."""

    def __init__(self, auto_reload: bool = False) -> None:
        self.auto_reload = auto_reload
        self._known: dict[tuple[tuple[str, ...], Any], PageTemplateFile] = {}

    def __call__(self, *specs: str, package: Any = None) -> PageTemplateFile:
        """The template that the first of these asset specifications with a file stands for here."""
        key = specs, package
        if key not in self._known:
            self._known[key] = cooked(self._path(specs, AssetResolver(package)), self.auto_reload)
        return self._known[key]

    def _path(self, specs: tuple[str, ...], resolver: AssetResolver) -> str:
        assets = [resolver.resolve(spec) for spec in specs]
        return str(next((asset for asset in assets if asset.exists()), assets[0]).abspath())


class PageRenderer:
    """Renders one template for Pyramid."""

    def __init__(self, info: Any) -> None:
        self.info = info

    def __call__(self, value: Mapping[str, Any], system: Mapping[str, Any]) -> str:
        """The page as text; what the view answers is also there as a whole, under the name ``view``."""
        request = system["request"]
        template = request.registry.templates(self.info.name, package=self.info.package)
        return str(template.render(**{**system, **value, "view": value, "translate": translator(request)}))


def translator(request: Request) -> Callable[..., Any]:
    """The words of any text, in the language of this request: what Chameleon and the templates ask."""
    chameleon = ChameleonTranslate(partial(say, request.localizer))

    def translate(msgid: Any, *args: Any, **kw: Any) -> Any:
        if isinstance(msgid, Mapping):
            return in_language(msgid, request.locale_name)
        return chameleon(msgid, *args, **kw)

    return translate


def add_names(event: BeforeRender) -> None:
    """Put the names that every template may use before a page is rendered."""
    request = event.get("request")
    info = event.get("renderer_info")
    if request is not None and info is not None and info.type == ".pt":
        for name, value in names_for(request).items():
            event.setdefault(name, value)


def names_for(request: Request) -> dict[str, Any]:
    """The names that every template may use; a view may answer with its own under the same name."""
    language = request.locale_name
    templates = request.registry.templates
    return {
        "layout": templates(TEMPLATES + "layout.pt"),
        "parts": templates(TEMPLATES + "parts.pt"),
        "lists": templates(TEMPLATES + "lists.pt"),
        "frame": request.frame,
        "item": getattr(request, "context", None),
        "language": language,
        "icon": marking.icon,
        "prose": marking.prose,
        "sprite": marking.sprite,
        "link": request.link,
        "static": lambda path: request.static_path(f"reglab_workflow:static/{path}"),
        "plural": request.plural,
        "may": lambda permission, item: request.rights.may(request.actor, permission, item),
        "state_of": request.state_of,
        "stamp": dates.stamp,
        "date": lambda day: dates.date(day, language),
        "short": lambda day: dates.short(day, language),
        "when": lambda moment: dates.when(moment, language),
        "clock": lambda moment: dates.clock(moment, language),
        "ago": lambda moment: dates.ago(moment, shown_at(request), language),
        "past": lambda moment: dates.past(moment, shown_at(request), language),
    }


def shown_at(request: Request) -> datetime:
    """The moment that a page shows: this one, or on a page of another day the end of that."""
    mirror = getattr(request, "mirror", None)
    return mirror.seen.moment if mirror is not None else clock.now()


def link(request: Request, item: Any, *names: str, query: Any = None, anchor: str | None = None) -> str:
    """The address of an item, or of a page below it, without host."""
    wanted = {"query": query, "anchor": anchor}
    given = {name: value for name, value in wanted.items() if value}
    path = str(request.resource_path(item, *names, **given))
    head, mark, tail = path.partition("?") if query else path.partition("#")
    return (head.rstrip("/") or "/") + mark + tail


def state_of(request: Request, item: Any, state: str | None = None, friendly: bool = False) -> StateShown:
    """How a state is shown: the item's own, or another one of its life by name."""
    engine = request.rulebook.engine(item)
    name = state or item.state
    if not engine.workflow.knows(name):  # the history tells of states that have been given up since
        title = title_then(request.site, engine.workflow.name, "states", name) or {"": name}
        return state_shown(engine.workflow, State(name, title), request.locale_name)
    found = engine.workflow.state(name)
    return state_shown(engine.workflow, found, request.locale_name, friendly)


def includeme(config: Configurator) -> None:
    """Render ``.pt`` templates, with words, links and dates in the reader's language."""
    settings = config.registry.settings
    wish = os.environ.get("PYRAMID_RELOAD_TEMPLATES") or settings.get("pyramid.reload_templates")
    config.registry.templates = Templates(auto_reload=asbool(wish))
    config.include(localizing)
    config.include(".assets")
    config.add_renderer(".pt", PageRenderer)
    config.add_subscriber(add_names, BeforeRender)
    config.add_request_method(Frame, "frame", reify=True)
    config.add_request_method(link)
    config.add_request_method(state_of)
