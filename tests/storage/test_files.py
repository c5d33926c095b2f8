"""Attachments: kept whole with the transaction of their upload, however often it has to be tried."""

from __future__ import annotations

import gc
from pathlib import Path

from webtest import Upload
from ZODB.POSException import ConflictError

from reglab_workflow.content import events
from reglab_workflow.content.site.model import find

WORDS = b"Program\n" * 5000


def test_a_file_comes_back_as_it_was_sent(kept):
    """Through the pages; its bytes are not in the item's own record."""
    path = kept.proposal(kept.open_round(), submitted=False)
    member = kept.browser(kept.MEMBER)
    form = member.get(f"{path}/files/add-file").forms["form"]
    form["title"], form["upload"] = "Programmet", Upload("program.txt", WORDS)
    mark = kept.mark()
    assert form.submit("save").status_int == 303
    assert sum(kept.weights(mark)) < len(WORDS)
    with kept.open() as site:
        (file,) = find(site, path)["files"].values()
        assert file.content() == WORDS
        address = file.path
    assert member.get(address).body == WORDS
    kept.browser(kept.OTHER).get(address, status=404)


def test_an_upload_that_loses_races_is_stored_once(kept):
    """The file is read from the request again at each attempt, and no half of it is left behind."""
    path = kept.proposal(kept.open_round(), submitted=False)
    left = [3]

    def lose(event: events.Added) -> None:
        if left[0]:
            left[0] -= 1
            raise ConflictError

    form = kept.browser(kept.MEMBER).get(f"{path}/files/add-file").forms["form"]
    form["title"], form["upload"] = "Programmet", Upload("program.txt", WORDS)
    kept.registry.registerHandler(lose, (events.Added,))
    assert form.submit("save", expect_errors=True).status_int == 303
    with kept.open() as site:
        (file,) = find(site, path)["files"].values()
        assert file.content() == WORDS


def test_an_upload_that_fails_leaves_no_file_in_the_folder(written, tmp_path, monkeypatch):
    """Neither in the database nor beside it, once nothing speaks of the request any more."""
    path = written.proposal(written.open_round(), submitted=False)
    # The log that is kept for this test would hold the fault, the fault the request, and the request the file.
    monkeypatch.setattr("reglab_workflow.web.errors.log.error", lambda *words, **more: None)

    def break_down(event: events.Added) -> None:
        raise ZeroDivisionError

    def upload() -> int:
        form = written.browser(written.MEMBER).get(f"{path}/files/add-file").forms["form"]
        form["title"], form["upload"] = "Programmet", Upload("program.txt", WORDS)
        return int(form.submit("save", expect_errors=True).status_int)

    written.registry.registerHandler(break_down, (events.Added,))
    assert upload() == 500
    gc.collect()
    left = [file for file in Path(tmp_path).rglob("*") if file.is_file() and WORDS[:64] in file.read_bytes()]
    assert left == []
