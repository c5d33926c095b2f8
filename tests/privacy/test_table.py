"""Every text of every type is told to name people, to mention them perhaps, or never to."""

from __future__ import annotations

from typing import Any

import pytest

from house import House
from reglab_workflow.content.meeting.model import Note
from reglab_workflow.privacy.table import TABLE


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    house = House(tmp_path_factory.mktemp("types") / "var")
    found = {name: each.factory for name, each in house.rulebook.types.items()}
    house.close()
    return {**found, "note": Note}


def test_every_field_that_can_hold_text_is_classified(types: dict[str, Any]) -> None:
    forgotten = [
        f"{type_name}.{name}" for type_name, factory in types.items() for name in factory.fields
        if isinstance(getattr(factory, name), str | tuple) and name not in TABLE[type_name].told()]
    assert forgotten == []


def test_the_table_invents_no_field_and_no_type(types: dict[str, Any]) -> None:
    assert set(TABLE) <= set(types)
    for type_name, about in TABLE.items():
        assert about.told() <= set(types[type_name].fields), type_name


def test_a_field_is_classified_once() -> None:
    for type_name, about in TABLE.items():
        parts = [part for naming in about.people for part in naming.parts]
        said = [*parts, *about.records, *about.texts, *about.never]
        assert len(said) == len(set(said)), type_name
