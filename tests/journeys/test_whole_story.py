"""A proposal's whole life through the pages, as four people: member, office, content leader, auditor."""

from __future__ import annotations

import re
from datetime import timedelta

from webtest import Form, TestApp
from webtest.response import TestResponse

from house import Story
from reglab_workflow import clock

TITLE = "Vem gör jobbet när alla delar data?"


def press(page: TestResponse, action: str, **facts: object) -> TestResponse:
    """Press the button of a step, and fill in what it asks for."""
    if not _buttons(page, action):
        page = page.click(href=re.escape(f"/do/{action}") + "$")
    if facts:
        form = page.forms["form"]
        for name, value in facts.items():
            put(form, name, value)
        answer = form.submit("send")
    else:
        answer = _buttons(page, action)[0].submit()
    assert answer.status_int == 303, answer.html.find("main").get_text(" ", strip=True)
    return answer.follow()


def _buttons(page: TestResponse, action: str) -> list[Form]:
    """The forms of the page that are nothing but the button of a step."""
    return [form for form in page.forms.values() if form.action.endswith(f"/do/{action}") and form.id != "form"]


def put(form: Form, name: str, value: object) -> None:
    """Fill in a field by the name it has in the schema; the control of a date goes by another."""
    controls = [field for fields in form.fields.values() for field in fields if field.id == f"f-{name}"]
    if controls:
        controls[0].value = value
    else:
        form[f"f-{name}" if f"f-{name}" in form.fields else name] = value


def words(page: TestResponse) -> str:
    """What the page says, in one line."""
    return " ".join(page.html.find("main").get_text(" ").split())


def test_a_proposal_lives_its_whole_life(story: Story) -> None:
    """From the first sentence to the closed project, every step shows on the proposal's own page."""
    round_path = story.open_round()
    member, office = story.browser(story.MEMBER), story.browser(story.OFFICE)
    leader, auditor = story.browser(story.LEADER), story.browser(story.AUDITOR)

    # The member writes, and hands in.
    form = member.get(f"{round_path}/proposals/add").forms["form"]
    form["title"], form["idea"] = TITLE, "Fler beslut vilar på gemensamma lägesbilder."
    page = form.submit("submit").follow()
    path = page.request.path
    assert TITLE in words(page)
    assert "Inlämnat" in words(page)

    # Another member does not see it yet, and cannot tell it from what is not there.
    other = story.browser(story.OTHER)
    hidden, absent = other.get(path, status=404), other.get(f"{round_path}/proposals/finns-inte", status=404)
    assert words(hidden) == words(absent)

    # The office returns it with a reason, which the member reads and answers.
    page = press(office.get(path), "return", reason="Skriv några ord om målgruppen.")
    assert "Åter för komplettering" in words(page)
    page = member.get(path)
    assert "Skriv några ord om målgruppen." in words(page)
    form = member.get(f"{path}/edit").forms["form"]
    form["target_group"] = "Analytiker och strateger."
    page = form.submit("save").follow()
    page = press(page, "submit")
    assert "Inlämnat" in words(page)

    # The office gives it theme and number, compiles, publishes and holds the meeting.
    form = office.get(f"{path}/edit").forms["form"]
    form["theme"] = "data"
    form.submit("save").follow()
    page = office.get(round_path)
    page = next(each for each in page.forms.values() if each.action.endswith("/number")).submit().follow()
    assert story.item(path)["number"] == 1
    form = page.click(href="add-meeting").forms["form"]
    form["title"], form["place"] = "Idémöte 2027", "Stockholm"
    put(form, "day", clock.local_day(clock.now()).isoformat())
    meeting = form.submit("save").follow()
    page = press(office.get(round_path), "compile")
    page = press(page, "publish")
    assert TITLE in words(other.get(path))
    meeting = press(office.get(meeting.request.path), "call")
    meeting = press(meeting, "begin")
    assert TITLE in words(meeting)
    note = meeting.click(href="/note/").forms["form"]
    note["text"] = "Flera regioner vill vara med."
    meeting = note.submit("save").follow()
    assert "Flera regioner vill vara med." in words(meeting)
    meeting = press(meeting, "end")
    page = press(office.get(round_path), "hold")
    assert "Diskuterat på idémöte" in words(member.get(path))

    # It is selected, and a project is made from it with leaders.
    today = clock.local_day(clock.now())
    page = press(office.get(path), "select", area="Data som håller", decided_by="board", decided_on=today.isoformat())
    assert "Utvalt" in words(member.get(path))
    project = make_project(story, office, path)

    # It runs with a workshop that the content leader leads.
    page = press(leader.get(project), "start")
    assert "Pågår" in words(member.get(path))
    workshop = hold_workshop(leader, project)
    page = press(office.get(workshop), "close")
    page = press(leader.get(project), "finish")

    # It is closed, and so is the proposal.
    form = office.get(f"{project}/edit").forms["form"]
    form["rating"] = "reached"
    form.submit("save").follow()
    page = press(office.get(project), "close", continuation="Nätverket tar vid.")
    page = member.get(path)
    assert "Avslutat" in words(page)
    assert story.item(path)["state"] == "closed"

    # The leader's rights have ended, and the auditor reads every step with its person and reason.
    leader.get(f"{project}/edit", status=403)
    history = words(auditor.get(f"{path}/history"))
    for told in ("Maja Myr", "Karin Kvist", "Skriv några ord om målgruppen.", "lämnade in förslaget", "Avslutat"):
        assert told in history
    assert "/do/" not in auditor.get(path).text


