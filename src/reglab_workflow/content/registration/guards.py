"""What a registration must say before it goes on, and what is worth saying to who sends it."""

from __future__ import annotations

from ...clock import local_day
from ...i18n import _
from ...people.joining import ways_to_be
from ...people.organisation import MEMBER, PARTNER, organisation_by_uid
from ...security.remedies import NOTHING, Instead, Reach, Remedy, TakeStep, Wait
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..proposal.model import is_address
from .model import Registration
from .numbers import invoice_address, organisation_number

OVER = ("closed", "cancelled", "reshaped")


def project_takes_registrations(registration: Registration, ask: Ask) -> Reason | None:
    """The project takes registrations, and the last day has not passed."""
    project = registration.project
    if project.state != "inviting":
        return Reason("registration_closed", _(
            "The registration to the project is closed. Ask the office, which can admit you all the same."),
            remedies=_into(registration))
    if project.last_day is not None and project.last_day < local_day(ask.now):
        return Reason("last_day_passed", _(
            "The last day to register has passed. Ask the office, which can admit you all the same. What you have "
            "written is kept."), remedies=(TakeStep(project, "extend"), Instead(registration, "admit_late")))
    return None


def project_is_not_over(registration: Registration, ask: Ask) -> Reason | None:
    """The project is not over."""
    if registration.project.state not in OVER:
        return None
    return Reason("project_over", _("The project is over."), remedies=NOTHING)


def organisation_may_register(registration: Registration, ask: Ask) -> Reason | None:
    """The organisation is a member or a partner now."""
    found = organisation_by_uid(ask.site, registration.organisation)
    if found is not None and found.kind in (MEMBER, PARTNER) and found.takes_part(local_day(ask.now)):
        return None
    return Reason("not_with_us", _(
        "Members and partners can register, and the organisation is neither now. Ask the office."),
        remedies=ways_to_be(found, (MEMBER, PARTNER), local_day(ask.now)))


def contact_is_named(registration: Registration, ask: Ask) -> Reason | None:
    """The contact person has a name and an address."""
    if not registration.contact_name:
        return Reason("no_contact", _("Write who is your contact person."), "contact_name")
    if not is_address(registration.contact_email):
        return Reason("no_contact_address", _(
            "Write the whole e-mail address of your contact person, such as name@example.org."), "contact_email")
    return None


def new_contact_is_named(registration: Registration, ask: Ask) -> Reason | None:
    """The new contact person has a whole address, and is not the present one."""
    address = ask.facts.get("contact_email")
    if address is None:
        return None
    if not is_address(address):
        return Reason("no_contact_address", _(
            "Write the whole e-mail address of your contact person, such as name@example.org."), "contact_email")
    if address.casefold() == registration.contact_email.casefold() and \
            ask.facts.get("contact_name") == registration.contact_name:
        return Reason("same_contact", _("That is your contact person already."), "contact_name")
    return None


def number_fits(registration: Registration, ask: Ask) -> Reason | None:
    """The number of people is one that the project allows."""
    project = registration.project
    if registration.planned is not None and project.least <= registration.planned <= project.most:
        return None
    return Reason("number_outside", _(
        "Write how many people you mean to send: between ${least} and ${most}.",
        mapping={"least": project.least, "most": project.most}), "planned")


def invoice_is_complete(registration: Registration, ask: Ask) -> Reason | None:
    """What an invoice needs is there, unless the project costs nothing."""
    if registration.project.fee == 0:
        return None
    if not registration.legal_name:
        return Reason("no_legal_name", _("Write the name that the invoice is made out to."), "legal_name")
    if not organisation_number(registration.organisation_number):
        return Reason("no_organisation_number", _(
            "Write the organisation number, ten digits such as 299900-0017. Check the digits: the last one is "
            "reckoned from the others."), "organisation_number")
    if registration.invoice_address and not invoice_address(registration.invoice_address):
        return Reason("odd_invoice_address", _(
            "The address for electronic invoices is a GLN of 13 digits, or a Peppol address that begins with 0007: or "
            "0088:. Check the digits, or leave it empty."), "invoice_address")
    return None


def terms_are_accepted(registration: Registration, ask: Ask) -> Reason | None:
    """The terms that hold now are accepted, if the project has any."""
    if registration.terms == registration.project.terms_number:
        return None
    if registration.terms:
        return Reason("terms_changed", _(
            "The terms have changed since you accepted them. Read them and accept them anew."), "terms")
    return Reason("terms_not_accepted", _("Read the terms and accept them before you register."), "terms")


def manager_is_named(registration: Registration, ask: Ask) -> Reason | None:
    """The manager who is to approve has a name and an address."""
    if not registration.manager_name:
        return Reason("no_manager", _("Write which manager is to approve the registration."), "manager_name")
    if not is_address(registration.manager_email):
        return Reason("no_manager_address", _(
            "Write the whole e-mail address of the manager, such as name@example.org."), "manager_email")
    return None


