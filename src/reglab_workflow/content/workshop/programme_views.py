"""``…/programme`` and ``…/links``: the forms of an occasion's programme and of the links to its material."""

from __future__ import annotations

from typing import Any

from ...i18n import _
from ...web.crud import PlainEdit
from ...web.editing import form_page
from ...web.words import say
from .lists import crumbs
from .model import Workshop
from .programme_forms import LinksSchema, ProgrammeSchema


class RecordsForm(PlainEdit):
    """A page for some of the fields of an occasion."""

    fields: Any = None
    lede: Any = ""

    def schema(self) -> Any:
        """The schema of these fields."""
        return self.fields()

    def words(self) -> dict[str, Any]:
        """The way back, and what the page is for."""
        return {"crumbs": crumbs(self.request, self.context), "lede": say(self.request, self.lede)}


@form_page(context=Workshop, name="programme", permission="edit")
class EditProgramme(RecordsForm):
    """``…/programme``: point by point, and those who speak."""

    fields = ProgrammeSchema
    lede = _("The programme is shown on the page of the occasion. The points of its content, which stand in the "
             "invitation, are written when you edit the occasion.")

    def title(self) -> Any:
        """The heading."""
        return _("Edit the programme and the speakers")


@form_page(context=Workshop, name="links", permission="edit")
class EditLinks(RecordsForm):
    """``…/links``: recordings, articles and other things that stand elsewhere."""

    fields = LinksSchema
    lede = _("Links are shown to everybody once the occasion has been held. What is to be read beforehand is shown to "
             "those who take part.")

    def title(self) -> Any:
        """The heading."""
        return _("Edit links to material")
