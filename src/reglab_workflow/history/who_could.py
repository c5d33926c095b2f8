"""Who could do something with an item, from when to when, and why: the real rights, at every moment that mattered.

Rights change when the item or what it stands in or rests on changes, when a person, an organisation or an
appointment does, when a workflow file does, and at midnights that begin or end something. Between two such moments
the answer is the same, so asking at each of them is asking always.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .. import clock
from ..content.item import inside, lineage
from ..people.appointments import Ground
from ..rulebook import Rulebook
from ..security.actor import ANYONE, SIGNED_IN, Actor, actor_for, nobody
from ..security.rights import Answer, Rights
from .entry import Entry
from .past_rules import CHANGED, rulebook_at
from .shadow import site_at

STEP = "do:"
"""Before the name of a step, among what one could do."""

MOST = 3_000
"""Different moments that one question is worked out for."""

DAYS = ("start", "end", "from_date", "to_date")
"""Details of events that are days on which something begins, or after which it ends."""

CHANGING = frozenset({
    "added", "edited", "transitioned", "removed", "restored", "purged", "appointed", "appointment_ended", CHANGED,
    "state_mapped", "person_erased", "retention_applied"})
"""Kinds of events after which somebody may have other rights; signing in, letters and files change nothing."""

Causes = dict[datetime, Entry | None]


class TooMuch(Exception):
    """The span holds more moments than ``MOST``; ``moments`` is how many."""

    def __init__(self, moments: int) -> None:
        super().__init__(str(moments))
        self.moments = moments


@dataclass(frozen=True)
class Stretch:
    """From when to when somebody could, in which role and on what ground; ``until`` is None where it had not ended.

    ``person`` is a uid, or ``anyone`` or ``signed_in`` for all of them. ``began`` and ``ended`` are the events that
    did it, None for the span's own ends and for midnights.
    """

    person: str
    role: str
    ground: Ground
    since: datetime
    until: datetime | None = None
    began: Entry | None = None
    ended: Entry | None = None


@dataclass(frozen=True)
class WhoCould:
    """The stretches, in the order they began, how many moments were looked at, and the links that gave it too."""

    stretches: tuple[Stretch, ...]
    moments: int
    by_link: frozenset[str]


def who_could(rulebook: Rulebook, site: Any, item: Any, what: str, begin: datetime, end: datetime) -> WhoCould:
    """Everybody who could, between two moments; raises TooMuch."""
    return _Looking(rulebook, site, item, what, begin, end).found()


class _Looking:
    """One question, with the sites and actors that have been rebuilt for it."""

    def __init__(self, rulebook: Rulebook, site: Any, item: Any, what: str, begin: datetime, end: datetime) -> None:
        self.rulebook, self.site, self.item, self.what = rulebook, site, item, what
        self.begin, self.end = begin, end
        self.sites: dict[datetime, Any] = {}
        self.places: dict[datetime, tuple[Rights, Any]] = {}
        self.causes = self._causes(
            *(place.events for place in rests_on(item)), (each for each in site.events if _is_rule(each)))
        self.times = sorted({begin, *self.causes})
        self.by_link: set[str] = set()

    def found(self) -> WhoCould:
        """The whole answer."""
        persons = everybody(self.site)
        causes = {person.uid: self._personal(person) for person in persons}
        moments = len({*self.times, *(moment for each in causes.values() for moment in each)})
        if moments > MOST:
            raise TooMuch(moments)
        everyone = {ANYONE: nobody(), SIGNED_IN: _signed_in()}
        stretches = [stretch for name, actor in everyone.items() for stretch in self._of_all(name, actor)]
        for person in persons:
            stretches.extend(self._of(person, causes[person.uid]))
        return WhoCould(tuple(sorted(stretches, key=lambda each: (each.since, each.person))), moments,
                        frozenset(self.by_link))

    # -- moments ---------------------------------------------------------------------------------------------

    def _causes(self, *timelines: Any, days: Iterable[date] = ()) -> Causes:
        found: Causes = {}
        for day in days:
            for moment in (clock.midnight(day), clock.over(day)):
                if self.begin <= moment <= self.end:
                    found[moment] = None
        for timeline in timelines:
            for entry in _changing(timeline):
                moment = entry.at
                if self.begin <= moment <= self.end:
                    found[moment] = found.get(moment) or entry
        return found

    def _personal(self, person: Any) -> Causes:
        """When what a person could call on may have changed."""
        organisations = [each for uid in _organisations_of(person) if (each := self._organisation(uid)) is not None]
        told = [entry for each in self.site.appointments.of_person(person.uid) for entry in each.told]
        told_of = [*told, *(entry for each in organisations for entry in _changing(each.events))]
        return self._causes(person.events, told, *(each.events for each in organisations),
                            days=[day for entry in told_of for day in _days(entry)])

    def _organisation(self, uid: str) -> Any | None:
        found = self.site.by_uid(uid)
        kept = self.site["organisations"].gone
        return found if found is not None else kept[uid][1] if kept is not None and uid in kept else None

    # -- what was then ---------------------------------------------------------------------------------------

    def _site(self, moment: datetime) -> Any:
        if moment not in self.sites:
            self.sites[moment] = site_at(self.rulebook, self.site, moment)
        return self.sites[moment]

    def _place(self, moment: datetime) -> tuple[Rights, Any]:
        """The rights of a moment, and the item as it was; None while it did not stand there."""
        if moment not in self.places:
            rights = Rights(rulebook_at(self.rulebook, self.site, moment))
            site = self._site(moment)
            place = site if self.item is self.site else site.by_uid(self.item.uid)
            self.places[moment] = rights, place
            self.by_link |= _links(rights, place, self.what) if place is not None else set()
        return self.places[moment]

    def _actor(self, person: Any, moment: datetime) -> Actor:
        site = self._site(moment)
        then = site["people"].get(person.uid)
        return actor_for(then, site, moment) if then is not None else nobody()

    # -- stretches -------------------------------------------------------------------------------------------

    def _of_all(self, name: str, actor: Actor) -> Iterator[Stretch]:
        """When all of them could."""
        def answer(moment: datetime) -> Answer | None:
            found = _answer(*self._place(moment), actor, self.what)
            return found if found is not None and found.ground is not None and found.ground.principal == name else None
        yield from self._stretches(name, [(moment, answer(moment)) for moment in self.times], self.causes)

    def _of(self, person: Any, causes: Causes) -> Iterator[Stretch]:
        """When a person could, otherwise than as one of all."""
        own = sorted({self.begin, *causes})
        times = sorted({*self.times, *own})
        actors = {moment: self._actor(person, moment) for moment in own}
        told = []
        for moment in times:
            place = self._place(self.times[bisect_right(self.times, moment) - 1])
            found = _answer(*place, actors[own[bisect_right(own, moment) - 1]], self.what)
            alone = found is not None and found.ground is not None and \
                found.ground.principal not in (ANYONE, SIGNED_IN)
            told.append((moment, found if alone else None))
        yield from self._stretches(person.uid, told, {**causes, **{
            moment: entry for moment, entry in self.causes.items() if causes.get(moment) is None}})

    def _stretches(self, person: str, told: list[tuple[datetime, Answer | None]],
                   causes: Mapping[datetime, Entry | None]) -> Iterator[Stretch]:
        open_: Stretch | None = None
        for moment, answer in told:
            if open_ is not None and (answer is None or not _same(open_, answer)):
                yield Stretch(**{**vars(open_), "until": moment, "ended": causes.get(moment)})
                open_ = None
            if open_ is None and answer is not None and answer.ground is not None:
                open_ = Stretch(person, answer.role, answer.ground, moment, began=causes.get(moment))
        if open_ is not None:
            yield open_


def rests_on(item: Any) -> list[Any]:
    """The items whose events can change who may do what with an item: itself, what it stands in, what it names."""
    found = [place for place in lineage(item) if hasattr(place, "events") and place.__parent__ is not None]
    project = inside(item, "project")
    if project is not None:
        folder = project["registrations"]
        kept = folder.gone.values() if folder.gone is not None else ()
        found += [*folder.values(), *(child for _place, child in kept)]
    return list({each.uid: each for each in found}.values())


def everybody(site: Any) -> list[Any]:
    """Everybody who has or has had an account."""
    people = site["people"]
    kept = people.gone.values() if people.gone is not None else ()
    return [*people.values(), *(child for _place, child in kept)]


def _answer(rights: Rights, place: Any, actor: Actor, what: str) -> Answer | None:
    """The answer of the rights, None for no; a step can be taken only from where the item is."""
    if place is None:
        return None
    if not what.startswith(STEP):
        return rights.may(actor, what, place) or None
    engine, name = rights.rulebook.engine(place), what.removeprefix(STEP)
    if name not in engine.workflow.transitions or engine.target(place, engine.transition(name)) is None:
        return None
    return rights.may_fire(actor, name, place) or None


BY_LINK = frozenset({"approver", "participant", "surveyed"})
"""Roles that can be held by whoever bears a link, with or without an account."""


def _links(rights: Rights, place: Any, what: str) -> set[str]:
    """The roles among those that could that people hold by a link in a letter."""
    engine = rights.rulebook.engine(place)
    if what.startswith(STEP):
        transition = engine.workflow.transitions.get(what.removeprefix(STEP))
        roles = transition.by if transition is not None else ()
    else:
        roles = rights.roles(what, place)
    return {role for role in roles if role in BY_LINK and rights.rulebook.holders(role, place)}


def _same(open_: Stretch, answer: Answer) -> bool:
    one, other = open_.ground, answer.ground
    return open_.role == answer.role and other is not None and \
        (one.principal, one.source, one.subject, one.since, one.given_by) == \
        (other.principal, other.source, other.subject, other.since, other.given_by)


def _changing(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.core["kind"] in CHANGING)


def _is_rule(entry: Entry) -> bool:
    return bool(entry.core["kind"] == CHANGED)


def _days(entry: Entry) -> Iterator[date]:
    """The days that an event tells."""
    details = entry.details
    for told in (details, details.get("values") or {}, details.get("before") or {}, details.get("after") or {}):
        for name in DAYS:
            if isinstance(told, Mapping) and told.get(name):
                yield date.fromisoformat(told[name])


def _organisations_of(person: Any) -> set[str]:
    """The uids of every organisation that a person has belonged to."""
    found = {person.organisation}
    for entry in _changing(person.events):
        for told in ("values", "before", "after"):
            values = entry.details.get(told)
            found.add(values.get("organisation") or "" if isinstance(values, Mapping) else "")
    return found - {""}


def _signed_in() -> Actor:
    return Actor(principals={name: Ground(name, "account") for name in (ANYONE, SIGNED_IN)})
