"""Write records into content: make an item of one, or change some fields of an item.

Records are sanitised before (`exchange.sanitizing`), files are fetched by others, no
state is set and nothing is committed here. What can't be stored as it was sent is kept
and reported in a note; nothing is lost.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from plone.base.utils import base_hasattr
from plone.dexterity.utils import iterSchemata
from sonla.pbgdpl.exchange.accessors import Fetched
from sonla.pbgdpl.exchange.accessors import WriteContext
from sonla.pbgdpl.exchange.creation import add_item
from sonla.pbgdpl.exchange.creation import new_item
from sonla.pbgdpl.exchange.exporter import read
from sonla.pbgdpl.exchange.exporter import with_kept
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import VOLATILE_FIELDS
from sonla.pbgdpl.exchange.files import can_be_had
from sonla.pbgdpl.exchange.interfaces import IRecordType
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import type_named
from sonla.pbgdpl.exchange.record_types import type_of
from sonla.pbgdpl.exchange.unmapped import remember_files
from sonla.pbgdpl.exchange.unmapped import store
from sonla.pbgdpl.exchange.unmapped import unmapped_of
from typing import Any
from zope.event import notify
from zope.i18nmessageid import Message
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

try:
    from plone.app.versioningbehavior.subscribers import (
        create_initial_version_after_adding,
    )
except ImportError:  # a portal that keeps no versions
    create_initial_version_after_adding = None


@dataclass(frozen=True)
class Created:
    """The item that was made; `notes` say what is not as it was sent."""

    obj: Any
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class UpdateResult:
    """The names of the fields that were changed indeed, and the notes."""

    names: set[str] = field(default_factory=set)
    notes: tuple[Message, ...] = ()


def nothing(url: str) -> bytes | None:
    """Have no file."""
    return None


def create(record: Record, container: Any, fetched: Fetched = nothing) -> Created:
    """Make an item of a record in a container, in the first state of its workflow.

    `fetched` gives the bytes of a file by its address. Raises `InvalidRecord` for a
    type that we don't know.
    """
    kind = type_named(record.type)
    if kind is None:
        raise InvalidRecord("type", f"{record.type} is not known here")
    if not kind.fetched:
        raise InvalidRecord("type", f"{record.type} is only sent from here")
    writing = WriteContext(container, fetched)
    obj = new_item(kind.creates)
    for name, place in kind.accessors.items():
        if place.writable and record.get(name) is not None:
            writing.name = name
            place.write(obj, record[name], writing)
    add_keywords(obj, writing)
    store(obj, {**dict(_without_place(record, kind)), **writing.kept})
    remember_files(obj, writing.files)
    return Created(add_item(container, obj, record["title"]), tuple(writing.notes))


def update(
    obj: Any, record: Record, names: Collection[str], fetched: Fetched = nothing
) -> UpdateResult:
    """Write fields of a record into an item; one that is equal already is not touched.

    Subscribers hear once that the item was modified, and only if something changed.
    """
    kind = type_of(obj)
    if kind is None:
        raise InvalidRecord("type", f"{obj.portal_type} is not exchanged")
    differing = differences(obj, record, names, kind, fetched)
    if not differing:
        return UpdateResult()
    save_version(obj)
    writing = WriteContext(aq_parent(aq_inner(obj)), fetched)
    changed = set(_write_changes(obj, record, differing, kind, writing))
    if add_keywords(obj, writing):
        changed.add("keywords")
    remember_files(obj, writing.files)
    if changed:
        notify(ObjectModifiedEvent(obj, *_descriptions(obj, changed, kind)))
    return UpdateResult(changed, tuple(writing.notes))


def differences(
    obj: Any,
    record: Record,
    names: Collection[str],
    kind: IRecordType,
    fetched: Fetched,
) -> dict[str, Any]:
    """Map the named fields in which an item differs from a record to what it has.

    The reference to a file that could not be had is kept and told as if it were there:
    it counts as different when the file can be had now.
    """
    kept = unmapped_of(obj)
    differing = {}
    for name in BY_NAME:  # in the order of the table: keywords after what makes some
        if name in names and name not in VOLATILE_FIELDS:
            here = _here(obj, name, kind, kept)
            late = can_be_had(kept.get(name), fetched)
            if late or here != record.get(name):
                differing[name] = here
    return differing


def save_version(obj: Any) -> None:
    """Put an item as it is into its history, which `create` did not."""
    if create_initial_version_after_adding and not base_hasattr(obj, "version_id"):
        create_initial_version_after_adding(obj, None)


def add_keywords(obj: Any, writing: WriteContext) -> bool:
    """Add as keywords what our lists don't have; return whether any was new."""
    known = tuple(obj.Subject())
    new = tuple(word for word in dict.fromkeys(writing.keywords) if word not in known)
    if new:
        obj.setSubject((*known, *new))
    return bool(new)


def _write_changes(
    obj: Any,
    record: Record,
    differing: dict[str, Any],
    kind: IRecordType,
    writing: WriteContext,
) -> Iterator[str]:
    for name, before in differing.items():
        value, place = record.get(name), kind.accessors.get(name)
        writing.name = name
        if place is None or not place.writable:
            store(obj, {name: value})
        else:
            place.write(obj, value, writing)
            store(obj, {name: writing.kept.get(name)})
        if _here(obj, name, kind, unmapped_of(obj)) != before:
            yield name


def _here(obj: Any, name: str, kind: IRecordType, kept: dict[str, Any]) -> Any:
    """Return what an item has of a field, be it kept aside."""
    place = kind.accessors.get(name)
    mine = read(obj, name, place) if place is not None and place.writable else None
    values = {} if mine is None else {name: mine}
    return with_kept(values, {name: kept[name]} if name in kept else {}).get(name)


def _without_place(record: Record, kind: IRecordType) -> Iterator[tuple[str, Any]]:
    """Yield what a record has and the type has no field for."""
    for name, value in record.values.items():
        place = kind.accessors.get(name)
        if (place is None or not place.writable) and name not in (
            "modified",
            "revision",
        ):
            yield name, value


def _descriptions(obj: Any, names: set[str], kind: IRecordType) -> list[Attributes]:
    """Return which fields changed, as forms do: subscribers look at these."""
    changed = {
        attribute
        for name in names
        if name in kind.accessors
        for attribute in kind.accessors[name].attributes
    }
    descriptions = []
    for schema in iterSchemata(obj):
        mine = sorted(changed.intersection(schema.names(all=True)))
        if mine:
            descriptions.append(Attributes(schema, *mine))
    return descriptions
