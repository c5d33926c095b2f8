"""Every list and every count is what a slow look at each item would give, whoever asks and whatever the rules say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crowd import AREAS, WORDS, Crowd, actor_with, everything, other_rules
from examples import examples
from reglab_workflow.catalog.finder import Finder, Query
from reglab_workflow.catalog.index import ORDERS
from reglab_workflow.catalog.words import stems
from reglab_workflow.plain import alphabetical
from reglab_workflow.rulebook import Rulebook
from reglab_workflow.security.actor import Actor
from reglab_workflow.security.permissions import Permission
from reglab_workflow.security.rights import Rights

ALL = 10_000


def scan(site: Any, rulebook: Rulebook, actor: Actor, query: Query) -> list[Any]:
    """The items that match and that the actor may view, found the slow way."""
    rights = Rights(rulebook)
    return [item for item in everything(site)
            if matches(item, rulebook, query) and rights.may(actor, Permission.VIEW, item)]


def matches(item: Any, rulebook: Rulebook, query: Query) -> bool:
    """Whether an item is what the query looks for."""
    terms = {"type": (item.type_name,), "state": (rulebook.engine(item).state_of(item).name,),
             "by": (item.changed_by,), **item.search_terms()}
    if any(not set(values) & set(terms.get(name, ())) for name, values in query.terms.items()):
        return False
    if any(set(values) & set(terms.get(name, ())) for name, values in query.without.items()):
        return False
    if query.changed_from is not None and int(item.modified.timestamp()) < int(query.changed_from.timestamp()):
        return False
    wanted, there = stems(query.text), stems(item.search_text())
    if query.text.strip() and not wanted:
        return False
    return all(any(word.startswith(stem) for word in there) for stem in wanted)


def sorts_by(order: str, item: Any) -> Any:
    """What an order compares."""
    number = getattr(item, "number", None) or 0
    return {
        "newest": -int(item.modified.timestamp()), "number": (number == 0, number),
        "title": alphabetical(item.title), "longest": int(item.since.timestamp()),
    }[order]


def queries(crowd: Crowd) -> st.SearchStrategy[Query]:
    """Anything that lists ask for, and what only a made-up address would."""
    rulebook = crowd.rulebook
    states = sorted({state for engine in rulebook.engines.values() for state in engine.workflow.states})
    with crowd.open() as site:
        rounds = [round_.uid for round_ in site["rounds"].values()]
        moments = sorted({item.modified for item in everything(site)})
        changers = sorted({item.changed_by for item in everything(site)})
    values = {
        "type": [*sorted(rulebook.types), "note", 'x" OR "'], "state": [*states, "Draft", ""],
        "round": [*rounds, "2027"],
        "organisation": crowd.organisations, "theme": ["data", "mark", "DATA"], "area": [*AREAS, "vård"],
        "lacks": ["idea", "theme", "number", "purpose"], "by": [*changers, "nobody"],
    }

    def chosen_terms(most: int) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
        return st.dictionaries(st.sampled_from(sorted(values)), st.none(), max_size=most).flatmap(
            lambda chosen: st.fixed_dictionaries({
                name: st.lists(st.sampled_from(values[name]), max_size=3, unique=True).map(tuple)
                for name in chosen}))

    texts = st.one_of(
        st.just(""), st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join),
        st.text(max_size=12))
    return st.builds(
        Query, texts, chosen_terms(2), st.sampled_from(sorted(ORDERS)), st.just(ALL), without=chosen_terms(1),
        changed_from=st.one_of(st.none(), st.sampled_from([*moments, moments[-1] + timedelta(hours=1)])))


@examples(80, 3000)
@given(data=st.data())
def test_every_list_is_what_a_look_at_each_item_gives(crowd, data):
    """Any actor, any query, and rules as the files could also have been written; no re-reading in between."""
    rulebook = data.draw(other_rules(crowd.rulebook, ("view",)), label="rules")
    actor = data.draw(crowd.actors(), label="actor")
    query = data.draw(queries(crowd), label="query")
    with crowd.open() as site:
        finder = Finder(crowd.registry.reglab_index, crowd.database, rulebook, site, actor)
        found, wanted = finder.find(query), scan(site, rulebook, actor, query)
        assert {item.path for item in found.items} == {item.path for item in wanted}
        assert found.total == len(found.items) == finder.count(query)
        keys = [sorts_by(query.order, item) for item in found.items]
        assert keys == sorted(keys)


@examples(25, 500)
@given(data=st.data())
def test_pages_of_a_list_put_together_are_the_list(crowd, data):
    """Nothing is on two pages, nothing on none, and the total is the same on each."""
    actor = data.draw(crowd.actors())
    query = data.draw(queries(crowd))
    size = data.draw(st.integers(1, 7))
    with crowd.open() as site:
        finder = Finder(crowd.registry.reglab_index, crowd.database, crowd.rulebook, site, actor)
        whole = finder.find(query)
        pages: list[str] = []
        while True:
            page = finder.find(replace(query, limit=size, offset=len(pages)))
            assert page.total == whole.total
            pages.extend(item.path for item in page.items)
            if len(page.items) < size:
                break
        assert pages == [item.path for item in whole.items]


@examples(40, 1000)
@given(text=st.text(max_size=60))
def test_any_text_can_be_searched_for(crowd, text):
    """Nothing that somebody can type is an error, and nothing typed reaches the filter of rights."""
    with crowd.open() as site:
        finder = Finder(crowd.registry.reglab_index, crowd.database, crowd.rulebook, site, actor_with({"anyone"}))
        found = finder.find(Query(text, limit=ALL))
        assert {item.path for item in found.items} == {
            item.path for item in scan(site, crowd.rulebook, finder.actor, Query(text))}


def test_the_site_is_full_enough_to_tell(crowd):
    """The properties above are about something: somebody sees much, a stranger little, and nobody nothing."""
    with crowd.open() as site:
        numbers = [
            len(scan(site, crowd.rulebook, actor_with(held), Query()))
            for held in ({"auditor", "office", "anyone"}, {"anyone"}, set())]
    assert numbers[0] > 60
    assert 5 < numbers[1] < numbers[0] / 2
    assert numbers[2] == 0


def test_a_right_that_is_taken_out_of_the_file_is_gone_from_lists_and_counts_at_once(crowd):
    """The index is not read again: the rules are asked when the list is."""
    from crowd import with_grants

    with crowd.open() as site:
        actor = actor_with({"anyone"})
        shown = Query(terms={"type": ("page",)})
        nobody = with_grants(crowd.rulebook, {(("page", "published"), "view"): ()})
        finders = [Finder(crowd.registry.reglab_index, crowd.database, rules, site, actor)
                   for rules in (crowd.rulebook, nobody)]
        assert finders[0].count(shown) > 0
        assert (finders[1].count(shown), finders[1].find(shown).items) == (0, ())
