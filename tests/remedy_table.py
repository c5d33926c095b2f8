"""The scene of every guard, by its name."""

from __future__ import annotations

from datetime import timedelta

from learning_group import person
from reglab_workflow import clock
from reglab_workflow.content.ballot.model import Mark
from reglab_workflow.content.project.model import Charge, ExpectedResult, FeeSpan, Terms
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.registration.model import Participant
from reglab_workflow.content.round.model import Theme
from reglab_workflow.content.survey.model import Question
from remedy_scenes import (
    Scene,
    about_oneself,
    alone,
    also,
    answered,
    asked_about,
    asked_too,
    carried,
    crowded,
    crowded_places,
    decided,
    few_named,
    full,
    full_year,
    gone_organisation,
    has,
    into_itself,
    issued,
    marked,
    merged_into,
    off_the_agenda,
    only_norra,
    over,
    own_account,
    plain,
    queue_of_two,
    said,
    stranger,
    substitute,
    taking_off,
    too_few_members,
    unanswered,
    undecidable,
    unfinished_result,
    unled,
    unlisted,
    waits,
    without_organisation,
)
from remedy_stage import days

PROPOSALS: dict[str, Scene] = {
    "round_is_open": Scene(also(has("proposal", "draft"), has("round", "closed"))),
    "has_organisation": Scene(without_organisation),
    "co_sender_has_not_answered": Scene(asked_too),
    "target_can_take_it": Scene(into_itself),
    "has_title": plain("proposal", "title", "draft"),
    "lacks_idea": plain("proposal", "idea", "draft"),
    "lacks_purpose": plain("proposal", "purpose", "draft"),
    "lacks_target_group": plain("proposal", "target_group", "draft"),
    "lacks_contact": plain("proposal", "contacts", "draft", (Contact("Eva", email="eva@norra.example"),), ()),
    "odd_email": plain("proposal", "contacts", "draft", (Contact("Eva", email="eva@norra.example"),),
                       (Contact("Eva", email="eva@norra"),)),
    "nothing_is_merged_here": Scene(merged_into, "withdraw"),
    "round_is_published": Scene(also(has("proposal", "submitted"), has("round", "compiled")), "discuss"),
    "has_theme": plain("proposal", "theme", "submitted", "data"),
    "has_number": plain("proposal", "number", "submitted", 7, None),
    "result_is_not_decided": Scene(also(has("proposal", "merged"), has("round", "decided"))),
    "has_area_or_motive": said("proposal", "discussed", {}, {"area": "Data", "motive": "Angeläget."}),
    "decided_by_a_known_body": said("proposal", "discussed", {"decided_by": "x"}, {"decided_by": "board"}),
    "decision_day_has_come": said("proposal", "discussed", {"decided_on": days(3)}, {"decided_on": days(0)}),
    "later_round_is_open": Scene(has("proposal", "parked")),
    "is_not_carried_over_yet": Scene(carried, final=True),
}

ROUNDS: dict[str, Scene] = {
    "round_has_last_day": plain("round", "closes", "planned", days(9), None),
    "round_dates_are_in_order": Scene(has("round", "planned", opens=days(5), closes=days(2)),
                                      values={"closes": days(9)}),
    "round_last_day_is_ahead": Scene(has("round", "planned", closes=days(-1)), values={"closes": days(9)}),
    "round_last_day_is_over": waits("round", "open"),
    "round_closes_early": Scene(has("round", "open")),
    "round_lacks_instruction": plain("round", "instruction", "planned"),
    "round_lacks_themes": plain("round", "themes", "planned", (Theme("data", "Data"),), ()),
    "new_last_day_of_round_is_ahead": said("round", "closed", {"closes": days(-1)}, {"closes": days(3)}),
    "members_are_not_reminded": over("round", state="open", reminded=days(10)),
    "proposals_have_themes": Scene(also(has("round", "open"), has("proposal", theme="")), values={"theme": "data"}),
    "proposals_have_numbers": Scene(also(has("round", "open"), has("proposal", number=None)), values={"number": 7}),
    "proposal_numbers_differ": Scene(also(has("round", "open"), has("proposal", number=2)), values={"number": 7}),
    "round_has_no_proposals": Scene(also(has("round", "open"), has("proposal", "draft"), has("other", "draft"))),
    "proposals_are_with_their_senders": Scene(also(has("round", "open"), has("proposal", "returned"))),
    "booklet_differs_from_its_issue": Scene(issued, final=True),
    "round_has_meeting": Scene(lambda on: [on.round.remove("meeting"), on.put("round", "compiled")][1]),
    "meeting_of_round_has_no_day": Scene(also(has("round", "compiled"), has("meeting", day=None)),
                                         values={"day": days(3)}),
    "meeting_of_round_has_begun": Scene(has("round", "published")),
    "meeting_result_is_not_published": Scene(has("round", "discussed")),
    "proposals_have_outcomes": Scene(also(
        has("round", "discussed"), has("proposal", "discussed"), has("other", "selected"))),
    "no_proposal_is_selected": Scene(also(
        has("round", "discussed"), has("proposal", "discussed"), has("other", "parked"))),
    "board_date_has_come": said("round", "discussed", {"board_date": days(2)}, {"board_date": days(0)}),
    "adopted_date_has_come": said("round", "decided", {"adopted_date": days(2)}, {"adopted_date": days(0)}),
    "adopted_after_the_board": said("round", "decided", {"adopted_date": days(-5)}, {"adopted_date": days(0)},
                                    board_date=days(-1)),
}

