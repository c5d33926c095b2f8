"""Homework through the pages: handed in, read by those who take part, reminded of, and never seen by the public."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from learning_group import LearningGroup
from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder, Query, rebuild
from reglab_workflow.content.site.model import find
from reglab_workflow.content.submission.model import not_handed_in
from reglab_workflow.security.actor import actor_for

TASK = "Ring tre kommuner och skriv upp deras frågor."
ANSWER = "Vi ringde fyra kommuner."


class Homework(LearningGroup):
    """The project with homework for its first occasion; Norra and Södra take part, Östra does not."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.confirmed(self.norra)
        self.confirmed(self.sodra, contact_email="sune@sodra.example")
        self.opened()
        with self.acting() as acts:
            acts.edit(find(acts.site, self.workshop), {
                "homework": TASK, "homework_due": self.today + timedelta(days=20)})
            project = find(acts.site, self.project)
            acts.appoint(acts.site["people"][self.people[self.LEADER]], "content_leader", project)

    @property
    def folder(self) -> str:
        """The address of what is handed in."""
        return f"{self.workshop}/submissions"

    def write(self, email: str = LearningGroup.MEMBER, button: str = "send", text: str = ANSWER) -> Any:
        """Somebody answers for the own organisation; gives the page that follows."""
        form = self.browser(email).get(f"{self.workshop}/hand-in").forms["form"]
        form["text"] = text
        answer = form.submit(button, status="*")
        return answer.follow() if answer.status_int == 303 else answer

    def found(self, email: str) -> set[str]:
        """The submissions that a search finds for a person."""
        with self.looking() as site:
            actor = actor_for(site["people"][self.people[email]], site, clock.now())
            finder = Finder(self.registry.reglab_index, self.database, self.rulebook, site, actor)
            return {each.title for each in finder.find(Query(terms={"type": ("submission",)})).items}



@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = Homework(tmp_path)
    yield group
    group.close()


def may_read(group: Homework, path: str, email: str) -> bool:
    browser = group.browser(email) if email else group.visitor()
    return bool(browser.get(path, status="*").status_int == 200)


READERS = (Homework.OFFICE, Homework.AUDITOR, Homework.MEMBER, Homework.OTHER, Homework.LEADER)


def test_an_organisation_hands_in_and_all_who_take_part_can_read_it(group: Homework) -> None:
    page = group.write()
    assert page.request.path == f"{group.folder}/region-norra"
    assert ANSWER in page.text and TASK in page.text
    kept = group.item(page.request.path)
    assert (kept["state"], kept["handed_in"], kept["is_late"]) == ("handed_in", group.today, False)
    assert [email for email in (*READERS, Homework.PARTNER, "") if may_read(group, page.request.path, email)] == \
        list(READERS)


def test_a_draft_is_the_organisation_s_own(group: Homework) -> None:
    page = group.write(button="save")
    assert group.item(page.request.path)["state"] == "draft"
    assert [email for email in (*READERS, Homework.PARTNER, "") if may_read(group, page.request.path, email)] == [
        Homework.OFFICE, Homework.AUDITOR, Homework.MEMBER]
    listed = group.browser(Homework.OTHER).get(group.folder)
    assert page.request.path not in listed.text


def test_an_answer_can_be_files_alone_and_nothing_at_all_is_none(group: Homework) -> None:
    page = group.write(text="")
    assert page.status_int == 422 and "Skriv något eller lägg till en fil innan ni lämnar in." in page.text
    page = group.write(button="save", text="")
    with group.acting(group.MEMBER) as acts:
        acts.create(find(acts.site, page.request.path)["files"], "attachment", {"title": "Svar.pdf"})
    group.browser(group.MEMBER).get(f"{page.request.path}/do/hand_in").forms["hand_in"].submit()
    assert group.item(page.request.path)["state"] == "handed_in"


def test_who_is_late_hands_in_all_the_same_and_is_marked(group: Homework) -> None:
    with group.acting() as acts:
        find(acts.site, group.workshop).homework_due = group.today - timedelta(days=1)
    page = group.write(button="save")
    step = group.browser(group.MEMBER).get(f"{page.request.path}/do/hand_in")
    assert "Sista dagen har passerat. Ni kan lämna in ändå" in step.text
    step.forms["hand_in"].submit()
    assert group.item(page.request.path)["is_late"]
    assert "efter sista dagen" in group.browser(group.LEADER).get(group.folder).text


