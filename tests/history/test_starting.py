"""A start tells which rules and settings it runs by, and refuses rules that leave something in no state at all."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from pyramid.exceptions import ConfigurationExecutionError

from house import House, Story
from posting import at_once
from reglab_workflow.content.site.model import find
from reglab_workflow.history import starting
from reglab_workflow.history.checking import check
from reglab_workflow.history.rule_texts import text_in_force
from restarting import Restarted, changed, text_of

GIVEN_UP = (("[states.published]", "[states.shown]"), ('to = "published"', 'to = "shown"'),
            ('from = ["published"]', 'from = ["shown"]'))
RENAMED = (*GIVEN_UP, ("[states.shown]", '[states.shown]\naliases = ["published"]'))


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """Where the site is kept, once a first start has made it."""
    House(tmp_path / "var").close()
    return tmp_path / "var"


def published(var: Path, count: int = 1) -> list[str]:
    """Pages that are published; gives their addresses."""
    site, paths = Restarted(var), []
    for number in range(count):
        with site.acting() as acts:
            page = acts.create(acts.site["pages"], "page", {"title": f"Sida {number}", "body": "Text."})
            acts.fire(page, "publish")
            paths.append(page.path)
    site.close()
    return paths


def refusal(var: Path, **texts: str) -> str:
    """What a start says that does not come about."""
    with pytest.raises(ConfigurationExecutionError) as told:
        Restarted(var, **texts)
    return str(told.value)


# -- rules ---------------------------------------------------------------------------------------------------


def test_the_first_start_keeps_every_file_word_by_word(var: Path) -> None:
    site = Restarted(var)
    told = site.told("rules_changed")
    assert {core["workflow"] for core, _details in told} == set(site.rulebook.engines)
    for core, details in told:
        text = text_of(core["workflow"])
        assert (details["text_after"], core["after"]) == (text, hashlib.sha256(text.encode()).hexdigest())
        assert (core["before"], core["actor"], core["rule"]) == ("", "system", "start")
    site.close()


def test_a_start_with_the_same_files_tells_nothing(var: Path) -> None:
    first = Restarted(var)
    before = first.database.lastTransaction()
    first.close()
    second = Restarted(var)
    assert second.database.lastTransaction() == before
    second.close()


def test_a_changed_a_new_and_a_missing_file_are_told_once_each(var: Path) -> None:
    other = changed("page", ("Publicera sidan", "Visa sidan för alla"))
    site = Restarted(var, page=other)
    (*_earlier, (core, details)) = site.told("rules_changed")
    assert (core["workflow"], details["text_before"], details["text_after"]) == ("page", text_of("page"), other)
    with site.open() as root:
        assert text_in_force(root, "page") == other
    site.close()
    again = Restarted(var)
    assert again.told("rules_changed")[-1][1]["text_after"] == text_of("page")
    again.close()


def test_processes_that_start_together_tell_it_once(var: Path, tmp_path: Path) -> None:
    site = Restarted(var)
    with site.open() as root:
        root.rules["page"] = ()  # as if the file had not been known yet
        root.settings["title"] = "Något annat"
    before = len(site.told("rules_changed")), len(site.told("settings_changed"))
    at_once([lambda: starting.begin(site.registry) for _process in range(4)])
    assert (len(site.told("rules_changed")), len(site.told("settings_changed"))) == (before[0] + 1, before[1] + 1)
    site.close()


# -- states that vanish --------------------------------------------------------------------------------------


def test_a_state_that_vanishes_under_something_stops_the_start_and_says_what_to_write(var: Path) -> None:
    paths = published(var, 7)
    told = refusal(var, page=changed("page", *GIVEN_UP))
    assert "7 items stand in the state 'published'" in told
    assert sum(path in told for path in paths) == 5 and "and 2 more" in told
    assert 'aliases = ["published"]' in told and "[moved]" in told
    site = Restarted(var)  # nothing was kept of the attempt, and the files were let go of
    assert len([core for core, _details in site.told("rules_changed") if core["workflow"] == "page"]) == 1
    site.close()


def test_what_lies_in_the_trash_is_not_left_in_no_state_since_it_can_come_back(var: Path) -> None:
    site = Restarted(var)
    with site.acting() as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Sida", "body": "Text."})
        acts.remove(page)
    site.close()
    sketch = changed("page", ('initial = "draft"', 'initial = "sketch"'), ("[states.draft]", "[states.sketch]"),
                     ('from = ["draft"]', 'from = ["sketch"]'), ('to = "draft"', 'to = "sketch"'))
    assert f"1 item stands in the state 'draft', which the file no longer has: {page.path} (in the trash)." in refusal(
        var, page=sketch)
    site = Restarted(var, page=sketch + '\n[moved]\ndraft = "sketch"\n')
    with site.acting() as acts:
        back = acts.restore(next(iter(acts.site.trash)))
        assert (back.state, check(acts.site).differences) == ("sketch", ())
    site.close()


def test_an_empty_state_may_vanish(var: Path) -> None:
    site = Restarted(var, page=changed("page", *GIVEN_UP))
    assert site.told("rules_changed")[-1][0]["workflow"] == "page"
    site.close()


def test_with_an_alias_everything_stays_where_it_is(var: Path) -> None:
    (path,) = published(var)
    site = Restarted(var, page=changed("page", *RENAMED))
    with site.acting() as acts:
        page = find(acts.site, path)
        assert site.rulebook.engine(page).state_of(page).name == "shown"
        acts.fire(page, "withdraw")
    assert site.told("state_mapped") == []
    site.close()


def test_what_stood_in_a_state_that_was_given_up_is_moved_by_an_event(var: Path) -> None:
    (path,) = published(var)
    site = Restarted(var, page=changed("page", *GIVEN_UP) + '\n[moved]\npublished = "draft"\n')
    ((core, _details),) = site.told("state_mapped")
    assert (core["from"], core["to"], core["state"], core["rule"]) == ("published", "draft", "draft", "start")
    with site.open() as root:
        page = find(root, path)
        assert page.state == "draft"
        assert page.events[-1].core["kind"] == "state_mapped"
    site.close()
    again = Restarted(var, page=changed("page", *GIVEN_UP) + '\n[moved]\npublished = "draft"\n')
    assert len(again.told("state_mapped")) == 1
    again.close()


@pytest.mark.parametrize("damage", ["fresh", "behind", "gone", "of another site"])
def test_what_stands_there_is_found_whatever_the_index_knows(var: Path, damage: str) -> None:
    site = Restarted(var)
    with site.acting() as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Först", "body": "Text."})
        acts.fire(page, "publish")
    site.visitor().get("/search?text=x")  # the index reads
    if damage == "behind":
        with site.acting() as acts:
            acts.fire(find(acts.site, page.path), "withdraw")
            other = acts.create(acts.site["pages"], "page", {"title": "Sedan", "body": "Text."})
            acts.fire(other, "publish")
    if damage == "of another site":
        with site.registry.reglab_index.writing() as connection:
            connection.execute("UPDATE marks SET value = 'elsewhere' WHERE name = 'site'")
    site.close()
    if damage == "gone":
        for file in var.glob("index.sqlite*"):
            file.unlink()
    told = refusal(var, page=changed("page", *GIVEN_UP))
    assert "1 item stands in the state 'published'" in told
    assert ("/pages/sedan" if damage == "behind" else "/pages/forst") in told


def test_a_site_older_than_its_memory_of_rules_is_looked_through_once(var: Path, by_hand: None) -> None:
    (path,) = published(var)
    site = Restarted(var)
    with site.open() as root:
        root.rules = None
        find(root, path).state = "forgotten"
    site.close()
    assert "1 item stands in the state 'forgotten'" in refusal(var)


@pytest.mark.parametrize(("line", "told"), [
    ('draft = "published"', "'draft' is a state of this file"),
    ('gone = "nowhere"', "there is no state 'nowhere'"),
])
def test_a_wrong_word_in_moved_is_named(var: Path, line: str, told: str) -> None:
    assert told in refusal(var, page=f"{text_of('page')}\n[moved]\n{line}\n")


# -- what happened before ------------------------------------------------------------------------------------


def test_what_happened_keeps_the_words_of_then(tmp_path: Path) -> None:
    story = Story(tmp_path / "var")
    with story.acting() as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Om oss", "body": "Text."})
        acts.fire(page, "publish")
        acts.fire(page, "withdraw")
    people, path = story.people, page.path
    story.close()
    words = (("[transitions.withdraw]", "[transitions.hide]"), ("tog ner sidan", "gömde sidan"),
             ("Ta ner sidan", "Göm sidan"))
    site = Restarted(tmp_path / "var", people, page=changed("page", *GIVEN_UP, *words))
    told = site.browser(Story.OFFICE).get(f"{path}/history").html.find("main").get_text(" ", strip=True)
    assert "tog ner sidan" in told and "gömde" not in told
    assert "Publicerad" in told  # the state that nothing stands in any more
    assert "tog nya regler i bruk: Sida" in site.browser(Story.OFFICE).get("/history").text
    site.close()


# -- settings ------------------------------------------------------------------------------------------------


def test_other_settings_are_told_without_secrets(tmp_path: Path) -> None:
    House(tmp_path / "var", **{"reglab.smtp_password": "hemligt"}).close()
    House(tmp_path / "var", **{"reglab.smtp_password": "hemligare", "reglab.ballots": "true"}).close()
    site = Restarted(tmp_path / "var")
    told: list[tuple[Any, Any]] = site.told("settings_changed")
    assert [core["settings"] for core, _details in told[1:]] == [["ballots"], ["ballots"]]
    assert told[1][1]["before"] == {"ballots": "False"} and told[1][1]["after"] == {"ballots": "True"}
    assert "hemlig" not in str(told) and "smtp_password" not in str(told)
    assert str(tmp_path) not in str(told)
    site.close()
