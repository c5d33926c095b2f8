"""The mirror: the whole site as it was on a day, or as another person sees it, below an address of its own.

``/at/2026-09-10/…`` and ``/as/<uid of a person>/…``, or both, before any address of the site. The prefix moves from the
path to the name of the script, so that every link on the page keeps it. Nothing can be changed there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pyramid.httpexceptions import HTTPException, HTTPForbidden, HTTPMethodNotAllowed, HTTPNotFound
from pyramid.tweens import EXCVIEW, MAIN

from .. import clock
from ..catalog.finder import Finder
from ..catalog.past import FinderThen, PastIndexes
from ..content.acts import Acts
from ..history.sight import LASTS, NOTHING_CHANGES, Sight, began, sight
from ..i18n import _
from ..security.permissions import Permission

AT = "at"
AS = "as"
READING = ("GET", "HEAD")

OUTSIDE = frozenset({
    "account", "answer", "api", "approve", "health", "language", "login", "logout", "metrics", "ready", "take-part"})
"""First words of addresses that are about the reader's own account, or about no page."""

TIME = "T"
"""What divides the day of a moment from its time; a whole day has none."""

Handler = Callable[[Any], Any]


class NotYet(HTTPNotFound):
    """A day before the site began; ``begins`` is its first day."""

    def __init__(self, begins: date) -> None:
        super().__init__()
        self.begins = begins


@dataclass(frozen=True)
class Prefix:
    """What an address begins with: the day or moment as it is written, and the uid of a person; either may be empty."""

    at: str = ""
    person: str = ""

    @property
    def path(self) -> str:
        """The beginning of the address."""
        return "".join(f"/{name}/{value}" for name, value in ((AT, self.at), (AS, self.person)) if value)


@dataclass(frozen=True)
class Mirror:
    """What a page of the mirror tells of itself: of what moment it is, as whom, until when, and the way out."""

    prefix: Prefix
    seen: Sight
    ends: datetime | None
    outside: str
    here: str

    @property
    def is_day(self) -> bool:
        """Whether it is about a whole day, as it was when it ended."""
        return TIME not in self.prefix.at

    @property
    def leave(self) -> str:
        """The same address on the site itself."""
        return self.outside + self.here

    @property
    def stop_looking_as(self) -> str:
        """The same address with one's own eyes."""
        return f"{self.outside}{Prefix(self.prefix.at).path}{self.here}"

    def differences(self, item: Any) -> str:
        """The page that compares an item with today."""
        return f"{self.outside}{item.path.rstrip('/')}/then?day={self.prefix.at}"


def split(path: str) -> tuple[Prefix, str]:
    """The prefix of a path and what follows it; each part of the prefix at most once, in either order."""
    found: dict[str, str] = {}
    parts = path.split("/")[1:]
    while len(parts) >= 2 and parts[0] in (AT, AS) and parts[0] not in found and parts[1]:
        found[parts[0]], parts = parts[1], parts[2:]
    return Prefix(found.get(AT, ""), found.get(AS, "")), "/" + "/".join(parts)


def prefix_tween(handler: Handler, registry: Any) -> Handler:
    """Take the prefix off the path for as long as the request is answered; what is written meanwhile is undone."""
    def tween(request: Any) -> Any:
        environ = request.environ
        script, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
        prefix, rest = split(path)
        if not prefix.path:
            return handler(request)
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = script + prefix.path, rest
        request.mirror_prefix, request.mirror_outside = prefix, script
        request.tm.doom()
        try:
            return handler(request)
        finally:
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = script, path
    return tween


def mirror_tween(handler: Handler, registry: Any) -> Handler:
    """Let the rest of the request see the site of the prefix, or refuse in words."""
    indexes = PastIndexes()

    def tween(request: Any) -> Any:
        prefix = request.mirror_prefix
        if prefix is None or request.path_info.startswith("/static/"):
            return handler(request)
        try:
            mirror = _mirror(request, prefix)
        except Exception:
            request.environ["SCRIPT_NAME"] = request.mirror_outside  # what is refused is told outside
            raise
        _look(request, mirror, indexes)
        return handler(request)
    return tween


