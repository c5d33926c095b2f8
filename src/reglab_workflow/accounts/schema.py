"""What the forms at the door ask for."""

from __future__ import annotations

from typing import Any

import colander
from deform.widget import HiddenWidget, PasswordWidget, TextInputWidget

from ..i18n import _
from .passwords import LEAST, MOST

LONGEST_ADDRESS = 254
LONGEST_WAY = 2000
LONGEST_SECRET = 100


def address(**node: Any) -> colander.SchemaNode:
    """An e-mail address to find somebody by; whether it is one is told by whether it finds anybody."""
    return colander.SchemaNode(
        colander.String(), title=_("E-mail"), validator=colander.Length(max=LONGEST_ADDRESS),
        widget=TextInputWidget(type="email", attributes={"autocomplete": "username"}), **node)


def password(title: Any, autocomplete: str, **node: Any) -> colander.SchemaNode:
    """A password: taken as it is typed or pasted, blanks included."""
    return colander.SchemaNode(
        colander.String(), title=title, validator=colander.Length(max=MOST),
        widget=PasswordWidget(attributes={"autocomplete": autocomplete}), **node)


def new_password() -> colander.SchemaNode:
    """A password that is being chosen."""
    return password(
        _("New password"), "new-password",
        description=_("At least ${n} characters. Four words that do not belong together are easy to remember.",
                      mapping={"n": LEAST}))


def carried(longest: int) -> colander.SchemaNode:
    """Something that goes along unseen."""
    return colander.SchemaNode(
        colander.String(), title="", missing="", validator=colander.Length(max=longest), widget=HiddenWidget())


class SignInSchema(colander.Schema):
    """Who, and the proof."""

    email = address()
    password = password(_("Password"), "current-password")
    came_from = carried(LONGEST_WAY)


class ForgottenSchema(colander.Schema):
    """Where to send the link."""

    email = address(description=_("The address that you sign in with."))


class ChoosePasswordSchema(colander.Schema):
    """The password of somebody who has shown a link."""

    password = new_password()
    token = carried(LONGEST_SECRET)


class ChangePasswordSchema(colander.Schema):
    """Another password for somebody who is signed in."""

    current = password(_("Present password"), "current-password")
    password = new_password()
