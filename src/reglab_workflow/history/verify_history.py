#!/usr/bin/env python3
"""Checks an exported history: that nothing in it was changed, dropped, moved, added or cut off since it was sealed.

    python verify_history.py EXPORT [--key FINGERPRINT|FILE] [--control NUMBER] [--expect-total N] [--language sv]

It needs Python 3.9 or later and nothing of the site; signatures need the package ``cryptography``, and without it the
answer says what is then not proven. What the hashes show alone, somebody who rewrites everything could make anew:
compare the fingerprint, and a control number that was published, with the ones in the export.

Exit status: 0 everything is proven, 1 something is broken (the first place is named), 2 it could not all be checked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

FORMAT = "reglab history"
VERSION = 1
EXPORTED = 2
"""The form of an export; in the first nothing told who erased what, and what is left."""

CHECKPOINT, END = "reglab checkpoint", "reglab export"
NO_HASH = "0" * 64
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP, LETTER_BITS = 4, 4, 5
FINGERPRINT = 32
HEX = re.compile(r"[0-9a-f]*")
EVENT = re.compile(r"[0-9]{1,2}\.[0-9]{1,15}")
MOST = 10 ** 15
SALT = 32
NUMBERS = ("number", "first", "count", "total")


# -- hashes ---------------------------------------------------------------------------------------------------

def sha256(text: bytes) -> str:
    """The hash of a text, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def leaf(digest: str) -> bytes:
    """A leaf of the tree (RFC 6962): what stands for one event."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest()


def node(left: bytes, right: bytes) -> bytes:
    """What stands for two parts of the tree together."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tower:
    """Grows a tree leaf by leaf and remembers only the tops of its whole parts."""

    def __init__(self) -> None:
        self.parts: list[tuple[int, bytes]] = []

    def add(self, one: bytes) -> None:
        """Put a leaf to the right of all others."""
        size, top = 1, one
        while self.parts and self.parts[-1][0] == size:
            size, top = 2 * size, node(self.parts.pop()[1], top)
        self.parts.append((size, top))

    def root(self) -> str:
        """The hash of the whole tree, in hexadecimal."""
        if not self.parts:
            return sha256(b"")
        top = self.parts[-1][1]
        for _size, part in reversed(self.parts[:-1]):
            top = node(part, top)
        return top.hex()


def climb(one: bytes, index: int, count: int, proof: Iterable[str]) -> str | None:
    """The root that a leaf leads to with its proof; None when the proof has not the length that its place asks for."""
    last, top = count - 1, one
    for step in proof:
        if last == 0:
            return None
        if index & 1 or index == last:
            top = node(bytes.fromhex(step), top)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            top = node(top, bytes.fromhex(step))
        index, last = index >> 1, last >> 1
    return top.hex() if last == 0 else None


def fingerprint(public: str) -> str:
    """The short name of a public key."""
    return sha256(bytes.fromhex(public))[:FINGERPRINT]


def control_number(number: int, digest: str) -> str:
    """The number of a checkpoint and eighty bits of its hash, to be read aloud and printed under minutes."""
    bits = int(digest, 16) >> (256 - GROUPS * GROUP * LETTER_BITS)
    letters = "".join(LETTERS[bits >> LETTER_BITS * place & 31] for place in range(GROUPS * GROUP - 1, -1, -1))
    return "-".join([str(number), *(letters[start:start + GROUP] for start in range(0, len(letters), GROUP))])


def read_control(text: str) -> tuple[int, str] | None:
    """The number of the checkpoint and the control number as it is written; None for what can be none."""
    parts = re.sub(r"[\s–—-]+", "-", text.strip().upper()).strip("-").partition("-")
    letters = parts[2].replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
    if not re.fullmatch(r"0{0,14}[1-9][0-9]{0,14}", parts[0]) or len(letters) != GROUPS * GROUP:
        return None
    grouped = "-".join(letters[start:start + GROUP] for start in range(0, len(letters), GROUP))
    return int(parts[0]), f"{int(parts[0])}-{grouped}"


def salted(salt: str, text: str) -> str:
    """The hash that vouches for a text; empty for a salt of another length, which could hold the text's beginning."""
    return sha256(bytes.fromhex(salt) + text.encode()) if len(salt) == SALT else ""


