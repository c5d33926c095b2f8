"""What transitions of any life may do besides moving."""

from __future__ import annotations

from typing import Any


def keep_facts(item: Any, step: Any) -> None:
    """Keep the told facts that are fields of the item."""
    item.set({name: value for name, value in step.facts.items() if name in item.fields})
