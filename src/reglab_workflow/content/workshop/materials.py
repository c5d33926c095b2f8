"""What an occasion gives to read and see: files and links, each of a kind and in a language, and whom they are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...i18n import _
from ...security.permissions import Permission
from ..project.model import has_been_held

BEFOREHAND = "beforehand"
PRESENTATION = "presentation"
NOTES = "notes"
RECORDING = "recording"
ARTICLE = "article"
PHOTO = "photo"
OTHER = "other"

KIND_TITLES: Mapping[str, Any] = {
    BEFOREHAND: _("To read beforehand"), PRESENTATION: _("Presentations"), NOTES: _("Notes"),
    RECORDING: _("Recordings"), ARTICLE: _("Articles"), PHOTO: _("Photos"), OTHER: _("Other material"),
}
"""The kinds in the order in which they are shown."""

SECURE = "https://"


@dataclass(frozen=True)
class Link:
    """Something to read or see elsewhere; ``address`` begins with https."""

    address: str
    title: str = ""
    kind: str = OTHER
    language: str = ""


@dataclass(frozen=True)
class Material:
    """A file or a link of an occasion; ``file`` is the attachment, or None for a link."""

    title: str
    kind: str
    language: str = ""
    file: Any = None
    address: str = ""


def kind_of(name: str) -> str:
    """The kind of what has been said to be of one; all else is other material."""
    return name if name in KIND_TITLES else OTHER


def permission_for(kind: str) -> Permission:
    """The permission that it takes to have a material of a kind."""
    return Permission.VIEW_BEFOREHAND if kind == BEFOREHAND else Permission.VIEW_MATERIALS


def materials_of(workshop: Any) -> list[Material]:
    """Every material of an occasion, kind by kind."""
    files = [Material(each.title, kind_of(each.kind), each.language, file=each) for each in workshop["files"].values()]
    links = [Material(each.title or each.address, kind_of(each.kind), each.language, address=each.address)
             for each in workshop.links if each.address.startswith(SECURE)]
    order = list(KIND_TITLES)
    return sorted((*files, *links), key=lambda each: order.index(each.kind))


def materials_for(participation: Any) -> list[Material]:
    """What a participant may have: what is to be read beforehand, and once the occasion has been held all of it."""
    workshop = participation.workshop
    return [each for each in materials_of(workshop) if each.kind == BEFOREHAND or has_been_held(workshop)]
