"""The invoice list: who pays what and why, what is missing, what the sheets hold, and who may see any of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from learning_group import LearningGroup
from reglab_workflow.content.project.invoices import Line, lines, total
from reglab_workflow.content.site.model import find

WAYS = ("", ".xlsx", ".csv")
COLUMNS = ["Organisation", "Namn på fakturan", "Organisationsnummer", "Referens", "Adress för e-faktura",
           "Kontaktperson", "E-post", "Belopp i kronor", "Grund", "Saknas"]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def group(tmp_path: Path) -> Iterator[LearningGroup]:
    made = LearningGroup(tmp_path / "var")
    yield made
    made.close()


def decided(group: LearningGroup) -> None:
    """Norra takes part, Södra cancels too late, Östra drafts, Verket is recorded by hand; then the fee is decided."""
    group.confirmed(group.norra, invoice_address="0007:2999000017", legal_name="=HYPERLINK(\"x\")")
    late = group.confirmed(group.sodra, invoice_reference="")
    group.registration(group.ostra)
    with group.acting() as acts:
        acts.edit(find(acts.site, group.project), {"organisations": (group.verket,)})
    noon = datetime.combine(group.today + timedelta(days=16), time(12), tzinfo=timezone.utc)
    with group.acting(group.OFFICE, now=noon) as acts:
        acts.fire(find(acts.site, late), "cancel_late", {"reason": "Vi hann inte.", "charge": 10_000})
    with group.acting(group.OFFICE) as acts:
        acts.fire(find(acts.site, group.project), "close_registration", {"fee": 20_000})


def found(group: LearningGroup) -> dict[str, Line]:
    with group.looking() as site:
        return {each.organisation: each for each in lines(find(site, group.project))}


def told_csv(group: LearningGroup) -> list[list[str]]:
    body = group.browser(group.OFFICE).get(f"{group.project}/invoices.csv").body
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(body.decode("utf-8-sig")), delimiter=";"))


# -- the lines -----------------------------------------------------------------------------------------------


def test_who_takes_part_pays_the_fee_and_who_cancelled_late_the_charge(group):
    decided(group)
    told = found(group)
    assert {name: (each.amount, each.ground, each.terms) for name, each in told.items()} == {
        "Region Norra": (20_000, "fee", 0), "Region Södra": (10_000, "cancelled_late", 1), "Verket": (20_000, "fee", 0)}
    assert total(told.values()) == 50_000
    assert (told["Region Norra"].day, told["Region Södra"].day) == (group.today, group.today + timedelta(days=16))


def test_before_the_decision_nobody_pays_anything(group):
    group.confirmed(group.norra)
    assert [(each.amount, each.ground) for each in found(group).values()] == [(None, "preliminary")]


def test_what_an_invoice_lacks_is_marked(group):
    decided(group)
    assert {name: each.lacking for name, each in found(group).items()} == {
        "Region Norra": (), "Region Södra": ("reference", "address"),
        "Verket": ("legal_name", "organisation_number", "reference", "address", "contact")}


def test_who_has_nothing_to_pay_lacks_nothing():
    assert Line("Region Norra", "fee", 0).lacking == ()
    assert Line("Region Norra", "preliminary").lacking != ()


def test_an_organisation_that_was_admitted_after_the_decision_is_not_decided_until_its_fee_is(group):
    decided(group)
    path = f"{group.project}/registrations/region-ostra"
    with group.acting(group.OFFICE) as acts:
        acts.fire(find(acts.site, path), "admit_late", {
            "reason": "Välkomna.", "approved_by": "Moa Chef", "approved_on": group.today})
    assert found(group)["Region Östra"].amount is None
    with group.acting(group.OFFICE) as acts:
        acts.fire(find(acts.site, path), "fix_fee")
    assert found(group)["Region Östra"].amount == 20_000


# -- the page and the sheets ---------------------------------------------------------------------------------


def test_the_page_says_it_all_with_links_and_sums(group):
    decided(group)
    answer = group.browser(group.OFFICE).get(f"{group.project}/invoices")
    told = " ".join(answer.html.find("main").get_text(" ").split()).replace("\N{NO-BREAK SPACE}", " ")
    for part in ("Beslutat sammanlagt: 50 000 kr", "2 rader saknar något.", "enligt villkoren, version 1",
                 "Avgiften, beslutad den", "299900-0017", "Kst 1234"):
        assert part in told, told
    assert answer.click("Region Norra").status_int == 200
    assert answer.html.find("caption") is not None


def test_an_empty_list_says_why_and_what_to_do(group):
    told = group.browser(group.OFFICE).get(f"{group.project}/invoices").text
    assert "Det finns inget att fakturera" in told and "när kansliet har bekräftat" in told


def test_the_csv_has_the_same_rows_and_their_sum_and_no_formula(group):
    decided(group)
    head, norra, sodra, verket, sums = told_csv(group)
    assert head == COLUMNS
    assert (norra[0], norra[1], norra[7], norra[9]) == ("Region Norra", "'=HYPERLINK(\"x\")", "20000", "")
    assert (sodra[7], sodra[9]) == ("10000", "Referens, Adress för e-faktura")
    assert (verket[0], verket[7]) == ("Verket", "20000")
    assert (sums[0], sums[7]) == ("Summa", "50000")


def test_the_sheet_holds_numbers_as_numbers_and_texts_as_texts(group):
    decided(group)
    answer = group.browser(group.OFFICE).get(f"{group.project}/invoices.xlsx")
    assert 'filename="fakturalista-den-larande-regionen.xlsx"' in answer.headers["Content-Disposition"]
    with ZipFile(BytesIO(answer.body)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        strings = [each.find(f"{SHEET}t").text
                   for each in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall(f"{SHEET}si")]
    rows = [[value(cell, strings) for cell in row] for row in sheet.iter(f"{SHEET}row")]
    assert rows[0] == COLUMNS
    assert [row[7] for row in rows[1:]] == [20_000, 10_000, 20_000, 50_000]
    assert rows[1][1] == '=HYPERLINK("x")' and not list(sheet.iter(f"{SHEET}f"))


def value(cell: Any, strings: list[str | None]) -> Any:
    """What a cell holds: a text of the table of texts, or a number."""
    told = cell.find(f"{SHEET}v")
    if told is None:
        return ""
    return (strings[int(told.text)] or "") if cell.get("t") == "s" else int(told.text)


# -- who sees it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_only_the_office_sees_what_is_invoiced(group, way):
    decided(group)
    people = {"content_leader": "cia@ostra.example", "process_leader": "pia@ostra.example"}
    for role, email in people.items():
        group.person(email, role, group.ostra)
        with group.acting() as acts:
            acts.appoint(acts.site["people"][group.people[email]], role, find(acts.site, group.project))
    assert group.browser(group.OFFICE).get(f"{group.project}/invoices{way}").status_int == 200
    for who in (*people.values(), group.AUDITOR, group.MEMBER, group.PARTNER):
        answer = group.browser(who).get(f"{group.project}/invoices{way}", status="*")
        assert answer.status_int in (403, 404) and "Kst 1234" not in answer.text, who
    assert group.visitor().get(f"{group.project}/invoices{way}", status="*").status_int in (403, 404)


def test_the_list_stays_when_the_project_is_cancelled(group):
    decided(group)
    with group.acting(group.OFFICE) as acts:
        acts.fire(find(acts.site, group.project), "cancel", {"reason": "För få.", "moved_to": "Ett nätverk"})
    assert "Region Södra" in group.browser(group.OFFICE).get(f"{group.project}/invoices").text
    assert total(found(group).values()) == 50_000
