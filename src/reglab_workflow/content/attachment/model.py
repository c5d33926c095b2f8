"""Attachment: a file that belongs to an item and has no life of its own.

What is kept is a file of a known type whose content agrees with its name. It is stored under the
database's own name, and handed out as a download that no browser runs.
"""

from __future__ import annotations

import os
import re
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import quote

from ZODB.blob import Blob

from ...i18n import _
from ...security.permissions import Permission
from ...workflow.errors import Reason, Refused
from ..item import Item, item_of, lineage

LARGEST = 20 * 1024 * 1024
MEBIBYTE = 1024 * 1024
LONGEST_NAME = 120
LONGEST_GIVEN = 1000
"""Characters of a name that are looked at; the end of it tells the type."""
DIRECTORY_LIMIT = 1024 * 1024
"""Bytes that the list of contents of a packed file may take; office documents need a few thousand."""

HEADERS = (("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "sandbox; default-src 'none'"))
"""What goes with every download, besides its name and type."""

CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
"""What no plain text holds; tabs, line and page breaks may stand in one."""

Agrees = Callable[[bytes], bool]


class Attachment(Item):
    """A file under the name it came with; its rights are those of the item it belongs to.

    ``language`` is sv, en, other or empty; ``kind`` is what the item around calls a kind of file, if it does.
    """

    type_name: ClassVar[str] = "attachment"
    fields: ClassVar[tuple[str, ...]] = ("title", "filename", "media_type", "size", "alt", "language", "kind")
    transparent: ClassVar[bool] = True
    removed_with: ClassVar[str] = "add_attachment"
    guarded: ClassVar[Mapping[str, str]] = {"filename": "", "media_type": "", "size": ""}

    filename: str = ""
    media_type: str = ""
    size: int = 0
    alt: str = ""
    language: str = ""
    kind: str = ""

    def __init__(self, blob: Blob | None = None, **values: Any) -> None:
        super().__init__(**values)
        self.blob = blob

    def name_in(self, container: Any) -> str:
        """Files are found by their uid: what people call them never becomes an address."""
        return self.uid

    @property
    def permission(self) -> str:
        """The permission, on the item around, that it takes to have the file."""
        rule = getattr(item_of(self), "file_permission", None)
        return str(rule(self.kind)) if rule is not None else Permission.VIEW

    @property
    def is_image(self) -> bool:
        """Whether a text instead of the picture is called for."""
        return self.media_type.startswith("image/")

    def content(self) -> bytes:
        """The file itself; raises LookupError for an attachment that was made without one."""
        if self.blob is None:
            raise LookupError(self.uid)
        with self.blob.open("r") as file:
            data: bytes = file.read()
        return data

    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers of a download: a name, a type, and that it is never to be run."""
        charset = "; charset=utf-8" if self.media_type.startswith("text/") else ""
        kind, name = self.media_type + charset, disposition(self.filename)
        return (("Content-Type", kind), ("Content-Disposition", name), *HEADERS)


def has_kinds(place: Any) -> bool:
    """Whether files there are of kinds and in languages: the files of an occasion are."""
    around = next((outer for outer in lineage(place) if not getattr(outer, "transparent", True)), None)
    return hasattr(around, "file_permission")


def received(
    connection: Any, filename: str, data: bytes, title: str = "", alt: str = "",
) -> dict[str, Any]:
    """The values of a new attachment, its file already stored; raises Refused with what is wrong with it."""
    name = clean_name(filename)
    media_type = media_type_of(name, data)
    return {"title": title.strip() or name, "filename": name, "media_type": media_type, "size": len(data),
            "alt": alt, "blob": store(connection, data)}


def store(connection: Any, data: bytes) -> Blob:
    """A blob that holds the data, safe on disk before the transaction that refers to it is committed."""
    blob = Blob()
    connection.add(blob)
    with blob.open("w") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return blob


def clean_name(filename: str) -> str:
    """The last part of a file's name without what can hide, mislead or break out; never empty."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", filename)[-1][-LONGEST_GIVEN:])
    name = "".join(" " if each.isspace() else each for each in name if _is_shown(each))
    name = re.sub(r" +", " ", re.sub(r'[<>:"|?*;%]', "", name)).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    room = LONGEST_NAME - len(dot) - len(extension)
    return f"{stem[:max(room, 1)].strip(' .') or 'fil'}{dot}{extension}"[:LONGEST_NAME]


def media_type_of(filename: str, data: bytes) -> str:
    """The type of a file that may be kept; raises Refused unless its name and content agree on one."""
    if not data:
        raise Refused([Reason("empty_file", _("The file is empty."), "upload")])
    if len(data) > LARGEST:
        sizes = {"size": -(-len(data) // MEBIBYTE), "max": LARGEST // MEBIBYTE}
        text = _("The file is ${size} MB. It may be at most ${max} MB.", mapping=sizes)
        raise Refused([Reason("large_file", text, "upload")])
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if extension not in TYPES:
        raise Refused([Reason("file_type", _(
            "Files of this type cannot be added. These can: ${types}.",
            mapping={"types": ", ".join(TYPES)}), "upload")])
    media_type, agrees = TYPES[extension]
    if not agrees(data):
        told = _("What is in the file is not what its name says (${type}).", mapping={"type": extension})
        raise Refused([Reason("file_content", told, "upload")])
    return media_type


def disposition(filename: str) -> str:
    """The header that makes a browser save the file, under its name in any alphabet (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\]', "", plain).strip(" .") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _is_shown(character: str) -> bool:
    """Neither a control or formatting mark nor half a character; blanks are dealt with apart."""
    return character.isspace() or not unicodedata.category(character).startswith("C")


def _begins(*signatures: bytes) -> Agrees:
    return lambda data: data.startswith(signatures)


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _is_text(data: bytes) -> bool:
    """UTF-8 without control characters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return CONTROL.search(text) is None


def _packed_with(part: str) -> Agrees:
    """A document of packed parts, of which one tells its kind; nothing is unpacked, macros are refused."""
    def agrees(data: bytes) -> bool:
        names = _packed_names(data)
        return {"[Content_Types].xml", part} <= names and not any("vbaProject" in name for name in names)
    return agrees


def _open_document(media_type: str) -> Agrees:
    def agrees(data: bytes) -> bool:
        return data[30:].startswith(b"mimetype" + media_type.encode() + b"PK") and bool(_packed_names(data))
    return agrees


def _packed_names(data: bytes) -> set[str]:
    end = data.rfind(b"PK\x05\x06")
    if not data.startswith(b"PK\x03\x04") or end < 0 or len(data) < end + 22:
        return set()
    if struct.unpack_from("<L", data, end + 12)[0] > DIRECTORY_LIMIT:
        return set()
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return set(packed.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return set()


OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

TYPES: Mapping[str, tuple[str, Agrees]] = {
    "pdf": ("application/pdf", _begins(b"%PDF-")),
    "docx": (f"{OOXML}wordprocessingml.document", _packed_with("word/document.xml")),
    "xlsx": (f"{OOXML}spreadsheetml.sheet", _packed_with("xl/workbook.xml")),
    "pptx": (f"{OOXML}presentationml.presentation", _packed_with("ppt/presentation.xml")),
    "odt": (f"{ODF}text", _open_document(f"{ODF}text")),
    "ods": (f"{ODF}spreadsheet", _open_document(f"{ODF}spreadsheet")),
    "odp": (f"{ODF}presentation", _open_document(f"{ODF}presentation")),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "gif": ("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", _is_webp),
    "txt": ("text/plain", _is_text),
    "csv": ("text/csv", _is_text),
}
"""The files that can be kept, by the end of their name."""


def is_picture(filename: str) -> bool:
    """Whether a file is a picture, by the end of its name."""
    media_type, _agrees = TYPES.get(filename.rpartition(".")[2].lower(), ("", _is_text))
    return media_type.startswith("image/")
