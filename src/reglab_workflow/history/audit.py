"""The questions of the audit, introduced to the site."""

from __future__ import annotations

from typing import Any

from . import item_questions, span_questions
from .questions import add_question


def includeme(config: Any) -> None:
    """Teach the configurator the word, ask our own questions, and show their pages."""
    config.add_directive("add_question", add_question)
    for question in (*item_questions.QUESTIONS, *span_questions.QUESTIONS):
        config.add_question(question)
    config.scan(".audit_views")
