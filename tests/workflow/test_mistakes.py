"""Each kind of mistake in a workflow file is told once, at its key path."""

from __future__ import annotations

import pytest

from sample_life import NO_WORDS, PROPOSAL, problems, small

ONE_MISTAKE = {
    "unknown key at the top": (
        "version = 1", "version = 1\ncolour = 3", "colour",
        "unknown key; known: grants, help, initial, moved, name, states, title, transitions, version"),
    "misspelt key of a transition": (
        'done = {sv = "sk', 'dnoe = {sv = "sk', "transitions.return.dnoe",
        "unknown key; did you mean 'done'?"),
    "a language missing": (
        'title = {sv = "Pågår", en = "Running"}', 'title = {sv = "Pågår"}', "states.running.title.en",
        "is missing"),
    "an empty text": (
        'en = "Running"', 'en = " "', "states.running.title.en", "is empty"),
    "a text that cannot be shown": (
        'en = "Running"', 'en = "Run\\u0007ning"', "states.running.title.en",
        "holds a character that cannot be shown"),
    "a title missing": (
        'title = {sv = "Pågår", en = "Running"}', "", "states.running.title", "is missing"),
    "a title in no language": (
        'title = {sv = "Pågår", en = "Running"}', 'title = "Pågår"', "states.running.title",
        'should be given in each language: {sv = "…", en = "…"}'),
    "a language that is none": (
        'en = "Running"', 'en = "Running", Svenska = "Pågår"', "states.running.title.Svenska",
        "unknown key; known: en, sv"),
    "help in one language": (
        'help = {sv = "Bara din organisation ser förslaget.", ', "help = {", "states.draft.help.sv",
        "is missing"),
    "a text where a list belongs": (
        'by = ["sender"]', 'by = "sender"', "transitions.withdraw.by", "should be a list, not a text"),
    "a list where a text belongs": (
        'to = "running"', 'to = ["running"]', "transitions.start.to", "should be a text, not a list"),
    "a number in a list of names": (
        'by = ["sender"]', 'by = ["sender", 7]', "transitions.withdraw.by[1]",
        "should be a text, not a whole number"),
    "a text for yes": (
        'title = {sv = "Pågår", en = "Running"}', 'title = {sv = "Pågår", en = "Running"}\nfinal = "yes"',
        "states.running.final", "should be true or false, not a text"),
    "yes for a number": (
        "version = 1", "version = true", "version", "should be a whole number, not true or false"),
    "a date for a text": (
        'initial = "draft"', "initial = 2027-01-01", "initial", "should be a text, not a date or a time"),
    "a version below one": ("version = 1", "version = 0", "version", "should be 1 or more"),
    "no version": ("version = 1\n", "", "version", "is missing"),
    "another name than the file": (
        'name = "proposal"', 'name = "propose"', "name",
        "'propose' should be the name of the file, 'proposal'"),
    "no initial state": ('initial = "draft"\n', "", "initial", "is missing"),
    "an unknown initial state": (
        'initial = "draft"', 'initial = "drat"', "initial",
        "there is no state 'drat'; did you mean 'draft'?"),
    "an unknown source": (
        'from = ["running"]', 'from = ["runing"]', "transitions.close.from[0]",
        "there is no state or tag 'runing'; did you mean 'running'?"),
    "a state in capitals": (
        'from = ["running"]', 'from = ["Running"]', "transitions.close.from[0]",
        "there is no state or tag 'Running'; did you mean 'running'?"),
    "the old name of a state": (
        'from = ["submitted", "returned"]', 'from = ["submitted", "sent_back"]',
        "transitions.withdraw.from[1]",
        "'sent_back' is an old name of 'returned': write the new one"),
    "a source twice": (
        'from = ["submitted", "returned"]', 'from = ["submitted", "returned", "submitted"]',
        "transitions.withdraw.from[2]", "'submitted' stands here twice"),
    "no source": ('from = ["running"]', "from = []", "transitions.close.from", "should name at least one"),
    "an unknown role": (
        'by = ["sender"]', 'by = ["sendr"]', "transitions.withdraw.by[0]",
        "there is no role 'sendr'; did you mean 'sender'?"),
    "an unknown role in a grant": (
        "view = [\"sender\"], edit = [\"sender\", \"representative\"]",
        "view = [\"sender\"], edit = [\"sender\", \"xyzzy\"]", "states.draft.grants.edit[1]",
        "there is no role 'xyzzy'; known: anyone, auditor, member, office, representative, sender, system"),
    "an unknown permission": (
        'edit = ["office"]', 'editt = ["office"]', "states.submitted.grants.editt",
        "there is no permission 'editt'; did you mean 'edit'?"),
    "an unknown guard": (
        'guards = ["has_theme"]', 'guards = ["has_them"]', "transitions.discuss.guards[0]",
        "there is no guard 'has_them'; did you mean 'has_theme'?"),
    "an unknown warning": (
        '"odd_email"]', '"odd_emial"]', "transitions.submit.warns[2]",
        "there is no warning 'odd_emial'; did you mean 'odd_email'?"),
    "an unknown effect": (
        'effects = ["link_target"]', 'effects = ["link_targets"]', "transitions.merge.effects[0]",
        "there is no effect 'link_targets'; did you mean 'link_target'?"),
    "an unknown fact": (
        'asks = ["reason", "target"]', 'asks = ["reason", "targte?"]', "transitions.merge.asks[1]",
        "there is no fact 'targte?'; did you mean 'target?'?"),
    "a fact asked for twice": (
        'asks = ["reason", "target"]', 'asks = ["reason", "reason?"]', "transitions.merge.asks",
        "'reason' is asked for twice, once as something one need not tell"),
    "an unknown relation": (
        "after = {days = 400}", 'cascade = [{relation = "mergd", fire = "close"}]',
        "transitions.close.cascade[0].relation", "there is no relation 'mergd'; did you mean 'merged'?"),
    "a cascade that fires nothing": (
        "after = {days = 400}", 'cascade = [{relation = "merged"}]', "transitions.close.cascade[0].fire",
        "is missing"),
    "a cascade that is no table": (
        "after = {days = 400}", 'cascade = ["merged"]', "transitions.close.cascade[0]",
        "should be a table, not a text"),
    "a question in one language": (
        'to = "returned"', 'to = "returned"\nconfirm = {sv = "a"}',
        "transitions.return.confirm.en", "is missing"),
    "an unknown kind": (
        'by = ["sender"]\nkind = "side"', 'by = ["sender"]\nkind = "sideways"', "transitions.withdraw.kind",
        "there is no kind 'sideways'; did you mean 'side'?"),
    "an unknown date": (
        'at = "closes"', 'at = "closing"', "transitions.start.at",
        "there is no date 'closing'; did you mean 'closes'?"),
    "a date and a number of days": (
        'at = "closes"', 'at = "closes"\nafter = {days = 3}', "transitions.start.after",
        "'at' says when already: keep one of the two"),
    "days before nothing": (
        "after = {days = 400}", "before = {days = 3}", "transitions.close.before",
        "before what? 'at' names a date"),
    "days before without days": (
        'at = "closes"', 'at = "closes"\nbefore = {}', "transitions.start.before.days", "is missing"),
    "a negative wait": ("{days = 400}", "{days = -1}", "transitions.close.after.days", "should be 0 or more"),
    "a wait without end": (
        "{days = 400}", "{days = 400000000000}", "transitions.close.after.days", "should be 36500 or less"),
    "a wait without days": ("{days = 400}", "{}", "transitions.close.after.days", "is missing"),
    "a wait in hours": (
        "{days = 400}", "{days = 4, hours = 2}", "transitions.close.after.hours", "unknown key; known: days"),
    "time without the system": (
        'by = ["office", "system"]', 'by = ["office"]', "transitions.close.by",
        "happens by itself, so 'system' must be among those who may"),
    "an alias that is a state": (
        'aliases = ["sent_back"]', 'aliases = ["sent_back", "parked"]', "states.returned.aliases[1]",
        "'parked' already means the state 'parked'"),
    "an alias that is an alias": (
        'title = {sv = "Vilande", en = "Parked"}',
        'title = {sv = "Vilande", en = "Parked"}\naliases = ["sent_back"]',
        "states.parked.aliases[0]", "'sent_back' already means the state 'returned'"),
    "a guard that also warns": (
        'warns = ["lacks_purpose",', 'warns = ["lacks_purpose", "has_title",', "transitions.submit.warns[1]",
        "'has_title' is among the guards already: it either stops or warns"),
    "a transition named as a permission": (
        "[transitions.withdraw]", "[transitions.delete]", "transitions.delete",
        "'delete' is a permission too: choose another name"),
    "a state that nothing leads to": (
        "[states.merged]", '[states.lost]\ntitle = {sv = "A", en = "B"}\nfinal = true\n[states.merged]',
        "states.lost", "no transition leads here from 'draft'"),
    "a state that nothing leads out of": (
        'from = ["not_selected", "parked", "referred", "withdrawn"]',
        'from = ["not_selected", "parked", "withdrawn"]',
        "states.referred", "no transition leads out: is it an end (final = true)?"),
    "a state that only leads to itself": (
        'from = ["not_selected", "parked", "referred", "withdrawn"]',
        'from = ["parked", "referred", "withdrawn"]',
        "states.not_selected", "no transition leads out: is it an end (final = true)?"),
    "no way back": (
        'from = ["merged"]', 'from = ["merged", "draft"]', "transitions.unmerge.to",
        "nothing leads to 'draft': it has no previous state"),
    "a role that may and does not see": (
        'by = ["sender"]', 'by = ["sender", "member"]', "transitions.withdraw.by[1]",
        "'member' may do this from 'submitted', 'returned' without 'view' there"),
    "a name with a capital": (
        'tags = ["chosen"]', 'tags = ["chosen", "Valt"]', "states.selected.tags[1]",
 "'Valt' is no name: write small letters a–z, digits and underscores, a letter first"),
}


