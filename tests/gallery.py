"""A site of sample pages: the frame, every part, and forms with every kind of field."""

from __future__ import annotations

from typing import Any

import colander
import deform
from chameleon.utils import Markup
from deform import widget
from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.response import Response

from gallery_samples import ADVICE, CONTACTS, IDEA, PLACES, Reader, Sample, parts
from reglab_workflow.web.forms import NothingKept, ValidationFailure, build_form, line, read_form, text
from reglab_workflow.web.protection import HEADERS
from reglab_workflow.workflow.errors import Reason


class Contact(colander.Schema):
    name = line(100, title="Namn")
    role = line(100, title="Roll eller enhet", missing="")
    email = line(100, title="E-post", missing="", widget=widget.TextInputWidget(type="email"))


class Contacts(colander.SequenceSchema):
    contact = Contact(title="Kontakt")


class Words(colander.SequenceSchema):
    word = line(40, title="Ord")


class Proposal(colander.Schema):
    """Every kind of field there is."""

    title = line(
        110,
        title="Rubrik",
        description="En rad som går att läsa upp på idémötet.",
        widget=widget.TextAreaWidget(rows=2, css_class="one"),
    )
    idea = text(
        title="Idé",
        missing="",
        description="Vad vill ni undersöka, och varför nu? 60–150 ord räcker.",
        widget=widget.TextAreaWidget(rows=6),
    )
    form = colander.SchemaNode(
        colander.String(),
        title="Önskad form",
        missing="",
        widget=widget.RadioChoiceWidget(
            values=(
                ("project", "Lärprojekt"),
                ("circle", "Studiecirkel"),
                ("try_out", "Provrum"),
                ("", "Vet inte än"),
            )
        ),
    )
    themes = colander.SchemaNode(
        colander.Set(),
        title="Teman",
        missing=(),
        description="Välj ett eller flera.",
        widget=widget.CheckboxChoiceWidget(values=(("a", "Näringsliv"), ("b", "Landsbygd"))),
    )
    area = colander.SchemaNode(
        colander.String(),
        title="Område",
        missing="",
        widget=widget.SelectWidget(values=(("", "inget område än"), ("data", "Data som håller för beslut"))),
    )
    day = colander.SchemaNode(colander.Date(), title="Sista dag", missing=None)
    open = colander.SchemaNode(colander.Bool(), title="Alla medlemmar får se utkastet", missing=False)
    secret = colander.SchemaNode(
        colander.String(), title="Nytt lösenord", missing="", widget=widget.CheckedPasswordWidget()
    )
    contacts = Contacts(
        title="Kontaktpersoner",
        missing=(),
        description="Den första får breven.",
        widget=widget.SequenceWidget(orderable=True, max_len=4),
    )
    words = Words(title="Sökord", missing=(), widget=widget.SequenceWidget(orderable=True))
    origin = colander.SchemaNode(colander.String(), missing="", widget=widget.HiddenWidget())
    file = colander.SchemaNode(
        deform.FileData(),
        title="Bilaga",
        missing=None,
        widget=widget.FileUploadWidget(NothingKept(), accept=".pdf"),
    )


def form_page(request: Any) -> Any:
    """A form with every kind of field; posted, it answers what it read."""
    form = build_form(
        Proposal,
        request,
        (
            deform.Button("submit", title="Lämna in förslaget"),
            deform.Button("save", title="Spara utkast"),
            deform.Button("cancel", title="Avbryt", type="link", value="/"),
        ),
        values={"title": Sample.title, "idea": IDEA, "contacts": CONTACTS, "words": ("data", "län")},
        advice=ADVICE,
        seen=4,
    )
    page = {
        "title": "Skriv ert förslag",
        "lede": "Bara rubriken krävs.",
        "kicker": "Nytt förslag",
        "form": form,
        "aside": Markup("<section><h2>Stöd</h2><p>Det går att komplettera senare.</p></section>"),
    }
    if request.method == "GET":
        return page
    try:
        return Response(repr(read_form(form, request)), content_type="text/plain")
    except ValidationFailure:
        return page


def refusal_page(request: Any) -> dict[str, Any]:
    """A page that says no."""
    request.response.status_int = 403
    return {
        "title": "Du kan läsa förslaget men inte ändra det.",
        "links": [{"href": "/", "title": "Till start"}],
        "reasons": [Reason("role", "Bara avsändaren får ändra ett inlämnat förslag.")],
        "change": "Region Sörmland kan lägga till er som avsändare.",
    }


def nothing_page(request: Any) -> dict[str, Any]:
    """A page that is not there."""
    request.response.status_int = 404
    return {
        "title": "Det finns ingen sida här",
        "text": "Adressen kan vara felskriven.",
        "search": True,
        "mark": "7f3a",
    }


def strict(handler: Any, registry: Any) -> Any:
    """The same headers as on the site."""

    def tween(request: Any) -> Any:
        response = handler(request)
        response.headers.update(HEADERS)
        return response

    return tween


def gallery_app(include: Any = None) -> Any:
    """The sample site as a WSGI application; ``include`` may configure more, as a host does."""
    config = Configurator(settings={}, root_factory=lambda request: Sample())
    config.set_csrf_storage_policy(CookieCSRFStoragePolicy())
    config.set_default_csrf_options(require_csrf=True, check_origin=False)
    config.include("reglab_workflow.web.rendering")
    config.add_request_method(lambda request: Reader(), "actor", reify=True)
    config.add_request_method(lambda request: PLACES, "site", reify=True)
    config.add_tween(f"{__name__}.strict")
    config.add_view(parts, name="", renderer=__file__.replace(".py", ".pt"))
    config.add_view(form_page, name="form", renderer="reglab_workflow.templates:form.pt")
    for name, view in (("refusal", refusal_page), ("nothing", nothing_page)):
        config.add_view(view, name=name, renderer="reglab_workflow.templates:error.pt")
    if include is not None:
        config.include(include)
    return config.make_wsgi_app()
