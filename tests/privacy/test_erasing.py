"""A person is erased: from items, letters, the trail and the raw files; decisions and their proof stay."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from erased import SECRETS, erase, every_byte, forget_in_files, holds, read_anew, send
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.history.entry import NO_HASH, commitment
from reglab_workflow.plain import plain
from reglab_workflow.privacy.erasing import Eraser
from reglab_workflow.privacy.finding import everything, somebody, traces
from reglab_workflow.privacy.leftovers import come_back, remember, remembered
from reglab_workflow.privacy.redaction import WRITTEN_IN_FILES
from reglab_workflow.privacy.table import ERASED
from reglab_workflow.workflow.errors import NotPermitted, Refused


def test_before_that_the_files_are_full_of_it(named: Any) -> None:
    send(named)
    found = {each for _name, each in holds(every_byte(named), *SECRETS)}
    assert found >= {"Maja Myr", "maja@norra.example", "010-765 43 21", "010-765 43 00"}


def test_after_erasing_and_packing_no_raw_file_holds_the_name_the_address_or_the_number(kept: Any) -> None:
    story, _kind = kept
    send(story)
    read_anew(story)
    forget_in_files(story, erase(story))
    assert holds(every_byte(story), *SECRETS) == []


def test_every_slot_of_the_trail_still_proves_itself(named: Any) -> None:
    before = {entry.id: entry.digest for slot in _slots(named) for entry in slot}
    done = erase(named)
    assert done.entries > 10
    with named.looking() as site:
        for slot in site.trail.slots:
            previous = NO_HASH
            for number in range(slot.count):
                entry = slot.entries[number]
                assert entry.core["previous"] == previous
                if entry.is_erased:
                    assert entry.salt is None and entry.details_bytes is None
                else:
                    assert entry.core["details"] == commitment(entry.salt, entry.details_bytes)
                previous = hashlib.sha256(entry.core_bytes).hexdigest()
                assert before.get(entry.id, previous) == previous
            assert slot.head == previous


def _slots(story: Any) -> list[list[Any]]:
    with story.looking() as site:
        return [list(slot.entries) for slot in site.trail.slots]


def test_roles_days_and_what_others_wrote_stay(named: Any) -> None:
    erase(named)
    with named.looking() as site:
        proposal, registration = find(site, named.proposal), find(site, named.own)
        assert proposal.contacts[0].name == ERASED and proposal.contacts[0].role == "Strateg"
        assert proposal.contacts[0].email == "" and proposal.contacts[1].name == "Nils Ny"
        assert proposal.idea == f"{ERASED} har en idé om kompetens."
        assert (registration.contact_name, registration.contact_email, registration.contact_phone) == (ERASED, "", "")
        assert [each.name for each in registration.people] == [ERASED, "Bo Berg"]
        assert [each.name for each in find(site, named.workshop).speakers] == [ERASED, "Pia Pil"]
        answers = {each.title for each in find(site, named.workshop)["participations"].values()}
        assert answers == {ERASED, "Bo Berg"}
        submitted = next(each for each in proposal.events if each.core.get("transition") == "submit")
        assert submitted.core["role"] in ("representative", "sender") and submitted.details["actor_name"] == ""
        returned = next(each for each in proposal.events if each.core.get("transition") == "return")
        assert returned.details["facts"]["reason"] == f"Fråga {ERASED} om målgruppen."
        assert returned.details["actor_name"] == "Karin Kvist"


def test_what_the_trail_says_last_is_what_the_items_say(named: Any) -> None:
    erase(named)
    with named.looking() as site:
        for item in everything(site):
            told: dict[str, Any] = {}
            for entry in item.events:
                if entry.core["kind"] in WRITTEN_IN_FILES:
                    continue
                told |= entry.details.get("values", {}) | entry.details.get("after", {})
            assert {name: value for name, value in told.items() if name not in item.untold} == {
                name: plain(getattr(item, name)) for name in told if name not in item.untold}, item.path


def test_the_account_is_shut_and_cannot_be_opened_again(named: Any) -> None:
    browser = named.browser(named.MEMBER)
    erase(named)
    assert browser.get("/my").status_int == 303
    with named.acting(named.OFFICE) as acts:
        person = acts.site["people"][named.people[named.MEMBER]]
        assert (person.title, person.email, person.state) == (ERASED, "", "locked")
        assert acts.site.appointments.of_person(person.uid, acts.now) == []
        with pytest.raises(Refused):
            acts.fire(person, "unlock")
    told = " ".join(named.browser(named.OFFICE).get("/rights/changes").html.find("main").get_text(" ").split())
    assert "avslutade ett uppdrag för någon vars namn är raderat: medlemsansvarig" in told


def test_only_the_office_erases_and_nobody_erases_themselves_or_the_last_of_the_office(named: Any) -> None:
    for by in (named.AUDITOR, named.OTHER):
        with pytest.raises(NotPermitted):
            erase(named, by)
    with pytest.raises(Refused) as refused:
        erase(named, named.OFFICE, named.OFFICE)
    assert [reason.code for reason in refused.value.reasons] == ["yourself"]
    named.person("kalle@kansli.example", "Kalle Kall", role="office")
    with named.acting() as acts:
        found = traces(acts.site, somebody(acts.site, address=named.OFFICE))
        assert Eraser(acts, found, frozenset(), "Slutat").stops() == ()
        acts.fire(acts.site["people"][named.people["kalle@kansli.example"]], "lock", {"reason": "Slutat"})
        assert [reason.code for reason in Eraser(acts, found, frozenset(), "Slutat").stops()] == ["last_of_office"]


def test_a_reason_is_needed_and_keeps_no_name(named: Any) -> None:
    with named.acting(named.OFFICE) as acts:
        found = traces(acts.site, somebody(acts.site, address=named.MEMBER))
        assert [each.code for each in Eraser(acts, found, frozenset(), " ").stops()] == ["missing:reason"]
    done = erase(named)
    with named.looking() as site:
        entries = [entry for slot in site.trail.slots for entry in slot.entries
                   if entry.core["kind"] == "person_erased"]
        assert {entry.core["subject"] for entry in entries} == {done.id}
        assert [entry.details["reason"] for entry in entries if "reason" in entry.details] == [f"{ERASED} bad om det."]


def test_somebody_without_an_account_goes_too_and_a_namesake_stays(named: Any) -> None:
    with named.acting() as acts:
        registration = find(acts.site, named.own)
        from reglab_workflow.content.registration.model import Participant

        acts.fire(registration, "name", {"people": (
            *registration.people, Participant("b" * 16, "Bo Berg", "bo@annan.example"))})
        own = next(each for each in registration.people if each.name == "Bo Berg").email
    with named.acting(named.OFFICE) as acts:
        found = traces(acts.site, somebody(acts.site, name="Bo Berg", address=own))
        assert found.has_namesake
        ids = frozenset(hit.id for hit in found.hits if found.is_sure(hit))
        Eraser(acts, found, ids, "Ville inte vara med.").erase()
    with named.looking() as site:
        left = [(each.name, each.email) for each in find(site, named.own).people]
    assert left == [(ERASED, ""), ("Maja Myr", left[1][1]), ("Bo Berg", "bo@annan.example")] or \
        sorted(left) == sorted([("Maja Myr", left[0][1]), (ERASED, ""), ("Bo Berg", "bo@annan.example")])


def test_whoever_comes_back_with_a_backup_is_known_again(named: Any, tmp_path: Path) -> None:
    var = Path(named.registry.reglab_settings.var)
    with named.acting(named.OFFICE) as acts:
        found = traces(acts.site, somebody(acts.site, name="Bo Berg"))
        hits = found.hits
    with named.looking() as site:  # what follows is thrown away, as if an older backup were restored
        acts = Acts(named.rulebook, site, _office(named, site))
        found = traces(site, somebody(site, name="Bo Berg"))
        done = Eraser(acts, found, frozenset(hit.id for hit in found.hits), "Bad om det.").erase()
        remember(var, done, found.hits, acts.now)
        (line,) = remembered(var)
        assert come_back(site, line) is None
    assert hits and "Bo Berg" not in (var / "erased.jsonl").read_text()
    with named.looking() as site:
        who = come_back(site, line)
        assert who is not None and who.names == ("Bo Berg",)


def _office(named: Any, site: Any) -> Any:
    from reglab_workflow import clock
    from reglab_workflow.security.actor import actor_for

    return actor_for(site["people"][named.people[named.OFFICE]], site, clock.now())


def test_others_unsaved_texts_and_waiting_letters_lose_the_name(named: Any) -> None:
    erase(named)
    with named.looking() as site:
        office = site.accounts.sheet(named.people[named.OFFICE], "/y")
        assert office.controls == [("why", f"Ring {ERASED}")]
        assert site.accounts.sheet(named.people[named.MEMBER], "/x") is None
        told = json.dumps([letter.text for shelf in site.outbox.shelves for letter in shelf.letters.values()])
        assert "Maja" not in told and all(
            each.address != named.MEMBER for _letter, each in site.outbox.waiting())
