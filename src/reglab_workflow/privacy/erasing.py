"""Erasing: a person goes from everything the site holds; that something was decided, by which role and when, stays."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..content import events
from ..content.acts import Acts
from ..i18n import _
from ..mail.letter import Letter
from ..people.person import ACTIVE
from ..security.permissions import Permission
from ..workflow.errors import NotPermitted, Reason, Refused
from .addresses import called_after, move, rewrite
from .finding import FILE, Hit, Traces, all_letters, chosen, entries_about, kept, theirs, worded
from .issues import rewrite_issues
from .redaction import Redactor, Somebody
from .table import without_words

Progress = Callable[[str], None]


@dataclass
class Erased:
    """What has been done, in numbers, under the opaque id that the trail keeps."""

    id: str
    items: int = 0
    letters: int = 0
    entries: int = 0
    files: int = 0
    who: Somebody = field(default_factory=Somebody, repr=False)


class Eraser:
    """Erases one person, in the transaction of its caller; ``again`` is the id of an erasing that a backup undid."""

    def __init__(self, acts: Acts, found: Traces, ids: frozenset[str], reason: str, again: str = "") -> None:
        self.acts = Acts(acts.rulebook, acts.site, acts.actor, acts.now)  # all of it at one moment
        self.site = acts.site
        self.found = found
        self.ids = ids
        self.who = chosen(found, ids)
        seen = worded(found, ids)
        self.redactor = Redactor(self.who, theirs=theirs(found, ids), worded=seen,
                                 moved=called_after(self.site, self.who, seen))
        self.reason = self.redactor.text(reason.strip())
        self.erased: dict[str, str] = {}
        self.person = next((found for uid in self.who.ids if (found := self.site["people"].get(uid))), None)
        new = self.person.uid if self.person is not None else secrets.token_hex(8)
        self.done = Erased(again or new, who=self.who)

    def stops(self) -> tuple[Reason, ...]:
        """Why the person cannot be erased now."""
        if self.person is not None and self.person.erased_at is not None:
            return (Reason("erased", _("The person has been erased already.")),)
        reasons = []
        if not self.reason:
            reasons.append(Reason("missing:reason", _("Write why."), "reason"))
        if self.person is not None and self.person.uid == self.acts.actor.person:
            reasons.append(Reason("yourself", _("You cannot erase yourself. Ask a colleague at the office.")))
        elif self.person is not None and self._is_last_of_the_office(self.person.uid):
            reasons.append(Reason("last_of_office", _(
                "This is the last person at the office. Appoint somebody else first.")))
        return tuple(reasons)

    def erase(self, tell: Progress = lambda _part: None) -> Erased:
        """Do it; raises NotPermitted or Refused and changes nothing."""
        answer = self.acts.rights.may(self.acts.actor, Permission.ERASE_PERSON, self.site)
        if not answer:
            raise NotPermitted(answer.reasons)
        stopped = self.stops()
        if stopped:
            raise Refused(stopped)
        for part, work in (("account", self._account), ("files", self._files), ("items", self._items),
                           ("addresses", self._addresses),
                           ("letters", self._letters), ("beside", self._beside), ("history", self._history)):
            tell(part)
            work()
        self._tell(self.person, (), self.erased)
        return self.done

    def _account(self) -> None:
        """Nobody signs in with it any more, and no role is held."""
        if self.person is None:
            return
        for appointment in self.site.appointments.of_person(self.person.uid):
            if not appointment.is_over(self.acts.now):
                self.acts.as_system(f"person.erase:{self.person.uid}").end_appointment(appointment)
        if self.person.state == "active":
            self.acts.fire(self.person, "lock", {"reason": self.reason})
        self.person.erased_at = self.acts.now
        self.site.accounts.erase(self.person.uid)

    def _files(self) -> None:
        acts = self.acts.as_system(f"person.erase:{self.done.id}")
        for hit in self._chosen(FILE):
            self.erased |= forget_file(acts, hit.item, self.reason)
            self._tell(hit.item, ("filename",))
            self.done.files += 1

    def _items(self) -> None:
        for item in kept(self.site):
            before = item.values_of()
            after = self.redactor.fields(item.type_name, before, item.uid)
            changed = {name: value for name, value in after.items() if value != before[name]}
            if changed:
                self._put(item, changed)
            if item.type_name == "survey":
                _pot(item.pot, self.redactor)
            if item.type_name == "round":
                rewrite_issues(item, self.redactor)
            if item.type_name == "review":
                _answers(item, self.redactor)

    def _put(self, item: Any, changed: dict[str, Any]) -> None:
        for name, value in changed.items():
            setattr(item, name, value)
        self._forget_links(item)
        item.touch(self.acts.now, self.acts.actor.id)
        self.done.items += 1
        self._tell(item, tuple(changed))

    def _forget_links(self, item: Any) -> None:
        """Links that letters have carried to somebody without an account open nothing any more."""
        if item.type_name == "registration":
            for key in self.who.ids:
                self.site.accounts.tokens.forget(f"{item.uid}:{key}")

    def _addresses(self) -> None:
        for item in list(move(self.site, self.redactor.moved)):
            self._put(item, {})
        rewrite(self.site, self.redactor)

    def _letters(self) -> None:
        for letter in all_letters(self.site):
            if redact_letter(self.site.outbox, letter, self.redactor):
                self.done.letters += 1

    def _beside(self) -> None:
        """What lies beside the content: others' unsaved texts and own notes, and the reasons of appointments."""
        accounts = self.site.accounts
        for sheet in (accounts.sheets.records if accounts.sheets is not None else {}).values():
            told = [[name, self.redactor.text(text)] for name, text in sheet.controls]
            if told != [list(each) for each in sheet.controls]:
                sheet.written = json.dumps(told, ensure_ascii=True).encode()
        for note in (accounts.notes.records if accounts.notes is not None else {}).values():
            _change(note, "text", self.redactor.text(note.text))
        for appointment in self.site.appointments.by_uid.values():
            _change(appointment, "why", self.redactor.text(appointment.why))

    def _history(self) -> None:
        items = frozenset(uid for uid, _group in self.redactor.theirs)
        for entry in entries_about(self.site, self.who, items, self.redactor):
            told = entry.details
            left = self.redactor.details(entry.core, told)
            if left != told:
                self.erased[entry.id] = entry.erase(left)
                self.done.entries += 1

    def _tell(self, item: Any, fields: tuple[str, ...], erased: Mapping[str, str] | None = None) -> None:
        """One event for each item, and at last one for the person; the id tells which belong together."""
        acts = self.acts
        reason = self.reason if not fields else ""
        acts.tell(events.PersonErased(
            item if item is not None else self.site, acts.actor, acts.now, subject=self.done.id, fields=fields,
            reason=reason, erased=erased or {}))

    def _chosen(self, why: str) -> list[Hit]:
        return [hit for hit in self.found.hits if hit.why == why and hit.id in self.ids]

    def _is_last_of_the_office(self, uid: str) -> bool:
        held = [each for each in self.site.appointments.on_scope("site", self.acts.now) if each.role == "office"]
        return {each.person for each in held if self.site["people"][each.person].state == ACTIVE} == {uid}


