"""Files with personal data, handed out: the one thing that a page writes when it is only asked for."""

from __future__ import annotations

from typing import Any

OK = 200


def handed_out(request: Any, item: Any, what: str, form: str, answer: Any) -> Any:
    """The answer that carries a file, after the trail has been told who took what.

    Asking for its head takes nothing, and nothing is taken while a document is still being made.
    ``what`` is a name that ``web.keeping.TAKEN`` has words for.
    """
    if request.method != "HEAD" and answer.status_int == OK:
        request.acts.note_export(item, what, form)
    return answer
