"""Leftovers: what lies in files beside the database, and the list of those erased that outlives a restored backup."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .finding import Hit, kept, somebody
from .redaction import Redactor, Somebody, comparable, names_in

LIST = "erased.jsonl"
CACHED = ("press", "parcels")
"""Folders of what is made anew when somebody asks for it."""

COST = {"n": 2**14, "r": 8, "p": 1}
"""Of scrypt: a list of names cannot be tried through in a moment."""


@dataclass(frozen=True)
class Remembered:
    """Somebody who was erased, without the name: the account, or where the name stood and its hash."""

    id: str
    at: str
    person: str
    places: tuple[tuple[str, str], ...]
    salt: str
    marks: tuple[str, ...]

    def is_called(self, text: str) -> bool:
        """Whether a name or an address is one of those that were erased."""
        return bool(comparable(text)) and _mark(text, self.salt) in self.marks


def clean_files(var: Path, who: Somebody) -> int:
    """Take away letters in files that name the person, and all that is kept only to be quick; tells how many."""
    redactor = Redactor(who)
    gone = [path for path in sorted((var / "mail").glob("*.eml")) if redactor.mentions(_words_of(path))]
    gone += [path for folder in CACHED for path in sorted((var / folder).glob("*")) if path.suffix != ".lock"]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def remember(var: Path, erased: Any, hits: tuple[Hit, ...], now: datetime) -> None:
    """Add a line to the list, so that the person can be erased again after a backup has been restored."""
    who: Somebody = erased.who
    salt = secrets.token_hex(16)
    line = {
        "id": erased.id, "at": now.isoformat(), "person": next((hit.item.uid for hit in hits if hit.item.uid in who.ids
                                                               and hit.item.type_name == "person"), ""),
        "places": sorted({hit.place for hit in hits if hit.place not in who.spared}), "salt": salt,
        "marks": [_mark(text, salt) for text in (*who.names, *who.addresses)],
    }
    path = var / LIST
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def remembered(var: Path) -> list[Remembered]:
    """Everybody who has been erased, oldest first."""
    path = var / LIST
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    told = [json.loads(line) for line in lines if line.strip()]
    return [Remembered(each["id"], each["at"], each["person"], tuple((uid, name) for uid, name in each["places"]),
                       each["salt"], tuple(each["marks"])) for each in told]


def undone(site: Any, told: list[Remembered]) -> list[Remembered]:
    """Those whose erasing a restored backup knows nothing of; whoever else is there by such a name has come anew."""
    known = {entry.core["subject"] for slot in site.trail.slots for entry in slot.entries
             if entry.core["kind"] == "person_erased"}
    return [each for each in told if each.id not in known]


def come_back(site: Any, each: Remembered) -> Somebody | None:
    """Somebody who was erased and is named by the database again; None for who is not."""
    person = site["people"].get(each.person) if each.person else None
    if person is not None and person.erased_at is None:
        return somebody(site, person.uid)
    found = list(_named_again(site, each))
    if not found:
        return None
    names = tuple(dict.fromkeys(name for name, _address, _key in found if each.is_called(name)))
    addresses = tuple(dict.fromkeys(address for _name, address, _key in found if each.is_called(address)))
    return Somebody(names, addresses, frozenset(key for _name, _address, key in found if key))


def _named_again(site: Any, each: Remembered) -> Iterator[tuple[str, str, str]]:
    wanted = {uid for uid, _name in each.places}
    for item in kept(site) if wanted else ():
        if item.uid in wanted:
            for named in names_in(item.type_name, item.values_of()):
                if each.is_called(named.address) or (each.is_called(named.name) and not named.address):
                    yield named.name, named.address, named.key


def _mark(text: str, salt: str) -> str:
    return hashlib.scrypt(comparable(text).encode(), salt=bytes.fromhex(salt), **COST).hex()


def _words_of(path: Path) -> str:
    """What a letter says, its headers and its parts decoded."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(str(value) for value in message.values()), *parts])
