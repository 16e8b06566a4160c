"""Whom an import entered, kept for some days so that a whole list can be taken back."""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent import Persistent
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.importing.pending_lists import KEPT_DAYS
from typing import Any
from zc.relation.interfaces import ICatalog
from zope.annotation.interfaces import IAnnotations
from zope.component import queryUtility
from zope.intid.interfaces import IIntIds

KEY = "sonla.pbgdpl.import_batches"


class ImportBatch(Persistent):
    """The people whom one list brought, with what tells that nobody touched them since."""

    removed = 0
    """How many were taken back so far."""
    staying: tuple[str, ...] = ()
    """Names of those whom that passed over."""

    def __init__(self, place: str, filename: str, user: str) -> None:
        self.place = place
        """UID of the container in which they were entered."""
        self.user = user
        """Id of who entered them."""
        self.filename = filename
        self.started = datetime.now(UTC)
        self.people: dict[str, tuple[float, int]] = {}
        """UID → last change and number of steps when they were entered."""

    @property
    def expires(self) -> datetime:
        """Until when it can be taken back."""
        return self.started + timedelta(days=KEPT_DAYS)


def note_entered(
    container: Any, token: str, filename: str, people: Iterable[Any]
) -> ImportBatch:
    """Note whom the list of a token brought; a list entered in several goes is one batch."""
    batches = IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())
    if token not in batches:
        batches[token] = ImportBatch(IUUID(container), filename, current_user_id())
    batch = batches[token]
    batch.people = batch.people | {IUUID(one): mark_of(one) for one in people}
    return batch


def mark_of(person: Any) -> tuple[float, int]:
    """Return what changes when somebody edits a person or takes a step."""
    steps = len(history_of(person, REGISTRY_WORKFLOW))
    return person.modified().timeTime(), steps


def batches_here(container: Any) -> Iterator[tuple[str, ImportBatch]]:
    """Yield what was entered here and the user can take back, the latest first.

    For who keeps the register the lists of all, for others their own.
    """
    place, now = IUUID(container), datetime.now(UTC)
    keeps = api.user.has_permission(MANAGE_REGISTRY, obj=container)
    user = current_user_id()
    found = [
        (token, one)
        for token, one in all_batches().items()
        if one.place == place and one.people and now < one.expires
        if keeps or one.user == user
    ]
    return iter(sorted(found, key=lambda pair: pair[1].started, reverse=True))


def all_batches() -> Any:
    """Return all batches by token; writing to them works once there is one."""
    return IAnnotations(api.portal.get()).get(KEY, OOBTree())


def entered(token: str) -> int:
    """Count whom a list has brought so far."""
    batch = all_batches().get(token)
    return len(batch.people) if batch is not None else 0


def is_named(person: Any) -> bool:
    """Return whether other content refers to a person, such as an activity."""
    relations, ids = queryUtility(ICatalog), queryUtility(IIntIds)
    token = ids.queryId(person) if ids is not None else None
    if relations is None or token is None:
        return False
    return any(True for _one in relations.findRelations({"to_id": token}))


def outdated(now: datetime) -> Iterator[str]:
    """Yield the tokens of what can't be taken back any more."""
    return (token for token, one in all_batches().items() if one.expires <= now)


def drop_old(now: datetime) -> int:
    """Forget what can't be taken back any more; return the number."""
    old = list(outdated(now))
    for token in old:
        del all_batches()[token]
    return len(old)


def drop_all(portal: Any) -> None:
    """Forget every batch, as the add-on goes."""
    IAnnotations(portal).pop(KEY, None)
