"""Edition: a round's booklet as data. Every page, document, sheet and slide of it is made from this and nothing else.

Pure: it reads a round, and knows neither the web nor who asks; what somebody may see is told by two functions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from ..plain import canonical

FORMAT = 1
SECTIONS = ("idea", "purpose", "target_group")
"""The texts that every proposal is asked for, in the order of the booklet; the contacts come last."""
REST = ("expected_result", "questions", "builds_on", "other_text")
"""The texts that some have, after those that all are asked for."""

Tells = Callable[[Any], bool]
"""A question about a proposal."""


@dataclass(frozen=True)
class Contact:
    """Whom to ask; ``odd`` when the address is broken and leads nowhere."""

    name: str = ""
    role: str = ""
    organisation: str = ""
    email: str = ""
    odd: bool = False

    @property
    def words(self) -> str:
        """Everything but the address, on one line."""
        return ", ".join(part for part in (self.name, self.role, self.organisation) if part)

    @property
    def line(self) -> str:
        """Name, title, organisation, e-mail: as much of it as there is."""
        return ", ".join(part for part in (self.words, self.email) if part)

    @property
    def href(self) -> str:
        """Where a letter can be sent; empty for a broken address."""
        return f"mailto:{self.email}" if self.email and not self.odd else ""


@dataclass(frozen=True)
class Entry:
    """One proposal as the booklet prints it; ``uid``, ``name`` and ``state`` say which one it is, and how it stands."""

    uid: str
    name: str
    state: str
    number: int | None
    title: str
    senders: tuple[str, ...] = ()
    preamble: str = ""
    idea: str = ""
    purpose: str = ""
    target_group: str = ""
    expected_result: str = ""
    questions: str = ""
    builds_on: str = ""
    other_text: str = ""
    contacts: tuple[Contact, ...] = ()
    form: str = ""
    runner_up: bool = False

    @property
    def sender(self) -> str:
        """The sending organisations on one line, the first sender first."""
        return ", ".join(self.senders)

    def without_addresses(self) -> Entry:
        """The same proposal with nobody's e-mail address."""
        told = (replace(contact, email="", odd=False) for contact in self.contacts)
        return replace(self, contacts=tuple(contact for contact in told if contact.line))

    @property
    def lines(self) -> tuple[str, ...]:
        """The contacts, each on its line."""
        return tuple(contact.line for contact in self.contacts)


@dataclass(frozen=True)
class Chapter:
    """A theme with its proposals; without id and title for those that have no theme yet."""

    theme: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Edition:
    """The whole booklet; ``day`` and ``place`` are those of the idea meeting, as far as they are decided."""

    round: str
    title: str
    year: int
    chapters: tuple[Chapter, ...] = ()
    day: date | None = None
    place: str = ""
    published: bool = field(default=False, compare=False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every proposal, in the order of the booklet."""
        return tuple(entry for chapter in self.chapters for entry in chapter.entries)

    def placed(self) -> Iterator[tuple[Chapter, Entry]]:
        """Every proposal with the chapter it stands in."""
        for chapter in self.chapters:
            for entry in chapter.entries:
                yield chapter, entry

    def only(self, uids: frozenset[str], addressed: frozenset[str]) -> Edition:
        """The same booklet with these proposals alone, and addresses in those of them that are ``addressed``."""
        chapters = []
        for chapter in self.chapters:
            kept = tuple(each if each.uid in addressed else each.without_addresses()
                         for each in chapter.entries if each.uid in uids)
            chapters += [replace(chapter, entries=kept)] if kept else []
        return replace(self, chapters=tuple(chapters))

    def without_addresses(self) -> Edition:
        """The same booklet with nobody's e-mail address."""
        return self.only(frozenset(entry.uid for entry in self.entries), frozenset())

    def canonical(self) -> bytes:
        """The one way the booklet is written as bytes: what an issue keeps."""
        return canonical({"v": FORMAT, **vars(self)})


def edition_of(round_: Any, organisations: Mapping[str, str], shown: Tells, addressed: Tells,
               meets: bool = True) -> Edition:
    """The booklet of a round as it is now: of the proposals that are ``shown``.

    ``organisations`` maps uids to titles; addresses are printed where ``addressed``, and the day and place
    of the idea meeting if ``meets``.
    """
    chosen = [proposal for proposal in round_.booklet() if shown(proposal)]
    known = {theme.id for theme in round_.themes}
    chapters = []
    for theme, group in groupby(chosen, key=lambda each: each.theme if each.theme in known else ""):
        entries = tuple(entry_of(proposal, organisations, addressed(proposal)) for proposal in group)
        chapters.append(Chapter(theme, round_.theme_title(theme), entries))
    meeting = round_.meeting if meets else None
    return Edition(
        round_.uid, round_.title, round_.year, tuple(chapters), meeting.day if meeting is not None else None,
        meeting.place if meeting is not None else "", round_.is_published)


def titles_in(site: Any) -> dict[str, str]:
    """The titles of the site's organisations by uid."""
    return {each.uid: each.title for each in site["organisations"].values()}


def whole_edition(round_: Any) -> Edition:
    """The booklet with every proposal: for what is kept and compared, never to be shown as it is.

    Addresses are not in it: an issue stays as it is, and addresses are to be forgotten one day.
    """
    return edition_of(round_, titles_in(round_.site), lambda _proposal: True, lambda _proposal: False)


def edition_from(content: bytes) -> Edition:
    """The booklet that ``canonical`` wrote."""
    told = json.loads(content)
    chapters = tuple(
        Chapter(each["theme"], each["title"], tuple(_entry_from(entry) for entry in each["entries"]))
        for each in told["chapters"])
    day = date.fromisoformat(told["day"]) if told["day"] else None
    return Edition(told["round"], told["title"], told["year"], chapters, day, told["place"], told["published"])


def entry_of(proposal: Any, organisations: Mapping[str, str], addressed: bool = False) -> Entry:
    """One proposal as the booklet has it; ``organisations`` maps uids to titles."""
    senders = tuple(organisations[uid] for uid in proposal.all_senders() if uid in organisations)
    home = organisations.get(proposal.organisation, "")
    contacts = tuple(
        Contact(each.name, each.role, each.organisation or home, each.email if addressed else "",
                addressed and each.has_odd_email)
        for each in proposal.contacts)
    texts = {name: getattr(proposal, name) for name in ("preamble", *SECTIONS, *REST)}
    return Entry(
        uid=proposal.uid, name=proposal.__name__, state=proposal.state, number=proposal.number, title=proposal.title,
        senders=senders, contacts=tuple(each for each in contacts if each.line), form=proposal.wished_form,
        runner_up=proposal.runner_up, **texts)


def _entry_from(told: Mapping[str, Any]) -> Entry:
    contacts = tuple(Contact(**each) for each in told["contacts"])
    return Entry(**{**told, "senders": tuple(told["senders"]), "contacts": contacts})
