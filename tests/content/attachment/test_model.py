"""Files: kept when name and content agree on a known type, and handed out so that no browser runs them."""

from __future__ import annotations

import io
import os
import zipfile

import pytest
import transaction
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from learning_site import LearningSite
from reglab_workflow.content.attachment.model import (
    DIRECTORY_LIMIT,
    LARGEST,
    Attachment,
    clean_name,
    disposition,
    media_type_of,
    received,
    store,
)
from reglab_workflow.workflow.errors import NotPermitted, Refused

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def packed(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, b"x")
    return file.getvalue()


def odf(kind: str) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed("content.xml", first=("mimetype", media_type))


DOCX = packed("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def here():
    return LearningSite()


@pytest.fixture
def database(tmp_path):
    db = DB(FileStorage(str(tmp_path / "Data.fs"), blob_dir=str(tmp_path / "blobs")))
    yield db
    transaction.abort()
    db.close()


# -- names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "kept"), [
    ("program.pdf", "program.pdf"),
    ("Årets träff.docx", "Årets träff.docx"),
    ("../../etc/passwd.txt", "passwd.txt"),
    (r"C:\Users\eva\Bilder\karta.png", "karta.png"),
    ("rad\r\nSet-Cookie: a.txt", "rad Set-Cookie a.txt"),
    ("noll\x00tecken.pdf", "nolltecken.pdf"),
    ("fil\u202egnp.exe", "filgnp.exe"),
    ('citat"tecken;.pdf', "citattecken.pdf"),
    ("halv\ud800.pdf", "halv.pdf"),
    ("  mycket   luft  .pdf", "mycket luft.pdf"),
    ("A\u030angstro\u0308m.txt", "Ångström.txt"),
    (".htaccess", "htaccess"),
    ("", "fil"),
    ("...", "fil"),
    ("/", "fil"),
])
def test_a_file_keeps_the_harmless_part_of_its_name(given, kept):
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_end():
    name = clean_name("x" * 5000 + ".pdf")
    assert (len(name), name[-4:]) == (120, ".pdf")
    assert len(clean_name("x." + "y" * 5000)) == 120


@pytest.mark.parametrize(("name", "header"), [
    ("program.pdf", "attachment; filename=\"program.pdf\"; filename*=UTF-8''program.pdf"),
    ("Årets träff.pdf",
     "attachment; filename=\"Arets traff.pdf\"; filename*=UTF-8''%C3%85rets%20tr%C3%A4ff.pdf"),
    ("漢字.pdf", "attachment; filename=\"pdf\"; filename*=UTF-8''%E6%BC%A2%E5%AD%97.pdf"),
])
def test_a_download_has_its_name_in_any_alphabet(name, header):
    assert disposition(name) == header


# -- types ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "data", "media_type"), [
    ("a.pdf", b"%PDF-1.7 ...", "application/pdf"),
    ("a.PNG", PNG, "image/png"),
    ("a.jpg", b"\xff\xd8\xff\xe0 ...", "image/jpeg"),
    ("a.jpeg", b"\xff\xd8\xff\xe0 ...", "image/jpeg"),
    ("a.gif", b"GIF89a ...", "image/gif"),
    ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ("a.txt", "Räksmörgås\n\tja".encode(), "text/plain"),
    ("a.csv", b"\xef\xbb\xbfnamn;antal\r\nUme\xc3\xa5;3\r\n", "text/csv"),
    ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("a.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"),
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("a.pptx", packed("[Content_Types].xml", "ppt/presentation.xml"),
     "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("a.odt", odf("text"), "application/vnd.oasis.opendocument.text"),
    ("a.ods", odf("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    ("a.odp", odf("presentation"), "application/vnd.oasis.opendocument.presentation"),
])
def test_a_known_type_is_told_by_name_and_content(name, data, media_type):
    assert media_type_of(name, data) == media_type


@pytest.mark.parametrize(("name", "data", "code"), [
    ("a.html", b"<script>alert(1)</script>", "file_type"),
    ("a.svg", b"<svg onload='alert(1)'/>", "file_type"),
    ("a.zip", packed("a"), "file_type"),
    ("a.docm", DOCX, "file_type"),
    ("a.exe", b"MZ", "file_type"),
    ("a.pdf.exe", b"%PDF-1.7", "file_type"),
    ("fil", b"%PDF-1.7", "file_type"),
    ("a.pdf", b"<html>", "file_content"),
    ("a.png", b"%PDF-1.7", "file_content"),
    ("a.docx", packed("xl/workbook.xml", "[Content_Types].xml"), "file_content"),
    ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "file_content"),
    ("a.docx", b"PK\x03\x04 no end", "file_content"),
    ("a.docx", DOCX[:-30], "file_content"),
    ("a.odt", odf("spreadsheet"), "file_content"),
    ("a.odt", odf("text-template"), "file_content"),
    ("a.txt", b"\xff\xfeutf-16", "file_content"),
    ("a.txt", b"bell \x07", "file_content"),
    ("a.pdf", b"", "empty_file"),
    ("a.pdf", b"%PDF-" + b"\0" * LARGEST, "large_file"),
])
def test_what_does_not_agree_is_refused_with_the_reason(name, data, code):
    with pytest.raises(Refused) as refusal:
        media_type_of(name, data)
    assert [(reason.code, reason.field) for reason in refusal.value.reasons] == [(code, "upload")]


