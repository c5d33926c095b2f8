"""Starting and commands: a broken history stops the start, and is named; commands seal, prove and carry away."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from house import Story
from reglab_workflow.app import configure
from reglab_workflow.cli import main
from reglab_workflow.history import verify_history
from reglab_workflow.history.unbroken import check_head
from reglab_workflow.storage.connection import own_transaction
from reglab_workflow.storage.database import DatabaseRefused
from sealed import PROGRAM, cut, exported, program, sealer, shut

GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """A site that a test may close and open again, whatever it has done to its history."""
    made = Story(tmp_path / "var")
    yield made
    shut(made)


def settings_of(story: Story) -> dict[str, Any]:
    return {"reglab.var": story.registry.reglab_settings.var, "reglab.secure_cookies": "false",
            "reglab.mail": "memory", "reglab.base_url": "http://127.0.0.1"}


def harm(site: Any, what: str) -> None:
    slot = max(site.trail.slots, key=lambda each: each.count)
    if what == "renumbered":
        site.seals.checkpoints[7] = site.seals.checkpoints.pop(1)
    elif what == "cut":
        cut(slot, slot.count - 1)
    elif what == "head":
        slot.head = "ab" * 32
    elif what == "unreadable":
        site.seals.newest.core_bytes = b"\xff"
    elif what == "signature":
        site.seals.newest.signature = "00" * 64
    elif what == "checkpoints":
        site.seals.checkpoints.clear()
    elif what == "key":
        site.seals.keys.clear()
    elif what == "site":
        site.identity = "another"


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize("what", [
    "cut", "head", "signature", "unreadable", "checkpoints", "renumbered", "key", "site"])
def test_a_site_whose_newest_seal_does_not_hold_refuses_to_start(story: Story, what: str) -> None:
    sealer(story).seal()
    with story.open() as site:
        check_head(site, story.registry.reglab_settings.seal_key)
        harm(site, what)
    shut(story)
    with pytest.raises(DatabaseRefused, match=r"reglab history verify.*docs/operating\.md"):
        configure(settings_of(story)).make_wsgi_app()


def test_a_site_whose_key_was_exchanged_refuses_to_start(story: Story) -> None:
    sealer(story).seal()
    sealer(story).keys.replace()
    shut(story)
    with pytest.raises(DatabaseRefused, match="is not the key"):
        configure(settings_of(story)).make_wsgi_app()


def test_a_site_without_its_key_starts_and_says_that_it_cannot_seal(story: Story) -> None:
    """Another machine may have it."""
    sealer(story).seal()
    Path(story.registry.reglab_settings.seal_key).unlink()
    shut(story)
    config = configure(settings_of(story))
    config.make_wsgi_app()
    config.registry.reglab_index.close()
    config.registry.reglab_database.close()


@pytest.fixture
def ini(story: Story, tmp_path: Path) -> Path:
    """The settings file of a site that has lived and is not running."""
    story.open_round()
    shut(story)
    file = tmp_path / "site.ini"
    lines = [f"{name} = {value}" for name, value in settings_of(story).items()]
    file.write_text("\n".join(["[app:main]", "use = egg:reglab-workflow", "reglab.demo = true", *lines]))
    return file


def run(ini: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-c", str(ini), "history", *words], catch_exceptions=False)


def test_commands_seal_prove_and_carry_away(ini: Path, tmp_path: Path) -> None:
    sealed = run(ini, "seal")
    assert sealed.exit_code == 0, sealed.output
    control = sealed.output.rpartition("Control number: ")[2].strip()
    proven = run(ini, "verify", "--control", control, "--json")
    assert proven.exit_code == 0, proven.output
    told = json.loads(proven.stdout)
    assert told["sound"]
    assert (told["unsealed"], told["control"]) == (0, control)
    file = tmp_path / "history.jsonl"
    carried = run(ini, "export", str(file))
    assert carried.exit_code == 0, carried.output
    key = carried.output.split()[-1]
    assert file.stat().st_mode & 0o777 == 0o600, "it holds personal data"
    assert run(ini, "verify", str(file), "--key", key).exit_code == 0
    assert program(file, "--key", key, "--control", control).returncode == 0
    one = tmp_path / "round.jsonl"
    assert run(ini, "export", str(one), "--item", "/rounds/2027").exit_code == 0
    assert "a part of the history" in program(one).stdout
    assert run(ini, "export", str(one), "--item", "/rounds/1999").exit_code == 1
    renewed = run(ini, "new-key")
    assert renewed.exit_code == 0
    assert run(ini, "verify", "--key", renewed.output.split()[-1]).exit_code == 0
    assert run(ini, "verify", "--key", key).exit_code == 1


def test_what_the_start_refuses_the_command_names_too(ini: Path, story: Story, tmp_path: Path) -> None:
    unsealed = run(ini, "verify")
    assert unsealed.exit_code == 2
    assert unsealed.stdout.startswith("NOT PROVEN: nothing is sealed yet")
    assert not json.loads(run(ini, "verify", "--json").stdout)["sound"]
    run(ini, "seal")
    assert run(ini, "verify", "--control", "7").exit_code == 2
    _harmed(story, "renumbered")
    data = Path(story.registry.reglab_settings.var) / "Data.fs"
    before = data.read_bytes()
    named = run(ini, "verify")
    assert data.read_bytes() == before, "it is evidence"
    assert (named.exit_code, named.stdout) == (1, "BROKEN: checkpoint 7 is not of this site\n")


@pytest.mark.parametrize("what", ["missing", "unreadable", "exchanged"])
def test_a_key_that_is_not_the_right_one_signs_nothing_and_can_be_replaced(
        ini: Path, story: Story, tmp_path: Path, what: str) -> None:
    """No export that its own program would not prove; whatever was in the file is kept."""
    run(ini, "seal")
    path, file = Path(story.registry.reglab_settings.seal_key), tmp_path / "history.jsonl"
    if what == "missing":
        path.unlink()
    elif what == "unreadable":
        path.write_bytes(b"\0no key")
    else:
        sealer(story).keys.replace()
    refused = run(ini, "export", str(file))
    assert (refused.exit_code, file.exists()) == (1, False)
    assert "Restore it" in refused.output or "cannot be read" in refused.output or "another key" in refused.output
    renewed = run(ini, "new-key")
    assert renewed.exit_code == 0, renewed.output
    assert run(ini, "export", str(file)).exit_code == 0
    assert program(file, "--key", renewed.output.split()[-1]).returncode == 0
    assert what != "unreadable" or [each.read_bytes() for each in path.parent.glob("seal.key.unreadable.*")] == [
        b"\0no key"]


def test_a_broken_history_takes_no_new_key(ini: Path, story: Story) -> None:
    run(ini, "seal")
    key = Path(story.registry.reglab_settings.seal_key)
    before = key.read_bytes()
    _harmed(story, "head")
    assert run(ini, "new-key").exit_code == 1
    assert key.read_bytes() == before


def _harmed(story: Story, what: str) -> None:
    """Harm the database of a site that does not run."""
    config = configure(settings_of(story))
    config.make_wsgi_app()
    with own_transaction(config.registry.reglab_database) as site:
        harm(site, what)
    config.registry.reglab_index.close()
    config.registry.reglab_database.close()


def test_a_broken_history_is_named_by_the_command_although_the_site_does_not_start(ini: Path, story: Story) -> None:
    run(ini, "seal")
    config = configure(settings_of(story))
    config.make_wsgi_app()
    with own_transaction(config.registry.reglab_database) as site:
        slot = max(site.trail.slots, key=lambda each: each.count)
        slot.entries[3].core_bytes = slot.entries[3].core_bytes.replace(b'"actor"', b'"actOr"')
        slot.head = "ab" * 32
    config.registry.reglab_index.close()
    config.registry.reglab_database.close()
    refused = CliRunner().invoke(main, ["-c", str(ini), "tick"])
    assert refused.exit_code == 1
    assert "The history is not what was sealed" in refused.output
    named = run(ini, "verify")
    assert named.exit_code == 1
    assert f"event {slot.index}.4: it does not follow on the event before it" in named.output


# -- the program by itself -------------------------------------------------------------------------------------


def test_the_program_is_one_file_that_older_pythons_read_too() -> None:
    tree = ast.parse(PROGRAM.read_text("utf-8"), feature_version=(3, 9))
    imported = {name.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import)
                for name in node.names}
    imported |= {str(node.module).partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(node.level for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    assert imported == {"__future__", "argparse", "collections", "cryptography", "dataclasses", "hashlib", "json",
                        "pathlib", "re", "sys", "typing"}


def test_without_the_library_for_signatures_it_says_what_is_not_proven(story: Story, tmp_path: Path) -> None:
    sealer(story).seal()
    file, alone = tmp_path / "h.jsonl", tmp_path / "verify_history.py"
    file.write_bytes(b"".join(exported(story)))
    alone.write_bytes(PROGRAM.read_bytes().replace(b"from cryptography", b"from cryptography_is_not_here"))
    import subprocess
    import sys

    answer = subprocess.run([sys.executable, "-I", str(alone), str(file)], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "NOT PROVEN who sealed it" in answer.stdout
    assert "Sound" not in answer.stdout
    file.write_bytes(file.read_bytes().replace(b'\\"kind\\":\\"added\\"', b'\\"kind\\":\\"adder\\"', 1))
    answer = subprocess.run([sys.executable, "-I", str(alone), str(file)], capture_output=True, text=True, check=False)
    assert answer.returncode == 1


@pytest.mark.parametrize(("arguments", "status"), [
    (["missing.jsonl"], 2), (["empty.jsonl"], 1), (["empty.jsonl", "--key", "zz"], 2),
    (["empty.jsonl", "--key", "odd.key"], 2), (["empty.jsonl", "--key", "a" * 5000], 2),
    (["whole.jsonl", "--control", "0-0000-0000-0000-0000"], 2),
    (["part.jsonl", "--control", "1-0000-0000-0000-0000"], 2),
    (["hostile.jsonl"], 1)])
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, arguments: list[str], status: int) -> None:
    """In signs that steer no terminal, and with the status that its words say: 2 is no fault of the history."""
    for name in ("whole", "part"):
        (tmp_path / f"{name}.jsonl").write_bytes((GOLDEN / f"{name}.jsonl").read_bytes())
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "odd.key").write_bytes(bytes(range(256)))
    (tmp_path / "hostile.jsonl").write_bytes(b'{"format":"reglab history","keys":{"\\u001b[2J\\nSound":"00"},"part":"",'
                                             b'"site":"x","v":1}\n')
    answer = program(tmp_path / arguments[0], *arguments[1:])
    assert answer.returncode == status
    assert len((answer.stdout + answer.stderr).splitlines()) == 1
    assert answer.stdout.startswith("BROKEN" if status == 1 else ("NOT PROVEN", ""))
    assert "\x1b" not in answer.stdout


def test_an_answer_in_swedish_is_told_on_a_terminal_that_knows_no_swedish(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\n")
    answer = program(tmp_path / "odd.jsonl", "--language", "sv", isolated=False, PYTHONIOENCODING="ascii")
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout == "BRUTEN: rad 1: raden kan inte l\\xe4sas\n"


def test_every_fault_is_told_in_both_languages() -> None:
    for english, swedish in (*verify_history.WORDS.values(), *verify_history.SAID.values()):
        assert english != swedish
        assert {each.split("}")[0] for each in english.split("{")[1:]} == {
            each.split("}")[0] for each in swedish.split("{")[1:]}
    raised = {node.args[-1].value if node.func.attr == "_need" and len(node.args) > 1 else node.args[0].value
              for node in ast.walk(ast.parse(PROGRAM.read_text("utf-8")))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
              and node.func.attr in ("_need", "_fail") and isinstance(node.args[-1], ast.Constant)}
    assert raised <= set(verify_history.WORDS)
    assert len(raised) > 20


@pytest.mark.parametrize("name", ["whole", "part"])
def test_an_export_of_earlier_days_is_still_proven(name: str) -> None:
    """What is sealed and carried away today must be provable by every later version of the program."""
    told = json.loads((GOLDEN / "told.json").read_text("utf-8"))
    answer = program(GOLDEN / f"{name}.jsonl", "--key", told["key"], "--control", told["control"])
    assert answer.returncode == 0, answer.stdout
    assert told[name] in answer.stdout
