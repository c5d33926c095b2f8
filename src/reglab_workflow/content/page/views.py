"""Plain pages: read, write."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ...i18n import _
from ...web.crud import PlainAdd, PlainEdit
from ...web.editing import form_page
from ...web.markdown import as_html
from ...web.words import worded_offers
from ..folder import Folder
from ..round.news import news_of
from .model import Page


@view_config(context=Page, permission="view", request_method="GET", renderer="reglab_workflow.templates:page/view.pt")
def view(page: Any, request: Any) -> dict[str, Any]:
    """``/pages/{slug}``."""
    return {"title": page.title, "body": as_html(page.body), "offers": worded_offers(request, page),
            "may_edit": bool(request.rights.may(request.actor, "edit", page)), "files": request.files_of(page)}


@form_page(context=Page, name="edit", permission="edit")
class Edit(PlainEdit):
    """``…/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the page")


@form_page(context=Folder, name="add-page", permission="add_page")
class Add(PlainAdd):
    """``/pages/add-page``."""

    kind = "page"
    heading = _("Write a page")
    folder = "pages"

    def start(self) -> dict[str, str]:
        """Nothing; or, with ``?from=2027``, news of what became of the proposals of that year."""
        return news_of(self.request, self.request.site["rounds"].get(self.request.GET.get("from", "")))