def forget_file(acts: Acts, file: Any, reason: str) -> dict[str, str]:
    """Take a file away for good, wherever it lies, with what it was called; the history says that it was there.

    Gives the entries that were relieved of its name, by their ids, with the commitments to what is left.
    """
    if file.__parent__.get(file.__name__) is file:
        acts.remove(file, reason=reason)
    if acts.site.trash.get(file.uid) is not None:
        acts.purge(file)
    file.blob = None
    file.set(without_words(file.type_name, file.values_of()))
    erased = {}
    for entry in file.events:
        told = {name: without_words(file.type_name, value) if name in ("values", "before", "after") else value
                for name, value in entry.details.items()}
        erased[entry.id] = entry.erase(told | without_words(file.type_name, {"title": told["title"]}))
    return erased


def redact_letter(outbox: Any, letter: Letter, redactor: Redactor) -> bool:
    """Take the person out of a letter; whoever has not had it gets it no more. Tells whether anything changed."""
    who = redactor.who
    theirs = [each for each in letter.receivers if (each.person and each.person in who.ids)
              or (each.address and who.is_named("", each.address))]
    for receiver in theirs:
        outbox.forget_receiver(letter, receiver)
    changed = bool(theirs)
    own = redactor.widened if 0 < len(theirs) == len(letter.receivers) else redactor
    for name in ("subject", "html", "text"):
        changed |= _change(letter, name, own.text(getattr(letter, name)))
    return changed


def _pot(pot: Any, redactor: Redactor) -> None:
    """Anonymous answers that name the person; each stays where it lies among the others."""
    for name in ("answers", "shown"):
        _change(pot, name, redactor.deep(getattr(pot, name)))


def _answers(review: Any, redactor: Redactor) -> None:
    """Why the office ended an appointment, as it was written in a review."""
    for uid, answered in list(review.answers.items()):
        why = redactor.text(answered.why)
        if why != answered.why:
            review.answers[uid] = replace(answered, why=why)


def _change(thing: Any, name: str, value: Any) -> bool:
    if value == getattr(thing, name):
        return False
    setattr(thing, name, value)
    return True