def line_of(value: Mapping[str, Any]) -> bytes:
    """The one way a line of an export is written."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def signature_fits(public: str, signature: str, text: bytes) -> bool | None:
    """Whether the key has signed the text; None when ``cryptography`` is not installed."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    if not HEX.fullmatch(signature):  # the same number could be written in capitals
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


# -- the answer -----------------------------------------------------------------------------------------------

WORDS: dict[str, tuple[str, str]] = {
    "unreadable": ("this line cannot be read", "raden kan inte läsas"),
    "unloadable": ("what comes after it cannot be read from the database: {why}",
                   "det som kommer efter den kan inte läsas ur databasen: {why}"),
    "form": ("this line is not written as an export writes it", "raden är inte skriven som en export skriver den"),
    "header": ("this is no export of a history, or of another version",
               "detta är ingen export av en historik, eller av en annan version"),
    "empty": ("the export is empty", "exporten är tom"),
    "no_end": ("the export ends before its closing line: the rest is missing",
               "exporten slutar före sin slutrad: resten saknas"),
    "after_end": ("something follows after the closing line", "något följer efter slutraden"),
    "site": ("it belongs to another site", "den hör till en annan webbplats"),
    "key_name": ("the public key {key} does not have that fingerprint",
                 "den publika nyckeln {key} har inte det fingeravtrycket"),
    "unknown_key": ("it is signed with the key {key}, which the export does not have",
                    "den är undertecknad med nyckeln {key}, som inte finns i exporten"),
    "signature": ("the signature does not fit", "underskriften stämmer inte"),
    "checkpoint_order": ("checkpoint {expected} should come here, and this is {number}",
                         "här ska kontrollpunkt {expected} komma, och detta är {number}"),
    "checkpoint_chain": ("it does not continue from the checkpoint before",
                         "den fortsätter inte från kontrollpunkten före"),
    "checkpoint_count": ("its numbers do not add up", "dess antal går inte ihop"),
    "missing": ("checkpoint {number} has {count} events, and only {seen} of them are here",
                "kontrollpunkt {number} har {count} händelser, och bara {seen} av dem finns här"),
    "too_many": ("checkpoint {number} has {count} events, and this is one more",
                 "kontrollpunkt {number} har {count} händelser, och detta är en till"),
    "root": ("the events of checkpoint {number} are not the ones that were sealed, or not in that order",
             "händelserna i kontrollpunkt {number} är inte de som förseglades, eller inte i den ordningen"),
    "heads": ("after checkpoint {number} the slots do not stand where it says",
              "efter kontrollpunkt {number} står loggarna inte där den säger"),
    "changed": ("it is not written as it was when it was exported", "den är inte skriven som när den exporterades"),
    "name": ("the event says that it is {told}", "händelsen säger att den är {told}"),
    "number": ("event {expected} should come here: one is missing, moved or put in",
               "här ska händelse {expected} komma: en saknas, är flyttad eller instoppad"),
    "chain": ("it does not follow on the event before it in its slot: one of the two was changed",
              "den följer inte på händelsen före i sin logg: en av de två har ändrats"),
    "sequence": ("its number in the order of the site should be {expected}",
                 "dess nummer i webbplatsens ordning ska vara {expected}"),
    "details": ("its details are not the ones that were written", "dess uppgifter är inte de som skrevs"),
    "erased_by_nobody": ("its details are gone, and no event tells that they were erased",
                         "dess uppgifter är borta, och ingen händelse berättar att de raderades"),
    "half_erased": ("its details are erased only in part", "dess uppgifter är bara delvis raderade"),
    "proof": ("the proof does not lead to checkpoint {number}: the event was changed or was never in it",
              "beviset leder inte till kontrollpunkt {number}: händelsen har ändrats eller fanns aldrig i den"),
    "no_checkpoint": ("no checkpoint vouches for it", "ingen kontrollpunkt går i god för den"),
    "after_unsealed": ("a checkpoint cannot come after what is not sealed",
                       "en kontrollpunkt kan inte komma efter det som inte är förseglat"),
    "slots": ("slot {slot} ends with event {told} of its own, and here with {here}: the end is cut off or added to",
              "logg {slot} slutar enligt sig själv efter {told} händelser, och här efter {here}: "
              "slutet är avkapat eller påbyggt"),
    "totals": ("the closing line counts other lines, events or checkpoints",
               "slutraden räknar andra rader, händelser eller kontrollpunkter"),
    "digest": ("the lines before are not the ones that the export was closed with",
               "raderna före är inte de som exporten avslutades med"),
    "wrong_key": ("it is signed with {key}, and it should be with {expected}",
                  "den är undertecknad med {key}, och det ska vara {expected}"),
    "control_form": ("{control} can be no control number", "{control} kan inte vara ett kontrollnummer"),
    "control_late": ("the control number {control} was given when there were {number} checkpoints, and the last one "
                     "here is {last}: the end is cut off",
                     "kontrollnumret {control} gavs när det fanns {number} kontrollpunkter, och den sista här är "
                     "{last}: slutet är avkapat"),
    "control": ("the control number of checkpoint {number} is {here} here, and not {control}: the history before it "
                "was rewritten", "kontrollnumret för kontrollpunkt {number} är {here} här, och inte {control}: "
                "historiken före den är omskriven"),
    "control_absent": ("checkpoint {number} is not in this part of the history; ask for the whole",
                       "kontrollpunkt {number} finns inte i denna del av historiken; begär hela"),
    "total": ("{total} events are sealed here, and there should be {expected}",
              "{total} händelser är förseglade här, och det ska vara {expected}"),
}

