"""A site of sample pages: the frame, every part, and forms, with invented people and texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

import colander
import deform
from chameleon.utils import Markup
from deform import widget
from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.response import Response

from reglab_workflow.i18n import _
from reglab_workflow.web.forms import NothingKept, ValidationFailure, build_form, line, read_form, text
from reglab_workflow.web.frame import Message
from reglab_workflow.web.protection import HEADERS
from reglab_workflow.web.states import LOOKS, StateShown
from reglab_workflow.workflow.definition import Transition
from reglab_workflow.workflow.errors import Reason

NOW = datetime.now(timezone.utc)
SHAPES = {look: StateShown(look, title, look) for look, title in zip(LOOKS, (
    "Utkast", "Inlämnat", "Diskuterat på idémöte", "Åter för komplettering", "Utvalt", "Pågår", "Avslutat",
    "Vilande", "Ej prioriterat", "Överlämnat", "Sammanslaget", "Återtaget", "Inte levererat"), strict=True)}


@dataclass(frozen=True)
class Offer:
    transition: Transition
    allowed: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Reader:
    person: str = "maria"
    name: str = "Maria Lindqvist"
    organisation: str = "skane"
    language: str = "sv"
    principals: dict[str, Any] = field(default_factory=dict)

    def holds(self, *principals: str) -> bool:
        return any(principal in self.principals for principal in principals)


class Sample:
    """Something that lies at an address and has a version."""

    __name__ = "tradet"
    __parent__: Any = None
    title = "Vem gör jobbet när alla delar data?"
    version = 4


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

    title = line(110, title="Rubrik", description="En rad som går att läsa upp på idémötet.",
                 widget=widget.TextAreaWidget(rows=2, css_class="one"))
    idea = text(title="Idé", missing="", description="Vad vill ni undersöka, och varför nu? 60–150 ord räcker.",
                widget=widget.TextAreaWidget(rows=6))
    form = colander.SchemaNode(colander.String(), title="Önskad form", missing="", widget=widget.RadioChoiceWidget(
        values=(("project", "Lärprojekt"), ("circle", "Studiecirkel"), ("try_out", "Provrum"), ("", "Vet inte än"))))
    themes = colander.SchemaNode(colander.Set(), title="Teman", missing=(), description="Välj ett eller flera.",
                                 widget=widget.CheckboxChoiceWidget(values=(("a", "Näringsliv"), ("b", "Landsbygd"))))
    area = colander.SchemaNode(colander.String(), title="Område", missing="", widget=widget.SelectWidget(
        values=(("", "inget område än"), ("data", "Data som håller för beslut"))))
    day = colander.SchemaNode(colander.Date(), title="Sista dag", missing=None)
    open = colander.SchemaNode(colander.Bool(), title="Alla medlemmar får se utkastet", missing=False)
    secret = colander.SchemaNode(colander.String(), title="Nytt lösenord", missing="",
                                 widget=widget.CheckedPasswordWidget())
    contacts = Contacts(title="Kontaktpersoner", missing=(), description="Den första får breven.",
                        widget=widget.SequenceWidget(orderable=True, max_len=4))
    words = Words(title="Sökord", missing=(), widget=widget.SequenceWidget(orderable=True))
    origin = colander.SchemaNode(colander.String(), missing="", widget=widget.HiddenWidget())
    file = colander.SchemaNode(deform.FileData(), title="Bilaga", missing=None,
                               widget=widget.FileUploadWidget(NothingKept(), accept=".pdf"))


IDEA = """Allt fler beslut om vård, skola och vägar vilar på gemensamma lägesbilder.

Vi vill att fyra till sex län prövar hur ansvaret kan delas:

