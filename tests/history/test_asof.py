"""What an event tells becomes again what it was, and the present must be what its history says."""

from __future__ import annotations

import copy
import dataclasses
import json
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

import pytest

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.history.asof import past_of
from reglab_workflow.history.checking import check
from reglab_workflow.history.entry import Entry
from reglab_workflow.history.nightly import Checker
from reglab_workflow.history.past_rules import ReadOnly, rulebook_at, unknown_guards, unknown_roles
from reglab_workflow.history.shadow import site_at
from reglab_workflow.history.typed import Untyped, hints_of, typed
from reglab_workflow.journal import Journal
from reglab_workflow.people.appointments import Appointment
from reglab_workflow.plain import plain


class Pair(NamedTuple):
    """A pair."""

    name: str
    day: date


@dataclasses.dataclass(frozen=True)
class Row:
    """A row."""

    text: str
    pairs: tuple[Pair, ...] = ()
    number: int | None = None


DAY, MOMENT = date(2026, 9, 10), datetime(2026, 9, 10, 8, 30, 0, 123, timezone.utc)


@pytest.mark.parametrize(("value", "hint"), [
    ("text", str), (7, int), (True, bool), (None, int | None), (DAY, date | None), (MOMENT, datetime),
    (("a", "b"), tuple[str, ...]), (("a", 1), tuple[str, int]), ((), tuple[str, ...]),
    (Row("r", (Pair("p", DAY),), 3), Row), ((Row("r"),), tuple[Row, ...] | str), ("as it was", tuple[Row, ...] | str),
    ({"a": DAY}, dict[str, date]), (frozenset({"a", "b"}), frozenset[str]), (("x", 1), Any),
])
def test_a_value_comes_back_from_its_plain_form(value: Any, hint: Any) -> None:
    assert typed(json.loads(json.dumps(plain(value))), hint) == value


@pytest.mark.parametrize(("value", "hint"), [
    (1, str), ("1", int), (True, int), ("2026-13-01", date), ("2026-09-10T08:00", datetime), ("x", tuple[str, ...]),
    (["a"], tuple[str, int]), ({"tetx": "r"}, Row), ({}, Row), ("x", int | None), (1, complex), ("x", dict[str, str]),
])
def test_what_cannot_be_read_is_said_loudly(value: Any, hint: Any) -> None:
    with pytest.raises(Untyped):
        typed(value, hint)


def test_every_field_of_every_type_can_be_read(story: Story) -> None:
    for content_type in story.rulebook.types.values():
        hints = hints_of(content_type.factory)
        for name in content_type.factory.fields:
            default = getattr(content_type.factory, name)
            assert typed(plain(default), hints[name]) == default, (content_type.name, name)


@pytest.fixture
def path(story: Story) -> str:
    """A proposal that was submitted."""
    round_ = story.open_round()
    with story.acting(story.MEMBER) as acts:
        made = acts.create(find(acts.site, round_ + "/proposals"), "proposal", {
            "title": "Förslaget", "purpose": "Syftet", "organisation": story.norra})
        acts.fire(made, "submit")
        found: str = made.path
    return found


def test_what_was_erased_is_said_to_be_and_never_guessed(story: Story, path: str) -> None:
    with story.looking() as site:
        item = find(site, path)
        next(iter(item.events)).details_bytes = None
        past = past_of(item)
        assert past is not None and past.erased == frozenset(item.fields) and past.values["purpose"] == ""
        assert (past.state, past.version) == ("submitted", 1)
        assert not [each for each in check(site).differences if each.uid == item.uid]


