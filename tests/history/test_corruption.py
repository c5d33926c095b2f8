"""Proof: what is done to a sealed history, in a copy or in the database, the check names; untouched it is sound."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.events import PersonErased
from reglab_workflow.content.site.model import find
from reglab_workflow.history.entry import Entry
from reglab_workflow.history.export import part, whole
from reglab_workflow.history.keys import SealKey
from reglab_workflow.security.actor import system
from reglab_workflow.storage.connection import own_transaction
from sealed import cut, exported, fault, in_database, lay, report, sealer

STORM = bool(os.environ.get("REGLAB_STORM"))
IN_EXPORT = 1000
IN_DATABASE = 1000
IN_FILE = 100 if STORM else 40

Lines = list[bytes]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A small site whose history is sealed by several checkpoints."""
    story = Story(tmp_path_factory.mktemp("sealed") / "var")
    sealer(story).seal()
    path = story.open_round()
    sealer(story).seal()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, path)["proposals"], "proposal", {"title": "Vem gör jobbet?"})
        acts.fire(proposal, "submit")
    sealer(story).seal()
    yield story
    story.close()


# -- in an export --------------------------------------------------------------------------------------------


def flip(lines: Lines, chance: random.Random) -> Lines:
    """One byte is another one."""
    text = bytearray(b"".join(lines))
    text[chance.randrange(len(text))] ^= chance.randrange(1, 256)
    return _lines(bytes(text))


def drop(lines: Lines, chance: random.Random) -> Lines:
    """A line is gone."""
    place = chance.randrange(len(lines))
    return lines[:place] + lines[place + 1:]


def drop_bytes(lines: Lines, chance: random.Random) -> Lines:
    """Some bytes are gone."""
    text = b"".join(lines)
    start = chance.randrange(len(text))
    return _lines(text[:start] + text[start + chance.randrange(1, 200):])


def reorder(lines: Lines, chance: random.Random) -> Lines:
    """Two lines have changed places."""
    one, other = chance.sample(range(len(lines)), 2)
    moved = list(lines)
    moved[one], moved[other] = moved[other], moved[one]
    return moved


def insert(lines: Lines, chance: random.Random) -> Lines:
    """A line stands twice."""
    place = chance.randrange(len(lines) + 1)
    return [*lines[:place], chance.choice(lines), *lines[place:]]


def truncate(lines: Lines, chance: random.Random) -> Lines:
    """The end is cut off, anywhere."""
    text = b"".join(lines)
    return _lines(text[:chance.randrange(len(text))])


def _lines(text: bytes) -> Lines:
    return [line + b"\n" for line in text.split(b"\n")[:-1]] + ([text.split(b"\n")[-1]] if text[-1:] != b"\n" else [])


IN_LINES = (flip, drop, drop_bytes, reorder, insert, truncate)


def test_an_untouched_export_is_sound(lived: Story) -> None:
    lines = exported(lived)
    told = report(lines)
    with lived.looking() as site:
        assert (told.events, told.sealed, told.unsealed) == (len(site.trail), len(site.trail), 0)
        assert told.control == site.seals.newest.control
    assert told.checkpoints == 3


def test_whatever_is_done_to_an_export_is_named(lived: Story) -> None:
    lines, chance = exported(lived), random.Random(5)
    for number in range(IN_EXPORT):
        done = IN_LINES[number % len(IN_LINES)]
        harmed = done(lines, chance)
        assert harmed != lines
        assert fault(harmed), (number, done.__name__)