def make_project(story: Story, office: TestApp, proposal: str) -> str:
    """The office makes a project from the proposal, invites, and closes the registration."""
    uid = story.item(proposal)["uid"]
    form = office.get(f"/projects/add-project?proposal={uid}").forms["form"]
    assert form["title"].value == TITLE
    form["purpose"] = "Att räkna rätt tillsammans."
    put(form, "last_day", (clock.local_day(clock.now()) + timedelta(days=10)).isoformat())
    page = form.submit("save").follow()
    project = page.request.path
    for person, role in (
        (story.people[story.LEADER], "content_leader"),
        (story.people[story.OFFICE], "process_leader"),
    ):
        form = office.get(f"{project}/leaders").forms["form"]
        form["person"] = person
        put(form, "role", role)
        form.submit("save").follow()
    form = office.get(f"{project}/edit").forms["form"]
    for box in form.fields["checkbox"]:
        if box._value == story.ostra:
            box.checked = True
    add_result(form)
    page = press(office.get(project), "invite")
    page = press(page, "close_registration", fee="30000")
    return project


def add_result(form: object) -> None:
    """Write one expected result; the form is sent once to get a field for it."""
    page = form.submit("sequence_action", value="add:expected_results")  # type: ignore[attr-defined]
    again = page.forms["form"]
    again["text"] = "Minst tre län har prövat."
    answer = again.submit("save")
    assert answer.status_int == 303, words(answer)


def hold_workshop(leader: TestApp, project: str) -> str:
    """The content leader adds a workshop and takes it to its documentation."""
    form = leader.get(f"{project}/workshops/add").forms["form"]
    form["title"], form["place"] = "Uppstart", "Stockholm"
    put(form, "mode", "physical")
    put(form, "starts", clock.local_day(clock.now()).isoformat())
    page = form.submit("save").follow()
    workshop = page.request.path
    for step in ("announce", "open", "close_registration"):
        page = press(page, step)
    page = press(page, "hold", attendance="24")
    form = leader.get(f"{workshop}/edit").forms["form"]
    form["documentation"] = "Vi kom fram till en arbetsfördelning."
    form.submit("save").follow()
    press(leader.get(workshop), "document")
    return workshop