MEETINGS: dict[str, Scene] = {
    "proposal_is_on_the_agenda": Scene(off_the_agenda),
    "meeting_has_a_day": plain("meeting", "day", "planned", days(3), None),
    "meeting_day_has_passed": Scene(has("meeting", "planned", day=days(-1)), values={"day": days(1)}),
    "meeting_has_no_place": plain("meeting", "place", "planned"),
    "round_of_meeting_is_not_published": Scene(also(has("meeting", "planned"), has("round", "compiled"))),
    "meeting_day_has_come": Scene(has("meeting", "called", day=days(4)), values={"day": days(0)}),
    "meeting_has_a_result": plain("meeting", "result", "result_draft"),
    "discussed_proposals_have_outcomes": Scene(also(
        has("meeting", "result_draft"), has("proposal", "discussed"), has("other", "discussed"))),
    "corrected_result_differs": said("meeting", "published", {"result": "Två områden."}, {"result": "Tre."}),
    "something_can_be_decided": Scene(undecidable),
    "some_cannot_be_decided": Scene(undecidable),
    "result_will_be_whole": Scene(unfinished_result),
    "publishing_is_ahead": said("decision_set", "draft", {"publish_on": days(-1), "publish_time": "09:00"},
                                {"publish_on": days(2)}),
    "plan_is_not_adopted": Scene(also(has("decision_set", "published"), has("round", "adopted"))),
    "something_can_be_taken_back": Scene(decided, final=True),
    "some_have_gone_on": Scene(decided, final=True),
}

BALLOTS: dict[str, Scene] = {
    "members_lack_votes": Scene(only_norra, final=True),
    "vote_differs_from_what_is_cast": Scene(marked(2, 3, "cast"), "recast"),
    "vote_follows_the_method": Scene(marked(9, 3)),
    "vote_has_something_left": Scene(marked(2, 3, dots=3)),
    "ballot_has_last_day": plain("ballot", "closes", "planned", days(3), None),
    "ballot_last_day_is_ahead": Scene(has("ballot", "planned", closes=days(-1)), values={"closes": days(3)}),
    "new_last_day_of_ballot_is_ahead": said("ballot", "open", {"closes": days(-1)}, {"closes": days(3)}),
    "ballot_last_day_is_over": waits("ballot", "open"),
    "round_of_ballot_is_published": Scene(also(has("ballot", "planned"), has("round", "compiled"))),
    "ballot_has_proposals": Scene(also(has("ballot", "planned"), has("proposal", "returned"), has("other", "draft"))),
    "ballot_closes_early": Scene(has("ballot", "open")),
    "members_have_not_voted": Scene(also(has("ballot", "open"), has("vote", "draft"))),
    "members_lack_representatives": Scene(has("ballot", "planned")),
    "vote_says_something": plain("vote", "marks", "draft", (Mark("x", 1),), ()),
    "voter_is_a_member": Scene(also(has("vote", "draft"), stranger), values={"to_date": None}),
}

