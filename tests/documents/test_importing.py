"""A booklet comes into a round once, in order and with its senders, and touches nothing that is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.round.model import Theme
from reglab_workflow.documents.booklet_text import read_booklet
from reglab_workflow.documents.importing import ImportReport, import_booklet
from reglab_workflow.i18n import read_catalogues
from reglab_workflow.people.organisation import organisation_called
from reglab_workflow.workflow.errors import NotPermitted
from round_site import RoundSite

SEED = Path(__file__).parents[2].parent / "shared" / "seeds" / "proposals-2024-nos-1-26.txt"

BOOKLET = """Förslag inför 2031

Vind

1. Lära av vinden

Två korta träffar.

Idé

Vi vill lära av vinden.

Syfte och övergripande mål

Mer vind.

Målgrupp

Strateger.

Kontaktperson

Maj Lind, strateg, maj.lind@nordana.example. Region Nordanå

Sol

2. Lära av solen

Idé

Vi vill lära av solen.

Syfte och övergripande mål

Målgrupp

Kontaktperson

Åke Ström, Region Söderås och Ulla Dal, Solbolaget AB. Norran
"""


@pytest.fixture
def here() -> RoundSite:
    site = RoundSite()
    site.builder.edit(site.home, {"short": "Norran", "aliases": ("Nordanå",)})
    return site


@pytest.fixture
def round_(here: RoundSite):
    return here.round(themes=())


def bring_in(here: RoundSite, round_, text: str = BOOKLET, who=None, **options) -> ImportReport:
    return import_booklet(here.acts(who or here.office), round_, read_booklet(text), **options)


def words(report: ImportReport) -> list[str]:
    return [each["text"] for each in report.as_json()["warnings"]]


def stored(round_) -> list[tuple]:
    found = round_.proposals()
    return [(each.number, each.title, each.state, round_.theme_title(each.theme)) for each in found]


def test_proposals_come_in_order_with_number_and_theme(here, round_):
    bring_in(here, round_)
    assert [theme.title for theme in round_.themes] == ["Vind", "Sol"]
    assert stored(round_) == [
        (1, "Lära av vinden", "submitted", "Vind"), (2, "Lära av solen", "submitted", "Sol")]


def test_every_part_of_a_proposal_is_kept(here, round_):
    bring_in(here, round_)
    first = round_.proposals()[0]
    assert (first.preamble, first.idea) == ("Två korta träffar.", "Vi vill lära av vinden.")
    assert (first.purpose, first.target_group) == ("Mer vind.", "Strateger.")
    assert first.contacts == (Contact("Maj Lind", "strateg", "Region Nordanå", "maj.lind@nordana.example"),)


def test_a_sender_is_known_by_its_official_short_and_other_names(here, round_):
    bring_in(here, round_)
    assert [each.organisation for each in round_.proposals()] == [here.home.uid, here.home.uid]
    other = here.round(year=2028)
    bring_in(here, other, BOOKLET.replace(". Region Nordanå", ". Nordanå"))
    assert other.proposals()[0].organisation == here.home.uid


def test_another_member_among_the_contacts_sends_along_and_a_company_does_not(here, round_):
    bring_in(here, round_)
    second = round_.proposals()[1]
    assert second.co_senders == (here.neighbour.uid,)
    assert [each.organisation for each in second.contacts] == ["Region Söderås", "Solbolaget AB"]
    assert organisation_called(here.site, "Solbolaget AB") is None


def test_the_office_hands_in_on_the_senders_behalf(here, round_):
    bring_in(here, round_)
    handed_in = [event for event in here.heard if getattr(event, "transition", "") == "submit"]
    assert [(event.actor.person, event.actor.on_behalf_of) for event in handed_in] == [
        (here.office.uid, here.home.uid)] * 2


def test_a_sender_nobody_has_heard_of_becomes_a_member_with_a_warning(here, round_):
    report = bring_in(here, round_, BOOKLET.replace(". Norran", ". Region Nyö"))
    added = organisation_called(here.site, "Region Nyö")
    assert (added.kind, round_.proposals()[1].organisation) == ("member", added.uid)
    assert "“Region Nyö” was not among the organisations and has been added as a member." in words(report)


def test_an_unknown_sender_is_added_once(here, round_):
    text = BOOKLET.replace(". Norran", ". Region Nyö").replace(". Region Nordanå", ". REGION NYÖ")
    before = len(here.site["organisations"])
    bring_in(here, round_, text)
    assert len(here.site["organisations"]) == before + 1


def test_the_caller_may_find_organisations_in_another_way(here, round_):
    bring_in(here, round_, organisations=lambda name: here.neighbour)
    assert {each.organisation for each in round_.proposals()} == {here.neighbour.uid}


def test_importing_twice_creates_nothing_twice(here, round_):
    first, second = bring_in(here, round_), bring_in(here, round_)
    assert (first.created, first.unchanged, second.created, second.unchanged) == (2, 0, 0, 2)
    assert len(round_.proposals()) == 2
    assert words(second) == words(first)


def test_the_spelling_of_a_title_in_capitals_makes_no_new_proposal(here, round_):
    bring_in(here, round_)
    assert bring_in(here, round_, BOOKLET.replace("Lära av solen", "LÄRA AV SOLEN")).created == 0


def test_a_changed_text_is_reported_and_never_overwritten(here, round_):
    bring_in(here, round_)
    changed = BOOKLET.replace("Mer vind.", "Mindre vind.").replace("Maj Lind,", "Mia Lind,")
    report = bring_in(here, round_, changed)
    assert (report.created, report.unchanged) == (0, 2)
    assert round_.proposals()[0].purpose == "Mer vind."
    told = [(each["line"], each["text"]) for each in report.as_json()["warnings"] if "differ" in each["text"]]
    assert told == [
        (13, "No. 1: the purpose differs from the stored one, which was kept."),
        (21, "No. 1: the contacts differ from the stored ones, which were kept.")]


def test_what_the_office_has_changed_since_stays(here, round_):
    bring_in(here, round_)
    item = round_.proposals()[0]
    here.acts(here.office).edit(item, {"idea": "Vi vill förstå vinden.", "number": 7})
    report = bring_in(here, round_)
    assert (item.idea, item.number, report.created) == ("Vi vill förstå vinden.", 7, 0)
    assert "“Lära av vinden” has number 1 in the booklet and 7 here; nothing was changed." in words(report)


def test_two_proposals_of_the_same_title_are_both_kept(here, round_):
    text = BOOKLET.replace("Lära av solen", "Lära av vinden")
    assert bring_in(here, round_, text).created == 2
    assert bring_in(here, round_, text).created == 0
    assert [each.number for each in round_.proposals()] == [1, 2]


def test_a_number_that_is_taken_is_not_given_twice(here, round_):
    here.numbered(round_, 2, title="Något helt annat")
    report = bring_in(here, round_)
    assert sorted(str(each.number) for each in round_.proposals()) == ["1", "2", "None"]
    assert "Another proposal has number 2 already; “Lära av solen” got no number." in words(report)


def test_themes_that_the_round_has_keep_their_ids(here, round_):
    here.acts(here.office).edit(round_, {"themes": (Theme("extra", "Hav"), Theme("s", "sol"))})
    bring_in(here, round_)
    assert round_.themes == (Theme("vind", "Vind"), Theme("s", "sol"), Theme("extra", "Hav"))


def test_the_order_that_the_office_has_given_the_themes_stays(here, round_):
    bring_in(here, round_)
    here.acts(here.office).edit(round_, {"themes": round_.themes[::-1]})
    bring_in(here, round_)
    assert [theme.title for theme in round_.themes] == ["Sol", "Vind"]


def test_a_proposal_without_a_sender_stays_a_draft_and_says_why(here, round_):
    report = bring_in(here, round_, BOOKLET.replace(". Norran", "").replace("Region Söderås", "")
                      .replace("Solbolaget AB", ""))
    assert [each.state for each in round_.proposals()] == ["submitted", "draft"]
    assert "No. 2 is stored as a draft, because it could not be submitted." in words(report)
    assert "Choose the organisation that sends the proposal." in words(report)


def test_a_dry_run_stores_nothing(here, round_):
    before = len(here.heard)
    report = bring_in(here, round_, BOOKLET.replace(". Norran", ". Region Nyö"), dry_run=True)
    assert (report.proposals, report.themes, report.created, report.unchanged) == (2, 2, 2, 0)
    assert (round_.themes, round_.proposals(), len(here.heard)) == ((), [], before)
    assert "“Region Nyö” is not among the organisations and would be added as a member." in words(report)
    assert organisation_called(here.site, "Region Nyö") is None


def test_a_member_may_not_import(here, round_):
    with pytest.raises(NotPermitted):
        bring_in(here, round_, who=here.member)


def test_the_report_for_programs_has_exactly_its_fields(here, round_):
    told = bring_in(here, round_).as_json()
    assert list(told) == ["proposals", "themes", "created", "unchanged", "warnings"]
    assert (told["proposals"], told["themes"], told["created"], told["unchanged"]) == (2, 2, 2, 0)
    assert all(set(each) == {"line", "text"} for each in told["warnings"])
    line = BOOKLET.split("\n").index("Målgrupp", 25) + 1
    assert {"line": line, "text": "No. 2: nothing under “Målgrupp”."} in told["warnings"]


def test_the_report_speaks_the_readers_language(here, round_):
    swedish = read_catalogues("sv")["reglab_workflow"]

    def say(text) -> str:
        return text.interpolate(swedish[str(text)].string)

    told = [each["text"] for each in bring_in(here, round_).as_json(say)["warnings"]]
    assert "Nr 2: inget står under ”Målgrupp”." in told


@pytest.mark.skipif(not SEED.exists(), reason=f"the real booklet does not lie beside the project: {SEED}")
def test_the_real_booklet_can_be_imported_twice(here, round_):
    text = SEED.read_text(encoding="utf-8")
    first, second = bring_in(here, round_, text), bring_in(here, round_, text)
    assert (first.proposals, first.themes, first.created, first.unchanged) == (26, 6, 26, 0)
    assert (second.proposals, second.themes, second.created, second.unchanged) == (26, 6, 0, 26)
    assert [each.number for each in round_.booklet()] == list(range(1, 27))
    assert {each.state for each in round_.proposals()} == {"submitted"}
    assert (len(first.warnings), len(second.warnings)) == (8 + 10, 8)
    assert [each.number for each in round_.booklet() if each.co_senders] == []


HEADINGS = "idé syfte och övergripande mål målgrupp kontaktperson"


def words_of(*texts: object) -> Counter[str]:
    """The words and numbers of texts, each as often as it occurs."""
    return Counter(word for text in texts for word in re.findall(r"[^\W_]+", str(text).casefold()))


@pytest.mark.skipif(not SEED.exists(), reason=f"the real booklet does not lie beside the project: {SEED}")
def test_every_word_of_the_real_booklet_is_stored_or_reported(here, round_):
    text = SEED.read_text(encoding="utf-8")
    report = bring_in(here, round_, text)
    reported = words_of(*(each["text"] for each in report.as_json()["warnings"]))
    titles = {each.uid: each.title for each in here.site["organisations"].values()}
    stored = {each.number: each for each in round_.booklet()}
    booklet = read_booklet(text)
    lines = text.splitlines()
    outside = set(range(len(lines)))
    for theme in booklet.themes:
        assert theme.title in {each.title for each in round_.themes}
        for written in theme.proposals:
            first, last = written.lines
            outside -= set(range(first - 1, last))
            kept = stored[written.number]
            contacts = [part for each in kept.contacts
                        for part in (each.name, each.role, each.organisation, each.email)]
            found = words_of(kept.number, kept.title, kept.preamble, kept.idea, kept.purpose, kept.target_group,
                             kept.other_text, titles[kept.organisation], *contacts, HEADINGS)
            said_once = words_of("\n".join(lines[first - 1:last]))
            # "A och B" are two contacts, whose organisation and headings are kept once for both.
            lost = {word for word in said_once if word not in found}
            assert lost <= set(reported), (written.number, lost)
            for name in ("idea", "purpose", "target_group", "preamble", "other_text"):
                assert words_of(getattr(kept, name)) - said_once == Counter(), (written.number, name)
    # The contents are the lines that end with a page.
    left = [number for number in outside if lines[number].strip() and not re.search(r"\t\d+$", lines[number])]
    known = words_of(booklet.title, *(theme.title for theme in booklet.themes))
    assert words_of(*(lines[number] for number in left)) - known == Counter()
