"""The form of a page."""

from __future__ import annotations

import colander
from deform.widget import TextAreaWidget

from ...i18n import _
from ...web.cleaning import line, text

LONGEST = 60_000


class PageSchema(colander.MappingSchema):
    """The page as it is written."""

    type_name = "page"

    title = line(160, title=_("Title"))
    body = text(LONGEST, title=_("Text"), missing="", widget=TextAreaWidget(rows=24),
                description=_("Headings begin with ##, points in a list with a dash. Links are written "
                              "[words](address)."))


class Facts(colander.MappingSchema):
    """The transitions of a page ask for nothing."""
