"""The pages at the door: signing in and out, asking for a new password, changing one."""

from __future__ import annotations

from typing import Any

import deform
from pyramid.csrf import new_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from .. import clock
from ..content.site.model import Site
from ..i18n import _
from ..web.forms import read_form
from ..web.redirects import safe_local_path
from ..workflow.errors import Refused
from . import cookies
from .page import PAGE, Page
from .schema import ChangePasswordSchema, ForgottenSchema, SignInSchema
from .signing_in import Outcome

DOOR = ("/login", "/logout", "/account/forgotten", "/account/reset", "/account/invitation")


@view_defaults(context=Site, name="login", permission=NO_PERMISSION_REQUIRED, renderer=PAGE)
class SignIn(Page):
    """``/login``: the same page, status and work whether the account exists or not."""

    @view_config(request_method="GET")
    def show(self) -> Any:
        """The form; whoever is signed in is led on."""
        if self.request.actor.person:
            return HTTPSeeOther(self.came_from())
        return self.again(self.sign_in_form())

    @view_config(request_method="POST")
    def sign_in(self) -> Any:
        """Let somebody in, under a new session id and a new form token."""
        form = self.sign_in_form()
        try:
            values = read_form(form, self.request)
        except deform.ValidationFailure as failure:
            return self.again(failure.field)
        outcome = self.door.sign_in(
            values["email"], values["password"], cookies.source_of(self.request), cookies.device_of(self.request))
        if outcome.wait:
            return self.wait(outcome.wait)
        if not outcome:
            self.request.response.status_int = 422
            fault = _("The address and the password do not belong together. Check both, or ask for a new password.")
            form.set_appstruct({"email": values["email"]})
            return self.again(form, self.request.translate(fault))
        return self.entered(outcome)

    def entered(self, outcome: Outcome) -> HTTPSeeOther:
        """On to the page that the person came for."""
        answer = HTTPSeeOther(self.came_from())
        self.door.accounts.sessions.end(cookies.session_of(self.request))
        cookies.keep(self.request, answer, outcome.session, outcome.device)
        new_csrf_token(self.request)
        return answer

    def sign_in_form(self) -> deform.Form:
        """Address and password, and where to go afterwards."""
        return self.form(SignInSchema, _("Sign in"), came_from=self.came_from())

    def came_from(self) -> str:
        """Where to go afterwards: a page of ours, and not one of these."""
        home = self.request.link(self.site)
        wanted = safe_local_path(self.request.params.get("came_from"), home)
        bare = wanted.removeprefix(self.request.script_name)
        return home if bare.startswith(DOOR) else wanted

    def again(self, form: deform.Form, fault: str = "") -> dict[str, Any]:
        """The form, perhaps with what was wrong."""
        return self.page(
            _("Sign in"),
            _("With the address that your organisation has given us."),
            form,
            fault=fault,
            links=[self.link(_("I have forgotten my password"), "account", "forgotten")],
            aside=self.request.translate(
                _("No account yet? Your organisation's member representative can have you added.")
            ),
        )


@view_config(context=Site, name="logout", permission=NO_PERMISSION_REQUIRED, request_method="POST")
def sign_out(context: Any, request: Any) -> HTTPSeeOther:
    """End the session on the server and take the cookie away."""
    Page(context, request).door.sign_out(cookies.session_of(request))
    answer = HTTPSeeOther(request.link(context))
    cookies.drop(request, answer)
    new_csrf_token(request)
    return answer


@view_config(context=Site, name="account", account_page="seen", permission=NO_PERMISSION_REQUIRED,
             request_method="POST")
def seen(context: Any, request: Any) -> HTTPSeeOther:
    """``/account/seen``: nothing that has happened until now is news any more."""
    if request.actor.person:
        request.site.accounts.no_news(request.actor.person, clock.now())
    return HTTPSeeOther(request.link(context, "my"))


@view_defaults(context=Site, name="account", account_page="forgotten", permission=NO_PERMISSION_REQUIRED, renderer=PAGE)
class Forgotten(Page):
    """``/account/forgotten``: asks for a letter with a link; says the same whoever asks for whom."""

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The form."""
        return self.ask(self.ask_form())

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any]:
        """Have the letter sent, if there is anybody to send it to."""
        form = self.ask_form()
        try:
            values = read_form(form, self.request)
        except deform.ValidationFailure as failure:
            return self.ask(failure.field)
        wait = self.door.forgotten(values["email"], cookies.source_of(self.request))
        if wait:
            return self.wait(wait)
        return self.page(
            _("Look in your mailbox"),
            _("If the address belongs to an account, a letter with a link is on its way. The link is good for one "
              "hour. If no letter comes, check the address, or ask your member representative which one we have."),
            links=[self.link(_("Go to the start page"), first=True)])

    def ask_form(self) -> deform.Form:
        """The address."""
        return self.form(ForgottenSchema, _("Send me a link"))

    def ask(self, form: deform.Form) -> dict[str, Any]:
        """The form and what it does."""
        return self.page(
            _("New password"), _("We send you a link with which you can choose a new password."), form,
            links=[self.link(_("Back to signing in"), "login")])


@view_defaults(context=Site, name="account", account_page="password", permission=NO_PERMISSION_REQUIRED, renderer=PAGE)
class ChangePassword(Page):
    """``/account/password``: another password for whoever is signed in and knows the present one."""

    @view_config(request_method="GET")
    def show(self) -> Any:
        """The form; a stranger is led to sign in first."""
        return self.choose(self.choose_form()) if self.person() is not None else self.sign_in_first()

    @view_config(request_method="POST")
    def change(self) -> Any:
        """Change it: signed out everywhere, and in again here."""
        form, person = self.choose_form(), self.person()
        if person is None:
            return self.sign_in_first()
        try:
            values = read_form(form, self.request)
            self.door.change_password(person, values["current"], values["password"])
        except deform.ValidationFailure as failure:
            return self.choose(failure.field)
        except Refused as refusal:
            self.refused(form, refusal)
            return self.choose(form)
        answer = HTTPSeeOther(self.request.link(self.site))
        outcome = self.door.let_in(person, cookies.device_of(self.request))
        cookies.keep(self.request, answer, outcome.session, outcome.device)
        new_csrf_token(self.request)
        return answer

    def person(self) -> Any | None:
        """Who is signed in, if anybody."""
        return self.site["people"].get(self.request.actor.person) if self.request.actor.person else None

    def sign_in_first(self) -> HTTPSeeOther:
        """To the sign-in page, and back here afterwards."""
        here = self.request.link(self.site, "account", "password")
        return HTTPSeeOther(self.request.link(self.site, "login", query={"came_from": here}))

    def choose_form(self) -> deform.Form:
        """The present password and the new one."""
        return self.form(ChangePasswordSchema, _("Change the password"))

    def choose(self, form: deform.Form) -> dict[str, Any]:
        """The form and what it does."""
        return self.page(_("Change the password"), _("You will be signed out everywhere else."), form)