@pytest.mark.parametrize("mistake", ONE_MISTAKE)
def test_a_mistake_is_told_where_it_stands(mistake):
    right, wrong, path, message = ONE_MISTAKE[mistake]
    first = PROPOSAL.index(right)
    text = PROPOSAL[:first] + wrong + PROPOSAL[first + len(right):]
    assert [(problem.path, problem.message) for problem in problems(text)] == [(path, message)]


def test_a_missing_states_table_is_one_mistake():
    text = 'name = "note"\nversion = 1\ninitial = "open"\ntitle = {sv = "Lapp", en = "Note"}\n'
    assert [(found.path, found.message) for found in problems(text, NO_WORDS, "note.toml")] == [
        ("states", "is missing"), ("initial", "there is no state 'open'")]


@pytest.mark.parametrize("text", ["", "# nothing but a remark\n"])
def test_an_empty_file_lacks_everything(text):
    assert [found.path for found in problems(text, NO_WORDS, "note.toml")] == [
        "states", "name", "version", "initial", "title"]


def test_something_else_where_a_state_belongs_is_one_mistake():
    done = '[states.done]\ntitle = {sv = "Klar", en = "Done"}\nfinal = true\n'
    text = small().replace(done, "[states]\ndone = 3\n")
    found = [problem for problem in problems(text, NO_WORDS, "note.toml") if "leads" not in problem.message]
    assert [(problem.path, problem.message) for problem in found] == [
        ("states.done", "should be a table, not a whole number")]


@pytest.mark.parametrize("name", ["same", "previous"])
def test_no_state_takes_a_word_that_means_something_else(name):
    text = small(states=f'[states.{name}]\ntitle = {{sv = "A", en = "B"}}\nfinal = true')
    assert problems(text, NO_WORDS, "note.toml")[0].path == f"states.{name}"
