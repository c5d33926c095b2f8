"""Who is to be contacted about a proposal: names, roles, organisations and addresses told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .booklet_lines import Line
from .booklet_model import BookletWarning, ContactText, warning
from .booklet_tokens import (
    Token,
    is_full_email,
    is_subordinate,
    logical_lines,
    organisation_within,
    sentences,
    tokens,
    without_bullet,
)

_WORDS = re.compile(r"[^\W_]+")
_CONNECTORS = frozenset((
    "och", "samt", "e", "post", "epost", "email", "mail", "mejl", "tel", "tfn", "telefon", "mobil", "kontakt",
    "kontaktperson",
))
_SHARED_BOXES = frozenset(("info", "kontakt", "kansli", "kansliet", "post", "registrator", "regionen"))
SHORT = 3  # letters of a name that an address may stand on
_FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "è": "e", "ü": "u", "á": "a"})


@dataclass(frozen=True)
class Reading:
    """What a contact section says; ``other`` is what is neither person, address nor organisation."""

    contacts: tuple[ContactText, ...] = ()
    organisation: str = ""
    organisation_line: int = 0
    other: str = ""
    warnings: tuple[BookletWarning, ...] = ()


@dataclass
class _Section:
    """The section while it is read, line by line."""

    people: list[ContactText] = field(default_factory=list)
    organisations: list[tuple[int, str]] = field(default_factory=list)
    sender: tuple[int, str] = (0, "")
    sentences: list[tuple[int, str]] = field(default_factory=list)
    rest: list[tuple[int, str]] = field(default_factory=list)


def read_contacts(lines: Sequence[Line], number: object) -> Reading:
    """The contacts and the sending organisation of one proposal."""
    section = _Section()
    for line, text in logical_lines(lines):
        _read_line(section, line, text)
    warnings = list(_settled(section, lines, number))
    section.rest.extend(_without_place(section, lines))
    for code, found in (("contact_sentence", section.sentences), ("contact_rest", section.rest)):
        warnings += [warning(line, code, number=number, text=text) for line, text in found]
    warnings += _odd_addresses(section.people, lines, number)
    other = sorted([*section.sentences, *section.rest], key=lambda each: each[0])
    return Reading(
        tuple(section.people), section.sender[1], section.sender[0],
        "\n".join(text for _, text in other), tuple(warnings),
    )


def _read_line(section: _Section, line: int, text: str) -> None:
    """One line: its sentences hold people, and the last may be the sender's name alone."""
    parts = sentences(text)
    for place, part in enumerate(parts):
        found = tokens(part)
        kinds = {token.kind for token in found}
        last = place == len(parts) - 1
        alone = len(found) == 1 and (kinds == {"organisation"} or (last and kinds <= {"word", "person"}))
        if place and alone:
            _add_sender(section, line, found[0].text)
        elif kinds & {"person", "email", "organisation"} or kinds == {"word"}:
            _add_people(section, line, found)
        elif found:
            section.sentences.append((line, part))


def _add_sender(section: _Section, line: int, name: str) -> None:
    """A sentence of its own after the contact: the organisation the proposal comes from."""
    if not section.sender[1]:
        section.sender = (line, name)
    section.people = [replace(person, organisation=person.organisation or name) for person in section.people]


def _add_people(section: _Section, line: int, found: Sequence[Token]) -> None:
    """The people of one sentence, each with what stands beside the name."""
    people: list[ContactText] = []
    loose, emails = "", []
    for place, token in enumerate(found):
        kind = _told_by_neighbours(found, place, people, loose)
        if kind == "email":
            emails.append((len(people), token.text))
        elif kind == "person":
            people.append(ContactText(name=token.text, organisation=loose))
            loose = ""
        elif kind == "organisation":
            section.organisations.append((line, token.text))
            loose = _give_organisation(people, token.text) or loose
        elif people and kind == "role":
            people[-1] = replace(people[-1], role=", ".join(filter(None, [people[-1].role, token.text])))
        else:
            section.rest.append((line, token.text))
    _give_emails(people, emails)
    if not people and loose:
        section.people = [replace(each, organisation=each.organisation or loose) for each in section.people]
    section.people.extend(people)


def _told_by_neighbours(
    found: Sequence[Token], place: int, people: Sequence[ContactText], loose: str
) -> str:
    """The kind of a token; a single capitalised word is a name or an organisation by its neighbours."""
    if found[place].kind != "word":
        return found[place].kind
    after = next((token for token in found[place + 1:] if token.kind != "word"), Token("", ""))
    lacking = not people or not people[-1].organisation
    if people:
        follows_name = place > 0 and found[place - 1].kind == "word"
        is_name = bool(after.kind) and (follows_name or (not lacking and after.kind == "organisation"))
    else:
        first_names = after.kind == "person" and " " not in after.text
        is_name = bool(loose) or first_names or after.kind in ("email", "organisation", "role")
    if is_name:
        return "person"
    if after.kind in ("", "email"):
        return "organisation" if lacking else "role"
    return "organisation" if after.kind == "person" else "role"


