"""Commands given something that cannot be used: one line that says what, exit code 1 or 2, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reglab_workflow.cli import main
from reglab_workflow.cli.opening import opened

INI = Path(__file__).parents[2] / "development.ini"


@pytest.fixture(autouse=True)
def no_other_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that the settings name is the one that is used."""
    monkeypatch.delenv("VAR", raising=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with settings, and a site made by the command."""
    folder = tmp_path_factory.mktemp("commands")
    (folder / "site.ini").write_text(INI.read_text("utf-8").replace("%(here)s", str(folder)), "utf-8")
    made = run(folder, "init")
    assert made.exit_code == 0, made.output
    return folder


def run(folder: Path, *words: str, config: str = "site.ini", given: str = "") -> Result:
    """What a command answers."""
    return CliRunner(env={"VAR": None}).invoke(main, ["-c", str(folder / config), *words], input=given)


def assert_one_line(result: Result, code: int) -> str:
    """The last line says what is wrong; there is no trace of the program."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    lines = result.output.strip().splitlines()
    assert "Traceback" not in result.output
    if code == 1:
        assert len(lines) == 1, lines
    return lines[-1]


OURS = b"[app:main]\nuse = egg:reglab-workflow\nreglab.var = %(here)s/var\n"
SETTINGS = {
    "garbage": b"garbage", "empty": b"", "bytes": b"\xff\xfe\x00",
    "another program": b"[app:main]\nuse = egg:nope-nope\n",
    "an unknown name": OURS + b"reglab.nope = 1\n",
    "no number": OURS + b"reglab.smtp_port = x\n",
    "no truth": OURS + b"reglab.demo = perhaps\n",
    "an unknown place": OURS + b"reglab.title = %(nowhere)s\n",
    "an unknown database": OURS + b"reglab.database = nope://x\n",
    "no folder": OURS + b"reglab.database = file:///dev/null/x/Data.fs\n",
}


@pytest.mark.parametrize("content", SETTINGS.values(), ids=SETTINGS)
def test_settings_that_cannot_be_used_are_told_of(tmp_path, content):
    (tmp_path / "site.ini").write_bytes(content)
    assert_one_line(run(tmp_path, "init"), 1)


def test_settings_that_are_not_there_are_told_of(tmp_path):
    (tmp_path / "folder.ini").mkdir()
    for words in ("init", "serve", "reindex", "mail send", "user list", "workflow check"):
        for config in ("absent.ini", "folder.ini"):
            assert "There is no settings file" in assert_one_line(run(tmp_path, *words.split(), config=config), 1)


BOOKLETS = {"bytes": b"\xff\xfe\x00broken", "cut in a letter": "Förslag å".encode()[:-1], "empty": b"",
            "blank": b" \n\t\n" * 50, "only a mark": b"\xef\xbb\xbf", "zeros": b"\x00" * 1000,
            "no proposals": b"Hej.\n" * 20}


@pytest.mark.parametrize("content", BOOKLETS.values(), ids=BOOKLETS)
@pytest.mark.parametrize("more", [[], ["--dry-run"], ["--json"]])
def test_a_booklet_that_holds_nothing_is_told_of_and_starts_no_round(place, content, more):
    (place / "booklet.txt").write_bytes(content)
    line = assert_one_line(run(place, "import", "proposals", str(place / "booklet.txt"), "--round", "2031", *more), 1)
    assert "booklet.txt" in line


@pytest.mark.parametrize("words", [
    ["import", "proposals", "absent.txt", "--round", "2027"], ["import", "proposals", ".", "--round", "2027"],
    ["import", "proposals", str(INI), "--round", "x"], ["import", "proposals", str(INI), "--round", "99999"],
    ["import", "proposals", str(INI)], ["workflow", "check", "absent.toml"], ["nope"], ["user", "nope"], [],
    ["user", "appoint", "a@b.example", "king"], ["user", "add"], ["workflow", "draw", "proposal", "--language", "xx"],
])
def test_words_that_make_no_command_are_told_of(place, words):
    assert_one_line(run(place, *words), 2)


IMPOSSIBLE = [
    ["workflow", "draw", "../../etc/passwd"], ["user", "lock", "nobody@x.example", "--reason", "x"],
    ["user", "appoint", "nobody@x.example", "representative"],
    ["user", "add", "a@b.example\r\nBcc: c@d.example", "Nils"], ["user", "add", "a@b.example", " \t"],
    ["user", "add", "a@b.example", "Nils", "--organisation", "Ingen"],
]


def test_what_is_unknown_or_impossible_is_told_of_and_changes_nothing(place):
    with opened(str(place / "site.ini")) as site:
        before = len(site.site.trail)
    for words in IMPOSSIBLE:
        assert_one_line(run(place, *words), 1)
    with opened(str(place / "site.ini")) as site:
        assert len(site.site.trail) == before
        assert list(site.site["rounds"].keys()) == []


@pytest.mark.parametrize("content", [b"", b"\xff", b"nonsense [[[", b"name = 1", b"[" * 5000, b"a = {" * 500])
def test_a_workflow_file_with_mistakes_is_told_of(place, content):
    (place / "life.toml").write_bytes(content)
    result = run(place, "workflow", "check", str(place / "life.toml"))
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
    assert "life.toml" in result.output


def test_an_address_that_is_taken_is_told_of(place):
    assert run(place, "user", "add", "nils@x.example", "Nils\r\nBcc: c@d.example").exit_code == 0
    assert "nils@x.example  Nils Bcc: c@d.example" in run(place, "user", "list").output
    assert_one_line(run(place, "user", "add", "NILS@x.example", "Nils"), 1)


def test_a_weak_password_is_told_of(place):
    result = run(place, "user", "add", "olle@x.example", "Olle", "--password", given="kort\nkort\n")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "olle@x.example" not in run(place, "user", "list").output
