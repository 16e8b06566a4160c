"""Uploaded lists that wait for a decision: kept as they came, with what was chosen.

Between preview and confirmation lie minutes or days, restarts and other browsers. So the
file lies in the database, as a blob, for the user who uploaded it and nobody else; it goes with
the import that entered all of it, when its owner drops it, or after `KEPT_DAYS`.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent import Persistent
from persistent.list import PersistentList
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.namedfile.file import NamedBlobFile
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.jobs.text_indexes import index_text
from sonla.pbgdpl.jobs.text_indexes import SORTING
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.rows import ImportRow
from typing import Any
from uuid import uuid4
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.pending_lists"
KEPT_DAYS = 14
"""Personal data of people who may never enter the register is not kept for longer."""
MAX_NAME_LENGTH = 120
WAITING = (SORTING,)
"""Indexes that wait with those of words."""


class EntryQueue(Persistent):
    """The people of a list whom its owner has confirmed, entered in several goes.

    They are read once: what was confirmed is what is entered, and no go reads the list anew.
    """

    def __init__(
        self, rows: Iterable[ImportRow], before: int, known: int, refused: int
    ) -> None:
        self.rows = PersistentList(replace(row, notes=[]) for row in rows)
        """A record of its own, which no go writes."""
        self.position = 0
        self.before = before
        """How many people the list had brought before."""
        self.known = known
        """How many of its people were in the register, or came into it meanwhile."""
        self.refused = refused
        """How many rows were left to be corrected."""
        self.unindexed: tuple[str, ...] = ()
        """UIDs of those entered whose words are still to be indexed."""

    def rows_to_come(self) -> list[ImportRow]:
        """Copy the rows of those who are not entered yet."""
        return [replace(row, notes=[]) for row in self.rows[self.position :]]

    @property
    def done(self) -> bool:
        """Whether nobody is to come, and all can be found by their words."""
        return self.position >= len(self.rows) and not self.unindexed


class PendingList(Persistent):
    """One upload and what its owner says of it."""

    queue: EntryQueue | None = None
    """Who is being entered, from the confirmation to the last of them."""

    def __init__(
        self, user: str, place: str, filename: str, data: bytes, choices: ImportOptions
    ) -> None:
        self.user = user
        self.place = place
        """UID of the container in which its people will be entered."""
        self.filename = "".join(filter(str.isprintable, filename))[:MAX_NAME_LENGTH]
        self.file = NamedBlobFile(data=data, filename=self.filename)
        self.uploaded = datetime.now(UTC)
        self.choices = choices

    @property
    def data(self) -> bytes:
        """The file as it came."""
        return self.file.data

    @property
    def expires(self) -> datetime:
        """When it is dropped."""
        return self.uploaded + timedelta(days=KEPT_DAYS)

    def stop(self) -> None:
        """Forget who is to come; whoever was entered is found by their words from now on."""
        queue, self.queue = self.queue, None
        for uid in queue.unindexed if queue is not None else ():
            index_person(uid)


def index_person(uid: str) -> None:
    """Index the words of a person, if they are still there."""
    person = uuidToObject(uid, unrestricted=True)
    if person is not None:
        index_text(person, WAITING)


def keep(container: Any, filename: str, data: bytes, choices: ImportOptions) -> str:
    """Keep an upload for the present user; return the token that leads to it."""
    lists = IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())
    token = uuid4().hex
    user = current_user_id()
    lists[token] = PendingList(user, IUUID(container), filename, data, choices)
    return token


def waiting(container: Any, token: str) -> PendingList | None:
    """Return the present user's list of this token and place; None for any other."""
    one = lists().get(token)
    return one if one is not None and is_own(one, container) else None


def own_lists(container: Any) -> Iterator[tuple[str, PendingList]]:
    """Yield the lists of the present user that wait here, the latest first."""
    found = [(t, one) for t, one in lists().items() if is_own(one, container)]
    return iter(sorted(found, key=lambda pair: pair[1].uploaded, reverse=True))


def is_own(one: PendingList, container: Any) -> bool:
    """Return whether the present user uploaded a list here, and not too long ago."""
    user = current_user_id()
    fresh = datetime.now(UTC) < one.expires
    return one.user == user and one.place == IUUID(container) and fresh


def unindexed() -> Iterator[EntryQueue]:
    """Yield the queues with people whose words are still to be indexed."""
    queues = (one.queue for one in lists().values())
    return (queue for queue in queues if queue is not None and queue.unindexed)


def drop(token: str) -> None:
    """Forget a list."""
    one = lists().pop(token, None)
    if one is not None:
        one.stop()


def expired(now: datetime) -> Iterator[str]:
    """Yield the tokens of what waits for too long."""
    return (token for token, one in lists().items() if one.expires <= now)


def drop_expired(now: datetime | None = None) -> int:
    """Forget what waits for too long; return the number."""
    old = list(expired(now or datetime.now(UTC)))
    for token in old:
        drop(token)
    return len(old)


def drop_all(portal: Any) -> int:
    """Forget every list, as the add-on goes; return the number."""
    return len(IAnnotations(portal).pop(KEY, None) or ())


def lists() -> Any:
    """Return all lists by token; writing to them works once there is one."""
    return IAnnotations(api.portal.get()).get(KEY, OOBTree())
