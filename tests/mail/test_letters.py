"""Which letters follow what happens, what stands in them, and who gets them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reglab_workflow import clock
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.site.model import find
from reglab_workflow.mail.postman import posting_of

MEMBER, OFFICE = "maja@norra.example", "karin@kansli.example"
TEXTS = {
    "title": "Öppna data för landsbygden", "idea": "Vi vill dela data.\n\n- en sak\n- en till",
    "purpose": "Att fler kan räkna.", "target_group": "Analytiker",
    "contacts": (Contact("Sven Strand", "analytiker", "Region Norra", "sven@norra.example"),),
    "wished_form": "study_circle",
}


@pytest.fixture
def round_path(story):
    return story.open_round()


def proposal(story, round_path, by=MEMBER, **values):
    with story.acting(by) as acts:
        container = find(acts.site, round_path)["proposals"]
        return acts.create(container, "proposal", {**TEXTS, **values}).path


def fire(story, path, name, by="", **facts):
    with story.acting(by) as acts:
        acts.fire(find(acts.site, path), name, facts)


def letters(story, kind):
    """The letters of a kind: subject, text, addresses."""
    with story.open() as site:
        found = [letter for letter in reversed(site.outbox.newest(100)) if letter.kind == kind]
        return [(letter.subject, letter.text, [receiver.address for receiver in letter.receivers]) for letter in found]


def discussed(story, round_path, path):
    """Take a proposal as far as the idea meeting."""
    fire(story, path, "submit", MEMBER)
    with story.acting() as acts:
        item = find(acts.site, path)
        item.state, item.since = "discussed", acts.now
        item.theme, item.number = "data", 1


def test_submitting_gives_a_receipt_with_everything(story, round_path):
    fire(story, proposal(story, round_path), "submit", MEMBER)
    (subject, text, to), = letters(story, "receipt")
    assert subject == "Kvitto: ”Öppna data för landsbygden”"
    assert to == [MEMBER]
    for words in ("Maja Myr lämnade in", "Region Norra", "Vi vill dela data.", "- en sak", "- en till",
                  "Att fler kan räkna.", "Analytiker", "kl. ",
                  "Sven Strand, analytiker, Region Norra, sven@norra.example"):
        assert words in text, text


def test_a_receipt_says_what_was_left_out(story, round_path):
    path = proposal(story, round_path, purpose="", contacts=())
    fire(story, path, "submit", MEMBER)
    (_subject, text, _to), = letters(story, "receipt")
    assert text.count("–") >= 2


def test_a_receipt_names_the_entry_of_the_history(story, round_path):
    path = proposal(story, round_path)
    fire(story, path, "submit", MEMBER)
    with story.open() as site:
        letter, = site.outbox.letters_about(find(site, path).uid)
        entry = site.trail.entry(letter.cause)
    assert (entry.core["kind"], entry.core["transition"]) == ("transitioned", "submit")
    assert letter.cause in letter.text


def test_the_history_tells_of_the_letter(story, round_path):
    path = proposal(story, round_path)
    fire(story, path, "submit", MEMBER)
    with story.open() as site:
        kinds = [entry.core["kind"] for entry in find(site, path).events]
    assert kinds[-2:] == ["transitioned", "letter_queued"]


def test_when_the_office_submits_for_somebody_their_representative_knows(story, round_path):
    path = proposal(story, round_path, OFFICE, organisation=story.norra)
    fire(story, path, "submit", OFFICE)
    (_subject, _text, to), = letters(story, "receipt")
    assert to == [OFFICE, MEMBER]


def test_a_proposal_that_comes_back_says_what_it_lacks(story, round_path):
    path = proposal(story, round_path)
    fire(story, path, "submit", MEMBER)
    fire(story, path, "return", OFFICE, reason="Skriv vilka ni vänder er till.")
    (subject, text, to), = letters(story, "returned")
    assert subject == "Komplettera ”Öppna data för landsbygden”"
    assert to == [MEMBER]
    assert "Karin Kvist skriver:" in text
    assert "Skriv vilka ni vänder er till." in text
    assert "innan omgången stänger den" in text


@pytest.mark.parametrize(("step", "facts", "subject", "words"), [
    ("select", {"area": "Data för alla", "decided_by": "board", "decided_on": date(2026, 3, 1)}, "Utvalt",
     ["ska bli ett lärprojekt", "Data för alla", "Beslutat av styrelsen den 1 mars 2026"]),
    ("park", {"reason": "Vi väntar på en utredning."}, "Vilande", ["får vila", "Vi väntar på en utredning."]),
    ("not_select", {"reason": "Andra gick före."}, "Ej prioriterat", ["prioriterades inte", "Andra gick före."]),
    ("refer", {"reason": "Det passar där.", "referred_to": "Årskonferensen"}, "Överlämnat",
     ["Årskonferensen tar idén vidare", "Det passar där."]),
])
def test_an_outcome_is_told_with_its_reason(story, round_path, step, facts, subject, words):
    path = proposal(story, round_path)
    discussed(story, round_path, path)
    fire(story, path, step, OFFICE, **facts)
    (told, text, to), = letters(story, "decided")
    assert told == f"{subject}: ”Öppna data för landsbygden”"
    assert to == [MEMBER]
    for each in words:
        assert each in " ".join(text.split())


def test_without_people_of_ones_own_the_contacts_get_the_letter(story, round_path):
    path = proposal(story, round_path, OFFICE, organisation=story.sodra, contacts=(
        Contact("Sven", email="sven@sodra.example"), Contact("Trasig", email="trasig@sodra"), Contact("Ingen")))
    fire(story, path, "submit", OFFICE)
    fire(story, path, "return", OFFICE, reason="Vem är det till?")
    (_subject, _text, to), = letters(story, "returned")
    assert to == ["sven@sodra.example", "trasig@sodra"]


def test_nobody_reachable_means_no_letter(story, round_path):
    path = proposal(story, round_path, OFFICE, organisation=story.sodra, contacts=())
    fire(story, path, "submit", OFFICE)
    fire(story, path, "return", OFFICE, reason="Vem är det till?")
    assert letters(story, "returned") == []


def test_a_letter_is_written_in_the_readers_language(story, round_path):
    with story.acting() as acts:
        acts.edit(acts.site["people"][story.people[MEMBER]], {"language": "en"})
    fire(story, proposal(story, round_path), "submit", MEMBER)
    (subject, text, _to), = letters(story, "receipt")
    assert subject == "Receipt: “Öppna data för landsbygden”"
    assert "Study circle" in text


def test_a_refused_step_writes_no_letter(story, round_path):
    path = proposal(story, round_path, title="")
    with pytest.raises(Exception, match="no_title"):
        fire(story, path, "submit", MEMBER)
    assert letters(story, "receipt") == []


def test_links_begin_with_the_configured_address(story, round_path):
    browser = story.browser(MEMBER)
    path = proposal(story, round_path)
    page = browser.get(f"{path}/do/submit")
    next(form for form in page.forms.values() if form.action.endswith("/do/submit") or form.id == "form").submit()
    (_subject, text, _to), = letters(story, "receipt")
    assert f"http://127.0.0.1{path}" in text
    with story.open() as site:
        letter, = site.outbox.letters_about(find(site, path).uid)
        assert letter.html.count('href="http://127.0.0.1/') == letter.html.count("href=")


@pytest.mark.parametrize("title", [
    "Kvitto\r\nBcc: alla@reglab.example", "<script>alert(1)</script>", "${request.environ} {0.__class__}", "=1+1",
    "å" * 110,
])
def test_what_people_write_stays_text(story, round_path, title):
    path = proposal(story, round_path, title=title, idea=title)
    fire(story, path, "submit", MEMBER)
    posting_of(story.registry).round()
    message, = story.registry.reglab_sender.messages
    assert message["Bcc"] is None
    assert len(message["To"].addresses) == 1
    assert "<script>" not in message.get_body(("html",)).get_content()
    assert title.split("\r")[0] in message.get_body(("plain",)).get_content()


def test_a_letter_has_no_reason_to_load_anything(story, round_path):
    fire(story, proposal(story, round_path), "submit", MEMBER)
    with story.open() as site:
        html = site.outbox.newest(1)[0].html
    assert '<html lang="sv">' in html
    for part in ("<img", "<script", "<link", "url(", "@import", " on"):
        assert part not in html.partition("<main>")[0].replace(" one", "")


def test_a_forgotten_password_comes_back_by_letter(story):
    browser = story.visitor()
    form = browser.get("/account/forgotten").forms["form"]
    form["email"] = MEMBER
    form.submit("send")
    assert posting_of(story.registry).round().sent == 1
    message, = story.registry.reglab_sender.messages
    text = message.get_body(("plain",)).get_content()
    address = next(word for word in text.split() if "/account/reset/" in word)
    form = browser.get(address.removeprefix("http://127.0.0.1")).forms["form"]
    form["password"] = "trasmattor och silverfisk"
    assert form.submit("send").status_int == 200
    assert browser.get(address.removeprefix("http://127.0.0.1"), expect_errors=True).status_int == 404


def test_a_host_header_moves_no_link(story):
    browser = story.visitor()
    form = browser.get("/account/forgotten").forms["form"]
    form["email"] = MEMBER
    answer = form.submit("send", extra_environ={"HTTP_HOST": "evil.example"}, expect_errors=True)
    assert answer.status_int == 400
    form.submit("send", headers={"X-Forwarded-Host": "evil.example"})
    with story.open() as site:
        letter = site.outbox.newest(1)[0]
    assert "evil.example" not in letter.html + letter.text
    assert "http://127.0.0.1/account/reset/" in letter.text


def test_no_letter_in_the_database_holds_a_link_that_works(story):
    with story.acting() as acts:
        from reglab_workflow.accounts.signing_in import invite

        person = acts.create(acts.site["people"], "person", {"title": "Nils Nyman", "email": "nils@norra.example"})
        invite(acts, person)
    posting_of(story.registry).round()
    message, = story.registry.reglab_sender.messages
    secret = message.get_body(("plain",)).get_content().partition("/account/invitation/")[2].split()[0]
    with story.open() as site:
        letter = site.outbox.newest(1)[0]
        assert secret not in letter.text + letter.html
        assert site.accounts.tokens.records
    assert story.visitor().get(f"/account/invitation/{secret}").status_int == 200


def test_a_person_is_invited_a_few_times_at_most(story):
    from reglab_workflow.accounts.signing_in import invite
    from reglab_workflow.workflow.errors import Refused

    with story.acting() as acts:
        person = acts.create(acts.site["people"], "person", {"title": "Nils Nyman", "email": "nils@norra.example"})
        for _number in range(3):
            invite(acts, person)
        with pytest.raises(Refused, match="too_often"):
            invite(acts, person)


def test_a_member_cannot_invite(story):
    from reglab_workflow.accounts.signing_in import invite
    from reglab_workflow.workflow.errors import NotPermitted

    with story.acting(MEMBER, clock.now() + timedelta(minutes=1)) as acts:
        person = acts.site["people"][story.people["olof@sodra.example"]]
        with pytest.raises(NotPermitted):
            invite(acts, person)