PROJECTS: dict[str, Scene] = {
    "says_why": plain("project", "purpose", "planned"),
    "last_day_is_ahead": plain("project", "last_day", "planned", days(3), None),
    "new_last_day_is_later": said("project", "inviting", {"last_day": days(1)}, {"last_day": days(40)}),
    "fee_has_its_reason": said("project", "inviting", {"fee": 1}, {"fee_reason": "Vi valde det."}, told=False,
                               expected_people=20, fee_spans=(FeeSpan(1, 9, 30_000),)),
    "fee_is_another": said("project", "confirmed", {"fee": 20_000}, {"fee": 5}),
    "terms_are_clear": said("project", "planned", {"charges": (Charge(7, 10), Charge(7, 50))},
                            {"charges": (Charge(7, 10),)}),
    "terms_are_new": said("project", "planned", {"terms_text": "Text", "charges": (Charge(7, 10),)},
                          {"terms_text": "Annat"}, terms=(Terms(1, "Text", (Charge(7, 10),)),)),
    "has_least_organisations": Scene(also(has("project", "inviting", least_organisations=1),
                                          has("registration", "submitted")), values={"least_organisations": 0}),
    "has_content_leader": Scene(has("project", "confirmed")),
    "has_process_leader": Scene(has("project", "confirmed")),
    "format_has_leading_organisation": Scene(unled),
    "format_has_participants": Scene(too_few_members, values={"format": "project"}),
    "has_no_evaluation": Scene(has("project", "evaluating")),
    "format_has_room_this_year": Scene(full_year, values={"format": "project"}),
    "has_confirmed_registration": Scene(also(has("project", "confirmed"), has("registration", "submitted"))),
    "occasions_are_documented": Scene(also(has("project", "evaluating"), has("workshop", "held"))),
    "expected_results_are_rated": plain("project", "expected_results", "evaluating",
                                        (ExpectedResult("Bättre", "reached"),), (ExpectedResult("Bättre"),)),
    "figures_can_be_computed": Scene(also(has("project", "evaluating"), has("workshop", "held")),
                                     values={"attendance": 9}),
    "expects_no_results": plain("project", "expected_results", "planned", (ExpectedResult("Bättre"),), ()),
    "names_no_target_group": plain("project", "target_group", "planned"),
    "has_no_fee_yet": plain("project", "fee", "planned", 5, None),
    "has_no_occasions": Scene(lambda on: [
        on.project["workshops"].remove(on.workshop.__name__), on.put("project", "planned")][1]),
    "has_no_leader_yet": Scene(has("project", "planned")),
    "last_day_has_not_passed": Scene(has("project", "inviting")),
    "occasions_remain": Scene(also(has("project", "running"), has("workshop", "registration_closed", starts=days(0)))),
    "team_is_named": Scene(alone, values={"co_organisations": ("Verket",)}),
}

WORKSHOPS: dict[str, Scene] = {
    "project_is_published": Scene(also(has("workshop", "planned"), has("project", "planned"))),
    "has_day": plain("workshop", "starts", "announced", days(3), None),
    "has_mode": plain("workshop", "mode", "announced", "digital"),
    "day_is_ahead": Scene(has("workshop", "announced", starts=days(-1)), values={"starts": days(3)}),
    "day_has_come": Scene(has("workshop", "registration_closed"), values={"starts": days(0)}),
    "has_documentation": plain("workshop", "documentation", "held"),
    "has_attendance": Scene(has("workshop", "held"), values={"attendance": 9}),
    "something_moves": said("workshop", "open", {"reason": "x"}, {"starts": days(50)}),
    "ends_after_it_starts": said("workshop", "open", {"ends": days(1)}, {"ends": days(31)}),
    "places_are_not_taken": Scene(crowded_places, facts={"capacity": 1}, values={"capacity": 9}, told=True),
    "mode_differs": said("workshop", "open", {"mode": "physical"}, {"mode": "digital"}),
    "day_is_undecided": plain("workshop", "starts", "planned", days(3), None),
    "place_is_undecided": plain("workshop", "place", "planned"),
    "title_is_undecided": plain("workshop", "title", "planned"),
    "homework_is_set": plain("workshop", "homework", "announced"),
}

