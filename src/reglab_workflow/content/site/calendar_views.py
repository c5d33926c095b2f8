"""The calendar as a page, and as files that other calendars read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pyramid.httpexceptions import HTTPNotFound
from pyramid.interfaces import ILocalizer
from pyramid.response import Response
from pyramid.view import view_config

from ... import clock
from ...documents.ical import CONTENT_TYPE, calendar_file
from ...i18n import LANGUAGES, _
from ...security.actor import actor_for, nobody
from ...web.words import name_of, say
from ..project.model import Project
from .calendar import KIND_NAMES, Calendar, Happening
from .calendar_grid import (
    FIRST_YEAR,
    LAST_YEAR,
    Month,
    month_of,
    months_ahead,
    read_month,
    read_year,
    weekdays,
    weeks,
    within,
)
from .model import Site

VIEWS = {"list": _("Coming"), "month": _("Month by month"), "year": _("Year by year")}
ENDING = ".ics"
MAX_AGE = 900
PUBLIC_CACHE = f"public, max-age={MAX_AGE}"
PRIVATE_CACHE = "private, no-cache"
"""Kept by the one who asked, and asked for anew each time."""


@view_config(context=Site, name="calendar", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:site/calendar.pt")
def page(site: Any, request: Any) -> Any:
    """``/calendar``: what is coming, a month or a year; ``/calendar/{secret}.ics``: a person's own calendar."""
    if request.subpath:
        return personal_file(site, request)
    shown = CalendarPage(request)
    parts = {"list": shown.ahead, "month": shown.month, "year": shown.year}
    return {**shown.frame(), **parts[shown.view]()}


@view_config(context=Site, name="calendar.ics", permission="view", request_method="GET")
def public_file(site: Any, request: Any) -> Response:
    """``/calendar.ics``: what anyone may see, whoever asks."""
    shown = Calendar(request, nobody())
    answer = _file(request, site.title, shown, shown.everything(), PUBLIC_CACHE)
    answer.vary = ("Accept-Language", "Cookie")
    return answer


@view_config(context=Project, name="calendar.ics", permission="view", request_method="GET")
def project_file(project: Any, request: Any) -> Response:
    """``/projects/{slug}/calendar.ics``: the occasions of a project that the person asking may see."""
    shown = Calendar(request, request.actor)
    return _file(request, name_of(request, project), shown, shown.of_project(project), PRIVATE_CACHE)


def personal_file(site: Any, request: Any) -> Response:
    """What the person may see whom the secret in the address is for; nobody else's sign-in counts here."""
    secret = request.subpath[0].removesuffix(ENDING)
    known = len(request.subpath) == 1 and request.subpath[0].endswith(ENDING)
    person = site["people"].get(site.accounts.calendar_holder(secret)) if known else None
    if person is None or person.state != "active":
        raise HTTPNotFound()
    if person.language in LANGUAGES:
        request.locale_name = person.language
        request.localizer = request.registry.getUtility(ILocalizer, name=person.language)
    shown = Calendar(request, actor_for(person, site, clock.now(), channel="calendar"))
    return _file(request, site.title, shown, shown.everything(), PRIVATE_CACHE)


def _file(request: Any, name: str, shown: Calendar, happenings: list[Happening], cache: str) -> Response:
    host = urlsplit(request.registry.reglab_settings.base_url).hostname or "localhost"
    body = calendar_file(name, shown.entries(happenings), host)
    answer = Response(body, content_type=CONTENT_TYPE, charset="utf-8")
    answer.headers["Cache-Control"] = cache
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return answer