SAID: dict[str, tuple[str, str]] = {
    "broken": ("BROKEN", "BRUTEN"),
    "line": ("line", "rad"),
    "event": ("event", "händelse"),
    "sound": ("Sound: nothing was changed, dropped, moved, added or cut off.",
              "Hel: inget är ändrat, borttaget, flyttat, tillagt eller avkapat."),
    "part": ("This is a part of the history; each event is proven to be in its checkpoint. That the part is whole, "
             "only the whole history can show.",
             "Detta är en del av historiken; varje händelse är bevisad i sin kontrollpunkt. Att delen är fullständig "
             "kan bara hela historiken visa."),
    "events": ("Events: {events} (sealed: {sealed}, not sealed yet: {unsealed}, with erased details: {erased}). "
               "Checkpoints: {checkpoints}",
               "Händelser: {events} (förseglade: {sealed}, ännu inte förseglade: {unsealed}, med raderade uppgifter: "
               "{erased}). Kontrollpunkter: {checkpoints}"),
    "control": ("Control number: {control}", "Kontrollnummer: {control}"),
    "keys": ("Signed with: {keys}", "Undertecknad med: {keys}"),
    "compare": ("Compare the key and a published control number with the ones above, or name them with --key and "
                "--control: only they show that the whole was not made anew.",
                "Jämför nyckeln och ett kontrollnummer som har getts ut med dem ovan, eller ange dem med --key och "
                "--control: bara de visar att det hela inte är gjort på nytt."),
    "unsigned": ("NOT PROVEN who sealed it: the package cryptography is not installed, so no signature was checked. "
                 "The hashes fit.",
                 "INTE BEVISAT vem som förseglade: paketet cryptography är inte installerat, så inga underskrifter "
                 "är kontrollerade. Kontrollsummorna stämmer."),
    "unsealed": ("NOT PROVEN: nothing is sealed yet, so only the hashes themselves show that nothing was changed. "
                 "They fit.",
                 "INTE BEVISAT: inget är förseglat ännu, så bara kontrollsummorna själva visar att inget har ändrats. "
                 "De stämmer."),
    "unproven": ("NOT PROVEN", "INTE BEVISAT"),
    "no_file": ("The file cannot be read: {why}", "Filen kan inte läsas: {why}"),
    "no_key": ("{key} is neither a fingerprint nor a file with one",
               "{key} är varken ett fingeravtryck eller en fil med ett"),
}


def say(words: tuple[str, str], language: str, **facts: Any) -> str:
    """A sentence in one of the two languages."""
    return words[language == "sv"].format(**facts)


def printable(fact: Any) -> Any:
    """What a file says, without anything that would steer the terminal of whoever reads it."""
    return "".join(sign if sign.isprintable() else "?" for sign in fact) if isinstance(fact, str) else fact


UNPROVEN = ("control_form", "control_absent")
"""What is no fault of the history: what it was to be compared with could not be."""


