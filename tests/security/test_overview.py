"""What the overviews tell is what the rights answer: every cell, every group, every count and every list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crowd import everything
from house import Story
from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder
from reglab_workflow.security.actor import Actor, actor_for, nobody
from reglab_workflow.security.holders import Holders
from reglab_workflow.security.overview import STRONGEST_FIRST, Level, actions_on, groups_on
from reglab_workflow.security.reach import Reach
from reglab_workflow.security.rights import Rights
from whole_year import play


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A year of everything, a locked account, somebody without an organisation, and an organisation that has left."""
    story = Story(tmp_path_factory.mktemp("overview") / "var")
    play(story)
    gone = story.organisation("Region Borta")
    story.person("lås@norra.example", "Lars Låst", story.norra)
    story.person("bort@borta.example", "Bo Borta", gone)
    story.person("fri@fri.example", "Fia Fri")
    with story.acting() as acts:
        acts.fire(acts.site["people"][story.people["lås@norra.example"]], "lock", {"reason": "Har slutat."})
        acts.fire(next(each for each in acts.site["organisations"].values() if each.uid == gone), "end",
                  {"to_date": clock.local_day(acts.now)})
    yield story
    story.close()


def people_of(site: Any) -> list[tuple[Any, Actor]]:
    return [(person, actor_for(person, site, clock.now())) for person in site["people"].values()]


def may_do(rights: Rights, actor: Actor, item: Any) -> set[str]:
    """What somebody may do with an item, asked of the rights one by one."""
    workflow = rights.rulebook.engine(item).workflow
    state = rights.rulebook.engine(item).state_of(item)
    permissions = {*workflow.grants, *state.grants}
    steps = {step.name for step in workflow.leaving(state.name)}
    return {name for name in permissions if rights.may(actor, name, item)} | {
        name for name in steps if rights.may_fire(actor, name, item)}


def level_of(rights: Rights, actor: Actor, item: Any) -> set[Level]:
    theirs = may_do(rights, actor, item)
    return {action.level for action in actions_on(rights.rulebook, item) if action.name in theirs}


def finder_of(story: Story, site: Any, actor: Actor) -> Finder:
    return Finder(story.registry.reglab_index, story.database, story.rulebook, site, actor)


def test_the_groups_of_an_item_may_do_what_the_rights_let_each_of_their_people_do(year: Story) -> None:
    rights, checked = Rights(year.rulebook), 0
    with year.looking() as site:
        everybody = [*(actor for _person, actor in people_of(site)), nobody()]
        for item in everything(site):
            groups = groups_on(year.rulebook, item)
            for actor in everybody:
                told = {action.name for group in groups if group.principal in actor.principals
                        for action in group.actions}
                assert told == may_do(rights, actor, item), (item.path, actor.name)
                checked += 1
    assert checked > 400


def test_the_people_of_a_group_are_those_who_hold_its_principal(year: Story) -> None:
    with year.looking() as site:
        office = next(actor for _person, actor in people_of(site) if actor.holds("office"))
        holders = Holders(site, finder_of(year, site, office), clock.now())
        principals = {group.principal for item in everything(site) for group in groups_on(year.rulebook, item)}
        for principal in principals - {"anyone"}:
            held = holders.of(principal)
            theirs = {person.uid for person, actor in people_of(site) if principal in actor.principals}
            listed = [(person, ground) for person, ground in holders.people(held, 100)]
            assert {person.uid for person, _ground in listed} == theirs, principal
            assert held.people == len(theirs) == len(listed), principal
            for person, ground in listed:
                assert ground == actor_for(person, site, clock.now()).principals[principal]


def test_every_cell_says_the_most_that_can_be_done_with_any_item_of_the_kind(year: Story) -> None:
    rights = Rights(year.rulebook)
    with year.looking() as site:
        items = list(everything(site))
        for _person, actor in people_of(site):
            reach = Reach(year.rulebook, finder_of(year, site, actor))
            for kind in year.rulebook.types:
                told = max(reach.strongest(principal, kind) for principal in actor.principals)
                levels = [level for item in items if item.type_name == kind for level in level_of(rights, actor, item)]
                assert told == max(levels, default=Level.NONE), (actor.name, kind)


