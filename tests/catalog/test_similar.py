"""A text finds the proposals that are about the same thing, among those that the asker may view and no others."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ZODB.Connection import Connection

from crowd import WORDS, Crowd, other_rules
from examples import examples
from house import House, Story
from reglab_workflow import clock
from reglab_workflow.catalog.finder import Finder
from reglab_workflow.catalog.similar import LEAST, Likeness, Written, similar_to
from reglab_workflow.content.site.model import find
from reglab_workflow.documents.booklet_text import read_booklet
from reglab_workflow.documents.importing import import_booklet
from reglab_workflow.security.actor import actor_for, nobody
from reglab_workflow.security.permissions import Permission
from reglab_workflow.security.rights import Rights

SEED = Path(__file__).parents[2].parent / "shared" / "seeds" / "proposals-2024-nos-1-26.txt"

HYDROGEN = Written("Vätgas i våra hamnar", "Fartyg som drivs av vätgas behöver tankstationer vid kajen.")
PARTS = ("preamble", "idea", "purpose", "target_group", "other_text")


@contextmanager
def asking(house: House, email: str = "") -> Iterator[Finder]:
    """What a person, or without an address a visitor, can find."""
    with house.looking() as site:
        person = site["people"].get(house.people.get(email, ""))
        actor = actor_for(person, site, clock.now()) if person is not None else nobody()
        yield Finder(house.registry.reglab_index, house.database, house.rulebook, site, actor)


def write(house: Story, round_path: str, title: str, idea: str = "", state: str = "submitted",
          who: str = Story.MEMBER, **values: Any) -> str:
    """A proposal in a state; gives its path."""
    with house.acting(who) as acts:
        made = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": title, "idea": idea})
        made.set(values)
        made.state = state
        return str(made.path)


def found(house: House, text: Written, email: str = "", **options: Any) -> list[Likeness]:
    """What is like a text for somebody; the items are only to be looked at by their titles and numbers."""
    with asking(house, email) as finder:
        likes = similar_to(finder, text, **options)
        for each in likes:
            assert each.item.title is not None  # loaded, so that it can be read when the site is closed
        return likes


def titles(likes: list[Likeness]) -> list[str]:
    """The titles of those found."""
    return [each.item.title for each in likes]


# -- the real booklet ----------------------------------------------------------------------------------------

real = pytest.mark.skipif(not SEED.exists(), reason=f"the real booklet does not lie beside the project: {SEED}")


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[tuple[int, float]]]:
    """Of each proposal in the real booklet: the numbers of those that are like it, with their scores."""
    story = Story(tmp_path_factory.mktemp("seed") / "var")
    round_path = story.open_round()
    with story.acting() as acts:
        import_booklet(acts, find(acts.site, round_path), read_booklet(SEED.read_text(encoding="utf-8")))
    with asking(story, story.OFFICE) as finder:
        likes = {
            item.number: similar_to(finder, written(item), {item.uid})
            for item in find(finder.site, round_path).proposals()
        }
        told = {number: [(each.item.number, each.score) for each in found] for number, found in likes.items()}
    story.close()
    return told


def written(item: Any) -> Written:
    """What the sender has written."""
    return Written(item.title, " ".join(getattr(item, name) for name in PARTS))


@real
def test_the_two_that_say_the_same_find_each_other_first_and_by_far(neighbours):
    for one, other in ((16, 17), (17, 16)):
        first, second = neighbours[one][:2]
        assert first[0] == other
        assert first[1] > 0.4 > 2 * second[1]


@real
@pytest.mark.parametrize("one", [14, 15, 18])
def test_those_about_the_same_technique_find_each_other(neighbours, one):
    """Two letters are a subject, too."""
    assert {14, 15, 18} - {one} <= {number for number, _score in neighbours[one][:3]}


@real
@pytest.mark.parametrize("one", [11, 12, 13])
def test_a_compound_is_about_what_it_begins_with(neighbours, one):
    """One says the word, another the question of it, the third the need for it."""
    assert {number for number, _score in neighbours[one]} == {11, 12, 13} - {one}


@real
@pytest.mark.parametrize("alone", [1, 2, 5, 8, 20, 21, 25, 26])
def test_a_subject_that_nobody_else_has_finds_nothing(neighbours, alone):
    """An introduction for the newly employed, Europe, portfolios, gaps, the earth, climate, energy, electricity."""
    assert neighbours[alone] == []


@real
def test_whatever_is_found_in_the_booklet_is_about_the_same_subject(neighbours):
    """Each pair has been read and judged: maps and places, environments, social matters, preparedness, data and AI …"""
    same_subject = (
        {3, 4}, {6, 7}, {9, 24}, {10, 19}, {11, 12, 13}, {14, 15, 18}, {15, 16, 17, 18}, {22, 23},
    )
    pairs = {frozenset((one, other)) for one, likes in neighbours.items() for other, _score in likes}
    assert [sorted(pair) for pair in pairs if not any(pair <= subject for subject in same_subject)] == []
    assert {frozenset(pair) for pair in ((3, 4), (6, 7), (9, 24), (10, 19), (22, 23))} <= pairs


# -- what is found and how it is told ------------------------------------------------------------------------


def test_the_shared_words_are_told_as_people_wrote_them(story):
    round_path = story.open_round()
    write(story, round_path, "Hamnen och VÄTGASEN", "Vi vill att vätgas tankas i hamnarna. AI räknar.")
    write(story, round_path, "Bibliotekens dag", "Böcker för alla.")
    text = Written("Vätgas i våra hamnar", "Med AI och vätgas.")
    (like,) = found(story, text, story.OFFICE)
    assert sorted(like.words) == ["AI", "hamnar", "vätgas"]
    assert LEAST <= like.score <= 1


def test_the_same_text_is_wholly_alike_and_the_nearer_comes_first(story):
    round_path = story.open_round()
    write(story, round_path, "Vätgas på järnväg", "Tåg kan tanka vätgas.")
    write(story, round_path, HYDROGEN.title, HYDROGEN.body)
    write(story, round_path, "Kulturskolan")
    likes = found(story, HYDROGEN, story.OFFICE)
    assert titles(likes) == [HYDROGEN.title, "Vätgas på järnväg"]
    assert likes[0].score == pytest.approx(1)
    assert found(story, HYDROGEN, story.OFFICE, most=1)[0].item.title == HYDROGEN.title


def test_a_title_weighs_more_than_the_same_word_in_the_text(story):
    round_path = story.open_round()
    write(story, round_path, "Cykelvägar", "Vätgas, pendling, trafikljus och skolvägar.")
    write(story, round_path, "Vätgas", "Cykelvägar, pendling, trafikljus och skolvägar.")
    assert titles(found(story, Written("Vätgas i hamnen", "Kajer."), story.OFFICE))[0] == "Vätgas"


def test_what_everybody_writes_makes_nothing_alike(story):
    round_path = story.open_round()
    write(story, round_path, "Regional utveckling", "Vi vill lära oss mer om hur regionerna kan arbeta strategiskt.")
    text = Written("Att lära av regional utveckling", "Hur regionerna kan arbeta strategiskt med nya insatser 2030.")
    assert found(story, text, story.OFFICE) == []


def test_earlier_rounds_count(story):
    write(story, story.open_round(2026), "Vätgas i hamnen", state="not_selected")
    with story.acting() as acts:
        acts.site["rounds"]["2026"].state = "archived"
    write(story, story.open_round(2027), "Vätgas för fartyg")
    assert sorted(titles(found(story, HYDROGEN, story.OFFICE))) == ["Vätgas för fartyg", "Vätgas i hamnen"]


def test_no_proposal_is_like_itself(story):
    path = write(story, story.open_round(), HYDROGEN.title, HYDROGEN.body)
    assert found(story, HYDROGEN, story.OFFICE, exclude={story.item(path)["uid"]}) == []


def test_a_withdrawn_proposal_is_no_neighbour(story):
    write(story, story.open_round(), HYDROGEN.title, state="withdrawn")
    for email in (story.OFFICE, story.MEMBER, story.AUDITOR):
        assert found(story, HYDROGEN, email) == []


def test_a_draft_is_a_neighbour_for_those_who_send_it_and_for_nobody_else(story):
    write(story, story.open_round(), HYDROGEN.title, state="draft")
    assert titles(found(story, HYDROGEN, story.MEMBER)) == [HYDROGEN.title]
    for email in (story.OTHER, story.OFFICE, story.AUDITOR, story.PARTNER, ""):
        assert found(story, HYDROGEN, email) == []


def test_a_merged_proposal_is_shown_once_as_the_one_that_it_goes_on_in(story):
    round_path = story.open_round()
    target = write(story, round_path, "Vätgas till sjöss", "Fartyg.")
    uid = story.item(target)["uid"]
    for _time in range(2):
        write(story, round_path, HYDROGEN.title, HYDROGEN.body, state="merged", target=uid)
    likes = found(story, HYDROGEN, story.OFFICE)
    assert titles(likes) == ["Vätgas till sjöss"]
    assert likes[0].score == pytest.approx(1)
    assert found(story, HYDROGEN, story.OFFICE, exclude={uid}) == []


def test_proposals_merged_into_each_other_by_mistake_are_no_neighbours(story):
    round_path = story.open_round()
    one = write(story, round_path, HYDROGEN.title, state="merged")
    other = write(story, round_path, HYDROGEN.title, state="merged", target=story.item(one)["uid"])
    with story.open() as site:
        find(site, one).set({"target": find(site, other).uid})
    assert found(story, HYDROGEN, story.OFFICE) == []


# -- right ---------------------------------------------------------------------------------------------------


def test_what_members_cannot_see_yet_is_no_neighbour_until_the_booklet_is_published(story):
    round_path = story.open_round()
    path = write(story, round_path, HYDROGEN.title, theme="data", number=1)
    assert [len(found(story, HYDROGEN, email)) for email in (story.MEMBER, story.OTHER, story.OFFICE)] == [1, 0, 1]
    with story.acting() as acts:
        acts.create(find(acts.site, round_path), "meeting", {"title": "Idémöte"})
        acts.fire(find(acts.site, round_path), "compile")
        acts.fire(find(acts.site, round_path), "publish")
    assert found(story, HYDROGEN, story.OTHER)[0].item.path == path


@examples(60, 1500)
@given(data=st.data())
def test_nobody_is_shown_what_they_may_not_view(crowd: Crowd, data: st.DataObject) -> None:
    """Any actor, any text, and rules as the files could also have been written; asked twice, the answer is one."""
    rulebook = data.draw(other_rules(crowd.rulebook, (Permission.VIEW,)), label="rules")
    actor = data.draw(crowd.actors(), label="actor")
    text = Written(*data.draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=4).map(
        lambda words: (" ".join(words[:2]), " ".join(words[2:])))))
    with crowd.looking() as site:
        finder = Finder(crowd.registry.reglab_index, crowd.database, rulebook, site, actor)
        likes = similar_to(finder, text, most=50)
        for each in likes:
            assert Rights(rulebook).may(actor, Permission.VIEW, each.item)
            assert each.item.state not in ("draft", "withdrawn", "merged")  # nobody here speaks for an organisation
        assert len({each.item.uid for each in likes}) == len(likes)
        assert similar_to(finder, text, most=50) == likes


# -- odd texts and cost --------------------------------------------------------------------------------------


ODD = {
    "empty": Written(""), "blank": Written("", " \n"), "common": Written("och att det som en"),
    "numbers": Written("2030 7 å"), "signs": Written('" OR * NEAR( ^ :'),
    "letters": Written("\0\ud7ff\N{COMBINING RING ABOVE}ﬀİß"), "one long word": Written("x" * 1_000_000),
    "a million": Written("vätgas " * 150_000),
    "many words": Written("Vätgas", " ".join(f"ord{number}vätgashamn" for number in range(60_000))),
}


@pytest.mark.parametrize("name", ODD)
def test_no_text_does_harm(story, name):
    """Only common words, none at all, signs that mean something to the index, or a million characters."""
    write(story, story.open_round(), HYDROGEN.title, "vätgas " * 150_000)
    start = time.perf_counter()
    likes = found(story, ODD[name], story.OFFICE)
    assert titles(likes) == ([HYDROGEN.title] if name == "a million" else [])
    assert time.perf_counter() - start < 10


MOST_LOADED = 120
"""Objects for five proposals out of a thousand, and for the look whether the trail has any news for the index."""


def loaded_for(house: House, act: Callable[[], Any]) -> int:
    """How many objects are read from the database, with nothing in memory."""
    act()
    house.database.cacheMinimize()
    loaded: list[str] = []
    setstate = Connection.setstate

    def noted(connection: Connection, thing: Any) -> None:
        loaded.append(type(thing).__name__)
        setstate(connection, thing)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "setstate", noted)
        act()
    return len(loaded)


def test_only_what_is_shown_is_loaded_however_many_there_are(story):
    """The candidates are compared by what the index holds."""
    round_path = story.open_round()
    figures = []
    for size in (50, 950):
        with story.acting() as acts:
            folder = find(acts.site, round_path)["proposals"]
            for number in range(size):
                subject = "Vätgas i hamnen" if number % 5 == 0 else f"Kulturskolan {number}"
                made = acts.create(folder, "proposal", {
                    "title": subject, "idea": "Fartyg, kajer och tåg.", "organisation": story.norra})
                made.state = "submitted"
        assert len(found(story, HYDROGEN, story.OFFICE)) == 5
        figures.append(loaded_for(story, lambda: found(story, HYDROGEN, story.OFFICE)))
    sys.stdout.write(f"objects for five of 50 and of 1,000 proposals: {figures}\n")
    assert figures[1] <= min(MOST_LOADED, figures[0] + 20), figures
