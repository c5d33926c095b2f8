"""An invented booklet: 41 proposals in 8 themes, with all that real ones lack or have too much of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.proposal.model import FORMS, Contact
from reglab_workflow.content.round.model import Theme
from reglab_workflow.content.round.numbering import number_proposals
from reglab_workflow.content.site.model import find

THEMES = (
    ("naringsliv", "Näringsliv och innovation", 9), ("digitalt", "Digitalisering", 6), ("metod", "Metodutveckling", 6),
    ("strategi", "Regional utvecklingsstrategi", 5), ("miljo", "Hållbara livsmiljöer", 5),
    ("hallbart", "Hållbarhet", 5), ("beredskap", "Beredskap", 3), ("energi", "Energiomställning", 2),
)
TOPICS = (
    "Småföretagens", "Besöksnäringens", "Skogsbygdens", "Hamnarnas", "Fjällens", "Kustens", "Tätorternas",
    "Pendlarnas", "Kulturens", "Livsmedlens", "Vattnets",
)
SUBJECTS = ("nästa steg", "öppna data", "gemensamma lägesbild", "långa linjer")
LONG_TITLE = ("Vem gör jobbet när alla delar data? Små kommuner i länens lägesbilder, och vad de behöver för att "
              "orka med.")
FORMULA = "=SUMMA(A1:A9) av alla goda krafter"
WITHOUT_PURPOSE, WITHOUT_TARGET = (9, 10, 19, 36), (36,)
ORGANISATION_ALONE, BROKEN_ADDRESS = 18, 38
BROKEN = "broken.address@norra"
REMARK = "Kansliets egen anmärkning, som ingen annan läser"
DRAFT = "Ett utkast som bara avsändaren ser"
IDEA = ("Vi vill pröva hur grannlän kan dela på arbetet och lära av varandra under tiden. Fyra träffar räcker för att "
        "komma igång, och två av dem hålls ute i en kommun. Varje deltagare tar med ett eget exempel, t.ex. en karta "
        "eller en tabell. Därefter jämför vi vad som fungerade, vad som inte gjorde det och varför.\n\n"
        "- Vad är gjort hos andra?\n- Vad kostar det i tid och pengar?\n- Vem tar hand om det efteråt?")
PURPOSE = ("Efteråt ska varje region ha ett arbetssätt som håller i vardagen. Målet är att det ska gå att lämna över "
           "till en kollega utan att något går förlorat.")


def titles() -> list[str]:
    """Every title in the order of the booklet, no two alike."""
    made = [f"{topic} {subject}" for subject in SUBJECTS for topic in TOPICS][:41]
    made[3], made[11] = FORMULA, LONG_TITLE
    return made


def values(number: int) -> dict[str, Any]:
    """What the sender of a proposal has written."""
    contact = Contact(f"Kim Exempel {number}", "strateg", "", f"kim{number}@norra.example")
    if number == ORGANISATION_ALONE:
        contact = Contact(organisation="Region Södra")
    if number == BROKEN_ADDRESS:
        contact = Contact("Robin Fel", "handläggare", "", BROKEN)
    return {
        "title": titles()[number - 1], "idea": IDEA if number % 3 else IDEA + "\n\n" + PURPOSE * 3,
        "purpose": "" if number in WITHOUT_PURPOSE else PURPOSE,
        "target_group": "" if number in WITHOUT_TARGET else "Strateger och analytiker i regionerna.",
        "contacts": (contact,), "wished_form": FORMS[number % len(FORMS)] if number % 2 else "",
        "preamble": "Förslaget bygger på två korta träffar under förra året." if number == 32 else "",
    }


def booklet_round(story: Story, year: int = 2027, state: str = "published") -> str:
    """A round with its booklet, compiled or published; gives its path."""
    today = clock.local_day(clock.now())
    with story.acting() as acts:
        round_ = acts.create(acts.site["rounds"], "round", {
            "title": f"Förslag inför {year}", "year": year, "opens": today, "closes": today + timedelta(days=14),
            "themes": tuple(Theme(name, title) for name, title, _count in THEMES)})
        acts.fire(round_, "open")
        path: str = round_.path
    themes = [name for name, _title, count in THEMES for _time in range(count)]
    with story.acting(story.MEMBER) as acts:
        round_ = find(acts.site, path)
        for number in range(1, 42):
            made = acts.create(round_["proposals"], "proposal", {
                **values(number), "co_senders": (story.sodra,) if number == 2 else ()})
            acts.fire(made, "submit")
            made.set({"theme": themes[number - 1], "remark": REMARK, "agreed": made.co_senders})
        acts.create(round_["proposals"], "proposal", {"title": DRAFT})
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, path)
        for proposal, number in number_proposals(round_):
            acts.edit(proposal, {"number": number})
        acts.fire(round_, "compile")
        acts.create(round_, "meeting", {"title": "Idémöte", "day": today + timedelta(days=30), "place": "Kajmagasinet"})
        if state == "published":
            acts.fire(round_, "publish")
    return path
