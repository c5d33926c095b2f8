"""The life of an idea: one chain over the years, drawn and told alike, and nothing of what one may not see."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

import whole_year
from house import Story
from reglab_workflow.content.project.model import ExpectedResult, Figure
from reglab_workflow.content.proposal.life import MOST_PROPOSALS, ideas_of, life_of
from reglab_workflow.content.proposal.lifeline_drawing import Line, Step, broken, draw
from reglab_workflow.content.site.model import find
from round_site import RoundSite

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def here():
    return RoundSite()


def carried(here: RoundSite, earlier: Any, year: int, title: str, state: str) -> Any:
    """The proposal again in a later round that opens and closes, under a new title."""
    round_ = here.round("open", year)
    here.fire(earlier, "carry_over", here.member)
    again = here.put(round_.follower(earlier.uid), state)
    again.set({"title": title})
    round_.state = "archived"
    return again


def chain(here: RoundSite) -> tuple[Any, Any, Any]:
    """Prioritised, not done, carried over, and started under a new name."""
    first = here.proposal(here.round("archived", 2026), "not_selected", title="Statistik för de minsta")
    second = carried(here, first, 2027, "Delade lägesbilder", "parked")
    third = carried(here, second, 2028, "Vem gör jobbet?", "running")
    return first, second, third


def told(life: Any) -> list[tuple[int, str]]:
    return [(node.year, node.item.title if node.kind != "area" else node.item.area) for node in life.nodes]


# -- what belongs to an idea ---------------------------------------------------------------------------------


def test_three_years_under_three_names_are_one_chain_and_one_idea(here):
    first, second, third = chain(here)
    for each in (first, second, third):
        life = life_of(each)
        assert told(life) == [(2026, first.title), (2027, second.title), (2028, third.title)]
        assert {(link.source, link.target) for link in life.links} == {
            (first.uid, second.uid), (second.uid, third.uid)}
    other = here.proposal(third.round, title="Något annat")
    assert ideas_of([first, second, third, other]) == [[first, second, third], [other]]


def test_what_was_merged_goes_on_in_its_target_and_is_the_same_idea(here):
    round_ = here.round("published", 2027)
    target, other = here.proposal(round_, title="Mål"), here.proposal(round_, title="Annat")
    here.fire(other, "merge", target=target.uid, reason="Samma fråga")
    for each in (target, other):
        assert {link.kind for link in life_of(each).links} == {"merged"}
        assert len(life_of(each).nodes) == 2
    assert len(ideas_of([target, other])) == 1


def test_an_area_a_project_its_occasions_and_its_results_follow(here):
    _first, _second, third = chain(here)
    third.set({"area": "Data som håller"})
    project = here.project(title="Små tal", proposals=(third.uid,))
    workshop = here.workshop(project, starts=here.later(800), kind="workshop")
    here.workshop(project)
    project.set({"figures": (Figure("workshops", 1),), "expected_results": (ExpectedResult("Kunna mer", "reached"),)})
    assert [node.kind for node in life_of(third).nodes][-4:] == ["area", "project", "occasion", "occasion"]
    here.put(project, "closed")
    life = life_of(third)
    assert life.nodes[-1].kind == "result"
    assert [node.year for node in life.nodes] == sorted(node.year for node in life.nodes)
    ways = {(link.source, link.target) for link in life.links}
    area = next(node.key for node in life.nodes if node.kind == "area")
    assert {(third.uid, area), (area, project.uid), (project.uid, workshop.uid)} <= ways


def test_circles_and_broken_links_end(here):
    first, second, third = chain(here)
    first.set({"follows": third.uid, "target": "gone"})
    second.set({"target": second.uid, "absorbed": (second.uid, "gone"), "project": "gone"})
    assert len(life_of(second).nodes) == 3
    assert ideas_of([first, second, third]) == [[first, second, third]]
    lost = here.proposal(here.round("open", 2029))
    lost.set({"follows": "gone"})
    assert told(life_of(lost)) == [(2029, lost.title)]
    assert life_of(lost).links == []


def test_a_tangle_is_cut_off(here):
    round_ = here.round("published", 2027)
    many = [here.proposal(round_, title=f"Förslag {number}") for number in range(MOST_PROPOSALS + 20)]
    for one, other in itertools.pairwise(many):
        one.set({"target": other.uid})
        other.set({"absorbed": (one.uid,)})
    assert MOST_PROPOSALS <= len(life_of(many[0]).nodes) <= MOST_PROPOSALS + 2


def test_what_one_may_not_see_leads_nowhere(here):
    first, second, third = chain(here)
    assert told(life_of(first, lambda item: item is not second)) == [(2026, first.title)]
    assert len(life_of(first, lambda item: item is not third).nodes) == 2


# -- the drawing ---------------------------------------------------------------------------------------------


def test_the_drawing_is_xml_and_every_letter_of_a_title_is_only_text():
    title = '<script>alert("1")</script> & så \x00 vidare i all oändlighet tills raden är slut'
    drawing = draw(
        [Step("a", 2026, title, "Vilande", '/x?a="b"&c=<d>'), Step("b", 2027, title, title, here=True),
         Step("c", 2027, "", "")],
        [Line("a", "b", "carried"), Line("b", "c", "merged")])
    root = ElementTree.fromstring(drawing)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {
        "svg", "text", "path", "g", "a", "title", "rect"}
    assert "<script" not in drawing
    assert "style=" not in drawing
    assert root.get("aria-hidden") == "true"
    assert [each.text for each in root.findall(f"{SVG}text")] == ["2026", "2027"]
    assert len(root.findall(f"{SVG}path")) == 2


def test_years_stand_side_by_side_in_order_with_each_kind_further_on():
    root = ElementTree.fromstring(draw(
        [Step("c", 2028, "Projektet", place=2), Step("a", 2026, "Först"), Step("b", 2028, "Igen")], []))
    across = {each.find(f"{SVG}title").text: int(each.find(f"{SVG}rect").get("x")) for each in root.iter(f"{SVG}g")}
    assert across["Först"] < across["Igen"] < across["Projektet"]
    years = {each.text: int(each.get("x")) for each in root.findall(f"{SVG}text")}
    assert years == {"2026": across["Först"], "2028": across["Igen"]}


def test_an_empty_drawing_and_a_long_word_hold():
    assert ElementTree.fromstring(draw([], [])).tag == f"{SVG}svg"
    assert broken("Regionutvecklingsstrategiarbetsgruppen") == ["Regionutvecklingsstrate…"]
    assert broken("ett två") == ["ett två"]
    assert all(len(line) <= 24 for line in broken("många korta ord som aldrig tar slut i en enda rubrik här"))


# -- the page ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A year with an idea carried over, one that was merged and one that became a project; only read."""
    made = Story(tmp_path_factory.mktemp("year") / "var")
    whole_year.play(made)
    yield made
    made.close()


