"""``…/results.xlsx`` and ``…/results.csv``: what was answered as a sheet, for those who lead and the office."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from ...documents.saving import saved_list
from ...i18n import _
from ...security.permissions import Permission
from ...web.handing import handed_out
from ...web.words import say
from .model import Survey
from .results import as_list


@view_config(context=Survey, name="results.csv", permission=Permission.VIEW_INTERNAL, request_method="GET")
def results_csv(survey: Survey, request: Any) -> Response:
    """The results for any program."""
    return made(survey, request, "csv")


@view_config(context=Survey, name="results.xlsx", permission=Permission.VIEW_INTERNAL, request_method="GET")
def results_xlsx(survey: Survey, request: Any) -> Response:
    """The results as a sheet."""
    return made(survey, request, "xlsx")


def made(survey: Survey, request: Any, kind: str) -> Response:
    """The results as something to save, where they may be shown; raises NotInstalled when its library is missing."""
    if not survey.has_results:
        raise HTTPNotFound()
    name = say(request, _("results-${name}", mapping={"name": survey.__name__}))
    return handed_out(request, survey, "results", kind, saved_list(as_list(request, survey), name, kind))
