"""Documents as something to save: one answer for every page that hands out a file we have made."""

from __future__ import annotations

from pyramid.httpexceptions import HTTPServiceUnavailable
from pyramid.response import Response

from ..content.attachment.model import HEADERS, disposition
from ..i18n import _
from . import MissingLibrary
from .lists import List, list_csv, list_xlsx

OOXML = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8",
    "docx": f"{OOXML}wordprocessingml.document", "xlsx": f"{OOXML}spreadsheetml.sheet",
    "pptx": f"{OOXML}presentationml.presentation",
}
WRITERS = {"csv": list_csv, "xlsx": list_xlsx}


class NotInstalled(HTTPServiceUnavailable):
    """A library that a list is made with is not there."""

    def __init__(self, names: str) -> None:
        super().__init__()
        self.explanation = _(
            "Something that it is made with is not installed: ${names}. Whoever runs the site can add it.",
            mapping={"names": names})


def saved(content: bytes, name: str, kind: str) -> Response:
    """A document under a name of its own; ``kind`` is one of ``TYPES``."""
    response = Response(body=content)
    response.headers["Content-Type"] = TYPES[kind]
    response.headers["Content-Disposition"] = disposition(f"{name}.{kind}")
    for header, value in HEADERS:
        response.headers[header] = value
    return response


def saved_list(told: List, name: str, kind: str) -> Response:
    """A list as CSV or XLSX; raises NotInstalled when what it is made with is not there."""
    try:
        return saved(WRITERS[kind](told), name, kind)
    except MissingLibrary as error:
        raise NotInstalled(str(error)) from error
