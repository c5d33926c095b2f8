"""What an organisation has sent and received in a year, seen with the eyes of its representative and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from re import sub
from typing import Any

from pyramid.renderers import render

from ..clock import local_day
from ..content.item import Item
from ..content.participation.model import answers_of
from ..documents.minutes import Minutes, Piece
from ..documents.parcel import Enclosed, as_json, file_path, parcel
from ..documents.press import NO_LIBRARY, Printed
from ..history.checkpoints import control_number
from ..history.timeline import timeline
from ..i18n import _
from ..people.appointments import MEMBERSHIP, Ground
from ..people.organisation import MEMBER, PARTNER
from ..plain import plain
from ..security.actor import ANYONE, SIGNED_IN, Actor
from ..security.permissions import Permission
from ..web.telling import field_title, sentence
from ..web.values import value_in_words
from ..web.words import say
from .finding import all_letters, everything
from .redaction import comparable, names_in

TEMPLATE = "reglab_workflow.templates:documents/record.pt"
OWN = ("proposal", "registration", "submission", "vote")
"""The types of what an organisation sends."""

README = _(
    "All that ${organisation} has sent to and received from the network in ${year}: proposals with texts, files, "
    "outcomes and reasons, registrations with the number of participants, fees, homework, answers to follow-ups, and "
    "letters.\n\n"
    "Each thing is a PDF/A file for reading and keeping, with letters together in one and answers to follow-ups in "
    "another, and all of it stands in data.json for programs (UTF-8; times in UTC). The folder files holds attachments "
    "as they were sent.\n\n"
    "It holds what the organisation itself may see, and nothing of others.")

CONTROLLED = _(
    "Control number: ${number}. It stands for all that had happened on the site until the latest sealing. Compare it "
    "with the one that the office has published, and nobody can have changed the history since.")


class Eyes:
    """A request as the organisation would make it: the same site and language, its own rights."""

    def __init__(self, request: Any, organisation: Any) -> None:
        self.request = request
        self.actor = representative_of(organisation)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.request, name)

    def may(self, permission: str, place: Any) -> bool:
        """Whether the organisation may, and whoever asks for it too: the office does not read others' drafts here."""
        rights = self.request.rights
        return bool(rights.may(self.actor, permission, place) and rights.may(self.request.actor, permission, place))


def representative_of(organisation: Any) -> Actor:
    """Somebody who speaks for the organisation and is nothing else."""
    names = [ANYONE, SIGNED_IN, f"org:{organisation.uid}", f"representative@{organisation.uid}"]
    names += [organisation.kind] if organisation.kind in (MEMBER, PARTNER) else []
    held = {name: Ground(name, MEMBERSHIP, subject=organisation.uid) for name in names}
    return Actor(name=organisation.title, organisation=organisation.uid, principals=held)


@dataclass(frozen=True)
class Sent:
    """One thing that was sent, with what may be told of it."""

    item: Any
    kind: str
    fields: tuple[tuple[str, str, Any], ...]
    events: tuple[tuple[datetime, str], ...]
    files: tuple[Any, ...]
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What it is called; a registration and homework bear the organisation's name, so they say what for."""
        around = {"registration": "project", "submission": "workshop"}.get(self.item.type_name)
        return str(getattr(self.item, around).title if around else self.item.title)


def years_of(organisation: Any) -> list[int]:
    """The years in which anything was sent, the latest first."""
    found = {local_day(each.created).year for each in _own(organisation)}
    return sorted(found | {local_day(organisation.created).year}, reverse=True)


def sent_in(eyes: Eyes, organisation: Any, year: int) -> list[Sent]:
    """What was sent, or went on, in a year, as far as the organisation may see it."""
    found = (each for each in _own(organisation) if eyes.may(Permission.VIEW, each))
    told = (_sent(eyes, each) for each in found)
    return sorted((each for each in told if local_day(each.item.created).year == year
                   or any(local_day(at).year == year for at, _text in each.events)),
                  key=lambda each: (each.kind, each.item.created))