def page(story: Story, email: str, path: str) -> Any:
    browser = story.browser(email) if email else story.visitor()
    return browser.get(f"{path}/life", status="*")


def steps(answer: Any) -> list[str]:
    """The titles of the list, in its order."""
    return [" ".join(each.select_one(".said").text.split()) for each in answer.html.select(".life li")]


def test_the_list_and_the_drawing_say_the_same(year):
    with year.looking() as site:
        path = next(each.path for each in find(site, "/rounds/2027")["proposals"].values()
                    if each.title == "Vem räknar skogen")
    answer = page(year, Story.MEMBER, path)
    assert answer.status_int == 200
    drawn = [each.text for each in answer.html.select("svg.life-line g title")]
    assert drawn == steps(answer)
    assert drawn[:3] == ["Vem räknar skogen", "Data som håller", "Skogens tal"]
    assert "Fördjupningsseminarium 2: Rötter" in drawn
    links = [each["href"] for each in answer.html.select("svg.life-line a")]
    assert links == [each["href"] for each in answer.html.select(".life li a.said")]
    for href in links:
        assert year.browser(Story.MEMBER).get(href.partition("#")[0]).status_int == 200
    onward = [each.text for each in answer.html.select(".life li .quiet")]
    assert any("Skogens tal" in each for each in onward)


def test_a_draft_that_takes_the_idea_up_is_told_to_its_sender_alone(year):
    with year.looking() as site:
        earlier, later = (next(each.path for each in find(site, f"/rounds/{number}")["proposals"].values()
                               if each.title == "Byarnas vatten") for number in (2027, 2028))
    assert steps(page(year, Story.MEMBER, earlier)) == ["Byarnas vatten"] * 2
    assert steps(page(year, Story.MEMBER, later)) == ["Byarnas vatten"] * 2
    for email in (Story.OTHER, Story.OFFICE, Story.PARTNER):
        answer = page(year, email, earlier)
        assert steps(answer) == ["Byarnas vatten"]
        assert later not in answer.text
    assert page(year, Story.OTHER, later).status_int in (403, 404)
    assert page(year, "", earlier).status_int == 404


def test_a_title_full_of_code_is_shown_as_it_was_written(story):
    title = "<script>alert(1)</script> & sånt"
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        path = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": title}).path
    answer = page(story, Story.MEMBER, path)
    assert "<script>alert" not in answer.text
    assert steps(answer) == [title]
    assert "style=" not in str(answer.html.select_one("svg.life-line"))
    assert page(story, Story.OTHER, path).status_int == 404


def test_the_page_of_the_proposal_leads_to_its_life_line(year):
    with year.looking() as site:
        path = next(each.path for each in find(site, "/rounds/2027")["proposals"].values()
                    if each.title == "Små tal")
    browser = year.browser(Story.MEMBER)
    answer = browser.get(path).click(href=f"{path}/life$")
    assert set(steps(answer)) == {"Små tal", "Lånad text"}
