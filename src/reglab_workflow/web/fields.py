"""What a form template says about one field: its id, its hint, its faults, and who describes whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import colander
from deform import widget as widgets

HIDDEN, STRUCTURAL, GROUP, BOX, PLAIN = "hidden", "structural", "group", "box", "plain"
CHOICES = (widgets.RadioChoiceWidget, widgets.CheckboxChoiceWidget)
GROUPS = (*CHOICES, widgets.CheckedInputWidget, widgets.DatePartsWidget)


@dataclass(frozen=True)
class Fault:
    """One entry of the summary: where it leads, what the field is called, what is wrong."""

    href: str
    title: str
    text: Any


@dataclass(frozen=True)
class About:
    """One field as the templates see it."""

    field: Any

    @property
    def id(self) -> str:
        """The id of the control itself."""
        return str(self.field.oid)

    @property
    def kind(self) -> str:
        """How label and control belong together."""
        widget = self.field.widget
        if widget.hidden or isinstance(widget, widgets.HiddenWidget):
            return HIDDEN
        if widget.category == STRUCTURAL or isinstance(widget, widgets.SequenceWidget):
            return STRUCTURAL
        if isinstance(widget, GROUPS) or getattr(widget, "group", False):
            return GROUP
        return BOX if isinstance(widget, widgets.CheckboxWidget) else PLAIN

    @property
    def hint(self) -> Any:
        """What helps to fill it in."""
        return self.field.description

    @property
    def faults(self) -> list[Any]:
        """What must be corrected."""
        return list(self.field.error.messages()) if self.field.error else []

    @property
    def advice(self) -> Any:
        """What should be looked at, and stops nothing."""
        return (getattr(self.field, "advice", None) or {}).get(path_of(self.field), "")

    @property
    def required(self) -> bool:
        """Whether it must be filled in; a box to tick is never empty."""
        return bool(self.field.required) and self.kind in (PLAIN, GROUP)

    @property
    def described_by(self) -> str | None:
        """The ids of everything that explains the control."""
        parts = {"hint": self.hint, "fault": self.faults, "advice": self.advice}
        return " ".join(f"{self.id}-{name}" for name, there in parts.items() if there) or None

    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes of the control, those the schema asked for first."""
        given = dict(getattr(self.field.widget, "attributes", None) or {})
        ours = {
            "required": self.required and self.kind == PLAIN,
            "autofocus": bool(self.field.autofocus),
            "aria-describedby": self.described_by if self.kind != GROUP else None,
            "aria-invalid": "true" if self.faults and self.kind != GROUP else None,
        }
        return given | {name: value for name, value in ours.items() if value}

    @property
    def target(self) -> str:
        """The id that a link from the summary leads to."""
        widget = self.field.widget
        if isinstance(widget, CHOICES):
            return f"{self.id}-0"
        return f"{self.id}-first" if isinstance(widget, widgets.CheckedInputWidget) else self.id


def path_of(field: Any) -> str:
    """Where the field stands in the form: ``contacts.1.email``."""
    return str(getattr(field, "path", field.name))


def settle(form: Any) -> None:
    """Give every field of a form its path, an id that follows from it, and the form's advice."""
    prefix = "f" if form.formid == "form" else form.formid
    form.oid = form.formid
    for child in form.children:
        _place(child, child.name, prefix, getattr(form, "advice", None) or {})


def settle_item(item: Any, parent: Any, index: int) -> None:
    """The same for one item of a sequence that has just been made for showing."""
    _place(item, f"{path_of(parent)}.{index}", parent.prefix, parent.advice)


def _place(field: Any, path: str, prefix: str, advice: Any) -> None:
    field.path, field.prefix, field.advice = path, prefix, advice
    field.oid = f"{prefix}-{path.replace('.', '-')}"
    items = getattr(field, "sequence_fields", None)
    if items:
        for number, item in enumerate(items):
            _place(item, f"{path}.{number}", prefix, advice)
    elif not isinstance(field.typ, colander.Sequence):
        for child in field.children:
            _place(child, f"{path}.{child.name}", prefix, advice)


def walk(field: Any, title: str = "", translate: Any = str) -> Iterator[tuple[Any, str]]:
    """Every field below one, in the order of the page, with a title that tells which item it belongs to."""
    items = getattr(field, "sequence_fields", None)
    if isinstance(field.typ, colander.Sequence):
        for number, item in enumerate(items or (), start=1):
            name = f"{translate(item.title)} {number}"
            yield item, name
            yield from walk(item, name, translate)
        return
    for child in field.children:
        name = ", ".join(part for part in (title, translate(child.title)) if part)
        yield child, name
        yield from walk(child, name if isinstance(child.typ, colander.Mapping) else title, translate)


def faults(form: Any, translate: Any = str) -> list[Fault]:
    """Everything that must be corrected, for the summary; what concerns the whole form comes first."""
    found = [Fault("", "", text) for text in About(form).faults]
    for field, title in walk(form, translate=translate):
        about = About(field)
        href = "" if about.kind == HIDDEN else f"#{about.target}"
        found.extend(Fault(href, title, text) for text in about.faults)
    return found


def advices(form: Any, translate: Any = str) -> list[Fault]:
    """Everything that should be looked at, for the summary."""
    told = ((About(field), title) for field, title in walk(form, translate=translate))
    return [Fault(f"#{about.target}", title, about.advice) for about, title in told if about.advice]


def item_name(item: Any) -> str:
    """What an item of a sequence calls itself: the first text in it that is shown."""
    value = item.cstruct
    shown = (child.name for child in item.children if About(child).kind != HIDDEN)
    values = [value.get(name) for name in shown] if isinstance(value, dict) else [value]
    return next((text for text in values if isinstance(text, str) and text.strip()), "")


def first_control(item: Any) -> str:
    """What an item's id continues with in the id of its first control: where one begins to fill it in."""
    if isinstance(item.typ, colander.Mapping) and item.children:
        first = item.children[0]
        return f"-{first.name}{first_control(first)}"
    return About(item).target.removeprefix(str(item.oid))


def inside(title: str) -> str:
    """A title as it stands inside a sentence: without its capital, unless it is one of several."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
