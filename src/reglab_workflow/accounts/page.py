"""What the pages at the door have in common: one look, one form, and the way out when there are too many attempts."""

from __future__ import annotations

from typing import Any

import colander
import deform

from .. import clock
from ..i18n import _
from ..web.forms import build_form
from ..web.words import worded
from ..workflow.errors import Refused
from .signing_in import Door

LONGEST_SUBPATH = 2
PAGE = "reglab_workflow.templates:accounts/door.pt"
# The link in the address goes to no other site, nor into our own log as "came from"; "no-referrer", for browsers
# that know nothing newer, would also take away the Origin by which a write is known as ours.
REFERRER = "no-referrer, strict-origin"


class Page:
    """What the pages at the door have in common."""

    def __init__(self, context: Any, request: Any) -> None:
        self.site = context
        self.request = request
        request.response.headers["Referrer-Policy"] = REFERRER
        registry = request.registry
        self.door = Door(context, request.rulebook.notify, registry.reglab_passwords, clock.now())

    def form(self, schema: Any, button: Any, action: str = "", **values: str) -> deform.Form:
        """A form with one button, and what it holds from the start."""
        send = deform.Button("send", title=self.request.translate(button))
        return build_form(schema, self.request, (send,), action, values=values)

    def page(self, title: Any, text: Any = "", form: Any = None, **more: Any) -> dict[str, Any]:
        """What the template needs."""
        say = self.request.translate
        return {"title": say(title), "text": say(text), "form": form, "links": [], "fault": "", **more}

    def link(self, title: Any, *names: str, first: bool = False) -> dict[str, Any]:
        """A way on from here."""
        return {"title": self.request.translate(title), "href": self.request.link(self.site, *names), "first": first}

    def wait(self, seconds: int) -> dict[str, Any]:
        """Too many attempts: how long to wait, said plainly."""
        self.request.response.status_int = 429
        self.request.response.retry_after = seconds
        minutes = -(-seconds // 60)
        text = self.request.plural(
            "There have been many attempts. Wait ${n} minute and try again.",
            "There have been many attempts. Wait ${n} minutes and try again.", minutes)
        return self.page(_("Wait a moment"), text, links=[self.link(_("Go to the start page"), first=True)])

    def refused(self, form: deform.Form, refusal: Refused) -> None:
        """Show reasons at the fields that they are about."""
        self.request.response.status_int = 422
        for reason in worded(self.request, refusal.reasons):
            field = form[reason.field] if reason.field else form
            field.error = field.error or colander.Invalid(field.schema, reason.text)
        form.error = form.error or colander.Invalid(form.schema)


class AccountPage:
    """Predicate: which page below ``/account``; a secret may follow, and nothing else."""

    def __init__(self, name: str, config: Any) -> None:
        self.name = name

    def text(self) -> str:
        """How the predicate shows in Pyramid's lists."""
        return f"account_page = {self.name}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        """Whether the address is this page's."""
        return bool(request.subpath[:1] == (self.name,) and len(request.subpath) <= LONGEST_SUBPATH)
