"""An occasion in words, where "not decided yet" is an answer."""

from __future__ import annotations

from typing import Any

from ...i18n import _
from ...web.dates import span
from ...web.words import say
from .model import KIND_TITLES, MODE_TITLES
from .programme import SPAN_TITLES


def kind_title(request: Any, workshop: Any) -> str:
    """Workshop, seminar or meeting."""
    return say(request, KIND_TITLES[workshop.kind])


def heading(request: Any, workshop: Any) -> str:
    """Kind and number, and the title once it is decided."""
    name = f"{kind_title(request, workshop)} {workshop.number}"
    title = workshop.decided_title()
    return f"{name}: {title}" if title else name


def days_in_words(request: Any, workshop: Any) -> str:
    """The day or days, or that they follow."""
    days = workshop.decided_days()
    if days is None:
        return say(request, _("Day follows"))
    first, last = days
    return span(first, last, request.locale_name)


def times_in_words(request: Any, workshop: Any) -> str:
    """How long and between which times, as far as that is decided."""
    length = say(request, SPAN_TITLES[workshop.span]) if workshop.span in SPAN_TITLES else ""
    return ", ".join(part for part in (length, workshop.times) if part)


def place_in_words(request: Any, workshop: Any) -> str:
    """Where, or that it follows."""
    mode = say(request, MODE_TITLES[workshop.mode]) if workshop.mode else ""
    place = workshop.decided_place()
    if place is None:
        place = say(request, _("place follows"))
    return ", ".join(part for part in (mode, place) if part)