@pytest.mark.parametrize("change", [
    lambda item, site: setattr(item, "purpose", "Ett annat syfte"),
    lambda item, site: setattr(item, "state", "selected"),
    lambda item, site: setattr(item, "version", 7),
    lambda item, site: setattr(item, "changed_by", "nobody"),
    lambda item, site: setattr(item, "since", item.since - timedelta(days=1)),
    lambda item, site: item.__parent__.children.pop(item.__name__),
    lambda item, site: setattr(item, "events", Journal()),
    lambda item, site: setattr(site.appointments.all()[0], "role", "board"),
    lambda item, site: setattr(site.appointments.all()[0], "ended_at", clock.now()),
    lambda item, site: site.appointments.add(Appointment("p", "office", "site", DAY)),
    lambda item, site: setattr(item, "events", Journal((*item.events,)[:-1])),
    lambda item, site: setattr(item, "events", item.events.grown(item.__parent__.__parent__.events[0])),
    lambda item, site: setattr(item, "events", Journal((*item.events,)[:-1]).grown(_forged(item.events[-1]))),
    lambda item, site: setattr(item, "events", Journal((*reversed(item.events),))),
    lambda item, site: setattr(site.appointments.all()[0], "told", site.appointments.all()[0].told * 2),
])
def test_whatever_is_changed_round_the_door_is_found(story: Story, path: str, change: Any) -> None:
    with story.looking() as site:
        assert check(site).differences == ()
        item = find(site, path)
        appointments = {each.uid for each in site.appointments.all() if each.role != "office"}
        change(item, site)
        found = {each.uid for each in check(site).differences}
        assert found & {item.uid, *appointments, *(each.uid for each in site.appointments.all())}


def _forged(entry: Entry) -> Entry:
    """The same event, told otherwise."""
    forged = copy.copy(entry)
    forged.core_bytes = entry.core_bytes.replace(b'"actor":"', b'"actor":"x')
    return forged


def test_the_nightly_comparison_is_done_once_a_day_and_kept(story: Story, path: str) -> None:
    checker = Checker(story.database, story.rulebook)
    found = checker.round(lambda: False)
    assert found is not None and found.items > 10 and found.appointments == 3 and not found.differences
    assert checker.round(lambda: False) is None
    with story.looking() as site:
        core = site.events[-1].core
        assert (core["kind"], core["differences"], core["items"]) == ("history_checked", 0, found.items)
    assert "jämförde webbplatsen med historiken, skillnader: 0" in story.browser(story.OFFICE).get("/history").text


def test_a_rule_that_no_longer_exists_says_so(story: Story, path: str) -> None:
    from random import Random

    from past_story import History

    story.rulebook.guards["was_here_once"] = lambda item, ask: None
    source = story.rulebook.engines["proposal"].workflow.source
    history = History(story, Random(1), clock.now() + timedelta(hours=1))
    history.rules("proposal", source.replace('"has_title"', '"has_title", "was_here_once"'))
    history.now += timedelta(hours=1)
    history.rules("proposal", source)
    del story.rulebook.guards["was_here_once"]
    with story.looking() as site:
        moment = history.now - timedelta(minutes=30)
        then = rulebook_at(story.rulebook, site, moment)
        assert unknown_guards(story.rulebook, then) == ("was_here_once",)
        assert unknown_roles(story.rulebook, then.engines) == ()
        past = find(site_at(then, site, moment), path)
        reason = then.engine(past).guards["was_here_once"](past, None)  # type: ignore[arg-type]
        assert reason is not None and reason.code == "forgotten_rule"
        assert rulebook_at(story.rulebook, site, history.now).engine(past) is story.rulebook.engine(past)


def test_a_day_that_has_passed_takes_nothing_more(story: Story, path: str) -> None:
    with story.looking() as site:
        rules = rulebook_at(story.rulebook, site, clock.now())
        then = site_at(rules, site, clock.now())
        with pytest.raises(TypeError):
            then.trail.record({"kind": "edited"}, {})
        with pytest.raises(ReadOnly):
            rules.notify(object())


def test_packing_takes_nothing_of_the_past_away(story: Story, path: str) -> None:
    before = clock.now()
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, path), {"title": "Ett nytt namn"})
    story.database.pack(clock.now().timestamp())
    with story.looking() as site:
        assert find(site_at(story.rulebook, site, before), path).title == "Förslaget"


def test_the_trail_of_a_day_ends_with_that_day(story: Story, path: str) -> None:
    with story.looking() as site:
        entries = [entry for slot in site.trail.slots for entry in slot.entries]
        middle = sorted(entry.core["at"] for entry in entries)[len(entries) // 2]
        then = site_at(story.rulebook, site, datetime.fromisoformat(middle))
        told = [entry for slot in then.trail.slots for entry in slot.entries]
        assert {entry.id for entry in told} == {entry.id for entry in entries if entry.core["at"] <= middle}
        assert len(then.trail) == len(told) < len(entries)
        assert all(slot.entries.get(slot.count) is None for slot in then.trail.slots)
