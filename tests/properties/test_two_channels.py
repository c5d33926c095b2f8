"""Whatever anybody tries, page and direct act come to the same, and everything that happens leaves its trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from channels import Came, TwoChannels, Wish, picture
from examples import STORM, examples
from naive_rights import IMPLIED, file_of, may, may_fire
from reglab_workflow import clock
from reglab_workflow.catalog.documents import indexed
from reglab_workflow.catalog.finder import Finder, Query
from reglab_workflow.content.site.model import find
from reglab_workflow.security.permissions import Permission
from reglab_workflow.security.rights import Rights
from reglab_workflow.web.errors import status_of
from reglab_workflow.workflow import errors

CHANGES = ("added", "edited", "transitioned", "removed")
MOVING = ("round", "proposal", "meeting", "project", "workshop", "page")
ROLES = ("content_leader", "process_leader", "representative", "office", "auditor", "board")
NEW: Mapping[str, Mapping[str, Any]] = {
    "proposal": {"title": "Ny tanke", "idea": "Att lära av varandra."},
    "meeting": {"title": "Idémöte", "place": "Lund"},
    "project": {"title": "Nytt projekt", "purpose": "Att räkna rätt."},
    "workshop": {"title": "Träff"},
    "page": {"title": "Ny sida", "body": "Välkommen."},
    "round": {"title": "Inför 2028", "year": 2028},
}
TEXTS = ("Ett ord.", "Ett annat ord.")


def edits(today: Any, site: TwoChannels) -> dict[str, dict[str, tuple[Any, ...]]]:
    """What people write in the fields of each type."""
    days = (today, today + timedelta(days=3))
    return {
        "proposal": {"title": TEXTS, "idea": TEXTS, "theme": ("data", "mark", ""), "number": (1, 2, 7), "remark": TEXTS,
                     "co_senders": ((site.ostra,), ()), "organisation": (site.norra, site.sodra)},
        "round": {"title": TEXTS, "instruction": TEXTS, "closes": days},
        "meeting": {"title": TEXTS, "place": TEXTS, "day": (*days, None), "result": TEXTS},
        "project": {"title": TEXTS, "purpose": (*TEXTS, ""), "last_day": days, "fee": (100, 200),
                    "organisations": ((site.ostra,), ()), "continuation": TEXTS},
        "workshop": {"title": TEXTS, "starts": (*days, None), "place": TEXTS, "mode": ("digital", "physical"),
                     "attendance": (12, 24), "documentation": TEXTS},
        "page": {"title": TEXTS, "body": TEXTS}, "organisation": {"short": TEXTS, "to_date": (days[1], None)},
        "person": {"role_title": TEXTS},
    }


def facts(today: Any, other_proposal: str) -> dict[str, Any]:
    """What people tell when a step asks."""
    later = today + timedelta(days=9)
    return {
        "reason": "Därför.", "area": "Data", "motive": "Det behövs.", "decided_by": "board", "decided_on": today,
        "referred_to": "Årskonferensen", "target": other_proposal, "closes": later, "board_date": today,
        "adopted_date": today, "last_day": later, "fee": 30000, "fee_note": "Mat ingår.",
        "continuation": "Ett nätverk.", "moved_to": "Till nätverket.", "starts": later, "times": "9–15",
        "place": "Falun", "mode": "physical", "attendance": 24, "went_to": "Till nätet.", "result": "Tre områden.",
        "to_date": today, "from_date": today,
    }


class Life(RuleBasedStateMachine):
    """One site and everybody who uses it."""

    site: ClassVar[TwoChannels]

    @initialize()
    def begin(self) -> None:
        """As it was first made."""
        self.site.begin_anew()
        self.today = clock.local_day(clock.now())
        self.turn = 0

    # -- what people do ----------------------------------------------------------------------------------

    @rule(data=st.data())
    def write(self, data: st.DataObject) -> None:
        """Somebody adds something where such things stand."""
        name = data.draw(st.sampled_from(sorted(NEW)), label="what")
        with self.site.looking() as site:
            places = {"proposal": site["rounds"].values(), "meeting": site["rounds"].values(),
                      "workshop": site["projects"].values()}
            paths = [item.path for item in places.get(name, ())] or [f"/{name}s"]
        values = dict(NEW[name])
        who = self.somebody(data)
        if name == "proposal" and who == self.site.OFFICE:
            values["organisation"] = self.site.norra
        self.try_out(Wish(who, "create", data.draw(st.sampled_from(paths), label="where"), name, values))

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """Somebody writes in one field of something."""
        possible = edits(self.today, self.site)
        path, type_name = self.something(data, possible)
        field = data.draw(st.sampled_from(sorted(possible[type_name])), label="field")
        value = data.draw(st.sampled_from(possible[type_name][field]), label="value")
        self.try_out(Wish(self.somebody(data), "edit", path, "", {field: value}, self.stale(data)))

    @rule(data=st.data())
    def fire_anything(self, data: st.DataObject) -> None:
        """Somebody tries any step on something, perhaps without telling what it asks."""
        path, type_name = self.something(data, MOVING)
        name = data.draw(st.sampled_from(sorted(file_of(type_name)["transitions"])), label="step")
        told = self.told(data, path, type_name, name)
        self.try_out(Wish(self.somebody(data), "fire", path, name, told, self.stale(data)))

    @rule(data=st.data())
    def fire_what_is_offered(self, data: st.DataObject) -> None:
        """Somebody takes one of the steps that the page offers; this is what brings things on their way."""
        wishes = [
            (who, item.path, item.type_name, offer.transition.name)
            for who in (self.site.OFFICE, self.site.MEMBER, self.site.LEADER)
            for item, offer in self.offers(who)
        ]
        if wishes:
            who, path, type_name, name = data.draw(st.sampled_from(wishes), label="offer")
            self.try_out(Wish(who, "fire", path, name, self.told(data, path, type_name, name)))

    @rule(data=st.data())
    def appoint(self, data: st.DataObject) -> None:
        """Somebody gives somebody a role."""
        role = data.draw(st.sampled_from(ROLES), label="role")
        with self.site.looking() as site:
            projects = [each.path for each in site["projects"].values()]
            organisations = [each.path for each in site["organisations"].values()]
        places = {"representative": organisations, "content_leader": projects, "process_leader": projects}
        where = data.draw(st.sampled_from(places.get(role, ["/"])), label="where")
        person = data.draw(st.sampled_from(sorted(self.site.people.values())), label="whom")
        self.try_out(Wish(self.somebody(data), "appoint", where, role, {"person": person}))

    @rule(data=st.data())
    def end_an_appointment(self, data: st.DataObject) -> None:
        """Somebody takes a role back; the office keeps its own, or nothing more would happen."""
        with self.site.looking() as site:
            held = [each for each in site.appointments.all()
                    if each.ended_at is None and (each.role, each.scope) != ("office", "site")]
            # An order that does not rest on ids made by chance, so that an example can be played again.
            held.sort(key=lambda each: (each.role, each.person, self.site.acts_of(site, "").holder(each.scope).path))
            given = [(each.uid, each.person) for each in held]
        if given:
            uid, person = data.draw(st.sampled_from(given), label="appointment")
            self.try_out(Wish(self.somebody(data), "end", f"/people/{person}", uid))

    # -- what they choose from ---------------------------------------------------------------------------

    def somebody(self, data: st.DataObject) -> str:
        """Anybody, the office more often than others."""
        everybody = [self.site.OFFICE, *sorted(self.site.people), ""]
        return str(data.draw(st.sampled_from(everybody), label="who"))

    def something(self, data: st.DataObject, types: Any) -> tuple[str, str]:
        """Any item of these types."""
        with self.site.looking() as site:
            found = [(item.path, item.type_name) for item in indexed(site) if item.type_name in types]
        path, type_name = data.draw(st.sampled_from(sorted(found)), label="item")
        return path, type_name

    def stale(self, data: st.DataObject) -> bool:
        """Now and then somebody else was faster."""
        return data.draw(st.integers(0, 9), label="stale") == 9

    def told(self, data: st.DataObject, path: str, type_name: str, name: str) -> dict[str, Any]:
        """What the step asks for, now and then with something left out."""
        asks = [each.rstrip("?") for each in file_of(type_name)["transitions"][name].get("asks", [])]
        others = []
        if type_name == "proposal":
            with self.site.looking() as site:
                round_ = find(site, path.partition("/proposals/")[0])
                others = [each.uid for each in round_["proposals"].values() if each.path != path]
        known = facts(self.today, others[0] if others else "")
        told = {each: known[each] for each in asks if each in known}
        if told and data.draw(st.integers(0, 4), label="forgetful") == 4:
            told.pop(data.draw(st.sampled_from(sorted(told)), label="left out"))
        return told

    def offers(self, who: str) -> Iterator[tuple[Any, Any]]:
        """Every step that a person could take now."""
        with self.site.looking() as site:
            acts = self.site.acts_of(site, who)
            for item in list(indexed(site)):
                if item.type_name in MOVING:
                    yield from ((item, offer) for offer in acts.open_to(item) if offer.allowed)

    # -- what must come of it ----------------------------------------------------------------------------

    def try_out(self, wish: Wish) -> None:
        """Look what one channel would do, do it by the other, and compare all three."""
        self.turn += 1
        storage = self.site.database.storage
        with self.site.looking() as site:
            before, counts = picture(site), site.trail.counts()
        last = storage.lastTransaction()
        if self.turn % 2:
            answer = self.site.page(wish, keep=False)
            assert storage.lastTransaction() == last
            came = self.site.act(wish, keep=True)
        else:
            came = self.site.act(wish, keep=False)
            answer = self.site.page(wish, keep=True)
        with self.site.looking() as site:
            after = picture(site)
            self.compare(site, wish, came, answer)
            if came.kind == "done":
                assert after == came.after, wish
                Trace(self.site, wish, before, after).look(site, counts)
            else:
                assert not came.touched, f"{wish} was refused and has changed something"
                assert (after, site.trail.counts()) == (before, counts), wish
                assert storage.lastTransaction() == last, wish

    def compare(self, site: Any, wish: Wish, came: Came, answer: Any) -> None:
        """The page answers what the act said."""
        status, about = answer.status_int, (wish, came.kind, answer.status)
        if came.kind == "done":
            assert status == 303, about
            return
        acts = self.site.acts_of(site, wish.who)
        if not acts.rights.may(acts.actor, "view", find(site, wish.path)):
            assert status == 404, about
        elif wish.what == "edit" and came.kind == "NotPermitted" and not answer.offered:
            # What was sent for a field that the form does not have is not read, by itself or with the rest.
            assert status in (303, 403), about
        else:
            assert status == status_of(getattr(errors, came.kind)([])), about

    # -- what always holds -------------------------------------------------------------------------------

    @invariant()
    @precondition(lambda self: hasattr(self, "turn"))
    def states_are_what_the_history_says(self) -> None:
        """An item is where its last step led, and has changed as often as its history tells."""
        with self.site.looking() as site:
            for item in indexed(site):
                cores = [entry.core for entry in item.events]
                steps = [core for core in cores if core["kind"] == "transitioned"]
                assert item.state == (steps[-1]["to"] if steps else file_of(item.type_name)["initial"]), item.path
                if item.type_name != "site":
                    assert item.version == sum(core["kind"] in ("edited", "transitioned") for core in cores), item.path

    @invariant()
    @precondition(lambda self: hasattr(self, "turn"))
    def nobody_has_a_right_that_the_files_do_not_give(self) -> None:
        """Every permission and step on every item is what the bare file grants; one person at a time."""
        with self.site.looking() as site:
            person, actor = self.one_of_them(site, 0)
            rights = Rights(self.site.rulebook)
            for item in indexed(site):
                about = (person and person.title, item.path)
                for permission in Permission:
                    told = bool(rights.may(actor, permission, item))
                    assert told == may(site, person, permission, item, self.today), (permission, *about)
                for name in file_of(item.type_name).get("transitions", {}):
                    told = bool(rights.may_fire(actor, name, item))
                    assert told == bool(may_fire(site, person, name, item, self.today)), (name, *about)

    @invariant()
    @precondition(lambda self: hasattr(self, "turn"))
    def lists_show_what_may_be_seen(self) -> None:
        """The index has followed every change, and those that were undone it never saw."""
        with self.site.looking() as site:
            _person, actor = self.one_of_them(site, 3)
            rights, rulebook = Rights(self.site.rulebook), self.site.rulebook
            finder = Finder(self.site.registry.reglab_index, self.site.database, rulebook, site, actor)
            found = finder.find(Query(limit=10_000))
            seen = {item.path for item in indexed(site) if rights.may(actor, "view", item)}
            assert {item.path for item in found.items} == seen
            assert found.total == len(seen)

    def one_of_them(self, site: Any, shift: int) -> tuple[Any, Any]:
        """Another person, or a visitor, at each turn; and as an actor."""
        everybody = [*sorted(self.site.people), ""]
        who = everybody[(self.turn + shift) % len(everybody)]
        return site["people"].get(self.site.people.get(who, "")), self.site.acts_of(site, who).actor


class Trace:
    """What one wish that came true has left behind."""

    def __init__(self, house: TwoChannels, wish: Wish, before: Any, after: Any) -> None:
        self.house = house
        self.wish = wish
        self.before = before
        self.after = after

    def look(self, site: Any, counts: Any) -> None:
        """Each change has its own event, and each event says who did what in which role."""
        entries = [{**entry.core, "path": entry.path} for entry in site.trail.since(counts)]
        changes = [core for core in entries if core["kind"] in CHANGES]
        old, new = self.before["items"], self.after["items"]
        told = {core["path"] for core in changes}
        assert {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)} <= told, self.wish
        for path in told:
            steps = sum(core["path"] == path and core["kind"] in ("edited", "transitioned") for core in changes)
            assert new[path].version == (old[path].version if path in old else 0) + steps
        assert bool(entries) == (self.before != self.after), self.wish
        letters = sum(core["kind"] == "letter_queued" for core in entries)
        assert letters == len(self.after["letters"]) - len(self.before["letters"])
        given = sum(core["kind"].startswith("appoint") for core in entries)
        assert bool(given) == (self.before["appointments"] != self.after["appointments"])
        for core in entries:
            self.look_at_the_actor(core)
        for core in changes:
            if core["kind"] == "transitioned":
                self.look_at_the_step(site, core)

    def look_at_the_actor(self, core: Mapping[str, Any]) -> None:
        """Whose doing it was: the person's, or the system's by a rule that is named."""
        if core["actor"] == "system":
            assert (core["role"], bool(core["rule"])) == ("system", True)
        else:
            assert (core["actor"], core["rule"]) == (self.house.people.get(self.wish.who, ""), "")

    def look_at_the_step(self, site: Any, core: Mapping[str, Any]) -> None:
        """From where to where it went, and that the role was one that may."""
        item = find(site, core["path"])
        step = file_of(item.type_name)["transitions"][core["transition"]]
        assert (core["from"], core["to"]) == (self.before["items"][core["path"]].state, item.state)
        assert step["to"] in (item.state, "same", "previous")
        if core["actor"] == "system":
            assert core["cause"] or "system" in step["by"]
        else:
            assert (core["path"], core["transition"]) == (self.wish.path, self.wish.name)
            assert {core["role"], *IMPLIED.get(core["role"], ())} & set(step["by"])


@pytest.mark.slow
def test_page_and_act_come_to_the_same_and_leave_their_trace(two_channels):
    """See what the people of ``Life`` do, and what must come of it."""
    Life.site = two_channels
    run_state_machine_as_test(
        Life, settings=settings(examples(16, 150), stateful_step_count=50 if STORM else 30))
