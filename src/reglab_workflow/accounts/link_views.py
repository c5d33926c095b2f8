"""Choosing a password with a link from a letter: an invitation, or a new one instead of one forgotten.

A link is only looked at by GET: mail scanners follow links, and must not use them up.
"""

from __future__ import annotations

from typing import Any

import deform
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ..content.site.model import Site
from ..i18n import _
from ..web.forms import read_form
from ..workflow.errors import Refused
from .page import PAGE, Page
from .schema import ChoosePasswordSchema
from .tokens import Purpose


class Link(Page):
    """Choosing a password with a link from a letter."""

    purpose: Purpose
    title: Any
    lede: Any

    def show(self) -> dict[str, Any]:
        """The form; the link is not used yet."""
        person = self.door.holder(self.purpose, self.token())
        return self.choose(self.choose_form(), person) if person is not None else self.over()

    def use(self) -> Any:
        """Take the password and use the link up."""
        form, token = self.choose_form(), self.token()
        person = self.door.holder(self.purpose, token)
        if person is None:
            return self.over()
        try:
            values = read_form(form, self.request)
            self.door.accept(self.purpose, token, values["password"])
        except deform.ValidationFailure as failure:
            return self.choose(failure.field, person)
        except Refused as refusal:
            self.refused(form, refusal)
            return self.choose(form, person)
        return self.page(
            _("Your password is chosen"),
            _("Sign in with it now."),
            links=[self.link(_("Sign in"), "login", first=True)],
        )

    def token(self) -> str:
        """The secret: in the address of the page, in the body of what it sends."""
        path = self.request.subpath
        return str(path[1]) if len(path) == 2 else str(self.request.POST.get("token", ""))

    def choose_form(self) -> deform.Form:
        """One new password; it is sent to an address without the secret, which servers note down."""
        action = self.request.link(self.site, "account", self.purpose.value)
        return self.form(ChoosePasswordSchema, _("Choose the password"), action, token=self.token())

    def choose(self, form: deform.Form, person: Any) -> dict[str, Any]:
        """The form, for a person by name."""
        text = self.request.translate(_(str(self.lede), mapping={"name": person.title, "email": person.email}))
        return self.page(self.title, text, form)

    def over(self) -> dict[str, Any]:
        """The link is used, too old, or was never one."""
        self.request.response.status_int = 404
        return self.page(
            _("The link is not good any more"),
            _("A link can be used once, and only for a while. Ask for a new one with your address."),
            links=[self.link(_("Send me a link"), "account", "forgotten", first=True),
                   self.link(_("Back to signing in"), "login")])


@view_config(attr="show", request_method="GET")
@view_config(attr="use", request_method="POST")
@view_defaults(context=Site, name="account", account_page=Purpose.INVITATION.value, permission=NO_PERMISSION_REQUIRED,
               renderer=PAGE)
class Invitation(Link):
    """``/account/invitation/{token}``: the first password."""

    purpose = Purpose.INVITATION
    title = _("Welcome")
    lede = _("You have an account, ${name}. Choose a password, and sign in with it and ${email}.")


@view_config(attr="show", request_method="GET")
@view_config(attr="use", request_method="POST")
@view_defaults(context=Site, name="account", account_page=Purpose.RESET.value, permission=NO_PERMISSION_REQUIRED,
               renderer=PAGE)
class Reset(Link):
    """``/account/reset/{token}``: a new password instead of a forgotten one."""

    purpose = Purpose.RESET
    title = _("Choose a new password")
    lede = _("For ${name}, who signs in with ${email}. You will be signed out everywhere.")
