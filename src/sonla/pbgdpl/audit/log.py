"""Who did what, when, from where: approvals, register, exports, settings, exchange.

One entry an act, in the annotations of the portal. Nothing changes an entry, and nothing
takes one away but its age. Entries are JSON in a plain tree, by the microsecond: they can
be read without the add-on, nothing that was read from there can be changed by mistake, and
two transactions that append at a time are merged by the database. Each is written to the log of the server as well, once its
transaction is stored: who can write to the database can't reach that one.
"""

from BTrees.LOBTree import LOBTree
from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from sonla.pbgdpl.audit.settings import get_audit_settings
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.editorial.authorship import name_of
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

import json
import logging
import transaction

KEY = "sonla.pbgdpl.audit_log"
DAYS_A_YEAR = 365.25

logger = logging.getLogger("sonla.pbgdpl.audit")


@dataclass(frozen=True)
class AuditEntry:
    """One entry; `at` is in UTC, `facts` are words and numbers."""

    action: str
    portal_type: str
    place: str
    """Path in the portal of what it was done to; empty for the whole portal."""
    count: int
    """How many it was done to: people, where it is about personal data."""
    facts: dict[str, Any] = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    user: str = ""
    name: str = ""
    """Name of the user at that time: accounts go, entries stay."""
    address: str = ""
    """Where the request came from; empty for the clock and for commands."""


def note(
    action: str, portal_type: str, place: Any, count: int = 1, **facts: Any
) -> AuditEntry:
    """Append an entry for the present user, in the present transaction.

    `action` is the name of an `IAuditAction`, which says what the entry means.
    """
    member = api.user.get_current()
    user = member.getId() or ""
    entry = AuditEntry(
        action,
        portal_type,
        "" if place is None else path_in_portal(place),
        count,
        facts,
        user=user,
        name=name_of(member) or user,
        address=client_address(),
    )
    kept = IAnnotations(api.portal.get()).setdefault(KEY, LOBTree())
    kept[free_key(kept, entry.at)] = written(entry)
    transaction.get().addAfterCommitHook(write_server_log, (entry,))
    return entry


def client_address() -> str:
    """Return the address that the request came from, as the server trusts its proxies."""
    request = getRequest()
    asked = getattr(request, "getClientAddr", None)
    return (asked() or "") if asked is not None else ""


def key_of(at: datetime) -> int:
    """Return a moment in microseconds."""
    return round(at.timestamp() * 1_000_000)


def free_key(kept: LOBTree, at: datetime) -> int:
    """Return the microsecond of a moment, or the next one that is free.

    A number that counts on would be the same in two transactions at a time, so that one
    of them had to be repeated.
    """
    key = key_of(at)
    while key in kept:
        key += 1
    return key


def write_server_log(stored: bool, entry: AuditEntry) -> None:
    """Write an entry to the server's log, without what was looked for."""
    if stored:
        logger.info(written(replace(entry, facts={})))


def written(entry: AuditEntry) -> str:
    """Write an entry as it is stored."""
    facts = {name: value for name, value in asdict(entry).items() if value != {}}
    return json.dumps(facts | {"at": entry.at.isoformat()}, ensure_ascii=False)


def read(stored: str) -> AuditEntry:
    """Read an entry as it was stored."""
    facts = json.loads(stored)
    return AuditEntry(**facts | {"at": datetime.fromisoformat(facts["at"])})


def newest_first(
    actions: Collection[str] = (),
    since: datetime | None = None,
    before: datetime | None = None,
) -> Iterator[AuditEntry]:
    """Yield the entries of some acts, else of all, within a time; the latest first."""
    kept = IAnnotations(api.portal.get()).get(KEY)
    if kept is None:
        return
    first = key_of(since) if since is not None else None
    last = key_of(before) if before is not None else None
    for number in reversed(list(kept.keys(first, last, excludemax=last is not None))):
        entry = read(kept[number])
        if not actions or entry.action in actions:
            yield entry


def count(actions: Collection[str] = ()) -> int:
    """Count the entries of some acts, else all."""
    return sum(1 for _entry in newest_first(actions))


def outdated(now: datetime) -> Iterator[int]:
    """Yield the numbers of the entries older than the settings want them kept."""
    kept = IAnnotations(api.portal.get()).get(KEY)
    if kept is None:
        return iter(())
    age = timedelta(days=get_audit_settings().audit_log_years * DAYS_A_YEAR)
    return iter(kept.keys(max=key_of(now - age), excludemax=True))


def forget_old(now: datetime | None = None) -> int:
    """Drop entries older than the settings want them kept; return their number."""
    old = list(outdated(now or datetime.now(UTC)))
    for number in old:
        del IAnnotations(api.portal.get())[KEY][number]
    return len(old)


def take_log(portal: Any) -> LOBTree | None:
    """Take the log out of a portal, to be kept elsewhere."""
    return IAnnotations(portal).pop(KEY, None)


def put_log(portal: Any, kept: LOBTree) -> None:
    """Put back a portal's log; what was noted meanwhile has its place in it."""
    present = take_log(portal)
    for stored in present.values() if present is not None else ():
        kept[free_key(kept, read(stored).at)] = stored
    IAnnotations(portal)[KEY] = kept
