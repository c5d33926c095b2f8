"""A ballot: off by default, advice and never needed, and open about who has answered but not about what."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ballot_site import BALLOT, NORRA, SODRA, Voting
from reglab_workflow import clock
from reglab_workflow.content.ballot.model import Counted, Mark
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticking import tick
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused

OSTRA = f"{BALLOT}/votes/region-ostra"


@pytest.fixture
def voting(tmp_path: Path) -> Iterator[Voting]:
    made = Voting(tmp_path / "var")
    yield made
    made.close()


def words(answer: Any) -> str:
    return " ".join(answer.html.find("main").get_text(" ").split())


def represent(voting: Voting) -> None:
    """Lena represents the third member."""
    with voting.acting() as acts:
        ostra = next(each for each in acts.site["organisations"].values() if each.uid == voting.ostra)
        acts.appoint(acts.site["people"][voting.people[voting.LEADER]], "representative", ostra)


# -- off by default ------------------------------------------------------------------------------------------


def test_ballots_are_off_until_the_site_switches_them_on(tmp_path):
    off = Voting(tmp_path / "var", **{"reglab.ballots": "false"})
    office = off.browser(off.OFFICE)
    office.get("/rounds/2027/add-ballot", status=404)
    assert "omröstning" not in words(office.get("/rounds/2027"))
    with off.acting(off.OFFICE) as acts, pytest.raises(NotPermitted):
        acts.create(find(acts.site, "/rounds/2027"), "ballot", {"title": "Ändå"})
    off.close()


def test_a_ballot_that_is_there_stays_when_ballots_are_switched_off(voting, tmp_path):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3)
    voting.fire(BALLOT, "close")
    voting.close()
    off = Voting.__new__(Voting)
    off.__dict__.update(voting.__dict__)
    off.wsgi = off.application({
        "reglab.var": str(tmp_path / "var"), "reglab.secure_cookies": "false", "reglab.mail": "memory",
        "reglab.fast_passwords": "true", "reglab.base_url": "http://127.0.0.1"})
    voting.registry = voting.wsgi.registry
    off.registry = off.wsgi.registry
    assert "1 medlem röstade." in words(off.browser(off.MEMBER).get(BALLOT))
    off.registry.reglab_index.close()
    off.registry.reglab_database.close()


def test_the_office_plans_one_ballot_on_a_page_of_its_own(voting):
    office = voting.browser(voting.OFFICE)
    assert "Planera en rådgivande omröstning" in office.get("/rounds/2027").text
    form = office.get("/rounds/2027/add-ballot").forms["form"]
    form["title"], form["dots"], form["most"] = "Vilka är viktigast?", "5", "6"
    answer = form.submit("save", status=422)
    assert "Ett förslag kan inte få fler poäng än det finns." in words(answer)
    form = answer.forms["form"]
    form["most"] = "2"
    page = form.submit("save").follow()
    assert page.request.path == BALLOT
    assert "Varje medlem har 5 poäng att ge, som mest 2 på ett förslag." in words(page)
    assert "Planera en rådgivande omröstning" not in office.get("/rounds/2027").text
    with voting.acting(voting.OFFICE) as acts, pytest.raises(Refused):
        acts.create(find(acts.site, "/rounds/2027"), "ballot", {"title": "Ett till"})


@pytest.mark.parametrize("who", [Voting.MEMBER, Voting.AUDITOR, Voting.PARTNER])
def test_nobody_else_adds_one(voting, who):
    voting.browser(who).get("/rounds/2027/add-ballot", status=403)
    with voting.acting(who) as acts, pytest.raises(NotPermitted):
        acts.create(find(acts.site, "/rounds/2027"), "ballot", {"title": "Vår"})


# -- opening -------------------------------------------------------------------------------------------------


def test_members_see_the_ballot_when_it_opens_and_each_of_them_gets_a_vote(voting):
    with voting.acting(voting.OFFICE) as acts:
        acts.create(find(acts.site, "/rounds/2027"), "ballot", {
            "title": "Vilka?", "closes": clock.local_day(clock.now())})
    voting.browser(voting.MEMBER).get(BALLOT, status=404)
    voting.fire(BALLOT, "open")
    page = voting.browser(voting.MEMBER).get(BALLOT)
    assert "Till omröstningen" in voting.browser(voting.PARTNER).get("/rounds/2027").text
    assert NORRA in page.text and SODRA not in page.text
    with voting.open() as site:
        ballot = find(site, BALLOT)
        assert [vote.title for vote in ballot.votes()] == ["Region Norra", "Region Södra", "Region Östra"]
        assert ballot.proposals == tuple(voting.uids)
    voting.visitor().get(BALLOT, status=404)


@pytest.mark.parametrize(("spoil", "code"), [
    (lambda round_, ballot: ballot.set({"closes": None}), "no_last_day"),
    (lambda round_, ballot: ballot.set({"closes": ballot.closes - timedelta(days=30)}), "last_day_passed"),
    (lambda round_, ballot: setattr(round_, "state", "compiled"), "round_not_published"),
    (lambda round_, ballot: [setattr(each, "state", "withdrawn") for each in round_.proposals()], "no_proposals")])
def test_what_an_opening_needs(voting, spoil, code):
    with voting.acting(voting.OFFICE) as acts:
        round_ = find(acts.site, "/rounds/2027")
        ballot = acts.create(round_, "ballot", {"title": "Vilka?", "closes": clock.local_day(clock.now())})
        spoil(round_, ballot)
        with pytest.raises(Refused) as refusal:
            acts.fire(ballot, "open")
    assert [reason.code for reason in refusal.value.reasons] == [code]


def test_the_opening_says_who_has_nobody_to_cast_its_vote(voting):
    with voting.acting(voting.OFFICE) as acts:
        ballot = acts.create(find(acts.site, "/rounds/2027"), "ballot", {
            "title": "Vilka?", "closes": clock.local_day(clock.now())})
        (warning,) = acts.fire(ballot, "open").warnings
    assert (warning.code, warning.text.mapping) == ("no_representative", {"names": "Region Östra"})


def test_a_member_that_comes_later_votes_too(voting):
    voting.ballot()
    with voting.acting(voting.OFFICE) as acts, pytest.raises(Refused):
        acts.fire(find(acts.site, BALLOT), "include_members")
    voting.organisation("Region Västra")
    voting.fire(BALLOT, "include_members")
    with voting.open() as site:
        assert find(site, f"{BALLOT}/votes/region-vastra").state == "draft"


def test_the_way_to_vote_is_fixed_when_the_ballot_has_opened(voting):
    voting.ballot()
    with voting.acting(voting.OFFICE) as acts, pytest.raises(NotPermitted):
        acts.edit(find(acts.site, BALLOT), {"dots": 20})
    today = clock.local_day(clock.now())
    voting.fire(BALLOT, "move_last_day", closes=today + timedelta(days=20))
    assert voting.item(BALLOT)["closes"] == today + timedelta(days=20)


# -- while it is open ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [Voting.OFFICE, Voting.AUDITOR, Voting.OTHER, Voting.PARTNER])
def test_the_page_tells_who_has_not_answered_and_nothing_of_what_was_answered(voting, who):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3, 2, 1)
    page = voting.browser(who).get(BALLOT)
    waiting = page.html.select_one("section[aria-labelledby=waiting]").get_text(" ", strip=True)
    answered = page.html.select_one("section[aria-labelledby=cast]").get_text(" ", strip=True)
    assert ("Region Södra" in waiting, "Region Östra" in waiting, "Region Norra" in waiting) == (True, True, False)
    assert "Region Norra" in answered
    assert page.html.select("table") == []
    voting.browser(who).get(f"{BALLOT}/result.csv", status=404)
    assert voting.item(BALLOT)["tally"] == ()


# -- closing -------------------------------------------------------------------------------------------------


def test_the_clock_opens_and_closes_it(voting):
    today, now = clock.local_day(clock.now()), clock.now()
    with voting.acting(voting.OFFICE) as acts:
        acts.create(find(acts.site, "/rounds/2027"), "ballot", {
            "title": "Vilka?", "opens": today + timedelta(days=1), "closes": today + timedelta(days=2)})
    states = []
    for days in (0, 1, 2, 3):
        with voting.open() as site:
            tick(voting.rulebook, site, now + timedelta(days=days))
            states.append(find(site, BALLOT).state)
    assert states == ["planned", "open", "open", "closed"]


def test_what_was_cast_counts_and_what_was_only_drafted_does_not(voting):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3)
    voting.fill(voting.browser(voting.ANNA), NORRA, 0, 0, 3)
    voting.fill(voting.browser(voting.SARA), SODRA, 0, 3)
    voting.fire(BALLOT, "close")
    assert voting.item(BALLOT)["tally"] == (Counted(voting.norra, (Mark(voting.uids[0], 3),)),)
    assert [voting.item(path)["state"] for path in (NORRA, SODRA)] == ["counted", "left_out"]
    page = words(voting.browser(voting.PARTNER).get(BALLOT))
    assert "1 medlem röstade." in page
    assert "Svarade inte 2 Region Södra Region Östra" in page
    voting.browser(voting.PARTNER).get(NORRA)
    voting.browser(voting.PARTNER).get(SODRA, status=404)


def table(page: Any) -> list[list[str]]:
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td:not(.drawn-bar)")]
            for row in page.html.select("table tbody tr")]


def test_the_result_of_dots_is_told_by_sum_and_by_number_of_members(voting):
    represent(voting)
    voting.ballot(dots=6, most=6)
    voting.vote(voting.MEMBER, NORRA, 6)
    voting.vote(voting.SARA, SODRA, 0, 3, 2, 1)
    voting.vote(voting.LEADER, OSTRA, 0, 2, 3)
    voting.fire(BALLOT, "close")
    page = voting.browser(voting.OTHER).get(BALLOT)
    assert table(page) == [
        ["1", "1. Små tal", "6", "1", "3"], ["2", "2. Skogens data", "5", "2", "1"],
        ["2", "3. Mötesplatser", "5", "2", "1"], ["4", "4. Gemensam karta", "1", "1", "3"]]
    told = words(page)
    assert "Resultatet är ett råd till dem som beslutar." in told
    assert "Poängen läggs ihop" in told
    assert ("Utan Region Norra skulle det här vara bland de första: ”Gemensam karta”. I stället för: ”Små tal”."
            in told)
    widths = [float(each["width"]) for each in page.html.select("td.drawn-bar rect:not(.ground)")]
    assert widths == sorted(widths, reverse=True) and len(set(widths)) == 3, "the bars say what the numbers say"


def test_the_list_is_shown_by_the_other_way_of_counting_too(voting):
    voting.ballot(dots=6, most=6)
    voting.vote(voting.MEMBER, NORRA, 5, 1)
    voting.vote(voting.SARA, SODRA, 0, 1)
    voting.fire(BALLOT, "close")
    page = voting.browser(voting.OTHER).get(BALLOT)
    assert [row[1] for row in table(page)][:2] == ["1. Små tal", "2. Skogens data"]
    page = page.click("Medlemmar som gav poäng")
    assert [row[1] for row in table(page)][:2] == ["2. Skogens data", "1. Små tal"]
    assert page.html.select("th[aria-sort]")[0].text.strip() == "Medlemmar som gav poäng"


def test_a_firm_result_says_so(voting):
    represent(voting)
    voting.ballot()
    for who, path in ((voting.MEMBER, NORRA), (voting.SARA, SODRA), (voting.LEADER, OSTRA)):
        voting.vote(who, path, 3, 2, 1)
    voting.fire(BALLOT, "close")
    told = words(voting.browser(voting.OTHER).get(BALLOT))
    assert "De tre första är desamma, i samma ordning, vilken organisation man än tar bort." in told
    assert "Båda sätten att räkna sätter samma förslag först." in told


def test_the_result_of_a_ranking_is_told_by_points_and_by_duels(voting):
    represent(voting)
    voting.ballot(method="ranking", top=3)
    voting.vote(voting.MEMBER, NORRA, 1, 2, 3)
    voting.vote(voting.SARA, SODRA, 1, 3, 2)
    voting.vote(voting.LEADER, OSTRA, 2, 1)
    voting.fire(BALLOT, "close")
    page = voting.browser(voting.OTHER).get(BALLOT)
    assert table(page) == [
        ["1", "1. Små tal", "8", "3", "1"], ["2", "2. Skogens data", "6", "1", "2"],
        ["3", "3. Mötesplatser", "3", "-1", "3"], ["4", "4. Gemensam karta", "0", "-3", "4"]]
    assert page.html.select("th[aria-sort]")[0].text.strip() == "Rangpoäng"
    assert "(Borda)" in words(page) and "(Copeland)" in words(page)
    assert "Utan Region Norra skulle ordningen mellan de första vara en annan." not in words(page)


def test_nobody_voting_is_told_without_a_table(voting):
    voting.ballot()
    voting.fire(BALLOT, "close")
    page = voting.browser(voting.OFFICE).get(BALLOT)
    assert "0 medlemmar röstade." in words(page)
    assert page.html.select("table") == []


def test_the_file_says_what_the_page_says_with_a_column_for_each_organisation(voting):
    voting.ballot()
    with voting.acting(voting.OFFICE) as acts:
        acts.edit(find(acts.site, "/rounds/2027").proposal(voting.uids[1]), {"title": "=1+1"})
    voting.vote(voting.MEMBER, NORRA, 3, 1)
    voting.vote(voting.SARA, SODRA, 0, 3)
    voting.fire(BALLOT, "close")
    browser = voting.browser(voting.OTHER)
    answer = browser.get(f"{BALLOT}/result.csv")
    rows = list(csv.reader(StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Nr", "Förslag", "Plats", "Poäng", "Plats (Medlemmar som gav poäng)",
                       "Medlemmar som gav poäng", "Region Norra", "Region Södra"]
    assert rows[1] == ["2", "'=1+1", "1", "4", "1", "2", "1", "3"]
    assert [row[3] for row in rows[1:]] == [row[2] for row in table(browser.get(BALLOT))]


def test_it_opens_again_with_a_reason_and_the_votes_are_as_they_were(voting):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3)
    voting.fire(BALLOT, "close")
    today = clock.local_day(clock.now())
    with voting.acting(voting.OFFICE) as acts, pytest.raises(MissingFacts):
        acts.fire(find(acts.site, BALLOT), "reopen", {"closes": today})
    voting.fire(BALLOT, "reopen", closes=today + timedelta(days=3), reason="Ett förslag saknades i häftet.")
    assert [voting.item(path)["state"] for path in (NORRA, SODRA)] == ["cast", "draft"]
    assert voting.item(BALLOT)["tally"] == ()
    voting.browser(voting.OFFICE).get(NORRA, status=404)
    voting.vote(voting.SARA, SODRA, 0, 2)
    voting.fire(BALLOT, "close")
    assert [each.organisation for each in voting.item(BALLOT)["tally"]] == [voting.norra, voting.sodra]


def test_the_round_goes_on_without_a_ballot_and_beside_one(voting):
    """The whole way to the decision with a ballot that nobody ever closes."""
    voting.ballot()
    with voting.acting(voting.OFFICE) as acts:
        round_, today = find(acts.site, "/rounds/2027"), clock.local_day(clock.now())
        meeting = acts.create(round_, "meeting", {"title": "Idémöte", "day": today})
        for step in ("call", "begin"):
            acts.fire(meeting, step)
        acts.fire(round_, "hold")
        for proposal in round_.live_proposals():
            acts.fire(proposal, "park", {"reason": "Nästa år."})
        acts.fire(round_, "decide", {"board_date": today})
        assert (round_.state, round_.ballot.state) == ("decided", "open")


def test_in_english_too(voting):
    voting.ballot()
    voting.vote(voting.MEMBER, NORRA, 3, 1)
    voting.vote(voting.SARA, SODRA, 3, 2)
    voting.fire(BALLOT, "close")
    browser = voting.browser(voting.OTHER)
    browser.get("/language?to=en&back=/")
    told = words(browser.get(BALLOT))
    assert "The result is advice to those who decide." in told
    assert "The first 2 are the same, in the same order, whichever organisation is left out." in told


def test_a_proposal_that_is_back_with_its_sender_is_not_voted_on(voting):
    """The members cannot read it."""
    with voting.acting(voting.OFFICE) as acts:
        acts.fire(find(acts.site, "/rounds/2027").proposal(voting.uids[1]), "return", {"reason": "Målgruppen saknas."})
    voting.ballot()
    with voting.open() as site:
        assert voting.uids[1] not in find(site, BALLOT).proposals
    assert "Skogens data" not in voting.browser(voting.SARA).get(f"{SODRA}/edit").text
