"""``reglab history check``: what it prints, how it ends, and that the history tells of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reglab_workflow.cli import main
from reglab_workflow.cli.opening import opened

INI = Path(__file__).parents[2] / "development.ini"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of a site with one organisation."""
    monkeypatch.delenv("VAR", raising=False)
    settings = tmp_path / "site.ini"
    settings.write_text(INI.read_text("utf-8").replace("%(here)s", str(tmp_path)), "utf-8")
    with opened(str(settings)) as site:
        acts = site.acts()
        acts.create(acts.site["organisations"], "organisation", {"title": "Region Norra"})
    return settings


def run(settings: Path, *words: str) -> Result:
    """What the command answers."""
    return CliRunner(env={"VAR": None}).invoke(main, ["-c", str(settings), "history", "check", *words])


def test_a_site_that_is_as_its_history_says_passes_and_one_that_is_not_is_told_of(place: Path) -> None:
    sound = run(place)
    assert sound.exit_code == 0, sound.output
    assert sound.output == "1 items and 0 appointments are compared with the history: 0 differences.\n"
    with opened(str(place)) as site:
        next(iter(site.site["organisations"].values())).short = "Norra"
    found = run(place)
    assert found.exit_code == 1
    assert found.output.startswith("/organisations/region-norra: short: 'Norra', told ''\n")
    told = json.loads(run(place, "--json").output)
    assert (told["items"], [each["what"] for each in told["differences"]]) == (1, ["short"])
    with opened(str(place)) as site:
        kinds = [(entry.core["kind"], entry.core["differences"]) for entry in site.site.events
                 if entry.core["kind"] == "history_checked"]
        next(iter(site.site.trail.slots[0].entries)).core_bytes = b"\xff"
    broken = run(place)
    assert (broken.exit_code, "`reglab history verify` names the first broken place" in broken.output) == (1, True)
    assert kinds == [("history_checked", 0), ("history_checked", 1), ("history_checked", 1)]
