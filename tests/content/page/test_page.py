"""Pages: drafts are the office's, an empty one is not published."""

from __future__ import annotations

import pytest

from learning_site import LearningSite
from reglab_workflow.workflow.errors import Refused


@pytest.fixture
def here():
    return LearningSite()


def page(here, **values):
    return here.acts(here.office).create(here.site["pages"], "page", {"title": "Om nätverket"} | values)


def test_a_page_stands_under_its_title_with_a_place_for_files(here):
    made = page(here)
    assert (made.path, made["files"].path) == ("/pages/om-natverket", "/pages/om-natverket/files")


def test_a_stranger_sees_no_draft(here):
    made = page(here, body="Vi lär tillsammans.")
    assert not here.may(None, "view", made)
    here.acts(here.office).fire(made, "publish")
    assert here.may(None, "view", made)
    here.acts(here.office).fire(made, "withdraw")
    assert not here.may(None, "view", made)


def test_an_empty_page_is_not_published(here):
    made = page(here, body=" \n")
    with pytest.raises(Refused) as refusal:
        here.acts(here.office).fire(made, "publish")
    assert [(reason.code, reason.field) for reason in refusal.value.reasons] == [("empty_page", "body")]
