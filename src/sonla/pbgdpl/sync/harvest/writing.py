"""Write what a source says into an item, or beside it where approval has to come first.

Shared by fetching and by editors who choose the version of a source. Nothing here asks
who may; nothing is committed.
"""

from collections.abc import Collection
from plone import api
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.attachments import follow
from sonla.pbgdpl.editorial.revisions import is_revisable
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.working_copies import maker_of
from sonla.pbgdpl.editorial.working_copies import note_machine
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.exchange import importer
from sonla.pbgdpl.exchange.accessors import Fetched
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import SHARED_FIELDS
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.sync.harvest.deferred_indexing import became_public
from typing import Any


def published_fields(obj: Any) -> Any:
    """Return what an editor works on: the open revision of an item, else the item."""
    return working_copy_of(obj) or obj


def write_fields(
    obj: Any,
    record: Record,
    names: Collection[str],
    *,
    at_once: bool,
    because: str,
    by_a_person: bool = False,
    fetched: Fetched = importer.nothing,
) -> importer.UpdateResult:
    """Write fields of a record into an item, or into a revision that awaits approval.

    A public text gets a revision unless `at_once` says that approval is not needed; an
    open one is gone on with, and one that a person is writing stays where that person
    left it. `because` is the comment in its history. Unless a person
    decided it, nobody is the author of a revision that is opened: anybody may approve.
    """
    target = published_fields(obj)
    opened = target is obj
    if opened and is_revisable(obj) and not at_once:
        target = revise(obj)
        if not by_a_person:
            note_machine(target)
    written = importer.update(
        target, united(record, record_of(target), names), names, fetched
    )
    if target is not obj and (opened or maker_of(target) is None):
        put_into(target, "pending_approval", because)
    return written


def put_into(obj: Any, state: str, because: str) -> None:
    """Set the state of an item and of its files, without a transition.

    Nobody gets mail for it: what a source sends is told once a day.
    """
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(obj, workflow, state, comment=because)
    follow(obj)
    became_public(obj)


def united(theirs: Record, here: Record, names: Collection[str]) -> Record:
    """Add to the shared fields of a record what stands here: nobody's word is dropped."""
    values = dict(theirs.values)
    for name in SHARED_FIELDS.intersection(names):
        known = theirs.get(name) or ()
        added = tuple(value for value in here.get(name) or () if value not in known)
        values[name] = (*known, *added)
    return Record(theirs.identifier, theirs.type, values)
