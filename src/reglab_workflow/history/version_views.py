"""``…/versions``: every version of an item, any two of them compared, and an earlier one put back."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import colander
import deform
from deform.widget import TextAreaWidget
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ..content.item import Item
from ..i18n import _
from ..plain import plain
from ..security.permissions import Permission
from ..web import dates
from ..web.comparing import Comparison, compare, field_title
from ..web.done import back_to
from ..web.editing import Form, form_page
from ..web.forms import build_form, faults_in, text
from ..web.telling import actor_name
from ..web.words import name_of, say
from ..workflow.errors import Reason, Refused
from .timeline import Told
from .typed import Untyped
from .versions import Forgotten, Version, fields_at, former, version_of, versions
from .views import shared

PAGE = 25
"""Versions in the list, and in each of the pick lists."""

TEMPLATES = "reglab_workflow.templates:history/"

WAYS = (("side", _("Side by side")), ("one", _("In one column")), ("new", _("Only the new")))


@view_config(context=Item, name="versions", permission="view_history", request_method="GET",
             renderer=TEMPLATES + "versions.pt")
def all_versions(item: Any, request: Any) -> dict[str, Any]:
    """The versions, newest first, and the comparison of the two that the address names."""
    unseen = unseen_fields(request, item)
    listed = list(islice(versions(item, unseen, _number(request, "before")), PAGE + 1))
    to, since = _two(request, item, unseen)
    older = listed[PAGE - 1].number if len(listed) > PAGE else None
    way = request.GET.get("show", "")
    way = way if way in dict(WAYS) else WAYS[0][0]
    found = _compared(request, item, since, to, unseen) if to is not None and since is not None else None
    return {
        "title": say(request, _("Versions")), "name": name_of(request, item), "way": way,
        "versions": [_line(request, item, version) for version in listed[:PAGE]],
        "gaps": _has_gaps(listed[:PAGE]),
        "older": request.link(item, "versions", query={"before": older}) if older else "",
        "ways": [{"title": say(request, title), "on": name == way, "href": _address(request, item, since, to, name)}
                 for name, title in WAYS] if found is not None else [],
        "about": _("How the change is shown"), "compared": found, "forgotten": to is not None and since is not None
        and found is None, "since": _side(request, item, since), "to": _side(request, item, to),
        "picks": _picks(request, listed[:PAGE], since, to), **_neighbours(request, item, unseen, since, to),
        "shared": shared(request),
        "may_restore": bool(request.rights.may(request.actor, Permission.EDIT, item)),
        "restore": lambda name: _one_back(request, item, since, name),
        "latest": listed[0].number if listed and "before" not in request.GET else None,
        "crumbs": [{"title": name_of(request, item), "href": request.link(item)},
                   {"title": say(request, _("What has happened")), "href": request.link(item, "history")}],
    }


def unseen_fields(request: Any, item: Any) -> frozenset[str]:
    """The fields whose values the person asking may not know, or nobody does."""
    internal = () if request.rights.may(request.actor, Permission.VIEW_INTERNAL, item) else item.internal
    return frozenset((*item.untold, *internal))


def seen_fields(request: Any, item: Any) -> list[str]:
    """The fields that are compared, in the order of the form."""
    unseen = unseen_fields(request, item)
    return [name for name in item.fields if name not in unseen]


def _two(request: Any, item: Any, unseen: frozenset[str]) -> tuple[Version | None, Version | None]:
    """The two versions to compare, the later one first; without a wish, the latest and the one before it."""
    wanted, since = _number(request, "to"), _number(request, "from")
    to = _known(item, wanted) if wanted is not None else next(versions(item, unseen), None)
    if to is None:
        return None, None
    earlier = _known(item, since) if since is not None else next(versions(item, unseen, to.number), None)
    if earlier is not None and earlier.number > to.number:
        return earlier, to
    return to, earlier


def _known(item: Any, number: int) -> Version:
    found = version_of(item, number)
    if found is None:
        raise HTTPNotFound()
    return found


def _number(request: Any, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None


def _compared(request: Any, item: Any, since: Version, to: Version, unseen: frozenset[str]) -> Comparison | None:
    """What differs between two versions; None when it can no longer be told."""
    try:
        before, after = fields_at(item, since.number), fields_at(item, to.number)
    except Forgotten:
        return None
    return compare(request, item, before, after, (name for name in item.fields if name not in unseen))


def _one_back(request: Any, item: Any, version: Version | None, name: str) -> str:
    """Where one field alone is put back as it was in a version; empty where it is so already, or is not theirs to."""
    may = request.rights.may(request.actor, Permission.EDIT, item) and may_write(request, item, name)
    if version is None or not may or version.core["version"] == item.version:
        return ""
    return str(request.link(item, "restore", query={"version": version.number, "field": name}))


def _has_gaps(listed: list[Version]) -> bool:
    """Whether numbers are left out between the listed versions."""
    return any(later.ordinal - earlier.ordinal > 1 for later, earlier in pairwise(listed))


def _line(request: Any, item: Any, version: Version) -> dict[str, Any]:
    """A version in the list: its number, when and by whom it was made, and what it changed."""
    told = Told(version.entry, version.core, version.details)
    unseen = unseen_fields(request, item)
    names = [field_title(request, item, name) for name in version.changed if name not in unseen]
    made = version.core["kind"] == "added"
    restored = version.core.get("restored_from")
    return {
        "number": version.number, "ordinal": version.ordinal, "at": told.at, "who": actor_name(request, told),
        "what": say(request, _("The first version")) if made else ", ".join(names),
        "note": say(request, _("Version ${n} put back.", mapping={"n": restored + 1})) if restored is not None else "",
        "href": request.link(item, "versions", query={"to": version.number}),
        "restore": request.link(item, "restore", query={"version": version.number}),
    }


def _side(request: Any, item: Any, version: Version | None) -> dict[str, Any] | None:
    """The head of one side: which version, by whom and when, and the state it left the item in."""
    if version is None:
        return None
    told = Told(version.entry, version.core, version.details)
    return {"number": version.number, "ordinal": version.ordinal, "who": actor_name(request, told), "at": told.at,
            "state": request.state_of(item, version.core["state"])}


def _picks(request: Any, listed: list[Version], *chosen: Version | None) -> list[dict[str, Any]]:
    """The pick lists: those listed on the page, and those that are compared."""
    known = {version.number: version for version in (*listed, *chosen) if version is not None}
    told = [(version, Told(version.entry, version.core, version.details))
            for _n, version in sorted(known.items(), reverse=True)]
    return [{"number": version.number, "title": say(request, _("Version ${n}, ${day}, ${who}", mapping={
        "n": version.ordinal, "day": dates.when(line.at, request.locale_name), "who": actor_name(request, line)}))}
        for version, line in told]


def _neighbours(request: Any, item: Any, unseen: frozenset[str], since: Version | None, to: Version | None,
                ) -> dict[str, str]:
    """The change before the one that is shown, and the one after it."""
    if since is None or to is None:
        return {"previous": "", "next": ""}
    earlier = next(versions(item, unseen, since.number), None)
    later = None
    for version in versions(item, unseen):
        if version.number <= to.number:
            break
        later = version
    return {"previous": _address(request, item, earlier, since) if earlier is not None else "",
            "next": _address(request, item, to, later) if later is not None else ""}


def _address(request: Any, item: Any, since: Version | None, to: Version | None, way: str = "") -> str:
    way = way or request.GET.get("show", "")
    query = {"from": since.number if since is not None else 0, "to": to.number if to is not None else 0}
    return str(request.link(item, "versions", query={**query, **({"show": way} if way in dict(WAYS) else {})}))


# -- putting back ------------------------------------------------------------------------------------------------


class ReasonSchema(colander.MappingSchema):
    """Why an earlier version is put back."""

    reason = text(1000, title=_("Why it is put back"), widget=TextAreaWidget(rows=3),
                  missing_msg=_("Say why in a few words."),
                  description=_("The reason stands in the history, for all who may read it."))


@form_page(context=Item, name="restore", permission="edit", renderer=TEMPLATES + "restore.pt")
class Restore(Form):
    """``…/restore?version=3``: what would change, and why; one field alone with ``&field=title``."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        number = _number(request, "version")
        if number is None:
            raise HTTPNotFound()
        self.number = number
        self.version_ = _known(context, number)
        self.field = request.GET.get("field", "")
        seen = seen_fields(request, context)
        if self.field and self.field not in seen:
            raise HTTPNotFound()
        self.names = [self.field] if self.field else seen

    def title(self) -> Any:
        """The heading."""
        if self.field:
            name = field_title(self.request, self.context, self.field)
            return _("Put “${field}” back from version ${n}", mapping={"field": name, "n": self.version_.ordinal})
        return _("Put version ${n} back", mapping={"n": self.version_.ordinal})

    def schema(self) -> Any:
        """The reason alone is asked for."""
        return ReasonSchema()

    def buttons(self) -> tuple[deform.Button, ...]:
        """Put back, or not."""
        request = self.request
        back = request.link(self.context, "versions", query={"to": self.number})
        return (deform.Button("save", title=say(request, _("Put it back"))),
                deform.Button("back", title=say(request, _("Go back")), type="link", value=back))

    def words(self) -> dict[str, Any]:
        """What would change, what cannot be put back by hand, and the way back."""
        request, item = self.request, self.context
        try:
            before = fields_at(item, self.number)
        except Forgotten:
            return {"compared": None, "left_out": [], "faults": [], "name": name_of(request, item), **self._crumbs()}
        now = {name: plain(getattr(item, name)) for name in self.names}
        differing = [name for name in self.names if before.get(name) != now[name]]
        values = self._values(before, differing)
        return {
            "compared": compare(request, item, now, before, values), "name": name_of(request, item),
            "left_out": [field_title(request, item, name) for name in differing if name not in values],
            "faults": [say(request, reason.text) for reason in self._faults(values)],
            **self._crumbs(), "shared": shared(request),
        }

    def keep(self, values: dict[str, Any]) -> Any:
        """Put it back as a new version."""
        item, acts = self.context, self.request.acts
        before = self._fields()
        wanted = self._values(before, [name for name in self.names if before.get(name) != plain(getattr(item, name))])
        faults = self._faults(wanted)
        if faults:
            raise Refused(faults)
        acts.edit(item, wanted, self.seen(), why=values["reason"], restored_from=self.number)
        return back_to(self.request, item, acts)

    def _fields(self) -> dict[str, Any]:
        try:
            return fields_at(self.context, self.number)
        except Forgotten as forgotten:
            raise HTTPNotFound() from forgotten

    def _values(self, told: dict[str, Any], names: list[str]) -> dict[str, Any]:
        """The values that the person may put back, as the item keeps them."""
        return {name: value for name in names if may_write(self.request, self.context, name)
                for value in _held(self.context, name, told.get(name))}

    def _faults(self, values: dict[str, Any]) -> list[Reason]:
        """What the form that edits the item would not take of these; what is wrong already is not their fault."""
        now = self.context.values_of()
        before, after = self._refused(now), self._refused({**now, **values})
        return [Reason("no_longer_valid", self._fault(name, text), name) for name, text in after.items()
                if name in values or name not in before]

    def _refused(self, values: dict[str, Any]) -> dict[str, str]:
        request, item = self.request, self.context
        schema = request.rulebook.type_of(item).schema
        if schema is None:
            return {}
        form = build_form(schema, request, values=values, item=item, site=request.site, actor=request.actor)
        return faults_in(form, request.translate)

    def _fault(self, name: str, text: str) -> str:
        return f"{field_title(self.request, self.context, name)}: {text}" if name else text

    def _crumbs(self) -> dict[str, Any]:
        request, item = self.request, self.context
        return {"crumbs": [{"title": name_of(request, item), "href": request.link(item)},
                           {"title": say(request, _("Versions")), "href": request.link(item, "versions")}]}


def may_write(request: Any, item: Any, name: str) -> bool:
    """Whether the person may give a field a value by hand, in the present state."""
    permission = item.guarded.get(name, Permission.EDIT)
    return bool(permission and request.rights.may(request.actor, permission, item))


def _held(item: Any, name: str, told: Any) -> tuple[Any, ...]:
    """The value as the item keeps it; empty where today's field can no longer hold it."""
    try:
        return (former(item, name, told),)
    except Untyped:
        return ()
