"""A proposal's whole life in a real browser, with script and without: four people click what people would click."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from house import Story
from reglab_workflow import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Vem gör jobbet när alla delar data?"
NOTE = "Flera regioner vill vara med."


def day(later: int = 0) -> str:
    """A day as a date field takes it."""
    return (clock.local_day(clock.now()) + timedelta(days=later)).isoformat()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_four_people_take_an_idea_from_a_sentence_to_its_results(story: Story, visit, script: bool) -> None:
    """Each does their part by links and buttons, and the proposal's own page tells all of it in the end."""
    story.open_round()
    member, office = visit(story.MEMBER, script=script), visit(story.OFFICE, script=script)
    leader, auditor = visit(story.LEADER, script=script), visit(story.AUDITOR, script=script)

    proposal = write_and_submit(member)
    return_and_receive(office, member, proposal)
    arrange_and_publish(office)
    hold_the_meeting(office)
    select(office, member, proposal)
    project = make_project(office)
    run_project(leader, office, member, project, proposal)
    close_project(office, member, project, proposal)

    leader.go(f"{project}/edit", status=403).sees("Nej")
    auditor.go(proposal).follow("Visa hela historiken")
    auditor.sees("Maja Myr", "Karin Kvist", "Skriv några ord om målgruppen.", "lämnade in förslaget", "Avslutat")
    assert auditor.page.locator('main [href*="/do/"], main [action*="/do/"]').count() == 0


def write_and_submit(member) -> str:
    """The member finds the way from what is theirs, and submits in one go."""
    member.follow("Skriv ett förslag").fill({"Rubrik": TITLE, "Idé": "Fler beslut vilar på gemensamma lägesbilder."})
    member.press("Lämna in förslaget").sees(TITLE, "Inlämnat", "Här är det nu")
    return member.path


def return_and_receive(office, member, proposal: str) -> None:
    """The office asks for more; the member reads why, answers and submits again."""
    office.follow("Bordet", within="header").follow(TITLE)
    office.take("Skicka åter för komplettering", {"Skäl": "Skriv några ord om målgruppen."})
    office.sees("Åter för komplettering")
    member.follow("Mitt", within="header").sees("1 sak väntar").follow(TITLE)
    member.sees("Skriv några ord om målgruppen.").follow("Ändra förslaget")
    member.fill({"Målgrupp": "Analytiker och strateger."}).press("Spara").sees("Analytiker och strateger.")
    member.take("Lämna in förslaget").sees("Inlämnat")
    assert member.path == proposal


def arrange_and_publish(office) -> None:
    """Theme and number, the day of the meeting, and the booklet to the members."""
    office.follow("Bordet", within="header").follow(TITLE).follow("Ändra förslaget")
    office.fill({"Tema": "Digitalisering"}).press("Spara").sees("Digitalisering")
    office.follow("Inför 2027", within="body").press("Numrera förslagen")
    assert office.page.locator("td.nr").inner_text() == "1"
    office.follow("Planera idémötet")
    office.fill({"Rubrik": "Idémöte 2027", "Plats": "Stockholm", "Dag för mötet": day()})
    office.press("Spara").sees("Stockholm")
    office.follow("Inför 2027", within="body")
    for step in ("Stäng omgången", "Sammanställ häftet", "Publicera häftet för medlemmarna"):
        office.take(step)
    office.sees("Publicerad")


def hold_the_meeting(office) -> None:
    """The meeting is called, opened, written down and ended."""
    office.follow("Till idémötet").take("Kalla till idémötet").take("Börja idémötet")
    office.sees(TITLE).follow(re.compile("^Skriv anteckningar"))
    office.fill({"Anteckningar": NOTE}).press("Spara").sees(NOTE)
    office.take("Avsluta idémötet").follow("Inför 2027", within="body").take("Markera att idémötet har hållits")
    office.sees("Diskuterat på idémöte")


def select(office, member, proposal: str) -> None:
    """The board's decision is written down, and the member sees it."""
    office.follow(TITLE).take(
        "Välj ut förslaget", {"Dag för beslutet": day(), "Område": "Data som håller"}, choose="Styrelsen")
    office.sees("Utvalt")
    member.go(proposal).sees("Utvalt", "Data som håller")


def make_project(office) -> str:
    """The office makes a project of it: leaders, what is expected, an organisation, an invitation and a fee."""
    office.follow("Skapa ett lärprojekt")
    office.fill({"Varför": "Att räkna rätt tillsammans.", "Sista anmälningsdag": day(10)})
    office.press("Spara").sees(TITLE, "Planer")
    project = office.path
    for name, role in (("Lena Lind, Region Östra", "innehållsledare"), ("Karin Kvist", "processledare")):
        office.follow("Utse ledare").fill({"Person": name})
        office.field(role).check()
        office.press("Spara")
    office.follow("Ändra projektet")
    add_expected_result(office, "Minst tre län har prövat.")
    office.field("Region Östra").check()
    office.press("Spara").sees("Minst tre län har prövat.", "Lena Lind")
    office.take("Bjud in till projektet").sees("Öppet för anmälan")
    office.take("Stäng anmälan till projektet", {"Avgift per organisation, i kronor": "30000"}).sees("30 000 kr")
    return project


