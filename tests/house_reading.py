"""Reads the source tree without importing it: modules, what they import, and the layer each stands in."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "reglab_workflow"
HOME = ROOT / "src" / NAME

# Which modules stand in which layer, without the package's own name; the first pattern that fits counts.
LAYERS = {
    0: """settings i18n plain clock journal workflow workflow.* security.permissions accounts.passwords
          history.cells history.verify_history history.merkle history.keys security.remedies""",
    1: """history.typed history.asof history.checking history.checkpoints
          content.item content.folder content.trash content.events content.*.model content.workshop.programme
          content.workshop.materials content.project.bystate content.survey.pot content.ballot.counting
          content.registration.numbers
          people.model people.organisation people.person people.appointments people.events
          accounts.accounts accounts.calendar_keys accounts.devices accounts.notes accounts.secret accounts.sessions
          privacy.table privacy.redaction
          accounts.sheets accounts.throttle accounts.tokens history.log history.entry mail.letter mail.message
          history.rule_texts history.checkpoints
          mail.outbox mail.plain_text catalog.common catalog.query catalog.words""",
    2: """history.past_rules history.shadow
          documents.edition documents.differences
          privacy.finding privacy.issues privacy.leftovers privacy.addresses
          content.effects content.*.guards content.*.effects content.project.figures content.project.fee
          content.participation.presence content.participation.lists
          content.project.terms content.project.formats content.participation.queue
          content.participation.arranging content.participation.signing accounts.bearers
          content.survey.asked content.survey.tickets content.survey.planning
          content.registration.asking
          content.round.numbering
          content.round.naming content.decision_set.trial
          content.meeting.plan content.proposal.life content.proposal.lifeline_drawing content.round.bars
          people.joining
          people.guards people.effects rulebook security.roles security.actor storage storage.*
          mail.changes mail.posting mail.reading mail.receivers mail.reminding mail.senders mail.submitted
          catalog.documents catalog.index catalog.survey
          security.usage""",
    3: """history.questions history.who_could
          history.sight history.nightly catalog.past
          content.acts content.ticking content.ticker security.rights security.explain security.policy directives
          web web.* documents documents.* accounts.cookies accounts.signing_in accounts.subscribers
          history.starting history.vanished history.versions history.undoing
          history.subscribers history.timeline mail.composing mail.postman mail.subscribers mail.fee_letters
          mail.notices mail.registrations mail.participations mail.homework mail.survey_letters
          content.project.directives
          history.sealing history.export history.unbroken mail.seal_letters
          privacy.erasing privacy.retention privacy.keeper
          catalog.finder
          catalog.similar
          security.holding security.ways
          security.overview security.holders security.reach security.changes""",
    4: """history.question_fields history.span history.span_questions history.item_questions history.answering
          history.answer_files history.audit
          views *.views *_views schema *.schema accounts.page accounts.bearer_page people.forms
          content.*.tracker
          content.*.publications content.round.changes content.round.compiling content.proposal.likeness
          content.round.result
          content.meeting.session content.meeting.decisions content.meeting.planning content.meeting.notes
          content.meeting.own_notes
          content.decision_set.choosing content.decision_set.letters content.decision_set.rows
          content.decision_set.wording
          content.proposal.listing content.proposal.lifeline content.proposal.receipt content.round.figures
          content.workshop.lists
          content.workshop.words content.workshop.showing content.workshop.programme_forms content.submission.words
          content.participation.own_page
          content.project.continuing content.project.invitation content.project.inviting content.project.lacking
          content.project.fields content.project.fee_forms content.project.fee_drawing content.project.invoices
          content.registration.grid content.registration.dashboard
          content.survey.answering content.survey.results content.survey.overview
          content.ballot.adding content.ballot.results content.vote.filling content.round.minutes content.round.news
          history.asking history.event_page
          content.site.calendar content.site.calendar_grid content.site.desk content.site.folders content.site.lives
          content.site.rule_impact content.site.rule_words
          security.wording
          security.overview_words security.changes_list
          content.review.answering
          privacy.held privacy.organisation
          demo demo.* api api.*""",
    5: """app cli cli.*""",
}
# A folder's own module introduces the room to the site; it may know all that is in it.
DOOR = 4


@dataclass(frozen=True)
class Import:
    """One name that a module imports: absolute, with its line and whether the module needs it to load."""

    target: str
    line: int
    at_load: bool


@cache
def modules() -> Mapping[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(HOME.rglob("*.py")):
        parts = path.relative_to(HOME.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(module: str) -> str:
    """A module's name without the package's own."""
    return module.removeprefix(NAME).removeprefix(".")


def layer_of(module: str) -> int | None:
    """The layer a module stands in, or None if the house has no place for it."""
    name = short(module)
    for layer, patterns in LAYERS.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns.split()):
            return layer
    return DOOR if name in packages() else None


@cache
def packages() -> frozenset[str]:
    """The short names of the modules that are folders."""
    return frozenset(short(name) for name, path in modules().items() if path.name == "__init__.py")


@cache
def imports_of(module: str) -> tuple[Import, ...]:
    """What a module imports, in functions too; imports that only serve type checking are left out."""
    path = modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return tuple(_imports(tree_of(path).body, package, at_load=True))


def _imports(nodes: Iterable[ast.AST], package: str, at_load: bool) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, at_load)
        elif isinstance(node, ast.ImportFrom):
            yield from _from(node, package, at_load)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _imports(node.orelse, package, at_load)
        else:
            later = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            yield from _imports(ast.iter_child_nodes(node), package, at_load and not later)


def _from(node: ast.ImportFrom, package: str, at_load: bool) -> Iterator[Import]:
    base = node.module or ""
    if node.level:
        above = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join([*above, *([node.module] if node.module else [])])
    for alias in node.names:
        whole = f"{base}.{alias.name}"
        yield Import(whole if whole in modules() else base, node.lineno, at_load)


def inner(found: Iterable[Import]) -> list[Import]:
    """Those imports that stay in the package."""
    return [one for one in found if one.target == NAME or one.target.startswith(NAME + ".")]


def cycles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The groups of more than one node that reach each other (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = [stack.pop()]
            while group[-1] != node:
                group.append(stack.pop())
            if len(group) > 1:
                found.append(sorted(group))

    for node in graph:
        if node not in index:
            visit(node)
    return found


@cache
def setup() -> configparser.ConfigParser:
    """The project's setup.cfg."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def listed(section: str, key: str) -> list[str]:
    """The lines of one value of setup.cfg."""
    lines = [line.strip() for line in setup()[section][key].splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def nouns() -> list[str]:
    """The rooms of content/, one a noun."""
    return sorted(path.parent.name for path in (HOME / "content").glob("*/__init__.py"))


def text_files() -> Iterator[Path]:
    """Every file that people wrote, of the package, its outer folders, its tests and its settings."""
    kinds = {".py", ".pt", ".txt", ".toml", ".po", ".md", ".css", ".js", ".svg", ".ini", ".cfg", ".in"}
    for folder in ("src", "templates", "workflows", "tests", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in kinds and ".egg-info" not in str(path) and "LICENSE" not in path.name:
                yield path
    for pattern in ("*.ini", "*.cfg", "*.toml", "*.md", "Makefile", ".ci/run"):
        yield from sorted(ROOT.glob(pattern))
