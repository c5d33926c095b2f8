"""The administrator finds, erases, packs and keeps to the rules by commands, on a site in real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reglab_workflow.cli import main
from reglab_workflow.cli.opening import opened
from reglab_workflow.privacy.table import ERASED

INI = Path(__file__).parents[2] / "development.ini"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site made by commands, with one person who is named in a page too."""
    monkeypatch.delenv("VAR", raising=False)
    (tmp_path / "site.ini").write_text(INI.read_text("utf-8").replace("%(here)s", str(tmp_path)), "utf-8")
    assert run(tmp_path, "init").exit_code == 0
    assert run(tmp_path, "user", "add", "maja@norra.example", "Maja Myr").exit_code == 0
    return tmp_path


def run(folder: Path, *words: str, given: str = "") -> Result:
    return CliRunner(env={"VAR": None}).invoke(main, ["-c", str(folder / "site.ini"), *words], input=given)


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "var").rglob("*")) if path.is_file())


def test_found_erased_packed_and_gone_from_the_files(place: Path) -> None:
    told = json.loads(run(place, "person", "find", "maja@norra.example", "--json").output)
    assert [each["field"] for each in told["places"]] == ["title"] and told["entries"] == 1
    assert b"Maja Myr" in raw(place)
    wrong = run(place, "person", "erase", "maja@norra.example", "--reason", "Bad om det", given="nej\n")
    assert wrong.exit_code == 1 and "Nothing has been erased" in wrong.output
    done = run(place, "person", "erase", "maja@norra.example", "--reason", "Bad om det", given="maja@norra.example\n")
    assert done.exit_code == 0, done.output
    packed = run(place, "pack")
    assert packed.exit_code == 0, packed.output
    assert b"Maja Myr" not in raw(place) and b"maja@norra" not in raw(place)


def test_after_a_restored_backup_the_same_people_go_again(place: Path) -> None:
    with opened(str(place / "site.ini")) as site:
        site.acts().create(site.site["pages"], "page", {"title": "Om", "body": "Bo Berg skriver."})
    backup = (place / "var" / "Data.fs").read_bytes()
    for words in (("maja@norra.example",), ("bo@norra.example", "--name", "Bo Berg")):
        assert run(place, "person", "erase", *words, "--reason", "Bad om det", "--yes").exit_code == 0
    assert run(place, "person", "erase", "--again").output.startswith("0 people had come back")
    (place / "var" / "Data.fs").write_bytes(backup)
    (place / "var" / "Data.fs.index").unlink(missing_ok=True)
    assert json.loads(run(place, "user", "list", "--json").output)[0]["name"] == "Maja Myr"
    again = run(place, "person", "erase", "--again")
    assert again.exit_code == 0 and "1 people had come back" in again.output, again.output
    assert "running text alone" in again.output and again.output.rstrip().endswith(": /pages/om: body")
    assert json.loads(run(place, "user", "list", "--json").output)[0]["name"] == ERASED
    assert "0 people had come back" in run(place, "person", "erase", "--again").output
    assert run(place, "user", "add", "maja@norra.example", "Maja Myr").exit_code == 0
    assert "0 people had come back" in run(place, "person", "erase", "--again").output, "she has come anew"


def test_nothing_is_due_on_a_new_site(place: Path) -> None:
    told = json.loads(run(place, "retention", "--dry-run", "--json").output)
    assert told["participants"] == {"taken": 0, "due": 0, "proposed": 0}
    assert run(place, "retention").exit_code == 0
