"""What an import of a booklet has to tell: counts, and notices with the lines they are about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from translationstring import TranslationString

from ..i18n import DOMAIN
from .booklet_model import BookletWarning


@dataclass(frozen=True)
class Notice:
    """Something the office should look at: the line in the file and a translatable sentence."""

    line: int
    text: Any


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do: every proposal was either created or is there unchanged."""

    proposals: int
    themes: int
    created: int
    unchanged: int
    warnings: tuple[Notice, ...] = ()

    def as_json(self, say: Callable[[Any], str] | None = None) -> dict[str, Any]:
        """The report for programs; ``say`` puts a sentence into the reader's language."""
        words = say or _in_english
        return {
            "proposals": self.proposals,
            "themes": self.themes,
            "created": self.created,
            "unchanged": self.unchanged,
            "warnings": [{"line": each.line, "text": words(each.text)} for each in self.warnings],
        }


def translatable(warning: BookletWarning) -> TranslationString:
    """A warning of the parser, which knows no catalogues, as a text for people."""
    return TranslationString(warning.text, domain=DOMAIN, mapping=dict(warning.mapping))


def _in_english(text: Any) -> str:
    return text.interpolate() if isinstance(text, TranslationString) else str(text)