def test_what_is_handed_in_can_be_taken_back_and_changed_until_the_project_closes(group: Homework) -> None:
    path = group.write().request.path
    with group.acting(group.MEMBER) as acts:
        acts.fire(find(acts.site, path), "take_back")
    assert not may_read(group, path, Homework.OTHER)
    form = group.browser(group.MEMBER).get(f"{path}/edit").forms["form"]
    form["text"] = "Vi ringde fem."
    form.submit("send")
    assert (group.item(path)["state"], group.item(path)["text"]) == ("handed_in", "Vi ringde fem.")
    with group.acting() as acts:
        find(acts.site, group.project).state = "closed"
        step = next(each for each in acts.open_to(find(acts.site, path)) if each.transition.name == "take_back")
        assert [reason.code for reason in step.reasons] == ["project_over_for_homework"]


def test_an_organisation_answers_once(group: Homework) -> None:
    path = group.write().request.path
    answer = group.browser(group.MEMBER).get(f"{group.workshop}/hand-in")
    assert answer.status_int == 303 and answer.location.endswith(path)


def test_the_contact_person_writes_too(group: Homework) -> None:
    path = group.write(button="save").request.path
    with group.open() as site:
        contact = site["people"][site.accounts.person_with("kim@norra.example")]
        group.people["kim@norra.example"] = contact.uid
    with group.acting("kim@norra.example") as acts:
        acts.edit(find(acts.site, path), {"text": "Kim skrev."})
        acts.fire(find(acts.site, path), "hand_in")
    assert group.item(path)["text"] == "Kim skrev."


def test_the_office_hands_in_for_an_organisation_and_the_history_says_so(group: Homework) -> None:
    form = group.browser(group.OFFICE).get(f"{group.workshop}/hand-in").forms["form"]
    assert [title for _value, _chosen, title in form["organisation"].options] == [
        "Välj en organisation", "Region Norra", "Region Södra"]
    form["organisation"], form["text"] = group.sodra, "Södra ringde."
    page = form.submit("send").follow()
    assert page.request.path == f"{group.folder}/region-sodra"
    with group.looking() as site:
        told = [entry.core["on_behalf_of"] for entry in find(site, page.request.path).events]
    assert told == [group.sodra, group.sodra]


def test_who_does_not_take_part_neither_sees_the_homework_nor_hands_in(group: Homework) -> None:
    for browser in (group.visitor(), group.browser(group.PARTNER)):
        assert TASK not in browser.get(group.workshop).text
        browser.get(group.folder, status=(403, 404))
        browser.get(f"{group.workshop}/hand-in", status=(403, 404))
    assert TASK in group.browser(group.OTHER).get(group.workshop).text


def test_nobody_hands_in_for_another_organisation(group: Homework) -> None:
    browser = group.browser(group.MEMBER)
    form = browser.get(f"{group.workshop}/hand-in").forms["form"]
    assert "organisation" not in form.fields
    token = form["csrf_token"].value
    values = {"csrf_token": token, "seen": form["seen"].value, "organisation": group.sodra, "text": "Falskt.",
              "save": "save"}
    browser.post(f"{group.workshop}/hand-in", values, status="*")
    with group.looking() as site:
        found = find(site, group.folder).values()
        assert all(each.organisation == group.norra for each in found)


def test_an_occasion_without_homework_has_no_pages_for_it(group: Homework) -> None:
    with group.acting() as acts:
        acts.edit(find(acts.site, group.workshop), {"homework": ""})
    office = group.browser(group.OFFICE)
    office.get(group.folder, status=404)
    office.get(f"{group.workshop}/hand-in", status=404)
    assert office.get(group.workshop).html.find(id="homework") is None


# -- the overview ------------------------------------------------------------------------------------------------


def rows(page: Any) -> list[list[str]]:
    cells = [row.find_all("td") for row in page.html.find("table").tbody.find_all("tr")]
    return [[" ".join(cell.get_text().split()) for cell in row] for row in cells]


