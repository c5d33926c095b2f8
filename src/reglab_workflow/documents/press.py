"""The press: makes a PDF of a page in a process of its own, one at a time, and keeps it by what it is made of.

Run as ``python -m reglab_workflow.documents.press`` it reads the page from its input and writes the PDF.
"""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from zc.lockfile import LockError, LockFile

log = logging.getLogger("reglab_workflow.press")

STATIC = Path(__file__).parent.parent / "static"
LONGEST = 180
"""Seconds that one PDF may take."""
KEPT = 14 * 24 * 3600
"""Seconds after which a PDF that nobody asks for is swept."""
FAILURE_KEPT = 60
"""Seconds until what has failed is tried again."""

NO_LIBRARY, NO_TIME, BROKEN = "library", "time", "broken"
"""Why there is no PDF."""
EXIT_NO_LIBRARY = 3
LASTING = "pdf/a-2a"
LASTING_MARK = f'<meta name="lasting" content="{LASTING}">'
"""Stands in the head of pages whose PDF is to be kept for long."""
COMMAND = (sys.executable, "-P", "-m", __name__ if __name__ != "__main__" else "reglab_workflow.documents.press")


@dataclass(frozen=True)
class Printed:
    """How far a PDF has come: the file when it is ready, why there is none when it has failed."""

    ready: Path | None = None
    failed: str = ""


class Press:
    """Keeps PDFs in a folder; several processes may share it."""

    def __init__(self, folder: Path, command: tuple[str, ...] = COMMAND, longest: float = LONGEST) -> None:
        self.folder = folder
        self.command = command
        self.longest = longest
        self._walking = threading.Lock()

    def asked(self, page: str) -> Printed:
        """The PDF of a page if there is one; otherwise its making is started."""
        name = self.name_of(page)
        made, failure = self.folder / f"{name}.pdf", self.folder / f"{name}.failed"
        if made.exists():
            os.utime(made)
            return Printed(ready=made)
        if failure.exists() and time.time() - failure.stat().st_mtime < FAILURE_KEPT:
            return Printed(failed=failure.read_text(encoding="utf-8"))
        self._order(name, page)
        return Printed()

    def name_of(self, page: str) -> str:
        """What the PDF of a page is kept under: a digest of all that it is made of."""
        made_of = hashlib.sha256(page.encode())
        made_of.update((STATIC / "booklet.css").read_bytes())
        return made_of.hexdigest()[:40]

    def _order(self, name: str, page: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        waiting = self.folder / f"{name}.html"
        if not waiting.exists():
            _put(waiting, page.encode())
        if self._walking.acquire(blocking=False):
            threading.Thread(target=self._walk, name="press", daemon=True).start()

    def _walk(self) -> None:
        """Make what waits, unless another process is at it: whoever asks again finds out."""
        try:
            lock = LockFile(str(self.folder / "press.lock"))
        except (LockError, OSError):
            self._walking.release()
            return
        try:
            self._make_all()
        except FileNotFoundError:
            log.warning("the folder of the press has been taken away")
        finally:
            lock.close()
            self._walking.release()

    def _make_all(self) -> None:
        while waiting := sorted(self.folder.glob("*.html"), key=lambda path: path.stat().st_mtime):
            self._make(waiting[0])
        self._sweep()

    def _make(self, waiting: Path) -> None:
        made, failure = waiting.with_suffix(".pdf"), waiting.with_suffix(".failed")
        if not made.exists():
            content, why = self._run(waiting.read_bytes())
            failure.unlink(missing_ok=True)
            _put(failure if why else made, why.encode() if why else content)
        waiting.unlink()

    def _run(self, page: bytes) -> tuple[bytes, str]:
        """The PDF, or why there is none."""
        try:
            done = subprocess.run(self.command, input=page, capture_output=True, timeout=self.longest, check=False)
        except subprocess.TimeoutExpired:
            log.error("a PDF took more than %s seconds", self.longest)
            return b"", NO_TIME
        if done.returncode == 0 and done.stdout.startswith(b"%PDF"):
            return done.stdout, ""
        log.error("no PDF was made (%s): %s", done.returncode, done.stderr.decode(errors="replace")[-2000:])
        return b"", NO_LIBRARY if done.returncode == EXIT_NO_LIBRARY else BROKEN

    def _sweep(self) -> None:
        """Take away what nobody has asked for in a long while."""
        oldest = time.time() - KEPT
        for path in self.folder.iterdir():
            if path.suffix in (".pdf", ".failed", ".part") and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def _put(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever reads half of it."""
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    part.write_bytes(content)
    part.replace(path)


def is_ours(url: str) -> bool:
    """Whether an address leads to a file of our static folder; nothing else is ever read."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        return False
    return Path(unquote(parts.path)).resolve().is_relative_to(STATIC.resolve())


def pdf_of(page: str) -> bytes:
    """The page as a tagged PDF: PDF/UA-1, or PDF/A-2a where it says that it is to last.

    Raises ImportError or OSError where WeasyPrint or Pango is missing.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class OnlyOurs(URLFetcher):
        """Reads our styles and fonts."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The file; raises for anything that is not ours."""
            if not is_ours(url):
                raise FatalURLFetchingError(f"not ours: {url}")
            return super().fetch(url, headers)

    base = STATIC.resolve().as_uri() + "/"
    fetcher = OnlyOurs(allowed_protocols=("file",), allow_redirects=False)
    variant = LASTING if LASTING_MARK in page else "pdf/ua-1"
    made: bytes = HTML(string=page, base_url=base, url_fetcher=fetcher).write_pdf(pdf_variant=variant)
    return made


def main() -> int:
    """From standard input to standard output."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_NO_LIBRARY
    sys.stdout.buffer.write(pdf_of(sys.stdin.buffer.read().decode("utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
