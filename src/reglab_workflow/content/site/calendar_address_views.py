"""The secret address of a person's own calendar: made, made anew and withdrawn by that person alone."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ...accounts.page import Page
from ...i18n import _
from .. import events
from .model import Site


@view_defaults(context=Site, name="account", account_page="calendar", permission=NO_PERMISSION_REQUIRED,
               renderer="reglab_workflow.templates:site/calendar_address.pt")
class CalendarAddress(Page):
    """``/account/calendar``: the address is shown once, when it has just been made."""

    @view_config(request_method="GET")
    def show(self) -> Any:
        """Whether there is an address, and what can be done; a stranger is led to sign in first."""
        return self.told() if self.person() is not None else self.sign_in_first()

    @view_config(request_method="POST")
    def change(self) -> Any:
        """Make an address, which ends the one before, or withdraw it."""
        person = self.person()
        if person is None:
            return self.sign_in_first()
        step = {"make": self.make, "withdraw": self.withdraw}.get(self.request.POST.get("do", ""))
        if step is None:
            raise HTTPBadRequest()
        return step(person)

    def make(self, person: Any) -> dict[str, Any]:
        """A new address; the page that answers is the only one that ever shows it."""
        secret = self.door.accounts.issue_calendar_key(person.uid, self.door.now)
        self.door.notify(events.CalendarAddressMade(person, self.request.actor, self.door.now))
        home = self.request.registry.reglab_settings.base_url.rstrip("/")
        return self.told(f"{home}/calendar/{secret}.ics")

    def withdraw(self, person: Any) -> HTTPSeeOther:
        """The address leads nowhere any more."""
        if self.door.accounts.calendar_key_since(person.uid) is not None:
            self.door.accounts.forget_calendar_key(person.uid)
            self.door.notify(events.CalendarAddressWithdrawn(person, self.request.actor, self.door.now))
        return HTTPSeeOther(self.request.link(self.site, "account", "calendar"))

    def person(self) -> Any | None:
        """Who is signed in, if anybody."""
        return self.site["people"].get(self.request.actor.person) if self.request.actor.person else None

    def sign_in_first(self) -> HTTPSeeOther:
        """To the sign-in page, and back here afterwards."""
        here = self.request.link(self.site, "account", "calendar")
        return HTTPSeeOther(self.request.link(self.site, "login", query={"came_from": here}))

    def told(self, address: str = "") -> dict[str, Any]:
        """What the page says."""
        return {
            "title": self.request.translate(_("The address of your calendar")), "address": address,
            "since": self.door.accounts.calendar_key_since(self.request.actor.person),
            "crumbs": [{"title": self.request.translate(_("Calendar")),
                        "href": self.request.link(self.site, "calendar")}],
        }
