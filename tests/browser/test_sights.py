"""Every kind of page of a site full of things, as those who may see it: each width, in light and in dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from house import House
from reglab_workflow.catalog.documents import indexed
from reglab_workflow.content.site.model import find

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICE, MEMBER, LEADER = "kansli@reglab.example", "medlem@skane.example", "ledare@vasterbotten.example"
LISTS = (
    "/my", "/my?duty=decide", "/my?duty=evaluate", "/rounds", "/projects", "/organisations?kind=partner", "/people",
    "/search?text=data", "/search?text=finnsinte", "/history", "/audit", "/audit/deeds?person=Ingen&ask=1",
    "/audit/rights-changed?since=&until=&ask=1", "/letters", "/workflows", "/workflows/proposal",
    "/workflows/person",
)
FORMS = ("/rounds/add-round", "/projects/add-project", "/organisations/add-organisation", "/people/add-person",
         "/pages/add-page", "/appoint")


@pytest.fixture(scope="module")
def examples(demo: House) -> dict[tuple[str, str], str]:
    """One item of each type in each state: where it is."""
    found: dict[tuple[str, str], str] = {}
    with demo.open() as site:
        for item in indexed(site):
            if item.__parent__ is not None:
                found.setdefault((item.type_name, item.state), item.path)
    return found


def see(walker: Any, *paths: str, status: int = 200, dark: bool = True) -> None:
    """Go to each page and look at it in every way."""
    for path in paths:
        walker.go(path, status).look_again(dark=dark)


def test_every_kind_of_item_shows_well_in_every_state(sights, examples) -> None:
    """As the office sees them; drafts as the sender does. One of each type is looked at in the dark as well."""
    office, types = sights(OFFICE), set()
    for (type_name, state), path in examples.items():
        if (type_name, state) != ("proposal", "draft"):
            see(office, path, dark=type_name not in types)
            types.add(type_name)
    member = sights(MEMBER)
    member.go("/my")
    draft = member.page.locator("tr", has=member.page.locator(".is-draft")).first.get_by_role("link")
    see(member, draft.get_attribute("href"))


def pages_behind(walker: Any, examples: dict[tuple[str, str], str]) -> Iterator[str]:
    """The forms and steps that items offer, one of each name for each type."""
    known = set()
    for (type_name, _state), path in examples.items():
        walker.page.goto(walker.url + path)
        links = walker.page.locator('main a[href*="/do/"], main a[href$="/edit"], main a[href*="/note/"], '
                                    'main a[href$="/add"], main a[href$="/appoint"], main a[href$="/leaders"]')
        for href in links.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            name = (type_name, re.sub(r".*/(do/\w+|note|edit|files/add|add|appoint|leaders)(/.*)?$", r"\1", href))
            if name not in known:
                known.add(name)
                yield href


def test_every_form_and_step_shows_well(sights, examples) -> None:
    """What is asked for, before anything has been written."""
    office = sights(OFFICE)
    offered = {key: path for key, path in examples.items() if key != ("proposal", "draft")}
    see(office, *list(pages_behind(office, offered)), dark=False)
    see(office, *FORMS)


def test_every_list_shows_well(sights, examples) -> None:
    """Full, narrowed and empty."""
    office, (newest, *_others) = sights(OFFICE), [path for (kind, _), path in examples.items() if kind == "round"]
    see(office, *LISTS, f"{newest}?state=closed", f"{newest}?state=merged&text=zzz")
    see(office, f"{examples['proposal', 'discussed']}/history", f"{examples['project', 'running']}/history")
    submitted = examples["proposal", "submitted"]
    see(office, f"{submitted}/rights", f"{submitted}/rights?what=discuss", f"{submitted}/receipt")
    office.go("/letters").follow(re.compile("Kvitto")).look_again()
    see(sights(MEMBER), "/my", "/account/password")
    see(sights(LEADER), "/my")


def test_what_a_round_gives_out_shows_well(sights, examples) -> None:
    """From compiling to the result, the figures and the life line, for the office and for members."""
    office, member = sights(OFFICE), sights(MEMBER)
    round_ = examples["proposal", "discussed"].partition("/proposals/")[0]
    finished = examples["proposal", "closed"].partition("/proposals/")[0]
    see(office, f"{round_}/compile", f"{round_}/compile?theme=data", f"{round_}/areas", f"{finished}/result",
        f"{round_}/booklet/changes", "/my?duty=changed", "/my?duty=decide")
    see(member, f"{round_}/booklet", f"{finished}/result", f"{finished}/figures",
        f"{examples['proposal', 'closed']}/life", f"{round_}/meeting")


def test_what_a_learning_project_holds_shows_well(sights, examples) -> None:
    """Registrations, fee, invoices and evaluation for the office; the occasions' lists for who leads."""
    office, member, leader = sights(OFFICE), sights(MEMBER), sights(LEADER)
    running, inviting = examples["project", "running"], examples["project", "inviting"]
    see(office, f"{running}/registrations", f"{inviting}/registrations?show=draft", f"{inviting}/register",
        f"{inviting}/fee?people=35", f"{inviting}/terms", f"{running}/invoices", f"{running}/evaluation",
        f"{examples['project', 'closed']}/evaluation", f"{running}/workshops/seminarium-1/needs")
    occasion = examples["workshop", "open"]
    see(leader, f"{occasion}/participants", f"{running}/workshops/workshop-1/attendance", f"{occasion}/programme",
        f"{running}/workshops/workshop-3/submissions", occasion)
    see(member, inviting, examples["registration", "draft"], "/organisations/region-skane")


def test_the_pages_for_strangers_show_well(sights) -> None:
    """The start page, the door, and what there is to read."""
    stranger = sights()
    see(stranger, "/", "/login", "/account/forgotten", "/rounds", "/pages/tillganglighet", "/projects")
    see(stranger, "/finns-inte", status=404)
    stranger.go("/login").fill({"E-post": "nej", "Lösenord": ""}).press("Logga in", status=422).look_again()
    stranger.fill({"E-post": MEMBER, "Lösenord": "fel fel fel fel"}).press("Logga in", status=422)
    stranger.sees("hör inte ihop").look_again()


def test_what_is_refused_shows_well(sights, examples) -> None:
    """Not there, not allowed, not now, and not filled in."""
    office, member = sights(OFFICE), sights(MEMBER)
    see(member, "/rounds/1999", "/people/ingen", status=404)
    see(member, f"{examples['round', 'open']}/edit", f"{examples['proposal', 'not_selected']}/edit", status=403)
    see(office, f"{examples['proposal', 'closed']}/do/return", status=409)
    office.go(f"{examples['proposal', 'submitted']}/do/return").press("Skicka åter för komplettering", status=422)
    office.look_again()
    office.go("/organisations/add-organisation").fill({"Officiellt namn": ""}).press("Spara", status=422).look_again()
    member.go(f"{examples['round', 'open']}/proposals/add").press("Lämna in förslaget", status=422).look_again()


def test_what_a_name_hides_from_one_it_hides_from_all_lists(sights, demo: House, examples) -> None:
    """A draft of another organisation is on no page that the office sees."""
    with demo.open() as site:
        title = find(site, examples["proposal", "draft"]).title
    office = sights(OFFICE)
    office.go(examples["round", "open"]).misses(title)
    office.go("/search?text=" + title.split()[0]).misses(title)
