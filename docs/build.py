"""Writes the documentation as pages: every .md of this project, and each life in workflows/ as tables."""

from __future__ import annotations

import html
import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
STYLES = ROOT / "src" / "reglab_workflow" / "static"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · reglab_workflow</title>{styles}</head>
<body><nav aria-label="Documentation"><ul>{links}</ul></nav><main>{body}</main></body>
</html>
"""


def sources() -> dict[str, str]:
    """The Markdown of every page by its name, the README first."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CHANGES.md"]
    pages = {path.stem.lower(): path.read_text(encoding="utf-8") for path in files if path.exists()}
    return {**pages, "lives": lives()}


def lives() -> str:
    """Each workflow file in words: its states, and who may move an item from where to where."""
    parts = ["# Lives\n\nMade from `workflows/`. Swedish names as people see them.\n"]
    for path in sorted((ROOT / "workflows").glob("*.toml")):
        life = tomllib.loads(path.read_text(encoding="utf-8"))
        parts.append(f"## {words(life)} (`{path.name}`)\n")
        parts.append(table(("State", "Swedish", "Meaning"), [
            (f"`{name}`", words(state), words(state, "help")) for name, state in life["states"].items()]))
        parts.append(table(("Transition", "Swedish", "From", "To", "By", "Asks", "Guards"), [
            (f"`{name}`", words(step), joined(step.get("from")), step.get("to", ""), joined(step.get("by")),
             joined(step.get("asks")), joined(step.get("guards")))
            for name, step in life.get("transitions", {}).items()]))
    return "\n".join(parts)


def words(part: dict[str, Any], key: str = "title") -> str:
    """A text of a workflow file in Swedish."""
    return str(part.get(key, {}).get("sv", ""))


def joined(names: Any) -> str:
    """A list of names as a person reads it."""
    return ", ".join([names] if isinstance(names, str) else names or [])


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    safe = [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]
    lines = [head, tuple("---" for _ in head), *safe]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def build(target: Path) -> list[Path]:
    """Write every page and the style sheets they need; returns the pages."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STYLES, target / "static", dirs_exist_ok=True)
    sheets = [name for name in ("tokens.css", "base.css") if (STYLES / name).exists()]
    styles = "".join(f'<link rel="stylesheet" href="static/{name}">' for name in sheets)
    pages = sources()
    titles = {name: title_of(text, name) for name, text in pages.items()}
    links = "".join(f'<li><a href="{name}.html">{html.escape(titles[name])}</a></li>' for name in pages)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    written = []
    for name, text in pages.items():
        body = re.sub(r'href="(?:docs/)?([\w-]+)\.md(#[^"]*)?"',
                      lambda link: f'href="{link[1].lower()}.html{link[2] or ""}"', markdown.render(text))
        path = target / f"{name}.html"
        path.write_text(PAGE.format(title=html.escape(titles[name]), styles=styles, links=links, body=body),
                        encoding="utf-8")
        written.append(path)
    shutil.copy(written[0], target / "index.html")
    return written


def title_of(text: str, name: str) -> str:
    """The first heading of a page."""
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return heading[1].strip("` ") if heading else name


if __name__ == "__main__":
    for page in build(Path(sys.argv[1])):
        sys.stdout.write(f"{page}\n")