class Broken(Exception):
    """The first place where the history is not what was sealed."""

    def __init__(self, what: str, line: int = 0, event: str = "", **facts: Any) -> None:
        super().__init__(what)
        self.what, self.line, self.event = what, line, event
        self.facts = {name: printable(fact) for name, fact in facts.items()}

    @property
    def status(self) -> int:
        """How the program ends."""
        return 2 if self.what in UNPROVEN else 1

    def told(self, language: str = "en") -> str:
        """Where it is and what is wrong, in words."""
        where = [f"{say(SAID['line'], language)} {self.line}"] if self.line else []
        where += [f"{say(SAID['event'], language)} {self.event}"] if self.event else []
        words = say(WORDS[self.what], language, **self.facts)
        return f"{', '.join(where)}: {words}" if where else words

    def __str__(self) -> str:
        return self.told()


@dataclass
class Report:
    """What was checked."""

    part: bool = False
    events: int = 0
    sealed: int = 0
    unsealed: int = 0
    erased: int = 0
    checkpoints: int = 0
    control: str = ""
    keys: list[str] = field(default_factory=list)
    signatures: bool = True

    @property
    def status(self) -> int:
        """How the program ends."""
        return 0 if self.signatures and self.checkpoints else 2

    def told(self, language: str = "en") -> str:
        """The report in words."""
        head = "unsigned" if not self.signatures else "sound" if self.checkpoints else "unsealed"
        lines = [say(SAID[head], language)]
        lines += [say(SAID["part"], language)] if self.part else []
        lines.append(say(SAID["events"], language, **vars(self)))
        lines += [say(SAID["control"], language, control=self.control)] if self.control else []
        lines += [say(SAID["keys"], language, keys=", ".join(self.keys))] if self.keys else []
        return "\n".join(lines)


# -- the check ------------------------------------------------------------------------------------------------

