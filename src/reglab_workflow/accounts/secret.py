"""Secrets that only their bearer knows: random, and kept here as nothing but their hash."""

from __future__ import annotations

import hashlib
import re
import secrets

BYTES = 32
FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """A text of 256 random bits that fits in a link or a cookie."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str | None) -> str:
    """The hash under which a secret is kept; empty for what cannot be one of ours."""
    if not secret or not FORM.fullmatch(secret):
        return ""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()
