"""A round's whole year in a real browser: the real proposals from compiling to "what became of ours?"."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.documents.booklet_text import read_booklet
from reglab_workflow.documents.importing import import_booklet

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEED = Path(__file__).parents[2].parent / "shared" / "seeds" / "proposals-2024-nos-1-26.txt"
NUMBER = 26
REASON = "Andra frågor samlade fler. Ta gärna upp förslaget igen nästa år."
AREA, MOTIVE = "Data som håller", "Flera regioner delar frågan, och den brådskar."


@pytest.fixture
def titles(story: Story) -> list[str]:
    """The titles of the imported proposals, in the order of the booklet."""
    if not SEED.exists():
        pytest.skip("the seed file is not beside the project")
    path = story.open_round()
    with story.acting() as acts:
        round_ = find(acts.site, path)
        acts.edit(round_, {"themes": ()})
        import_booklet(acts, round_, read_booklet(SEED.read_text(encoding="utf-8")))
        assert len(round_.booklet()) == NUMBER
        own = round_.booklet()[0]
        acts.edit(own, {"organisation": story.norra})
        return [proposal.title for proposal in round_.booklet()]


def test_the_real_proposals_go_from_compiling_to_their_outcomes(story: Story, visit: Any, titles: list[str]) -> None:
    """Compile, booklet, meeting, areas, decision set and result: each by the links and buttons of its page."""
    office, member, stranger = visit(story.OFFICE), visit(story.MEMBER), visit()
    compile_and_publish(office)
    the_booklet_is_right(office, titles)
    hold_the_meeting(office, member, titles)
    name_an_area(office)
    decide(office, titles)
    everybody_sees_the_result(office, member, stranger, titles)
    take_it_back(office, member, stranger, titles)


def compile_and_publish(office: Any) -> None:
    """The office looks through the themes, numbers the proposals, plans the meeting and publishes."""
    office.go("/rounds/2027").follow("Sammanställ förslagen").sees("Utan tema")
    office.press("Numrera förslagen").follow("Planera idémötet")
    office.fill({"Rubrik": "Idémöte 2027", "Plats": "Stockholm", "Dag för mötet": today()}).press("Spara")
    office.follow("Inför 2027", within="body")
    for step in ("Stäng omgången", "Sammanställ häftet", "Publicera häftet för medlemmarna"):
        office.take(step)


def the_booklet_is_right(office: Any, titles: list[str]) -> None:
    """On the page and in print every proposal stands once, in order, and the contents tell the right pages."""
    office.follow("Häftet")
    shown = office.page.locator("main").inner_text()
    places = [shown.rfind(title) for title in titles]
    assert -1 not in places and places == sorted(places)
    pages = printed(office)
    start = 1 + max(place for place, text in enumerate(pages) if "....." in text)  # only contents have leaders
    for part in (pages[:start], pages[start:]):
        text = "".join(part)
        found = [[match.start() for match in re.finditer(rf"{number}\.{re.escape(squeezed(title))}", text)]
                 for number, title in enumerate(titles, 1)]
        assert [len(each) for each in found] == [1] * NUMBER
        assert found == sorted(found)
    contents = "".join(pages[:start])
    for number, title in enumerate(titles, 1):
        told = re.search(rf"{number}\.{re.escape(squeezed(title))}\.*(\d+?)(?={number + 1}\.|\D|$)", contents)
        real = next(place for place, text in enumerate(pages, 1)
                    if place > start and f"{number}.{squeezed(title)}" in text)
        assert told and int(told[1]) == real, title
    office.go("/rounds/2027")


def printed(office: Any) -> list[str]:
    """The pages of the PDF without blanks, once it has been made."""
    for _turn in range(60):
        answer = office.page.request.get(f"{office.url}/rounds/2027/booklet.pdf")
        if answer.status == 200:
            return [squeezed(page.extract_text()) for page in pypdf.PdfReader(BytesIO(answer.body())).pages]
        assert answer.status == 202
        office.page.wait_for_timeout(1000)
    raise AssertionError("the PDF was never ready")


def squeezed(text: str) -> str:
    """A text without blanks and hyphens: in print, lines and words are broken in other places."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def hold_the_meeting(office: Any, member: Any, titles: list[str]) -> None:
    """The meeting goes from proposal to proposal; a member follows, the office takes a note."""
    office.follow("Till idémötet").take("Kalla till idémötet").take("Börja idémötet")
    office.press(f"Nästa: {titles[0]}").press(f"Nästa: {titles[1]}")
    member.go("/rounds/2027/meeting").sees(f"Nu: 2 av {NUMBER}", titles[1])
    office.follow(re.compile("^Skriv anteckningar"))
    office.fill({"Anteckningar": "Många vill vara med."}).press("Spara").sees("Många vill vara med.")
    office.take("Avsluta idémötet").follow("Inför 2027", within="body").take("Markera att idémötet har hållits")