class Check:
    """Reads an export line by line, keeps no more of it than it must, and raises Broken at the first fault."""

    def __init__(self, key: str = "", control: str = "", total: int = 0, closed: bool = True) -> None:
        self.key, self.control, self.total, self.closed = key, control, total, closed
        self.report = Report()
        self.all = hashlib.sha256()
        self.line, self.event, self.ended = 0, "", False
        self.site, self.keys = "", {}  # type: str, dict[str, str]
        self.slots: dict[int, tuple[int, str]] = {}
        self.checkpoint: dict[str, Any] = {}
        self.hash, self.seen, self.place, self.tower = NO_HASH, 0, 0, Tower()
        self.controlled = ""
        self.bare: dict[str, tuple[int, str]] = {}  # what has lost its details: its line, and the hash of what is left
        self.tells_erasings = False
        self.erased: dict[str, set[str]] = {}  # what the events of erasing vouch for, by the same names

    def run(self, lines: Iterable[bytes]) -> Report:
        """Check every line and that the end is the end."""
        for line in lines:
            self.line, self.event = self.line + 1, ""
            try:
                self._take(line)
            except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
                self._fail("unreadable")
        self.event = ""
        self.line += 1
        if self.line == 1:
            self._fail("empty")
        if not self.ended:
            self._fail("no_end")
        if self.tells_erasings and not self.report.part:
            self._erasings()
        self.line, self.event = 0, ""
        self._outside()
        return self.report

    def _fail(self, what: str, **facts: Any) -> NoReturn:
        raise Broken(what, self.line, self.event, **facts) from None

    def _need(self, fits: Any, what: str, **facts: Any) -> None:
        if not fits:
            self._fail(what, **facts)

    def _take(self, line: bytes) -> None:
        self._need(not self.ended, "after_end")
        told = json.loads(line)
        self._need(line_of(told) == line, "form")
        if self.line == 1:
            self._header(told)
        elif "checkpoint" in told:
            self._checkpoint(told["checkpoint"], told["signature"])
        elif "end" in told:
            self._end(told["end"], told["signature"])
        else:
            self._event(told)
        self.all.update(line)

    def _header(self, told: dict[str, Any]) -> None:
        self._need(told.get("format") == FORMAT and told.get("v") in (1, EXPORTED), "header")
        self.tells_erasings = told["v"] == EXPORTED
        self.site, self.keys, self.report.part = told["site"], told["keys"], bool(told["part"])
        for name, public in self.keys.items():
            self._need(fingerprint(public) == name, "key_name", key=name)

    def _signed(self, core: dict[str, Any], text: str, signature: str) -> None:
        """That the site itself says so, with one of its keys."""
        self._need(core["site"] == self.site, "site")
        self._need(core["key"] in self.keys, "unknown_key", key=core["key"])
        fits = signature_fits(self.keys[core["key"]], signature, text.encode())
        self._need(fits is not False, "signature")
        self.report.signatures = self.report.signatures and fits is True
        self.report.keys += [core["key"]] if core["key"] not in self.report.keys else []

    def _checkpoint(self, text: str, signature: str) -> None:
        core = json.loads(text)
        self._complete()
        self._need(core["kind"] == CHECKPOINT and core["v"] == VERSION, "unreadable")
        self._need(all(type(core[name]) is int and 0 <= core[name] < MOST for name in NUMBERS), "unreadable")
        self._need(not self.report.unsealed, "after_unsealed")
        before = self.checkpoint
        number, follows = before.get("number", 0) + 1, before.get("total", 0) + 1
        next_one = core["number"] == number
        self._need(next_one or (self.report.part and core["number"] > number), "checkpoint_order",
                   expected=number, number=core["number"])
        self._need(not next_one or core["previous"] == self.hash, "checkpoint_chain")
        self._need(core["total"] == core["first"] + core["count"] - 1
                   and (core["first"] == follows or (core["first"] > follows and not next_one)), "checkpoint_count")
        self._signed(core, text, signature)
        self.checkpoint, self.hash = core, sha256(text.encode())
        self.seen, self.place, self.tower = 0, core["first"] - 1, Tower()
        self.report.checkpoints += 1
        self.report.control = control_number(core["number"], self.hash)
        wanted = read_control(self.control)
        if wanted is not None and wanted[0] == core["number"]:
            self._need(wanted[1] == self.report.control, "control", number=wanted[0], here=self.report.control,
                       control=wanted[1])
            self.controlled = self.control

    def _complete(self) -> None:
        """That the events of the checkpoint before were all there, and the ones that it sealed."""
        core = self.checkpoint
        if not core or self.report.part or self.report.unsealed:
            return
        self._need(self.seen == core["count"], "missing", number=core["number"], count=core["count"], seen=self.seen)
        self._need(self.tower.root() == core["root"], "root", number=core["number"])
        here = [[slot, *reached] for slot, reached in sorted(self.slots.items())]
        self._need(core["slots"] == here, "heads", number=core["number"])

    def _event(self, told: dict[str, Any]) -> None:
        self._need(EVENT.fullmatch(told["event"]), "unreadable")
        self.event = told["event"]
        core, digest = json.loads(told["core"]), sha256(told["core"].encode())
        slot, number = core["slot"], core["number"]
        self._need(self.event == f"{slot}.{number}", "name", told=f"{slot}.{number}")
        self._need(told.get("hash", digest) == digest, "changed")  # the first exports had none
        if told["sequence"] is None:
            self._unsealed()
        if not self.report.part:
            expected, head = self.slots.get(slot, (0, NO_HASH))
            self._need(number == expected, "number", expected=f"{slot}.{expected}")
            self._need(core["previous"] == head, "chain")
            self.slots[slot] = (number + 1, digest)
        self._details(told, core["details"])
        for name, left in core.get("erased", {}).items():
            self.erased.setdefault(name, set()).add(left)
        if told["sequence"] is not None:
            self._sealed(told["sequence"], digest, told.get("proof"))
        self.report.events += 1

    def _details(self, told: dict[str, Any], vouched: str) -> None:
        salt, details = told["salt"], told["details"]
        self._need((salt is None) == (details is None), "half_erased")
        if details is None:
            self.report.erased += 1
            self.bare[self.event] = self.line, salted(told.get("kept_salt", ""), told.get("kept", ""))
        else:
            self._need(salted(salt, details) == vouched, "details")

    def _erasings(self) -> None:
        """That what has lost its details was erased by somebody, and says what it said afterwards."""
        for event, (line, left) in self.bare.items():
            self.event, self.line = event, line
            self._need(event in self.erased, "erased_by_nobody")
            self._need(left in self.erased[event], "details")

    def _unsealed(self) -> None:
        """An event that no checkpoint reaches; with the first of them the checkpoint before is complete."""
        if not self.report.unsealed:
            self._complete()
        self.report.unsealed += 1

    def _sealed(self, sequence: int, digest: str, proof: list[str] | None) -> None:
        core = self.checkpoint
        self._need(core and not self.report.unsealed, "no_checkpoint")
        if self.report.part:
            inside = core["first"] <= sequence <= core["total"]
            self._need(inside and sequence > self.place, "sequence", expected=f"> {self.place}")
            root = climb(leaf(digest), sequence - core["first"], core["count"], proof or [])
            self._need(root == core["root"], "proof", number=core["number"])
        else:
            self._need(self.seen < core["count"], "too_many", number=core["number"], count=core["count"])
            self._need(sequence == self.place + 1, "sequence", expected=self.place + 1)
            self.tower.add(leaf(digest))
        self.seen, self.place = self.seen + 1, sequence
        self.report.sealed += 1

    def _end(self, text: str, signature: str) -> None:
        core = json.loads(text)
        self._complete()
        if not self.report.part:
            for slot, told, head in core["slots"]:
                here = self.slots.get(slot, (0, NO_HASH))
                self._need(here == (told, head), "slots", slot=slot, told=told, here=here[0])
            self._need(len(core["slots"]) == len(self.slots), "totals")
        if self.closed:
            report = self.report
            self._need((core["lines"], core["events"], core["checkpoints"])
                       == (self.line - 1, report.events, report.checkpoints), "totals")
            self._need(core["digest"] == self.all.hexdigest(), "digest")
            self._need(core["kind"] == END, "unreadable")
            self._signed(core, text, signature)
            for expected in (self.key, self.checkpoint.get("key", "")):
                self._need(expected in ("", core["key"]), "wrong_key", key=core["key"], expected=expected)
        self.ended = True

    def _outside(self) -> None:
        """What only something that was kept elsewhere can show: who sealed, and whether all checkpoints are here."""
        core, wanted = self.checkpoint, read_control(self.control)
        if self.key and not self.closed:
            self._need(core, "no_checkpoint")
            self._need(core["key"] == self.key, "wrong_key", key=core["key"], expected=self.key)
        self._need(self.report.sealed >= self.total, "total", total=self.report.sealed, expected=self.total)
        if self.control:
            self._need(wanted is not None, "control_form", control=self.control)
            number, last = wanted[0] if wanted else 0, core.get("number", 0)
            self._need(number <= last, "control_late", control=self.control, number=number, last=last)
            self._need(self.controlled, "control_absent", number=number)