class CalendarPage:
    """The calendar as whoever asks may see it, narrowed as the address says."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self.today = clock.local_day(request.acts.now)
        self.view = request.GET.get("view", "list")
        if self.view not in VIEWS:
            raise HTTPNotFound()
        self.all = Calendar(request, request.actor).everything()
        self.projects = {each.within.uid: each.within for each in self.all if each.within.type_name == "project"}
        self.chosen = {name: request.GET.get(name, "") for name in ("project", "kind")}
        self.happenings = [each for each in self.all if self.fits(each)]

    def fits(self, happening: Happening) -> bool:
        """Whether it is of the project and the kind that are asked for."""
        project, kind = self.chosen["project"], self.chosen["kind"]
        return (not project or happening.within.uid == project) and (not kind or happening.kind == kind)

    def href(self, view: str, **more: str) -> str:
        """The calendar in another way or of another time, narrowed as it is."""
        kept = {name: value for name, value in self.chosen.items() if value}
        wanted = {} if view == "list" else {"view": view}
        return str(self.request.link(self.request.site, "calendar", query={**wanted, **more, **kept}))

    def frame(self) -> dict[str, Any]:
        """What every way to look at the calendar has."""
        request = self.request
        awaited: dict[str, dict[str, Any]] = {}
        for each in self.happenings:
            if each.is_awaited:
                awaited.setdefault(each.within.uid, {"project": each.within, "rows": []})["rows"].append(each)
        return {
            "title": say(request, _("Calendar")), "mode": self.view, "today": self.today,
            "ways": [{"title": say(request, title), "href": self.href(name), "on": name == self.view}
                     for name, title in VIEWS.items()],
            "about_ways": _("Ways to look at the calendar"), "awaited": list(awaited.values()), "page": self,
            "projects": [(uid, name_of(request, each), uid == self.chosen["project"])
                         for uid, each in self.projects.items()],
            "kinds": [(kind, say(request, title), kind == self.chosen["kind"]) for kind, title in KIND_NAMES.items()],
            "narrowed": any(self.chosen.values()), "kept": self.kept(),
            "file": request.registry.reglab_settings.base_url.rstrip("/") + "/calendar.ics",
        }

    def kept(self) -> dict[str, str]:
        """What the form that narrows the calendar leaves as it is."""
        names = ("view", "month", "year")
        return {name: self.request.GET[name] for name in names if self.request.GET.get(name)}

    def ahead(self) -> dict[str, Any]:
        """What is coming, by month."""
        return {"months": [{"id": f"m-{month.name}", "title": self.titled(month), "rows": rows}
                           for month, rows in months_ahead(self.happenings, self.today)]}

    def month(self) -> dict[str, Any]:
        """One month, week by week."""
        month = read_month(self.request.GET.get("month", ""), self.today)
        if month is None:
            raise HTTPNotFound()
        around = {"previous": month.beside(-1), "next": month.beside(1)}
        language = self.request.locale_name
        return {
            "caption": self.titled(month), "weekdays": weekdays(language),
            "weeks": weeks(month, self.happenings, self.today, language),
            "count": len(within(self.happenings, month.first, month.last)),
            "around": {name: {"title": self.titled(each), "href": self.href("month", month=each.name)}
                       for name, each in around.items() if each is not None},
            "whole_year": {"title": str(month.year), "href": self.href("year", year=str(month.year))},
        }

    def year(self) -> dict[str, Any]:
        """One year, month by month."""
        year = read_year(self.request.GET.get("year", ""), self.today)
        if year is None:
            raise HTTPNotFound()
        around = {"previous": year - 1, "next": year + 1}
        return {
            "caption": str(year), "months": [self._month_of_year(Month(year, number)) for number in range(1, 13)],
            "around": {name: {"title": str(each), "href": self.href("year", year=str(each))}
                       for name, each in around.items() if FIRST_YEAR <= each <= LAST_YEAR},
        }

    def _month_of_year(self, month: Month) -> dict[str, Any]:
        return {"title": self.titled(month), "href": self.href("month", month=month.name),
                "now": month == month_of(self.today), "rows": within(self.happenings, month.first, month.last)}

    def titled(self, month: Month) -> str:
        """A month in words."""
        return month.title(self.request.locale_name)

    def days(self, happening: Happening) -> str:
        """The days of something in words."""
        first, last = (self.request.day(day) for day in happening.decided)
        return first if first == last else f"{first} – {last}"

    def is_now(self, happening: Happening) -> bool:
        """Whether it happens today."""
        first, last = happening.decided
        return first <= self.today <= last
