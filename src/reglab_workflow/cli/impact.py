"""What changed files would mean, as a command tells it: in lines, or as data for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..content.site.rule_impact import Reach, Weighed
from ..plain import plain
from ..security.permissions import SENTENCES, Permission
from ..workflow.impact import CHANGES, StepChange
from .opening import in_english

NAMED = 10


def lines(file: str, found: Weighed, site: Any) -> Iterator[str]:
    """Everything worth knowing about one file, a line each."""
    yield f"{file}: {_verdict(found)}"
    yield from (f"  {problem}" for problem in found.problems)
    for standing in found.stranded:
        yield f"  {standing.number} in the state {standing.state}, which vanishes: write an alias, or [moved]"
        yield from (f"    {item.path}" for item in standing.newest[:NAMED])
    for state in found.impact.states:
        yield f"  state {state.name} {state.how}{f': {state.now}' if state.now not in ('', state.name) else ''}"
    for reach in found.reaches:
        yield from _reach(reach, site)
    for step in found.impact.steps:
        yield from _step(step)
    for text in found.impact.texts:
        yield f"  {text.of} {text.name}, {text.part} ({text.language}): “{text.before}” becomes “{text.after}”"


def _verdict(found: Weighed) -> str:
    if found.problems:
        return f"cannot be used, {len(found.problems)} mistakes"
    if found.stranded:
        return "the site would not start, something stands in states that vanish"
    if not found.impact:
        return "nothing would be different"
    return "can be used, nobody loses anything" if found.harmless else "can be used, but somebody loses something"


def _reach(reach: Reach, site: Any) -> Iterator[str]:
    change = reach.change
    what = change.name if change.step or change.name not in set(Permission) else \
        in_english(SENTENCES[Permission(change.name)])
    roles = [f"+{role}" for role in change.gains] + [f"-{role}" for role in change.loses]
    yield f"  {what}, in {change.state} ({reach.standing.number} items): {' '.join(roles)}"
    for word, uids in (("gain it", reach.gaining), ("lose it", reach.losing)):
        if uids:
            names = [person.title for uid in uids[:NAMED] if (person := site["people"].get(uid)) is not None]
            more = f" and {len(uids) - len(names)} more" if len(uids) > len(names) else ""
            yield f"    {len(uids)} {word}: {', '.join(names)}{more}"


def _step(step: StepChange) -> Iterator[str]:
    yield f"  step {step.name} {step.how}"
    if step.how == CHANGES:
        yield from (f"    {each.part}: {', '.join(each.before) or '–'} becomes {', '.join(each.after) or '–'}"
                    for each in step.parts)


def as_data(found: Weighed) -> Any:
    """The same for a program: people by their ids, items by their addresses."""
    return {
        "usable": found.usable, "harmless": found.harmless,
        "problems": [vars(problem) for problem in found.problems],
        "stranded": [{"state": each.state, "items": each.number, "newest": [item.path for item in each.newest]}
                     for each in found.stranded],
        "rights": [{**plain(each.change), "gains": each.change.gains, "loses": each.change.loses,
                    "items": each.standing.number, "people_gaining": each.gaining, "people_losing": each.losing}
                   for each in found.reaches],
        "states": plain(found.impact.states), "steps": plain(found.impact.steps), "texts": plain(found.impact.texts),
    }
