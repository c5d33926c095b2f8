"""Fields that a form does not ask for: sent along all the same, they change nothing."""

from __future__ import annotations

from reglab_workflow.content.site.model import find
from siege import Siege, multipart

SMUGGLED = {
    "state": "selected", "creator": "system", "number": "7", "theme": "data", "taken_in": "true", "decided_by": "board",
    "decided_on": "2026-01-01", "project": "x", "target": "x", "absorbed": "x", "follows": "x", "remark": "Bra",
    "area": "x", "motive": "x", "reason": "x", "referred_to": "x", "uid": "0" * 16, "version": "99", "came_from": "x",
    "events": "x", "__name__": "x", "__parent__": "x", "__class__": "x", "_p_jar": "x", "files": "x", "created": "x",
    "sent_as": "1", "preamble": "x", "other_text": "x", "children": "x", "round": "x",
}


def smuggled(siege: Siege) -> list[tuple[str, str]]:
    """Every field that a sender has no business with."""
    return [*SMUGGLED.items(), ("organisation", siege.sodra)]


def kept_of(siege: Siege, path: str) -> dict[str, object]:
    """All that is stored of an item."""
    with siege.open() as site:
        place = find(site, path)
        return {**place.values_of(), "state": place.state, "creator": place.creator, "uid": place.uid,
                "came_from": place.came_from, "name": place.__name__, "parent": place.__parent__.path}


def test_fields_that_the_form_does_not_have_are_not_written(siege):
    before = kept_of(siege, siege.draft)
    pairs = [*siege.opened(siege.MEMBER, f"{siege.draft}/edit"), *smuggled(siege)]
    assert siege.post(siege.MEMBER, f"{siege.draft}/edit", pairs).status_int in (303, 400, 422)
    after = kept_of(siege, siege.draft)
    assert {name for name in after if after[name] != before[name]} <= {"contacts", "co_senders"}


def test_a_new_proposal_is_its_writer_s_own_draft(siege):
    path = f"{siege.round}/proposals/add"
    pairs = [(name, "Nytt" if name == "title" else value) for name, value in siege.opened(siege.MEMBER, path)]
    answer = siege.post(siege.MEMBER, path, [*pairs, *smuggled(siege)])
    assert answer.status_int == 303
    kept = kept_of(siege, answer.location.partition("?")[0].removeprefix("http://127.0.0.1"))
    assert kept["organisation"] == siege.norra
    assert kept["creator"] == siege.people[siege.MEMBER]
    assert kept["state"] == "draft"
    assert not any(kept[name] for name in ("number", "theme", "taken_in", "decided_by", "remark", "project", "follows"))


def test_nobody_makes_themselves_somebody_else(siege):
    path = siege.person_path(siege.MEMBER)
    before = kept_of(siege, path)
    pairs = [*siege.opened(siege.MEMBER, f"{path}/edit"), ("email", siege.OFFICE), ("organisation", siege.sodra),
             ("state", "locked"), ("role", "office"), ("principals", "office"), ("uid", siege.people[siege.OFFICE])]
    assert siege.post(siege.MEMBER, f"{path}/edit", pairs).status_int in (303, 400, 422)
    assert kept_of(siege, path) == before


def test_a_leader_decides_neither_who_takes_part_nor_what_it_costs(siege):
    before = kept_of(siege, siege.project)
    pairs = [*siege.opened(siege.LEADER, f"{siege.project}/edit"), ("fee", "1"), ("state", "running"), ("figures", "x"),
             ("__start__", "organisations:sequence"), ("checkbox", siege.norra), ("__end__", "organisations:sequence"),
             ("__start__", "proposals:sequence"), ("checkbox", siege.sent_uid), ("__end__", "proposals:sequence")]
    siege.post(siege.LEADER, f"{siege.project}/edit", pairs)
    after = kept_of(siege, siege.project)
    assert all(after[name] == before[name] for name in ("organisations", "proposals", "figures", "state", "moved_to"))


def test_a_file_brings_no_fields_of_its_own(siege):
    body, content_type = multipart(
        ("csrf_token", siege.token(siege.MEMBER).encode(), None), ("__start__", b"upload:mapping", None),
        ("upload", b"Text.", "plan.txt"), ("__end__", b"upload:mapping", None), ("title", b"Planen", None),
        ("media_type", b"text/html", None), ("filename", b"x.html", None), ("size", b"1", None), ("seen", b"5", None))
    path = f"{siege.draft}/files/add-file"
    answer = siege.send(siege.MEMBER, "POST", path, body, content_type=content_type)
    assert answer.status_int == 303
    with siege.open() as site:
        file = site.by_uid(siege.draft_uid)["files"].values()[-1]
        assert (file.filename, file.media_type, file.size) == ("plan.txt", "text/plain", 5)
