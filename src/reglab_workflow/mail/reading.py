"""Reading a letter on a page: what stands between its subject and its foot, with headings that fit below ours."""

from __future__ import annotations

import re

from chameleon.utils import Markup

MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)
HEADING = re.compile(r"<(/?)h([12])>")


def body_of(html: str) -> Markup:
    """The body of a letter of ours; every word in it was escaped when the letter was written."""
    found = MAIN.search(html)
    return Markup(HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 2}>", found[1] if found else ""))
