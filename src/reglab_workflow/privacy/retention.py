"""Retention: how long personal data is kept, read from one file, and what its rules would do on a day."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ..clock import local_day
from ..content.item import inside, lineage
from ..content.round.model import DECIDED
from ..content.survey.planning import add_months
from ..history.checking import taken_away
from .finding import all_letters, everything
from .redaction import Redactor, Somebody
from .table import personal, without_words

FILE = Path(__file__).with_name("retention.toml")
ERASE, LETTERS, ANSWERS, EMPTY, PROPOSE, ELSEWHERE = DOES = (
    "erase", "letters", "answers", "empty", "propose", "elsewhere")
OVER = ("closed", "cancelled", "reshaped")
KEYS = frozenset({"what", "why", "type", "groups", "from", "months", "days", "does"})


class RetentionProblems(Exception):
    """The file cannot be used; the message lists every fault."""


@dataclass(frozen=True)
class Rule:
    """One rule: of which fields, so long after which day, what happens, and why so."""

    name: str
    what: Mapping[str, str]
    why: Mapping[str, str]
    type: str
    groups: tuple[str, ...]
    since: str
    months: int
    days: int
    does: str

    def ends(self, day: date) -> date:
        """The first day on which it is not kept any more."""
        return add_months(day, self.months) + timedelta(days=self.days)


@dataclass(frozen=True)
class Due:
    """Something whose time is over: an item, or a letter; ``fields`` would be emptied."""

    rule: Rule
    thing: Any
    day: date
    fields: tuple[str, ...] = ()


def _result(item: Any) -> date | None:
    """The day on which the round's result became public; or on which a proposal outside that ended."""
    round_ = inside(item, "round")
    return local_day(round_.since) if round_ is not None and round_.state in DECIDED else None


def _project_over(item: Any) -> date | None:
    project = inside(item, "project")
    return local_day(project.since) if project is not None and project.state in OVER else None


def _survey_closed(item: Any) -> date | None:
    return local_day(item.since) if item.state == "closed" and item.is_anonymous else None


def _last_seen(item: Any) -> date | None:
    if item.erased_at is not None:
        return None
    visits = (item.site.accounts.visits or {}).get(item.uid)
    return local_day(visits.last if visits is not None and visits.last is not None else item.created)


def _purged(item: Any) -> date | None:
    """The day on which it was taken out of the trash for good, itself or with what it stood in."""
    for place in lineage(item):
        kept = getattr(getattr(place, "__parent__", None), "gone", None)
        if kept is not None and getattr(place, "uid", "") in kept:
            for entry in reversed(place.events):
                if entry.core["kind"] == "purged":
                    return local_day(entry.at)
    return None


SINCE: Mapping[str, Callable[[Any], date | None]] = {
    "result": _result, "project_over": _project_over, "survey_closed": _survey_closed, "last_seen": _last_seen,
    "purged": _purged}
TOLD_ONLY = ("sent", "made", "occasion")
"""Days that rules for other things than items count from."""


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules of a file; raises RetentionProblems with every fault."""
    told, faults, rules = tomllib.loads(text).get("rules", {}), [], []
    for name, row in told.items():
        found = list(_faults(row))
        faults += [f"rules.{name}: {fault}" for fault in found]
        if not found:
            rules.append(Rule(name, row["what"], row["why"], row.get("type", ""), tuple(row.get("groups", ())),
                              row["from"], row.get("months", 0), row.get("days", 0), row["does"]))
    if faults or not told:
        raise RetentionProblems("; ".join(faults) or "there are no rules")
    return tuple(rules)


def _faults(row: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key} is not a key" for key in row if key not in KEYS)
    for key in ("what", "why"):
        if set(row.get(key, {})) != {"sv", "en"}:
            yield f"{key} must be told in sv and en"
    if row.get("does") not in DOES:
        yield f"does is none of {', '.join(DOES)}"
    if row.get("from") not in (*SINCE, *TOLD_ONLY):
        yield f"from is none of {', '.join((*SINCE, *TOLD_ONLY))}"
    if not (row.get("months") or row.get("days")) or any(not isinstance(row.get(key, 0), int) for key in
                                                        ("months", "days")):
        yield "months or days must be a whole number"
    about = personal(row.get("type", ""))
    groups = {naming.group for naming in (*about.people, *about.records.values())}
    yield from (f"{row.get('type')} has no group {group}" for group in row.get("groups", ()) if group not in groups)
    if row.get("does") == ERASE and not row.get("groups"):
        yield "groups must say what is erased"


def due(rules: tuple[Rule, ...], site: Any, today: date) -> Iterator[Due]:
    """Everything whose time is over on a day and that still holds something; changes nothing."""
    by_type: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.since in SINCE and rule.does != ELSEWHERE:
            by_type.setdefault(rule.type, []).append(rule)
    for item in everything(site):
        yield from _over(by_type.get(item.type_name, ()), item, today)
    for item in taken_away(site):
        named = [rule for rule in by_type.get(item.type_name, ()) if rule.does != PROPOSE]
        yield from _over([*named, *(rule for rule in by_type.get("", ()) if rule.does == EMPTY)], item, today)
    for rule in rules:
        if rule.does == LETTERS:
            yield from (Due(rule, letter, local_day(letter.created), ("text",)) for letter in all_letters(site)
                        if rule.ends(local_day(letter.created)) <= today and (letter.text or letter.html))


def _over(rules: Sequence[Rule], item: Any, today: date) -> Iterator[Due]:
    for rule in rules:
        day = SINCE[rule.since](item)
        if day is not None and rule.ends(day) <= today:
            yield from _due(rule, item, day)


def _due(rule: Rule, item: Any, day: date) -> Iterator[Due]:
    if rule.does == PROPOSE:
        yield Due(rule, item, day)
    elif rule.does == ANSWERS:
        if any(_texts(values) for values in item.pot.answers.values()):
            yield Due(rule, item, day, ("pot",))
    elif rule.does == EMPTY:
        changed = left_of(item)
        if changed or getattr(item, "blob", None) is not None or getattr(item, "answers", None):
            yield Due(rule, item, day, tuple(changed) or ("answers",))
    else:
        changed = emptied_fields(rule, item)
        if changed:
            yield Due(rule, item, day, tuple(changed))


def emptied_fields(rule: Rule, item: Any) -> dict[str, Any]:
    """The fields that a rule would change, with what they would hold."""
    before = item.values_of()
    after = redactor_of(rule, item).fields(item.type_name, before, item.uid)
    return {name: value for name, value in after.items() if value != before[name]}


def left_of(item: Any) -> dict[str, Any]:
    """The fields that hold what somebody wrote, in an item that cannot be put back, with nothing in them.

    Its title is what the history calls it by, and stays.
    """
    before = {name: value for name, value in item.values_of().items() if name != "title"}
    after = without_words(item.type_name, before)
    return {name: value for name, value in after.items() if value != before[name]}


def redactor_of(rule: Rule, item: Any) -> Redactor:
    """Takes everybody out whom the rule's fields of an item name."""
    keys = {each.key for each in getattr(item, "people", ())} if item.type_name == "registration" else set()
    if item.type_name == "participation":
        keys = {item.person}
    return Redactor(Somebody(ids=frozenset(keys)), frozenset((item.type_name, group) for group in rule.groups))


def without_texts(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Answers to a question without what was written by hand."""
    return tuple((place, value) for place, value in values if not place)


def _texts(values: tuple[Any, ...]) -> bool:
    return any(place for place, _value in values)
