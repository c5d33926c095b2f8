"""The site and its folders: how a name leads to a thing, and how an empty database becomes a site."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from reglab_workflow.content.folder import Folder, slug
from reglab_workflow.content.item import Item, item_of
from reglab_workflow.content.site.model import ROOT_KEY, Site, find, found

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=timezone.utc)


class Leaf(Item):
    """The smallest thing there is."""

    type_name = "leaf"


def test_an_empty_database_becomes_a_site_and_stays_it() -> None:
    root: dict[str, Site] = {}
    site = found(root, "Reglab", NOW)
    assert root[ROOT_KEY] is site
    assert found(root, "Something else", NOW) is site
    assert site.title == "Reglab"


def test_two_sites_are_told_apart() -> None:
    assert Site("One", NOW).identity != Site("One", NOW).identity


def test_a_path_leads_to_what_stands_there() -> None:
    site = Site("Reglab", NOW)
    leaf = site["pages"].add("om", Leaf(title="Om"))
    assert leaf.path == "/pages/om"
    assert find(site, "/pages/om") is leaf
    assert find(site, "/") is site


@pytest.mark.parametrize("path", [
    "/pages/nope", "/pages/om/more", "/__class__", "/pages/__parent__", "/pages/children", "/trail", "/accounts",
])
def test_a_path_leads_to_children_only(path: str) -> None:
    site = Site("Reglab", NOW)
    site["pages"].add("om", Leaf(title="Om"))
    assert find(site, path) is None


def test_children_keep_the_order_they_came_in() -> None:
    folder = Folder()
    for name in ("b", "a", "c"):
        folder.add(name, Leaf(title=name))
    folder.remove("a")
    folder.add("a", Leaf(title="again"))
    assert folder.keys() == ["b", "c", "a"]
    assert [each.title for each in folder.values()] == ["b", "c", "again"]
    assert len(folder) == 3


def test_a_taken_name_is_refused() -> None:
    folder = Folder()
    folder.add("a", Leaf(title="first"))
    with pytest.raises(KeyError):
        folder.add("a", Leaf(title="second"))
    assert folder["a"].title == "first"


@pytest.mark.parametrize(("title", "name"), [
    ("Vem gör jobbet när alla delar data?", "vem-gor-jobbet-nar-alla-delar-data"),
    ("../../etc/passwd", "etc-passwd"), ("@@edit", "edit"), ("  ", ""), ("日本", ""),
    ("Straße & Søster Ærø", "strasse-soster-aro"), ("a" * 300, "a" * 60),
])
def test_a_title_becomes_a_readable_address(title: str, name: str) -> None:
    assert slug(title) == name


def test_the_second_of_a_title_gets_an_address_of_its_own() -> None:
    folder = Folder()
    folder.add(folder.free_name("Samma"), Leaf(title="Samma"))
    assert folder.free_name("Samma") == "samma-2"
    assert folder.free_name("???") == "sida"


def test_the_rights_of_a_plain_folder_are_those_of_what_it_stands_in() -> None:
    site = Site("Reglab", NOW)
    assert item_of(site["pages"]) is site
    with pytest.raises(LookupError):
        item_of(Folder())
