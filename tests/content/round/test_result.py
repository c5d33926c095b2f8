"""Areas and outcomes: the office records areas, and the result tells every proposal's outcome at once."""

from __future__ import annotations

from typing import Any

import pytest

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.round.model import Area
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import Refused

RESULT = "/rounds/2027/result"


@pytest.fixture
def discussed(story: Story) -> list[str]:
    """The paths of four proposals that the idea meeting has discussed."""
    path = story.open_round()
    paths = []
    for title in ("Kust", "Hav", "Fjäll", "Skog"):
        with story.acting(story.MEMBER) as acts:
            made = acts.create(find(acts.site, path)["proposals"], "proposal", {"title": title})
            acts.fire(made, "submit")
            paths.append(made.path)
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, path)
        for number, each in enumerate(paths, 1):
            acts.edit(find(acts.site, each), {"theme": "data", "number": number})
        round_.state = "discussed"
        round_.set({"numbered_to": 4})
        for each in paths:
            find(acts.site, each).state = "discussed"
        acts.edit(round_, {"areas": (Area("vatten", "Vatten och kust", "Det brådskar."),
                                     Area("fjall", "Fjällen", lesser=True, body="board"))})
    return paths


def settle(story: Story, path: str, step: str, **facts: Any) -> None:
    """The office records an outcome."""
    with story.acting(story.OFFICE) as acts:
        told = {"decided_by": "member_group", "decided_on": clock.local_day(clock.now()), **facts}
        allowed = acts.rulebook.engines["proposal"].workflow.transitions[step].asks
        acts.fire(find(acts.site, path), step, {name: value for name, value in told.items() if name in allowed})


def decide(story: Story) -> None:
    """The board decides."""
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, "/rounds/2027"), "decide", {"board_date": clock.local_day(clock.now())})


def settle_all(story: Story, paths: list[str]) -> None:
    """Every proposal gets its outcome."""
    settle(story, paths[0], "select", area="vatten")
    settle(story, paths[1], "select", area="fjall")
    settle(story, paths[2], "refer", referred_to="Årskonferensen", reason="Passar där.")
    settle(story, paths[3], "not_select", reason="Andra gick före.")


def sections(page: Any) -> list[tuple[str, list[str]]]:
    """The headings of the page with the titles below each."""
    return [(head.h2.get_text(" ", strip=True), [link.get_text(strip=True) for link in head.select("a.said")])
            for head in page.html.select("main section")]


def test_the_result_tells_areas_lesser_interests_and_what_became_of_the_rest(story, discussed):
    settle_all(story, discussed)
    decide(story)
    page = story.browser(story.MEMBER).get(RESULT)
    assert sections(page) == [
        ("Vatten och kust 1", ["1. Kust"]), ("Fjällen 1", ["2. Hav"]), ("Överlämnade 1", ["3. Fjäll"]),
        ("Ej prioriterade 1", ["4. Skog"])]
    for words in ("Det brådskar.", "Mindre intressen", "Styrelsen", "Överlämnat till: Årskonferensen",
                  "Andra gick före."):
        assert words in page.text
    assert "Ändra områdena" not in page.text


def test_only_the_office_sees_the_result_while_it_grows_with_what_lacks_an_outcome(story, discussed):
    settle(story, discussed[0], "select", area="vatten")
    page = story.browser(story.OFFICE).get(RESULT)
    assert ("Utan utfall än 3", ["2. Hav", "3. Fjäll", "4. Skog"]) in sections(page)
    for who in (story.MEMBER, story.PARTNER):
        story.browser(who).get(RESULT, status=[403, 404])
    story.visitor().get(RESULT, status=404)


def test_the_result_cannot_be_decided_while_one_proposal_lacks_an_outcome(story, discussed):
    settle(story, discussed[0], "select", area="vatten")
    told = story.browser(story.OFFICE).get("/rounds/2027/do/decide").html.select_one("main").get_text()
    assert [title for title in ("Kust", "Hav", "Fjäll", "Skog") if title in told] == ["Hav", "Fjäll", "Skog"]
    with pytest.raises(Refused):
        decide(story)
    assert story.item("/rounds/2027")["state"] == "discussed"


def test_a_visitor_reads_the_result_that_is_public_and_no_more(story, discussed):
    settle_all(story, discussed)
    decide(story)
    page = story.visitor().get(RESULT)
    told = dict(sections(page))
    assert told["Vatten och kust 1"] == ["1. Kust"]
    assert "Andra gick före." not in page.text


def test_areas_are_recorded_in_a_form_and_keep_their_proposals_when_renamed(story, discussed):
    settle(story, discussed[0], "select", area="vatten")
    office = story.browser(story.OFFICE)
    form = office.get("/rounds/2027/areas").forms["form"]
    form.fields["title"][0].value = "Vatten överallt"
    form.submit("save").follow()
    areas = story.item("/rounds/2027")["areas"]
    assert [(area.id, area.title) for area in areas] == [("vatten", "Vatten överallt"), ("fjall", "Fjällen")]
    assert "Vatten överallt" in office.get(discussed[0]).text
    assert "överallt" in office.get("/rounds/2027/history").text


def test_an_outcome_is_put_into_one_of_the_areas_that_are_recorded(story, discussed):
    form = story.browser(story.OFFICE).get(f"{discussed[0]}/do/select").forms["form"]
    assert [value for value, _chosen, _title in form["area"].options] == ["", "vatten", "fjall"]


def test_while_no_area_is_recorded_one_is_written_by_hand(story, discussed):
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, "/rounds/2027"), {"areas": ()})
    settle(story, discussed[0], "select", area="Kusten")
    page = story.browser(story.OFFICE).get(discussed[0])
    assert "Område: Kusten." in page.text


def test_the_letter_and_the_search_know_an_area_by_its_title(story, discussed):
    settle(story, discussed[0], "select", area="vatten")
    with story.open() as site:
        letter = next(each for each in site.outbox.newest(20) if each.kind == "decided")
        assert "Vatten och kust" in letter.text
    assert "Kust" in story.browser(story.OFFICE).get("/search?text=vatten").text


def test_members_cannot_record_areas(story, discussed):
    story.browser(story.MEMBER).get("/rounds/2027/areas", status=403)


def test_a_learning_project_is_made_of_an_area_with_all_its_selected_proposals(story, discussed):
    settle(story, discussed[0], "select", area="vatten")
    settle(story, discussed[1], "select", area="vatten")
    for each in discussed[2:]:
        settle(story, each, "not_select", reason="Andra frågor samlade fler.")
    office = story.browser(story.OFFICE)
    form = office.get(RESULT).click("Skapa ett lärprojekt av området").forms["form"]
    assert (form["title"].value, form["purpose"].value) == ("Vatten och kust", "Det brådskar.")
    project = form.submit("save").follow().request.path
    with story.looking() as site:
        behind = {find(site, each).uid for each in discussed[:2]}
        assert set(find(site, project).proposals) == behind
    decide(story)
    assert "Skapa ett lärprojekt av området" not in story.browser(story.MEMBER).get(RESULT).text
    assert "Skapa ett lärprojekt" not in office.get(RESULT).html.find(id="area-fjall").parent.get_text()
