"""Scenes in which a guard says no, and what whoever mends it would write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from learning_group import person
from reglab_workflow import clock
from reglab_workflow.content.ballot.model import Mark
from reglab_workflow.content.decision_set.model import Result, Row
from reglab_workflow.content.registration.model import Participant
from reglab_workflow.documents.edition import whole_edition
from reglab_workflow.security.actor import system
from remedy_stage import On, days, helper

Build = Callable[[On], Any]


@dataclass(frozen=True)
class Scene:
    """How a guard comes to say no to a step; ``final`` where nothing changes that, ``facts`` are what is told."""

    build: Build
    step: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    told: bool = False
    final: bool = False
    by_system: bool = False


def has(name: str, state: str = "", **values: Any) -> Build:
    """The item is in a state, with these values."""
    return lambda on: on.put(name, state, **values)


def also(build: Build, *others: Build) -> Build:
    """The item as the first says, with the others done before."""
    def whole(on: On) -> Any:
        for each in others:
            each(on)
        return build(on)
    return whole


def plain(name: str, wanted: str, state: str = "", value: Any = "x", without: Any = "", **values: Any) -> Scene:
    """A field is empty, and then it is not."""
    return Scene(has(name, state, **{wanted: without}, **values), values={wanted: value})


def waits(name: str, state: str, **values: Any) -> Scene:
    """The system waits for a day."""
    return Scene(has(name, state, **values), by_system=True)


def said(name: str, state: str, facts: Mapping[str, Any], values: Mapping[str, Any], told: bool = True,
         **had: Any) -> Scene:
    """Something wrong is told in the form, and then something right."""
    return Scene(has(name, state, **had), facts=facts, values=values, told=told)


def over(name: str, *before: Build, state: str = "", facts: Mapping[str, Any] | None = None, **values: Any) -> Scene:
    """Nothing changes it any more."""
    return Scene(also(has(name, state, **values), *before), final=True, facts=facts or {}, told=facts is not None)


def stranger(on: On) -> None:
    """Norra is no member any more."""
    on.put("organisation", to_date=days(-1))


def alone(on: On) -> Any:
    """A registration in a project whose format wants teams."""
    on.put("project", format="team")
    return on.put("registration", "draft")


def gone_organisation(name: str) -> Build:
    """Whatever it is, its organisation has left."""
    return also(has(name), stranger)


def too_few_members(on: On) -> Any:
    """A try-out that nobody takes part in besides the organisation that leads."""
    on.put("registration", "submitted")
    return on.put("project", "confirmed", format="try_out", leading=on.stage.ostra)


def unled(on: On) -> Any:
    """A try-out without an organisation that leads."""
    on.values["leading"] = on.stage.norra
    return on.put("project", "planned", format="try_out")


def without_organisation(on: On) -> Any:
    """A proposal that the office has written down and that names no sender."""
    on.values["organisation"] = on.stage.norra
    return on.put("proposal", "draft", organisation="", taken_in=True)


def asked_too(on: On) -> Any:
    """Another organisation has been asked to send the proposal too."""
    on.values["co_senders"] = ()
    return on.put("proposal", "draft", co_senders=(on.stage.sodra,), taken_in=False)


def into_itself(on: On) -> Any:
    """A proposal is to be merged into itself."""
    on.facts["target"], on.values["target"] = on.proposal.uid, on.other.uid
    return on.put("proposal", "submitted")


def own_account(on: On) -> Any:
    """Somebody at the office wants to lock the own account."""
    on.actor = replace(helper("office", "office"), person=on.person.uid)
    return on.put("person", "active")


def only_norra(on: On) -> Any:
    """Every member has a vote already."""
    for uid in (on.stage.sodra, on.stage.ostra):
        on.site.by_uid(uid).to_date = days(-1)
    return on.put("ballot", "open")


def off_the_agenda(on: On) -> Any:
    """A proposal is to be taken up that is not on the agenda."""
    on.facts["current"], on.values["current"] = on.other.uid, on.proposal.uid
    return on.put("meeting", "in_session", agenda=(on.proposal.uid,))


def issued(on: On) -> Any:
    """The booklet has just been issued."""
    on.round.keep_issue(whole_edition(on.round).canonical(), clock.now())
    return on.put("round", "published")


def marked(before: int, after: int, state: str = "draft", **ballot: Any) -> Build:
    """A vote that gives the proposal so many dots, and should give it so many others."""
    def build(on: On) -> Any:
        uid = on.proposal.uid
        on.put("ballot", "open", **ballot)
        on.values["marks"] = (Mark(uid, after),)
        return on.put("vote", state, marks=(Mark(uid, before),), cast_marks=(Mark(uid, before),))
    return build


def full_year(on: On) -> Any:
    """As many try-outs as one year allows have begun."""
    from reglab_workflow.content.acts import Acts

    acts = Acts(on.stage.rulebook, on.site, system("test"))
    for number in range(2):
        made = acts.create(on.site["projects"], "project", {"title": f"Prov {number}", "format": "try_out"})
        made.state, made.invited = "inviting", days(0)
    return on.put("project", "planned", format="try_out")


def decided(on: On) -> Any:
    """A set that has been published, and what it did has been changed since."""
    uid = on.proposal.uid
    return on.put("decision_set", "published", results=(Result(uid, True, "discussed", at=clock.now()),))


def with_rows(*rows: Row, **values: Any) -> Build:
    """A draft of a set with these rows."""
    return has("decision_set", "draft", rows=rows, **values)


def undecidable(on: On) -> Any:
    """A set about a proposal that is back with its sender; another could be decided."""
    on.actor = helper("office", "office")
    on.put("proposal", "returned")
    on.put("other", "discussed")
    on.values["rows"] = (Row(on.other.uid),)
    return on.put("decision_set", "draft")


def unfinished_result(on: On) -> Any:
    """A set that is to publish the result while another proposal has no outcome."""
    on.actor = helper("office", "office")
    on.put("round", "discussed")
    on.put("proposal", "discussed")
    on.put("other", "discussed")
    on.values["rows"] = (Row(on.proposal.uid), Row(on.other.uid))
    return on.put("decision_set", "draft", with_result=True)


def merged_into(on: On) -> Any:
    """Another proposal has been merged into this one."""
    on.put("other", "merged", target=on.proposal.uid, came_from="submitted")
    return on.put("proposal", "submitted", absorbed=(on.other.uid,))


def carried(on: On) -> Any:
    """The next round holds the proposal already."""
    from reglab_workflow.content.acts import Acts

    acts = Acts(on.stage.rulebook, on.site, system("test"))
    later = acts.create(on.site["rounds"], "round", {"title": "Nästa", "year": 2028})
    later.state = "open"
    acts.create(later["proposals"], "proposal", {"title": "Igen", "follows": on.proposal.uid})
    return on.put("proposal", "parked")


def queue_of_two(on: On) -> Any:
    """A colleague came before."""
    on.put("workshop", "open", capacity=0)
    on.put("colleague", "waiting", arrived=1)
    return on.put("participation", "waiting", arrived=2)


def crowded(on: On) -> Any:
    """The organisation has sent as many as it may."""
    on.put("registration", "confirmed")
    on.put("workshop", "open", most_each=1)
    on.put("colleague", "registered")
    return on.put("participation", "invited")


def full(on: On) -> Any:
    """Every place is taken."""
    on.put("registration", "confirmed")
    on.put("workshop", "open", capacity=1)
    on.put("colleague", "registered")
    return on.put("participation", "invited")


def unlisted(on: On) -> Any:
    """The person has been taken off the list."""
    on.put("registration", "confirmed", people=(person("Ulf Ulv"),))
    on.values["people"] = (person("Ulf Ulv"), person("Eva Ek"))
    return on.put("participation", "invited")


def taking_off(on: On) -> Any:
    """Somebody with a place is to be taken off the list."""
    on.put("workshop", "open")
    on.put("participation", "registered")
    on.values["people"] = (person("Ulf Ulv"), person("Eva Ek"))
    return on.put("registration", "confirmed")


def substitute(name: str, email: str) -> Any:
    """A colleague as the form tells."""
    one = person(name)
    return Participant(one.key, name, email)


def crowded_places(on: On) -> Any:
    """Two people have a place."""
    on.put("participation", "registered")
    on.put("colleague", "registered")
    return on.put("workshop", "open", capacity=5)


def asked_about(on: On) -> Any:
    """An evaluation of an occasion to which nobody has come."""
    on.put("registration", "confirmed")
    on.put("workshop", "held", starts=days(0))
    on.put("participation", "invited")
    on.put("colleague", "invited")
    return on.put("survey", "draft", occasion=on.workshop.uid)


def answered(number: int, asked: int) -> Build:
    """A survey that so many of those who were asked have answered."""
    def build(on: On) -> Any:
        survey = on.put("survey", "open", asked=tuple(f"x:{place}" for place in range(asked)))
        for place in range(number):
            survey.pot.put(f"x:{place}", {})
        return survey
    return build


def few_named(on: On) -> Any:
    """An evaluation that only two are asked."""
    on.values["people"] = tuple(map(person, "abcde"))
    on.put("registration", "confirmed")
    return on.put("survey", "draft")


def unanswered(on: On) -> Any:
    """A review has begun, and nobody has answered about any appointment."""
    on.put("review", asked=tuple(each.uid for each in on.site.appointments.all()))
    return on.review


def about_oneself(on: On) -> Any:
    """Somebody at the office has confirmed the own appointment."""
    from reglab_workflow.content.acts import Acts
    from reglab_workflow.content.review.answering import answer

    review = unanswered(on)
    own = on.site["people"][on.stage.people[on.stage.OFFICE]]
    acts = Acts(on.stage.rulebook, on.site, replace(helper("office", "office"), person=own.uid))
    answer(acts, review, next(each.uid for each in on.site.appointments.of_person(own.uid)), "confirmed")
    return review