def letters_in(eyes: Eyes, organisation: Any, year: int) -> list[Any]:
    """The letters of a year that went to the organisation's people and contacts, about what it may see.

    What somebody was sent for a role in another's matter, or about the own account, is not the organisation's.
    """
    site = organisation.site
    people = {each.uid for each in site["people"].values() if each.organisation == organisation.uid}
    own = {each.uid for each in _own(organisation)}
    found = []
    for letter in all_letters(site):
        about = site.by_uid(letter.about_uid) if local_day(letter.created).year == year else None
        contacts = _contacts_of(about) if about is not None and about.uid in own else frozenset()
        to_them = any(each.person in people or comparable(each.address) in contacts for each in letter.receivers)
        if about is not None and to_them and eyes.may(Permission.VIEW, about):
            found.append(letter)
    return sorted(found, key=lambda each: each.created)


def _contacts_of(item: Any) -> frozenset[str]:
    """The addresses of those who answer for what was sent, with an account or without; participants do not."""
    named = [each.address for each in names_in(item.type_name, item.values_of()) if each.group != "people"]
    return frozenset(map(comparable, filter(None, named)))


@dataclass(frozen=True)
class Paper:
    """One PDF of the parcel: its path there, what it is called, and the page that it is made of."""

    path: str
    title: str
    page: str


def papers(eyes: Eyes, organisation: Any, year: int, sent: list[Sent]) -> list[Paper]:
    """Each thing on a paper of its own, then the letters and the answers to follow-ups."""
    made = [Paper(file_path(each.item.type_name, f"{each.title[:60]}.pdf", each.item.uid),
                  f"{each.kind}: {each.title}", _page(eyes, _record(eyes, each))) for each in sent]
    letters = [Piece(f"{eyes.day(each.created)}: {each.subject}", text=each.text)
               for each in letters_in(eyes, organisation, year)]
    replies = [Piece(f"{eyes.day(each['day'])}: {each['project']}, {each['survey']}", text="\n\n".join(
        f"{said['question']}\n{value_of(said['answer'])}" for said in each["answers"]))
        for each in replies_in(eyes, organisation, year)]
    for path, title, pieces in (("letters.pdf", say(eyes, _("Letters")), letters),
                                ("replies.pdf", say(eyes, _("Answers to follow-ups")), replies)):
        if pieces:
            made.append(Paper(path, title, _page(eyes, Minutes(
                f"{title} {year}", organisation.title, pieces=tuple(pieces)))))
    return made


def value_of(answer: Any) -> str:
    """An answer as text."""
    return ", ".join(answer) if isinstance(answer, list) else "–" if answer in (None, "") else str(answer)


def _page(eyes: Eyes, record: Minutes) -> str:
    told: str = render(TEMPLATE, {"minutes": record, "language": eyes.locale_name}, eyes.request)
    return told


def printed(eyes: Eyes, made: list[Paper]) -> list[Printed]:
    """How far each PDF has come; those that are not there are begun."""
    return [eyes.registry.reglab_press.asked(each.page) for each in made]


def waits(found: list[Printed]) -> int:
    """How many are still being made."""
    return sum(each.ready is None and not each.failed for each in found)


def lacks_library(found: list[Printed]) -> bool:
    """Whether nothing here can make a PDF."""
    return any(each.failed == NO_LIBRARY for each in found)


def organisation_parcel(eyes: Eyes, organisation: Any, year: int) -> bytes:
    """Everything of a year as one file; PDFs that could not be made are left out, and the data has it all."""
    sent = sent_in(eyes, organisation, year)
    made = papers(eyes, organisation, year, sent)
    enclosed = [Enclosed("data.json", say(eyes, _("Everything, as data")), as_json(
        {"organisation": organisation.title, "year": year, "sent": [_data(each) for each in sent],
         "replies": replies_in(eyes, organisation, year), "control": control_number(organisation.site),
         "letters": [_letter(each) for each in letters_in(eyes, organisation, year)]}))]
    enclosed += [Enclosed(each.path, each.title, pdf.ready.read_bytes())
                 for each, pdf in zip(made, printed(eyes, made), strict=True) if pdf.ready is not None]
    enclosed += [Enclosed(file_path("files", file.filename, file.uid), file.title, file.content())
                 for each in sent for file in each.files]
    title = say(eyes, _("${organisation}: sent and received in ${year}", mapping={
        "organisation": organisation.title, "year": str(year)}))
    readme = say(eyes, _(str(README), mapping={"organisation": organisation.title, "year": str(year)}))
    control = control_number(organisation.site)
    if control:
        readme += "\n\n" + say(eyes, _(str(CONTROLLED), mapping={"number": control}))
    return parcel(title, readme, eyes.locale_name, enclosed)


