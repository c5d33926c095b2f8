"""The record of an invitation: what it holds, and when a part has to say that something follows."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from io import BytesIO

import pytest
from docx import Document

from reglab_workflow.documents.edition import Contact
from reglab_workflow.documents.invitation import Gathering, Invitation, Part, invitation_docx
from reglab_workflow.documents.wording import Wording

WORDS = Wording(say=str)
WHOLE = Invitation(
    "Små tal", "Inbjudan · Lärprojekt", lead="Kom med.\n\n- Räkna\n- Visa", notice="Ett utkast.",
    before=(Part("Varför", "För att räkna rätt."), Part("Hur")),
    programme=Part("Program", notes=("Preliminärt.",)),
    gatherings=(Gathering("w", "Workshop 1", "Slump", "3 maj 2027", "Digitalt", "- Tärning", "Inga Stensele"),),
    after=(Part("Avgift", "Resor ingår inte.", lacking=True),
           Part("Vem du frågar", contacts=(Contact("Ester Ek", "frågor", email="ester@kansli.example"),
                                           Contact("Bo Berg", email="bo@", odd=True)))),
    later="Meddelas senare.")


def paragraphs(invitation: Invitation) -> list[tuple[str, str]]:
    document = Document(BytesIO(invitation_docx(invitation, WORDS)))
    return [(each.style.name, each.text) for each in document.paragraphs]


def test_an_invitation_does_not_change():
    with pytest.raises(FrozenInstanceError):
        WHOLE.title = "Stora tal"  # type: ignore[misc]


@pytest.mark.parametrize(("part", "missing"), [
    (Part("Hur"), True), (Part("Hur", "Så här."), False), (Part("Hur", points=("En",)), False),
    (Part("Hur", facts=(("Dag", "3 maj"),)), False), (Part("Hur", notes=("Kom.",)), False),
    (Part("Hur", contacts=(Contact("Ester"),)), False), (Part("Hur", "Så här.", lacking=True), True)])
def test_a_part_says_that_it_follows_when_what_matters_in_it_is_not_known(part, missing):
    assert part.is_missing is missing


def test_the_programme_stands_between_the_parts():
    assert [part.heading for part in WHOLE.parts] == ["Varför", "Hur", "Program", "Avgift", "Vem du frågar"]


def test_the_text_document_has_everything_in_order_and_its_own_styles():
    assert paragraphs(WHOLE) == [
        ("Normal", "Inbjudan · Lärprojekt"), ("Title", "Små tal"), ("Normal", "Ett utkast."), ("Normal", "Kom med."),
        ("List Bullet", "Räkna"), ("List Bullet", "Visa"), ("Heading 1", "Varför"), ("Normal", "För att räkna rätt."),
        ("Heading 1", "Hur"), ("Normal", "Meddelas senare."), ("Heading 1", "Program"), ("Normal", "Preliminärt."),
        ("Heading 2", "Workshop 1. Slump"), ("Normal", "3 maj 2027 · Digitalt"), ("List Bullet", "Tärning"),
        ("Normal", "Inga Stensele"), ("Heading 1", "Avgift"), ("Normal", "Meddelas senare."),
        ("Normal", "Resor ingår inte."), ("Heading 1", "Vem du frågar"),
        ("Normal", "Ester Ek, frågor, ester@kansli.example"), ("Normal", "Bo Berg, bo@")]


def test_only_a_whole_address_becomes_a_link():
    document = Document(BytesIO(invitation_docx(WHOLE, WORDS)))
    assert [each.target_ref for each in document.part.rels.values() if each.is_external] == [
        "mailto:ester@kansli.example"]


def test_the_same_name_and_number_in_another_kind_is_another_occasion():
    one, other = (Gathering(series, name, "", "", "") for series, name in (("w", "Workshop 1"), ("f", "Seminarium 1")))
    assert one != other