def test_the_leaders_see_who_has_handed_in_and_who_has_not(group: Homework) -> None:
    path = group.write().request.path
    page = group.browser(group.LEADER).get(group.folder)
    first, second = rows(page)
    assert first[:2] == ["Region Norra", "Inlämnad"] and first[2] not in ("", "–")
    assert second == ["Region Södra", "Inte inlämnad", "–"]
    assert "1 av 2 har lämnat in" in page.text
    assert page.html.find("table").find("a")["href"] == path
    assert "1 av 2 har lämnat in" in group.browser(group.LEADER).get(group.workshop).text


def test_an_organisation_that_the_office_has_recorded_by_hand_is_asked_too(group: Homework) -> None:
    with group.acting() as acts:
        acts.edit(find(acts.site, group.project), {"organisations": (group.ostra,)})
        assert group.ostra in not_handed_in(find(acts.site, group.workshop))


def letters(group: Homework) -> list[tuple[str, set[str], str]]:
    with group.looking() as site:
        return [(each.subject, {one.address for one in each.receivers}, each.text)
                for each in site.outbox.newest(50) if each.kind == "homework"]


def test_the_reminder_goes_to_those_who_have_not_handed_in(group: Homework) -> None:
    group.write(Homework.OTHER)
    page = group.browser(group.LEADER).get(group.folder)
    next(form for form in page.forms.values() if form.action.endswith("/do/remind_homework")).submit()
    (subject, to, text), = letters(group)
    assert to == {"kim@norra.example", Homework.MEMBER}
    assert subject == "Hemuppgiften till Workshop 1: Kartan är inte inlämnad"
    assert "Region Norra" in text and TASK in text and f"{group.folder}" in text


def test_when_all_have_handed_in_there_is_nobody_to_remind(group: Homework) -> None:
    for email in (Homework.MEMBER, Homework.OTHER):
        group.write(email)
    page = group.browser(group.LEADER).get(group.folder)
    assert "Alla har lämnat in. Det finns ingen att påminna." in page.text
    assert letters(group) == []


def test_the_registration_leads_to_the_homework(group: Homework) -> None:
    page = group.browser(group.MEMBER).get(f"{group.project}/registrations/region-norra")
    section = page.html.find(id="homework")
    assert "Workshop 1: Kartan" in section.get_text()
    assert f"{group.workshop}/hand-in" in [each["href"] for each in section.find_all("a")]
    path = group.write().request.path
    section = group.browser(group.MEMBER).get(page.request.path).html.find(id="homework")
    assert path in [each["href"] for each in section.find_all("a")]


# -- what is found, when those who take part change ------------------------------------------------------------------


def test_searching_follows_who_takes_part(group: Homework) -> None:
    group.write()
    assert [group.found(each) for each in (Homework.OTHER, Homework.LEADER)] == [{"Region Norra"}] * 2
    assert group.found(Homework.PARTNER) == set()
    with group.acting() as acts:
        acts.fire(find(acts.site, f"{group.project}/registrations/region-sodra"), "cancel", {})
    assert group.found(Homework.OTHER) == set()
    verket = group.confirmed(group.verket, contact_email="vera@partner.example")
    assert group.found(Homework.PARTNER) == {"Region Norra"}
    with group.acting() as acts:
        acts.fire(find(acts.site, verket), "cancel", {})
        acts.edit(find(acts.site, group.project), {"organisations": (group.sodra,)})
    assert group.found(Homework.PARTNER) == set()
    assert group.found(Homework.OTHER) == {"Region Norra"}


def test_the_index_that_follows_is_the_one_that_is_read_anew(group: Homework) -> None:
    group.write()
    group.found(Homework.OTHER)
    with group.acting() as acts:
        acts.fire(find(acts.site, f"{group.project}/registrations/region-sodra"), "cancel", {})
    group.found(Homework.OTHER)
    index = group.registry.reglab_index

    def documents() -> list[Any]:
        query = "SELECT uid, terms FROM documents JOIN found ON found.rowid = documents.row ORDER BY uid"
        return list(index._connection().execute(query))

    followed = documents()
    rebuild(index, group.database, group.rulebook)
    assert documents() == followed
