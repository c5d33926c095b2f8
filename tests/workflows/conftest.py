"""The lives as their files tell them, for the tables of promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from reglab_workflow.workflow.definition import Workflow
from reglab_workflow.workflow.reader import Vocabulary, read

FILES = Path(__file__).resolve().parents[2] / "workflows"


class Lives(dict[str, Workflow]):
    """Every life by its name, read when it is asked for: a mistake in one file stays with its own tests."""

    def __missing__(self, name: str) -> Workflow:
        path = FILES / f"{name}.toml"
        self[name] = read(path.read_text(encoding="utf-8"), str(path), Vocabulary())
        return self[name]


@pytest.fixture(scope="session")
def lives() -> Lives:
    """Every life by its name."""
    return Lives()
