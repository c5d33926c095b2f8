"""Random people take random steps, over the page and by direct call: both channels say the same.

The model knows nothing of the engine: what may be seen and done is read from the workflow files with ``tomllib``
and compared with what the site answers.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import actor_for, nobody
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Objection, Refused, WrongState

FILES = Path(__file__).parents[2] / "workflows"
LIVES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES.glob("*.toml")}
DRIVEN = ("round", "proposal", "meeting", "project", "workshop")
FILLED_IN = {("project", "set_terms")}
"""Steps whose page begins with a text of ours: sent as it is, it says what a bare call does not."""

TRANSITIONS = sorted({(noun, name) for noun in DRIVEN for name in LIVES[noun]["transitions"]} - FILLED_IN)
PEOPLE = [Story.OFFICE, Story.AUDITOR, Story.MEMBER, Story.OTHER, Story.LEADER, Story.PARTNER, ""]
STORM = bool(os.environ.get("REGLAB_STORM"))

TODAY = clock.local_day(clock.now())
FACTS: dict[str, Any] = {
    "reason": "Ett skäl.", "area": "Data", "motive": "Angeläget.", "decided_by": "board", "decided_on": TODAY,
    "referred_to": "Årskonferensen", "board_date": TODAY, "adopted_date": TODAY, "result": "Tre områden.",
    "fee": 20000, "last_day": TODAY, "moved_to": "Ingenstans", "went_to": "Nästa gång", "attendance": 12,
    "place": "Umeå", "mode": "digital", "continuation": "Nätverket", "closes": TODAY,
}


def asked(noun: str, name: str) -> dict[str, Any]:
    """Plausible facts for a step, as far as there are any for what it asks."""
    wanted = (each.rstrip("?") for each in LIVES[noun]["transitions"][name].get("asks", ()))
    return {each: FACTS[each] for each in wanted if each in FACTS}


class Undone(Exception):
    """Takes back a trial."""


@contextmanager
def trial(story: Story, email: str) -> Iterator[Acts]:
    """What a person could do now; nothing that happens in the block is kept."""
    try:
        with story.open() as site:
            person = site["people"].get(story.people.get(email, ""))
            actor = actor_for(person, site, clock.now(), channel="test") if person is not None else nobody("test")
            yield Acts(story.rulebook, site, actor)
            raise Undone
    except Undone:
        pass


def answer_of(story: Story, email: str, path: str, name: str, facts: dict[str, Any]) -> int:
    """The HTTP status that a direct call's outcome stands for."""
    with trial(story, email) as acts:
        item = find(acts.site, path)
        if not acts.rights.may(acts.actor, "view", item):
            return 404
        try:
            acts.fire(item, name, facts, item.version)
        except NotPermitted:
            return 403
        except WrongState:
            return 409
        except MissingFacts:
            return 422
        except Refused:
            return 422
        return 303
    raise AssertionError("a trial always answers")


