"""Issues: the booklets that went out are kept word by word, but for the people who have to go."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ..plain import canonical
from .redaction import Redactor
from .table import ERASED


def rewrite_issues(round_: Any, redactor: Redactor) -> None:
    """Take a person out of every booklet of a round."""
    _rewrite(round_, lambda told: redactor.fields("issue", told))


def forget_contacts(round_: Any, uid: str) -> None:
    """Take the names of everybody who stood as a contact of one proposal out of every booklet of its round."""
    def without(told: dict[str, Any]) -> dict[str, Any]:
        for chapter in told["chapters"]:
            for entry in chapter["entries"]:
                if entry["uid"] == uid:
                    entry["contacts"] = [{**each, "name": each["name"] and ERASED, "email": ""}
                                         for each in entry["contacts"]]
        return told
    _rewrite(round_, without)


def _rewrite(round_: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    for issue in (round_.issues or {}).values():
        left = canonical(change(json.loads(issue.content)))
        if left != issue.content:
            issue.content = left
