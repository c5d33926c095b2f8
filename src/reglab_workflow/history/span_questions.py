"""The questions about a span of days: what somebody did, who changed rights, what was done for others, and so on."""

from __future__ import annotations

from collections.abc import Mapping

from ..i18n import _
from ..people.person import Person
from ..workflow.definition import SYSTEM
from .question_fields import ANY_PERSON, PERSON, SINCE, UNTIL
from .questions import Asking, Finding, Question
from .span import finding_of
from .timeline import Told

NOT_BEYOND = _("The history holds what is done on this site. What is said by telephone, or done with a file that "
               "somebody has taken away, is not in it.")

DEEDS = {"transitioned": "steps", "added": "written", "edited": "written", "removed": "written",
         "restored": "written", "appointed": "rights", "appointment_ended": "rights", "appointment_reviewed": "rights"}
GIVEN = {"appointed": "given", "appointment_ended": "ended", "appointment_reviewed": "reviewed",
         "rules_changed": "rules", "state_mapped": "rules"}
PLACED = frozenset({"added", "transitioned", "removed", "restored"})
MEMBERSHIP = frozenset({"kind", "from_date", "to_date"})
READ = {"needs_read": "read", "viewed_as": "as", "exported": "taken"}
DOOR = {
    "signed_in": "in", "signed_out": "in", "sign_in_failed": "failed", "invited": "links",
    "password_forgotten": "links", "letter_link_made": "links", "password_changed": "links",
    "calendar_address_made": "links", "calendar_address_withdrawn": "links",
}
ABOUT_WHOM = ("item", "account", "whose")
TAKEN_AWAY = {"removed": "removed", "purged": "removed", "restored": "restored", "person_erased": "erased",
              "retention_applied": "erased"}
JOINING = frozenset({"merge", "unmerge", "split", "take_apart"})


def deeds(asking: Asking) -> Finding:
    """Everything that a person did: with which role, on whose behalf, on what."""
    uid = asking.value("person").uid

    def wanted(told: Told) -> str:
        return DEEDS.get(told.core["kind"], "other") if told.core["actor"] == uid else ""
    groups = (("steps", _("Steps taken")), ("written", _("Written or changed")), ("rights", _("Rights given or ended")),
              ("other", _("Other")))
    return finding_of(asking, wanted, groups, NOT_BEYOND, _(
        "What the system did by itself because of a step of the person's stands as the system's, not as the "
        "person's. Reading is only in the history where it is of something sensitive."))


def rights_changed(asking: Asking) -> Finding:
    """Who gave and took rights: appointments, accounts, memberships and rules."""
    def wanted(told: Told) -> str:
        core = told.core
        if core["kind"] in GIVEN:
            return GIVEN[core["kind"]]
        if core.get("type") == "person":
            return "accounts" if core["kind"] in PLACED or "organisation" in _changed(told) else ""
        changed = core["kind"] in PLACED or MEMBERSHIP & set(_changed(told))
        return "memberships" if core.get("type") == "organisation" and changed else ""
    groups = (("given", _("Appointments given")), ("ended", _("Appointments ended")),
              ("reviewed", _("Appointments gone through")), ("accounts", _("Accounts")),
              ("memberships", _("Organisations")), ("rules", _("Rules")))
    return finding_of(asking, wanted, groups, _(
        "An appointment that comes to its own last day ends without an event. Steps that open an item to others, such "
        "as publishing, are not here: ask who could see it."))


def not_by_own_hand(asking: Asking) -> Finding:
    """What was done on behalf of an organisation, by the system with its rule, or by an administrator's command."""
    def wanted(told: Told) -> str:
        core = told.core
        if core["kind"].startswith("letter"):
            return ""
        if core["actor"] == SYSTEM:
            return "system"
        if core.get("on_behalf_of"):
            return "behalf"
        return "command" if core["kind"] == "command_run" or core.get("channel") == "command" else ""
    groups = (("behalf", _("On behalf of an organisation")), ("system", _("By the system")),
              ("command", _("By a command")))
    return finding_of(asking, wanted, groups, _(
        "No step can be forced: what a rule of the workflow stops, it stops for everybody. Letters that go out by "
        "themselves are not here."))