class Channels(RuleBasedStateMachine):
    """One site, its people, and whatever they hit upon."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.story = Story(self.folder / "var")
        self.browsers = {email: self.story.browser(email) for email in PEOPLE if email}
        self.browsers[""] = self.story.visitor()

    @initialize()
    def a_round_with_what_belongs_to_it(self) -> None:
        """A round with a meeting and two proposals, and a project with a leader and a workshop."""
        story = self.story
        self.round = story.open_round()
        with story.acting() as acts:
            round_ = find(acts.site, self.round)
            meeting = acts.create(round_, "meeting", {"title": "Idémöte", "day": TODAY, "place": "Umeå"})
            project = acts.create(acts.site["projects"], "project", {
                "title": "Små tal", "purpose": "Räkna rätt.", "last_day": TODAY, "organisations": (story.ostra,)})
            acts.appoint(acts.site["people"][story.people[story.LEADER]], "content_leader", project)
            acts.appoint(acts.site["people"][story.people[story.OFFICE]], "process_leader", project)
            start = {"title": "Start", "starts": TODAY, "mode": "digital"}
            workshop = acts.create(project["workshops"], "workshop", start)
            self.items = {"meeting": [meeting.path], "project": [project.path], "workshop": [workshop.path],
                          "round": [round_.path], "proposal": []}
        self.write(story.MEMBER)
        self.write(story.OTHER)

    def write(self, email: str) -> None:
        """A person of a member writes a draft."""
        with self.story.acting(email) as acts:
            container = find(acts.site, self.round)["proposals"]
            made = acts.create(container, "proposal", {"title": "Vem gör jobbet?", "theme": "data", "number": None})
            self.items["proposal"].append(made.path)

    def snapshot(self, path: str) -> tuple[Any, ...]:
        """Everything about an item that a refused step must leave alone."""
        with self.story.open() as site:
            item = find(site, path)
            return (item.state, item.version, item.values_of(), len(site.trail), len(item.events))

    @rule(who=st.sampled_from(PEOPLE), step=st.sampled_from(TRANSITIONS), which=st.integers(0, 9),
          told=st.booleans(), page=st.booleans())
    def somebody_takes_any_step(self, who: str, step: tuple[str, str], which: int, told: bool, page: bool) -> None:
        """Whatever it is, and wherever the item may be in its life."""
        noun, name = step
        paths = self.items[noun]
        self.take(who, paths[which % len(paths)], noun, name, told, page)

    @rule(who=st.sampled_from([Story.OFFICE] * 4 + [Story.LEADER, Story.MEMBER, Story.OTHER]),
          noun=st.sampled_from(DRIVEN), which=st.integers(0, 9), choice=st.integers(0, 30), page=st.booleans())
    def somebody_takes_a_likely_step(self, who: str, noun: str, which: int, choice: int, page: bool) -> None:
        """One of the steps that lead on from where the item is, with what it asks for."""
        path = self.items[noun][which % len(self.items[noun])]
        with self.story.open() as site:
            state = find(site, path).state
        leaving = [name for name, step in LIVES[noun]["transitions"].items()
                   if state in step["from"] and (noun, name) not in FILLED_IN]
        if leaving:
            self.take(who, path, noun, leaving[choice % len(leaving)], True, page)

    def take(self, who: str, path: str, noun: str, name: str, told: bool, page: bool) -> None:
        """Over the page or by direct call; what one channel would answer, the other answers too."""
        facts = asked(noun, name) if told else {}
        before = self.snapshot(path)
        expected = answer_of(self.story, who, path, name, facts)
        self.check_role(who, path, noun, name, expected)
        got = self.over_the_page(who, path, name, facts) if page else self.directly(who, path, name, facts)
        assert got == expected, (who, path, name, facts, before[0])
        after = self.snapshot(path)
        if got == 303:
            assert after[1] > before[1]
            self.check_event(path, who, name, before[0], after[0])
        else:
            assert after == before

    def over_the_page(self, who: str, path: str, name: str, facts: dict[str, Any]) -> int:
        """Send the form that the page of the step holds, or what a page that was shown earlier would have sent."""
        browser = self.browsers[who]
        shown = browser.get(f"{path}/do/{name}", status="*")
        form = shown.forms.get("form")
        if shown.status_int == 200 and form is not None:
            for fact, value in facts.items():
                fill(form, fact, value)
            return int(form.submit("send", status="*").status_int)
        token = browser.get("/login", status="*")
        csrf = browser.cookies.get("csrf", "")
        assert token.status_int in (200, 303)
        with self.story.open() as site:
            seen = find(site, path).version
        return int(browser.post(f"{path}/do/{name}", {"csrf_token": csrf, "seen": seen}, status="*").status_int)

    def directly(self, who: str, path: str, name: str, facts: dict[str, Any]) -> int:
        """Call the one door."""
        with self.story.open() as site:
            person = site["people"].get(self.story.people.get(who, ""))
            actor = actor_for(person, site, clock.now(), channel="test") if person is not None else nobody("test")
            acts, item = Acts(self.story.rulebook, site, actor), find(site, path)
            if not acts.rights.may(actor, "view", item):
                return 404
            try:
                acts.fire(item, name, facts, item.version)
            except NotPermitted:
                return 403
            except WrongState:
                return 409
            except Objection:
                return 422
            return 303

    def check_role(self, who: str, path: str, noun: str, name: str, expected: int) -> None:
        """Nobody does what the file gives to none of the roles that the person holds."""
        if expected in (404, 403):
            return
        by = set(LIVES[noun]["transitions"][name]["by"])
        with trial(self.story, who) as acts:
            held = {role for role, _ground in acts.rights.held(acts.actor, find(acts.site, path))}
            brought = {other for role in held for other in self.story.rulebook.roles[role].implies}
        assert by & (held | brought), (who, path, name)

    def check_event(self, path: str, who: str, name: str, source: str, target: str) -> None:
        """The step is in the trail: who, in what role, from where to where."""
        with self.story.open() as site:
            item = find(site, path)
            told = [entry.core for entry in item.events if entry.core["kind"] == "transitioned"]
            (event,) = [core for core in told if core["transition"] == name and core["version"] == item.version][-1:]
            assert event["actor"] == self.story.people.get(who, "")
            assert (event["from"], event["to"], item.state) == (source, target, target)
            assert event["role"]

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 9), title=st.sampled_from(["Ny rubrik", "Annan rubrik"]),
          page=st.booleans())
    def somebody_edits_a_proposal(self, who: str, which: int, title: str, page: bool) -> None:
        """Who may edit by one channel may by the other."""
        paths = self.items["proposal"]
        path = paths[which % len(paths)]
        before = self.snapshot(path)
        with trial(self.story, who) as acts:
            item = find(acts.site, path)
            allowed = bool(acts.rights.may(acts.actor, "edit", item))
        if page:
            shown = self.browsers[who].get(f"{path}/edit", status="*")
            form = shown.forms.get("form")
            assert (form is not None and "title" in form.fields) == allowed, (who, path, before[0])
            if form is not None and allowed:
                form["title"] = title
                assert form.submit("save", status="*").status_int == 303
        else:
            with trial(self.story, who) as acts:
                try:
                    acts.edit(find(acts.site, path), {"title": title + "!"})
                    done = True
                except NotPermitted:
                    done = False
            assert done == allowed
        assert allowed or self.snapshot(path) == before

    @rule(who=st.sampled_from(PEOPLE), noun=st.sampled_from(DRIVEN), which=st.integers(0, 9))
    def somebody_looks(self, who: str, noun: str, which: int) -> None:
        """A page is shown to those whom the file's grants name, and to nobody else."""
        path = self.items[noun][which % len(self.items[noun])]
        with trial(self.story, who) as acts:
            item = find(acts.site, path)
            state = item.state
            grants = LIVES[noun]["states"][state].get("grants", {}).get("view", [])
            named = {*LIVES[noun].get("grants", {}).get("view", []), *grants}
            held = {role for role, _ground in acts.rights.held(acts.actor, item)}
            brought = {other for role in held for other in self.story.rulebook.roles[role].implies}
        status = self.browsers[who].get(path, status="*").status_int
        assert (status == 200) == bool(named & (held | brought)), (who, path, state)
        assert status in (200, 404)

    @invariant()
    def the_newest_step_tells_the_state(self) -> None:
        """An item is where its own history says it is."""
        if not hasattr(self, "items"):
            return
        with self.story.open() as site:
            for path in (path for paths in self.items.values() for path in paths):
                item = find(site, path)
                told = [each.core for each in item.events if each.core["kind"] == "transitioned"]
                if told:
                    assert told[-1]["to"] == item.state

    def teardown(self) -> None:
        """Let go of the site."""
        self.story.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def fill(form: Any, name: str, value: Any) -> None:
    """Fill in a field by the name it has in the schema."""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    controls = [field for fields in form.fields.values() for field in fields if field.id == f"f-{name}"]
    if controls:
        controls[0].value = text
    elif f"f-{name}" in form.fields:
        form[f"f-{name}"] = text


TestChannels = Channels.TestCase
TestChannels.settings = settings(
    max_examples=60 if STORM else 6, stateful_step_count=60 if STORM else 25, deadline=None,
    suppress_health_check=list(HealthCheck), print_blob=True)
