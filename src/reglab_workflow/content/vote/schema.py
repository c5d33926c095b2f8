"""What a vote holds, as history names it; it has a page of its own to be filled in on."""

from __future__ import annotations

import colander
from deform.widget import HiddenWidget

from ...i18n import _
from ...web.cleaning import line
from ..ballot.schema import Marks


class SavedSchema(colander.MappingSchema):
    """A save of the draft."""

    changed = colander.SchemaNode(colander.Integer(), title=_("Changed proposals"), missing=0)
    at = colander.SchemaNode(colander.String(), title=_("Saved"), missing="", widget=HiddenWidget())


class VoteSchema(colander.MappingSchema):
    """What history tells of a vote."""

    type_name = "vote"

    title = line(300, title=_("Title"))
    organisation = line(title=_("Organisation"), missing=colander.drop)
    marks = Marks(title=_("Draft of the vote"), missing=colander.drop)
    cast_marks = Marks(title=_("Vote that is cast"), missing=colander.drop)
    saved = SavedSchema(title=_("Number of changed proposals"), missing=colander.drop)
