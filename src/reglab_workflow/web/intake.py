"""What may come in: an address that can be read, and a body of bearable size that is a form of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from pyramid.httpexceptions import HTTPRequestEntityTooLarge

from ..content.attachment.model import LARGEST, MEBIBYTE
from .forms import MOST_CONTROLS, BadForm

FORM_LIMIT = MEBIBYTE
UPLOAD_LIMIT = LARGEST + MEBIBYTE
TAKES_FILES = "add-file"
"""The last word of the addresses that files are sent to."""

FILE_CONTROL = "upload"
"""The one control that holds a file; elsewhere a file stands where a text belongs."""

WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
BOUNDARY = re.compile(r'boundary="?([^";,]{1,200})', re.IGNORECASE)
REPLACED, REPLACED_BYTES = "\ufffd", b"\xef\xbf\xbd"

# What the parsers of bodies raise for boundaries, lengths and encodings that make no sense.
UNPARSED = (ValueError, LookupError, TypeError, AttributeError, DeprecationWarning)

Handler = Callable[[Any], Any]


def intake_tween(handler: Handler, registry: Any) -> Handler:
    """Refuse what cannot be read before anybody tries to; every view may count on text and on its size."""
    def tween(request: Any) -> Any:
        read_address(request)
        if request.method in WITH_BODY:
            read_body(request)
        return handler(request)
    return tween


def read_address(request: Any) -> None:
    """Raises UnicodeDecodeError for a path or query that is no text."""
    try:
        _read = request.path_info, request.GET
    except UnicodeDecodeError:
        # The page that tells of it is a page of this address, and must not stumble on it again.
        request.environ.update(PATH_INFO="/", QUERY_STRING="")
        raise


def read_body(request: Any) -> None:
    """Raises HTTPRequestEntityTooLarge before reading, or BadForm for what no form of ours can have sent."""
    takes_files = request.path_info.rpartition("/")[2] == TAKES_FILES
    if (request.content_length or 0) > (UPLOAD_LIMIT if takes_files else FORM_LIMIT):
        raise HTTPRequestEntityTooLarge()
    if _parts(request) > MOST_CONTROLS:
        raise BadForm()
    try:
        controls = list(request.POST.items())
    except UNPARSED as error:
        raise BadForm() from error
    texts = [text for name, value in controls for text in (name, value) if isinstance(text, str)]
    files = [name for name, value in controls if not isinstance(value, str)]
    if set(files) - {FILE_CONTROL} or _garbled(texts, request):
        raise BadForm()


def _parts(request: Any) -> int:
    """How many controls there are, counted without taking the body apart."""
    boundary = BOUNDARY.search(request.headers.get("Content-Type", ""))
    mark = b"--" + boundary[1].encode("latin-1", "replace") if boundary else b"&"
    found: int = request.body.count(mark)
    return found


def _garbled(texts: Iterable[str], request: Any) -> bool:
    """Whether bytes that are no text were replaced on the way; a replacement that was sent as one may stay."""
    replaced = sum(text.count(REPLACED) for text in texts)
    if not replaced:
        return False
    sent: int = unquote_to_bytes(request.body).count(REPLACED_BYTES)
    return replaced > sent


def includeme(config: Any) -> None:
    """Stand right behind the guard of hosts, inside the exception views."""
    from pyramid.tweens import MAIN

    guard = "reglab_workflow.web.protection.known_host_tween"
    config.add_tween("reglab_workflow.web.intake.intake_tween", under=guard, over=MAIN)
