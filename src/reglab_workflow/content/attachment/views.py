"""Files: adding, taking away, and handing them out so that no browser runs them."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from ...i18n import _
from ...storage.transactions import undo
from ...web.crud import PlainAdd, PlainEdit
from ...web.done import back_to
from ...web.editing import form_page
from ...workflow.errors import Reason, Refused
from ..folder import Folder
from ..item import Item, item_of
from .model import Attachment, has_kinds, is_picture, received
from .schema import NEEDS_ALT


def files_of(request: Any, item: Any) -> dict[str, Any]:
    """The files of an item, and where more can be added."""
    folder = item.get("files")
    may_add = bool(request.rights.may(request.actor, "add_attachment", item))
    return {
        "files": [{"item": each, "title": each.title, "href": request.link(each), "filename": each.filename,
                   "size": size_in_words(each.size)}
                  for each in (folder.values() if folder is not None else ()) if may_have(request, each)],
        "add": request.link(folder, "add-file") if may_add and folder is not None else "", "may_add": may_add,
    }


def may_have(request: Any, attachment: Any) -> bool:
    """Whether whoever asks may have the file."""
    return bool(request.rights.may(request.actor, attachment.permission, attachment))


def size_in_words(size: int) -> str:
    """A size as people say it."""
    kibibytes = -(-size // 1024)
    return f"{kibibytes} kB" if kibibytes < 1024 else f"{kibibytes / 1024:.1f} MB".replace(".", ",")


@view_config(context=Attachment, permission="view", request_method="GET")
def download(attachment: Any, request: Any) -> Response:
    """The file, always as something to save; raises HTTPNotFound for those who may not have it yet."""
    if attachment.blob is None or not may_have(request, attachment):  # on an earlier day, what has been erased since
        raise HTTPNotFound()
    return handed_out(attachment)


def handed_out(attachment: Any) -> Response:
    """The file as a browser saves it."""
    response = Response(body=attachment.content())
    for name, value in attachment.headers():
        response.headers[name] = value
    return response


@form_page(context=Folder, name="add-file", permission="add_attachment")
class Add(PlainAdd):
    """``…/files/add-file``."""

    kind = "attachment"
    heading = _("Add a file")

    def keep(self, values: dict[str, Any]) -> Any:
        """Store the file, or say at the field what is wrong with it."""
        upload = values["upload"]
        upload["fp"].seek(0)  # an attempt that lost a race has read it to its end
        data = upload["fp"].read()
        if has_kinds(self.context) and not values["alt"] and is_picture(upload.get("filename") or ""):
            raise Refused([Reason("picture_without_text", NEEDS_ALT, "alt")])
        kept = received(self.request.zodb, upload.get("filename") or "", data, values["title"] or "",
                        values["alt"] or "")
        kept |= {name: values[name] for name in ("kind", "language") if name in values}
        words = {name: value for name, value in kept.items() if name != "blob"}
        sent_before = self.added_before(self.context, words)
        if sent_before is not None and sent_before.content() == data:
            undo(self.request)
        else:
            self.add(self.context, "attachment", kept)
        return back_to(self.request, item_of(self.context), self.request.acts)

    def refused(self, values: dict[str, Any], refusal: Refused) -> dict[str, Any]:
        """A file that cannot be kept is chosen again; its words stay."""
        return super().refused({**values, "upload": None}, refusal)


@form_page(context=Attachment, name="edit", permission="add_attachment")
class Edit(PlainEdit):
    """``…/files/{id}/edit``: its name and its words."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the title and text of the file")


@view_config(context=Attachment, name="remove", permission="add_attachment", request_method="POST")
def remove(attachment: Item, request: Any) -> HTTPSeeOther:
    """Take a file away; the history keeps its name."""
    acts, place = request.acts, item_of(attachment)
    acts.remove(attachment)
    return back_to(request, place, acts)


def includeme(config: Any) -> None:
    """Let pages list the files of their item."""
    config.add_request_method(files_of)
