"""A learning project with everything that an invitation says: five workshops, three seminars, four who lead it."""

from __future__ import annotations

from datetime import date

from house import Story
from reglab_workflow.content.project.model import ExpectedResult, FeeSpan, Helper

SLUG = "den-digitala-regionen-2035"
PROJECT = f"/projects/{SLUG}"
LEADERS = (("astrid@norra.example", "Astrid Alm", "norra"), ("bo@sodra.example", "Bo Berg", "sodra"),
           ("cilla@ostra.example", "Cilla Dal", "ostra"))
PROCESS_LEADER = ("disa@kansli.example", "Disa Fors", "")

TEXTS = {
    "title": "Den digitala regionen 2035", "subtitle": "Utveckling med data som grund",
    "lead": "Följ med och forma en bild av regionen om tio år.",
    "background": "Omställningen är både grön och digital.\n\nFlera regioner har redan börjat.",
    "questions": "- Hur kan AI vara till nytta?\n- Vilka förmågor behövs?",
    "purpose": "Vi ska veta hur digitalisering stärker uppdraget.",
    "target_group": "Chefer, strateger och planerare. Inte i första hand specialister.",
    "how": "Vi lär av forskning, exempel och varandra. Avsätt tid för hemarbete.",
    "fee_note": "Avgiften täcker måltider och material.", "fee_excludes": "resor och boende",
    "vat_note": "Moms tillkommer inte.",
}
RESULTS = ("Djupare förståelse för digitaliseringen.", "Kompetens att digitalisera sitt eget område.",
           "Kunskap om AI som verktyg.", "Kunskap om delaktighet och etik.", "Förmåga att leda omställningen.")
TERMS = {"fee": 30000, "least": 1, "most": 5, "least_organisations": 18, "expected_people": 80,
         "fee_spans": (FeeSpan(50, 60), FeeSpan(120, None, 27500, "om lokalen räcker"))}
HELPERS = (Helper("Ester Ek", "praktiska frågor", "ester@kansli.example"),
           Helper("Disa Fors", "innehåll", "disa@kansli.example"))

# Kind, first and last day, times, mode, place, title, points: not in the order of their days.
OCCASIONS = (
    ("workshop", (2024, 10, 23), (2024, 10, 24), "", "physical", "Stockholm", "I dag och i morgon",
     "- Mål och förväntningar\n- Läget i Europa"),
    ("workshop", (2024, 12, 4), (2024, 12, 5), "lunch till lunch", "physical", "Stockholm", "Flera nivåer",
     "- Kommuner, stat och myndigheter"),
    ("workshop", (2025, 1, 30), None, "", "digital", "", "Alla ska med", "- Delaktighet\n- Demokrati"),
    ("workshop", (2025, 4, 9), None, "", "physical", "Stockholm", "Data som råvara", "- AI i praktiken"),
    ("workshop", (2025, 5, 21), (2025, 5, 22), "lunch till lunch", "physical", "", "Att ställa om",
     "- Att leda förändring"),
    ("seminar", (2025, 2, 27), None, "", "digital", "", "", ""),
    ("seminar", (2025, 3, 26), None, "", "digital", "", "", ""),
    ("seminar", (2025, 5, 8), None, "", "digital", "", "", ""),
)
PROGRAMME = (
    ("Workshop 1", "I dag och i morgon", "23–24 oktober 2024", "På plats, Stockholm"),
    ("Workshop 2", "Flera nivåer", "4–5 december 2024, lunch till lunch", "På plats, Stockholm"),
    ("Workshop 3", "Alla ska med", "30 januari 2025", "Digitalt"),
    ("Fördjupningsseminarium 1", "Rubrik meddelas senare", "27 februari 2025", "Digitalt"),
    ("Fördjupningsseminarium 2", "Rubrik meddelas senare", "26 mars 2025", "Digitalt"),
    ("Workshop 4", "Data som råvara", "9 april 2025", "På plats, Stockholm"),
    ("Fördjupningsseminarium 3", "Rubrik meddelas senare", "8 maj 2025", "Digitalt"),
    ("Workshop 5", "Att ställa om", "21–22 maj 2025, lunch till lunch", "På plats, ort och lokal meddelas senare"),
)
"""The programme as it is told: in the order of the days, each kind with its own numbers."""

FACTS = (
    "Inbjudan", "Lärprojekt", TEXTS["title"], TEXTS["subtitle"], TEXTS["lead"],
    "Omställningen är både grön och digital.", "Flera regioner har redan börjat.", "Hur kan AI vara till nytta?",
    "Vilka förmågor behövs?", TEXTS["purpose"], *RESULTS, TEXTS["target_group"], "1–5 personer", TEXTS["how"],
    "Astrid Alm, Region Norra", "Bo Berg, Region Södra", "Cilla Dal, Region Östra", "Disa Fors",
    "Mål och förväntningar", "Läget i Europa", "Kommuner, stat och myndigheter", "Delaktighet", "Demokrati",
    "AI i praktiken", "Att leda förändring", *(each for row in PROGRAMME for each in row),
    "30 000 kr per organisation, inte per person", TEXTS["fee_note"], "omkring 80 personer",
    "Sänkt avgift", "om bara 50–60 personer deltar", "Vid 120 personer eller fler", "27 500 kr", "om lokalen räcker",
    "18",
    "Ingår inte i avgiften", TEXTS["fee_excludes"], "Moms", TEXTS["vat_note"],
    "27 september 2024", "Anmälan sker i två steg", "projektets sida", PROJECT,
    "Ester Ek, praktiska frågor", "ester@kansli.example", "Disa Fors, innehåll", "disa@kansli.example",
)
"""Everything that each form of the invitation must say."""

LAST_DAY = date(2024, 9, 27)


def learning_project(story: Story, **more: object) -> str:
    """The project, planned, with its leaders and its occasions; gives its path."""
    for email, name, home in (*LEADERS, PROCESS_LEADER):
        story.person(email, name, getattr(story, home) if home else "")
    with story.acting(story.OFFICE) as acts:
        results = tuple(ExpectedResult(text) for text in RESULTS)
        project = acts.create(acts.site["projects"], "project", {
            **TEXTS, **TERMS, "expected_results": results, "contacts": HELPERS, "last_day": LAST_DAY, **more})
        for email, _name, _home in LEADERS:
            acts.appoint(acts.site["people"][story.people[email]], "content_leader", project)
        acts.appoint(acts.site["people"][story.people[PROCESS_LEADER[0]]], "process_leader", project)
        for kind, starts, ends, times, mode, place, title, content in OCCASIONS:
            acts.create(project["workshops"], "workshop", {
                "kind": kind, "starts": date(*starts), "ends": date(*ends) if ends else None, "times": times,
                "mode": mode, "place": place, "title": title, "content": content})
        return str(project.path)