def _mirror(request: Any, prefix: Prefix) -> Mirror:
    """Raises what Pyramid answers with for a day, a person, an address or a method that is not for this."""
    if request.method not in READING:
        raise _refusal(HTTPMethodNotAllowed, NOTHING_CHANGES)
    if request.path_info.split("/")[1] in OUTSIDE:
        raise HTTPNotFound()
    now, real = clock.now(), request.site
    moment = moment_of(prefix.at) if prefix.at else None
    if prefix.at and (moment is None or _is_ahead(prefix.at, now)):
        raise HTTPNotFound()
    began_at = _began_at(real)
    if moment is not None and moment < began_at:
        raise NotYet(clock.local_day(began_at))
    person, ends = _person(request, real, prefix.person, now) if prefix.person else (None, None)
    seen = sight(request.rulebook, real, request.actor, now, moment, person)
    return Mirror(prefix, seen, ends, request.mirror_outside, request.path_info)


def _person(request: Any, site: Any, uid: str, now: datetime) -> tuple[Any, datetime]:
    """Whom one looks as, and until when; only for those who may know everybody's rights, and who have said so."""
    person = site["people"].get(uid)
    if person is None or not request.rights.may(request.actor, Permission.VIEW_RIGHTS, site) or \
            not request.rights.may(request.actor, Permission.VIEW, person):
        raise HTTPNotFound()
    begun = began(person, request.actor, now)
    if begun is None:
        raise _refusal(HTTPForbidden, _("You are not looking as this person any more. Begin again from the person's "
                                        "page."))
    return person, begun + LASTS


def _refusal(kind: type[HTTPException], text: Any) -> HTTPException:
    answer = kind()
    answer.explanation = text
    return answer


def _look(request: Any, mirror: Mirror, indexes: PastIndexes) -> None:
    seen = mirror.seen
    request.acts = Acts(seen.rulebook, seen.site, seen.actor, seen.moment)
    request.finder = _finder(request, seen, indexes)
    request.mirror, request.site, request.actor = mirror, seen.site, seen.actor
    request.rulebook, request.rights = seen.rulebook, seen.rights


def _finder(request: Any, seen: Sight, indexes: PastIndexes) -> FinderThen:
    real: Finder = request.finder
    fresh = real.fresh_index
    if seen.is_past:
        key = seen.moment.isoformat()

        def fresh() -> Any:
            return indexes.get(key, seen.site, seen.rulebook)
    return FinderThen(fresh, seen.rulebook, seen.site, seen.actor, seen.rights)


def moment_of(written: str) -> datetime | None:
    """The end of a day as it is in Sweden, or the moment; None for what is neither."""
    day = clock.read_day(written)
    try:
        if day is not None:
            return clock.over(day) - timedelta(microseconds=1)
        if TIME not in written:
            return None
        found = datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=clock.STOCKHOLM)).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None


def _began_at(site: Any) -> datetime:
    """When the first thing happened on the site."""
    return min((slot.entries[0].at for slot in site.trail.slots if slot.count), default=clock.now())


def _is_ahead(written: str, now: datetime) -> bool:
    """Whether it is about what has not come yet; today has come."""
    day = clock.read_day(written)
    if day is not None:
        return day > clock.local_day(now)
    found = moment_of(written)
    return found is not None and found > now


def includeme(config: Any) -> None:
    """Stand inside the transaction and around everything that answers."""
    config.add_request_method(lambda request: None, "mirror", reify=True)
    config.add_request_method(lambda request: None, "mirror_prefix", reify=True)
    config.add_tween("reglab_workflow.web.mirror.prefix_tween", under="pyramid_tm.tm_tween_factory", over=EXCVIEW)
    config.add_tween("reglab_workflow.web.mirror.mirror_tween",
                     under="reglab_workflow.web.intake.intake_tween", over=MAIN)