def changed_decisions(asking: Asking) -> Finding:
    """What was merged or taken apart, and steps that took something back after it was made."""
    workflows = {name: asking.request.rulebook.engines[each.workflow].workflow
                 for name, each in asking.request.rulebook.types.items()}

    def wanted(told: Told) -> str:
        core = told.core
        workflow = workflows.get(core.get("type", ""))
        if core["kind"] != "transitioned" or workflow is None:
            return ""
        step = workflow.transitions.get(core["transition"])
        if core["transition"] in JOINING:
            return "joined"
        if core["transition"].startswith("correct"):
            return "corrected"
        return "back" if step is not None and step.kind == "back" else ""
    groups = (("joined", _("Merged or taken apart")), ("back", _("Taken back or opened again")),
              ("corrected", _("Corrected")))
    return finding_of(asking, wanted, groups, _(
        "A step counts as taken back when the workflow file of today says that it leads back. A text that was changed "
        "without a step is not here: see what happened to the item."))


def personal_data(asking: Asking) -> Finding:
    """Who read what is sensitive, took personal data away in a file, or looked as somebody else."""
    groups = (("read", _("Sensitive things read")), ("taken", _("Taken away in a file")),
              ("as", _("Looked as somebody else")))
    return finding_of(asking, lambda told: READ.get(told.core["kind"], ""), groups, _(
        "Counted is the reading of what people cannot eat or need to be able to come, and files with personal data. "
        "Names on ordinary pages are read without being noted, and what somebody does with a file is not known."))


def sign_ins(asking: Asking) -> Finding:
    """Who signed in and out, which attempts failed, and which links and passwords were made."""
    person: Person | None = asking.value("person")

    def wanted(told: Told) -> str:
        core = told.core
        about = person is None or person.uid in (core["actor"], *(core.get(name) for name in ABOUT_WHOM))
        return DOOR.get(core["kind"], "") if about else ""
    groups = (("in", _("Signed in or out")), ("failed", _("Failed attempts")), ("links", _("Links and passwords")))
    return finding_of(asking, wanted, groups, _(
        "An attempt with an address that nobody has does not tell whose it was. Who sits at the screen, nobody knows."))


def taken_away(asking: Asking) -> Finding:
    """What was deleted, put back and erased."""
    groups = (("removed", _("Taken off the site")), ("restored", _("Put back")), ("erased", _("Erased")))
    return finding_of(asking, lambda told: TAKEN_AWAY.get(told.core["kind"], ""), groups, _(
        "What has been withdrawn or cancelled by a step still stands on the site, and is not counted here."))


def _changed(told: Told) -> Mapping[str, object]:
    found: Mapping[str, object] = told.details.get("after") or {}
    return found


QUESTIONS = (
    Question("deeds", _("What did somebody do?"), _(
        "Every act of one person between two days, with the role it was done in and on whose behalf."),
        (PERSON, SINCE, UNTIL), deeds),
    Question("rights-changed", _("Who changed rights?"), _(
        "Appointments given and ended, accounts, memberships and rules: by whom, and why."),
        (SINCE, UNTIL), rights_changed),
    Question("on-behalf", _("What was done on behalf of somebody, or by the system?"), _(
        "Steps that the office took for an organisation, that followed by a rule, or that a command did."),
        (SINCE, UNTIL), not_by_own_hand),
    Question("changed-decisions", _("Which decisions were changed afterwards?"), _(
        "Merges and what was taken apart, and what was opened again, taken back or corrected."),
        (SINCE, UNTIL), changed_decisions),
    Question("personal-data", _("Who read or took out personal data?"), _(
        "Reading of what is sensitive, files with personal data, and looking as another person."),
        (SINCE, UNTIL), personal_data),
    Question("sign-ins", _("Who signed in, and who failed?"), _(
        "Signing in and out, failed attempts, invitations and new passwords, of one person or of all."),
        (ANY_PERSON, SINCE, UNTIL), sign_ins),
    Question("taken-away", _("What was deleted, put back or erased?"), _(
        "Everything that has been taken away from the site, by whom and why."),
        (SINCE, UNTIL), taken_away),
)
