"""Where a redirect may lead: to a path of our own site, read the way browsers read it."""

from __future__ import annotations

import re
from urllib.parse import unquote

LONGEST = 2000
# What an address consists of (RFC 3986). No blanks, control characters, backslashes or letters beyond ASCII:
# browsers drop or rewrite them, and may then see another address than we did.
LOCAL = re.compile(
    r"(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?(#[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
HIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


def safe_local_path(value: object, default: str = "/") -> str:
    """The value if it is an absolute path below our own host, with query and fragment; else the default."""
    if not isinstance(value, str) or len(value) > LONGEST:
        return default
    match = LOCAL.fullmatch(value)
    if match is None or BROKEN_ESCAPE.search(value):
        return default
    # Once decoded it must still be the same kind of path, whoever decodes it on the way.
    path = unquote(match[1])
    if "//" in path or HIDDEN.search(path) or any(part in (".", "..") for part in path.split("/")):
        return default
    return value
