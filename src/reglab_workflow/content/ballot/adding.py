"""Adding a ballot to a round: only on sites where ballots are used."""

from __future__ import annotations

from typing import Any

from ...i18n import _
from ...web.crud import PlainAdd
from ...web.editing import form_page
from ...web.words import say
from ..round.model import Round


@form_page(context=Round, name="add-ballot", permission="add_ballot")
class Add(PlainAdd):
    """``/rounds/{year}/add-ballot``."""

    kind = "ballot"
    heading = _("Plan an advisory ballot")

    def words(self) -> dict[str, Any]:
        """The way back, and what a ballot is not."""
        return {"crumbs": [{"title": self.context.title, "href": self.request.link(self.context)}],
                "lede": say(self.request, _("The ballot gives advice. It decides nothing, and no decision needs it."))}
