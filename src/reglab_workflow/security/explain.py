"""Why yes, why no, and what would change it: the same code that decides, asked for its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..content.acts import Acts
from ..i18n import _
from ..people.appointments import SITE, Ground, principals_of
from ..workflow.citing import Line, cited
from ..workflow.definition import SYSTEM, Transition
from ..workflow.errors import Reason, Repeated, WrongState
from .actor import ANYONE, SIGNED_IN, Actor
from .holding import Holding, Somebody
from .remedies import Appoint, TakeStep
from .ways import Way, Ways

MOST_WAYS = 6
"""So many ways out of one refusal are told, the smallest first."""


@dataclass(frozen=True)
class Stop:
    """One thing that stops it: the reason, what lies behind that, and every way out, each enough by itself."""

    reason: Reason
    ways: tuple[Way, ...] = ()
    behind: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """The answer to *may who do what on this*, with everything that decided it.

    ``stops`` is all that stops it: each has to go. ``lines`` are the lines of the workflow file that say who may.
    """

    allowed: bool
    what: str
    role: str = ""
    ground: Ground | None = None
    stops: tuple[Stop, ...] = ()
    warnings: tuple[Reason, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of everything that stops it."""
        return tuple(stop.reason for stop in self.stops)


def explain(acts: Acts, what: str, item: Any, person: Any = None, openly: bool = False) -> Explanation:
    """Explain a permission or a transition for the actor of ``acts``; what nobody has heard of, nobody may.

    ``person`` is whom the actor stands for; a locked account acts as nobody and still has a person. Without a role
    for a step one is not told what else stops it, unless the question is asked ``openly``, by somebody who may know.
    """
    person = person if person is not None else acts.site["people"].get(acts.actor.person)
    decided = _Deciding(acts, item, person, openly).explain(what)
    if decided.allowed or person is None or person.state == "active":
        return decided
    opened = replace_actor(acts, _as_if_open(person, acts))
    return _behind_the_lock(_Deciding(opened, item, person, openly).explain(what), _locked(opened, person))


def replace_actor(acts: Acts, actor: Actor) -> Acts:
    """The same site at the same moment, seen by another actor."""
    return Acts(acts.rulebook, acts.site, actor, acts.fixed_now, glance=acts.glance)


def _as_if_open(person: Any, acts: Acts) -> Actor:
    """The actor that the person would be if the account were not locked."""
    grounds = {name: Ground(name, "account") for name in (ANYONE, SIGNED_IN)}
    return Actor(person.uid, person.title, person.organisation, person.language,
                 {**grounds, **principals_of(person, acts.site, acts.now)}, acts.actor.channel)


def _locked(acts: Acts, person: Any) -> Stop:
    reason = Reason("account_locked", _("The account is locked."), remedies=(TakeStep(person, "unlock"),))
    return Stop(reason, Ways(acts.rulebook, acts.rights, person).out_of(reason))


def _behind_the_lock(found: Explanation, lock: Stop) -> Explanation:
    return replace(found, allowed=False, role="", ground=None, stops=(lock, *found.stops))


class _Deciding:
    """One question about one item, for one actor."""

    def __init__(self, acts: Acts, item: Any, person: Any, openly: bool) -> None:
        self.acts = acts
        self.item = item
        self.openly = openly
        self.engine = acts.rulebook.engine(item)
        self.workflow = self.engine.workflow
        self.state = self.engine.state_of(item).name
        self.holding = Holding(acts.rulebook, acts.site, item, Somebody(acts.actor, person), acts.now)

    def explain(self, what: str) -> Explanation:
        if what in self.workflow.transitions:
            return self._transition(self.engine.transition(what))
        return self._permission(what)

    def _transition(self, transition: Transition) -> Explanation:
        answer = self.acts.rights.may_fire(self.acts.actor, transition.name, self.item)
        ways = self._ways(transition)
        stops = [] if answer else [self._without_role(answer.reasons[0], _people(transition.by), ways)]
        stops += self._elsewhere(transition, ways)
        warnings: tuple[Reason, ...] = ()
        if answer or self.openly:
            judged = self.acts.judged(self.item, transition)
            stops += [Stop(reason, ways.out_of(reason)[:MOST_WAYS]) for reason in judged.reasons]
            warnings = judged.warnings
        lines = self._lines(transition.name)
        return Explanation(not stops, transition.name, answer.role, answer.ground, tuple(stops), warnings, lines)

    def _permission(self, permission: str) -> Explanation:
        answer = self.acts.rights.may(self.acts.actor, permission, self.item)
        lines = self._lines(permission)
        if answer:
            return Explanation(True, permission, answer.role, answer.ground, lines=lines)
        stop = self._without_role(answer.reasons[0], answer.needed, self._ways(), self._other_states(permission))
        return Explanation(False, permission, stops=(stop,), lines=lines)

    def _elsewhere(self, transition: Transition, ways: Ways) -> Iterator[Stop]:
        """What is wrong with the state, and the steps to one that is right."""
        try:
            self.engine.leaves(self.item, transition)
        except Repeated as objection:
            yield Stop(objection.reasons[0])
        except WrongState as objection:
            path = ways.path(self.item, transition.sources)
            yield Stop(objection.reasons[0], (Way(tuple(path)),) if path else ())

    def _without_role(self, reason: Reason, roles: tuple[str, ...], ways: Ways, states: Iterable[Way] = ()) -> Stop:
        """What is behind a missing role, and what would give one."""
        behind = tuple(self.holding.lapsed(roles))
        again = [way for each in behind for way in ways.out_of(each)]
        found = [way for remedy in self.holding.remedies(roles) for way in ways.of(remedy)]
        near = [way for way in found if not _is_everywhere(way)] or found
        told = dict.fromkeys((*states, *again, *sorted(near, key=lambda way: len(way.changes))))
        return Stop(reason, tuple(told)[:MOST_WAYS], behind)

    def _other_states(self, permission: str) -> Iterator[Way]:
        """The way to the nearest state in which the roles that one holds are enough."""
        held = {role for role, _ground in self.acts.rights.held(self.acts.actor, self.item)}
        states = tuple(name for name in self.workflow.states if held & set(self.workflow.roles_with(permission, name)))
        path = self._ways().path(self.item, states) if states else None
        if path:
            yield Way(tuple(path))

    def _ways(self, transition: Transition | None = None) -> Ways:
        return Ways(self.acts.rulebook, self.acts.rights, self.item, transition)

    def _lines(self, what: str) -> tuple[Line, ...]:
        return cited(self.workflow, what, self.state)


def _people(roles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(role for role in roles if role != SYSTEM)


def _is_everywhere(way: Way) -> bool:
    """Whether it would give somebody a role on the whole site, which is more than the question is about."""
    return any(isinstance(change.what, Appoint) and change.what.scope == SITE for change in way.changes)
