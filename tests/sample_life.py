"""A whole life for tests of the engine: the twelve states of a proposal, and the names it may use."""

from __future__ import annotations

import pytest

from reglab_workflow.workflow.definition import Workflow
from reglab_workflow.workflow.errors import Problem, WorkflowProblems
from reglab_workflow.workflow.reader import Vocabulary, read

WORDS = Vocabulary(
    permissions=frozenset({"view", "edit", "delete", "view_history"}),
    roles=frozenset({"office", "auditor", "member", "sender", "representative", "anyone", "system"}),
    implies={"representative": frozenset({"sender"}), "sender": frozenset({"member"})},
    guards=frozenset({"round_is_open", "has_title", "has_organisation", "lacks_purpose", "lacks_target_group",
                      "odd_email", "has_theme", "has_area_or_motive"}),
    effects=frozenset({"number_receipt", "keep_facts", "link_target"}),
    facts=frozenset({"reason", "area", "motive", "decided_by", "decided_on", "target", "referred_to"}),
    relations=frozenset({"merged"}),
    dates=frozenset({"closes"}),
)

NO_WORDS = Vocabulary()

PROPOSAL = '''\
name = "proposal"
version = 1
initial = "draft"
title = {sv = "Förslag", en = "Proposal"}

[grants]                          # in every state
view = ["office", "auditor"]
view_history = ["office", "auditor", "sender"]

[states.draft]
title = {sv = "Utkast", en = "Draft"}
help = {sv = "Bara din organisation ser förslaget.", en = "Only your organisation sees it."}
grants = {view = ["sender"], edit = ["sender", "representative"]}

[states.submitted]
title = {sv = "Inlämnat", en = "Submitted"}
friendly = {sv = "Kansliet läser", en = "The office is reading"}
grants = {view = ["sender"], edit = ["office"]}
tags = ["open"]

[states.returned]
title = {sv = "Åter för komplettering", en = "Returned to be completed"}
grants = {view = ["sender"], edit = ["sender"]}
aliases = ["sent_back"]

[states.discussed]
title = {sv = "Diskuterat på idémöte", en = "Discussed at the idea meeting"}
grants = {view = ["member"]}
tags = ["open"]

[states.selected]
title = {sv = "Utvalt", en = "Selected"}
grants.view = ["anyone"]
tags = ["chosen"]

[states.running]
title = {sv = "Pågår", en = "Running"}
grants.view = ["anyone"]

[states.closed]
title = {sv = "Avslutat", en = "Closed"}
grants.view = ["anyone"]
final = true

[states.not_selected]
title = {sv = "Ej prioriterat", en = "Not prioritised"}
grants = {view = ["member"]}

[states.parked]
title = {sv = "Vilande", en = "Parked"}
grants = {view = ["member"]}

[states.referred]
title = {sv = "Överlämnat", en = "Referred"}
grants = {view = ["member"]}

[states.merged]
title = {sv = "Sammanslaget", en = "Merged"}
grants = {view = ["member"]}

[states.withdrawn]
title = {sv = "Återtaget", en = "Withdrawn"}
grants = {view = ["sender"]}

[transitions.submit]
title = {sv = "Lämna in", en = "Submit"}
from = ["draft", "returned"]
to = "submitted"
by = ["sender", "representative", "office"]
guards = ["round_is_open", "has_title", "has_organisation"]
warns = ["lacks_purpose", "lacks_target_group", "odd_email"]
asks = []                         # fields of the transition's own form, from the room's schema
effects = ["number_receipt"]

[transitions.return]
title = {sv = "Skicka åter", en = "Send back"}
done = {sv = "skickade åter förslaget", en = "sent the proposal back"}
from = ["submitted"]
to = "returned"
by = ["office"]
asks = ["reason"]
kind = "back"

[transitions.discuss]
title = {sv = "Ta upp på idémötet", en = "Take up at the idea meeting"}
from = ["submitted"]
to = "discussed"
by = ["office"]
guards = ["has_theme"]

[transitions.select]
title = {sv = "Välj ut", en = "Select"}
from = ["discussed", "parked"]
to = "selected"
by = ["office"]
guards = ["has_area_or_motive"]
asks = ["decided_by", "decided_on", "area?", "motive?"]
effects = ["keep_facts"]

[transitions.start]
title = {sv = "Sätt i gång", en = "Start"}
from = ["selected"]
to = "running"
by = ["system"]
at = "closes"

[transitions.close]
title = {sv = "Avsluta", en = "Close"}
from = ["running"]
to = "closed"
by = ["office", "system"]
after = {days = 400}
confirm = {sv = "Förslaget ändras inte längre.", en = "The proposal no longer changes."}

[transitions.park]
title = {sv = "Låt vila", en = "Park"}
from = ["discussed", "tag:chosen"]
to = "parked"
by = ["office"]
asks = ["reason"]
kind = "side"

[transitions.not_select]
title = {sv = "Prioritera inte", en = "Do not prioritise"}
from = ["discussed"]
to = "not_selected"
by = ["office"]
asks = ["reason"]
kind = "side"

[transitions.refer]
title = {sv = "Lämna över till någon annan", en = "Refer to somebody else"}
from = ["tag:open", "selected", "parked"]
to = "referred"
by = ["office"]
asks = ["reason", "referred_to"]
effects = ["keep_facts"]
kind = "side"

[transitions.merge]
title = {sv = "Slå samman", en = "Merge"}
from = ["tag:open"]
to = "merged"
by = ["office"]
asks = ["reason", "target"]
effects = ["link_target"]
kind = "side"

[transitions.unmerge]
title = {sv = "Dela igen", en = "Take apart again"}
from = ["merged"]
to = "previous"
by = ["office"]
asks = ["reason"]
kind = "back"

[transitions.withdraw]
title = {sv = "Ta tillbaka", en = "Withdraw"}
from = ["submitted", "returned"]
to = "withdrawn"
by = ["sender"]
kind = "side"

[transitions.carry_over]
title = {sv = "Ta med till en senare omgång", en = "Carry over to a later round"}
from = ["not_selected", "parked"]
to = "same"
by = ["member", "office"]
kind = "side"

[transitions.reopen]
title = {sv = "Öppna igen", en = "Reopen"}
from = ["not_selected", "parked", "referred", "withdrawn"]
to = "previous"
by = ["office"]
asks = ["reason"]
kind = "back"
'''