REGISTRATIONS: dict[str, Scene] = {
    "project_takes_registrations": Scene(has("registration", "draft")),
    "project_is_not_over": over("registration", has("project", "cancelled"), state="submitted"),
    "organisation_may_register": Scene(gone_organisation("registration"), values={"to_date": None}),
    "contact_is_named": plain("registration", "contact_name", "draft"),
    "new_contact_is_named": said("registration", "confirmed", {"contact_email": "x"},
                                 {"contact_email": "ny@norra.example"}),
    "number_fits": plain("registration", "planned", "draft", 2, 99),
    "invoice_is_complete": plain("registration", "legal_name", "draft"),
    "terms_are_accepted": plain("registration", "terms", "draft", 1, 0),
    "manager_is_named": plain("registration", "manager_name", "draft"),
    "approval_is_not_ahead": said("registration", "draft", {"approved_on": days(2)}, {"approved_on": days(0)}),
    "last_day_is_over": Scene(also(has("registration", "draft"), has("project", "inviting"))),
    "last_day_is_not_over": Scene(also(has("registration", "confirmed"), has("project", "inviting",
                                                                              last_day=days(-1)))),
    "people_have_names": said("registration", "confirmed", {"people": (Participant("a" * 16, "Eva"),)},
                              {"people": (person("Eva Ek"),)}),
    "people_are_not_too_many": said("registration", "confirmed", {"people": tuple(map(person, "abcdefgh"))},
                                    {"people": (person("Eva Ek"),)}),
    "nobody_is_named": over("registration", state="confirmed"),
    "project_has_a_decided_fee": Scene(also(has("registration", "confirmed"), has("project", "inviting"))),
    "manager_is_the_contact": Scene(has("registration", "draft", manager_email="kim@norra.example"),
                                    values={"manager_email": "annan@norra.example"}),
    "contact_gets_an_account": Scene(has("registration", "submitted"), values={"contact_email": "maja@norra.example"}),
    "contact_is_somebody_elsewhere": Scene(also(has("registration", "draft"), has(
        "organisation", domains=("region.example",))), values={"contact_email": "kim@region.example"}),
    "no_one_with_a_place_is_left_out": Scene(taking_off, facts={"people": ()}, told=True),
    "homework_can_be_handed_in": over("submission", has("project", "closed"), state="draft"),
    "is_one_of_those_who_take_part": Scene(also(has("submission", "draft"), has("registration", "submitted"))),
    "something_is_handed_in": plain("submission", "text", "draft"),
    "homework_is_late": Scene(also(has("submission", "draft"), has(
        "workshop", "announced", homework_due=days(-1))), values={"homework_due": days(4)}),
    "somebody_has_not_handed_in": over("workshop", has("registration", "confirmed"), has(
        "submission", "handed_in"), state="announced"),
}

PARTICIPATIONS: dict[str, Scene] = {
    "occasion_takes_sign_ups": Scene(also(has("participation", "invited"), has("workshop", "announced"))),
    "organisation_takes_part": Scene(also(has("participation", "invited"), has("registration", "submitted"))),
    "organisation_has_room": Scene(crowded, values={"most_each": 4}),
    "place_is_free": Scene(full),
    "occasion_is_full": Scene(also(has("participation", "invited"), has("registration", "confirmed"),
                                   has("workshop", "open", capacity=9))),
    "is_first_in_the_queue": Scene(queue_of_two),
    "offer_still_holds": Scene(lambda on: [on.put("workshop", "open"), on.put(
        "participation", "offered", offer_ends=clock.now() - timedelta(hours=1))][1]),
    "occasion_is_ahead": over("participation", has("workshop", "held"), state="registered"),
    "occasion_has_come": Scene(also(has("participation", "registered"), has("workshop", "open"))),
    "occasion_is_not_closed": over("participation", has("workshop", "closed"), state="registered"),
    "substitute_can_come": said("participation", "registered", {"substitute": substitute("Nils Ny", "x")},
                                {"substitute": substitute("Nils Ny", "nils@norra.example")}),
    "person_is_on_the_list": Scene(unlisted),
    "confirmation_is_asked_for": over("participation", state="registered"),
    "needs_are_kept": over("participation", state="registered"),
}

SURVEYS: dict[str, Scene] = {
    "is_somebody_else": Scene(own_account),
    "reminding_singles_nobody_out": Scene(answered(1, 9), final=True),
    "somebody_has_not_answered": Scene(answered(3, 3), final=True),
    "survey_asks_too_few": Scene(few_named),
    "survey_has_questions": plain("survey", "questions", "draft", (Question("Vad?"),), ()),
    "survey_has_last_day": plain("survey", "closes", "draft", days(3), None),
    "new_last_day_of_survey_is_ahead": said("survey", "closed", {"closes": days(-1)}, {"closes": days(3)}),
    "somebody_is_asked": Scene(asked_about),
    "survey_last_day_is_over": waits("survey", "open"),
    "survey_closes_early": Scene(has("survey", "open")),
    "organisation_is_asked": over("survey", state="open"),
    "reply_fits": said("survey", "open", {"reply": "x"}, {"reply": None}),
    "survey_has_too_few_answers": Scene(answered(1, 9), final=True),
    "page_has_text": plain("page", "body", "draft"),
    "last_day_is_not_ahead": said("organisation", "active", {"to_date": days(3)}, {"to_date": days(0)}),
}

OFFICE: dict[str, Scene] = {
    "every_appointment_is_answered": Scene(unanswered),
    "some_answered_about_themselves": Scene(about_oneself),
    "is_not_erased": over("person", state="locked", erased_at=clock.now()),
}

SCENES: dict[str, Scene] = {
    **PROPOSALS, **ROUNDS, **MEETINGS, **BALLOTS, **PROJECTS, **WORKSHOPS, **REGISTRATIONS, **PARTICIPATIONS, **SURVEYS,
    **OFFICE}
