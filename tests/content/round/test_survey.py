"""What guards ask of all proposals: the index answers like the items, and a step sees what is not committed yet."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from crowd import Crowd
from reglab_workflow.catalog.finder import Finder, Query
from reglab_workflow.catalog.survey import IndexSurvey
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.round import guards
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import system

TURNS = 40
ASKING = (
    "proposals_have_themes", "proposals_have_numbers", "proposal_numbers_differ", "round_has_no_proposals",
    "proposals_are_with_their_senders", "proposals_have_outcomes", "no_proposal_is_selected",
)


@pytest.fixture(scope="module", params=(1, 2))
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """A site with four rounds, and proposals in every state."""
    made = Crowd(tmp_path_factory.mktemp("crowd") / "var", seed=request.param)
    yield made
    made.close()


def glance(house: Any, site: Any) -> IndexSurvey:
    """The index, as a page asks it."""
    return IndexSurvey(Finder(house.registry.reglab_index, house.database, house.rulebook, site, system("test")))


def told(reason: Any) -> Any:
    """A guard's answer as something to compare."""
    return reason and (reason.code, str(reason.text), reason.text.mapping)


def stopped(round_: Any) -> dict[str, bool]:
    """What each guard has to say, by the plainest look at every proposal."""
    booklet, live = round_.booklet(), round_.live_proposals()
    numbers = Counter(each.number for each in booklet if each.number is not None)
    return {
        "proposals_have_themes": any(round_.theme(each.theme) is None for each in booklet),
        "proposals_have_numbers": any(each.number is None for each in booklet),
        "proposal_numbers_differ": any(times > 1 for times in numbers.values()),
        "round_has_no_proposals": not booklet,
        "proposals_are_with_their_senders": any(each.state == "returned" for each in live),
        "proposals_have_outcomes": any(not each.outcome for each in live),
        "no_proposal_is_selected": not any(each.outcome == "selected" for each in live),
    }


def something(crowd: Crowd, acts: Acts) -> None:
    """Any change of any proposal or of the themes of a round."""
    chance = crowd.chance
    round_ = chance.choice(acts.site["rounds"].values())
    if chance.random() < 0.1:
        acts.edit(round_, {"themes": round_.themes[:-1] or tuple(round_.themes)})
        return
    proposal = chance.choice(round_.proposals())
    crowd.anywhere(proposal)
    acts.edit(proposal, {"theme": chance.choice(("", "data", "mark", "finns-inte")), "title": crowd.words(),
                         "number": chance.choice((None, 1, 2, 3, 4, 5, 6, 7)), "idea": str(chance.random())})


def test_after_any_history_the_index_answers_as_the_items_do_and_both_as_the_plainest_look(crowd):
    for _turn in range(TURNS):
        with crowd.open() as site:
            something(crowd, Acts(crowd.rulebook, site, system("test")))
        with crowd.looking() as site:
            quick, asked = glance(crowd, site), Acts(crowd.rulebook, site, system("test")).ask()
            for round_ in site["rounds"].values():
                plain = stopped(round_)
                for name in ASKING:
                    guard = getattr(guards, name)
                    slow = guard(round_, asked)
                    assert told(guard(round_, replace(asked, survey=quick))) == told(slow), name
                    assert (slow is not None) == plain[name], name


def test_what_is_not_committed_counts_for_the_step_and_for_its_offer(crowd):
    """A page that has changed something asks the items, not the index."""
    with crowd.looking() as site:
        round_ = site["rounds"].values()[0]
        round_.state = "closed"
        acts = Acts(crowd.rulebook, site, system("test"), glance=glance(crowd, site))
        compile_ = crowd.rulebook.engine(round_).transition("compile")
        for number, each in enumerate(round_.proposals(), 1):
            each.state = "submitted"
            acts.edit(each, {"theme": round_.themes[0].id, "number": number, "title": f"Förslag {number}"})
        engine = crowd.rulebook.engine(round_)
        assert engine.refusals(round_, compile_, acts.ask()) == ()
        acts.edit(round_.proposals()[3], {"theme": ""})
        (reason,) = engine.refusals(round_, compile_, acts.ask())
        assert (reason.code, reason.text.mapping["titles"]) == ("without_theme", "Förslag 4")


def test_the_first_five_are_named_and_the_rest_counted(crowd):
    chance = random.Random(3)
    with crowd.open() as site:
        acts = Acts(crowd.rulebook, site, system("test"))
        round_ = site["rounds"].values()[1]
        numbers = chance.sample(range(1, 10), 9)
        for number, each in zip(numbers, round_.proposals(), strict=True):
            each.state = "submitted"
            acts.edit(each, {"theme": "", "number": number, "title": f"Nummer {number}"})
        path = round_.path
    with crowd.looking() as site:
        round_, asked = find(site, path), Acts(crowd.rulebook, site, system("test")).ask()
        for survey in (asked.survey, glance(crowd, site)):
            reason = guards.proposals_have_themes(round_, replace(asked, survey=survey))
            assert reason.text.mapping["titles"] == "; ".join(f"Nummer {each}" for each in range(1, 6)) + " (+ 4)"


def test_a_query_that_nothing_can_answer_finds_nothing(crowd):
    with crowd.looking() as site:
        round_ = site["rounds"].values()[0]
        nothing = Query(terms={"type": ("proposal",), "theme": ()})
        for survey in (Acts(crowd.rulebook, site, system("test")).survey, glance(crowd, site)):
            assert survey.some(nothing, round_.proposals, 5).total == 0
            assert survey.repeated(nothing, round_.proposals) == []
            assert not survey.changed(nothing, round_.proposals, round_.created)


def test_an_issue_is_offered_anew_once_something_was_touched(story):
    """The page only asks whether anything was touched since; the step compares the booklets word by word."""
    path = story.open_round()
    with story.acting() as acts:
        round_ = find(acts.site, path)
        acts.create(round_, "meeting", {"title": "Idémöte"})
        for number in range(1, 4):
            made = acts.create(round_["proposals"], "proposal", {"title": f"Förslag {number}",
                                                                 "organisation": story.norra})
            acts.fire(made, "submit")
            acts.edit(made, {"theme": "data", "number": number})
        acts.fire(round_, "compile")
        acts.fire(round_, "publish")
    office = story.browser(story.OFFICE)
    step = "Ge ut en ny utgåva av häftet"
    assert _offered(office, path, step) is False
    with story.acting() as acts:
        proposal = find(acts.site, path).proposals()[0]
        acts.edit(proposal, {"remark": "Bara för kansliet."})
    assert _offered(office, path, step) is True
    version = story.item(path)["version"]
    token = office.get(path).html.select_one("input[name=csrf_token]")["value"]
    answer = office.post(f"{path}/do/issue", {"csrf_token": token, "seen": str(version)}, expect_errors=True)
    assert answer.status_int in (409, 422)
    with story.acting() as acts:
        acts.edit(find(acts.site, path).proposals()[0], {"idea": "En helt ny idé."})
    answer = office.post(f"{path}/do/issue", {"csrf_token": token, "seen": str(version)})
    assert answer.status_int == 303
    assert _offered(office, path, step) is False


def _offered(browser: Any, path: str, title: str) -> bool:
    buttons = browser.get(path).html.find_all("button")
    (found,) = [each for each in buttons if each.get_text(strip=True) == title]
    return found.get("aria-disabled") != "true"
