"""What somebody corrects in the preview: type, kind, place, fields of law, documents."""

from dataclasses import dataclass
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl.options.moving import batches
from sonla.pbgdpl.options.moving.batches import Batch
from sonla.pbgdpl.options.moving.batches import Entry
from sonla.pbgdpl.options.moving.conversion import conversions_of
from sonla.pbgdpl.options.moving.conversion import LEGAL_FIELDS
from sonla.pbgdpl.options.moving.conversion import MSG_KIND_GUESSED
from sonla.pbgdpl.options.moving.conversion import Source
from sonla.pbgdpl.options.moving.obstacles import MSG_GONE
from sonla.pbgdpl.options.moving.running import judge
from sonla.pbgdpl.options.moving.running import propose
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any


@dataclass(frozen=True)
class Correction:
    """What one or several entries get; None leaves it as it is."""

    becomes: str | None = None
    """The type, with a slash and the kind if it has one."""
    target: str | None = None
    """UID of the section or unit."""
    legal_fields: tuple[str, ...] | None = None
    documents: str | None = None


def correct(section: Any, batch: Batch, entry: Entry, change: Correction) -> None:
    """Change what becomes of an entry's item, and say anew whether it can be brought in."""
    item = uuidToObject(entry.uid, unrestricted=True)
    if item is None:
        entry.state, entry.reason = batches.REFUSED, MSG_GONE
        return
    if change.target is not None:
        entry.target = change.target
    if change.becomes:
        become(section, batch, entry, item, *change.becomes.partition("/")[::2])
    values = dict(entry.values)
    if change.legal_fields is not None:
        known = [one for one in change.legal_fields if find_term(LEGAL_FIELDS, one)]
        values["legal_fields"] = tuple(known)
    conversion = conversions_of(entry.portal_type).get(entry.becomes)
    if conversion is not None and conversion.cites and change.documents is not None:
        if change.documents.strip() != conversion.cited(values):
            source = Source(item, section)
            messages = conversion.cite(source, values, change.documents)
            kept = [one for one in entry.unrecognised if one == MSG_KIND_GUESSED]
            entry.unrecognised = (*kept, *messages)
    entry.values = values
    judge(batch, entry, item)


def become(
    section: Any, batch: Batch, entry: Entry, item: Any, portal_type: str, kind: str
) -> None:
    """Change the type and the kind, as far as the item can become that."""
    conversion = conversions_of(entry.portal_type).get(portal_type)
    if conversion is None:
        return
    if portal_type != entry.becomes:
        propose(section, batch, entry, item, portal_type)
    if kind and find_term(conversion.kind_vocabulary, kind) is not None:
        entry.values = {**entry.values, conversion.kind_field: kind}
        entry.unrecognised = tuple(
            one for one in entry.unrecognised if one != MSG_KIND_GUESSED
        )


def leave_out(entry: Entry) -> None:
    """Leave an entry's item where it is."""
    entry.state, entry.reason = batches.LEFT_OUT, ""


def take_in_again(batch: Batch, entry: Entry) -> None:
    """Take an entry in that was left out."""
    item = uuidToObject(entry.uid, unrestricted=True)
    if item is not None:
        judge(batch, entry, item)
