"""What the step of a report asks for."""

from __future__ import annotations

import colander
from deform.widget import HiddenWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs


class CellSchema(colander.MappingSchema):
    """One cell of the answer, as the history tells it."""

    text = line(4000)
    href = line(2000, widget=HiddenWidget())


class Row(colander.SequenceSchema):
    """One row of the answer."""

    cell = CellSchema()


class Rows(colander.SequenceSchema):
    """The rows of the answer."""

    row = Row()


class Lines(colander.SequenceSchema):
    """What stands line by line."""

    line = line(4000)


class Facts(colander.MappingSchema):
    """The facts of the steps."""

    reason = paragraphs(4000, title=_("Reason"), widget=TextAreaWidget(rows=4))

    # What is only written when the answer is kept; the history names it.
    title = line(160, title=_("Question"), missing=colander.drop)
    facts = Lines(title=_("What was asked"), missing=colander.drop)
    rows = Rows(title=_("The answer"), missing=colander.drop)
    looked_at = line(4000, title=_("What was read"), missing=colander.drop)
    limits = Lines(title=_("What the answer does not say"), missing=colander.drop)
    control = line(40, title=_("Control number"), missing=colander.drop)
    number = colander.SchemaNode(colander.Integer(), title=_("Number"), missing=colander.drop)
    question = line(40, title=_("Question"), widget=HiddenWidget(), missing=colander.drop)
    query = Lines(title=_("What was asked"), widget=HiddenWidget(), missing=colander.drop)
    columns = Lines(title=_("The answer"), widget=HiddenWidget(), missing=colander.drop)
    empty = line(4000, title=_("The answer"), missing=colander.drop)
    language = line(2, title=_("Language"), widget=HiddenWidget(), missing=colander.drop)
