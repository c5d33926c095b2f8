"""Pages in Markdown: whatever is written, nothing runs and nothing is fetched from elsewhere."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest

from reglab_workflow.web.markdown import as_html
from siege import assert_page, filled, soup_of

RUNS = re.compile(r"on[a-z]+$")
MARKDOWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](data:text/html,<script>)",
    "[a](vbscript:x)",
    "[a]: javascript:x\n\n[a]",
    "<javascript:alert(1)>",
    "![a](https://evil.example/x.png)",
    "![a](javascript:x)",
    "[a](//evil.example 'x\"onclick=y')",
    '[a](/x "onclick=alert(1)")',
    "<a href=x onclick=y>z</a>",
    "<style>*{}</style>",
    "&lt;script&gt;",
    "`<script>`",
    "```html\n<script>\n```",
    "<!-- <script> -->",
    "<svg/onload=alert(1)>",
    "| <script> |\n|-|\n| <b> |",
    "<details open ontoggle=x>",
    "[a](file:///etc/passwd)",
    "[a](&#106;avascript:alert(1))",
    "[a](\\javascript:x)",
    '<http://a.example/"onmouseover=x>',
]


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_stays_harmless(siege, text):
    path = f"{siege.page}/edit"
    assert siege.post(siege.OFFICE, path, filled(siege.opened(siege.OFFICE, path), body=text)).status_int == 303
    answer = siege.send("", "GET", siege.page)
    assert_page(answer, 200)
    page = soup_of(answer).find("main")
    for element in page.find_all(True):
        assert not [name for name in element.attrs if RUNS.match(name) or name == "style"]
        assert element.name not in {"script", "img", "iframe", "style", "object", "form", "input", "details"}
    for link in page.find_all("a", href=True):
        scheme = urlsplit(link["href"]).scheme.casefold()
        assert scheme in {"", "http", "https", "mailto"}
        if scheme.startswith("http") or link["href"].startswith("//"):
            assert "noopener" in link["rel"]


@pytest.mark.parametrize("text", ["[" * 30_000, "> " * 15_000, "*a " * 10_000, "[a](" * 7_000, "\n".join(
    "  " * depth + "- a" for depth in range(240)), "|a" * 10_000 + "\n" + "|-" * 5_000, "![[a](" * 5_000])
def test_no_markdown_keeps_the_server_busy(text):
    """Twice the text costs at most some four times the work, and never grows out of hand."""
    half, whole = seconds_for(text[:len(text) // 2]), seconds_for(text)
    assert whole < 10 * half + 0.5


def seconds_for(text):
    """The processor's time, not the clock's: what others do meanwhile does not count."""
    started = time.thread_time()
    as_html(text)
    return time.thread_time() - started
