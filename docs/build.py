"""Writes the documents as plain pages that look like the site: ``make docs``."""

from __future__ import annotations

import html
import re
import shutil
import sys
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src" / "reglab_workflow" / "static"
DOCUMENTS = (
    "README.md", "docs/reading.md", "docs/extending.md", "docs/deciding.md", "docs/operating.md", "docs/auditing.md",
    "CHANGES.md")
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title} – reglab_workflow</title>
<link rel="stylesheet" href="static/tokens.css"><link rel="stylesheet" href="static/base.css">
<link rel="stylesheet" href="static/docs.css"></head>
<body><header class="mast"><div class="wrap"><a class="brand" href="index.html">reglab_workflow</a>
<nav aria-label="Documents"><ul>{links}</ul></nav></div></header>
<main><div class="wrap document">{body}</div></main></body>
</html>
"""
LOOK = """.document { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1em }
.document { max-inline-size: 60rem; padding-block: 2rem }
.document :is(h2, h3) { margin-block-start: 1.2em }
.document img { max-inline-size: 100%; border: 1px solid var(--rule) }
.document pre { overflow-x: auto; padding: 1rem; background: var(--snow); font-size: var(--t-1) }
.document :is(ul, ol) { padding-inline-start: 1.5rem; list-style: disc }
.document ol { list-style: decimal }
.document li { margin-block-start: .3em }
.document table { display: block; overflow-x: auto }
.document :is(td, th):first-child { min-inline-size: 10rem }
"""


def page_of(document: str) -> str:
    """The name of a document's page; the README is the first one."""
    return "index.html" if document == "README.md" else f"{Path(document).stem.lower()}.html"


def body_of(text: str) -> str:
    """A document as HTML; its headings can be linked to, and its links lead to pages."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", re.sub(r"[^\w\- ]", "", words.content.lower()).replace(" ", "-"))
    body = str(markdown.renderer.render(tokens, markdown.options, {})).replace('src="docs/', 'src="')
    return re.sub(r'href="([\w./-]+\.md)', lambda link: f'href="{page_of(Path(link[1]).name)}', body)


def build(target: Path) -> None:
    """Write every page into a folder, with the style sheets, fonts and pictures that they need."""
    shutil.copytree(STATIC, target / "static", dirs_exist_ok=True)
    (target / "static" / "docs.css").write_text(LOOK, encoding="utf-8")
    if (ROOT / "docs" / "pictures").exists():
        shutil.copytree(ROOT / "docs" / "pictures", target / "pictures", dirs_exist_ok=True)
    texts = {document: (ROOT / document).read_text(encoding="utf-8") for document in DOCUMENTS}
    titles = {document: text.partition("\n")[0].lstrip("# ") for document, text in texts.items()}
    for document, text in texts.items():
        links = "".join(
            f'<li><a href="{page_of(other)}"{" aria-current=page" * (other == document)}>{html.escape(title)}</a></li>'
            for other, title in titles.items() if other != "README.md")
        page = PAGE.format(title=html.escape(titles[document]), links=links, body=body_of(text))
        (target / page_of(document)).write_text(page, encoding="utf-8")
        sys.stdout.write(f"{target / page_of(document)}\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
