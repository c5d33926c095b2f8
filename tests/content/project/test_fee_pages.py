"""The page of the fee, the decision and its reason, the correction, and the letters about them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import Tag

from learning_group import LearningGroup
from reglab_workflow.content.project.fee import Forecast, Heads, levels
from reglab_workflow.content.project.fee_drawing import WIDTH, draw
from reglab_workflow.content.project.model import FeeSpan, Project
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import NotPermitted, Refused

RULE = {
    "fee": 30_000, "expected_people": 80, "least_organisations": 2, "most": 40, "fee_excludes": "Resor och logi.",
    "vat_note": "Moms tillkommer inte.", "fee_note": "Avgiften täcker måltider.",
    "fee_spans": (FeeSpan(50, 60), FeeSpan(61, 79, 27_500, "enligt budgeten")),
}
CONTACT = "kim@norra.example"


@pytest.fixture
def group(tmp_path: Path) -> Iterator[LearningGroup]:
    made = LearningGroup(tmp_path / "var")
    with made.acting() as acts:
        acts.edit(find(acts.site, made.project), RULE)
    yield made
    made.close()


def coming(group: LearningGroup, norra: int, sodra: int) -> tuple[str, str]:
    """Norra and Södra take part with so many people each."""
    return (group.confirmed(group.norra, planned=norra),
            group.confirmed(group.sodra, planned=sodra, contact_email="sam@sodra.example", contact_name="Sam Sund"))


def close(group: LearningGroup, fee: int, **facts: Any) -> None:
    """The office closes the registration and decides a fee."""
    with group.acting(group.OFFICE) as acts:
        acts.fire(find(acts.site, group.project), "close_registration", {"fee": fee, **facts})


def page(group: LearningGroup, who: str = "", query: str = "") -> Any:
    return group.browser(who or group.OFFICE).get(f"{group.project}/fee{query}")


def words(found: Any) -> str:
    """The words of a page, or of an element of it."""
    found = found if isinstance(found, Tag) else found.html.find("main")
    text = " ".join(found.get_text(" ").split()).replace("\N{NO-BREAK SPACE}", " ")
    return text.replace(" .", ".").replace(" ,", ",")


def letters(group: LearningGroup, path: str) -> list[Any]:
    """The letters about the fee of a registration."""
    with group.looking() as site:
        return [(each.subject, sorted(one.address for one in each.receivers), each.text)
                for each in site.outbox.letters_about(find(site, path).uid) if each.kind == "fee"]


# -- who sees it ---------------------------------------------------------------------------------------------


def test_the_office_and_the_leaders_see_the_fee_and_the_auditor_reads_it(group):
    for role in ("content_leader", "process_leader"):
        email = f"{role}@ostra.example"
        group.person(email, role, group.ostra)
        with group.acting() as acts:
            acts.appoint(acts.site["people"][group.people[email]], role, find(acts.site, group.project))
        assert page(group, email).status_int == 200
    for who in (group.OFFICE, group.AUDITOR):
        assert page(group, who).status_int == 200
    for who in (group.MEMBER, group.OTHER, group.PARTNER):
        group.browser(who).get(f"{group.project}/fee", status=403)
    group.visitor().get(f"{group.project}/fee", status=403)


def test_only_the_office_is_offered_to_decide(group):
    coming(group, 28, 28)
    assert "Stäng anmälan till projektet" in words(page(group))
    assert "Stäng anmälan" not in words(page(group, group.AUDITOR))


def test_what_a_leader_may_not_see_one_by_one_has_no_link(group):
    asked = group.registration(group.norra)
    with group.acting() as acts:
        acts.fire(find(acts.site, asked), "ask_approval")
        acts.appoint(acts.site["people"][group.people[group.LEADER]], "content_leader", find(acts.site, group.project))
    waiting = "organisationer väntar på sin chef"
    assert figs(page(group))[waiting] == ("1", f"{group.project}/registrations?show=awaiting")
    assert figs(page(group, group.LEADER))[waiting] == ("1", "")
    assert "Region Norra" not in words(page(group, group.LEADER))


def figs(answer: Any) -> dict[str, tuple[str, str]]:
    """The numbers at the head of the page, each with its list."""
    return {each.dt.text: (each.dd.text.strip(), each.dd.a["href"] if each.dd.a and each.dd.a.get("href") else "")
            for each in answer.html.select(".fig")}


# -- what it says --------------------------------------------------------------------------------------------


def test_the_rule_is_a_table_with_its_gaps_and_the_line_that_holds_now(group):
    coming(group, 28, 28)
    rows = page(group).html.select(".plot tbody tr")
    assert [(words(row.th), words(row.td)) for row in rows] == [
        ("färre än 50 personer", "ingenting: kansliet beslutar"),
        ("50–60 personer så många kommer nu", "sänkt avgift, inte bestämt till vad"),
        ("61–79 personer", "27 500 kr per organisation enligt budgeten"),
        ("80 personer eller fler", "full avgift, 30 000 kr per organisation")]
    assert [row.get("aria-current") for row in rows] == [None, "true", None, None]


def test_it_says_what_is_now_what_comes_next_and_where_it_can_end(group):
    coming(group, 28, 28)
    told = words(page(group))
    assert "Nu deltar 56 personer från 2 organisationer, och regeln säger: sänkt avgift" in told
    assert "Med 5 personer till säger den: 27 500 kr per organisation." in told
    assert "mellan 56 personer från 2 organisationer och 80 personer från 2 organisationer" in told
    assert "kansliet beslutar" in told
    assert "Budgeten är 60 000 kr: 30 000 kr från 2 organisationer." in told


def test_each_number_leads_to_its_list_and_the_list_is_as_long(group):
    coming(group, 28, 28)
    found = figs(page(group))
    assert found["personer kommer från dem"] == ("56", f"{group.project}/registrations?show=taking_part")
    number, href = found["organisationer är med"]
    assert len(group.browser(group.OFFICE).get(href).html.select("tbody tr")) == int(number) == 2


def test_an_organisation_that_is_recorded_by_hand_is_counted_without_people(group):
    with group.acting() as acts:
        acts.edit(find(acts.site, group.project), {"organisations": (group.verket,)})
    told = words(page(group))
    found = figs(page(group))
    assert found["organisationer är med"][0] == "0"
    assert found["organisationer är antecknade för hand"] == ("1", group.project)
    assert "1 av organisationerna är antecknad för hand" in told
    assert "mellan 1 person från 1 organisation och 40 personer från 1 organisation" in told


def test_a_project_without_a_fee_says_why_the_page_is_empty_and_what_to_do(group):
    with group.acting() as acts:
        acts.edit(find(acts.site, group.project), {"fee": None, "fee_spans": ()})
    answer = page(group)
    assert "Ingen avgift är skriven än" in words(answer)
    assert answer.html.select_one(".fee-band") is None
    assert answer.click("Ändra projektet", index=0).status_int == 200


def test_a_rule_that_says_two_things_is_told_and_not_decided_by_the_system(group):
    with group.acting() as acts:
        acts.edit(find(acts.site, group.project), {"fee_spans": (FeeSpan(50, 60, 1), FeeSpan(55, 70, 2))})
    told = words(page(group))
    assert "Regeln säger mer än en sak vid 55–60 personer" in told and "två olika saker: kansliet beslutar" in told


# -- trying --------------------------------------------------------------------------------------------------


def tried(answer: Any) -> list[str]:
    return [each.text.replace("\N{NO-BREAK SPACE}", " ") for each in answer.html.select("#tried td")]


def test_numbers_are_tried_without_script_and_nothing_is_saved(group):
    form = page(group).forms["try"]
    form["people"], form["organisations"], form["fee"] = "70", "20", ""
    before = group.item(group.project)
    answer = form.submit()
    assert tried(answer) == ["70", "20", "27 500", "550 000", "7 857", "490 000", "3"]
    assert answer.forms["try"]["people"].value == "70"
    form = answer.forms["try"]
    form["fee"] = "25 000"
    assert tried(form.submit())[2:4] == ["25 000", "500 000"]
    assert group.item(group.project) == before


def test_once_the_fee_is_decided_the_income_is_reckoned_with_it(group):
    coming(group, 28, 28)
    close(group, 25_000, fee_reason="Vi bär resten.")
    row = page(group).html.select(".matrix tbody tr")[0]
    assert [each.text.replace("\N{NO-BREAK SPACE}", " ") for each in row.select("td")] == [
        "56", "2", "25 000", "50 000", "893", "−10 000", "3"]


def test_where_the_rule_gives_no_amount_nothing_is_reckoned(group):
    assert tried(page(group, query="?people=40&organisations=10")) == ["40", "10", "–", "–", "–", "–", "–"]


@pytest.mark.parametrize("odd", ["tjugo", "-1", "1e3", "٣", "9" * 400, "<b>"])
def test_what_is_no_number_is_told_at_its_field_and_kept(group, odd):
    answer = group.browser(group.OFFICE).get(f"{group.project}/fee", {"people": odd})
    assert answer.forms["try"]["people"].value == odd
    assert answer.html.select_one("#try-people")["aria-invalid"] == "true"
    assert "Skriv ett heltal med siffror." in words(answer) and tried(answer) == []


# -- the picture ---------------------------------------------------------------------------------------------


def test_the_picture_says_in_words_what_it_shows(group):
    coming(group, 28, 28)
    picture = page(group).html.select_one("svg.fee-band")
    assert picture["role"] == "img"
    told = words(picture.find(id=picture["aria-labelledby"].split()[1]))
    assert "61–79 personer: 27 500 kr per organisation." in told and "Nu deltar 56 personer" in told


def test_the_picture_covers_its_whole_width_and_marks_where_we_are():
    project = Project(title="P", fee=10, expected_people=80, fee_spans=(FeeSpan(50, 60),))
    forecast = Forecast(Heads(56, 2), Heads(75, 3))
    drawn = draw(levels(project), 56, forecast, "Rubrik & mer", "<ord>")
    root = ElementTree.fromstring(drawn)
    level = [each for each in root.iter() if "level" in (each.get("class") or "").split()]
    assert [each.get("class").split()[1] for each in level] == ["silent", "lowered", "silent", "full"]
    edges = [(float(each.get("x")), float(each.get("x")) + float(each.get("width"))) for each in level]
    assert edges[0][0] == 1 and abs(edges[-1][1] - (WIDTH - 1)) < 0.2
    assert all(abs(low[1] + 2 - high[0]) < 0.2 for low, high in pairwise(edges))
    mark = next(each for each in root.iter() if each.get("class") == "mark")
    place = float(mark.get("d")[1:].split()[0])
    assert edges[1][0] < place < edges[1][1]


# -- the decision --------------------------------------------------------------------------------------------


def test_the_fee_that_the_rule_says_needs_no_reason(group):
    coming(group, 40, 40)
    close(group, 30_000)
    decision, = group.item(group.project)["fee_decisions"]
    assert (decision.fee, decision.people, decision.organisations) == (30_000, 80, 2)
    assert (decision.said, decision.said_fee, decision.announced, decision.reason) == ("known", 30_000, 30_000, "")
    assert (decision.by, decision.day) == (group.people[group.OFFICE], group.today)
    told = words(group.browser(group.OFFICE).get(f"{group.project}/versions"))
    assert "Avgift per organisation, i kronor: 30 000, " in told
    assert "Antal personer: 80, Organisationer: 2, ett belopp, Vad regeln sa, i kronor: 30 000" in told


@pytest.mark.parametrize(("each", "fee", "said"), [
    (20, 25_000, "Regeln säger inget om vad som gäller när antalet personer är 40"),
    (28, 25_000, "När antalet personer är 56 säger regeln att avgiften sänks, men inte till vad"),
    (35, 25_000, "När antalet personer är 70 säger regeln 27 500 kr"),
    (40, 27_500, "När antalet personer är 80 säger regeln 30 000 kr")])
def test_any_other_fee_needs_its_reason_and_the_form_says_why_and_keeps_what_is_written(group, each, fee, said):
    coming(group, each, each)
    browser = group.browser(group.OFFICE)
    form = browser.get(f"{group.project}/do/close_registration").forms["form"]
    form["fee"], form["fee_note"] = str(fee), "Avgiften täcker allt."
    answer = form.submit("send", status=422)
    assert said in words(answer)
    form = answer.forms["form"]
    assert (form["fee"].value, form["fee_note"].value) == (str(fee), "Avgiften täcker allt.")
    form["fee_reason"] = "Vi bär resten ur överskottet."
    form.submit("send", status=303)
    kept = group.item(group.project)
    assert (kept["fee"], kept["state"], kept["fee_decisions"][0].reason) == (
        fee, "confirmed", "Vi bär resten ur överskottet.")


def test_blanks_are_no_reason(group):
    coming(group, 20, 20)
    with pytest.raises(Refused, match="no_fee_reason"):
        close(group, 30_000, fee_reason="  \n ")
    assert group.item(group.project)["fee_decisions"] == ()


def test_where_nothing_was_promised_no_reason_is_asked(group):
    coming(group, 20, 20)
    with group.acting() as acts:
        acts.edit(find(acts.site, group.project), {"fee": None, "fee_spans": ()})
    close(group, 12_000)
    assert group.item(group.project)["fee_decisions"][0].said == "silent"


def test_the_form_says_how_many_come_and_what_the_rule_says(group):
    coming(group, 28, 28)
    told = words(group.browser(group.OFFICE).get(f"{group.project}/do/close_registration"))
    assert "Antal personer nu: 56, antal organisationer: 2. Regeln säger: sänkt avgift" in told


def test_the_decision_stands_on_the_page_of_the_fee_and_of_the_project_for_everybody(group):
    coming(group, 28, 28)
    close(group, 25_000, fee_reason="Vi bär resten.")
    told = words(page(group))
    assert "Beslutad av Karin Kvist." in told and "Vi bär resten." in told
    assert "Då deltog 56 personer från 2 organisationer, och regeln sa: sänkt avgift, inte bestämt till vad." in told
    told = words(group.visitor().get(group.project))
    assert "25 000 kr per organisation" in told and "när 56 personer från 2 organisationer deltog" in told
    assert "Vi bär resten." in told and "Ingår inte i avgiften: Resor och logi." in told


def test_the_rule_stays_as_it_was_promised_after_the_decision(group):
    coming(group, 28, 28)
    close(group, 25_000, fee_reason="Vi bär resten.")
    assert "full avgift, 30 000 kr per organisation" in words(page(group))
    invitation = words(group.visitor().get(f"{group.project}/invitation"))
    assert "30 000 kr per organisation, inte per person" in invitation
    assert "Beslutad avgift 25 000 kr per organisation, inte per person, beslutad den" in invitation


# -- the correction ------------------------------------------------------------------------------------------


def test_a_correction_reaches_every_registration_and_keeps_the_first_decision(group):
    norra, sodra = coming(group, 28, 28)
    close(group, 25_000, fee_reason="Vi bär resten.")
    with group.acting(group.OFFICE) as acts:
        acts.fire(find(acts.site, group.project), "change_fee", {"fee": 24_000, "reason": "Lokalen blev billigare."})
    assert [group.item(each)["fee"] for each in (norra, sodra)] == [24_000, 24_000]
    assert [group.item(each)["state"] for each in (norra, sodra)] == ["fee_fixed", "fee_fixed"]
    first, second = group.item(group.project)["fee_decisions"]
    assert (first.fee, second.fee, second.announced) == (25_000, 24_000, 30_000)
    assert second.reason == "Lokalen blev billigare."
    assert "gäller inte längre" in words(page(group))


def test_the_same_fee_again_is_no_correction(group):
    coming(group, 40, 40)
    close(group, 30_000)
    with group.acting(group.OFFICE) as acts, pytest.raises(Refused, match="same_fee"):
        acts.fire(find(acts.site, group.project), "change_fee", {"fee": 30_000, "reason": "Samma."})


def test_nobody_but_the_office_decides_and_nobody_fires_the_cascade_by_hand(group):
    norra, _sodra = coming(group, 40, 40)
    with group.acting(group.MEMBER) as acts, pytest.raises(NotPermitted):
        acts.fire(find(acts.site, group.project), "close_registration", {"fee": 30_000})
    close(group, 30_000)
    for who in (group.OFFICE, group.MEMBER):
        with group.acting(who) as acts, pytest.raises(NotPermitted):
            acts.fire(find(acts.site, norra), "change_fee", {"fee": 1})


# -- the letters ---------------------------------------------------------------------------------------------


def test_the_decision_is_told_to_the_contact_and_the_representatives_of_each_organisation(group):
    norra, sodra = coming(group, 28, 28)
    close(group, 25_000, fee_reason="Vi bär resten ur överskottet.")
    (subject, receivers, text), = letters(group, norra)
    assert (subject, receivers) == ("Avgiften är beslutad: Den lärande regionen", [CONTACT, group.MEMBER])
    told = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    for part in ("Avgiften för Region Norra: 25 000 kr per organisation", "Vi bär resten ur överskottet.",
                 "Ingår inte i avgiften: Resor och logi.", "Moms: Moms tillkommer inte.", "Organisationsnummer",
                 "Kst 1234", "Adress för e-faktura Saknas: fyll gärna i", f"http://127.0.0.1{norra}",
                 f"{group.project}/terms?number=1"):
        assert part in told, told
    assert letters(group, sodra)[0][1] == ["sam@sodra.example"]


def test_a_correction_says_what_the_fee_was(group):
    norra, _sodra = coming(group, 40, 40)
    close(group, 30_000)
    with group.acting(group.OFFICE) as acts:
        acts.fire(find(acts.site, group.project), "change_fee", {"fee": 24_000, "reason": "Lokalen blev billigare."})
    changed = next(each for each in letters(group, norra) if each[0].startswith("Avgiften är ändrad"))
    told = " ".join(changed[2].replace("\N{NO-BREAK SPACE}", " ").split())
    assert "24 000 kr" in told and "Tidigare: 30 000 kr per organisation" in told and "Lokalen blev billigare." in told


def test_who_does_not_take_part_gets_no_letter_about_the_fee(group):
    coming(group, 40, 40)
    drafted = group.registration(group.ostra)
    close(group, 30_000)
    assert letters(group, drafted) == []


def test_a_project_that_costs_nothing_asks_for_no_invoice_data(group):
    norra, _sodra = coming(group, 40, 40)
    close(group, 0, fee_reason="Vi har fått bidrag.")
    text = letters(group, norra)[0][2]
    assert "Ingen avgift" in text and "Kst 1234" not in text