def test_whatever_is_done_to_the_export_of_one_item_is_named(lived: Story) -> None:
    with lived.looking() as site:
        path = next(iter(find(site, "/rounds/2027/proposals").values())).path
    lines, chance = exported(lived, path), random.Random(6)
    told = report(lines)
    assert told.part
    assert told.events >= 2
    for number in range(IN_EXPORT // 5):
        done = IN_LINES[number % len(IN_LINES)]
        assert fault(done(lines, chance)), (number, done.__name__)


def test_what_is_not_sealed_yet_is_told_apart_and_protected_by_the_closing_line(story: Story) -> None:
    sealer(story).seal()
    story.open_round()
    lines, chance = exported(story), random.Random(4)
    told = report(lines)
    assert told.unsealed > 1
    assert told.sealed + told.unsealed == told.events
    assert in_database(story) == ""
    for number in range(IN_EXPORT // 10):
        done = IN_LINES[number % len(IN_LINES)]
        assert fault(done(lines, chance)), (number, done.__name__)
    with story.looking() as site:
        slot = max(site.trail.slots, key=lambda each: each.count)
        lay(slot, list(slot.entries)[:-1])
        assert "the end is cut off" in fault(whole(site, clock.now()), closed=False)


def test_every_single_byte_counts(lived: Story) -> None:
    """Also the ones that say nothing: the case of a hexadecimal digit, a blank, the order of names."""
    text = b"".join(exported(lived))
    end = len(text) - 700
    for place in range(end, len(text), 1 if STORM else 3):
        harmed = bytearray(text)
        harmed[place] ^= 0x20
        assert fault(_lines(bytes(harmed))), (place, text[place - 20:place + 20])


# -- in the database -----------------------------------------------------------------------------------------

Harm = Callable[[Any, random.Random], None]


def _some(site: Any, chance: random.Random) -> tuple[Any, int]:
    """A slot with entries, and the number of one."""
    slot = chance.choice([slot for slot in site.trail.slots if slot.count > 2])
    return slot, chance.randrange(slot.count)


def _flipped(text: bytes, chance: random.Random) -> bytes:
    harmed = bytearray(text)
    harmed[chance.randrange(len(harmed))] ^= chance.randrange(1, 256)
    return bytes(harmed)


def flip_entry(site: Any, chance: random.Random) -> None:
    """One byte of what is protected, of the details or of the salt."""
    slot, number = _some(site, chance)
    name = chance.choice(("core_bytes", "details_bytes", "salt"))
    setattr(slot.entries[number], name, _flipped(getattr(slot.entries[number], name), chance))


def flip_checkpoint(site: Any, chance: random.Random) -> None:
    """One byte of a checkpoint, of its order, or one letter of its signature."""
    checkpoint = site.seals.checkpoints[chance.randrange(1, len(site.seals) + 1)]
    name = chance.choice(("core_bytes", "order", "signature"))
    if name == "signature":
        place = chance.randrange(len(checkpoint.signature))
        other = chance.choice([each for each in "0123456789abcdefA" if each != checkpoint.signature[place]])
        checkpoint.signature = checkpoint.signature[:place] + other + checkpoint.signature[place + 1:]
    else:
        setattr(checkpoint, name, _flipped(getattr(checkpoint, name), chance))


def drop_entry(site: Any, chance: random.Random) -> None:
    """An event is gone."""
    slot, number = _some(site, chance)
    rest = dict(enumerate(slot.entries))
    del rest[number]
    lay(slot, rest, slot.count)


def drop_and_close_up(site: Any, chance: random.Random) -> None:
    """An event is gone and those after it have moved up."""
    slot, number = _some(site, chance)
    lay(slot, [entry for entry in slot.entries if entry.number != number])


def swap_entries(site: Any, chance: random.Random) -> None:
    """Two events of a slot have changed places."""
    slot, _number = _some(site, chance)
    told = list(slot.entries)
    one, other = chance.sample(range(slot.count), 2)
    told[one], told[other] = told[other], told[one]
    lay(slot, told)


def insert_entry(site: Any, chance: random.Random) -> None:
    """An event that never was stands among the others, as well chained as can be."""
    slot, number = _some(site, chance)
    before = slot.entries[number - 1].digest if number else "0" * 64
    forged = Entry({**slot.entries[number].core, "actor": "somebody"}, {}, slot.index, number, before)
    told = list(slot.entries)
    lay(slot, [*told[:number], forged, *told[number:]])


def insert_beside(site: Any, chance: random.Random) -> None:
    """A copy of an event stands where no number leads."""
    slot, number = _some(site, chance)
    beside = chance.choice((-1, -7, slot.count, slot.count + 5))
    lay(slot, {**dict(enumerate(slot.entries)), beside: slot.entries[number]}, slot.count)


def replace_entry(site: Any, chance: random.Random) -> None:
    """An event is told anew, and all that follow it are chained anew."""
    slot, number = _some(site, chance)
    before = slot.entries[number - 1].digest if number else "0" * 64
    told = list(slot.entries)
    for place, old in enumerate(told[number:], number):
        core = {**old.core, "actor": "somebody"} if place == number else old.core
        told[place] = Entry(core, old.details, slot.index, place, before)
        before = told[place].digest
    lay(slot, told)
    slot.head = before


def truncate_slot(site: Any, chance: random.Random) -> None:
    """The end of a slot is cut off, and the slot says that it was never longer."""
    cut(*_some(site, chance))


def miscount(site: Any, chance: random.Random) -> None:
    """The slot itself counts otherwise, or has another head."""
    slot, _number = _some(site, chance)
    if chance.random() < 0.5:
        lay(slot, slot.entries, slot.count + chance.choice((-1, 1, 3)))
    else:
        slot.head = "ab" * 32


def drop_checkpoint(site: Any, chance: random.Random) -> None:
    """A checkpoint before the last is gone."""
    del site.seals.checkpoints[chance.randrange(1, len(site.seals))]


def exchange_key(site: Any, chance: random.Random) -> None:
    """A public key is another one, or gone."""
    name = next(iter(site.seals.keys))
    if chance.random() < 0.5:
        del site.seals.keys[name]
    else:
        site.seals.keys[name] = "cd" * 32


def wipe_details(site: Any, chance: random.Random) -> None:
    """What an event told is gone, or told otherwise, and nobody erased it."""
    slot, number = _some(site, chance)
    if chance.random() < 0.5:
        slot.entries[number].details_bytes = slot.entries[number].salt = None
    else:
        slot.entries[number].erase({"title": "Något annat"})


IN_OBJECTS: tuple[Harm, ...] = (
    flip_entry, flip_checkpoint, drop_entry, drop_and_close_up, swap_entries, insert_entry, insert_beside,
    replace_entry, truncate_slot, miscount, drop_checkpoint, exchange_key, wipe_details)


def test_whatever_is_done_in_the_database_is_named(lived: Story) -> None:
    chance = random.Random(7)
    assert in_database(lived) == ""
    for number in range(IN_DATABASE):
        harm = IN_OBJECTS[number % len(IN_OBJECTS)]
        with lived.looking() as site:
            harm(site, chance)
            assert fault(whole(site, clock.now()), closed=False), (number, harm.__name__)
    assert in_database(lived) == ""


def test_a_byte_in_the_databases_file_is_named(lived: Story, tmp_path: Path) -> None:
    """Where the storage itself does not notice."""
    data = Path(lived.registry.reglab_settings.var) / "Data.fs"
    with lived.looking() as site:
        texts = [text for slot in site.trail.slots for entry in slot.entries
                 for text in (entry.core_bytes, entry.details_bytes)]
    original, chance = data.read_bytes(), random.Random(8)
    for number in range(IN_FILE):
        text = chance.choice(texts)
        place = original.index(text) + chance.randrange(len(text))
        harmed = bytearray(original)
        harmed[place] ^= chance.randrange(1, 256)
        copy = tmp_path / str(number) / "Data.fs"
        copy.parent.mkdir()
        copy.write_bytes(harmed)
        database = DB(FileStorage(str(copy), read_only=True))
        with own_transaction(database, keep=False) as site:
            assert fault(whole(site, clock.now()), closed=False), (number, place)
        database.close()
        shutil.rmtree(copy.parent)


# -- what only something that was kept elsewhere can show ------------------------------------------------------


def test_a_history_cut_off_with_its_newest_seals_is_caught_by_a_published_control_number(lived: Story) -> None:
    with lived.looking() as site:
        control, total = site.seals.newest.control, site.seals.newest.core["total"]
        del site.seals.checkpoints[3]
        reached = site.seals.newest.reached
        for slot in site.trail.slots:
            cut(slot, reached.get(slot.index, (0, ""))[0])
        left = list(whole(site, clock.now()))
    assert fault(left, closed=False) == ""
    assert "the end is cut off" in fault(left, closed=False, control=control)
    assert f"there should be {total}" in fault(left, closed=False, total=total)


def test_a_history_made_anew_is_caught_by_the_key_and_by_a_control_number(lived: Story, tmp_path: Path) -> None:
    """Everything is sealed again with a key of somebody's own: no hash shows it."""
    from reglab_workflow.history.checkpoints import Seals
    from reglab_workflow.history.keys import KeyFile
    from reglab_workflow.history.sealing import Sealer

    key = sealer(lived).keys.read().name
    with lived.looking() as site:
        control = site.seals.checkpoints[1].control
        replace_entry(site, random.Random(9))
        site.seals = Seals()
        Sealer(lived.database, KeyFile(str(tmp_path / "own.key")), lived.rulebook.notify).next(site, clock.now())
        anew = list(whole(site, clock.now()))
    assert fault(anew, closed=False) == ""
    assert "it is signed with" in fault(anew, closed=False, key=key)
    assert "was rewritten" in fault(anew, closed=False, control=control)


def test_what_has_been_erased_breaks_nothing_and_is_counted(lived: Story) -> None:
    with lived.looking() as site:
        path = next(iter(find(site, "/rounds/2027/proposals").values())).path
        erased = list(find(site, path).events)
        acts = Acts(lived.rulebook, site, system("test"), clock.now())
        for _time in range(2):  # what is left of one person's erasing is erased with the next
            vouched = {entry.id: entry.erase({"title": "Om kust"}) for entry in erased}
            acts.tell(PersonErased(site, acts.actor, acts.now, subject="x", erased=vouched))
        told = report(whole(site, clock.now()), closed=False)
        assert told.erased == len(erased) > 1
        assert report(part(site, erased, "x", clock.now(), sealer(lived).keys.read())).erased == len(erased)
        erased[0].salt = b"x"
        assert "erased only in part" in fault(whole(site, clock.now()), closed=False)
        erased[0].salt = None
        left = erased[0].kept_bytes
        erased[0].kept_bytes = left.replace(b"kust", b"hav")
        assert "its details are not the ones" in fault(whole(site, clock.now()), closed=False)
        erased[0].kept_bytes = left
        salted = site.trail.slots[max(range(64), key=lambda each: site.trail.slots[each].count)].entries[0]
        salted.salt, salted.details_bytes = salted.salt + salted.details_bytes[:1], salted.details_bytes[1:]
        assert "its details are not the ones" in fault(whole(site, clock.now()), closed=False), "moved into the salt"
        salted.erase({"title": "Om kust"})
        assert "no event tells that they were erased" in fault(whole(site, clock.now()), closed=False)


def test_an_export_that_is_closed_with_another_key_than_it_was_sealed_with_is_named(lived: Story) -> None:
    """Whoever adds a key of their own to the copy can close it, and still not vouch for it."""
    own = SealKey(Ed25519PrivateKey.generate())
    with lived.looking() as site:
        site.seals.keys[own.name] = own.public
        assert f"it is signed with {own.name}" in fault(whole(site, clock.now(), own))