def proposal_life() -> Workflow:
    """The sample, read."""
    return read(PROPOSAL, "proposal.toml", WORDS)


def with_line(old: str, new: str) -> str:
    """The sample with one passage changed; the passage must be there."""
    assert PROPOSAL.count(old) == 1, f"{old!r} stands {PROPOSAL.count(old)} times in the sample"
    return PROPOSAL.replace(old, new)


def line_of(passage: str, source: str = PROPOSAL) -> int:
    """The line on which a passage of the text begins."""
    return source[:source.index(passage)].count("\n") + 1


def problems(source: str | bytes, words: Vocabulary = WORDS, file: str = "proposal.toml") -> list[Problem]:
    """Every mistake that reading finds."""
    with pytest.raises(WorkflowProblems) as caught:
        read(source, file, words)
    return list(caught.value.problems)


def only(source: str | bytes, words: Vocabulary = WORDS, file: str = "proposal.toml") -> Problem:
    """The one mistake that reading finds."""
    found = problems(source, words, file)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def small(extra: str = "", states: str = "", name: str = "note") -> str:
    """A life of two states, with more lines of a file after it."""
    return f'''\
name = "{name}"
version = 1
initial = "open"
title = {{sv = "Lapp", en = "Note"}}
[states.open]
title = {{sv = "Öppen", en = "Open"}}
[states.done]
title = {{sv = "Klar", en = "Done"}}
final = true
{states}
[transitions.finish]
title = {{sv = "Gör klart", en = "Finish"}}
from = ["open"]
to = "done"
by = ["office"]
{extra}'''
