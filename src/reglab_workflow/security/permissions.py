"""Every permission there is, with the sentence that explains it to people."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ..i18n import _


class Permission(StrEnum):
    """What can be allowed; disconnected from who has it, which the workflow files say."""

    ACT_ON_BEHALF = "act_on_behalf"
    ADD_ATTACHMENT = "add_attachment"
    ADD_BALLOT = "add_ballot"
    ADD_MEETING = "add_meeting"
    ADD_ORGANISATION = "add_organisation"
    ADD_PAGE = "add_page"
    ADD_PERSON = "add_person"
    ADD_PROJECT = "add_project"
    ADD_PROPOSAL = "add_proposal"
    ADD_REGISTRATION = "add_registration"
    ADD_REPORT = "add_report"
    ADD_REVIEW = "add_review"
    ADD_ROUND = "add_round"
    ADD_SURVEY = "add_survey"
    ADD_SUBMISSION = "add_submission"
    ADD_WORKSHOP = "add_workshop"
    APPOINT = "appoint"
    ARRANGE = "arrange"
    DELETE = "delete"
    EDIT = "edit"
    ERASE_PERSON = "erase_person"
    EXPORT_ORGANISATION = "export_organisation"
    INVITE = "invite_person"
    VIEW = "view"
    VIEW_BEFOREHAND = "view_beforehand"
    VIEW_DESK = "view_desk"
    VIEW_HISTORY = "view_history"
    VIEW_HOMEWORK = "view_homework"
    VIEW_INTERNAL = "view_internal"
    VIEW_INVOICES = "view_invoices"
    VIEW_LETTERS = "view_letters"
    VIEW_MATERIALS = "view_materials"
    VIEW_NEEDS = "view_needs"
    VIEW_PERSONAL_DATA = "view_personal_data"
    VIEW_RETENTION = "view_retention"
    VIEW_RIGHTS = "view_rights"
    VIEW_SITE_HISTORY = "view_site_history"
    WRITE_NOTES = "write_notes"
    WRITE_OWN_NOTES = "write_own_notes"


READING = frozenset(each for each in Permission if each.startswith("view"))
"""What is only looked at; everything else leads to a change."""

SENTENCES: dict[Permission, Any] = {
    Permission.ACT_ON_BEHALF: _("do things on behalf of an organisation"),
    Permission.ADD_ATTACHMENT: _("add files"),
    Permission.ADD_BALLOT: _("add an advisory ballot"),
    Permission.ADD_MEETING: _("plan an idea meeting"),
    Permission.ADD_ORGANISATION: _("add organisations"),
    Permission.ADD_PAGE: _("add pages"),
    Permission.ADD_PERSON: _("add people"),
    Permission.ADD_PROJECT: _("start a learning project"),
    Permission.ADD_PROPOSAL: _("write a proposal"),
    Permission.ADD_REGISTRATION: _("register an organisation"),
    Permission.ADD_REPORT: _("keep reports of the audit"),
    Permission.ADD_REVIEW: _("begin an access review"),
    Permission.ADD_ROUND: _("start a round"),
    Permission.ADD_SURVEY: _("write surveys"),
    Permission.ADD_SUBMISSION: _("hand in homework"),
    Permission.ADD_WORKSHOP: _("add workshops and seminars"),
    Permission.APPOINT: _("give people roles"),
    Permission.ARRANGE: _("set theme and number"),
    Permission.DELETE: _("delete"),
    Permission.EDIT: _("edit the content"),
    Permission.ERASE_PERSON: _("erase a person"),
    Permission.EXPORT_ORGANISATION: _("take out all that an organisation has sent and received"),
    Permission.INVITE: _("invite people to the site"),
    Permission.VIEW: _("see it"),
    Permission.VIEW_BEFOREHAND: _("have what is to be read beforehand"),
    Permission.VIEW_DESK: _("use the office desk"),
    Permission.VIEW_HISTORY: _("see what has happened"),
    Permission.VIEW_HOMEWORK: _("see the homework and who has handed it in"),
    Permission.VIEW_INTERNAL: _("see the office's remarks and e-mail addresses"),
    Permission.VIEW_INVOICES: _("see what the organisations are invoiced"),
    Permission.VIEW_LETTERS: _("read the letters"),
    Permission.VIEW_MATERIALS: _("have the files and links of an occasion"),
    Permission.VIEW_NEEDS: _("see what people cannot eat or need to be able to come"),
    Permission.VIEW_PERSONAL_DATA: _("see and take out everything that is held about a person"),
    Permission.VIEW_RETENTION: _("see how long personal data is kept"),
    Permission.VIEW_RIGHTS: _("see who may do what"),
    Permission.VIEW_SITE_HISTORY: _("see everything that has happened on the site"),
    Permission.WRITE_NOTES: _("write notes"),
    Permission.WRITE_OWN_NOTES: _("write notes that nobody else reads"),
}