def add_expected_result(office, text: str) -> None:
    """A new group of fields comes in the page, or with a new page where there is no script."""
    add = office.page.get_by_role("button", name="Lägg till förväntat resultat")
    if office.script:
        add.click()
        office.page.locator("#f-expected_results-0-text").wait_for()
        office.look()
    else:
        office.press("Lägg till förväntat resultat")
    office.page.locator("#f-expected_results-0-text").fill(text)


def run_project(leader, office, member, project: str, proposal: str) -> None:
    """The content leader starts it and takes a workshop from its plan to its documentation."""
    leader.follow("Mitt", within="header").follow(TITLE).take("Starta projektet")
    member.go(proposal).sees("Pågår")
    leader.follow("Lägg till ett tillfälle").fill({"Rubrik": "Uppstart", "Plats": "Stockholm", "Första dag": day()})
    leader.field("På plats").check()
    leader.press("Spara").sees("Uppstart")
    workshop = leader.path
    for step in ("Utlys tillfället", "Öppna anmälan till tillfället", "Stäng anmälan till tillfället"):
        leader.take(step)
    leader.take("Markera tillfället som genomfört", {"Antal deltagare": "24"}).sees("Genomförd", "24")
    leader.follow("Ändra tillfället").fill({"Dokumentation": "Vi kom fram till en arbetsfördelning."}).press("Spara")
    leader.take("Publicera dokumentationen").sees("Dokumenterad", "Vi kom fram till en arbetsfördelning.")
    office.go(workshop).take("Avsluta tillfället").sees("Avslutad")
    leader.go(project).take("Gå över till utvärdering").sees("Utvärderas")


def close_project(office, member, project: str, proposal: str) -> None:
    """What was expected is compared with what came of it, and the project and its proposal are closed."""
    office.go(project).follow("Ändra projektet").fill({"I vilken grad det uppnåddes": "Uppnått"}).press("Spara")
    office.take("Avsluta projektet", {"Så fortsätter det": "Nätverket tar vid."}).sees("Avslutat", "Uppnått")
    member.go(proposal).sees("Avslutat", "Idéns väg")
    member.follow(TITLE, within="main .kin").sees("Nätverket tar vid.")


def test_what_one_writes_survives_a_mistake_and_a_colleague_who_saved_first(story: Story, visit) -> None:
    """A form with a fault comes back with the text and leads to the fault; a lost update shows both texts."""
    path = story.open_round()
    member = visit(story.MEMBER)
    member.follow("Skriv ett förslag").fill({"Idé": "En mening."}).press("Lämna in förslaget", status=422)
    member.sees("Inget är sparat än. Rätta 1 sak.", "måste fyllas i")
    assert member.field("Idé").input_value() == "En mening."
    assert member.page.evaluate("document.activeElement.id") == "form-faults"
    member.page.get_by_role("link", name="Rubrik: Det här måste fyllas i.").click()
    assert member.page.evaluate("document.activeElement.id") == "f-title"
    member.fill({"Rubrik": TITLE}).press("Spara").sees("Utkast")
    colleague = visit(story.MEMBER)
    colleague.go(member.path).follow("Ändra förslaget").fill({"Idé": "Kollegans mening."})
    member.follow("Ändra förslaget").fill({"Idé": "Min mening."}).press("Spara").sees("Min mening.")
    colleague.press("Spara", status=409).sees("Kollegans mening.", "Min mening.")
    assert path in colleague.path


def test_a_step_that_is_refused_says_why(story: Story, visit) -> None:
    """The round cannot be published before it is compiled, nor by a member; the pages say so, and what to do."""
    path = story.open_round()
    office, member = visit(story.OFFICE), visit(story.MEMBER)
    office.go(f"{path}/do/decide", status=409).sees("Öppen för förslag")
    member.go(f"{path}/edit", status=403).sees("Nej", "kansliet")
    member.go(f"{path}/do/close", status=403).sees("kansliet")
    office.go(f"{path}/proposals/finns-inte", status=404).sees("Gå till startsidan")
    office.go(path).take("Stäng omgången")
    office.go("/projects").follow("Skapa ett lärprojekt").fill({"Rubrik": "Utan förslag"}).press("Spara")
    office.go(f"{office.path}/do/invite").sees("Det här går inte att göra nu")


def test_keys_skip_to_the_content_and_never_get_stuck(story: Story, visit) -> None:
    """The first stop leads past the menu, and every stop shows where one is."""
    story.open_round()
    member = visit(story.MEMBER)
    member.page.keyboard.press("Tab")
    assert member.page.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    member.page.keyboard.press("Enter")
    assert member.page.evaluate("document.activeElement.id") == "content"
    seen = set()
    for _stop in range(60):
        member.page.keyboard.press("Tab")
        place = member.page.evaluate(
            "[document.activeElement.outerHTML, getComputedStyle(document.activeElement).outlineStyle].join('§')")
        if place.startswith("<body"):
            break
        assert place.endswith("§solid"), place
        seen.add(place)
    assert len(seen) >= 5


def test_pages_that_are_printed_leave_the_controls_out(story: Story, visit, tmp_path: Path) -> None:
    """On paper there are texts and states, no buttons and no menu."""
    path = story.open_round()
    office = visit(story.OFFICE).go(path)
    office.page.emulate_media(media="print")
    assert not office.page.locator(".btn").first.is_visible()
    assert not office.page.locator(".mast nav").is_visible()
    assert office.page.locator("h1").is_visible()
