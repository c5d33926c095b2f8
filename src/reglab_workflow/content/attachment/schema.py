"""The form of a file: choosing it, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.schema import FileData
from deform.widget import FileUploadWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.forms import NothingKept
from .model import LARGEST, MEBIBYTE


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

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Another file is another attachment."""
        if getattr(names.get("item"), "type_name", "") == self.type_name and "upload" in self:
            del self["upload"]
