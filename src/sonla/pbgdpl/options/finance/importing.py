"""Expenditures from a file: made as one import, and taken back as one."""

from collections.abc import Iterable
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import REFERS_INDEX
from sonla.pbgdpl.options.finance import EXPENDITURE_TYPE
from sonla.pbgdpl.options.finance.counter import BATCH
from sonla.pbgdpl.options.finance.query import load_records
from sonla.pbgdpl.options.finance.query import records_of
from sonla.pbgdpl.options.finance.tables import COLUMNS
from sonla.pbgdpl.options.finance.tables import key_of
from sonla.pbgdpl.options.finance.tables import Line
from sonla.pbgdpl.options.finance.vocabularies import referring
from typing import Any

import secrets

IMPORTED_AS = "_pbgdpl_imported_as"
"""Attribute of an expenditure: what the file said of it."""
IMPORTED = AuditAction(
    "expenditures_imported",
    _("log_expenditures_imported", default="Entered expenditures from a file"),
    DATA,
)
TAKEN_BACK = AuditAction(
    "expenditures_taken_back",
    _("log_expenditures_taken_back", default="Took expenditures of a file back"),
    DATA,
)


def known_keys(place: Any, lines_days: Iterable[Any]) -> set[tuple[Any, ...]]:
    """Return by what the records of a place are known, for the days of a file."""
    days = [day for day in lines_days if day is not None]
    if not days:
        return set()
    found = load_records(records_of(place, min(days), max(days)))
    return {key_of(values_of(one)) for one in found}


def values_of(expenditure: Any) -> dict[str, Any]:
    """Return what an expenditure stores."""
    return {name: stored_value(expenditure, name) for name in COLUMNS}


def take_in(place: Any, lines: Iterable[Line]) -> tuple[str, int]:
    """Make an expenditure of each good line; return the import and how many there are.

    The caller says whether the user may.
    """
    batch, count = secrets.token_hex(8), 0
    for line in lines:
        if line.is_good:
            made = addContentToContainer(
                place, createContent(EXPENDITURE_TYPE, **line.values)
            )
            setattr(made, BATCH, batch)
            setattr(made, IMPORTED_AS, key_of(values_of(made)))
            made.reindexObject(idxs=[REFERS_INDEX])
            count += 1
    log.note(IMPORTED.name, EXPENDITURE_TYPE, place, count, title=place.Title())
    return batch, count


def take_back(place: Any, batch: str) -> tuple[int, int]:
    """Delete what an import made; return how many went and how many stay.

    What was changed since stays: somebody has worked on it.
    """
    gone = kept = 0
    for one in list(referring(place, batch)):
        if stored_value(one, IMPORTED_AS) == key_of(values_of(one)):
            api.content.delete(one)
            gone += 1
        else:
            kept += 1
    if gone:
        log.note(TAKEN_BACK.name, EXPENDITURE_TYPE, place, gone, title=place.Title())
    return gone, kept
