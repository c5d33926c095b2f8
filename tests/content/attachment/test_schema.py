"""The form of a file: the file is chosen once, its words may change."""

from __future__ import annotations

from reglab_workflow.content.attachment.model import Attachment
from reglab_workflow.content.attachment.schema import AttachmentSchema


def names(item) -> list[str]:
    return [node.name for node in AttachmentSchema().bind(item=item)]


def test_a_file_is_chosen_when_it_is_added_and_only_its_words_change_later():
    assert names(object()) == ["upload", "title", "alt"]
    assert names(Attachment(title="Budget")) == ["title", "alt"]


def test_the_form_tells_how_large_a_file_may_be():
    assert AttachmentSchema()["upload"].description.mapping == {"max": 20}
