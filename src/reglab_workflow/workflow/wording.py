"""A life in words: what a reader should know of each state, as data that a page can show.

No sentence is made here: every word comes from the file or from the titles that the caller gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .definition import PREVIOUS, SAME, SYSTEM, Cascade, State, Text, Transition, Workflow


@dataclass(frozen=True)
class Titles:
    """What things are called, in the language of the reader; whatever has no title goes by its name."""

    roles: Mapping[str, str] = field(default_factory=dict)
    permissions: Mapping[str, str] = field(default_factory=dict)
    guards: Mapping[str, str] = field(default_factory=dict)
    effects: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RightWords:
    """A permission and who has it; ``everywhere`` are those who have it in every state."""

    permission: str
    title: str
    roles: tuple[str, ...]
    everywhere: tuple[str, ...]


@dataclass(frozen=True)
class AskWords:
    """Something that is asked when the transition is made."""

    name: str
    title: str
    required: bool


@dataclass(frozen=True)
class CascadeWords:
    """What happens to related items: which they are, and the transition they make."""

    relation: str
    title: str
    transition: str
    transition_title: str


@dataclass(frozen=True)
class TransitionWords:
    """A way out of a state.

    ``targets`` are titles of states, several where it leads back to whichever was before; ``stays`` says that
    it leads nowhere else. ``who`` are people; ``by_itself`` says that it happens without them as well.
    """

    name: str
    title: str
    help: str
    confirm: str
    kind: str
    targets: tuple[str, ...]
    stays: bool
    goes_back: bool
    who: tuple[str, ...]
    by_itself: bool
    at: str
    days: int | None
    before: int
    asks: tuple[AskWords, ...]
    must_hold: tuple[str, ...]
    warned_of: tuple[str, ...]
    follows: tuple[str, ...]
    fires: tuple[CascadeWords, ...]


@dataclass(frozen=True)
class StateWords:
    """A state: what it is called, who may do what while it lasts, and how it ends."""

    name: str
    title: str
    friendly: str
    help: str
    initial: bool
    final: bool
    rights: tuple[RightWords, ...]
    leaving: tuple[TransitionWords, ...]

    @property
    def by_itself(self) -> tuple[TransitionWords, ...]:
        """The ways out that nobody need take."""
        return tuple(transition for transition in self.leaving if transition.by_itself)


def said(text: Text | None, language: str) -> str:
    """A text in a language, or in the first it has; nothing where there is no text."""
    if not text:
        return ""
    return text.get(language) or next(iter(text.values()))


def by_itself(transition: Transition) -> bool:
    """Whether a transition happens without anybody: at a time, or because something else has happened."""
    return transition.timing is not None or SYSTEM in transition.by


def describe(
    workflow: Workflow, language: str, titles: Titles | None = None,
    relatives: Mapping[str, Workflow] | None = None,
) -> tuple[StateWords, ...]:
    """Every state of a life in words; ``relatives`` are the lives that its relations lead to."""
    writer = _Writer(workflow, language, titles or Titles(), relatives or {})
    return tuple(writer.state(state) for state in workflow.states.values())


class _Writer:
    """One description, for one reader."""

    def __init__(
        self, workflow: Workflow, language: str, titles: Titles, relatives: Mapping[str, Workflow],
    ) -> None:
        self.workflow = workflow
        self.language = language
        self.titles = titles
        self.relatives = relatives

    def state(self, state: State) -> StateWords:
        return StateWords(
            state.name,
            title=self._said(state.title),
            friendly=self._said(state.friendly),
            help=self._said(state.help),
            initial=state.name == self.workflow.initial,
            final=state.final,
            rights=self._rights(state),
            leaving=tuple(
                self._leaving(transition, state.name) for transition in self.workflow.leaving(state.name)),
        )

    def _rights(self, state: State) -> tuple[RightWords, ...]:
        everywhere = self.workflow.grants
        return tuple(
            RightWords(
                permission,
                self.titles.permissions.get(permission, permission),
                _each(self.workflow.roles_with(permission, state.name), self.titles.roles),
                _each(everywhere.get(permission, ()), self.titles.roles),
            )
            for permission in dict.fromkeys((*everywhere, *state.grants))
        )

    def _leaving(self, transition: Transition, source: str) -> TransitionWords:
        targets = self.workflow.targets(transition, source)
        timing = transition.timing
        return TransitionWords(
            transition.name,
            title=self._said(transition.title),
            help=self._said(transition.help),
            confirm=self._said(transition.confirm),
            kind=transition.kind,
            targets=tuple(self._said(self.workflow.states[target].title) for target in targets),
            stays=transition.target == SAME,
            goes_back=transition.target == PREVIOUS,
            who=_each((role for role in transition.by if role != SYSTEM), self.titles.roles),
            by_itself=by_itself(transition),
            at=self.titles.dates.get(timing.at, timing.at) if timing else "",
            days=timing.days if timing and not timing.at else None,
            before=timing.before if timing else 0,
            asks=self._asks(transition),
            must_hold=_each(transition.guards, self.titles.guards),
            warned_of=_each(transition.warns, self.titles.guards),
            follows=_each(transition.effects, self.titles.effects),
            fires=tuple(self._fires(cascade) for cascade in transition.cascade),
        )

    def _asks(self, transition: Transition) -> tuple[AskWords, ...]:
        return tuple(
            AskWords(fact, self.titles.facts.get(fact, fact), fact in transition.required)
            for fact in transition.asks
        )

    def _fires(self, cascade: Cascade) -> CascadeWords:
        relative = self.relatives.get(cascade.relation)
        fired = relative.transitions.get(cascade.fire) if relative else None
        return CascadeWords(
            cascade.relation, self.titles.relations.get(cascade.relation, cascade.relation),
            cascade.fire, self._said(fired.title) if fired else cascade.fire,
        )

    def _said(self, text: Text | None) -> str:
        return said(text, self.language)


def _each(names: Iterable[str], titles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(titles.get(name, name) for name in names)
