"""What is shipped is whole: a wheel made from the source archive runs the site without this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from house_reading import HOME, NAME, ROOT

pytestmark = pytest.mark.slow

SERVE = """
import sys
from importlib.resources import files

import webob
from pyramid.paster import get_app

import reglab_workflow

assert reglab_workflow.__file__.startswith(sys.prefix), reglab_workflow.__file__
assert (files("reglab_workflow.templates") / "layout.pt").is_file()
assert list(files("reglab_workflow.workflows").iterdir())
app = get_app("development.ini")
for address, kind in [("/", "text/html"), ("/workflows/proposal", "text/html")]:
    answer = webob.Request.blank(address, base_url="http://127.0.0.1:6543").get_response(app)
    print(address, answer.status_int, answer.content_type == kind)
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints; the test fails with its words if it does."""
    ours = ("PYTHON", "PYTEST", "VAR")
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env={**inherited, **environment},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """The checkout as somebody else has it: without what was built or made here."""
    copy = tmp_path_factory.mktemp("source") / "checkout"
    made = (".git", ".venv", "var", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*made))
    return copy


@pytest.fixture(scope="module")
def wheel(source) -> Path:
    """The wheel, made from the source archive and not from the tree."""
    run(sys.executable, "-m", "build", "--no-isolation", ".", cwd=source)
    return next((source / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """An environment with the wheel, and this one's libraries without its editable install."""
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    inside = home / "bin" / "python"
    install = (sys.executable, "-m", "pip", "--python", inside, "install", "--no-index", "--no-deps")
    run(*install, wheel, cwd=home)
    site = run(inside, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip()
    # Hooks into Python's start, the editable install's among them, count only in a site's own folder.
    libraries = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (Path(site) / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    return inside


def shipped() -> set[str]:
    """Every file of the package, by its name in the wheel."""
    homes = {NAME: HOME, f"{NAME}/templates": ROOT / "templates", f"{NAME}/workflows": ROOT / "workflows"}
    return {
        f"{prefix}/{path.relative_to(home).as_posix()}"
        for prefix, home in homes.items()
        for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_and_no_other(wheel):
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == shipped()


def test_the_source_archive_holds_what_a_clone_needs(wheel):
    with tarfile.open(next(wheel.parent.glob("*.tar.gz"))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"Makefile", "README.md", "CHANGES.md", "requirements.lock", "ruff.toml", "development.ini",
              "production.ini", ".ci/run", "tests/test_wheel.py", "tests/conftest.py"}
    assert wanted - held == set()


def test_the_installed_site_makes_itself_and_serves_its_pages(python, tmp_path):
    shutil.copy(ROOT / "development.ini", tmp_path)
    var = str(tmp_path / "data")
    run(python.parent / "reglab", "init", cwd=tmp_path, VAR=var)
    assert (tmp_path / "data" / "Data.fs").exists()
    answers = run(python, "-W", "ignore", "-c", SERVE, cwd=tmp_path, VAR=var).splitlines()
    assert answers[-2:] == ["/ 200 True", "/workflows/proposal 200 True"]
