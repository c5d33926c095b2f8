"""Finding a person: every place of the site that names somebody, with or without an account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as part
from itertools import islice
from typing import Any

from ..content.item import Item
from ..history.checking import taken_away
from ..history.entry import Entry
from ..mail.letter import Letter
from ..plain import plain
from .redaction import BETWEEN_DIGITS, Place, Redactor, Somebody, comparable, digits_of, names_in
from .table import ERASED, personal

ADDRESS, NAME, TEXT, WORD, FILE = "address", "name", "text", "word", "file"
"""Why a place counts: by the address, by the name alone, since a text mentions the person, since it holds a word that
may be about the person, since a file was added."""

PHONES = ("contact_phone",)
"""Fields of telephone numbers."""

MOST_WORDS = 200
"""Places with a word alone that are told; who looks for a common word looks for nobody."""

LEAST_DIGITS = 5
LIKE_A_NUMBER = re.compile(rf"\d(?:{BETWEEN_DIGITS}\d){{{LEAST_DIGITS - 1}}}")
"""A telephone number of fewer digits could be anything."""


@dataclass(frozen=True)
class Hit:
    """A field of an item that is about the person, or a file; ``other`` is an address that is not known as theirs.

    ``values`` is all that stands together there, where it is one person's.
    """

    item: Any
    field: str
    why: str
    group: str = ""
    told: str = ""
    other: str = ""
    key: str = ""
    name: str = ""
    values: Mapping[str, Any] = part(default_factory=dict)

    @property
    def place(self) -> Place:
        """The field."""
        return self.item.uid, self.field

    @property
    def id(self) -> str:
        """What a form calls it."""
        return ".".join(part for part in (self.item.uid, self.field, self.key or self.why * (self.why == WORD)) if part)


@dataclass(frozen=True)
class Traces:
    """Everything that was found: places in items, letters, and entries of the trail."""

    who: Somebody
    hits: tuple[Hit, ...]
    letters: tuple[Letter, ...]
    entries: tuple[Entry, ...]
    beside: int = 0
    """How many texts beside the items mention the person."""

    read: int = 0
    """How many items, letters and events were looked at."""

    @property
    def has_namesake(self) -> bool:
        """Whether the same name stands beside another address: then it may be somebody else's."""
        return any(hit.other for hit in self.hits)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more places with a word alone than are told."""
        return sum(hit.why == WORD for hit in self.hits) >= MOST_WORDS

    def is_sure(self, hit: Hit) -> bool:
        """Whether a place can only be about the person, as far as the site knows; a file is for people to look at."""
        if hit.why == FILE:
            return Redactor(self.who).mentions(f"{hit.item.title}; {hit.item.filename}")
        return hit.why == ADDRESS or not (hit.why == WORD or hit.other or self.has_namesake)

    @property
    def found_anything(self) -> bool:
        """Whether the site knows the person at all."""
        return bool(self.hits or self.letters or self.entries or self.beside)


def somebody(site: Any, uid: str = "", name: str = "", address: str = "") -> Somebody:
    """A person by the account, else by name and address; an address that signs in leads to its account.

    The names and addresses that the account had before are the person's too.
    """
    uid = uid or (site.accounts.person_with(address) if address else "")
    person = site["people"].get(uid) if uid else None
    if person is None:
        return Somebody(_each([name]), _each([address]))
    told = [entry.details for entry in person.events]
    before = [values for details in told for each in ("values", "before", "after") if (values := details.get(each))]
    now = _each([name, person.title])
    names = _each([*now, *(each.get("title", "") for each in reversed(before))])
    addresses = _each([address, person.email, *(each.get("email", "") for each in reversed(before))])
    return Somebody(names, addresses, frozenset([person.uid]), earlier=names[len(now):])


def traces(site: Any, who: Somebody) -> Traces:
    """Where the person is found; slow on a large site, since everything is read."""
    search = _Search(who)
    for item in kept(site):
        search.look_at(item)
    theirs = [hit for hit in search.hits if hit.why == ADDRESS]
    numbers = tuple(each for each in _each([hit.values.get(name, "") for hit in theirs for name in PHONES])
                    if len(digits_of(each)) >= LEAST_DIGITS)
    known = replace(who, ids=who.ids | {hit.key for hit in theirs if hit.key}, numbers=numbers)
    beside = search.beside + sum(search.redactor.mentions(text) for text in texts_of_people(site))
    return Traces(known, (*search.hits, *islice(search.words(known), MOST_WORDS)), tuple(letters_to(site, known)),
                  tuple(entries_about(site, known)), beside,
                  search.looked_at + len(site.trail) + sum(len(shelf.letters) for shelf in site.outbox.shelves))


class _Search:
    """Looks at every item once, since a large site has many."""

    def __init__(self, who: Somebody) -> None:
        self.who = who
        self.redactor = Redactor(who)
        self.hits: list[Hit] = []
        self.beside = self.looked_at = 0
        self._perhaps: list[tuple[Item, str, Any]] = []

    def look_at(self, item: Any) -> None:
        """Find in an item whom its fields name, what mentions the person, and what has to be looked at again."""
        self.looked_at += 1
        values = item.values_of()
        named = list(_named(item, values, self.who))
        self.hits += named
        self.beside += sum(self.redactor.mentions(text) for text in texts_beside(item))
        if item.type_name == "attachment":
            if item.blob is not None and (item.creator in self.who.ids or any(
                    self.redactor.mentions(text) for text in (item.title, item.filename))):
                self.hits.append(Hit(item, "filename", FILE, told=item.filename))
            return
        for name in _texts(item, values, {hit.field for hit in named}):
            texts = list(_strings(plain(values[name])))
            told = _excerpt(self.redactor, texts)
            if told:
                self.hits.append(Hit(item, name, TEXT, told=told))
            if self.who.words or any(LIKE_A_NUMBER.search(text) for text in texts):
                self._perhaps.append((item, name, values[name]))

    def words(self, known: Somebody) -> Iterator[Hit]:
        """Texts that hold a word or number of the person's beside name and address: people tell whether it is one."""
        redactor = Redactor(known)
        for item, name, value in self._perhaps if known.words or known.numbers else ():
            told = _excerpt(redactor.widened, _strings(plain(redactor.deep(value))))
            if told:
                yield Hit(item, name, WORD, told=told)


