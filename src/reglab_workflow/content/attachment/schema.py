"""The form of a file: choosing it, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.schema import FileData
from deform.widget import FileUploadWidget, HiddenWidget, SelectWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.forms import NothingKept
from ..workshop.materials import KIND_TITLES, OTHER
from .model import LARGEST, MEBIBYTE, has_kinds

LANGUAGE_TITLES: Mapping[str, Any] = {
    "": _("Not said"), "sv": _("In Swedish"), "en": _("In English"), "other": _("Another language")}
NEEDS_ALT = _("Write what the picture shows, for those who do not see it.")


class AttachmentSchema(colander.MappingSchema):
    """A file and its words; the file itself is chosen once."""

    type_name = "attachment"

    upload = colander.SchemaNode(
        FileData(), title=_("File"), widget=FileUploadWidget(NothingKept()),
        description=_("PDF, documents, pictures or plain text, at most ${max} MB.",
                      mapping={"max": LARGEST // MEBIBYTE}))
    title = line(160, title=_("What the file is called"), missing="",
                 description=_("The name of the file if you leave it empty."))
    alt = line(300, title=_("Text instead of the picture"), missing="",
               description=_("What a picture shows, for those who do not see it."))

    kind = colander.SchemaNode(
        colander.String(), title=_("What it is"), default=OTHER, missing=OTHER,
        widget=SelectWidget(values=list(KIND_TITLES.items())), validator=colander.OneOf(list(KIND_TITLES)))
    language = colander.SchemaNode(
        colander.String(), title=_("Language"), default="", missing="",
        widget=SelectWidget(values=list(LANGUAGE_TITLES.items())), validator=colander.OneOf(list(LANGUAGE_TITLES)))

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Another file is another attachment; only the files of an occasion are of kinds and in languages."""
        item = names.get("item")
        if getattr(item, "type_name", "") == self.type_name and "upload" in self:
            del self["upload"]
        if item is None:
            return
        if not has_kinds(item):
            for name in ("kind", "language"):
                if name in self:
                    del self[name]
        elif getattr(item, "is_image", False):
            self["alt"].missing = colander.required
            self["alt"].missing_msg = NEEDS_ALT


class Facts(colander.MappingSchema):
    """What is known from the file itself; the history names it."""

    filename = line(160, title=_("The name of the file"), missing=colander.drop)
    media_type = line(160, title=_("What it is"), widget=HiddenWidget(), missing=colander.drop)
    size = colander.SchemaNode(colander.Integer(), title=_("Size"), widget=HiddenWidget(), missing=colander.drop)
