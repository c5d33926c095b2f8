"""Keeper: carries the retention rules out, each night once, and remembers when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from persistent import Persistent

from .. import clock
from ..content import events
from ..content.acts import Acts
from ..rulebook import Rulebook
from ..security.actor import system
from ..storage.connection import own_transaction
from .issues import forget_contacts
from .retention import (
    ANSWERS,
    EMPTY,
    ERASE,
    LETTERS,
    PROPOSE,
    Due,
    Rule,
    due,
    emptied_fields,
    left_of,
    redactor_of,
    without_texts,
)

NIGHT = 3
"""The hour, in Sweden, from which a night's run may begin."""

MOST = 500
"""Things in one transaction; what is left is taken in the next."""


class LastRun(Persistent):
    """When the rules were last carried out, and how much each of them took."""

    def __init__(self, at: datetime, taken: Mapping[str, int]) -> None:
        self.at = at
        self.taken = dict(taken)


@dataclass(frozen=True)
class Keeper:
    """The rules of one site; a round does nothing until the night of a new day."""

    database: Any
    rulebook: Rulebook
    rules: tuple[Rule, ...]

    def round(self, stopping: Callable[[], bool]) -> Mapping[str, int]:
        """Carry the rules out if it is night and this day's run has not been."""
        now = clock.now()
        if now.astimezone(clock.STOCKHOLM).hour < NIGHT:
            return {}
        with own_transaction(self.database, keep=False) as site:
            if site.retained is not None and clock.local_day(site.retained.at) >= clock.local_day(now):
                return {}
        return self.run(now)

    def run(self, now: datetime) -> Mapping[str, int]:
        """Carry the rules out now; gives how much each has taken."""
        taken: Counter[str] = Counter()
        while True:
            with own_transaction(self.database) as site:
                some = carry_out(self.rules, Acts(self.rulebook, site, system("retention"), now), MOST)
                taken.update(some)
                if sum(some.values()) < MOST:
                    site.retained = LastRun(now, taken)
                    return taken


def carry_out(rules: tuple[Rule, ...], acts: Acts, most: int) -> Counter[str]:
    """Do what is due, at most so much, in the caller's transaction."""
    taken: Counter[str] = Counter()
    waiting = [each for each in due(rules, acts.site, clock.local_day(acts.now)) if each.rule.does != PROPOSE]
    for each in waiting[:most]:
        DO[each.rule.does](each, acts)
        taken[each.rule.name] += 1
    for rule in rules:
        if rule.does == LETTERS and taken[rule.name]:
            acts.tell(events.RetentionApplied(acts.site, acts.actor, acts.now, rule=rule.name, fields=("text",)))
    return taken


def _erase(each: Due, acts: Acts) -> None:
    item, redactor = each.thing, redactor_of(each.rule, each.thing)
    for name, value in emptied_fields(each.rule, item).items():
        setattr(item, name, value)
    item.touch(acts.now, acts.actor.id)
    erased = {}
    for entry in item.events:
        left = redactor.details(entry.core, entry.details)
        if left != entry.details:
            erased[entry.id] = entry.erase(left)
    if item.type_name == "proposal":
        forget_contacts(item.round, item.uid)
    _tell(each, acts, erased)


def _forget_letter(each: Due, acts: Acts) -> None:
    letter = each.thing
    letter.html = letter.text = ""
    for receiver in letter.receivers:
        acts.site.outbox.forget_receiver(letter, receiver)


def _forget_answers(each: Due, acts: Acts) -> None:
    _forget_texts(each.thing.pot)
    _tell(each, acts)


def _forget_texts(pot: Any) -> None:
    for name in ("answers", "shown"):
        setattr(pot, name, {key: without_texts(values) for key, values in getattr(pot, name).items()})


def _empty(each: Due, acts: Acts) -> None:
    """Let go of the copy of what can no longer be put back; what its events say stays, as for what stands."""
    item = each.thing
    item.set(left_of(item))
    if getattr(item, "blob", None) is not None:
        item.blob = None
    if getattr(item, "answers", None):
        item.answers.clear()
    if item.type_name == "survey":
        _forget_texts(item.pot)
    _tell(each, acts)


def _tell(each: Due, acts: Acts, erased: Mapping[str, str] | None = None) -> None:
    acts.tell(events.RetentionApplied(
        each.thing, acts.actor, acts.now, rule=each.rule.name, fields=each.fields, erased=erased or {}))


DO: Mapping[str, Callable[[Due, Acts], None]] = {
    ERASE: _erase, LETTERS: _forget_letter, ANSWERS: _forget_answers, EMPTY: _empty}