def chosen(found: Traces, ids: frozenset[str]) -> Somebody:
    """The person with what the chosen places tell of addresses and keys; places that were not chosen are spared.

    An earlier name that stands with another's address, where it was not chosen, is that other's: everybody writes the
    own name, and nobody goes because somebody else was called so for a while.
    """
    taken = [hit for hit in found.hits if hit.id in ids]
    keys = {hit.key for hit in taken if hit.key}
    left = [hit for hit in found.hits if hit.id not in ids]
    others = {comparable(hit.name) for hit in left if hit.other}
    return Somebody(
        tuple(each for each in found.who.names if each not in found.who.earlier or comparable(each) not in others),
        _each([*found.who.addresses, *(hit.other for hit in taken)]),
        (found.who.ids | keys) - {hit.key for hit in left if hit.key not in keys},
        frozenset(hit.place for hit in left if hit.why != WORD) - {hit.place for hit in taken}, found.who.numbers)


def worded(found: Traces, ids: frozenset[str]) -> frozenset[Place]:
    """The chosen places in which a word is about the person."""
    return frozenset(hit.place for hit in found.hits if hit.why == WORD and hit.id in ids)


def theirs(found: Traces, ids: frozenset[str]) -> frozenset[Place]:
    """The groups of single items that are known to be the person's."""
    return frozenset((hit.item.uid, hit.group) for hit in found.hits if hit.group and hit.id in ids)


def everything(place: Any) -> Iterator[Item]:
    """Every item of the site, with the notes of meetings, whatever its state."""
    if isinstance(place, Item):
        yield place
    if getattr(place, "type_name", "") == "meeting":
        yield from place.notes.values()
    for child in getattr(place, "children", {}).values():
        yield from everything(child)


