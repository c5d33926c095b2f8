"""Every door of the site names who may open it, and what is not named stays shut."""

from __future__ import annotations

from typing import Any

import pytest
from pyramid.authorization import ACLHelper
from pyramid.security import NO_PERMISSION_REQUIRED

from house import Story
from reglab_workflow.content.site.model import find
from reglab_workflow.security.permissions import SENTENCES, Permission
from reglab_workflow.security.policy import CLOSED, DerivedList
from reglab_workflow.security.rights import Rights

PUBLIC = {
    "login", "logout", "account", "approve", "take-part",
    "answer", "language", "columns", "health", "ready", "workflows",
}
"""The names of views that anyone may open; each decides for itself what it shows."""


def doors(story: Story) -> list[dict[str, Any]]:
    """Every view that Pyramid knows of, with the permission that it was registered with."""
    introspector = story.registry.introspector
    permissions = {
        introspectable["introspectable"].discriminator_hash: introspectable["introspectable"]
        for introspectable in introspector.get_category("views")
    }
    # Pyramid's own view of HTTP errors answers nothing but what has been refused already.
    return [each for each in permissions.values() if "default_exceptionresponse_view" not in str(each["callable"])]


def permission_of(view: Any, story: Story) -> Any:
    """The permission of a view, as its related introspectable tells it."""
    related = story.registry.introspector.related(view)
    found = [each["value"] for each in related if each.category_name == "permissions"]
    return found[0] if found else None


def test_every_view_names_a_permission_or_is_known_to_be_public(story: Story) -> None:
    unknown = []
    for view in doors(story):
        if view["context"] is not None and isinstance(view["context"], type) and issubclass(view["context"], Exception):
            continue
        if str(view["name"]).startswith("__") or "static" in str(view["callable"]) or view["route_name"]:
            continue
        permission = permission_of(view, story)
        if permission in (None, NO_PERMISSION_REQUIRED) and view["name"] not in PUBLIC:
            unknown.append((view["name"], view["callable"], permission))
        if permission not in (None, NO_PERMISSION_REQUIRED):
            assert permission in set(Permission), (view["name"], permission)
    assert unknown == []


def test_every_view_names_its_method(story: Story) -> None:
    loose = [
        (view["name"], view["callable"]) for view in doors(story)
        if not view["request_methods"] and not view["route_name"]
        and not (isinstance(view["context"], type) and issubclass(view["context"], Exception))
        and "static" not in str(view["callable"])
    ]
    assert loose == []


def test_what_names_no_permission_is_closed_to_everybody(story: Story) -> None:
    assert CLOSED not in set(Permission)
    with story.open() as site:
        rights = Rights(story.rulebook)
        for email in (story.OFFICE, story.AUDITOR, story.MEMBER):
            from reglab_workflow import clock
            from reglab_workflow.security.actor import actor_for

            actor = actor_for(site["people"][story.people[email]], site, clock.now())
            assert not rights.may(actor, CLOSED, site)


def test_every_permission_is_explained() -> None:
    assert set(SENTENCES) == set(Permission)


@pytest.mark.parametrize("email", [Story.OFFICE, Story.AUDITOR, Story.MEMBER, Story.OTHER, Story.PARTNER, ""])
def test_pyramids_own_helper_reads_the_derived_list_as_we_do(story: Story, email: str) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Vem?"})
        path = proposal.path
    with story.open() as site:
        from reglab_workflow import clock
        from reglab_workflow.security.actor import actor_for, nobody

        actor = actor_for(site["people"][story.people[email]], site, clock.now()) if email else nobody()
        rights, helper = Rights(story.rulebook), ACLHelper()
        places = [site, site["rounds"], find(site, round_path), find(site, path), find(site, path)["files"],
                  *site["organisations"].values(), *site["people"].values()]
        for place in places:
            acl = DerivedList(rights.acl(place))
            for permission in Permission:
                told = bool(helper.permits(acl, list(actor.principals), permission))
                assert told == bool(rights.may(actor, permission, place)), (place.path, permission)


def test_what_is_missing_and_what_is_forbidden_look_alike(story: Story) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        path = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Hemligt"}).path
    for browser in (story.visitor(), story.browser(story.OTHER), story.browser(story.OFFICE)):
        for tail in ("", "/edit", "/history", "/rights", "/do/submit", "/files/add-file", "/files/abc"):
            hidden = browser.get(path + tail, status="*")
            absent = browser.get(f"{round_path}/proposals/finns-inte{tail}", status="*")
            assert (hidden.status_int, hidden.html.find("main").get_text()) == (
                absent.status_int, absent.html.find("main").get_text()), tail
