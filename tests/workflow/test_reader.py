"""A workflow file is read whole, or refused with every mistake in it: file, key path and line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reglab_workflow.workflow.definition import Cascade, Timing
from reglab_workflow.workflow.errors import WorkflowProblems
from reglab_workflow.workflow.reader import read
from sample_life import NO_WORDS, PROPOSAL, WORDS, line_of, only, problems, proposal_life, small, with_line

# -- a good file ---------------------------------------------------------------------------------------------


def test_the_example_of_the_design_is_read():
    life = proposal_life()
    submit = life.transitions["submit"]
    assert (life.name, life.version, life.initial) == ("proposal", 1, "draft")
    assert life.title == {"sv": "Förslag", "en": "Proposal"}
    assert life.roles_with("view", "draft") == ("office", "auditor", "sender")
    assert life.states["draft"].help == {
        "sv": "Bara din organisation ser förslaget.", "en": "Only your organisation sees it."}
    assert submit.sources == ("draft", "returned")
    assert submit.target == "submitted"
    assert submit.by == ("sender", "representative", "office")
    assert submit.guards == ("round_is_open", "has_title", "has_organisation")
    assert submit.warns == ("lacks_purpose", "lacks_target_group", "odd_email")
    assert submit.asks == ()
    assert submit.effects == ("number_receipt",)
    assert submit.kind == "forward"


def test_states_and_transitions_keep_the_order_of_the_file():
    life = proposal_life()
    assert list(life.states)[:3] == ["draft", "submitted", "returned"]
    assert list(life.transitions)[:3] == ["submit", "return", "discuss"]


def test_a_question_mark_makes_a_fact_optional():
    select = proposal_life().transitions["select"]
    assert select.required == ("decided_by", "decided_on")
    assert select.optional == ("area", "motive")


def test_a_tag_stands_for_every_state_that_bears_it():
    life = proposal_life()
    assert life.transitions["refer"].sources == ("submitted", "discussed", "selected", "parked")


def test_an_alias_finds_the_state_that_replaced_it():
    assert proposal_life().state("sent_back").name == "returned"


def test_time_is_a_date_or_a_number_of_days():
    life = proposal_life()
    assert life.transitions["start"].timing == Timing(at="closes")
    assert life.transitions["close"].timing == Timing(days=400)
    assert life.transitions["submit"].timing is None


def test_time_may_come_some_days_before_a_date():
    life = read(with_line('at = "closes"', 'at = "closes"\nbefore = {days = 3}'), "proposal.toml", WORDS)
    assert life.transitions["start"].timing == Timing(at="closes", before=3)


def test_a_cascade_names_a_relation_and_what_to_fire():
    life = read(small('cascade = [{relation = "children", fire = "finish"}]'), "note.toml", NO_WORDS)
    assert life.transitions["finish"].cascade == (Cascade("children", "finish"),)


def test_a_life_of_one_state_needs_no_transitions():
    text = 'name = "site"\nversion = 1\ninitial = "open"\ntitle = {sv = "Plats", en = "Site"}\n' \
           '[states.open]\ntitle = {sv = "Öppen", en = "Open"}\nfinal = true\n'
    life = read(text, "site.toml", WORDS)
    assert (list(life.states), dict(life.transitions)) == (["open"], {})


def test_the_file_may_be_a_path_or_an_asset():
    for file in ("note.toml", "/srv/lives/note.toml", "host:note.toml", r"C:\a\note.toml"):
        assert read(small(), file, NO_WORDS).file == file


def test_bytes_and_a_byte_order_mark_are_read_too():
    assert read("\ufeff".encode() + PROPOSAL.encode(), "proposal.toml", WORDS).name == "proposal"


def test_windows_line_ends_change_nothing():
    text = with_line('to = "discussed"', 'to = "discused"').replace("\n", "\r\n")
    assert only(text).line == line_of('to = "discussed"')


def test_further_languages_are_kept():
    life = read(small().replace('en = "Note"', 'en = "Note", se = "Lihppu"'), "note.toml", NO_WORDS)
    assert life.title["se"] == "Lihppu"


def test_what_is_read_cannot_be_changed():
    life = proposal_life()
    for mapping in (life.states, life.transitions, life.title, life.grants, life.states["draft"].grants):
        with pytest.raises(TypeError):
            mapping["new"] = None  # type: ignore[index]


def test_without_a_vocabulary_any_name_will_do():
    assert read(PROPOSAL, "proposal.toml", NO_WORDS) == proposal_life()


# -- many mistakes at once -----------------------------------------------------------------------------------


def test_seven_mistakes_are_told_at_once_each_with_its_line():
    text = PROPOSAL
    for right, wrong in (
        ('view_history = ["office"', 'view_histroy = ["office"'),
        ('title = {sv = "Utkast", en = "Draft"}', 'title = {sv = "Utkast"}'),
        ('aliases = ["sent_back"]', 'alias = ["sent_back"]'),
        ('guards = ["round_is_open", "has_title"', 'guards = [\n  "round_is_open",\n  "has_titel"'),
        ('from = ["discussed", "tag:chosen"]', 'from = ["discussed", "tag:choosen"]'),
        ('to = "withdrawn"', 'to = "withdrawed"'),
        ('by = ["member", "office"]', "by = []"),
    ):
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    assert [(problem.line, problem.path, problem.message) for problem in problems(text)] == [
        (line_of("view_histroy", text), "grants.view_histroy",
         "there is no permission 'view_histroy'; did you mean 'view_history'?"),
        (line_of('title = {sv = "Utkast"}', text), "states.draft.title.en", "is missing"),
        (line_of('alias = ["sent', text), "states.returned.alias", "unknown key; did you mean 'aliases'?"),
        (line_of('"has_titel"', text), "transitions.submit.guards[1]",
         "there is no guard 'has_titel'; did you mean 'has_title'?"),
        (line_of("tag:choosen", text), "transitions.park.from[1]",
         "there is no state or tag 'tag:choosen'; did you mean 'tag:chosen'?"),
        (line_of("withdrawed", text), "transitions.withdraw.to",
         "there is no state 'withdrawed'; did you mean 'withdrawn'?"),
        (line_of("by = []", text), "transitions.carry_over.by", "should name at least one"),
    ]


def test_every_problem_is_told_with_its_file():
    text = with_line('to = "discussed"', 'to = "discused"').replace("version = 1", "version = 0")
    found = problems(text, file="/srv/lives/proposal.toml")
    assert [problem.file for problem in found] == ["/srv/lives/proposal.toml"] * 2
    assert str(found[0]) == "/srv/lives/proposal.toml:2: version: should be 1 or more"


def test_a_misspelt_state_is_not_told_again_as_unreachable():
    assert only(with_line('to = "returned"', 'to = "retruned"')).path == "transitions.return.to"


def test_a_wholly_unknown_state_starts_no_guessing():
    found = only(with_line('to = "returned"', 'to = "xyzzy"'))
    assert (found.path, found.message) == ("transitions.return.to", "there is no state 'xyzzy'")


# -- text that is no TOML ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "line"), [
    ('name = "note"\ntitle = \n', 2),
    ('name = "note"\nname = "other"\n', 2),
    ("[states.a]\n\n[states.a]\n", 3),
    ('name = "note', 1),
    ('name = """\n\n', 3),
    ("when = 2027-13-40\n", 1),
])
def test_a_mistake_in_the_writing_is_one_problem_with_its_line(text, line):
    assert only(text, NO_WORDS, "note.toml").line == line


