"""What the step of a report asks for."""

from __future__ import annotations

import colander
from deform.widget import TextAreaWidget

from ...i18n import _
from ...web.cleaning import text as paragraphs


class Facts(colander.MappingSchema):
    """The facts of the steps."""

    reason = paragraphs(4000, title=_("Reason"), widget=TextAreaWidget(rows=4))