def _give_organisation(people: list[ContactText], name: str) -> str:
    """Let those before it who lack an organisation have this one; returns it when there is nobody."""
    if not people:
        return name
    lacking = [place for place, person in enumerate(people) if not person.organisation]
    if not lacking:
        unit = ", ".join(filter(None, [people[-1].role, people[-1].organisation]))
        people[-1] = replace(people[-1], role=unit, organisation=name)
    for place in lacking:
        people[place] = replace(people[place], organisation=name)
    return ""


def _give_emails(people: list[ContactText], emails: Sequence[tuple[int, str]]) -> None:
    """Each address to its person: in order when there are as many, else by name, else to the one before."""
    for turn, (before, email) in enumerate(emails):
        if len(people) == len(emails):
            place = turn
        else:
            free = [at for at, person in enumerate(people) if person.name and not person.email]
            place = next((at for at in free if name_fits(people[at].name, email)), before - 1)
        if 0 <= place < len(people) and not people[place].email:
            people[place] = replace(people[place], email=email)
        else:
            people.append(ContactText(email=email))


def _settled(section: _Section, lines: Sequence[Line], number: object) -> Iterator[BookletWarning]:
    """Decide which organisation sends the proposal, and make them contacts if nobody is named."""
    if not section.sender[1]:
        chief = (each for each in section.organisations if not is_subordinate(each[1]))
        section.sender = next(chief, next(iter(section.organisations), (0, "")))
    if not section.sender[1]:
        guesses = ((line.number, organisation_within(line.text)) for line in lines)
        section.sender = next((each for each in guesses if each[1]), (0, ""))
        if section.sender[1]:
            line, name = section.sender
            yield warning(line, "organisation_guessed", number=number, organisation=name)
    if section.sender[1] and not section.people:
        names = dict.fromkeys([section.sender[1], *(name for _, name in section.organisations)])
        section.people.extend(ContactText(organisation=name) for name in names)
        yield warning(section.sender[0], "contact_only_organisation", number=number)


def _without_place(section: _Section, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Lines with a word that has been put nowhere: kept whole, but for addresses already kept."""
    stored = [section.sender[1], *(text for _, text in [*section.sentences, *section.rest])]
    for person in section.people:
        stored += [person.name, person.role, person.organisation, person.email]
    known = {word for text in stored for word in _WORDS.findall(text.casefold())} | _CONNECTORS
    for line in lines:
        text = without_bullet(line.text)
        if set(_WORDS.findall(text.casefold())) - known:
            for email in filter(None, (person.email for person in section.people)):
                text = text.replace(email, "").strip()
            yield line.number, text


def _odd_addresses(
    people: Sequence[ContactText], lines: Sequence[Line], number: object
) -> Iterator[BookletWarning]:
    """Addresses that cannot be right, or that belong to somebody of another name."""
    for person in people:
        if not person.email:
            continue
        line = next((line.number for line in lines if person.email in line.text), lines[0].number)
        if not is_full_email(person.email):
            yield warning(line, "email_malformed", number=number, email=person.email)
        if person.name and not name_fits(person.name, person.email):
            yield warning(line, "name_email_differ", number=number, name=person.name, email=person.email)


def name_fits(name: str, email: str) -> bool:
    """Whether an address can belong to a person of that name; names may be cut to their first letters."""
    local = unicodedata.normalize("NFC", email.partition("@")[0].casefold()).translate(_FOLD)
    parts = [part.rstrip("0123456789") for part in re.split(r"[._\-+]", local)]
    names = [part for part in re.split(r"[\s\-.]+", name.casefold().translate(_FOLD)) if part]
    if local in _SHARED_BOXES or not names:
        return True
    return _each_begins([part for part in parts if part], names) or _spelt("".join(parts), names)


def _each_begins(parts: Sequence[str], names: Sequence[str]) -> bool:
    """Whether every part of the address is a name of its own, or the first letters of one, in any order."""
    left = list(names)
    for part in parts:
        short = len(part) <= SHORT
        fitting = next((name for name in left if name == part or (short and name.startswith(part))), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return bool(parts)


def _spelt(local: str, names: Sequence[str]) -> bool:
    """Whether the address is made of the names or their first letters written together."""
    if not names:
        return not local
    first, others = names[0], names[1:]
    beginnings = {first, *(first[:size] for size in range(SHORT + 1))}
    return any(_spelt(local[len(part):], others) for part in beginnings if local.startswith(part))
