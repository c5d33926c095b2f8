"""The questions about one item: who could see it, which letters went out about it, and what happened to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .. import clock
from ..i18n import _
from ..mail.letter import Status
from ..people.appointments import APPOINTMENT, MEMBERSHIP
from ..people.organisation import organisation_by_uid
from ..security.actor import ANYONE, SIGNED_IN
from ..web.words import name_of, roles_in_words, say
from .cells import Cell
from .question_fields import FROM_THE_BEGINNING, ITEM, RIGHT, UNTIL
from .questions import Asking, Finding, NotUnderstood, Question, Row
from .span import event_cell, moment_cell, row_of, table
from .timeline import timeline
from .who_could import Stretch, TooMuch, WhoCould, who_could

ALL = {ANYONE: _("Anyone"), SIGNED_IN: _("Everybody with an account")}


# -- who could ---------------------------------------------------------------------------------------------------


def who_could_do(asking: Asking) -> Finding:
    """Everybody who could do something with an item: from when to when, in which role, on what ground."""
    request, item = asking.request, asking.value("item")
    begin = max(asking.begin, item.created)
    try:
        found = who_could(request.rulebook, asking.site, item, asking.value("what"), begin, asking.end)
    except TooMuch as objection:
        raise NotUnderstood(_("Rights changed or could have changed at ${n} moments between these days, which is more "
                              "than one answer is worked out for. Choose fewer days.",
                              mapping={"n": objection.moments})) from objection
    told = sorted(found.stretches, key=lambda each: (each.since, _who(request, each).text.casefold()))
    rows = [_stretch_row(request, each, begin) for each in told if begin <= asking.end]
    columns = (_("Who"), _("From"), _("Until"), _("Why"), _("Began with"), _("Ended with"))
    return Finding(
        tuple(say(request, each) for each in columns), tuple(rows),
        request.plural("The rights were worked out at ${n} moment.", "The rights were worked out at ${n} moments.",
                       found.moments),
        tuple(_who_limits(request, found)),
        (("all", say(request, _("All of a kind"))), ("appointment", say(request, _("By appointment"))),
         ("membership", say(request, _("By organisation"))), ("account", say(request, _("As themselves")))),
        say(request, _("Nobody could, between these days.")))


def _stretch_row(request: Any, stretch: Stretch, begin: datetime) -> Row:
    since = moment_cell(request, stretch.since)
    if stretch.since == begin and stretch.began is None:
        since = Cell(say(request, _("${moment} or before", mapping={"moment": since.text})))
    until = moment_cell(request, stretch.until) if stretch.until is not None else \
        Cell(say(request, _("still so at the end of the days")))
    evidence = (event_cell(each) if each is not None else Cell("") for each in (stretch.began, stretch.ended))
    group = "all" if stretch.person in ALL else stretch.ground.source
    return Row((_who(request, stretch), since, until, Cell(_ground(request, stretch)), *evidence), group)


def _who(request: Any, stretch: Stretch) -> Cell:
    if stretch.person in ALL:
        return Cell(say(request, ALL[stretch.person]))
    person = request.site["people"].get(stretch.person)
    if person is None:
        return Cell(say(request, _("somebody whose account is gone")))
    return Cell(name_of(request, person), person.path)


def _ground(request: Any, stretch: Stretch) -> str:
    """The role, and what it rests on."""
    role, ground = request.rulebook.roles.get(stretch.role), stretch.ground
    told = say(request, role.of_one) if role is not None else stretch.role
    if ground.source == MEMBERSHIP:
        organisation = organisation_by_uid(request.site, ground.subject)
        title = organisation.title if organisation is not None else "–"
        return say(request, _("${role}, through ${organisation}", mapping={"role": told, "organisation": title}))
    if ground.source != APPOINTMENT:
        return told
    giver = request.site["people"].get(ground.given_by)
    names = {"role": told, "day": request.day(ground.since), "who": name_of(request, giver) if giver else ""}
    return say(request, _("${role}, by an appointment from ${day} that ${who} gave", mapping=names) if giver
               else _("${role}, by an appointment from ${day}", mapping=names))


def _who_limits(request: Any, found: WhoCould) -> list[str]:
    limits = [
        _("People with an account are counted. Whoever has had a copy by letter, in a file or on paper is not seen "
          "here: ask which letters went out about it, and who took out personal data."),
        _("That somebody could does not say that he or she did."),
        _("A step is counted by role and state. What else stops it that day, such as a missing text, is not."),
    ]
    told = [say(request, each) for each in limits]
    if found.by_link:
        told.insert(0, say(request, _(
            "Whoever bore a link in a letter could as well, with or without an account: ${roles}.",
            mapping={"roles": roles_in_words(request, tuple(sorted(found.by_link)))})))
    return told


# -- letters -----------------------------------------------------------------------------------------------------


def letters(asking: Asking) -> Finding:
    """Which letters about an item went to whom, when, and whether they arrived."""
    request, item = asking.request, asking.value("item")
    may_read = bool(asking.rights.may(request.actor, "view_letters", item))
    rows, hidden, read = [], 0, 0
    for entry in reversed(item.events):
        at = entry.at
        if at < asking.begin:
            break
        read += 1
        if at > asking.end or not entry.core["kind"].startswith("letter"):
            continue
        if not may_read:
            hidden += 1
        else:
            rows.append(_letter_row(request, entry, at))
    columns = (_("When"), _("Letter"), _("To"), _("What became of it"), _("Evidence"))
    limits = [say(request, each) for each in (
        _("That a letter was sent means that the receiver's mail server took it. Whether it was read is not known."),
        _("Letters that somebody wrote in a mail program of their own are not in the history."))]
    if hidden:
        limits.insert(0, request.plural("${n} row is not shown to you, because the letters are not yours to read.",
                                        "${n} rows are not shown to you, because the letters are not yours to read.",
                                        hidden))
    return Finding(
        tuple(say(request, each) for each in columns), tuple(rows),
        request.plural("${n} event was read for the answer.", "${n} events were read for the answer.", read),
        tuple(limits), (("written", say(request, _("Letters written"))), ("sent", say(request, _("Letters sent"))),
                        ("failed", say(request, _("Not delivered")))),
        say(request, _("No letter about it is in the history between these days.")))


def _letter_row(request: Any, entry: Any, at: datetime) -> Row:
    core, details = entry.core, entry.details
    letter = request.site.outbox.letter(core["letter"])
    subject = Cell(str(details.get("subject", "")), f"/letters/{core['letter']}" if letter is not None else "")
    if core["kind"] == "letter_queued":
        names = ", ".join(each.name or each.address for each in letter.receivers) if letter is not None else ""
        became, group = say(request, _("was written")), "written"
    else:
        names = _receiver(request, str(details.get("receiver", "")))
        failed = details.get("status") == Status.FAILED
        became = say(request, _("could not be delivered") if failed else _("was sent"))
        group = "failed" if failed else "sent"
    return Row((moment_cell(request, at), subject, Cell(names), Cell(became), event_cell(entry)), group)


def _receiver(request: Any, uid: str) -> str:
    person = request.site["people"].get(uid) if uid else None
    return name_of(request, person) if person is not None else say(request, _("a contact without an account"))


# -- what happened -----------------------------------------------------------------------------------------------


def what_happened(asking: Asking) -> Finding:
    """Everything that happened to an item in a span, with how it was before and after."""
    request, item = asking.request, asking.value("item")
    told = timeline(item, request.actor, request.rulebook)
    lines = [inner for line in told.lines for inner in (line.folded or (line,))]
    kept = [line for line in lines if asking.begin <= line.at <= asking.end]
    limits = [say(request, _("What somebody has read, without changing anything, is not in the history."))]
    if told.hidden:
        limits.insert(0, request.plural(
            "${n} event of the whole history is not shown to you: it is about letters or about what only the office "
            "reads.", "${n} events of the whole history are not shown to you: they are about letters or about what "
            "only the office reads.", told.hidden))
    rows = [*_now_and_then(asking, item), *(row_of(request, line, line.group) for line in kept)]
    groups = (("then", _("How it was")), ("states", _("States")), ("text", _("Text")), ("rights", _("Appointments")),
              ("people", _("People")), ("letters", _("Letters")), ("other", _("Other")))
    return table(request, rows, len(lines), limits, groups)


def _now_and_then(asking: Asking, item: Any) -> list[Row]:
    """Links to how it was the day after the span and the day before it."""
    request, empty = asking.request, Cell("")
    if item.site.by_uid(item.uid) is not item:
        return []
    oldest = max(item.created, asking.site.created)
    before = clock.local_day(max(asking.begin, oldest)) - timedelta(days=1)
    told = ((clock.local_day(asking.end), _("How it was on the last of the days")),
            (before, _("How it was the day before")))
    days = [(day, title) for day, title in told if clock.over(day) > oldest]
    return [Row((Cell(str(request.day(day))), Cell(say(request, title)),
                 Cell(name_of(request, item), f"/at/{day.isoformat()}{item.path}"), empty, empty), "then")
            for day, title in days]


QUESTIONS = (
    Question("who-could", _("Who could see or do something?"), _(
        "Everybody who could see an item, change it or take a step with it between two days: from when to when, and "
        "why."), (ITEM, RIGHT, FROM_THE_BEGINNING, UNTIL), who_could_do),
    Question("what-happened", _("What happened to it?"), _(
        "Every event of one item between two days, and how it was before and after."),
        (ITEM, FROM_THE_BEGINNING, UNTIL), what_happened),
    Question("letters", _("Which letters went out about it?"), _(
        "The letters about one item: to whom, when, and what became of them."),
        (ITEM, FROM_THE_BEGINNING, UNTIL), letters),
)

