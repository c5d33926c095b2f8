"""Formats: their rules come from files, stop and warn as they say, and can be added to by a host."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from house import Story
from learning_site import LearningSite
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.project.formats import DECLARED, format_of, packaged, read_formats, with_others
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import system
from reglab_workflow.workflow.errors import Refused, WorkflowProblems

RULES = """
content_leaders = 2
process_leader = false
leading = false
participants = 0
teams = "required"
co_organisations = 1
fee = true
least = 3
most = 8
"""
TEAMS = f"""[formats.case_work]
title = {{sv = "Verkstad", en = "Case work"}}
help = {{sv = "Lag från flera organisationer arbetar med ett eget fall.", en = "Teams work on a case of their own."}}
{RULES}"""


@pytest.fixture
def here() -> LearningSite:
    return LearningSite()


def fire(here: LearningSite, project: Any, step: str, **facts: Any) -> Any:
    return here.acts(here.office).fire(project, step, facts)


def refused(here: LearningSite, project: Any, step: str) -> list[str]:
    state = project.state
    with pytest.raises(Refused) as refusal:
        fire(here, project, step)
    assert project.state == state
    return [reason.code for reason in refusal.value.reasons]


def try_out(here: LearningSite, **values: Any) -> Any:
    """A try-out room that could be invited to."""
    return here.project(**{"format": "try_out", "leading": here.organisation("Region Ledande").uid, **values})


def confirmed(here: LearningSite, project: Any, *organisations: str) -> Any:
    """A project with its leaders and these organisations, ready to start."""
    here.leader(project)
    here.leader(project, "process_leader")
    project.set({"organisations": organisations})
    return here.put(project, "confirmed")


# -- the file ------------------------------------------------------------------------------------------------


def test_the_formats_are_these_in_the_order_they_are_chosen():
    assert [(each.name, each.title["sv"]) for each in packaged().values()] == [
        ("project", "Lärprojekt"), ("study_circle", "Studiecirkel"), ("network", "Nätverk"),
        ("seminars", "Seminarieserie"), ("try_out", "Provrum"), ("team", "Projekt i lag")]


def test_a_try_out_room_has_the_rules_that_the_network_has_agreed_on():
    room = packaged()["try_out"]
    assert (room.leading, room.participants, room.most_a_year, room.fee) == (True, 2, 2, False)


@pytest.mark.parametrize(("written", "place", "said"), [
    (TEAMS.replace("fee = true", "fe = true"), "formats.case_work.fe", "unknown key; did you mean 'fee'?"),
    (TEAMS.replace("fee = true", ""), "formats.case_work.fee", "is missing"),
    (TEAMS.replace("fee = true", 'fee = "ja"'), "formats.case_work.fee", "should be true or false, not a text"),
    (TEAMS.replace("most = 8", "most = 2"), "formats.case_work.most", "should not be below 'least'"),
    (TEAMS.replace("co_organisations = 1", ""), "formats.case_work.co_organisations", "is missing"),
    (TEAMS.replace('"required"', '"allowed"'), "formats.case_work.co_organisations", "only where 'teams' is"),
    (TEAMS.replace('"required"', '"maybe"'), "formats.case_work.teams", "there is no kind of team 'maybe'"),
    (TEAMS.replace("least = 3", "least = 0"), "formats.case_work.least", "should be 1 or more"),
    (TEAMS + "most_a_year = 0", "formats.case_work.most_a_year", "should be 1 or more"),
    (TEAMS.replace("sv = \"Verkstad\", ", ""), "formats.case_work.title.sv", "is missing"),
    (TEAMS.replace("case_work", "Case"), "formats.Case", "is no name"),
    ("[forms]", "forms", "unknown key"),
    ("[formats", "", "Expected"),
])
def test_a_fault_in_a_file_is_told_with_its_place(written, place, said):
    with pytest.raises(WorkflowProblems) as faults:
        read_formats(written, "formats.toml")
    found = {problem.path: problem for problem in faults.value.problems}
    assert said in found[place].message
    assert (found[place].file, found[place].line > 0) == ("formats.toml", True)


def test_every_fault_is_told_at_once():
    with pytest.raises(WorkflowProblems) as faults:
        read_formats(TEAMS.replace("fee = true", "").replace("least = 3", "least = 0"), "formats.toml")
    assert len(faults.value.problems) == 2


def test_other_files_add_formats_and_replace_ours_but_not_each_others(tmp_path: Path):
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(TEAMS, encoding="utf-8")
    other.write_text(TEAMS.replace("case_work", "network"), encoding="utf-8")
    found = with_others([str(one), str(other)])
    assert [*found] == [*packaged(), "case_work"]
    assert (found["network"].content_leaders, found["case_work"].co_organisations) == (2, 1)
    other.write_text(TEAMS, encoding="utf-8")
    with pytest.raises(WorkflowProblems, match=r"formats\.case_work: is declared in .*one\.toml too"):
        with_others([str(one), str(other)])


def test_a_format_that_is_declared_no_more_goes_by_its_name_and_plain_rules(here):
    found = format_of(here.project(format="expedition"), {})
    assert (found.title["sv"], found.process_leader, found.leading) == ("expedition", True, False)


# -- what it takes to invite ---------------------------------------------------------------------------------


def test_a_try_out_room_is_not_invited_to_before_somebody_leads_it(here):
    project = here.project(format="try_out")
    assert refused(here, project, "invite") == ["no_leading_organisation"]
    project.set({"leading": here.organisation().uid})
    assert fire(here, project, "invite").target == "inviting"


@pytest.mark.parametrize("name", ["project", "study_circle", "network", "seminars"])
def test_other_formats_need_no_leading_organisation(here, name):
    assert fire(here, here.project(format=name), "invite").target == "inviting"


def test_two_try_out_rooms_begin_in_a_year_and_a_third_is_told_which(here):
    for title in ("Rum ett", "Rum två"):
        fire(here, try_out(here, title=title), "invite")
    third = try_out(here, title="Rum tre")
    with pytest.raises(Refused) as refusal:
        fire(here, third, "invite")
    reason, = refusal.value.reasons
    assert (reason.code, reason.field) == ("no_room_this_year", "format")
    assert reason.text.mapping == {"most": 2, "year": 2026, "which": "Rum ett, Rum två"}


def test_a_room_of_last_year_takes_no_place_this_year_however_long_it_lasts(here):
    for title in ("Rum ett", "Rum två"):
        fire(here, try_out(here, title=title), "invite")
    here.pass_days(130)
    for project in here.site["projects"].values():
        project.since = here.now  # it has moved on this year
    third = try_out(here, title="Rum tre")
    assert fire(here, third, "invite").target == "inviting"
    assert third.begun_in() == 2027


def test_the_year_is_the_one_it_is_in_sweden(here):
    project = try_out(here)
    acts = Acts(here.rulebook, here.site, system("test"), datetime(2026, 12, 31, 23, 30, tzinfo=timezone.utc))
    acts.actor = here.acts(here.office).actor
    project.set({"last_day": here.later(200)})
    acts.fire(project, "invite")
    assert (project.invited.isoformat(), project.begun_in()) == ("2027-01-01", 2027)


@pytest.mark.parametrize("step", ["cancel", "reshape"])
def test_a_room_that_did_not_take_place_leaves_its_turn_to_another(here, step):
    first, second, third = (try_out(here, title=title) for title in ("Ett", "Två", "Tre"))
    fire(here, first, "invite")
    fire(here, second, "invite")
    here.put(first, {"cancel": "cancelled", "reshape": "reshaped"}[step])
    assert fire(here, third, "invite").target == "inviting"


def test_rooms_of_other_formats_take_no_turn(here):
    for title in ("Ett", "Två"):
        fire(here, here.project(title=title), "invite")
    assert fire(here, try_out(here), "invite").target == "inviting"


@pytest.mark.parametrize(("name", "warned"), [("project", True), ("seminars", True), ("network", False),
                                              ("study_circle", False), ("try_out", False)])
def test_a_fee_is_asked_for_only_where_one_is_expected(here, name, warned):
    project = here.project(format=name, leading=here.organisation().uid)
    codes = [reason.code for reason in fire(here, project, "invite").warnings]
    assert ("no_fee" in codes) is warned


# -- what it takes to start ----------------------------------------------------------------------------------


def test_a_try_out_room_starts_with_two_members_besides_the_one_that_leads(here):
    lead, one, two = (here.organisation(title).uid for title in ("Region A", "Region B", "Region C"))
    other = here.organisation("Verket", kind="partner").uid
    project = confirmed(here, try_out(here, leading=lead), lead, one, other)
    assert refused(here, project, "start") == ["too_few_participants"]
    project.set({"organisations": (lead, one, two)})
    assert fire(here, project, "start").target == "running"


def test_who_leads_cannot_be_taken_back_before_the_start(here):
    one, two = (here.organisation(title).uid for title in ("Region B", "Region C"))
    project = confirmed(here, try_out(here, leading=""), one, two)
    assert refused(here, project, "start") == ["no_leading_organisation"]


def test_a_study_circle_starts_without_a_process_leader_but_not_without_anybody(here):
    project = here.project(format="study_circle", organisations=(here.organisation().uid,))
    here.put(project, "confirmed")
    assert refused(here, project, "start") == ["no_content_leader"]
    here.leader(project)
    assert fire(here, project, "start").target == "running"


def test_a_format_may_need_several_content_leaders(here):
    here.rulebook.declared = {DECLARED: {**packaged(), **read_formats(TEAMS, "formats.toml")}}
    project = here.project(format="case_work", organisations=(here.organisation().uid,))
    here.leader(project)
    here.put(project, "confirmed")
    assert refused(here, project, "start") == ["too_few_content_leaders"]
    here.appoint(here.person("Lo Lund"), "content_leader", project)
    assert fire(here, project, "start").target == "running"


# -- the pages -----------------------------------------------------------------------------------------------


def planned_room(story: Story, **values: Any) -> str:
    with story.acting(story.OFFICE) as acts:
        return str(acts.create(acts.site["projects"], "project", {
            "title": "Prova sensorer", "format": "try_out", "purpose": "Att lära av ett misstag.",
            "last_day": clock.local_day(clock.now()), **values}).path)


def lacking(page: Any) -> list[str]:
    return [each.get_text() for each in page.html.select("section[aria-labelledby=lacking] li")]


def test_the_page_says_what_the_format_means_and_what_it_lacks_to_those_who_edit(story: Story):
    path = planned_room(story)
    page = story.browser(story.OFFICE).get(path)
    assert "En organisation leder och minst två andra medlemmar" in page.html.select_one("header.title").get_text()
    assert lacking(page) == [
        "Utse minst en innehållsledare.", "Utse en processledare.",
        "Formatet kräver en organisation som leder. Kansliet väljer den där projektet redigeras.",
        "Utöver den ledande organisationen kräver formatet 2 medlemmar, och 0 är bekräftade. "
        "Bekräfta fler eller välj ett annat format."]
    assert lacking(story.browser(story.AUDITOR).get(path)) == []


def test_the_page_names_the_organisation_that_leads(story: Story):
    path = planned_room(story)
    office = story.browser(story.OFFICE)
    form = office.get(f"{path}/edit").forms["form"]
    assert form["leading"].options[0][2] == "Ingen organisation leder"
    form["leading"] = story.sodra
    page = form.submit("save").follow()
    facts = page.html.select_one("dl.facts").get_text(" ", strip=True)
    assert "Ledande organisation Region Södra" in facts
    assert "Formatet kräver en organisation som leder." not in page.text


def test_a_plain_project_says_nothing_of_an_organisation_that_leads(story: Story):
    path = planned_room(story, format="project")
    page = story.browser(story.OFFICE).get(path)
    assert "Ledande organisation" not in page.text
    assert lacking(page) == ["Utse minst en innehållsledare.", "Utse en processledare."]


def test_the_third_room_is_refused_on_its_page_by_name(story: Story):
    for title in ("Rum ett", "Rum två"):
        path = planned_room(story, title=title, leading=story.norra)
        with story.acting(story.OFFICE) as acts:
            acts.fire(find(acts.site, path), "invite")
    page = story.browser(story.OFFICE).get(planned_room(story, title="Rum tre", leading=story.norra))
    assert any("Rum ett, Rum två. Vänta till nästa år" in each for each in lacking(page))
    assert page.text.count("Högst 2 projekt med det här formatet börjar på ett år.") >= 2


def test_an_invitation_of_a_format_without_a_fee_does_not_promise_one(story: Story):
    office = story.browser(story.OFFICE)
    for name, told, missing in (("network", "Ingen avgift planeras", False), ("project", "Meddelas senare", True)):
        page = office.get(f"{planned_room(story, title=name, format=name)}/invitation")
        fees = [each for each in page.html.select("dt") if each.get_text(strip=True) == "Avgift"]
        gaps = [each.get_text() for each in page.html.select("#gaps ~ ul li")]
        assert told in fees[0].find_next("dd").get_text()
        assert ("Avgift" in gaps) is missing


def test_the_form_says_what_each_format_means_and_leaves_numbers_to_it(story: Story):
    office = story.browser(story.OFFICE)
    page = office.get("/projects/add-project")
    labels = [each.get_text(" ", strip=True) for each in page.html.select("label:has(input[value=try_out])")]
    assert labels[0].startswith("Provrum: En organisation leder")
    form = page.forms["form"]
    form["title"] = "Cirkel"
    page = form.submit("save").follow()
    kept = story.item(page.request.path)
    assert (kept["format"], kept["least"], kept["most"]) == ("project", 1, 5)


def test_history_calls_a_format_by_its_title(story: Story):
    path = planned_room(story, format="network")
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, path), {"format": "study_circle"})
    told = story.browser(story.OFFICE).get(f"{path}/history").text
    assert "Nätverk" in told
    assert "Studiecirkel" in told
    assert "study_circle" not in told


# -- in a host -----------------------------------------------------------------------------------------------


class Workshop(Story):
    """A site with a format of its own."""

    def configurator(self, settings: dict[str, Any]) -> Any:
        config = super().configurator(settings)
        path = Path(settings["reglab.var"]).with_name("formats.toml")
        path.write_text(TEAMS, encoding="utf-8")
        config.add_project_formats(str(path))
        return config


def test_a_host_adds_a_format_that_projects_can_have(tmp_path: Path):
    site = Workshop(tmp_path / "var")
    try:
        office = site.browser(site.OFFICE)
        form = office.get("/projects/add-project").forms["form"]
        form["title"], form["purpose"] = "Fallen", "Att lära."
        choice = ("case_work", False, None)
        field = next(each[0] for each in form.fields.values() if choice in getattr(each[0], "options", ()))
        field.value = "case_work"
        page = form.submit("save").follow()
        kept = site.item(page.request.path)
        assert (kept["format"], kept["least"], kept["most"]) == ("case_work", 3, 8)
        assert "Lag från flera organisationer" in page.text
        assert "Utse minst 2 innehållsledare. Hittills utsedda: 0." in lacking(page)
    finally:
        site.close()


def test_a_fault_in_a_hosts_file_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(f"{__name__}.TEAMS", TEAMS.replace("fee = true", ""))
    with pytest.raises(Exception, match=r"formats\.toml:\d+: formats\.case_work\.fee: is missing"):
        Workshop(tmp_path / "var")


def test_what_is_ticked_keeps_its_order_when_something_else_is_edited(story: Story):
    """Ticked boxes come without an order; a form that is saved must not tell of a change that nobody made."""
    former = tuple(sorted((story.norra, story.sodra), reverse=True))
    with story.acting(story.OFFICE) as acts:
        path = acts.create(acts.site["projects"], "project", {"title": "Små tal", "organisations": former}).path
    form = story.browser(story.OFFICE).get(f"{path}/edit").forms["form"]
    form["subtitle"] = "Med stora följder"
    form.submit("save", status=303)
    assert story.item(path)["organisations"] == former
    with story.looking() as site:
        assert set(list(find(site, path).events)[-1].details["after"]) == {"subtitle"}