def key_of(told: str) -> str | None:
    """The fingerprint that is named, or that a file holds (or its public key); None for neither."""
    path = Path(told)
    try:
        told = path.read_text("utf-8") if path.is_file() else told
    except (OSError, ValueError):  # a name too long for a file, or a file of something else than text
        return None
    text = re.sub(r"[\s:-]", "", told).lower()
    if len(text) == 2 * FINGERPRINT and HEX.fullmatch(text):
        return fingerprint(text)
    return text if len(text) == FINGERPRINT and HEX.fullmatch(text) else None


def main(arguments: list[str] | None = None) -> int:
    """Check the export that is named; gives the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("export", help="the file, as the site exported it")
    parser.add_argument("--key", default="", help="the fingerprint of the key, or a file that holds it")
    parser.add_argument("--control", default="", help="a control number that was published, in minutes or a letter")
    parser.add_argument("--expect-total", type=int, default=0, help="so many events, at least, must be sealed")
    parser.add_argument("--language", choices=("en", "sv"), default="en", help="the language of the answer")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a terminal may know no å
    language, key = given.language, key_of(given.key) if given.key else ""
    if key is None:
        print(say(SAID["no_key"], language, key=given.key), file=sys.stderr)
        return 2
    try:
        with open(given.export, "rb") as lines:
            report = Check(key, given.control, given.expect_total).run(lines)
    except Broken as broken:
        print(f"{say(SAID['broken' if broken.status == 1 else 'unproven'], language)}: {broken.told(language)}")
        return broken.status
    except OSError as error:
        print(say(SAID["no_file"], language, why=error.strerror), file=sys.stderr)
        return 2
    print(report.told(language))
    if not (given.key and given.control):
        print(say(SAID["compare"], language))
    return report.status


if __name__ == "__main__":
    sys.exit(main())
