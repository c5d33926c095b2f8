"""The page behind "Why not, and what would change it?"."""

from __future__ import annotations

from auditing import ask, rows
from house import Story
from reglab_workflow.content.site.model import find


def proposal(story: Story) -> str:
    """A proposal that a member has handed in; gives its path."""
    form = story.browser(story.MEMBER).get(f"{story.open_round()}/proposals/add").forms["form"]
    form["title"] = "Vem gör jobbet?"
    return form.submit("submit").follow().request.path


def words(page: object) -> str:
    """What the page says, in one line."""
    return " ".join(page.html.find("main").get_text(" ").split())  # type: ignore[attr-defined]


def test_a_no_says_what_stops_it_and_what_would_change_it(story: Story) -> None:
    path = proposal(story)
    told = words(story.browser(story.MEMBER).get(f"{path}/rights?what=submit"))
    assert "Nej" in told
    assert "Inlämnat" in told


def test_a_wrong_state_is_told_with_the_steps_to_a_right_one(story: Story) -> None:
    path = proposal(story)
    page = story.browser(story.MEMBER).get(f"{path}/rights?what=reopen_draft")
    assert "Ta steget ”Återta förslaget”." in words(page)
    assert page.html.find("a", href=f"{path}/do/withdraw") is not None


def test_a_yes_says_because_of_what(story: Story) -> None:
    told = words(story.browser(story.MEMBER).get(f"{proposal(story)}/rights?what=withdraw"))
    assert told.count("Ja") >= 1
    assert "Region Norra" in told


def test_a_file_is_answered_for_by_what_it_belongs_to(story: Story) -> None:
    """Its page of rights leads there, and the audit tells who could see it."""
    path = proposal(story)
    with story.acting() as acts:
        file = acts.create(find(acts.site, path)["files"], "attachment", {"title": "Bilaga", "filename": "a.pdf"}).path
    office = story.browser(story.OFFICE)
    assert office.get(f"{file}/rights?what=view").location.endswith(f"{path}/rights?what=view")
    told = rows(ask(office, "who-could", item=file, what="view"))
    assert {cells[0] for cells in told} == {"Maja Myr", "Karin Kvist", "Ivar Insyn"}
    choices = office.get(f"/audit/who-could?item={file}").html.select("select[name=what] option")
    assert not [each for each in choices if each["value"].startswith("do:")]


def test_the_rule_leads_to_its_very_line(story: Story) -> None:
    member = story.browser(story.MEMBER)
    page = member.get(f"{proposal(story)}/rights?what=submit")
    way = next(each for each in page.html.select("details p.small a") if "proposal.toml" in each.get_text())
    file, _hash, line = way["href"].partition("#")
    written = member.get(file).html.find(id=line)
    assert line.removeprefix("line-") in way.get_text()
    assert written.get_text().strip() == way.find_parent("p").find("code").get_text().partition("] ")[2]


def test_every_button_of_the_page_is_answered_yes(story: Story) -> None:
    path = proposal(story)
    office = story.browser(story.OFFICE)
    page = office.get(path)
    steps = {form.action.rpartition("/")[2] for form in page.forms.values() if "/do/" in form.action}
    steps |= {way["href"].rpartition("/")[2] for way in page.html.find_all("a", href=True) if "/do/" in way["href"]}
    assert steps
    for step in steps:
        assert office.get(f"{path}/rights?what={step}").html.find(class_="yn").get_text(strip=True) == "Ja"


def test_everything_that_can_be_asked_has_an_answer(story: Story) -> None:
    path = proposal(story)
    for reader in (story.MEMBER, story.OFFICE, story.AUDITOR):
        page = story.browser(reader).get(f"{path}/rights")
        assert len(page.html.find_all("section")) > 10


def test_nobody_asks_about_what_is_not_shown_to_them(story: Story) -> None:
    path = proposal(story)
    story.browser(story.OTHER).get(f"{path}/rights", status=404)
    story.visitor().get(f"{path}/rights?what=submit", status=404)
    story.browser(story.MEMBER).get(f"{path}/rights?what=nonsense", status=404)
