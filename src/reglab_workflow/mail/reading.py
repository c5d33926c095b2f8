"""Reading a letter on a page: what stands between its subject and its foot, with headings that fit below ours."""

from __future__ import annotations

import re

from chameleon.utils import Markup

MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)
HEADING = re.compile(r"<(/?)h([12])>")


def body_of(html: str, home: str) -> Markup:
    """The body of a letter of ours; every word in it was escaped when the letter was written.

    Links to ``home``, the address of the site, lead to the site that is being read.
    """
    found = MAIN.search(html)
    body = (found[1] if found else "").replace(f'href="{home.rstrip("/")}/', 'href="/')
    return Markup(HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 2}>", body))
