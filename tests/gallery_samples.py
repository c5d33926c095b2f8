"""Sample data for every part of a page: invented people, texts, states and steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from chameleon.utils import Markup

from reglab_workflow.content.site.model import Site
from reglab_workflow.people.organisation import Organisation
from reglab_workflow.web.frame import Message
from reglab_workflow.web.states import LOOKS, StateShown
from reglab_workflow.workflow.definition import Transition
from reglab_workflow.workflow.errors import Reason

NOW = datetime.now(timezone.utc)


def _places() -> Site:
    """A site with one organisation in it."""
    site, skane = Site("Reglab", NOW), Organisation(title="Region Skåne")
    skane.uid = "skane"
    site["organisations"].add("skane", skane)
    site.addresses[skane.uid] = skane.path
    return site


PLACES = _places()
SHAPES = {
    look: StateShown(look, title, look)
    for look, title in zip(
        LOOKS,
        (
            "Utkast",
            "Inlämnat",
            "Diskuterat på idémöte",
            "Åter för komplettering",
            "Utvalt",
            "Pågår",
            "Avslutat",
            "Vilande",
            "Ej prioriterat",
            "Överlämnat",
            "Sammanslaget",
            "Återtaget",
            "Inte levererat",
        ),
        strict=True,
    )
}


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

    __name__ = ""
    __parent__: Any = None
    title = "Vem gör jobbet när alla delar data?"
    version = 4


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
    Offer(
        transition("withdraw", "Återta förslaget"),
        False,
        (Reason("discussed", "Ett förslag kan återtas tills det har diskuterats på idémötet."),),
    ),
)


def steps() -> list[dict[str, Any]]:
    return [
        {"title": "Utkast", "kind": "passed", "date": date(2026, 9, 2), "who": "Maria Lindqvist"},
        {
            "title": "Inlämnat",
            "kind": "passed",
            "date": date(2026, 9, 14),
            "who": "Maria Lindqvist",
            "loops": ["Åter för komplettering 21 september, inlämnat igen 2 oktober"],
        },
        {
            "title": "Diskuterat på idémöte",
            "kind": "current",
            "date": date(2026, 11, 12),
            "who": "Kansliet förde in mötets resultat",
        },
        {"title": "Utvalt", "kind": "to_come", "planned": date(2026, 12, 3), "who": "Styrelsen beslutar"},
        {"title": "Pågår", "kind": "to_come", "when": "Planerat våren 2027", "who": "Kansliet startar"},
        {"title": "Avslutat", "kind": "to_come", "who": "Innehållsledarna och kansliet"},
    ]


def log() -> list[dict[str, Any]]:
    return [
        {
            "when": NOW - timedelta(days=9),
            "icon": "discussed",
            "css": "is-discussed",
            "source": SHAPES["submitted"],
            "target": SHAPES["discussed"],
            "reason": "Mötet såg samma fråga i tre förslag.",
            "sentence": Markup("<b>Karin Holmgren</b> (kansliet) förde in resultatet från idémötet"),
        },
        {
            "when": NOW - timedelta(days=33),
            "icon": "mail",
            "cause": "Automatiskt: tre veckor före mötet",
            "sentence": Markup("Kallelsen skickades till 24 medlemmar."),
        },
        {
            "when": NOW - timedelta(days=60),
            "until": NOW - timedelta(days=52),
            "icon": "edit",
            "folded": {
                "summary": "2 små textändringar av Erik Mellbin",
                "entries": [
                    {"when": NOW - timedelta(days=60), "sentence": Markup("målgrupp: 9 ord tillagda")},
                    {"when": NOW - timedelta(days=52), "sentence": Markup("idé: fyra rättade stavfel")},
                ],
            },
        },
    ]


def rows() -> list[dict[str, Any]]:
    titles = (
        "Vägen in: introduktion för nya strateger",
        "Byarnas vatten – vem äger torkan?",
        "Var ska sjukhuset ligga? Att fråga länet utan att lova för mycket",
    )
    return [
        {
            "number": number,
            "title": title,
            "organisation": "Jämtland Härjedalen",
            "theme": "Metodutveckling",
            "shown": SHAPES["submitted" if number % 2 else "returned"],
            "age": "9 dagar",
        }
        for number, title in zip((3, 8, 18), titles, strict=True)
    ]


def parts(request: Any) -> dict[str, Any]:
    """Every macro of parts.pt, once."""
    link = {"href": "#text", "title": "Läs texten"}
    return {
        "title": Sample.title,
        "item": request.context,
        "kicker": "Förslag 17",
        "by": "Region Skåne",
        "explain": "rights",
        "titles": {
            "steps": "Förslagets väg",
            "text": "Förslaget",
            "facts": "Uppgifter",
            "log": "Vad som har hänt",
            "desk": "Bordet",
            "list": "Saknar något",
            "more": "Mer",
            "pick": "Välj förslag",
        },
        "crumbs": [{"href": "/rounds", "title": "Förslag"}, {"href": "/rounds/2027", "title": "Omgång 2027"}],
        "shown": SHAPES["discussed"],
        "moment": NOW - timedelta(days=9),
        "shapes": list(SHAPES.values()),
        "steps": steps(),
        "about": "",
        "log": log(),
        "entries": log(),
        "rows": rows(),
        "now": {
            "sentence": "Styrelsen beslutar den 3 december.",
            "offers": OFFERS,
            "aside": "Du får veta varför.",
            "notes": ["På idémötet samlade 14 organisationer tre förslag i ett område."],
            "links": [link],
        },
        "sections": [
            {"title": "Idé", "text": IDEA},
            {"title": "Målgrupp", "text": "Analytiker och strateger."},
        ],
        "facts": [
            {"term": "Nummer", "value": "17 av 46"},
            {"term": "Tema"},
            {"term": "Brev", "links": [link]},
            {
                "term": "Kontakter",
                "values": ["Maria Lindqvist, Region Skåne", "Erik Mellbin, Region Dalarna"],
            },
        ],
        "pills": [
            {"title": "Allt", "href": "#log", "on": True, "count": 19},
            {"title": "Brev", "href": "#log"},
            {"title": "Omgång 2027", "href": "#log", "on": True, "removes": True},
        ],
        "duties": [
            {
                "title": "Förslag",
                "duties": [
                    {"title": "Nya", "href": "#a", "count": 6},
                    {"title": "Saknar något", "href": "#b", "count": 14, "here": True},
                    {"title": "Försenade", "href": "#c", "count": 2, "late": True},
                    {"title": "Att besluta", "href": "#d", "count": 0},
                ],
            }
        ],
        "columns": [
            {"title": "Välj", "unseen": True},
            {"title": "Nr", "css": "nr", "href": "#nr", "sorted": "ascending"},
            {"title": "Förslag", "css": "wide", "href": "#title"},
            {"title": "Organisation och tema"},
            {"title": "Läge"},
        ],
        "caption": "Inlämnade förslag",
        "pager": {"text": "1–3 av 14", "next": "?page=2", "previous": "?page=0"},
        "figs": [
            {"name": "organisationer", "value": 14, "more": "18 behövs för att bära budgeten."},
            {"name": "personer", "value": 56, "href": "#log"},
        ],
        "messages": [
            Message("Förslag 9 skickades åter."),
            Message("Anna Ek ändrade syftet.", "news", "#text", "Jämför"),
            Message("Du loggas ut om fem minuter.", "heed"),
            Message("Det gick inte att spara.", "stop"),
        ],
        "voids": [
            {
                "title": "Inga försenade kompletteringar",
                "text": "Alla är besvarade i tid.",
                "drawing": True,
                "links": [{"href": "#log", "title": "Skriv ett förslag", "first": True}, link],
            }
        ],
    }