def test_text_in_another_encoding_is_told_with_its_line():
    found = only('name = "note"\ntitle = "Lärprojekt"\n'.encode("latin-1"), NO_WORDS, "note.toml")
    assert (found.line, found.message) == (2, "is not UTF-8 text")


def test_endless_nesting_and_endless_numbers_are_problems_like_others():
    assert only(f"a = {'[' * 100_000}", NO_WORDS).message == "lists or tables are nested too deeply"
    assert only(f"a = {'9' * 100_000}", NO_WORDS).path == ""


# -- any text at all -----------------------------------------------------------------------------------------


def reads_or_refuses(source: str | bytes) -> None:
    try:
        assert read(source, "proposal.toml", WORDS).name == "proposal"
    except WorkflowProblems as found:
        assert found.problems
        assert all(problem.line >= 0 and problem.message and str(problem) for problem in found.problems)


RAW = PROPOSAL.encode()
TEXT_LINES = PROPOSAL.splitlines()


@given(st.lists(st.tuples(st.integers(0, len(RAW) - 1), st.binary(max_size=3)), min_size=1, max_size=5))
def test_any_change_of_bytes_is_read_or_refused(changes):
    raw = bytearray(RAW)
    for place, fresh in changes:
        raw[place:place + 1] = fresh
    reads_or_refuses(bytes(raw))


PLACES = st.integers(0, len(TEXT_LINES) - 1)


@given(st.lists(st.tuples(PLACES, st.sampled_from(["", *TEXT_LINES]), st.booleans()), min_size=1, max_size=6))
def test_any_change_of_lines_is_read_or_refused(changes):
    lines = list(TEXT_LINES)
    for place, fresh, instead in changes:
        lines[place:place + instead] = [fresh]
    reads_or_refuses("\n".join(lines))


def a_list(values: list[str]) -> str:
    return f"[{', '.join(values)}]"


def a_table(values: list[str]) -> str:
    return "{" + ", ".join(f"k{number} = {value}" for number, value in enumerate(values)) + "}"


VALUES = st.recursive(
    st.sampled_from(["1", "-3", "1.5", "true", '"draft"', '""', "2027-01-01", '"tag:open"', "'''a\nb'''"]),
    lambda inner: st.lists(inner, max_size=3).map(a_list) | st.lists(inner, max_size=2).map(a_table),
    max_leaves=6,
)
KEYED = [number for number, line in enumerate(TEXT_LINES) if " = " in line]


@given(st.dictionaries(st.sampled_from(KEYED), VALUES, min_size=1, max_size=4))
def test_any_value_at_any_key_is_read_or_refused(changes):
    lines = list(TEXT_LINES)
    for place, value in changes.items():
        lines[place] = f"{lines[place].split(' = ')[0]} = {value}"
    reads_or_refuses("\n".join(lines))