def kept(site: Any) -> Iterator[Item]:
    """Every item that the database holds: what stands on the site, and what has been taken away."""
    yield from everything(site)
    yield from taken_away(site)


def texts_beside(item: Any) -> Iterator[str]:
    """What lies in an item beside its fields: anonymous answers, booklets that went out, reasons of a review."""
    if item.type_name == "survey":
        yield from _strings(plain([*item.pot.answers.values(), *item.pot.shown.values()]))
    elif item.type_name == "round":
        yield from (issue.content.decode() for issue in (item.issues or {}).values())
    elif item.type_name == "review":
        yield from (answered.why for answered in item.answers.values())


def texts_of_people(site: Any) -> Iterator[str]:
    """What lies beside the items: unsaved texts, own notes, and the reasons of appointments."""
    accounts = site.accounts
    for sheet in (accounts.sheets.records if accounts.sheets is not None else {}).values():
        yield from (text for _name, text in sheet.controls)
    yield from (note.text for note in (accounts.notes.records if accounts.notes is not None else {}).values())
    yield from (each.why for each in site.appointments.by_uid.values())


def letters_to(site: Any, who: Somebody) -> Iterator[Letter]:
    """The letters that went to the person or mention him or her."""
    redactor = Redactor(who)
    for letter in all_letters(site):
        to = any((each.person in who.ids and each.person) or (who.is_named("", each.address) and each.address)
                 for each in letter.receivers)
        if to or any(redactor.mentions(text) for text in (letter.subject, letter.text, letter.html)):
            yield letter


def all_letters(site: Any) -> Iterator[Letter]:
    """Every letter that the site has written."""
    for shelf in site.outbox.shelves:
        yield from shelf.letters.values()


def entries_about(site: Any, who: Somebody, items: frozenset[str] = frozenset(),
                  redactor: Redactor | None = None) -> Iterator[Entry]:
    """The entries of the trail whose details may name the person, and those about some items."""
    redactor = redactor or Redactor(who)
    ids = [each.encode() for each in (*who.ids, *items)]
    for slot in site.trail.slots:
        for entry in slot.entries:
            told = (entry.details_bytes or entry.kept_bytes or b"").decode()
            if any(each in entry.core_bytes for each in ids) or redactor.mentions(told):
                yield entry
            else:
                entry._p_deactivate()


def _named(item: Any, values: dict[str, Any], who: Somebody) -> Iterator[Hit]:
    names = {comparable(each) for each in who.names} - {""}
    addresses = {comparable(each) for each in who.addresses} - {""}
    for each in names_in(item.type_name, values):
        by_id = item.uid in who.ids or (bool(each.key) and each.key in who.ids)
        told = ", ".join(part for part in (each.name, each.address) if part)
        key = each.key or _key_of(item)
        if by_id or comparable(each.address) in addresses:
            yield Hit(item, each.field, ADDRESS, each.group, told, key=key, values=each.values)
        elif comparable(each.name) in names and each.name != ERASED:
            yield Hit(item, each.field, NAME, each.group, told, other=each.address, key=key, name=each.name,
                      values=each.values)


def _key_of(item: Any) -> str:
    """The key of the person whose answer an item is."""
    return str(item.person) if item.type_name == "participation" else ""


def _texts(item: Any, values: dict[str, Any], named: set[str]) -> list[str]:
    about = personal(item.type_name)
    parts = {part for naming in about.people for part in naming.parts}
    return [name for name in values if name not in about.never and name not in parts and name not in named]


def _excerpt(redactor: Redactor, texts: Iterable[str]) -> str:
    """The words around the first place that mentions the person; empty when nothing does."""
    for text in texts:
        found = redactor.found_in(text)
        if found is not None:
            start, end = max(0, found.start() - 40), found.end() + 40
            return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
    return ""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _each(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text and text.strip() and text.strip() != ERASED))
