"""A vote: prepared by anybody in the organisation, cast by its representative, nobody else's until it is counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ballot_site import BALLOT, NORRA, SODRA, TITLES, Voting
from reglab_workflow.content.ballot.model import Mark
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import NotPermitted, Refused, Stale


@pytest.fixture
def voting(tmp_path: Path) -> Iterator[Voting]:
    made = Voting(tmp_path / "var")
    yield made
    made.close()


def words(answer: Any) -> str:
    return " ".join(answer.html.find("main").get_text(" ").split())


def numbers(form: Any, uids: list[str]) -> list[str]:
    return [form[f"p{uid}"].value for uid in uids]


# -- filling in ----------------------------------------------------------------------------------------------


def test_anybody_in_the_organisation_prepares_and_all_of_it_see_who_changed_what(voting):
    voting.ballot()
    anna = voting.browser(voting.ANNA)
    page = voting.fill(anna, NORRA, 3, 2).follow()
    assert "Anna Alm ändrade 2 förslag kl." in words(page)
    assert "Rösten lämnas av Maja Myr." in words(page)
    assert "/do/cast" not in page.text
    maja = voting.browser(voting.MEMBER).get(NORRA)
    assert "Anna Alm ändrade 2 förslag kl." in words(maja)
    assert "/do/cast" in maja.text


def test_a_button_moves_one_dot_and_saves_nothing(voting):
    voting.ballot(dots=4, most=3)
    anna = voting.browser(voting.ANNA)
    form = anna.get(f"{NORRA}/edit").forms["form"]
    for _press in range(4):
        page = form.submit("wish", value=f"up:{voting.uids[0]}")
        form = page.forms["form"]
    assert numbers(form, voting.uids) == ["3", "", "", ""], "no more than three on one proposal"
    assert "Kvar: 1 av 4" in words(page)
    form = form.submit("wish", value=f"down:{voting.uids[0]}").forms["form"]
    assert numbers(form, voting.uids) == ["2", "", "", ""]
    assert voting.item(NORRA)["marks"] == ()
    form.submit("save", status=303)
    assert voting.item(NORRA)["marks"] == (Mark(voting.uids[0], 2),)


def test_no_dot_is_given_that_is_not_left(voting):
    voting.ballot(dots=2, most=2)
    form = voting.browser(voting.ANNA).get(f"{NORRA}/edit").forms["form"]
    for uid in (voting.uids[0], voting.uids[0], voting.uids[1]):
        form = form.submit("wish", value=f"up:{uid}").forms["form"]
    assert numbers(form, voting.uids) == ["2", "", "", ""]


def test_the_buttons_of_a_ranking_put_proposals_in_order(voting):
    voting.ballot(method="ranking", top=3)
    form = voting.browser(voting.ANNA).get(f"{NORRA}/edit").forms["form"]
    first, second, third, fourth = voting.uids
    for uid in (first, second, third, fourth):
        form = form.submit("wish", value=f"up:{uid}").forms["form"]
    assert numbers(form, voting.uids) == ["1", "2", "3", ""], "there are three places"
    form = form.submit("wish", value=f"up:{third}").forms["form"]
    assert numbers(form, voting.uids) == ["1", "3", "2", ""]
    form = form.submit("wish", value=f"down:{second}").forms["form"]
    assert numbers(form, voting.uids) == ["1", "", "2", ""], "what goes down from the last place has none"
    form.submit("save", status=303)
    assert set(voting.item(NORRA)["marks"]) == {Mark(first, 1), Mark(third, 2)}


@pytest.mark.parametrize(("settings", "given", "told"), [
    ({"dots": 4}, (3, 2), "Rösten har fler poäng än det finns att ge"),
    ({"most": 2}, (3,), "Skriv ett tal mellan 0 och 2"),
    ({}, ("tre",), "Poäng till Små tal"),
    ({"method": "ranking"}, (1, 1), "Två förslag har samma placering"),
    ({"method": "ranking", "top": 3}, (4,), "Skriv ett tal mellan 0 och 3")])
def test_what_cannot_be_counted_is_not_saved_and_not_lost(voting, settings, given, told):
    voting.ballot(**settings)
    answer = voting.fill(voting.browser(voting.ANNA), NORRA, *given, status=422)
    assert told in words(answer)
    assert numbers(answer.forms["form"], voting.uids)[:len(given)] == [str(each) for each in given]
    assert voting.item(NORRA)["marks"] == ()


def test_two_who_save_at_once_are_shown_both(voting):
    voting.ballot()
    anna, maja = voting.browser(voting.ANNA), voting.browser(voting.MEMBER)
    hers, mine = (browser.get(f"{NORRA}/edit").forms["form"] for browser in (anna, maja))
    hers[f"p{voting.uids[0]}"], mine[f"p{voting.uids[0]}"], mine[f"p{voting.uids[1]}"] = "3", "1", "2"
    hers.submit("save", status=303)
    answer = mine.submit("save", status=409)
    assert [heading.text for heading in answer.html.select("main section h2")] == ["1. Små tal", "2. Skogens data"]
    assert [[each.text.strip() for each in pair.select(".said")] for pair in answer.html.select(".pair")] == [
        ["3", "1"], ["0", "2"]]
    answer.forms["form"].submit("save", status=303)
    assert voting.item(NORRA)["marks"] == (Mark(voting.uids[0], 1), Mark(voting.uids[1], 2))


def test_who_casts_a_vote_that_a_colleague_has_just_changed_is_told(voting):
    voting.ballot()
    voting.fill(voting.browser(voting.ANNA), NORRA, 1)
    cast = next(form for form in voting.browser(voting.MEMBER).get(NORRA).forms.values() if "/do/" in form.action)
    voting.fill(voting.browser(voting.ANNA), NORRA, 2)
    assert "ändrat" in words(cast.submit(status=409))
    assert voting.item(NORRA)["state"] == "draft"


def test_the_orders_of_the_list_hold_the_same_proposals(voting):
    voting.ballot()
    voting.fill(voting.browser(voting.ANNA), NORRA, 0, 0, 1, 3)

    def shown(who: str, path: str, sort: str) -> list[str]:
        answer = voting.browser(who).get(f"{path}/edit?sort={sort}")
        return [link.text.strip() for link in answer.html.select(".ballot a.said")]

    assert shown(voting.ANNA, NORRA, "theme") == list(TITLES)
    assert shown(voting.ANNA, NORRA, "mine")[:2] == ["Gemensam karta", "Mötesplatser"]
    chance = shown(voting.ANNA, NORRA, "random")
    assert sorted(chance) == sorted(TITLES)
    assert shown(voting.MEMBER, NORRA, "random") == chance, "the same for everybody in the organisation"


# -- casting -------------------------------------------------------------------------------------------------


def test_the_representative_casts_and_casts_anew_and_the_draft_counts_only_then(voting):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3)
    voting.fill(voting.browser(voting.ANNA), NORRA, 1, 2)
    kept = voting.item(NORRA)
    assert kept["cast_marks"] == (Mark(voting.uids[0], 3),)
    assert "Utkastet har ändrats sedan dess." in words(voting.browser(voting.MEMBER).get(NORRA))
    voting.fire(NORRA, "recast", voting.MEMBER)
    assert set(voting.item(NORRA)["cast_marks"]) == {Mark(voting.uids[0], 1), Mark(voting.uids[1], 2)}
    with voting.acting(voting.MEMBER) as acts, pytest.raises(Refused) as refusal:
        acts.fire(find(acts.site, NORRA), "recast")
    assert [reason.code for reason in refusal.value.reasons] == ["vote_unchanged"]


def test_an_empty_vote_is_not_cast(voting):
    voting.ballot()
    with voting.acting(voting.MEMBER) as acts, pytest.raises(Refused) as refusal:
        acts.fire(find(acts.site, NORRA), "cast")
    assert [reason.code for reason in refusal.value.reasons] == ["empty_vote"]


def test_a_vote_that_breaks_the_method_is_never_cast_whatever_way_it_was_written(voting):
    voting.ballot(dots=4)
    with voting.acting(voting.MEMBER) as acts:
        vote = find(acts.site, NORRA)
        acts.edit(vote, {"marks": (Mark(voting.uids[0], 9),)})
        with pytest.raises(Refused) as refusal:
            acts.fire(vote, "cast")
        acts.edit(vote, {"marks": (Mark("0" * 16, 1),)})
        with pytest.raises(Refused) as other:
            acts.fire(vote, "cast")
    assert [reason.code for reason in (*refusal.value.reasons, *other.value.reasons)] == [
        "vote_single", "vote_unknown"]


def test_an_organisation_that_is_no_member_any_more_does_not_vote(voting):
    voting.ballot()
    voting.fill(voting.browser(voting.ANNA), NORRA, 1)
    with voting.acting(voting.OFFICE) as acts:
        norra = next(each for each in acts.site["organisations"].values() if each.uid == voting.norra)
        norra.kind = "partner"
    with voting.acting(voting.MEMBER) as acts, pytest.raises(Refused) as refusal:
        acts.fire(find(acts.site, NORRA), "cast")
    assert [reason.code for reason in refusal.value.reasons] == ["not_a_member"]


# -- nobody else's -------------------------------------------------------------------------------------------

STRANGERS = (Voting.OFFICE, Voting.AUDITOR, Voting.OTHER, Voting.SARA, Voting.LEADER, Voting.PARTNER, "")
PAGES = ("", "/edit", "/history", "/rights", "/do/cast")


@pytest.mark.parametrize("who", STRANGERS)
def test_a_vote_of_others_is_not_there(voting, who):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3)
    browser = voting.browser(who) if who else voting.visitor()
    for tail in PAGES:
        hidden = browser.get(f"{NORRA}{tail}", status=404)
        absent = browser.get(f"{BALLOT}/votes/finns-inte{tail}", status=404)
        assert words(hidden) == words(absent)


@pytest.mark.parametrize("who", [Voting.OFFICE, Voting.AUDITOR, Voting.OTHER, Voting.SARA, Voting.PARTNER])
def test_others_neither_write_nor_cast_it(voting, who):
    voting.ballot()
    with voting.acting(who) as acts:
        vote = find(acts.site, NORRA)
        with pytest.raises(NotPermitted):
            acts.edit(vote, {"marks": (Mark(voting.uids[0], 1),)})
        with pytest.raises(NotPermitted):
            acts.fire(vote, "cast")
        with pytest.raises(NotPermitted):
            acts.create(vote.__parent__, "vote", {"title": "En till", "organisation": voting.verket})
        assert acts.site["rounds"]["2027"].ballot.vote_of(voting.verket) is None


def test_a_colleague_prepares_but_does_not_cast(voting):
    voting.ballot()
    voting.fill(voting.browser(voting.ANNA), NORRA, 1)
    with voting.acting(voting.ANNA) as acts, pytest.raises(NotPermitted):
        acts.fire(find(acts.site, NORRA), "cast")


def test_nobody_writes_by_hand_what_only_a_step_writes(voting):
    voting.ballot()
    with voting.acting(voting.MEMBER) as acts:
        vote = find(acts.site, NORRA)
        for name, value in (("cast_marks", (Mark(voting.uids[0], 1),)), ("organisation", voting.sodra),
                            ("title", "Region Södra")):
            with pytest.raises(NotPermitted):
                acts.edit(vote, {name: value})


def test_the_trail_never_holds_what_a_vote_says_until_the_ballot_closes(voting):
    """Not in any entry of anything: only that it was saved and cast, by whom and when."""
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3, 2)
    voting.vote(voting.MEMBER, NORRA, 1, 0, 0, 3)
    with voting.open() as site:
        vote = find(site, NORRA)
        told = list(vote.events)
        assert [entry.core.get("transition", entry.core["kind"]) for entry in told] == [
            "added", "edited", "cast", "edited", "recast"]
        for entry in told[1:]:
            assert not any(uid in json.dumps(entry.details) for uid in voting.uids)
            assert set(entry.details.get("after", {})) <= {"saved"}
        assert [entry.details["after"]["saved"]["changed"] for entry in told if "after" in entry.details] == [2, 3]
        assert {entry.core["actor"] for entry in told[1:]} == {voting.people[voting.MEMBER]}
    voting.fire(BALLOT, "close")
    with voting.open() as site:
        closed = find(site, BALLOT).events[-1]
        assert any(uid in json.dumps(closed.details) for uid in voting.uids), "then it is in the trail for good"


def test_the_history_of_the_site_tells_the_office_nothing_of_votes(voting):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3)
    told = words(voting.browser(voting.OFFICE).get("/history"))
    assert "lämnade organisationens röst" not in told
    own = words(voting.browser(voting.ANNA).get(f"{NORRA}/history"))
    assert "Maja Myr (medlemsansvarig) lämnade organisationens röst" in own


def test_search_finds_no_vote_of_others(voting):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3)
    for who in (voting.OFFICE, voting.AUDITOR, voting.SARA):
        assert NORRA not in voting.browser(who).get("/search?text=norra").text
    assert SODRA in voting.browser(voting.SARA).get("/search?text=s%C3%B6dra").text


def test_one_representative_may_stand_for_two_organisations_and_the_trail_says_for_which(voting):
    voting.ballot()
    with voting.acting() as acts:
        ostra = next(each for each in acts.site["organisations"].values() if each.uid == voting.ostra)
        sara = acts.site["people"][voting.people[voting.SARA]]
        acts.appoint(sara, "representative", ostra)
    path = f"{BALLOT}/votes/region-ostra"
    voting.vote(voting.SARA, path, 2)
    with voting.open() as site:
        cast = find(site, path).events[-1]
        assert (cast.core["transition"], cast.core["on_behalf_of"]) == ("cast", voting.ostra)


def test_a_lost_race_is_told_at_the_one_door(voting):
    voting.ballot()
    with voting.acting(voting.ANNA) as acts:
        vote = find(acts.site, NORRA)
        acts.edit(vote, {"marks": (Mark(voting.uids[0], 1),)}, seen=vote.version)
        with pytest.raises(Stale):
            acts.edit(vote, {"marks": (Mark(voting.uids[0], 2),)}, seen=0)
