"""Parcel: several files as one to take away, with an index that any browser opens and a text that explains it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from ..content.attachment.model import clean_name
from ..plain import plain

FIXED = (1980, 1, 1, 0, 0, 0)
"""The date of every file inside: the same content makes the same parcel."""


@dataclass(frozen=True)
class Enclosed:
    """One file of a parcel: its path inside, what the index calls it, and its content."""

    path: str
    title: str
    content: bytes


def parcel(title: str, readme: str, language: str, enclosed: Iterable[Enclosed]) -> bytes:
    """The files in one ZIP, with ``readme.txt`` and ``index.html`` first."""
    files = list(enclosed)
    rows = "".join(f'<li><a href="{escape(each.path)}">{escape(each.title)}</a></li>' for each in files)
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in readme.strip().split("\n\n"))
    index = (f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
             f"</head><body><h1>{escape(title)}</h1>{paragraphs}<ul>{rows}</ul></body></html>\n")
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in (("readme.txt", f"{title}\n\n{readme.strip()}\n".encode()), ("index.html", index.encode()),
                              *((each.path, each.content) for each in files)):
            packed.writestr(zipfile.ZipInfo(path, FIXED), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def as_json(told: Mapping[str, Any]) -> bytes:
    """Data for programs, and for people with patience."""
    return (json.dumps(plain(told), ensure_ascii=False, indent=2) + "\n").encode()


def file_path(folder: str, name: str, uid: str) -> str:
    """A path in a parcel that no other file has and that every system can unpack."""
    safe = re.sub(r"[^\w.,() -]", "_", clean_name(name))
    return f"{folder}/{uid[:6]}-{safe}"
