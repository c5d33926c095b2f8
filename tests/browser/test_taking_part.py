"""From an organisation's registration to the proposal that shows the result: each person in a browser of their own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from decided_round import discussed
from house import Story
from reglab_workflow import clock
from reglab_workflow.content.project.model import Charge, ExpectedResult, Terms
from reglab_workflow.content.site.model import find
from reglab_workflow.mail.posting import Posting
from reglab_workflow.mail.senders import MemorySender

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TERMS = (Terms(1, "Anmälan är bindande efter sista anmälningsdag.", (Charge(28, 0), Charge(0, 100))),)
LINK = re.compile(r"http://127\.0\.0\.1(/(?:approve|take-part)/\S+?)(?=[)\s>]|$)")
PROJECT = "/projects/kartan-och-vagen"
PHONE = {"width": 360, "height": 740}


class Post:
    """Posts what waits in the outbox, and finds the link in the latest letter to an address."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.sender = MemorySender()
        self.posting = Posting(story.database, self.sender, "Reglab <kansliet@reglab.example>", story.rulebook.notify)

    def link_to(self, address: str) -> str:
        """The link that somebody would click."""
        self.posting.round()
        texts = [message.get_body(("plain",)).get_content()
                 for message, to in zip(self.sender.messages, self.sender.receivers, strict=True) if to == address]
        return next(found[1] for text in reversed(texts) if (found := LINK.search(text)))


@pytest.fixture
def proposal(story: Story) -> str:
    """A proposal that has been selected, and a project made of it that invites with one workshop today."""
    today = clock.local_day(clock.now())
    _round, (path,) = discussed(story, 1)
    with story.acting() as acts:
        site = acts.site
        found = find(site, path)
        acts.fire(found, "select", {"motive": "Brådskar.", "decided_by": "board", "decided_on": today})
        project = acts.create(site["projects"], "project", {
            "title": "Kartan och vägen", "purpose": "Vi hittar.", "fee": 20_000, "terms": TERMS,
            "last_day": today + timedelta(days=7), "proposals": (found.uid,),
            "expected_results": (ExpectedResult("Alla hittar hem."),)})
        acts.appoint(site["people"][story.people[story.LEADER]], "content_leader", project)
        acts.appoint(site["people"][story.people[story.OFFICE]], "process_leader", project)
        acts.create(project["workshops"], "workshop", {
            "title": "Kartan", "starts": today, "mode": "physical", "place": "Umeå", "capacity": 1})
        acts.fire(project, "invite")
    return path


def test_an_organisation_takes_part_and_its_proposal_shows_the_result(story: Story, visit: Any, proposal: str) -> None:
    post = Post(story)
    registration = register(visit(story.MEMBER))
    visit().go(post.link_to("moa@norra.example")).sees("Kartan och vägen", "Region Norra").press("Godkänn")
    office = visit(story.OFFICE).go("/my?duty=admit").follow("Region Norra")
    office.press("Bekräfta anmälan").sees("Organisationen är med.")
    office.go(f"{PROJECT}/registrations").sees("Region Norra", "Bekräftad", "0 av 3").look_again()
    name_people(visit(story.MEMBER), registration)
    office.go(PROJECT).take("Stäng anmälan till projektet", {"Avgift per organisation, i kronor": "20000"})
    office.press("Starta projektet")
    leader = visit(story.LEADER).go(f"{PROJECT}/workshops/workshop-1")
    leader.press("Öppna anmälan till tillfället")
    sign_up_and_change(visit, post)
    attend(leader)
    close(leader, office)
    visit().go(proposal).sees("Avslutat", "Kartan och vägen")
    assert story.item(proposal)["state"] == "closed"
    figures = {each.name: each.value for each in story.item(PROJECT)["figures"]}
    assert (figures["organisations"], figures["attendances"]) == (1, 1)


def register(member: Any) -> str:
    """The organisation writes its registration on one page and sends it to its manager."""
    member.go(PROJECT).follow("Anmäl er organisation")
    member.fill({"Hur många ni tänker skicka": "3", "Organisationsnummer": "2999000017", "Chefens namn": "Moa Chef",
                 "Chefens e-post": "moa@norra.example"})
    member.page.get_by_label("Vi godkänner villkoren").check()
    member.press("Spara och fråga chefen").sees("Chefen har fått frågan och har inte svarat än.")
    return str(member.path)


def name_people(member: Any, registration: str) -> None:
    """The organisation names three people, each with an address of their own."""
    member.go(registration).follow("Namnge deltagare")
    names = member.page.get_by_label("Namn", exact=True)
    while (number := names.count()) < 3:
        member.page.get_by_role("button", name="Lägg till deltagare").click()
        expect(names).to_have_count(number + 1)
    for number, name in enumerate(("Ada Ek", "Bo Alm", "Cia Gran")):
        member.page.get_by_label("Namn", exact=True).nth(number).fill(name)
        address = f"{name.split()[0].lower()}@norra.example"
        member.page.get_by_label("E-post i arbetet", exact=True).nth(number).fill(address)
    member.press("Namnge deltagare").sees("Ada Ek", "Bo Alm", "Cia Gran")


def sign_up_and_change(visit: Any, post: Post) -> None:
    """Ada gets the place, Bo stands in the queue, Cia comes in Ada's place and then cannot; Bo is offered it."""
    ada = visit().go(post.link_to("ada@norra.example")).press(re.compile("^Anmäl mig")).sees("Anmäld")
    bo = visit().go(post.link_to("bo@norra.example")).press(re.compile("^Anmäl mig")).sees("I kö")
    bo.misses("Ada Ek", "Cia Gran")
    ada.page.get_by_text("Låt en kollega komma i stället").click()
    ada.fill({"Kollegans namn": "Cia Gran", "E-post i arbetet": "cia@norra.example"})
    ada.press("Låt kollegan komma").sees("Ersatt av en kollega")
    cia = visit().go(post.link_to("cia@norra.example")).sees("Anmäld").press(re.compile("^Avanmäl mig"))
    cia.sees("Avanmäld")
    bo.go(post.link_to("bo@norra.example")).sees("Erbjuden plats").press(re.compile("^Tacka ja"))
    bo.sees("Anmäld")


def attend(leader: Any) -> None:
    """The leader ticks Bo off on a telephone."""
    leader.press("Stäng anmälan till tillfället")
    leader.follow("Närvaro")
    leader.page.set_viewport_size(PHONE)
    leader.page.locator("li", has_text="Bo Alm").get_by_role("button", name=re.compile("^Är här")).click()
    leader.sees("1 av 1 är här")
    leader.page.set_viewport_size({"width": 1280, "height": 900})


def close(leader: Any, office: Any) -> None:
    """The occasion is documented, the result rated, and the project closed."""
    leader.go(f"{PROJECT}/workshops/workshop-1").take("Markera tillfället som genomfört")
    leader.follow("Ändra tillfället").fill({"Dokumentation": "Vi hittade alla hem."}).press("Spara")
    leader.press("Publicera dokumentationen")
    leader.go(PROJECT).press("Gå över till utvärdering")
    leader.follow("Ändra projektet").fill({"I vilken grad det uppnåddes": "Uppnått"}).press("Spara")
    office.go(PROJECT).take("Avsluta projektet", {"Så fortsätter det": "Som ett nätverk."})
    office.sees("Projektet är avslutat", "Alla hittar hem.", "Uppnått")