def replies_in(eyes: Eyes, organisation: Any, year: int) -> list[dict[str, Any]]:
    """What the organisation has answered to follow-ups in a year, as far as it may see them; who wrote it stays out."""
    found = []
    for survey in everything(organisation.site):
        reply = survey.reply_of(organisation.uid) if survey.type_name == "survey" else None
        if reply is not None and reply.day.year == year and eyes.may(Permission.VIEW, survey):
            found.append({"survey": survey.title, "project": survey.project.title, "day": reply.day, "answers": [
                {"question": each.text, "answer": plain(reply.value(key))} for key, each in survey.numbered()]})
    return found


def _own(organisation: Any) -> Iterator[Item]:
    """What the organisation sends: its proposals, those it sends with others too, and what belongs to it."""
    uid = organisation.uid
    for item in everything(organisation.site):
        if item.type_name == "proposal":
            if uid in item.sending():
                yield item
        elif item.type_name in OWN and getattr(item, "organisation", "") == uid:
            yield item


def _sent(eyes: Eyes, item: Any) -> Sent:
    hidden = {*item.untold, *(() if eyes.may(Permission.VIEW_INTERNAL, item) else item.internal)}
    fields = tuple(
        (name, field_title(eyes, item, name), value_in_words(eyes, item, name, plain(getattr(item, name))))
        for name in item.fields if name not in hidden and getattr(item, name) not in (None, "", (), False))
    lines = timeline(item, eyes.actor, eyes.rulebook).lines if eyes.may(Permission.VIEW_HISTORY, item) else ()
    flat = [inner for line in lines for inner in (line.folded or (line,))]
    told = tuple((line.at, _plain_text(sentence(eyes, item, line))) for line in sorted(flat, key=lambda each: each.at))
    folder = item.get("files") if hasattr(item, "children") else None
    files = tuple(each for each in (folder.values() if folder is not None else ()) if eyes.may(each.permission, each))
    kind = say(eyes, eyes.rulebook.engine(item).workflow.title)
    return Sent(item, kind, fields, told, files, tuple(_extra(eyes, item)))


def _extra(eyes: Eyes, item: Any) -> Iterator[tuple[str, str]]:
    yield say(eyes, _("State")), say(eyes, eyes.rulebook.engine(item).state_of(item).title)
    if item.type_name == "registration":
        yield say(eyes, _("Learning project")), str(item.project.title)
        for workshop in item.project["workshops"].values():
            came = sum(each.state == "attended" for each in answers_of(item, workshop))
            if eyes.may(Permission.VIEW, workshop):
                yield str(workshop.title), eyes.plural("${n} took part", "${n} took part", came)


def _record(eyes: Eyes, each: Sent) -> Minutes:
    """One thing as a document: what it says, and what has happened to it."""
    pieces = [Piece(title, text=text) for name, title, text in each.fields if name != "title"]
    happened = "\n".join(f"- {eyes.day(at)}: {text}" for at, text in each.events)
    history = [Piece(say(eyes, _("What has happened")), text=happened)] if happened else []
    return Minutes(each.title, each.kind, each.extra, (*pieces, *history))


def _data(each: Sent) -> dict[str, Any]:
    return {"id": each.item.uid, "type": each.item.type_name, "title": each.item.title, "state": each.item.state,
            "created": each.item.created, "fields": {name: text for name, _title, text in each.fields},
            "more": dict(each.extra), "events": [{"at": at, "what": text} for at, text in each.events],
            "files": [{"name": file.filename, "path": file_path("files", file.filename, file.uid)}
                      for file in each.files]}


def _letter(letter: Any) -> dict[str, Any]:
    return {"at": letter.created, "kind": letter.kind, "subject": letter.subject, "text": letter.text}


def _plain_text(html: str) -> str:
    return unescape(sub(r"<[^>]*>", "", str(html)))
