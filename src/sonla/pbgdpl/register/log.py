"""Who took personal data out of the register or lists into it: when, what, how many.

One entry an export or import, append-only, in the annotations of the portal. Entries are
plain data in plain trees, so that they can be read without the add-on, too.
"""

from BTrees.LOBTree import LOBTree
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from itertools import takewhile
from plone import api
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.members import person_name
from sonla.pbgdpl.paths import path_in_portal
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.register_log"
EXPORT, IMPORT, REFUSED_ROWS = "export", "import", "refused_rows"
ATTENDANCE = "attendance"
ERASED = "erased"
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Entry:
    """Hold one entry; `at` is in UTC, `facts` are words and numbers."""

    action: str
    portal_type: str
    place: str
    """Path in the portal of where the list was asked for; empty for the whole portal."""
    count: int
    """People whose data it was."""
    facts: dict[str, Any] = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    user: str = ""
    name: str = ""
    """Name of the user at that time: accounts go, entries stay."""


def note(action: str, portal_type: str, place: Any, count: int, **facts: Any) -> Entry:
    """Append an entry for the present user, in the present transaction."""
    user = api.user.get_current().getId() or ""
    entry = Entry(
        action,
        portal_type,
        path_in_portal(place),
        count,
        facts,
        user=user,
        name=person_name(user),
    )
    annotations = IAnnotations(api.portal.get())
    if KEY not in annotations:
        annotations[KEY] = LOBTree()
    kept = annotations[KEY]
    kept[(kept.maxKey() if kept else 0) + 1] = asdict(entry)
    return entry


def newest_first() -> Iterator[Entry]:
    """Give the entries, the latest first."""
    kept = IAnnotations(api.portal.get()).get(KEY)
    for number in reversed(list(kept.keys()) if kept is not None else []):
        yield Entry(**kept[number])


def count() -> int:
    """Count the entries."""
    kept = IAnnotations(api.portal.get()).get(KEY)
    return len(kept) if kept is not None else 0


def outdated(now: datetime) -> Iterator[int]:
    """Give the numbers of the entries older than the settings want them kept."""
    kept = IAnnotations(api.portal.get()).get(KEY)
    if kept is None:
        return iter(())
    age = timedelta(days=get_settings().register_log_years * DAYS_A_YEAR)
    # In order of time: those to be dropped are the first
    return takewhile(lambda number: kept[number]["at"] < now - age, kept.keys())


def forget_old(now: datetime | None = None) -> int:
    """Drop entries older than the settings want them kept; give their number."""
    old = list(outdated(now or datetime.now(UTC)))
    for number in old:
        del IAnnotations(api.portal.get())[KEY][number]
    return len(old)


def take_log(portal: Any) -> LOBTree | None:
    """Take the log out of a portal, to be kept elsewhere."""
    return IAnnotations(portal).pop(KEY, None)


def put_log(portal: Any, kept: LOBTree) -> None:
    """Give a portal its log back; what was noted meanwhile stays behind it."""
    present = take_log(portal)
    for facts in present.values() if present is not None else ():
        kept[(kept.maxKey() if kept else 0) + 1] = facts
    IAnnotations(portal)[KEY] = kept