def test_every_count_is_the_length_of_its_list_and_the_list_is_what_can_be_reached(year: Story) -> None:
    rights = Rights(year.rulebook)
    with year.looking() as site:
        items = list(everything(site))
        auditor = next(actor for _person, actor in people_of(site) if actor.holds("auditor"))
        for _person, actor in people_of(site):
            reach = Reach(year.rulebook, finder_of(year, site, auditor))
            for level in STRONGEST_FIRST:
                reached = {item.uid for item in items if level in level_of(rights, actor, item)}
                assert reach.number(actor.principals, level) == len(reached), (actor.name, level)
                query = reach.query(actor.principals, level, limit=1000)
                seen = {item.uid for item in items if item.uid in reached and rights.may(auditor, "view", item)}
                assert {item.uid for item in finder_of(year, site, auditor).find(query).items} == seen


def words(page: Any) -> str:
    return " ".join(page.html.find("main").get_text(" ").split())


def test_every_number_on_the_pages_leads_to_a_list_of_so_many(year: Story) -> None:
    """On each person's page, for the auditor: the number, and what the list says it holds."""
    browser, followed = year.browser(year.AUDITOR), 0
    for email in (year.OFFICE, year.MEMBER, year.LEADER, year.PARTNER):
        page = browser.get(f"/people/{year.people[email]}/can")
        for way in page.html.select("a[href*='/reach?held=']"):
            number = int(way.find("b").get_text())
            listed = browser.get(way["href"])
            hidden = [text for text in (each.get_text() for each in listed.html.select("p.small.quiet"))
                      if "till visas inte" in text]
            unseen = int(hidden[0].split()[0]) if hidden else 0
            shown = len(listed.html.select("main ul.index > li"))
            assert min(number, 50) == min(shown + unseen, 50), way["href"]
            followed += 1
    assert followed > 15


def test_the_page_of_an_item_names_people_with_what_their_right_rests_on(year: Story) -> None:
    page = year.browser(year.AUDITOR).get("/projects/skogens-tal/who")
    said = words(page)
    assert "Karin Kvist" in said and "Utsedd av kommandoraden" in said
    assert "Vem som helst, också utan konto" in said
    anchors = {link["href"].removeprefix("#") for link in page.html.select("td a[href^='#group-']")}
    assert anchors and all(page.html.find(id=anchor) for anchor in anchors)


def test_many_people_are_a_number_that_leads_to_their_list(year: Story) -> None:
    for number in range(6):
        year.person(f"medarbetare{number}@sodra.example", f"Medarbetare {number}", year.sodra)
    browser = year.browser(year.OFFICE)
    page = browser.get("/rounds/2028/who")
    way = next(link for link in page.html.select("a[href*='group=member']"))
    assert "organisationer" in way.get_text()
    listed = browser.get(way["href"])
    assert len(listed.html.select("main ul.index > li")) == int(way.get_text().split(", ")[1].split()[0])
    browser.get("/rounds/2028/who?group=nobody-such", status=404)


def test_everybody_sees_the_own_page_and_nobody_else_s(year: Story) -> None:
    browser = year.browser(year.MEMBER)
    page = browser.get(f"/people/{year.people[year.MEMBER]}/can")
    assert "Vad jag får göra" in words(page)
    assert "Medlemsansvarig: Region Norra" in words(page)
    for address in (f"/people/{year.people[year.OTHER]}/can", f"/people/{year.people[year.OTHER]}/reach"):
        browser.get(address, status=404)
    for address in ("/rights", "/rights/changes", "/rights/watch", "/rights/roles", "/rounds/2027/who"):
        browser.get(address, status=403)


def test_a_locked_account_can_do_no_more_than_a_stranger(year: Story) -> None:
    page = year.browser(year.AUDITOR).get(f"/people/{year.people['lås@norra.example']}/can")
    assert "Kontot är låst" in words(page)
