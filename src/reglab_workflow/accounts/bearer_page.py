"""What the pages behind a link from a letter have in common, for those who have no account.

GET only shows, since mail scanners follow links; what a page sends goes to an address without the secret, which servers
note down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..i18n import _
from .cookies import source_of
from .page import PAGE, Page

Found = TypeVar("Found")


class BearerPage(Page):
    """A page behind a link: shows what the secret opens, or one and the same page to whoever has none that is good."""

    whom_to_ask: Any = ""

    @property
    def secret(self) -> str:
        """The secret: in the address of what is shown, in the body of what is sent."""
        if self.request.method == "POST":
            return str(self.request.POST.get("token", ""))
        return str(self.request.subpath[0]) if self.request.subpath else ""

    def find(self, secret: str) -> Any | None:
        """What the secret opens, or None."""
        raise NotImplementedError

    def opened(self, then: Callable[[Any], Any]) -> Any:
        """Go on with what the secret opens.

        Secrets that open nothing count as attempts also when they are only looked at: there is no other way to guess.
        """
        throttle, keys = self.door.accounts.throttle, [("link", source_of(self.request))]
        seconds = throttle.wait(keys, self.door.now)
        if seconds:
            self.request.override_renderer = PAGE
            return self.wait(seconds)
        found = self.find(self.secret)
        if found is not None:
            return then(found)
        throttle.count(keys, self.door.now)
        return self.over()

    def over(self) -> dict[str, Any]:
        """The link is answered, too old, taken back, or was never one: the same words for all of them."""
        self.request.response.status_int = 404
        self.request.override_renderer = PAGE
        return self.page(
            _("The link is not good any more"), self.whom_to_ask,
            links=[self.link(_("Learning projects"), "projects", first=True), self.link(_("Go to the start page"))])