def name_an_area(office: Any) -> None:
    """The office records the area that the meeting pointed out."""
    office.follow("Vad det blev av förslagen").follow("Ändra områdena")
    office.page.get_by_role("button", name="Lägg till område").click()
    office.fill({"Vad området heter": AREA, "Motiv": MOTIVE}).press("Spara").sees(AREA)
    office.go("/rounds/2027")


def decide(office: Any, titles: list[str]) -> None:
    """All in one set: what holds for all, two rows of their own, the letters, and the result of the round with it."""
    office.follow("Besluta om förslagen").press("Besluta om de förkryssade", status=422)
    office.sees("Inget valt betyder aldrig alla")
    office.press(f"Besluta om alla {NUMBER} i listan").sees(f"{NUMBER} förslag finns i listan")
    main = office.page.locator("main")
    for choice in ("Ej prioriterat", "Styrelsen"):
        main.get_by_label(choice, exact=True).check()
    office.fill({"Motiv eller skäl": REASON, "Dag för beslutet": today()})
    main.get_by_label("Publicera omgångens resultat i samma ögonblick").check()
    office.press("Spara").sees("Provkörning", "Kan beslutas").follow("Ändra rad för rad")
    for title in titles[:2]:
        row = main.get_by_role("group").filter(has=office.page.get_by_role("heading", name=title))
        row.get_by_label("Utfall").select_option(label="Utvalt")
        row.get_by_label("Område").select_option(label=AREA)
    office.press("Spara raderna").follow("Läs breven").sees("Det här är allt som skickas")
    office.follow("Beslutslista 2027-1", within="body")
    office.take("Publicera besluten").sees("Besluten är publicerade", "Publicerad")


def everybody_sees_the_result(office: Any, member: Any, stranger: Any, titles: list[str]) -> None:
    """The tracker, the public result page and the letters have changed in the same moment."""
    office.go("/rounds/2027").sees("Beslutad av styrelsen")
    stranger.go("/rounds/2027/result").sees(AREA, MOTIVE, titles[0], titles[1])
    member.go("/rounds/2027/result").sees(AREA, "Ej prioriterade", titles[-1], REASON)
    member.go("/my").follow(titles[0]).sees("Utvalt", AREA)


def take_it_back(office: Any, member: Any, stranger: Any, titles: list[str]) -> None:
    """A mistake is mended: everything is as it was, and the set's page keeps what was done."""
    office.go("/rounds/2027/decisions/1").take("Ta tillbaka besluten", {"Skäl": "Styrelsen tar upp det på nytt."})
    office.sees("Återtagen", "Styrelsen tar upp det på nytt.")
    office.go("/rounds/2027").sees("Diskuterad på idémöte")
    member.go("/my").follow(titles[0]).sees("Diskuterat på idémöte")
    stranger.go("/rounds/2027/result", status=404)


def today() -> str:
    """This day as a date field takes it."""
    return clock.local_day(clock.now()).isoformat()
