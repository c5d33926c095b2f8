"""A site that is stopped and started again on the same database, with other files for its lives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from house import House

WORKFLOWS = Path(__file__).parents[1] / "workflows"


def text_of(name: str) -> str:
    """The text of one of our own files."""
    return (WORKFLOWS / f"{name}.toml").read_text(encoding="utf-8")


def changed(name: str, *words: tuple[str, str]) -> str:
    """One of our files with some words replaced, each of which must stand there."""
    text = text_of(name)
    for before, after in words:
        assert before in text, before
        text = text.replace(before, after)
    return text


class Restarted(House):
    """The application on a folder that another one may have used before, with some files put over ours."""

    def __init__(self, var: Path, people: dict[str, str] | None = None, /, **texts: str) -> None:
        self.files = []
        for name, text in texts.items():
            file = var.parent / f"files-{len(list(var.parent.iterdir()))}" / f"{name}.toml"
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            self.files.append(file)
        super().__init__(var)
        self.people = people or {}

    def configurator(self, settings: dict[str, Any]) -> Any:
        """Our application with the files of this start."""
        config = super().configurator(settings)
        for file in self.files:
            config.add_workflow(str(file))
        return config

    def told(self, kind: str) -> list[Any]:
        """The entries of a kind, oldest first."""
        with self.open() as site:
            found = [entry for slot in site.trail.slots for entry in slot.entries
                     if entry.core["kind"] == kind]
            return [(entry.core, entry.details) for entry in sorted(found, key=lambda each: each.core["at"])]