def approval_is_not_ahead(registration: Registration, ask: Ask) -> Reason | None:
    """The day of the approval has come."""
    day = ask.facts.get("approved_on")
    if day is None or day <= local_day(ask.now):
        return None
    return Reason("approval_ahead", _("The manager cannot have approved on a day that has not come."), "approved_on")


def last_day_is_over(registration: Registration, ask: Ask) -> Reason | None:
    """The last day to register has passed, or the registration is closed."""
    project = registration.project
    if project.state != "inviting" or (project.last_day is not None and project.last_day < local_day(ask.now)):
        return None
    return Reason("last_day_not_over", _("The last day to register has not passed, so this is not needed."),
                  remedies=_out_of_time(registration))


def last_day_is_not_over(registration: Registration, ask: Ask) -> Reason | None:
    """The last day to register has not passed."""
    if last_day_is_over(registration, ask) is not None:
        return None
    return Reason("last_day_over", _(
        "The registration has been binding since the last day to register. Ask the office to cancel it; the terms say "
        "what that costs."), remedies=_while_it_can(registration))


def people_are_not_too_many(registration: Registration, ask: Ask) -> Reason | None:
    """No more people are named than an organisation may send."""
    people = ask.facts.get("people", registration.people)
    number, most = sum(not each.extra for each in people), registration.project.most_at_any_occasion()
    if number <= most:
        return None
    return Reason("too_many_people", _(
        "An organisation can send at most ${most} people, and you have named ${number}. Change somebody for somebody "
        "else, or ask the office.", mapping={"most": most, "number": number}), "people")


def nobody_is_named(registration: Registration, ask: Ask) -> Reason | None:
    """The organisation has named nobody."""
    if not registration.people:
        return None
    return Reason("somebody_is_named", _("The organisation has named people already."), remedies=NOTHING)


def people_have_names(registration: Registration, ask: Ask) -> Reason | None:
    """Everybody has a name and a whole address, and nobody is named twice."""
    people = ask.facts.get("people", registration.people)
    if any(not each.name or not is_address(each.email) for each in people):
        return Reason("person_without_address", _(
            "Write a name and a whole e-mail address for each: the letter with the link goes there."), "people")
    addresses = [each.email.strip().casefold() for each in people]
    if len(set(addresses)) < len(addresses):
        return Reason("person_twice", _("Two people have the same e-mail address. Each needs one of their own."),
                      "people")
    return None


def project_has_a_decided_fee(registration: Registration, ask: Ask) -> Reason | None:
    """The fee of the project is decided."""
    project = registration.project
    fee = ask.facts.get("fee", project.fee)
    if ask.state_of(project) not in ("planned", "inviting") and fee is not None:
        return None
    return Reason("fee_undecided", _("The fee of the project is decided when the registration is closed."),
                  remedies=(Reach(project, ("confirmed",)),))


def contact_is_somebody_elsewhere(registration: Registration, ask: Ask) -> Reason | None:
    """Worth saying: the contact's address is not one of the organisation's."""
    found = organisation_by_uid(ask.site, registration.organisation)
    domain = registration.contact_email.rpartition("@")[2].casefold()
    if found is None or not found.domains or not domain or domain in found.domains:
        return None
    return Reason("contact_elsewhere", _(
        "The contact person's address is not one of the organisation's usual ones."), "contact_email")


def manager_is_the_contact(registration: Registration, ask: Ask) -> Reason | None:
    """Worth saying: the manager who approves is the contact person."""
    if registration.manager_email.casefold() != registration.contact_email.casefold():
        return None
    return Reason("manager_is_contact", _("The manager is the same person as the contact person."), "manager_email")


def contact_gets_an_account(registration: Registration, ask: Ask) -> Reason | None:
    """Worth saying: the contact person has no account, and gets one."""
    if ask.site.accounts.person_with(registration.contact_email):
        return None
    return Reason("contact_without_account", _(
        "The contact person ${name} has no account. One is made, and a link to it is sent in the letter.",
        mapping={"name": registration.contact_name}), "contact_email")


def _into(registration: Registration) -> tuple[Remedy, ...]:
    """How one gets into a project whose registration is not open: when it opens, or by the office's leave."""
    admitted = Instead(registration, "admit_late")
    project = registration.project
    return (Reach(project, ("inviting",)), admitted) if project.state == "planned" else (admitted,)


def _out_of_time(registration: Registration) -> tuple[Remedy, ...]:
    project = registration.project
    over = Wait.past(project.last_day)
    return (*over, Reach(project, ("confirmed",)))


def _while_it_can(registration: Registration) -> tuple[Remedy, ...]:
    """The office cancels it; while the project still invites, its last day can also be moved."""
    late = Instead(registration, "cancel_late")
    project = registration.project
    return (late, TakeStep(project, "extend")) if project.state == "inviting" else (late,)
