"""The explanation says what pages and direct calls really do: all roles, all states, all steps, of every life."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
import transaction
from webtest import TestApp

from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import Actor, actor_for, nobody, system
from reglab_workflow.security.explain import explain
from reglab_workflow.security.permissions import Permission
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Objection, Refused, WrongState
from remedy_stage import Stage, helper

LIVES = ("round", "proposal", "meeting", "ballot", "vote", "decision_set", "project", "workshop", "registration",
         "participation", "submission", "survey", "page", "person", "organisation", "review")
WRITTEN_FIRST = {("registration", "edit"), ("vote", "edit"), ("submission", "edit"), ("survey", "edit")}
"""Forms at addresses of their own."""

EDITED_WITH = {"proposal": (Permission.EDIT, Permission.ARRANGE)}
"""Forms that open for those who may change a part of the fields."""


class Everybody(Stage):
    """The stage with somebody in every role."""

    PEOPLE: ClassVar = {
        "office": Stage.OFFICE, "auditor": Stage.AUDITOR, "representative": Stage.MEMBER, "member": Stage.OTHER,
        "content_leader": Stage.LEADER, "partner": Stage.PARTNER, "colleague": "nina@norra.example",
        "process_leader": "pia@kansli.example", "project_contact": "kim@norra.example",
        "board": "birger@styrelsen.example", "locked": "lisa@last.example",
    }

    def fill(self) -> None:
        """Those whom the stage has not got."""
        self.person(self.PEOPLE["colleague"], "Nina Ny", self.norra)
        self.person(self.PEOPLE["process_leader"], "Pia Pil")
        self.person(self.PEOPLE["project_contact"], "Kim Kontakt", self.norra)
        self.person(self.PEOPLE["board"], "Birger Bo", role="board")
        self.person(self.PEOPLE["locked"], "Lisa Lås", role="office")
        with self.open() as site:
            registration, project = find(site, self.paths["registration"]), find(site, self.paths["project"])
            acts = Acts(self.rulebook, site, system("test"))
            for role, scope in (("content_leader", project), ("process_leader", project),
                                ("project_contact", registration)):
                acts.appoint(site["people"][self.people[self.PEOPLE[role]]], role, scope)
            site["people"][self.people[self.PEOPLE["locked"]]].state = "locked"

    def actors(self, site: Any) -> dict[str, Actor]:
        """Everybody, a visitor, and whoever bears the links of the letters."""
        found = {role: actor_for(site["people"][self.people[email]], site, clock.now())
                 for role, email in self.PEOPLE.items()}
        one = find(site, self.paths["participation"])
        found["links"] = helper("links", f"participant@{one.person}", f"approver@{one.registration}")
        return {**found, "visitor": nobody()}

    def in_every_state(self, life: str) -> Iterator[str]:
        """The states of a life."""
        yield from self.rulebook.engines[life].workflow.states

    def put(self, life: str, state: str) -> str:
        """Let the item of that life be in a state for good; gives its path."""
        with self.open() as site:
            item = find(site, self.paths[life])
            item.state = state
            item.touch(clock.now(), "test")
            return self.paths[life]


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everybody]:
    made = Everybody(tmp_path_factory.mktemp("agrees") / "var")
    made.fill()
    yield made
    made.close()


def outcome(acts: Acts, item: Any, step: str) -> str:
    """What comes of taking a step, none of it kept."""
    try:
        acts.fire(item, step)
    except MissingFacts:
        return "asks"
    except Refused as objection:
        transition = acts.rulebook.engine(item).transition(step)
        in_the_form = all(each.field in transition.asks for each in objection.reasons)
        return "asks" if in_the_form and not acts.judged(item, transition).reasons else "Refused"
    except Objection as objection:
        return type(objection).__name__
    return "done"


@pytest.mark.parametrize("life", LIVES)
def test_a_step_goes_as_it_is_explained(everybody: Everybody, life: str) -> None:
    """Every step of the life, from every state, by everybody: told as it is refused, and allowed as it is done."""
    workflow = everybody.rulebook.engines[life].workflow
    with everybody.looking() as site:
        for state in everybody.in_every_state(life):
            for role, actor in everybody.actors(site).items():
                acts = Acts(everybody.rulebook, site, actor)
                person = site["people"].get(everybody.people.get(everybody.PEOPLE.get(role, ""), ""))
                for step in workflow.transitions:
                    item = find(site, everybody.paths[life])
                    item.state = state
                    told = explain(acts, step, item, person)
                    before = transaction.savepoint(optimistic=True)
                    came = outcome(acts, item, step)
                    before.rollback()
                    case = (life, state, role, step, came, [each.code for each in told.reasons])
                    assert told.allowed == (came in ("done", "asks")), case
                    codes = {each.code for each in told.reasons}
                    if came == NotPermitted.__name__:
                        assert codes & {"no_role", "nobody", "account_locked"}, case
                    if came == WrongState.__name__:
                        assert "wrong_state" in codes, case


@pytest.mark.parametrize("life", [*LIVES, "site"])
def test_a_right_is_explained_as_it_is_decided(everybody: Everybody, life: str) -> None:
    """Every permission in every state for everybody, with the role, its ground and its line in the file."""
    with everybody.looking() as site:
        for state in everybody.in_every_state(life):
            item = site if life == "site" else find(site, everybody.paths[life])
            item.state = state
            for actor in everybody.actors(site).values():
                acts = Acts(everybody.rulebook, site, actor)
                for permission in Permission:
                    told, answer = explain(acts, permission, item), acts.rights.may(actor, permission, item)
                    assert told.allowed == bool(answer), (life, state, actor.name, permission)
                    if told.allowed:
                        assert any(f'"{told.role}"' in line.text for line in told.lines), (told.role, told.lines)
                        assert told.ground == actor.principals[told.ground.principal]
                    else:
                        assert told.stops


READERS = ("office", "auditor", "representative", "member", "content_leader")


@pytest.mark.parametrize("life", ["proposal", "project", "workshop", "meeting", "registration", "person"])
def test_the_pages_do_as_it_is_explained(everybody: Everybody, life: str) -> None:
    """The page of the item shows the buttons that are allowed, and its form opens for those who may edit."""
    browsers = {role: everybody.browser(everybody.PEOPLE[role]) for role in READERS}
    begun = everybody.item(everybody.paths[life])["state"]
    for state in everybody.in_every_state(life):
        path = everybody.put(life, state)
        for role, browser in browsers.items():
            shown = browser.get(path, status="*")
            with everybody.looking() as site:
                item = find(site, path)
                acts = Acts(everybody.rulebook, site, everybody.actors(site)[role])
                workflow = everybody.rulebook.engine(item).workflow
                allowed = {name for name in workflow.transitions if explain(acts, name, item).allowed}
                may_view = explain(acts, Permission.VIEW, item).allowed
                may_edit = any(explain(acts, each, item).allowed for each in EDITED_WITH.get(life, (Permission.EDIT,)))
            case = (life, state, role)
            assert shown.status_int == (200 if may_view else 404), case
            if may_view:
                assert buttons(shown) <= allowed, (case, buttons(shown) - allowed)
                for shut in shown.html.find_all(class_="refusal"):
                    address, _question, what = shut.find("a")["href"].partition("?what=")
                    assert address == f"{path}/rights" and what not in allowed, (case, what)
                if (life, "edit") not in WRITTEN_FIRST:
                    answer = browser.get(f"{path}/edit", status="*").status_int
                    assert answer == (200 if may_edit else 403), (case, answer)
                for name in sorted(workflow.transitions)[::3]:
                    assert (browser.get(f"{path}/do/{name}", status="*").status_int == 200) >= (name in allowed), case
    everybody.put(life, begun)


def buttons(page: Any) -> set[str]:
    """The steps that a page offers."""
    forms = {form.action for form in page.forms.values() if form.action}
    links = {way["href"] for way in page.html.find("main").find_all("a", href=True)}
    here = page.request.path
    return {each.removeprefix(f"{here}/do/") for each in forms | links if each.startswith(f"{here}/do/")}


def refused_links(browser: TestApp, path: str) -> list[str]:
    """The addresses of the explanations that a page of refusal leads to."""
    page = browser.get(path, status="*")
    return [way["href"] for way in page.html.find("main").find_all("a", href=True) if "/rights?" in way["href"]]


def test_every_refusal_leads_to_its_explanation(everybody: Everybody) -> None:
    """From the page of a step and the page of a right that one has not, with the question filled in."""
    path = everybody.put("project", "inviting")
    member = everybody.browser(everybody.OTHER)
    for tail, what in (("/do/start", "start"), ("/edit", "edit"), ("/do/close_registration", "close_registration")):
        links = refused_links(member, path + tail)
        assert links == [f"{path}/rights?what={what}"], (tail, links)
        answer = member.get(links[0])
        assert answer.html.find(class_="yn").get_text(strip=True) == "Nej"


def test_others_rights_are_for_those_who_may_see_them(everybody: Everybody) -> None:
    """The office and the auditor ask about anybody; others only about themselves, and learn nothing by trying."""
    path = everybody.put("project", "planned")
    uid = everybody.people[everybody.LEADER]
    for reader in (everybody.OFFICE, everybody.AUDITOR):
        page = everybody.browser(reader).get(f"{path}/rights?what=invite&who={uid}")
        assert "Lena Lind" in page.html.find("h1").get_text()
        assert page.html.find(class_="yn").get_text(strip=True) == "Nej"
    leader = everybody.browser(everybody.LEADER)
    assert leader.get(f"{path}/rights?what=invite&who={uid}").status_int == 200
    other = everybody.people[everybody.OFFICE]
    leader.get(f"{path}/rights?what=invite&who={other}", status=404)
    leader.get(f"{path}/rights?what=invite&who=nobody", status=404)


def test_a_locked_account_is_told_first(everybody: Everybody) -> None:
    """What the person could do if the account were open is told behind the lock."""
    path = everybody.put("project", "planned")
    uid = everybody.people[everybody.PEOPLE["locked"]]
    page = everybody.browser(everybody.AUDITOR).get(f"{path}/rights?what=edit&who={uid}")
    stops = [each.get_text(" ", strip=True) for each in page.html.find_all("b") if "Stoppar" in each.get_text()]
    assert stops == ["Stoppar: Kontot är låst."]
    named = page.html.select("main .chain")[0].get_text()
    assert "Det kan göras av kansliet: Karin Kvist." in named, "whoever cannot sign in is not named"


def test_an_appointment_that_is_over_is_told(everybody: Everybody) -> None:
    """Who once led is told that the appointment has ended, and that the office can give a new one."""
    path = everybody.put("project", "planned")
    email = "fd@ostra.example"
    uid = everybody.person(email, "Fred Fordom", everybody.ostra)
    with everybody.acting() as acts:
        acts.end_appointment(acts.appoint(acts.site["people"][uid], "content_leader", find(acts.site, path)))
    told = everybody.browser(everybody.AUDITOR).get(f"{path}/rights?what=edit&who={uid}").html.find("main").get_text()
    assert "Uppdraget som innehållsledare är slut." in told
    assert "Uppdrag för Små tal: innehållsledare." in told
    with everybody.acting() as acts:
        acts.appoint(acts.site["people"][uid], "content_leader", find(acts.site, path))
    page = everybody.browser(email).get(f"{path}/rights?what=edit")
    assert page.html.find(class_="yn").get_text(strip=True) == "Ja"


def test_the_thing_is_found_by_its_address_or_by_words(everybody: Everybody) -> None:
    """The form of the whole site leads to the page of the thing."""
    office = everybody.browser(everybody.OFFICE)
    path = everybody.paths["project"]
    assert office.get(f"/rights/explain?on={path}").location.endswith(f"{path}/rights")
    assert office.get(f"/rights/explain?on=http://127.0.0.1{path}&what=invite").location.endswith("what=invite")
    found = office.get("/rights/explain", {"on": "små tal"})
    assert any(way["href"] == f"{path}/rights" for way in found.html.find_all("a", href=True))
    for words in ("Maja", everybody.paths["person"]):
        assert not everybody.visitor().get("/rights/explain", {"on": words}).html.find("ul", class_="ruled")


def test_what_the_site_itself_allows_is_explained_too(everybody: Everybody) -> None:
    """From a page where one may not add anything to the question, and to all that can be asked about the site."""
    member = everybody.browser(everybody.OTHER)
    for address, what in (("/people/add-person", "add_person"), ("/rights", "view_rights")):
        page = member.get(address, status=403)
        links = [way["href"] for way in page.html.find("main").find_all("a", href=True)]
        assert f"/rights?what={what}" in links, (address, links)
        assert member.get(f"/rights?what={what}").html.find(class_="yn").get_text(strip=True) == "Nej"
    everything = member.get("/rights/explain?on=/people").follow()
    assert len(everything.html.find_all(class_="verdict")) > 5
    assert member.get(f"/rights?what={what}").html.find("a", href="/rights?what=") is not None


def test_another_day_is_answered_by_the_site_of_then(everybody: Everybody) -> None:
    """The day leads to the same question on the site as it was; a day that is none is not found."""
    path, today = everybody.paths["project"], clock.local_day(clock.now()).isoformat()
    uid = everybody.people[everybody.LEADER]
    office = everybody.browser(everybody.OFFICE)
    answer = office.get(f"{path}/rights?what=edit&who={uid}&at={today}")
    assert answer.location.endswith(f"/at/{today}{path}/rights?what=edit&who={uid}")
    assert answer.follow().html.find(class_="yn") is not None
    office.get(f"{path}/rights?what=edit&at=never", status=404)