def test_a_packed_file_with_an_endless_list_of_contents_is_not_even_listed():
    end = DOCX.rfind(b"PK\x05\x06")
    endless = DOCX[:end + 12] + (DIRECTORY_LIMIT + 1).to_bytes(4, "little") + DOCX[end + 16:]
    with pytest.raises(Refused):
        media_type_of("a.docx", endless)


# -- keeping -------------------------------------------------------------------------------------------------


def test_a_stored_file_is_read_again_from_another_connection(database):
    connection = database.open()
    attachment = Attachment(**received(connection, "../program.pdf", b"%PDF-1.7 tolv sidor", alt=""))
    connection.root()["kept"] = attachment
    transaction.commit()
    connection.close()
    again = database.open().root()["kept"]
    assert again.content() == b"%PDF-1.7 tolv sidor"
    assert (again.title, again.filename, again.media_type, again.size) == (
        "program.pdf", "program.pdf", "application/pdf", 19)


def test_the_file_is_on_disk_before_the_transaction_ends(database, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (synced.append(os.fstat(number).st_size), real(number)))
    connection = database.open()
    blob = store(connection, b"tolv tecken.")
    assert synced == [12]
    assert blob._p_jar is connection


def test_an_aborted_transaction_keeps_no_file(database, tmp_path):
    store(database.open(), b"bort")
    transaction.abort()
    left = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file() and path.suffix == ".blob"]
    assert left == []


def test_nothing_is_stored_of_a_refused_file(database):
    connection = database.open()
    with pytest.raises(Refused):
        received(connection, "a.svg", b"<svg/>")
    assert connection._registered_objects == []


def test_a_title_of_ones_own_goes_before_the_name(database):
    values = received(database.open(), "DSC001.png", PNG, title=" Karta ", alt="Länets kommuner")
    assert (values["title"], values["filename"], values["alt"]) == ("Karta", "DSC001.png", "Länets kommuner")


def test_an_attachment_without_a_file_says_so():
    with pytest.raises(LookupError):
        Attachment(title="Tom").content()


@pytest.mark.parametrize(("media_type", "told", "image"), [
    ("application/pdf", "application/pdf", False),
    ("text/csv", "text/csv; charset=utf-8", False),
    ("image/png", "image/png", True),
])
def test_no_browser_runs_a_download(media_type, told, image):
    attachment = Attachment(filename="a.x", media_type=media_type)
    assert dict(attachment.headers()) == {
        "Content-Type": told,
        "Content-Disposition": "attachment; filename=\"a.x\"; filename*=UTF-8''a.x",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert attachment.is_image is image


# -- rights --------------------------------------------------------------------------------------------------


def test_whoever_sees_the_project_sees_its_files(here):
    project = here.project()
    attachment = here.builder.create(project["files"], "attachment", {"title": "Budget"})
    leader = here.leader(project)
    assert attachment.path == f"/projects/sma-tal/files/{attachment.uid}"
    assert (here.may(leader, "view", attachment), here.may(None, "view", attachment)) == (True, False)
    here.put(project, "inviting")
    assert here.may(None, "view", attachment)


def test_files_are_added_by_those_who_may_and_keep_what_they_are(here):
    project = here.project()
    leader = here.leader(project)
    acts = here.acts(leader)
    attachment = acts.create(project["files"], "attachment", {"title": "Budget", "media_type": "text/csv"})
    assert acts.edit(attachment, {"title": "Budget i kronor"})
    with pytest.raises(NotPermitted):
        acts.edit(attachment, {"media_type": "text/html"})
    with pytest.raises(NotPermitted):
        here.stranger().create(project["files"], "attachment", {})
