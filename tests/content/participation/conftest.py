"""A project whose first occasion people sign up for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from learning_group import LearningGroup


@pytest.fixture
def group(tmp_path: Path) -> Any:
    """Norra with Ada, Bo and Cia, and Södra with Nils, in a project whose first occasion is announced."""
    group = LearningGroup(tmp_path)
    group.confirmed(group.norra, "Ada Ek", "Bo Alm", "Cia Ur")
    group.confirmed(group.sodra, "Nils Yr", contact_name="Sara Sol", contact_email="sara@sodra.example")
    yield group
    group.close()