- vem samlar in
- vem rättar, och vem betalar <b>inte</b>
"""
CONTACTS = (
    {"name": "Maria Lindqvist", "role": "Analyschef", "email": "maria.lindqvist@skane.example"},
    {"name": "Erik Mellbin", "role": "Strateg", "email": "erik.mellbin@dalarna"},
)
ADVICE = {"contacts.1.email": "Adressen verkar sakna slutet. Den sparas som den är."}


def transition(name: str, sv: str, **facts: Any) -> Transition:
    return Transition(name, {"sv": sv, "en": name}, ("discussed",), "withdrawn", ("sender",), **facts)


OFFERS = (
    Offer(transition("submit", "Lämna in igen"), True),
    Offer(transition("invite", "Bjud in en avsändare", required=("organisation",), kind="side"), True),
    Offer(transition("remove", "Ta bort utkastet", kind="back", confirm={"sv": "Säkert?"}), True),
    Offer(transition("withdraw", "Återta förslaget"), False, (
        Reason("discussed", "Ett förslag kan återtas tills det har diskuterats på idémötet."),)),
)


def steps() -> list[dict[str, Any]]:
    return [
        {"title": "Utkast", "kind": "passed", "date": date(2026, 9, 2), "who": "Maria Lindqvist"},
        {"title": "Inlämnat", "kind": "passed", "date": date(2026, 9, 14), "who": "Maria Lindqvist",
         "loops": ["Åter för komplettering 21 september, inlämnat igen 2 oktober"]},
        {"title": "Diskuterat på idémöte", "kind": "current", "date": date(2026, 11, 12),
         "who": "Kansliet förde in mötets resultat"},
        {"title": "Utvalt", "kind": "to_come", "planned": date(2026, 12, 3), "who": "Styrelsen beslutar"},
        {"title": "Pågår", "kind": "to_come", "when": "Planerat våren 2027", "who": "Kansliet startar"},
        {"title": "Avslutat", "kind": "to_come", "who": "Innehållsledarna och kansliet"},
    ]


def log() -> list[dict[str, Any]]:
    return [
        {"when": NOW - timedelta(days=9), "icon": "discussed", "css": "is-discussed", "source": SHAPES["submitted"],
         "target": SHAPES["discussed"], "reason": "Mötet såg samma fråga i tre förslag.",
         "sentence": Markup("<b>Karin Holmgren</b> (kansliet) förde in resultatet från idémötet")},
        {"when": NOW - timedelta(days=33), "icon": "mail", "cause": "Automatiskt: tre veckor före mötet",
         "sentence": Markup("Kallelsen skickades till 24 medlemmar.")},
        {"when": NOW - timedelta(days=60), "until": NOW - timedelta(days=52), "icon": "edit",
         "folded": {"summary": "2 små textändringar av Erik Mellbin", "entries": [
             {"when": NOW - timedelta(days=60), "sentence": Markup("målgrupp: 9 ord tillagda")},
             {"when": NOW - timedelta(days=52), "sentence": Markup("idé: fyra rättade stavfel")}]}},
    ]


def rows() -> list[dict[str, Any]]:
    titles = ("Vägen in: introduktion för nya strateger", "Byarnas vatten – vem äger torkan?",
              "Var ska sjukhuset ligga? Att fråga länet utan att lova för mycket")
    return [{"number": number, "title": title, "organisation": "Jämtland Härjedalen", "theme": "Metodutveckling",
             "shown": SHAPES["submitted" if number % 2 else "returned"], "age": "9 dagar"}
            for number, title in zip((3, 8, 18), titles, strict=True)]


def parts(request: Any) -> dict[str, Any]:
    """Every macro of parts.pt, once."""
    link = {"href": "#text", "title": "Läs texten"}
    return {
        "title": Sample.title, "item": request.context, "kicker": "Förslag 17", "by": "Region Skåne", "explain": "rights",
        "titles": {"steps": "Förslagets väg", "text": "Förslaget", "facts": "Uppgifter", "log": "Vad som har hänt",
                   "desk": "Bordet", "list": "Saknar något", "more": "Mer", "pick": "Välj förslag"},
        "crumbs": [{"href": "/rounds", "title": "Förslag"}, {"href": "/rounds/2027", "title": "Omgång 2027"}],
        "shown": SHAPES["discussed"], "moment": NOW - timedelta(days=9), "shapes": list(SHAPES.values()),
        "steps": steps(), "about": "", "log": log(), "entries": log(), "rows": rows(),
        "now": {"sentence": "Styrelsen beslutar den 3 december.", "offers": OFFERS, "aside": "Du får veta varför.",
                "notes": ["På idémötet samlade 14 organisationer tre förslag i ett område."], "links": [link]},
        "sections": [{"title": "Idé", "text": IDEA}, {"title": "Målgrupp", "text": "Analytiker och strateger."}],
        "facts": [{"term": "Nummer", "value": "17 av 46"}, {"term": "Tema"}, {"term": "Brev", "links": [link]},
                  {"term": "Kontakter", "values": ["Maria Lindqvist, Region Skåne", "Erik Mellbin, Region Dalarna"]}],
        "pills": [{"title": "Allt", "href": "#log", "on": True, "count": 19}, {"title": "Brev", "href": "#log"},
                  {"title": "Omgång 2027", "href": "#log", "on": True, "removes": True}],
        "duties": [{"title": "Förslag", "duties": [
            {"title": "Nya", "href": "#a", "count": 6}, {"title": "Saknar något", "href": "#b", "count": 14, "here": True},
            {"title": "Försenade", "href": "#c", "count": 2, "late": True}, {"title": "Att besluta", "href": "#d", "count": 0}]}],
        "columns": [{"title": "Välj", "unseen": True}, {"title": "Nr", "css": "nr", "href": "#nr", "sorted": "ascending"},
                    {"title": "Förslag", "css": "wide", "href": "#title"}, {"title": "Organisation och tema"},
                    {"title": "Läge"}],
        "caption": "Inlämnade förslag", "pager": {"text": "1–3 av 14", "next": "?page=2", "previous": "?page=0"},
        "figs": [{"name": "organisationer", "value": 14, "more": "18 behövs för att bära budgeten."},
                 {"name": "personer", "value": 56, "href": "#log"}],
        "messages": [Message("Förslag 9 skickades åter."), Message("Anna Ek ändrade syftet.", "news", "#text", "Jämför"),
                     Message("Du loggas ut om fem minuter.", "heed"), Message("Det gick inte att spara.", "stop")],
        "voids": [{"title": "Inga försenade kompletteringar", "text": "Alla är besvarade i tid.", "drawing": True,
                   "links": [{"href": "#log", "title": "Skriv ett förslag", "first": True}, link]}],
    }


def form_page(request: Any) -> Any:
    """A form with every kind of field; posted, it answers what it read."""
    form = build_form(Proposal, request, (
        deform.Button("submit", title="Lämna in förslaget"), deform.Button("save", title="Spara utkast"),
        deform.Button("cancel", title="Avbryt", type="link", value="/")),
        values={"title": Sample.title, "idea": IDEA, "contacts": CONTACTS, "words": ("data", "län")},
        advice=ADVICE, seen=4)
    page = {"title": "Skriv ert förslag", "lede": "Bara rubriken krävs.", "kicker": "Nytt förslag", "form": form,
            "aside": Markup("<section><h2>Stöd</h2><p>Det går att komplettera senare.</p></section>")}
    if request.method == "GET":
        return page
    try:
        return Response(repr(read_form(form, request)), content_type="text/plain")
    except ValidationFailure:
        return page


def refusal_page(request: Any) -> dict[str, Any]:
    """A page that says no."""
    request.response.status_int = 403
    return {"title": "Du kan läsa förslaget men inte ändra det.", "links": [{"href": "/", "title": "Till start"}],
            "reasons": [Reason("role", "Bara avsändaren får ändra ett inlämnat förslag.")],
            "change": "Region Sörmland kan lägga till er som avsändare."}


def nothing_page(request: Any) -> dict[str, Any]:
    """A page that is not there."""
    request.response.status_int = 404
    return {"title": "Det finns ingen sida här", "text": "Adressen kan vara felskriven.", "search": True, "mark": "7f3a"}


def strict(handler: Any, registry: Any) -> Any:
    """The same headers as on the site."""
    def tween(request: Any) -> Any:
        response = handler(request)
        response.headers.update(HEADERS)
        return response
    return tween


def gallery_app(actor: Any = None, **settings: Any) -> Any:
    """The sample site as a WSGI application."""
    config = Configurator(settings=settings, root_factory=lambda request: Sample())
    config.set_csrf_storage_policy(CookieCSRFStoragePolicy())
    config.set_default_csrf_options(require_csrf=True, check_origin=False)
    config.include("reglab_workflow.web.rendering")
    config.add_request_method(lambda request: actor if actor is not None else Reader(), "actor", reify=True)
    config.add_request_method(lambda request: _("Sign in") if "told" in request.params else None, "done_message",
                              reify=True)
    config.add_tween(f"{__name__}.strict")
    config.add_view(parts, name="", renderer=__file__.replace(".py", ".pt"))
    config.add_view(form_page, name="form", renderer="reglab_workflow.templates:form.pt")
    for name, view in (("refusal", refusal_page), ("nothing", nothing_page)):
        config.add_view(view, name=name, renderer="reglab_workflow.templates:error.pt")
    return config.make_wsgi_app()
