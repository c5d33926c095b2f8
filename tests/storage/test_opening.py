"""A database that is not as it should be stops the start, with a sentence that says what to do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import transaction
from ZODB.blob import Blob

import stores
from posting import at_once
from reglab_workflow.storage.connection import ensure_site, site_of
from reglab_workflow.storage.database import DatabaseRefused, open_database
from written import Written

HOLD = """
import sys
from reglab_workflow.storage.database import open_database
opened = open_database(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
opened.close()
"""


def address(folder: Path, blobs: str = "blobs") -> str:
    """The address of a database of files."""
    return f"file://{folder}/Data.fs?blobstorage_dir={folder}/{blobs}"


def write(uri: str, key: str = "key", blob: bytes = b"") -> None:
    """One transaction, with an attachment if wanted."""
    opened = open_database(uri)
    with opened.transaction() as connection:
        connection.root()[key] = key * 100
        if blob:
            connection.root()["blob"] = Blob(blob)
    opened.close()


@pytest.fixture
def held(tmp_path: Path) -> Iterator[str]:
    """The address of a database that another process has open."""
    uri = address(tmp_path / "var")
    child = subprocess.Popen([sys.executable, "-W", "ignore", "-c", HOLD, uri], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    yield uri
    child.communicate("")


@pytest.mark.parametrize("blobs", ["blobs", "elsewhere/attachments"])
def test_attachments_without_their_database_refuse_to_start(tmp_path, blobs):
    """Opening a new database over them would throw them away."""
    uri = address(tmp_path, blobs)
    write(uri, blob=b"a picture")
    kept = sorted((tmp_path / blobs).rglob("*.blob"))
    (tmp_path / "Data.fs").unlink()
    with pytest.raises(DatabaseRefused, match=r"Data\.fs is missing but .*holds attachments\. Restore Data\.fs"):
        open_database(uri)
    assert sorted((tmp_path / blobs).rglob("*.blob")) == kept != []
    assert not (tmp_path / "Data.fs").exists()


def test_a_cut_off_tail_that_nobody_has_looked_at_refuses_to_start(tmp_path):
    """What an earlier start cut off is still there to be saved."""
    uri = address(tmp_path)
    write(uri)
    (tmp_path / "Data.fs.tr0").write_bytes(b"half a transaction")
    with pytest.raises(DatabaseRefused, match=r"Data\.fs\.tr0 holds transactions that were cut off"):
        open_database(uri)
    (tmp_path / "Data.fs.tr0").unlink()
    open_database(uri).close()


def test_a_torn_tail_stops_the_very_start_that_finds_it(tmp_path):
    """The storage cuts it off and would go on in silence; a person looks first."""
    uri = address(tmp_path)
    write(uri)
    write(uri, "later")
    for leftover in tmp_path.glob("Data.fs.index"):
        leftover.unlink()
    data = (tmp_path / "Data.fs").read_bytes()
    (tmp_path / "Data.fs").write_bytes(data[:-7])
    for _start in range(2):
        with pytest.raises(DatabaseRefused, match=r"Data\.fs\.tr0 holds transactions that were cut off"):
            open_database(uri)
    (tmp_path / "Data.fs.tr0").unlink()
    opened = open_database(uri)
    with opened.transaction() as connection:
        assert sorted(connection.root()) == ["key"]
    opened.close()


@pytest.mark.parametrize("tail", [b"\0" * 4096, b"\xff\x93rubbish" * 6])
def test_rubbish_after_the_last_transaction_refuses_to_start(tmp_path, tail):
    """A power cut can leave a tail of zeros or of anything; nothing is served before somebody has looked."""
    uri = address(tmp_path)
    write(uri)
    with (tmp_path / "Data.fs").open("ab") as file:
        file.write(tail)
    for leftover in tmp_path.glob("Data.fs.index"):
        leftover.unlink()
    with pytest.raises(DatabaseRefused):
        open_database(uri)


def test_a_database_in_use_says_so(held):
    """A command beside the running site gets one clear sentence."""
    with pytest.raises(DatabaseRefused, match=r"Data\.fs is in use by another process"):
        open_database(held)


def test_the_site_itself_refuses_a_database_in_use(held, tmp_path):
    """Whoever starts the site twice is told the same."""
    with pytest.raises(DatabaseRefused, match="in use"):
        Written(tmp_path / "var")


@pytest.mark.parametrize(("uri", "words"), [
    ("rubbish", "Nothing here can open rubbish"),
    ("file:///dev/null/Data.fs", "cannot be opened"),
    ("file:///{folder}/Data.fs?colour=red", "settings that no database knows"),
])
def test_an_address_that_means_nothing_is_told(tmp_path, uri, words):
    """The operator reads what is wrong with the setting."""
    with pytest.raises(DatabaseRefused, match=words):
        open_database(uri.format(folder=tmp_path))


# -- PostgreSQL ----------------------------------------------------------------------------------------------

needs_server = [pytest.mark.postgres, pytest.mark.skipif(not stores.DSN, reason=stores.WITHOUT_SERVER)]


@pytest.mark.parametrize("login", ["postgres", "postgres:"])
@pytest.mark.parametrize("place", ["127.0.0.1:5432", "127.0.0.1"])
def test_an_address_without_a_password_leaves_it_to_the_servers_client(monkeypatch, login, place):
    """Else the word None would be sent, and ~/.pgpass never be asked."""
    asked: list[str] = []
    monkeypatch.setattr("zodburi.resolve_uri", lambda uri: asked.append(uri) or (object, {}))
    monkeypatch.setattr("reglab_workflow.storage.database.DB", lambda storage, **settings: storage)
    open_database(f"postgres://{login}@{place}/reglab?keep_history=true")
    assert asked == ["postgres://postgres:@127.0.0.1:5432/reglab?keep_history=true&cache_local_mb=0"]


class TestPostgres:
    """The same site on a server."""

    pytestmark = needs_server

    def test_the_blobs_live_in_the_database_and_the_folder_is_a_cache(self, tmp_path):
        """Another machine with an empty folder reads the same attachment."""
        with stores.database_of_its_own() as name:
            for machine in ("one", "two"):
                opened = open_database(stores.address(name, tmp_path / machine))
                with opened.transaction() as connection:
                    root = connection.root()
                    if machine == "one":
                        root["blob"] = Blob(b"a picture")
                    else:
                        assert root["blob"].open().read() == b"a picture"
                opened.close()

    def test_history_is_kept(self, tmp_path):
        """Every transaction can be walked through, as in a file."""
        with stores.database_of_its_own() as name:
            opened = open_database(stores.address(name, tmp_path / "blobs"))
            before = opened.storage.lastTransaction()
            for number in range(3):
                with opened.transaction() as connection:
                    connection.root()["number"] = number
            told = [each.tid for each in opened.storage.iterator() if each.tid > before]
            assert len(told) == 3
            assert opened.getCacheSize() == 20_000
            assert opened.getPoolSize() == 12
            opened.close()

    def test_a_server_that_does_not_answer_is_told_in_a_sentence(self):
        """Without the password, if there was one in the address."""
        with pytest.raises(DatabaseRefused) as refused:
            open_database("postgres://reglab:hemligt@127.0.0.1:1/reglab")
        assert "postgres://reglab@127.0.0.1:1/reglab cannot be opened" in str(refused.value)
        assert "hemligt" not in str(refused.value)


def test_nothing_of_a_transaction_stays_when_it_is_not_committed(written):
    """What an aborted transaction wrote is nowhere, blobs included."""
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = written.database.open(manager)
    connection.root()["never"] = Blob(b"never")
    manager.abort()
    connection.close()
    with written.open() as site:
        assert "never" not in site._p_jar.root()


def test_those_who_start_together_on_an_empty_database_agree_on_one_site(tmp_path):
    """Several processes of the same site are started by the same hand."""
    opened = open_database(address(tmp_path))
    at_once([lambda: ensure_site(opened, "Reglab") for _process in range(4)])
    with opened.transaction() as connection:
        assert site_of(connection).title == "Reglab"
    opened.close()
