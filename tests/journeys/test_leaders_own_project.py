"""A content leader leads one project: of another there is nothing more to see or do than for anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from learning_group import TERMS, LearningGroup
from reglab_workflow import clock
from reglab_workflow.content.item import Item
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import actor_for
from reglab_workflow.security.rights import Rights

COLLEAGUE = "kollega@ostra.example"


class TwoProjects(LearningGroup):
    """Lena leads the first project; a second one is planned, or under way with people of other organisations."""

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.person(COLLEAGUE, "Kajsa Kollega", self.ostra)
        with self.acting() as acts:
            site = acts.site
            acts.appoint(site["people"][self.people[self.LEADER]], "content_leader", find(site, self.project))
        self.own, self.own_workshop = self.project, self.workshop
        with self.acting() as acts:
            project = acts.create(acts.site["projects"], "project", {
                "title": "Den andra regionen", "purpose": "Vi lär.", "fee": 9000, "terms": (TERMS,),
                "last_day": self.today + timedelta(days=9)})
            self.project = project.path
            self.workshop = self.occasion(acts, project, 20)

    def under_way(self) -> None:
        """The second project invites; Norra takes part, and its people answer."""
        with self.acting() as acts:
            acts.fire(find(acts.site, self.project), "invite")
        self.confirmed(self.norra, "Ada Ek", "Bo Alm")
        self.registration(self.sodra)
        self.opened(capacity=1)
        self.do("Ada Ek", "sign_up")
        self.do("Bo Alm", "queue")

    def items(self, path: str) -> list[str]:
        """The addresses of a project and of everything in it."""
        with self.looking() as site:
            return [each.path for each in _all(find(site, path))]

    def is_item(self, path: str) -> bool:
        """Whether what stands at an address is an item, and no folder."""
        with self.looking() as site:
            return isinstance(find(site, path), Item)

    def pages(self, path: str) -> list[str]:
        """Every page that an item at an address has, by the names that views are registered under."""
        with self.looking() as site:
            item = find(site, path)
            names = {each["introspectable"]["name"] for each in self.registry.introspector.get_category("views")
                     if isinstance(each["introspectable"]["context"], type)
                     and isinstance(item, each["introspectable"]["context"])}
            steps = self.rulebook.engine(item).workflow.transitions if isinstance(item, Item) else ()
        return [path, *(f"{path}/{name}" for name in sorted(names) if name and name != "do"),
                *(f"{path}/do/{step}" for step in steps)]


def _all(place: Any) -> Iterator[Any]:
    yield place
    for child in getattr(place, "children", {}).values():
        yield from _all(child)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[TwoProjects]:
    two = TwoProjects(tmp_path)
    yield two
    two.close()


def statuses(browser: Any, addresses: list[str]) -> dict[str, int]:
    """The status of each page; a PDF that is being made counts as one that is there."""
    found = {each: browser.get(each, status="*").status_int for each in addresses}
    return {each: 200 if status == 202 else status for each, status in found.items()}


def everything(two: TwoProjects, project: str) -> list[str]:
    return [page for item in two.items(project) for page in two.pages(item)]


def test_a_planned_project_of_others_is_not_there_at_all(two: TwoProjects) -> None:
    found = statuses(two.browser(two.LEADER), everything(two, two.project))
    assert len(found) > 40
    assert {page: status for page, status in found.items() if status not in (403, 404)} == {}
    assert found[two.project] == 404


def test_of_a_project_under_way_a_leader_of_another_sees_what_any_colleague_sees(two: TwoProjects) -> None:
    two.under_way()
    addresses = everything(two, two.project)
    leader, colleague = (two.browser(email) for email in (two.LEADER, COLLEAGUE))
    assert len(addresses) > 100
    assert statuses(leader, addresses) == statuses(colleague, addresses)
    for address in addresses:
        page = leader.get(address, status="*")
        assert "Ada Ek" not in page.text if page.content_type.startswith("text/") else True, address


def test_no_step_of_another_project_can_be_taken(two: TwoProjects) -> None:
    two.under_way()
    browser = two.browser(two.LEADER)
    token = browser.get("/my").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    steps = [page for page in everything(two, two.project) if "/do/" in page]
    assert len(steps) > 40
    before = {path: two.item(path)["version"] for path in two.items(two.project) if two.is_item(path)}
    for step in steps:
        answer = browser.post(step, {"csrf_token": token, "seen": "0"}, status="*")
        assert answer.status_int in (403, 404), step
    assert {path: two.item(path)["version"] for path in before} == before


def test_the_leader_of_a_project_sees_who_comes_and_no_invoice(two: TwoProjects) -> None:
    own, other, workshop = two.own, two.project, two.own_workshop
    two.project, two.workshop = own, workshop
    path = two.confirmed(two.norra, "Ada Ek")
    two.project = other
    page = two.browser(two.LEADER).get(path)
    assert "Ada Ek" in page.text
    assert "299900-0017" not in page.text and "kim@norra.example" not in page.text


def test_the_right_to_edit_ends_the_moment_the_project_closes(two: TwoProjects) -> None:
    two.project, two.workshop = two.own, two.own_workshop
    two.confirmed(two.norra, "Ada Ek")
    browser = two.browser(two.LEADER)
    assert browser.get(f"{two.project}/edit").status_int == 200
    form = browser.get(f"{two.project}/edit").forms["form"]
    with two.acting() as acts:
        project = find(acts.site, two.project)
        process = acts.create(acts.site["people"], "person", {"title": "Pia Process", "email": "pia@kansli.example"})
        acts.appoint(process, "process_leader", project)
        acts.fire(project, "close_registration", {"fee": 20_000})
        acts.fire(project, "start")
        for workshop in project["workshops"].values():
            acts.fire(workshop, "cancel", {"reason": "Ingen lokal."})
        acts.fire(project, "finish")
        acts.fire(project, "close")
    assert browser.get(f"{two.project}/edit", status="*").status_int in (403, 404)
    form["title"] = "Nytt namn"
    assert form.submit("save", status="*").status_int in (403, 404)
    assert two.item(two.project)["title"] == "Den lärande regionen"
    assert browser.get(two.project).status_int == 200


def test_a_leader_who_is_appointed_from_a_later_day_leads_from_that_day(two: TwoProjects) -> None:
    office, today = two.browser(two.OFFICE), two.today
    form = office.get(f"{two.project}/leaders").forms["form"]
    dates = form.fields["date"]
    form["person"] = two.people[COLLEAGUE]
    dates[0].value, dates[1].value = str(today - timedelta(days=1)), ""
    assert "Första dagen kan inte ha passerat." in form.submit("save", status="*").text
    dates[0].value, dates[1].value = str(today + timedelta(days=3)), str(today + timedelta(days=2))
    assert form.submit("save", status="*").status_int == 422
    dates[1].value = str(today + timedelta(days=30))
    page = form.submit("save").follow().click("Utse ledare")
    row = " ".join(page.html.find(id="now-leading").parent.get_text(" ").split())
    assert "Kajsa Kollega innehållsledare, från och med" in row and "till och med" in row
    assert two.browser(COLLEAGUE).get(f"{two.project}/edit", status="*").status_int == 404
    with two.looking() as site:
        later = actor_for(site["people"][two.people[COLLEAGUE]], site, clock.now() + timedelta(days=3))
        assert Rights(two.rulebook).may(later, "edit", find(site, two.project))
