"""A year played at once: a site whose rounds, proposals, projects and people have come to most of their states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from webtest import Upload

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.site.model import find

TODAY = clock.local_day(clock.now())
WRITTEN = {"idea": "Vi vill jämföra hur andra gör.", "purpose": "Att kunna mer.", "target_group": "Strateger."}

OUTCOMES: dict[str, tuple[str, dict[str, Any]]] = {
    "Byarnas vatten": ("not_select", {"reason": "Andra frågor samlade fler."}),
    "Tåg i tid": ("park", {"reason": "Vi väntar på en utredning."}),
    "Ljud på landet": ("refer", {"reason": "Passar bättre där.", "referred_to": "Årskonferensen"}),
    "Vem räknar skogen": ("select", {"area": "Data som håller", "decided_by": "board", "decided_on": TODAY}),
    "Små tal": ("select", {"motive": "Står för sig självt.", "decided_by": "member_group", "decided_on": TODAY}),
}


def play(story: Story) -> None:
    """Everything that happens before anybody looks."""
    earlier, later = story.open_round(2027), story.open_round(2028)
    propose(story, earlier)
    decide(story, earlier)
    wait_in_the_next_round(story, later)
    run_projects(story)
    keep_house(story)


def propose(story: Story, round_path: str) -> None:
    """Members send in, some of it comes back, some is withdrawn or merged."""
    with story.acting(story.MEMBER) as acts:
        contacts = (Contact(name="Maja Myr", role="Strateg", email="maja@norra.example"), Contact(name="Ulf"))
        for title in (*OUTCOMES, "Lånad text", "Åter till bordet"):
            values = {"title": title, **WRITTEN, "contacts": contacts, "wished_form": "study_circle"}
            acts.fire(acts.create(round_of(acts, round_path)["proposals"], "proposal", values), "submit")
        acts.fire(proposal(acts, round_path, "Åter till bordet"), "withdraw", {"reason": "Fel år."})
    with story.acting(story.OFFICE) as acts:
        round_ = round_of(acts, round_path)
        target = proposal(acts, round_path, "Små tal")
        for number, title in enumerate(OUTCOMES, start=1):
            acts.edit(proposal(acts, round_path, title), {"theme": "data", "number": number, "remark": "Läst."})
        returned = proposal(acts, round_path, "Ljud på landet")
        acts.fire(returned, "return", {"reason": "Skriv mer om ljudet."})
        acts.fire(returned, "accept_as_is")
        merged = proposal(acts, round_path, "Lånad text")
        acts.fire(merged, "merge", {"target": target.uid, "reason": "Samma fråga."})
        acts.create(round_, "meeting", {"title": "Idémöte 2027", "day": TODAY, "place": "Örebro"}, "meeting")


def decide(story: Story, round_path: str) -> None:
    """The booklet, the idea meeting with notes, the outcomes and the decisions."""
    with story.acting(story.OFFICE) as acts:
        round_ = round_of(acts, round_path)
        for step in ("compile", "publish"):
            acts.fire(round_, step)
        meeting = round_["meeting"]
        for step in ("call", "begin"):
            acts.fire(meeting, step)
        acts.edit(meeting.note_on(proposal(acts, round_path, "Små tal").uid), {"text": "Alla ville vara med."})
        acts.fire(meeting, "end")
        acts.fire(round_, "hold")
        for title, (step, facts) in OUTCOMES.items():
            acts.fire(proposal(acts, round_path, title), step, facts)
        acts.edit(meeting, {"result": "Två områden pekades ut."})
        acts.fire(meeting, "publish")
        acts.fire(round_, "decide", {"board_date": TODAY})


def wait_in_the_next_round(story: Story, round_path: str) -> None:
    """A draft, something returned, something submitted with little in it, and an idea carried over."""
    with story.acting(story.MEMBER) as acts:
        made = [acts.create(round_of(acts, round_path)["proposals"], "proposal", {"title": title})
                for title in ("Halvskrivet", "Mer om målgruppen", "Bara en rubrik")]
        for each in made[1:]:
            acts.fire(each, "submit")
        acts.fire(proposal(acts, "/rounds/2027", "Byarnas vatten"), "carry_over")
    with story.acting(story.OFFICE) as acts:
        acts.fire(proposal(acts, round_path, "Mer om målgruppen"), "return", {"reason": "Vilka är den för?"})
        values = {"title": "Nedskrivet åt Södra", "organisation": story.sodra}
        acts.fire(acts.create(round_of(acts, round_path)["proposals"], "proposal", values), "submit")


def run_projects(story: Story) -> None:
    """One project that runs with occasions of every kind, one that is planned, and one that is cancelled."""
    with story.acting(story.OFFICE) as acts:
        behind = proposal(acts, "/rounds/2027", "Vem räknar skogen")
        running = make_project(story, acts, "Skogens tal", proposals=(behind.uid,), format="study_circle")
        acts.create(acts.site["projects"], "project", {"title": "Inte bjudet än"})
        stopped = make_project(story, acts, "Blev inte av")
        acts.fire(stopped, "cancel", {"reason": "För få ville.", "moved_to": "Nätverket"})
        for step, facts in (("close_registration", {"fee": 30000, "fee_note": "Resor ingår inte."}), ("start", {})):
            acts.fire(running, step, facts)
        for title, steps in OCCASIONS.items():
            values = {"title": title, "kind": "seminar", "mode": "digital", "starts": TODAY, "place": "Video"}
            occasion = acts.create(running["workshops"], "workshop", values if title else {"title": ""})
            for step, facts in steps:
                acts.fire(occasion, step, facts)


OCCASIONS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "": [("announce", {})],
    "Skogen för sig": [],
    "Rötter": [("announce", {}), ("move", {"starts": TODAY + timedelta(days=9), "reason": "Krock."}),
                ("change_mode", {"mode": "physical", "reason": "Vi vill ses."}), ("open", {})],
    "Kronor": [("announce", {}), ("cancel", {"reason": "Sjukdom.", "went_to": "Nästa tillfälle"})],
    "Stammar": [("announce", {}), ("open", {}), ("close_registration", {}), ("hold", {"attendance": 24})],
}


def make_project(story: Story, acts: Acts, title: str, **values: Any) -> Any:
    """A project with leaders, open for registration."""
    project = acts.create(acts.site["projects"], "project", {
        "title": title, "purpose": "Att räkna rätt.", "last_day": TODAY + timedelta(days=9), **values})
    for email, role in ((story.LEADER, "content_leader"), (story.OFFICE, "process_leader")):
        acts.appoint(acts.site["people"][story.people[email]], role, project, why="Kan ämnet")
    acts.edit(project, {"organisations": (story.norra, story.ostra)})
    acts.fire(project, "invite")
    return project


def keep_house(story: Story) -> None:
    """Pages, a file, somebody invited, somebody locked out, an organisation that has left, an ended appointment."""
    with story.acting(story.OFFICE) as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Om nätverket", "body": "Vi lär av varandra."})
        acts.fire(page, "publish")
        acts.create(acts.site["pages"], "page", {"title": "Snart klar"})
        gone = acts.create(acts.site["organisations"], "organisation", {"title": "Verket som var", "kind": "other"})
        acts.fire(gone, "end", {"to_date": TODAY})
        acts.create(acts.site["people"], "person", {"title": "Nils Ny", "email": "nils@norra.example"})
        locked = acts.create(acts.site["people"], "person", {"title": "Lars Lås", "email": "lars@norra.example"})
        acts.end_appointment(acts.appoint(locked, "board", acts.site))
        acts.fire(locked, "lock", {"reason": "Har slutat."})
    form = story.browser(story.OFFICE).get("/pages/om-natverket/files/add-file").forms["form"]
    form["upload"] = Upload("program.txt", b"Program")
    assert form.submit("save").status_int == 303


def round_of(acts: Acts, path: str) -> Any:
    """The round at a path, as the acts see it."""
    return find(acts.site, path)


def proposal(acts: Acts, round_path: str, title: str) -> Any:
    """The proposal of a round by its title."""
    return next(each for each in round_of(acts, round_path)["proposals"].values() if each.title == title)
