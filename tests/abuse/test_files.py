"""Files: what is not what it says is refused, names do no harm, and what is handed out is saved and never run."""

from __future__ import annotations

import io
import time
import zipfile
from urllib.parse import quote

import pytest

from reglab_workflow.content.attachment.model import LARGEST
from siege import Siege, assert_page, multipart, words

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def packed(*names: str, comment: bytes = b"") -> bytes:
    """A packed file with empty parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, b"")
        file.comment = comment
    return out.getvalue()


def upload(siege: Siege, content: bytes, filename: str, title: str = "", seen: str = "1", email: str = ""):
    """The answer to a file sent in by the form."""
    email = email or siege.MEMBER
    body, content_type = multipart(
        ("csrf_token", siege.token(email).encode(), None), ("__start__", b"upload:mapping", None),
        ("upload", content, filename), ("__end__", b"upload:mapping", None), ("title", title.encode(), None),
        ("alt", b"", None), ("seen", seen.encode(), None))
    return siege.send(email, "POST", f"{siege.draft}/files/add-file", body, content_type=content_type)


def last_file(siege: Siege) -> tuple[str, str, str]:
    """Path, name and title of the file that came last."""
    with siege.open() as site:
        file = site.by_uid(siege.draft_uid)["files"].values()[-1]
        return file.path, file.filename, file.title


WRONG = {
    "a page": (b"<html><script>alert(1)</script></html>", "x.html"), "a page as pdf": (b"<html>", "x.pdf"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "x.svg"),
    "a drawing as png": (b"<svg onload='x'/>", "x.png"), "a program": (b"MZ\x90\x00", "x.exe"),
    "a program as text": (b"MZ\x90\x00\x03", "x.txt"), "a script": (b"#!/bin/sh\n", "x.sh"), "nothing": (b"", "x.pdf"),
    "no file": (b"", ""), "no stem": (b"x", "..txt"), "blanks for a stem": (b"x", "   .txt"),
    "no type": (b"%PDF-1.4", "pdf"), "only a type": (b"x", ".htaccess"),
    "two types": (b"%PDF-1.4", "x.pdf.html"), "bytes as text": (b"\xff\xfe\x00", "x.txt"),
    "another office type": (packed("[Content_Types].xml", "word/document.xml"), "x.xlsx"),
    "macros": (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "x.docx"),
    "an empty package": (packed(), "x.docx"), "a package cut off": (packed("[Content_Types].xml", "a")[:-10], "x.docx"),
    "a package": (packed("a"), "x.zip"), "an old document": (b"\xd0\xcf\x11\xe0", "x.doc"),
    "a package in front of nothing": (b"PK\x03\x04" + b"\x00" * 200, "x.docx"),
    "a huge list of contents": (b"PK\x03\x04" + b"PK\x05\x06" + b"\x00" * 8 + b"\xff" * 4 + b"\x00" * 6, "x.docx"),
    "a mail": (b"MIME-Version: 1.0\n\n<script>", "x.mht"), "markup": (b"<?xml version='1.0'?><x/>", "x.xml"),
}


@pytest.mark.parametrize(("content", "filename"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_kept_is_refused_at_the_field(untouched, content, filename):
    answer = upload(untouched, content, filename, title="Mina ord")
    assert_page(answer, 422)
    assert "Inget är sparat" in words(answer)
    assert 'value="Mina ord"' in answer.text


def test_a_file_that_is_too_large_is_refused(untouched):
    answer = upload(untouched, b"%PDF-" + b"x" * LARGEST, "x.pdf")
    assert_page(answer, 422)
    assert "20 MB" in words(answer)
    assert_page(upload(untouched, b"%PDF-" + b"x" * (LARGEST + 1024 * 1024), "x.pdf"), 413)


def test_a_flood_of_parts_is_not_taken_apart(untouched):
    body, content_type = multipart(*[("a", b"", None)] * 200_000)
    started = time.thread_time()
    path = f"{untouched.draft}/files/add-file"
    answer = untouched.send(untouched.MEMBER, "POST", path, body, content_type=content_type)
    assert_page(answer, 400)
    assert time.thread_time() - started < 3


@pytest.mark.parametrize("pairs", [
    [], [("upload", "text")], [("__start__", "upload:mapping"), ("uid", "x"), ("__end__", "upload:mapping")],
    [("__start__", "upload:mapping"), ("upload", "text"), ("__end__", "upload:mapping")],
    [("__start__", "upload:sequence"), ("upload", "text"), ("__end__", "upload:sequence")],
])
def test_a_form_without_a_file_is_refused(untouched, pairs):
    path = f"{untouched.draft}/files/add-file"
    assert_page(untouched.post(untouched.MEMBER, path, [*pairs, ("title", "x"), ("seen", "1")]), (400, 422))


NAMES = {
    "../../etc/passwd.txt": "passwd.txt", "..\\..\\boot.txt": "boot.txt", "/etc/passwd.txt": "passwd.txt",
    "C:\\fakepath\\plan.txt": "plan.txt", "rapport\u202etxt.txt": "rapporttxt.txt",
    "a\u200bb.txt": "ab.txt", "plan;x=y.txt": "planx=y.txt", "<script>.txt": "script.txt",
    "%2e%2e%2fx.txt": "2e2e2fx.txt", "å ä ö.txt": "å ä ö.txt", "x" * 5000 + ".txt": "x" * 116 + ".txt",
    "\U0001f4a9.txt": "\U0001f4a9.txt", "con.txt": "con.txt", "a\tb.txt": "a b.txt",
    "e" + "\u0301\u0323" * 5000 + ".txt": None,
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items())
def test_no_name_of_a_file_does_harm(siege, given, kept):
    answer = upload(siege, b"Text.", given, seen=str(abs(hash(given)) % 10**9))
    assert answer.status_int == 303
    path, name, _title = last_file(siege)
    assert kept is None or name == kept
    assert path.rpartition("/")[2].isalnum()
    handed_out = siege.send(siege.MEMBER, "GET", path)
    assert handed_out.status_int == 200
    assert_saved_and_never_run(handed_out)
    assert handed_out.headers["Content-Disposition"].endswith(f"; filename*=UTF-8''{quote(name, safe='')}")
    shown = siege.send(siege.MEMBER, "GET", siege.draft)
    assert_page(shown, 200)
    assert "<script>" not in shown.text


@pytest.mark.parametrize("filename", ['a"; filename="x.html', 'a\r\nSet-Cookie: a=b; x=".txt', "a\x00.txt", 'a\\".txt'])
def test_no_name_breaks_out_of_a_header(siege, filename):
    answer = upload(siege, b"Text.", filename)
    assert answer.status_int in (303, 400, 422)
    path, _name, _title = last_file(siege)
    handed_out = siege.send(siege.MEMBER, "GET", path)
    assert "Set-Cookie" not in handed_out.headers
    assert ".html" not in handed_out.headers["Content-Disposition"]


def assert_saved_and_never_run(answer) -> None:
    """The headers of every file that is handed out."""
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].isascii()


def test_a_picture_is_saved_and_never_shown(siege):
    assert upload(siege, PNG + b"<script>alert(1)</script>", "bild.png", seen="77").status_int == 303
    answer = siege.send(siege.MEMBER, "GET", last_file(siege)[0])
    assert_saved_and_never_run(answer)
    assert answer.content_type == "image/png"


def test_a_file_that_is_sent_twice_is_kept_once(siege):
    contents = (b"Samma text.", b"Samma text.", b"Annan text!")
    answers = [upload(siege, content, "tva.txt", seen="4711") for content in contents]
    assert [answer.status_int for answer in answers] == [303, 303, 303]
    with siege.open() as site:
        kept = [file.content() for file in site.by_uid(siege.draft_uid)["files"].values() if file.filename == "tva.txt"]
    assert kept == [b"Samma text.", b"Annan text!"]


def test_nobody_adds_files_to_what_is_not_theirs(untouched):
    for email, status in ((untouched.OTHER, 404), (untouched.OFFICE, 404), (untouched.AUDITOR, 403)):
        assert_page(upload(untouched, b"Text.", "x.txt", email=email), status)
    path = untouched.draft_file
    assert_page(untouched.post(untouched.AUDITOR, f"{path}/remove", []), 403)
    assert_page(untouched.post(untouched.OTHER, f"{path}/remove", []), 404)
