"""A life is drawn so that each state and transition can be found, and nothing lies on top of another."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reglab_workflow.workflow.definition import State, Transition, Workflow
from reglab_workflow.workflow.drawing import LegendLine, draw, legend, mermaid
from reglab_workflow.workflow.layout import plan
from reglab_workflow.workflow.picture import Picture
from reglab_workflow.workflow.reader import read
from sample_life import NO_WORDS, proposal_life, small

SVG = "{http://www.w3.org/2000/svg}"


def svg_of(workflow: Workflow, language: str = "sv", **more) -> ElementTree.Element:
    return ElementTree.fromstring(draw(workflow, language, **more))


def texts(svg: ElementTree.Element, kind: str) -> list[str]:
    """The words of every text whose first class is ``kind``."""
    return [text.text or "" for text in svg.iter(f"{SVG}text") if text.get("class", "").split()[0] == kind]


def nodes(svg: ElementTree.Element) -> list[str]:
    """The title of each box, in one line."""
    return [" ".join(text.text or "" for text in node.iter(f"{SVG}text") if text.get("class") == "name")
            for node in svg.iter(f"{SVG}g") if "node" in node.get("class", "")]


def life(states: dict[str, str], *transitions: tuple[str, str, str, str]) -> Workflow:
    """A life from titles of states, and transitions as (name, sources, target, kind)."""
    return Workflow(
        "life", 1, next(iter(states)), {"sv": "Liv", "en": "Life"},
        {name: State(name, {"sv": title, "en": title}) for name, title in states.items()},
        {
            name: Transition(name, {"sv": name.capitalize(), "en": name}, tuple(sources.split()), target,
                             ("office",), kind=kind)
            for name, sources, target, kind in transitions
        },
    )


# -- what is in the drawing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_state_has_its_box(language):
    workflow = proposal_life()
    assert sorted(nodes(svg_of(workflow, language))) == sorted(
        state.title[language] for state in workflow.states.values())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_transition_is_named_on_a_line_or_in_the_legend(language):
    workflow = proposal_life()
    drawn = set(texts(svg_of(workflow, language), "caption"))
    told = {line.title for line in legend(workflow, language)}
    assert drawn | told == {transition.title[language] for transition in workflow.transitions.values()}


def test_every_number_in_the_drawing_is_in_the_legend():
    workflow = proposal_life()
    drawn = {int(number) for number in texts(svg_of(workflow), "number")}
    assert drawn == {line.number for line in legend(workflow, "sv")}


def test_the_main_way_bears_its_words():
    assert {"Lämna in", "Ta upp på idémötet", "Välj ut", "Sätt i gång", "Avsluta"} <= set(
        texts(svg_of(proposal_life()), "caption"))


def test_the_legend_counts_from_one_in_the_order_of_the_file():
    lines = legend(proposal_life(), "en")
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    order = list(proposal_life().transitions)
    assert [line.transition for line in lines] == sorted((line.transition for line in lines), key=order.index)
    assert lines[-1] == LegendLine(len(lines), "reopen", "Reopen", "back", by_itself=False)


def test_a_short_life_needs_no_legend():
    assert legend(read(small(), "note.toml", NO_WORDS), "sv") == ()


def test_the_drawing_has_a_title_and_tells_each_move_in_words():
    svg = svg_of(read(small(), "note.toml", NO_WORDS))
    words = {element.get("id"): element.text for element in svg}
    assert svg.get("role") == "img"
    assert [words[name] for name in svg.get("aria-labelledby", "").split()] == [
        "Lapp", "Gör klart: Öppen → Klar."]


def test_counts_stand_at_their_states():
    svg = svg_of(proposal_life(), counts={"draft": 3, "closed": 128})
    assert sorted(map(int, texts(svg, "count"))) == [0] * 10 + [3, 128]
    assert texts(svg_of(proposal_life()), "count") == []


def test_counts_and_the_place_change_nothing_else():
    def lines(**more):
        return [path.get("d") for path in svg_of(proposal_life(), **more).iter(f"{SVG}path")]
    assert lines() == lines(counts={"draft": 123456}, current="closed")


@pytest.mark.parametrize("current", ["returned", "sent_back"])
def test_the_current_state_is_marked_also_under_its_old_name(current):
    svg = svg_of(proposal_life(), current=current)
    marked = [node for node in svg.iter(f"{SVG}g") if "is-current" in node.get("class", "")]
    assert len(marked) == 1
    assert "komplettering" in [text.text for text in marked[0].iter(f"{SVG}text")]
    assert len([path for path in svg.iter(f"{SVG}path") if "from-here" in path.get("class", "")]) == 2


def test_an_end_is_drawn_as_an_end():
    svg = svg_of(proposal_life())
    assert len([node for node in svg.iter(f"{SVG}g") if "is-final" in node.get("class", "")]) == 1


def test_a_page_may_hold_the_drawing_under_a_strict_policy():
    text = draw(proposal_life(), "sv", {"draft": 1}, "draft")
    assert not re.search(r"<(script|style|image|a|use|foreignObject)\b|\s(style|on\w+|href)=", text)


def test_titles_are_text_and_nothing_else():
    hostile = '<script>alert("1")</script> & \'x\''
    workflow = life({"a": hostile, "b": hostile}, (hostile, "a", "b", "forward"))
    svg = svg_of(workflow)
    assert nodes(svg) == [hostile] * 2
    assert {element.tag for element in svg.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "circle", "path", "polygon", "rect", "text", "g")}


def test_a_missing_language_gives_way_to_another():
    assert nodes(svg_of(proposal_life(), "fi"))[0] == "Utkast"


def test_the_same_life_is_always_drawn_alike():
    assert draw(proposal_life(), "sv") == draw(proposal_life(), "sv")


# -- where it stands -----------------------------------------------------------------------------------------


def test_the_longest_way_forward_runs_down_the_middle():
    cells = plan(proposal_life()).cells
    middle = sorted((cell[0], name) for name, cell in cells.items() if cell[1] == 0)
    assert " ".join(name for _, name in middle) == "draft submitted discussed selected running closed"


def test_twelve_states_fit_on_a_page():
    frame = Picture(proposal_life(), "sv").frame()
    assert frame.width < 900
    assert frame.height < 900


def test_a_transition_that_stays_has_a_mark_and_no_line():
    drawn = plan(life({"a": "A", "b": "B"}, ("go", "a", "b", "forward"), ("poke", "a", "same", "side")))
    assert [move.names for move in drawn.moves] == [("go",)]
    assert drawn.stays == {"a": ("poke",)}


def test_the_way_back_is_a_line_when_there_is_but_one():
    drawn = plan(life({"a": "A", "b": "B"}, ("go", "a", "b", "forward"), ("undo", "b", "previous", "back")))
    assert [(move.source, move.target) for move in drawn.moves] == [("a", "b"), ("b", "a")]
    assert drawn.returns == {}


def test_ways_back_to_several_states_are_a_mark():
    drawn = plan(proposal_life())
    assert drawn.returns["withdrawn"] == ("reopen",)
    assert not [move for move in drawn.moves if move.source == "withdrawn"]


def test_forward_ways_may_form_a_circle():
    drawn = plan(life({"a": "A", "b": "B"}, ("go", "a", "b", "forward"), ("come", "b", "a", "forward")))
    assert drawn.cells == {"a": (0, 0), "b": (1, 0)}


STATES = [f"s{number}" for number in range(14)]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=40)


@st.composite
def lives(draw_from):
    names = STATES[:draw_from(st.integers(1, len(STATES)))]
    goals = st.sampled_from([*names, "same", "previous"])
    kinds = st.sampled_from(["forward", "side", "back"])
    sources = st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)
    moves = draw_from(st.lists(st.tuples(sources, goals, kinds), max_size=16))
    titles = {name: draw_from(WORDS) for name in names}
    return life(titles, *(
        (f"t{number}", " ".join(froms), target, kind) for number, (froms, target, kind) in enumerate(moves)))


@given(lives())
def test_any_life_is_drawn_with_its_boxes_apart_and_all_within_the_frame(workflow):
    picture = Picture(workflow, "sv")
    boxes = [*picture.boxes.values(), *picture.captions.values()]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].touches(pair[1])]
    frame = picture.frame()
    assert all(frame.holds(corner) for box in boxes for corner in ((box.x, box.y), (box.right, box.bottom)))
    assert all(frame.holds(point) for line in picture.lines for point in line.samples)
    assert len(nodes(svg_of(workflow))) == len(workflow.states)
    assert mermaid(workflow, "sv").startswith("stateDiagram-v2\n")


# -- Mermaid -------------------------------------------------------------------------------------------------


def test_mermaid_tells_the_same_life():
    assert mermaid(read(small(), "note.toml", NO_WORDS), "sv") == '''\
stateDiagram-v2
    state "Öppen" as open
    state "Klar" as done
    [*] --> open
    open --> done: Gör klart
    done --> [*]
'''


def test_mermaid_takes_no_title_or_name_for_its_own_words():
    text = mermaid(life({"end": 'A "quoted"; title'}, ("again", "end", "same", "side")), "sv")
    assert '    state "A #34;quoted#34;#59; title" as end_\n' in text
    assert "    end_ --> end_: Again\n" in text
