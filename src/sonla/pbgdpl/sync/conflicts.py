"""Where both sides changed a text: show both versions, and do what an editor chooses.

Nothing is decided here by itself, and both versions stay until somebody has chosen. Each
function runs inside the caller's transaction; who may choose is asked by the caller.
"""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import LOCAL_FIELDS
from sonla.pbgdpl.exchange.formats.jsonld import load
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import DIVERGED
from sonla.pbgdpl.sync.bindings import IN_SYNC
from sonla.pbgdpl.sync.bindings import RecordConflict
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.harvest.files import has_files
from sonla.pbgdpl.sync.harvest.importer import published_fields
from sonla.pbgdpl.sync.harvest.importer import put_into
from sonla.pbgdpl.sync.harvest.importer import write_fields
from sonla.pbgdpl.sync.harvest.merge import changed
from sonla.pbgdpl.sync.operations import detach
from sonla.pbgdpl.sync.operations import retry
from sonla.pbgdpl.sync.sources import source_named
from sonla.pbgdpl.sync.sources import title_of
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from typing import Any

MINE = "mine"
THEIRS = "theirs"


class NotDecided(Exception):
    """Raised when a field in conflict has no choice yet; nothing was written."""


@dataclass(frozen=True)
class Side:
    """What both sides have of one field; None where a side has nothing."""

    name: str
    mine: Any
    theirs: Any


def sides(obj: Any, conflict: RecordConflict) -> list[Side]:
    """Return both versions of each field in conflict, in the order of the record.

    Empty for a text that the source took back: there is nothing of theirs.
    """
    if conflict.theirs is None:
        return []
    mine, theirs = record_of(published_fields(obj)), load(conflict.theirs)
    return [
        Side(name, mine.get(name), theirs.get(name))
        for name in BY_NAME
        if name in conflict.fields
    ]


def is_edited(portal: Any, obj: Any) -> bool:
    """Return whether somebody here has changed what the source gave last.

    An edit is not written down when it is made: until the source changes the record,
    the state of the binding does not show it.
    """
    found = store_of(portal).find_by_uid(IUUID(obj))
    if found is None:
        return False
    _source, _remote_id, binding = found
    try:
        here = field_hashes(record_of(published_fields(obj)))
    except InvalidRecord:  # such as without a title; the source never gave that
        return True
    return bool(changed(binding.own_hashes, here, LOCAL_FIELDS))


def versions_digest(obj: Any, conflict: RecordConflict) -> str:
    """Return a digest of both versions: what was chosen is of these and of no others."""
    here = field_hashes(record_of(published_fields(obj)))
    there = {} if conflict.theirs is None else field_hashes(load(conflict.theirs))
    lines = [
        f"{name} {here.get(name, '')} {there.get(name, '')}" for name in conflict.fields
    ]
    return sha256("\n".join(lines).encode()).hexdigest()


def choose(
    portal: Any, obj: Any, choices: Mapping[str, str], now: datetime
) -> frozenset[str]:
    """Write what was chosen of theirs, keep the rest as it is here, end the conflict.

    Raises `NotDecided` unless each field has one of `MINE` and `THEIRS`. A public text
    gets a revision that somebody else approves, unless its set is trusted. A field
    whose files have to be fetched first is written by the next run; its names are
    returned. What was kept counts as edited here: when the source changes it again
    there is a conflict again.
    """
    store, uid = make_store(portal), IUUID(obj)
    conflict = store.conflicts[uid]
    if any(choices.get(name) not in (MINE, THEIRS) for name in conflict.fields):
        raise NotDecided
    wanted = frozenset(name for name in conflict.fields if choices[name] == THEIRS)
    theirs = load(conflict.theirs)
    later = frozenset(name for name in wanted if needs_files(theirs, name))
    source, remote_id, binding = store.get_by_uid(uid)
    with api.env.adopt_roles(["Manager"]):
        write_theirs(obj, theirs, wanted - later, source, binding)
        end_conflict(store, obj, binding, wanted, later)
    if later:
        retry(store, source, remote_id, now)
    return later


def keep(portal: Any, obj: Any) -> None:
    """Keep a text that its source took back: from now on it is ours."""
    detach(make_store(portal), IUUID(obj))


def withdraw(portal: Any, obj: Any) -> None:
    """Withdraw a text as its source did; it stays, with all that was written in it."""
    store, uid = make_store(portal), IUUID(obj)
    source, _remote_id, binding = store.get_by_uid(uid)
    del store.conflicts[uid]
    binding.state = WITHDRAWN
    with api.env.adopt_roles(["Manager"]):
        put_into(obj, "withdrawn", title_of(source))


def needs_files(theirs: Record, name: str) -> bool:
    """Return whether a field can't be written without fetching files."""
    value = theirs.get(name)
    only = Record(theirs.identifier, theirs.type, {name: value})
    return value is not None and has_files(only)


def write_theirs(
    obj: Any, theirs: Record, names: Collection[str], source: str, binding: Binding
) -> None:
    """Write fields of theirs into the item, or into a revision that awaits approval."""
    if not names:
        return
    known = source_named(source)
    write_fields(
        obj,
        theirs,
        names,
        at_once=known is not None and known.trusts(binding.sets, ""),
        because=title_of(source),
        by_a_person=True,
    )


def end_conflict(
    store: SyncStore,
    obj: Any,
    binding: Binding,
    wanted: Collection[str],
    later: Collection[str],
) -> None:
    """Write down what now counts as edited here, and that nothing waits for a choice.

    Fields that are written by the next run count as unedited, and as not applied yet.
    """
    here = field_hashes(record_of(published_fields(obj)))
    own, there = dict(binding.own_hashes), dict(binding.field_hashes)
    for name in wanted:
        own.pop(name, None)
        if name in here:
            own[name] = here[name]
    for name in later:
        there.pop(name, None)
    binding.own_hashes, binding.field_hashes = own, there
    binding.state = DIVERGED if changed(own, here, LOCAL_FIELDS) else IN_SYNC
    del store.conflicts[binding.uid]
