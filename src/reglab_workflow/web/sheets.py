"""Forms that lose nothing: what is written is kept while it is written, and is there when one comes back.

Script sends the form now and then with the header ``X-Sheet``; without script a form is kept when it is sent after
the sign-in has expired. Keeping never prolongs a sign-in, and a form that is refused changes nothing.
"""

from __future__ import annotations

from typing import Any

import peppercorn
from pyramid.csrf import check_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from .. import clock
from ..accounts.cookies import BY_ITSELF
from ..accounts.sheets import Sheet
from . import dates
from .editing import Form
from .forms import NOT_FIELDS, ODD

DROP = "drop_sheet"
FORM = "__formid__"
"""A control that every form of ours has."""


class SheetForm(Form):
    """A form that keeps what is written in it; rooms derive from it as from ``Form``."""

    def show(self) -> dict[str, Any]:
        """The form as it stands, or as the person left it."""
        page, sheet = super().show(), _sheet(self.request)
        if sheet is None:
            return page
        if not _laid_out(page["form"], sheet):
            return super().show()
        moment = dates.when(sheet.at, self.request.locale_name)
        return {**page, "sheet": {"at": sheet.at, "when": moment}}

    def read(self) -> Any:
        """Keep the sheet if that is all that is asked; else read the form, and drop the sheet if it was saved."""
        request = self.request
        if request.POST.get(DROP):
            _drop(request)
            return HTTPSeeOther(request.path)
        if BY_ITSELF in request.headers:
            return kept(request)
        answer = super().read()
        if isinstance(answer, Response):
            _drop(request)
        return answer

    def page(self, form: Any) -> dict[str, Any]:
        """The form, which tells the script whose sheet it is."""
        form.sheet = f"{self.request.actor.person} {self.request.path}"
        return super().page(form)


def kept(request: Any) -> Response:
    """The answer to the script: when it was kept, or that it is too much."""
    if not keep(request, request.actor.person):
        return Response(status=413)
    return Response(json_body={"at": dates.clock(clock.now(), request.locale_name)}, charset="utf-8")


def keep(request: Any, person: str) -> bool:
    """Keep what is posted as the person's sheet at this address."""
    controls = [(name, value) for name, value in request.POST.items()
                if name not in NOT_FIELDS and isinstance(value, str)]
    kept_: bool = request.site.accounts.keep_sheet(person, request.path, controls, clock.now())
    return kept_


def kept_for_later(request: Any) -> HTTPSeeOther | None:
    """Where to sign in and go on, when a form was sent after the sign-in had expired; what was written is kept."""
    if request.method != "POST" or request.actor.person or FORM not in request.POST:
        return None
    person = request.registry.reglab_was(request)
    if person is None or not check_csrf_token(request, raises=False) or not keep(request, person.uid):
        return None
    return HTTPSeeOther(request.link(request.site, "login", query={"came_from": request.path}))


def _sheet(request: Any) -> Sheet | None:
    person = request.actor.person
    found: Sheet | None = request.site.accounts.sheet(person, request.path) if person else None
    return found


def _drop(request: Any) -> None:
    request.site.accounts.drop_sheet(request.actor.person, request.path)


def _laid_out(form: Any, sheet: Sheet) -> bool:
    """Fill the form with what was written; False when the form has changed so much that it does not fit."""
    controls = sheet.controls
    seen = dict(controls).get("seen", "")
    try:
        form.set_pstruct(peppercorn.parse(controls))
    except ODD:
        return False
    if seen.isascii() and seen.isdigit():
        form.seen = int(seen)
    return True
