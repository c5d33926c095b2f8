"""Walks a site by its links, one or two pages of each shape, and gathers every form that a person meets there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from webtest import TestApp

from house import HOST, House
from reglab_workflow.content.site.model import find

EACH = 2
"""So many pages of one shape are looked at: the first may be the one that differs."""

AWAY = re.compile(r"^/(static|logout|language)\b|\.(pdf|docx|pptx|xlsx|zip|ics)$")
"""Where a walk does not go: out of the site, or to papers that take seconds to make."""

MIRROR = re.compile(r"^/(at|as)/[^/]+")
"""The site of another day, or as another sees it: what is come to is looked at, and not walked on from."""

NUMBERED = re.compile(r"[0-9a-f]{16}|\d+(\.\d+)?")
"""What one event, letter or checkpoint is called: another of its kind is a page of the same shape."""

TOKEN = "csrf_token"


@dataclass(frozen=True)
class Form:
    """A form that writes: where it is sent, and what it would send as it stands."""

    action: str
    fields: tuple[tuple[str, str], ...]


class Walk:
    """What one person finds on the way: the pages by their status, and the forms by their shape.

    ``see`` is told of every page: its address, and the answer.
    """

    def __init__(self, house: House, browser: TestApp, starts: Iterable[str], wanted: int = 1000, each: int = EACH,
                 see: Callable[[str, Any], object] = lambda address, page: None) -> None:
        self.house = house
        self.browser = browser
        self.each = each
        self.see = see
        self.statuses: dict[str, int] = {}
        self.forms: dict[tuple[str, ...], Form] = {}
        self._met: Counter[tuple[str, ...]] = Counter()
        self._ahead = list(starts)
        while self._ahead and len(self.statuses) < wanted:
            self._look(self._ahead.pop(0))

    def _look(self, address: str) -> None:
        if address in self.statuses:
            return
        page = self.browser.get(address, status="*")
        self.statuses[address] = page.status_int
        if page.status_int in (301, 302, 303) or page.content_type != "text/html":
            return
        self.see(address, page)
        if MIRROR.match(address):
            return
        tree = page.html
        for href in links(tree):
            where = urldefrag(urljoin(address, href)).url
            path = urlsplit(where).path
            if AWAY.search(path) or urlsplit(where).netloc not in ("", HOST) or urlsplit(where).scheme == "mailto":
                continue
            where = path + ("?" + urlsplit(where).query if urlsplit(where).query else "")
            shape = self.shape(where)
            if where not in self.statuses and self._met[shape] < self.each:
                self._met[shape] += 1
                self._ahead.append(where)
        for form in forms(tree, address):
            self.forms.setdefault(self.shape(form.action), form)

    def shape(self, address: str) -> tuple[str, ...]:
        """What kind of page an address is: the types it leads through, the view's name, and what it asks for.

        The state of a thing makes another page of its own page and of its steps; not of its history and the like.
        """
        path, _mark, query = address.partition("?")
        mirror = MIRROR.match(path)
        if mirror is not None:
            return (mirror[1], *self.shape(path[mirror.end():] or "/"))
        asked = tuple(sorted({name for name, _value in parse_qsl(query)}))
        with self.house.looking() as site:
            place, kinds = site, []
            names = [name for name in path.split("/") if name]
            for number, name in enumerate(names):
                inner = find(place, name) if hasattr(place, "children") else None
                if inner is None:
                    view = [NUMBERED.sub("#", each) for each in names[number:]]
                    return (*kinds, *view, place.state if view[0] == "do" else "", "?", *asked)
                place = inner
                kinds.append(f"<{place.type_name}>")
            return (*kinds, getattr(place, "state", ""), "?", *asked)


def links(tree: Any) -> Iterator[str]:
    """Where a page leads."""
    for link in tree.find_all("a", href=True):
        yield link["href"]


def forms(tree: Any, address: str) -> Iterator[Form]:
    """The forms of a page that write."""
    for form in tree.find_all("form"):
        if form.get("method", "get").lower() == "post":
            action = urlsplit(urljoin(address, form.get("action") or address)).path
            yield Form(action, tuple(_fields(form)))


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    """What a browser would send when the form's first button is pressed and nothing has been filled in."""
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name or name == TOKEN or field.get("type") in ("submit", "file", "image", "button"):
            continue
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            yield name, (chosen.get("value", chosen.get_text()) if chosen is not None else "")
        else:
            yield name, field.get("value", "") if field.name == "input" else field.get_text()
    button = form.find("button", attrs={"name": True}) or form.find("input", attrs={"type": "submit", "name": True})
    if button is not None:
        yield button["name"], button.get("value", "")
